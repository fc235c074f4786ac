import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { needsSplitPayment } from '../../foundation/money/split-payment.ts';
import { withExemptionReason } from '../../foundation/money/vat.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { anyLineNeedsSplitPayment } from './buyer.ts';
import { assertDraft, type DraftContent, type Invoice } from './invoice.ts';
import { dueDateOfTerms } from './payment-terms.ts';
import { assertRatesCover, breakdownOf } from './deduction.ts';
import { withOwnRule } from './tax-points.ts';
import { discountWithin } from '../totals/document-discount.ts';
import { amountsOfLines } from '../totals/line-amount.ts';
import { computeTotals, type TotalsInput } from '../totals/totals.ts';
import { sumAmounts } from '../totals/vat-breakdown.ts';
import type { DraftLine } from '../pricing/draft-line.ts';

/** Maximum lines of a document (spec 11). */
export const maxLines = 500;

/** Inputs of a new draft. */
export type NewDraft = {
    readonly id: string;
    readonly organisation: Organisation;
    readonly createdBy: string;
    readonly now: Date;
    readonly content: DraftContent;
    readonly lines: readonly DraftLine[];
} & Partial<Pick<Invoice, 'advances' | 'advanceOf'>>;

/**
 * A new draft with its totals. Pure: nothing is stored, no other service is asked.
 * @throws DomainError `VALIDATION_FAILED` | `TOO_MANY_LINES` | `DISCOUNT_EXCEEDS_LINE` | `DISCOUNT_EXCEEDS_TOTAL` |
 *     `AMOUNT_TOO_LARGE` | `ADVANCE_EXCEEDS_RATE`
 */
export function newDraft(
    { id, organisation, createdBy, now, content, lines, advances = [], advanceOf = null }: NewDraft
): Invoice {
    const draft = withDefaults({
        ...content,
        id,
        organisationId: organisation.id,
        version: 1,
        status: 'draft',
        paymentStatus: 'pending',
        number: null,
        seriesId: null,
        seriesNumber: null,
        roundingModel: organisation.roundingModel,
        constructionServices: organisation.constructionServices,
        paidMinor: 0n,
        creditedMinor: 0n,
        seller: null,
        createdBy,
        createdAt: now,
        updatedAt: now,
        issuedAt: null,
        ...nothingYet,
        advances,
        advanceOf,
        ...rateOf(content, organisation)
    }, lines, organisation);
    assertDiscountFits(draft);
    return draft;
}

/** Initial values of the members that change after a draft. */
const nothingYet = {
    paidAt: null, payments: [], sentAt: null, cancellation: null, correction: null, correctives: [],
    receiptConfirmedOn: null, openDueDate: null,
    convertedFromId: null, convertedToId: null, advanceInvoices: [], receivedPayments: [], deductedBy: null,
    vatInVatCurrencyMinor: null, taxPoints: null, contentFormat: null, contentHash: null, chainHash: null
} as const satisfies Partial<Invoice>;

/** Changes that a command makes to a draft; absent members stay as they are. */
export type DraftChange = {
    readonly content?: Partial<DraftContent>;
    readonly lines?: readonly DraftLine[];
    /** True when the caller gives the document's discount, which must then fit the lines there are. */
    readonly givesDiscount?: boolean;
};

/**
 * The draft after a change, one version on, with everything recomputed under the organisation's present rounding model.
 * While it is filled line by line, its lines need not reach its discount.
 * @throws DomainError `INVOICE_NOT_DRAFT` and those of {@link newDraft}
 */
export function changeDraft(
    draft: Invoice, organisation: Organisation, { content, lines, givesDiscount = false }: DraftChange, now: Date
): Invoice {
    assertDraft(draft);

    const changed = withDefaults({
        ...draft,
        ...content,
        ...rateOf({ ...draft, ...content }, organisation),
        version: draft.version + 1,
        roundingModel: organisation.roundingModel,
        constructionServices: organisation.constructionServices,
        updatedAt: now
    }, lines ?? draft.lines, organisation);
    if (givesDiscount) {
        assertDiscountFits(changed);
    }
    return changed;
}

/**
 * Asserts that the lines reach the document's discount. Without lines it waits for them.
 * @throws DomainError `DISCOUNT_EXCEEDS_TOTAL`
 */
export function assertDiscountFits(draft: Invoice): void {
    const { lines, discountAmountMinor } = draft;
    const input = totalsInputOf(draft, lines);
    if (lines.length > 0 && input.discountAmountMinor !== discountAmountMinor) {
        // The computation itself refuses it, with its sums.
        computeTotals({ ...input, discountAmountMinor });
    }
}

/** The rate given by hand, while it is one of the organisation's VAT currency; none when that has changed since. */
function rateOf(
    { exchange, vatCurrency }: Pick<DraftContent, 'exchange' | 'vatCurrency'>, organisation: Organisation
): Pick<DraftContent, 'exchange' | 'vatCurrency'> {
    const isMeant = exchange !== null && (vatCurrency ?? organisation.vatCurrency) === organisation.vatCurrency;
    return isMeant ? { exchange, vatCurrency: organisation.vatCurrency } : { exchange: null, vatCurrency: null };
}

/** The draft with its totals, and its lines with what the organisation's settings and the buyer make of them. */
function withDefaults(
    draft: Omit<Invoice, Totalled>, lines: readonly DraftLine[], { exemptionReason }: Organisation
): Invoice {
    return withTotals(draft, lines.map((line) =>
        withOwnRule({ ...line, vat: withExemptionReason(line.vat, exemptionReason) }, draft)));
}

/**
 * The draft as it is issued, one version on: with its dates, and under the organisation's present settings. Its lines
 * stay as they are stored, because the issue does not store them.
 * @throws DomainError `INVOICE_NOT_DRAFT` and those of {@link newDraft}
 */
export function draftAtIssue(
    draft: Invoice, organisation: Organisation, content: Partial<DraftContent>, now: Date
): Invoice {
    assertDraft(draft);
    return withTotals({
        ...draft,
        ...content,
        ...rateOf({ ...draft, ...content }, organisation),
        version: draft.version + 1,
        constructionServices: organisation.constructionServices,
        updatedAt: now
    }, draft.lines);
}

/** The draft with other advances to deduct. @throws DomainError `ADVANCE_EXCEEDS_RATE` */
export function withAdvances(draft: Invoice, advances: Invoice['advances']): Invoice {
    return withTotals({ ...draft, advances }, draft.lines);
}

/**
 * The lines with one more, at a position of the caller's choice.
 * @param lineNumber - From 1; later lines move down. Absent or beyond the end: last.
 */
export function insertLine(lines: readonly DraftLine[], line: DraftLine, lineNumber?: number): readonly DraftLine[] {
    const place = lineNumber === undefined ? lines.length : Math.min(lineNumber - 1, lines.length);
    return lines.toSpliced(place, 0, line);
}

/**
 * The lines without one.
 * @throws DomainError `ITEM_NOT_FOUND`
 */
export function removeLine(draft: Invoice, itemId: string): readonly DraftLine[] {
    const rest = draft.lines.filter(({ id }) => id !== itemId.toLowerCase());
    if (rest.length === draft.lines.length) {
        throw new DomainError(
            'ITEM_NOT_FOUND', 'itemId: this invoice has no such item', { invoiceId: draft.id, itemId });
    }
    return rest;
}

type Totalled = 'lines' | 'netMinor' | 'vatMinor' | 'grossMinor' | 'splitPayment';

function withTotals(draft: Omit<Invoice, Totalled>, lines: readonly DraftLine[]): Invoice {
    assertAllowed(draft, lines);
    const totals = computeTotals(totalsInputOf(draft, lines));
    const computed = lines.map((line, index) => {
        const lineTotals = totals.lines[index];
        if (lineTotals === undefined) {
            throw new RangeError('totals are missing a line');
        }
        return { ...line, totals: lineTotals, correction: null };
    });
    const rates = breakdownOf({ ...draft, lines: computed });
    assertRatesCover(rates, draft);
    const { netMinor, vatMinor, grossMinor } = sumAmounts(rates);

    return {
        ...draft,
        lines: computed,
        netMinor,
        vatMinor,
        grossMinor,
        splitPayment: needsSplitPayment({
            currency: draft.currency,
            grossMinor,
            anyLineNeedsIt: anyLineNeedsSplitPayment(draft.buyer, lines)
        })
    };
}

/** Inputs of the totals of a document with these lines. */
export function totalsInputOf(
    { number, currency, pricesInclude, roundingModel, ...discount }: Omit<Invoice, Totalled>,
    lines: readonly DraftLine[]
): TotalsInput {
    const decimals = decimalsOf(currency);
    const { discountPercentMicros, discountAmountMinor } = discount;
    return {
        decimals, pricesInclude, roundingModel, discountPercentMicros, lines,
        // A draft is often given its discount first and its items later: the discount counts up to their sum.
        discountAmountMinor: number === null && discountAmountMinor > 0n
            ? discountWithin(discount, amountsOfLines(lines, decimals).map(({ baseMinor }) => baseMinor))
            : discountAmountMinor
    };
}

function assertAllowed(draft: Omit<Invoice, Totalled>, lines: readonly DraftLine[]): void {
    if (lines.length > maxLines) {
        throw new DomainError('TOO_MANY_LINES', `items: an invoice has at most ${maxLines} lines`, {}, {
            faults: [{ path: 'items', code: 'TOO_MANY_LINES', message: `may have at most ${maxLines} lines` }]
        });
    }
    const faults = faultsOfDates(draft);
    if (faults.length > 0) {
        throw new DomainError('VALIDATION_FAILED', faultSentence(faults), {}, { faults });
    }
}

function faultsOfDates(
    { issueDate, dueDate, paymentTerms, exchange }: Pick<Invoice, 'issueDate' | 'dueDate' | 'paymentTerms' | 'exchange'>
): readonly Fault[] {
    if (issueDate === null) {
        return [];
    }
    return [
        ...faultsOfTerms(paymentTerms, issueDate, dueDate),
        ...(dueDate === null || dueDate >= issueDate ? []
            : [{ path: 'dueDate', code: 'DUE_BEFORE_ISSUE', message: 'must not be before issueDate' }]),
        ...(exchange === null || exchange.date <= issueDate ? []
            : [{
                path: 'exchangeRateDate', code: 'RATE_AFTER_ISSUE',
                message: `must not be after issueDate; it is ${exchange.date}`
            }])
    ];
}

/** The document would print two due dates. While a draft has no issue date, only issuing it can tell. */
function faultsOfTerms(paymentTerms: string | null, issueDate: string, dueDate: string | null): readonly Fault[] {
    const agreed = dueDateOfTerms(paymentTerms, issueDate);
    if (dueDate === null || dueDate < issueDate || agreed === undefined || agreed === dueDate) {
        return [];
    }
    const message = `${dueDate} contradicts paymentTerms ${JSON.stringify(paymentTerms)}, which make it `
        + `${agreed} for the issue date ${issueDate}: change one of them, or leave dueDate out`;
    return [
        { path: 'dueDate', code: 'CONTRADICTS_TERMS', message },
        {
            path: 'paymentTerms', code: 'CONTRADICTS_TERMS',
            message: `${JSON.stringify(paymentTerms)} contradict dueDate ${dueDate}`
        }
    ];
}
