import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import {
    inBothCurrencies, withTaxPoints, type DocumentAmounts, type RateOfDay
} from '../../domain/invoices/exchange.ts';
import { assertSellerComplete, sealed, type Issuable } from '../../domain/invoices/issue.ts';
import { assertNotInFuture } from '../../domain/invoices/issue-dates.ts';
import { maxCorrectives, type Correction, type Invoice, type InvoiceLine } from '../../domain/invoices/invoice.ts';
import { breakdownOf } from '../../domain/invoices/deduction.ts';
import { linesWithRules, taxPointsOfLines } from '../../domain/invoices/tax-points.ts';
import { withExemptionReason } from '../../foundation/money/vat.ts';
import { assertTreatment } from '../../domain/invoices/vat-treatment.ts';
import { seriesOf, type Series } from '../../domain/numbering/number-pattern.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { customerOf } from '../payments/settlement.ts';
import { sumAmounts } from '../../domain/totals/vat-breakdown.ts';
import {
    advancesGivenBack, amountsInState, assertAdvancesHold, changeAfterAdvances, inState, isFinal
} from './corrected-advances.ts';
import { changedDataOf, correctData, type CorrectableData } from './corrected-data.ts';
import { correctedState, type Corrections, type LineState } from './corrected-state.ts';
import { changeByTaxPoint, factsOf, knownRates, ratesOf } from './corrected-tax-points.ts';
import { correctionRows, correctLines } from './correct-lines.ts';
import { countedOnBy, directionOf, effectOf, type GivenEffect } from './correction-effect.ts';
import type { Changes } from './correction-input.ts';
import { treatedChanges } from './treated-changes.ts';

/** Input of a new corrective. */
export type NewCorrective = GivenEffect & {
    readonly organisation: Organisation;
    readonly original: Invoice;
    /** Contents of the original's correctives so far. */
    readonly corrections: Corrections;
    readonly changes: Changes;
    readonly reason: string;
    readonly notes: string | null;
    /** Calendar date; absent: today. */
    readonly issueDate?: string | undefined;
    /** Last day to pay what it raises; absent: by the organisation's terms. */
    readonly dueDate?: string | undefined;
    readonly createdBy: string;
    /** Current calendar date in the seller's time zone. */
    readonly today: string;
    readonly now: Date;
};

/** A corrective whose amounts in the VAT currency wait for the exchange rates of its tax points. */
export type UnratedCorrective = {
    readonly document: Invoice;
    readonly series: Series;
    readonly change: DocumentAmounts;
    /** The original with its lines as the corrective leaves them. */
    readonly corrected: Invoice;
    /** ISO 4217; the organisation's VAT currency. */
    readonly declaredIn: string;
};

/**
 * The corrective of an issued invoice, ready to be stored, without its number. It is settled with its original, so the
 * corrective itself has nothing to pay. Pure except for new ids.
 * @param rateOf - Exchange rate of each tax point's day; absent: those that the original and its correctives found.
 * @throws DomainError those of {@link draftCorrective}
 */
export function newCorrective(wanted: NewCorrective, rateOf?: RateOfDay): Issuable {
    const { original, corrections } = wanted;
    return withRates(draftCorrective(wanted), rateOf ?? ratesOf(original, knownRates(original, corrections.rates)));
}

/**
 * The corrective of an issued invoice, but for its amounts in the VAT currency. Pure except for new ids.
 * @throws DomainError `INVOICE_NOT_ISSUED` | `INVOICE_NOT_CORRECTABLE` | `TOO_MANY_CORRECTIVES` | `CORRECTION_EMPTY` |
 *     `SELLER_INCOMPLETE` | `ISSUE_DATE_IN_FUTURE` | `VALIDATION_FAILED`, and those of `correctLines` and
 *     `assertTreatment`
 * @see Directive 2006/112/EC art. 219; Ustawa o VAT art. 106j
 */
export function draftCorrective(wanted: NewCorrective): UnratedCorrective {
    const { organisation, original, corrections, changes, today, now } = wanted;
    assertCorrectable(original, changes.isFull);
    const issueDate = issueDateOf(original, wanted.issueDate, today);
    const data = dataOf(original, corrections, changes, today);
    const facts = { before: factsOf(original, data.before), after: factsOf(original, data.after) };
    const before = statesWithRules(facts.before, correctedState(original.lines, corrections));
    const correcting = { rules: original, before, facts, now };
    const after = correctLines(correcting, changes).map((line) =>
        ({ ...line, vat: withExemptionReason(line.vat, organisation.exemptionReason) }));
    const rows = correctionRows(correcting, after);
    const changedData = changedDataOf(data.before, data.after);
    assertNotEmpty(original, changes, rows.length + changedData.length);
    const lines = before.map(({ line }) => line);
    assertAdvancesHold(original, lines, after, changes);
    assertMovesAlone(facts, lines, rows);
    assertSellerComplete(organisation);
    assertTreatment({
        organisation, buyer: facts.after.buyer, lines: treatedChanges({ rows, after }, changes, { facts, today })
    });

    const draft = { ...documentOf(wanted, issueDate), ...data.after, lines: rows };
    const total = sumAmounts(breakdownOf(draft));
    const direction = directionOf(total);
    const effect = effectOf(wanted, direction, issueDate);
    return {
        document: {
            ...draft, ...total, creditedMinor: total.grossMinor, splitPayment: original.splitPayment,
            dueDate: dueDateOf(wanted, issueDate, total.grossMinor),
            correction: { ...correctionOf(facts.before, lines, wanted.reason), ...effect, changedData }
        },
        series: seriesOf('corrective', organisation.numberPatterns.corrective, issueDate),
        change: {
            ...(isFinal(original) ? changeAfterAdvances(
                original, inState(facts.before, lines), inState(facts.after, after))
                : changeByTaxPoint(lines, rows, facts)),
            countedOn: countedOnBy({ ...effect, direction, issueDate })
        },
        corrected: inState(facts.after, after),
        declaredIn: organisation.vatCurrency
    };
}

/**
 * Refuses a corrective that moves the tax to another day and changes amounts too: what moves counts on both days, and
 * what changes by its effect.
 * @throws DomainError `VALIDATION_FAILED`
 */
function assertMovesAlone(
    facts: Readonly<Record<CorrectionPart, Invoice>>, lines: readonly InvoiceLine[], rows: readonly InvoiceLine[]
): void {
    const moves = !isDeepStrictEqual(taxPointsOfLines(lines, facts.before), taxPointsOfLines(lines, facts.after));
    const { netMinor, vatMinor } = sumAmounts(rows.map(({ totals }) => totals));
    if (moves && (netMinor !== 0n || vatMinor !== 0n)) {
        const field = facts.before.saleDate === facts.after.saleDate ? 'taxPointDate' : 'saleDate';
        throw refusedField('VALIDATION_FAILED', field, 'moves the tax to another day, so it is corrected alone: '
            + 'leave it out, and correct it by a corrective of its own', 'MOVES_TAX');
    }
}

type DataStates = Readonly<Record<CorrectionPart, CorrectableData>>;

function dataOf(original: Invoice, { data }: Corrections, changes: Changes, today: string): DataStates {
    const { buyer, givenBuyer, saleDate, taxPointDate, orderNumber } = data ?? original;
    const before = { buyer, givenBuyer, saleDate, taxPointDate, orderNumber };
    return { before, after: correctData(before, changes.data, original, today) };
}

function statesWithRules(invoice: Invoice, states: readonly LineState[]): readonly LineState[] {
    const lines = linesWithRules(invoice, states.map(({ line }) => line));
    return states.map((state, index) => ({ ...state, line: lines[index] ?? state.line }));
}

function assertNotEmpty({ id }: Invoice, { isFull, items, newLines }: Changes, differences: number): void {
    if (differences > 0) {
        return;
    }
    const field = items.length === 0 && newLines.length === 0 ? 'body' : 'items';
    throw new DomainError('CORRECTION_EMPTY', isFull
        ? 'type: nothing is left of this invoice that could be taken back'
        : `${field}: this would change nothing; say what should be different`, { id });
}

/** @throws DomainError `VALIDATION_FAILED` for a due date of a corrective that raises nothing, or before its issue */
function dueDateOf(
    { dueDate, organisation }: NewCorrective, issueDate: string, grossMinor: bigint
): string | null {
    if (grossMinor <= 0n) {
        if (dueDate !== undefined) {
            throw refusedField('VALIDATION_FAILED', 'dueDate',
                'is not allowed: this corrective raises nothing that would be due', 'NOT_ALLOWED');
        }
        return null;
    }
    if (dueDate !== undefined && dueDate < issueDate) {
        throw refusedField('VALIDATION_FAILED', 'dueDate',
            `must not be before ${issueDate}, the issue date of the corrective`, 'DUE_BEFORE_ISSUE');
    }
    return dueDate ?? addDays(issueDate, organisation.paymentTermsDays);
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

type Computed = 'lines' | 'netMinor' | 'vatMinor' | 'grossMinor' | 'creditedMinor' | 'splitPayment' | 'dueDate'
    | 'correction' | keyof CorrectableData;

/** The document of a corrective: terms of the original, and the seller in the organisation's current state. */
function documentOf(
    { organisation, original, changes, notes, createdBy, now }: NewCorrective, issueDate: string
): Omit<Invoice, Computed> {
    const { contactId, paymentMethod, constructionServices } = original;
    const { buyerReference, buyerEndpoint, recipient, eInvoice } = original;
    const { currency, pricesInclude, language, roundingModel, exchange } = original;
    return {
        contactId, paymentMethod, constructionServices,
        buyerReference, buyerEndpoint, recipient, eInvoice,
        currency, pricesInclude, language, roundingModel, exchange,
        vatCurrency: original.vatCurrency ?? (currency === organisation.vatCurrency ? currency : null),
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
        paymentTerms: null,
        notes,
        quoteId: null,
        quoteUnclaimed: false,
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
        receiptConfirmedOn: null,
        openDueDate: null,
        correctives: [],
        convertedFromId: null,
        convertedToId: null,
        advances: advancesGivenBack(original, changes),
        receivedPayments: [],
        advanceOf: null,
        advanceInvoices: [],
        deductedBy: null,
        vatInVatCurrencyMinor: null,
        taxPoints: null,
        contentFormat: null,
        contentHash: null,
        chainHash: null
    };
}

/** @param original - The original with its data as they stood. */
function correctionOf(
    original: Invoice, lines: readonly InvoiceLine[], reason: string
): Omit<Correction, 'effect' | 'effectDate' | 'changedData'> {
    const { id, number, issueDate, correctives, exchange } = original;
    if (number === null || issueDate === null) {
        throw new RangeError(`invoice ${id} is issued without number or date`);
    }
    return {
        invoiceId: id, invoiceNumber: number, invoiceIssueDate: issueDate, sequence: correctives.length + 1, reason,
        customerId: customerOf(original),
        vatBefore: exchange === null ? [] : amountsInState(original, inState(original, lines))
    };
}

/**
 * The corrective with its sums in both currencies, frozen. The corrected total decides split payment, because it is the
 * amount to be paid.
 */
export function withRates(
    { document, series, change, corrected, declaredIn }: UnratedCorrective, rateOf: RateOfDay
): Issuable {
    const { vatCurrency, currency, exchange } = document;
    // An invoice stored by a version of the service without a second currency has none.
    const rated = vatCurrency === null
        ? { ...withTaxPoints(document, declaredIn, () => null, change), vatCurrency }
        : withTaxPoints(document, vatCurrency, rateOf, change);
    const { splitPayment } = inBothCurrencies({ ...corrected, correction: null }, vatCurrency ?? currency, exchange);
    return {
        // A change of data moves no tax, and its sum of 0.00 has the rate of its original.
        invoice: sealed({
            ...rated,
            ...(change.amounts.length === 0
                ? { exchange, vatInVatCurrencyMinor: exchange === null ? null : 0n } : {}),
            splitPayment: document.splitPayment || splitPayment
        }),
        series
    };
}
