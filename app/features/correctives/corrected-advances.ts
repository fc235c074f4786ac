import type { DeductedAdvance } from '../../domain/invoices/advance.ts';
import {
    assertRatesCover, breakdownOf, negatedRate
} from '../../domain/invoices/deduction.ts';
import type { DocumentAmounts } from '../../domain/invoices/exchange.ts';
import type { Invoice, InvoiceLine, TaxPointAmounts } from '../../domain/invoices/invoice.ts';
import {
    datedLines, keyOfTaxPoint, linesWithRules, sumByTaxPoint, taxPointDateOf
} from '../../domain/invoices/tax-points.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import { sumAmounts } from '../../domain/totals/vat-breakdown.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { nothingLeft } from './corrected-state.ts';
import type { Changes } from './correction-input.ts';

/**
 * The advances that a corrective of a final invoice gives back: all of them where it takes the whole invoice back, so
 * that another final invoice can deduct them.
 */
export function advancesGivenBack(original: Invoice, changes: Changes): readonly DeductedAdvance[] {
    return changes.isFull && isFinal(original)
        ? original.advances.map((advance) => ({ ...advance, rates: advance.rates.map(negatedRate) })) : [];
}

/**
 * A final invoice with lines in another state: it deducts its advances as long as anything is left of them.
 */
export function inState(original: Invoice, lines: readonly InvoiceLine[]): Invoice {
    const state = { ...original, lines, advances: isNothing(lines) ? [] : original.advances };
    return { ...state, ...sumAmounts(breakdownOf(state)) };
}

/**
 * The change that a corrective of a final invoice makes to the amounts of each tax point, like `changeByTaxPoint`. What
 * the invoice deducted from each tax point stays deducted there, so that a line moves no tax of another one.
 * @param before - The invoice in its state before the corrective: {@link inState}; so is `after`.
 */
export function changeAfterAdvances(original: Invoice, before: Invoice, after: Invoice): DocumentAmounts {
    const [left, right] = [amountsInState(original, before), amountsInState(original, after)];
    const earlier = new Map(left.map((row) => [keyOfTaxPoint(row), row]));
    const later = new Map(right.map((row) => [keyOfTaxPoint(row), row]));
    const change = [...new Map([...left, ...right].map((row) => [keyOfTaxPoint(row), row]))].map(([key, row]) => ({
        ...row,
        netMinor: (later.get(key)?.netMinor ?? 0n) - (earlier.get(key)?.netMinor ?? 0n),
        vatMinor: (later.get(key)?.vatMinor ?? 0n) - (earlier.get(key)?.vatMinor ?? 0n)
    }));
    const touched = change.filter(({ netMinor, vatMinor }) => netMinor !== 0n || vatMinor !== 0n);
    return { amounts: touched.length === 0 ? change : touched, before: left };
}

/**
 * The amounts of each tax point of an invoice in a state: of its lines, less what it deducted from each when it was
 * issued.
 */
export function amountsInState(original: Invoice, state: Invoice): readonly TaxPointAmounts[] {
    const rows = sumByTaxPoint(datedLines(state.lines, state));
    if (!isFinal(state)) {
        return rows;
    }
    const deducted = deductedByRule(original);
    const left = rows.map((row) => less(row, deducted.get(ruleKey(row))));
    const missing = [...deducted].filter(([key]) => !rows.some((row) => ruleKey(row) === key)).flatMap(([, row]) => {
        const date = taxPointDateOf(row.rule, state);
        return date === undefined ? [] : [{ ...less({ ...row, netMinor: 0n, vatMinor: 0n }, row), date }];
    });
    return [...left, ...missing];
}

/** Amounts that a final invoice deducted from the tax point of each rate and rule. */
function deductedByRule(original: Invoice): ReadonlyMap<string, TaxPointAmounts> {
    const taxed = new Map((original.taxPoints ?? []).map((point) => [ruleKey(point), point]));
    return new Map(sumByTaxPoint(datedLines(linesWithRules(original, original.lines), original))
        .map((row) => [ruleKey(row), less(row, taxed.get(ruleKey(row)))]));
}

/** Key of a rate and rule: by each rule a document has one day. */
function ruleKey(row: Pick<TaxPointAmounts, 'category' | 'ratePercentMicros' | 'word' | 'rule'>): string {
    return `${vatKeyText(row)} ${row.rule}`;
}

function less(
    row: TaxPointAmounts, other: Pick<TaxPointAmounts, 'netMinor' | 'vatMinor'> | undefined
): TaxPointAmounts {
    return {
        ...row, netMinor: row.netMinor - (other?.netMinor ?? 0n), vatMinor: row.vatMinor - (other?.vatMinor ?? 0n)
    };
}

/**
 * Asserts what advances ask of a corrective. A final invoice keeps enough at each rate for its advances, and is not
 * corrected any more once it gave them back. An advance invoice is never raised, so that it is always paid: what a
 * corrective releases is the customer's to spend. It stays as it is while a final invoice deducts it.
 * @throws DomainError `ADVANCE_EXCEEDS_RATE` | `INVOICE_NOT_CORRECTABLE` | `ADVANCE_NOT_RAISED` | `ADVANCE_DEDUCTED`
 */
export function assertAdvancesHold(
    original: Invoice, before: readonly InvoiceLine[], after: readonly InvoiceLine[], changes: Changes
): void {
    if (isFinal(original) && isNothing(before)) {
        throw new DomainError('INVOICE_NOT_CORRECTABLE', 'invoiceId: this final invoice was taken back with its '
            + 'advances; cancel it (PATCH /invoices/{invoiceId}/cancel) and convert the proforma again',
        { id: original.id });
    }
    if (isFinal(original) && !changes.isFull) {
        assertRatesCover(breakdownOf({ ...original, lines: after }), original);
    }
    if (original.invoiceType === 'advance_invoice') {
        assertAdvanceFree(original, before, after);
        assertNotRaised(original, before, after);
    }
}

/** @throws DomainError `ADVANCE_DEDUCTED` when a correction of an advance invoice changes an amount that is deducted */
function assertAdvanceFree(
    original: Invoice, before: readonly InvoiceLine[], after: readonly InvoiceLine[]
): void {
    const rates = breakdownOf({ ...original, lines: [...after, ...before.map(negatedLine)] });
    if (rates.some(({ netMinor, vatMinor }) => netMinor !== 0n || vatMinor !== 0n)) {
        assertNotDeducted(original);
    }
}

/** @throws DomainError `ADVANCE_DEDUCTED` when a final invoice deducts the advance invoice */
export function assertNotDeducted({ id, deductedBy }: Invoice): void {
    if (deductedBy !== null) {
        throw new DomainError('ADVANCE_DEDUCTED', `invoiceId: final invoice ${deductedBy.invoiceNumber} deducts this `
            + 'advance invoice; cancel that one first, or correct it', { id, finalInvoiceId: deductedBy.invoiceId });
    }
}

/** @throws DomainError `ADVANCE_NOT_RAISED` when a correction of an advance invoice raises its gross amount */
function assertNotRaised(
    { currency, advanceOf }: Invoice, before: readonly InvoiceLine[], after: readonly InvoiceLine[]
): void {
    const presentMinor = grossOf(before);
    if (grossOf(after) > presentMinor) {
        throw refusedField('ADVANCE_NOT_RAISED', 'items',
            `must not come to more than ${moneyText(presentMinor, currency)}, what this advance invoice comes to now. `
                + 'For more money issue another one, at the invoice service itself, with '
                + `POST /invoices/${advanceOf?.proformaId}/advance-invoices. To undo a corrective, cancel this one `
                + '(PATCH /invoices/{invoiceId}/cancel with createCorrective) and issue one anew in the same way for '
                + `its payment, with paymentId ${advanceOf?.paymentId}, as long as the money was not given back`);
    }
}

function grossOf(lines: readonly InvoiceLine[]): bigint {
    return sumAmounts(lines.map(({ totals }) => totals)).grossMinor;
}

/** Tells whether lines come to nothing. */
function isNothing(lines: readonly InvoiceLine[]): boolean {
    return nothingLeft(lines.map((line) => ({ line })));
}

/** Tells whether an invoice is a final one: it deducts advances. */
export function isFinal({ invoiceType, advances }: Invoice): boolean {
    return invoiceType === 'vat_invoice' && advances.length > 0;
}

function negatedLine(line: InvoiceLine): InvoiceLine {
    return { ...line, totals: negatedRate(line.totals) };
}
