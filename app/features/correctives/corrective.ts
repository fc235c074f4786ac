import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { inBothCurrencies, withTaxPoints } from '../../domain/invoices/exchange.ts';
import { assertSellerComplete, sealed, type Issuable } from '../../domain/invoices/issue.ts';
import { assertNotInFuture } from '../../domain/invoices/issue-dates.ts';
import { maxCorrectives, type Correction, type Invoice, type InvoiceLine } from '../../domain/invoices/invoice.ts';
import { breakdownOf } from '../../domain/invoices/deduction.ts';
import { amountsByTaxPoint, linesWithRules } from '../../domain/invoices/tax-points.ts';
import { assertTreatment, treatedLine, type TreatedLine } from '../../domain/invoices/vat-treatment.ts';
import { withExemptionReason } from '../../foundation/money/vat.ts';
import { seriesOf } from '../../domain/numbering/number-pattern.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { customerOf } from '../payments/settlement.ts';
import { sumAmounts } from '../../domain/totals/vat-breakdown.ts';
import { advancesGivenBack, assertAdvancesHold, changeAfterAdvances, inState } from './corrected-advances.ts';
import { changeByTaxPoint, ratesOf } from './corrected-tax-points.ts';
import { correctionRows, correctLines } from './correct-lines.ts';
import type { Changes } from './correction-input.ts';

/** Input of a new corrective. */
export type NewCorrective = {
    readonly organisation: Organisation;
    readonly original: Invoice;
    /** The original's lines in their current state: `correctedLines`. */
    readonly lines: readonly InvoiceLine[];
    readonly changes: Changes;
    readonly reason: string;
    readonly notes: string | null;
    /** Calendar date; absent: today. */
    readonly issueDate?: string | undefined;
    readonly createdBy: string;
    /** Current calendar date in the seller's time zone. */
    readonly today: string;
    readonly now: Date;
};

/**
 * The corrective of an issued invoice, ready to be stored, without its number. It is settled with its original, so the
 * corrective itself has nothing to pay. Pure except for new ids.
 * @throws DomainError `INVOICE_NOT_ISSUED` | `INVOICE_NOT_CORRECTABLE` | `TOO_MANY_CORRECTIVES` | `CORRECTION_EMPTY` |
 *     `SELLER_INCOMPLETE` |
 *   `ISSUE_DATE_IN_FUTURE` | `VALIDATION_FAILED`, and those of `correctLines` and `assertTreatment`
 * @see Directive 2006/112/EC art. 219; Ustawa o VAT art. 106j
 */
export function newCorrective(wanted: NewCorrective): Issuable {
    const { organisation, original, changes, today, now } = wanted;
    assertCorrectable(original, changes === 'everything');
    const issueDate = issueDateOf(original, wanted.issueDate, today);
    const lines = linesWithRules(original, wanted.lines);
    const after = correctLines(original, lines, changes, now).map((line) =>
        ({ ...line, vat: withExemptionReason(line.vat, organisation.exemptionReason) }));
    const rows = correctionRows(lines, after);
    if (rows.length === 0) {
        throw new DomainError('CORRECTION_EMPTY', changes === 'everything'
            ? 'type: nothing is left of this invoice that could be taken back'
            : 'items: this would change nothing; say what should be different', { id: original.id });
    }
    assertAdvancesHold(original, lines, after, changes);
    assertSellerComplete(organisation);
    assertTreatment({
        organisation, buyer: original.buyer, lines: treatedChanges(rows, changes, { facts: original, today })
    });

    return {
        invoice: sealed(withAmounts({ ...documentOf(wanted, issueDate), lines: rows }, original, lines, after)),
        series: seriesOf('corrective', organisation.numberPatterns.corrective, issueDate)
    };
}

/**
 * The lines whose VAT treatment is checked: those that the caller changes and that do not end at 0.00. So what was
 * issued wrongly can always be taken back, and a line that stays as it was is not in the way.
 */
function treatedChanges(
    rows: readonly InvoiceLine[], changes: Changes, dated: Parameters<typeof treatedLine>[2]
): readonly TreatedLine[] {
    return changes === 'everything' ? [] : changes.flatMap(({ itemId }, index) => rows
        .filter(({ correction, totals }) => correction?.part === 'after' && correction.lineId === itemId
            && totals.grossMinor !== 0n)
        .map((line) => treatedLine(line, `items[${index}]`, dated)));
}

/**
 * Asserts that an invoice can be corrected. The last place is kept for a full corrective, so that every invoice can be
 * cancelled.
 * @throws DomainError `INVOICE_NOT_ISSUED` | `INVOICE_NOT_CORRECTABLE` | `TOO_MANY_CORRECTIVES`
 */
export function assertCorrectable({ id, status, number, invoiceType, correctives }: Invoice, isFull: boolean): void {
    if (status === 'draft') {
        throw new DomainError(
            'INVOICE_NOT_ISSUED', 'invoiceId: this invoice is a draft, which is edited and not corrected', { id });
    }
    if (invoiceType !== 'vat_invoice' && invoiceType !== 'advance_invoice') {
        throw new DomainError('INVOICE_NOT_CORRECTABLE', invoiceType === 'corrective'
            ? 'invoiceId: this is a corrective; correct the original once more'
            : 'invoiceId: a proforma has no VAT effect that could be corrected', { id, invoiceType });
    }
    if (status === 'cancelled' || number === null) {
        throw new DomainError('INVOICE_NOT_CORRECTABLE', 'invoiceId: this invoice is cancelled', { id, status });
    }
    if (correctives.length >= (isFull ? maxCorrectives : maxCorrectives - 1)) {
        throw new DomainError('TOO_MANY_CORRECTIVES',
            `invoiceId: this invoice has ${correctives.length} correctives of at most ${maxCorrectives}, the last of `
                + 'which can only take everything back', { id });
    }
}

/** Earlier versions issued documents that are dated ahead: such a document is corrected from its own date on. */
function issueDateOf({ issueDate }: Invoice, given: string | undefined, today: string): string {
    const earliest = issueDate ?? today;
    if (earliest > today) {
        throw refusedField('ISSUE_DATE_IN_FUTURE', 'issueDate', `of the corrected document is ${earliest}: it can be `
            + `corrected from that day on, and today is ${today}`);
    }
    if (given === undefined) {
        return today;
    }
    if (given < earliest) {
        throw refusedField('VALIDATION_FAILED', 'issueDate',
            `must not be before ${earliest}, the issue date of the corrected invoice`, 'BEFORE_ORIGINAL');
    }
    assertNotInFuture(given, today);
    return given;
}

type Computed = 'lines' | 'netMinor' | 'vatMinor' | 'grossMinor' | 'creditedMinor' | 'splitPayment';

/**
 * The document of a corrective: buyer and terms of the original, and the seller in the organisation's current state.
 */
function documentOf(
    { organisation, original, lines, changes, reason, notes, createdBy, now }: NewCorrective, issueDate: string
): Omit<Invoice, Computed> {
    const { contactId, buyer, givenBuyer, orderNumber, saleDate, paymentMethod } = original;
    const { buyerReference, buyerEndpoint, recipient, eInvoice } = original;
    const { currency, pricesInclude, language, roundingModel, exchange, vatCurrency } = original;
    return {
        contactId, buyer, givenBuyer, orderNumber, saleDate, paymentMethod,
        buyerReference, buyerEndpoint, recipient, eInvoice,
        currency, pricesInclude, language, roundingModel, exchange, vatCurrency,
        id: uuidv7(),
        organisationId: organisation.id,
        version: 1,
        invoiceType: 'corrective',
        status: 'issued',
        paymentStatus: 'paid',
        number: null,
        seriesId: null,
        seriesNumber: null,
        issueDate,
        dueDate: null,
        paymentTerms: null,
        notes,
        quoteId: null,
        // The lines already contain the document discount of the original.
        discountPercentMicros: 0n,
        discountAmountMinor: 0n,
        paidMinor: 0n,
        paidAt: null,
        payments: [],
        seller: sellerOf(organisation, currency),
        createdBy,
        createdAt: now,
        updatedAt: now,
        issuedAt: now,
        sentAt: null,
        cancellation: null,
        correction: correctionOf(original, lines, reason),
        correctives: [],
        convertedFromId: null,
        convertedToId: null,
        advances: advancesGivenBack(original, changes),
        advanceOf: null,
        advanceInvoices: [],
        deductedBy: null,
        vatInVatCurrencyMinor: null,
        taxPointDate: original.taxPointDate,
        constructionServices: original.constructionServices,
        taxPoints: null,
        contentFormat: null,
        contentHash: null,
        chainHash: null
    };
}

function correctionOf(original: Invoice, lines: readonly InvoiceLine[], reason: string): Correction {
    const { id, number, issueDate, correctives, exchange } = original;
    if (number === null || issueDate === null) {
        throw new RangeError(`invoice ${id} is issued without number or date`);
    }
    return {
        invoiceId: id, invoiceNumber: number, invoiceIssueDate: issueDate, sequence: correctives.length + 1, reason,
        customerId: customerOf(original),
        vatBefore: exchange === null
            ? [] : amountsByTaxPoint(inState(original, lines), linesWithRules(original, lines))
    };
}

/**
 * The corrective with its sums, in both currencies. The corrected total decides split payment, because it is the amount
 * to be paid.
 */
function withAmounts(
    corrective: Omit<Invoice, Exclude<Computed, 'lines'>>, original: Invoice, before: readonly InvoiceLine[],
    after: readonly InvoiceLine[]
): Invoice {
    const { exchange, vatCurrency, currency } = original;
    const total = sumAmounts(breakdownOf(corrective));
    const document = { ...corrective, ...total, creditedMinor: total.grossMinor, splitPayment: original.splitPayment };
    const change = original.advances.length === 0
        ? changeByTaxPoint(original, before, corrective.lines) : changeAfterAdvances(original, before, after);
    const corrected = { ...inState(original, after), correction: null };
    // An invoice stored by a version of the service without a second currency has none.
    return {
        ...(vatCurrency === null ? document : withTaxPoints(document, vatCurrency, ratesOf(original), {
            ...change, countedOn: ({ date }) => later(date, document.issueDate)
        })),
        splitPayment: original.splitPayment
            || inBothCurrencies(corrected, vatCurrency ?? currency, exchange).splitPayment
    };
}

function later(left: string, right: string | null): string {
    return right === null || left > right ? left : right;
}
