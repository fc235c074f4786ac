import { v7 as uuidv7 } from 'uuid';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import type { InvoiceLine } from '../../domain/invoices/invoice.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { LineTotals } from '../../domain/totals/totals.ts';
import { changeLine, keepLine } from './change-line.ts';
import type { Changes, ItemCorrection } from './correction-input.ts';
import { priceAnew, type Rules } from './price-anew.ts';

/**
 * The lines of an invoice after a correction.
 * @param before - The lines in their current state: `correctedLines`.
 * @throws DomainError `ITEM_NOT_FOUND` | `VALIDATION_FAILED` | `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE`
 */
export function correctLines(
    rules: Rules, before: readonly InvoiceLine[], changes: Changes, now: Date
): readonly InvoiceLine[] {
    const items = changes === 'everything' ? before.map(({ id }) => ({ itemId: id, quantity: 0n })) : changes;
    assertFound(before, items);
    const places = new Map(items.map(({ itemId }, index) => [itemId, index]));

    return priceAnew(rules, before, before.map((line) => {
        const place = places.get(line.id);
        const change = place === undefined ? undefined : items[place];
        if (change === undefined) {
            return keepLine(line);
        }
        const changed = changeLine(line, change, { currency: rules.currency, now, path: `items[${place}]` });
        return sameWords(line, changed.line) ? keepLine(line) : changed;
    }));
}

/**
 * Rows of a corrective: each line that differs, first in its state before with negated amounts, then in its new state.
 * All rows add up to the change.
 * @param before - The same lines as `after`, in the same order.
 */
export function correctionRows(before: readonly InvoiceLine[], after: readonly InvoiceLine[]): readonly InvoiceLine[] {
    return before.flatMap((line, index) => {
        const corrected = after[index];
        if (corrected === undefined || (sameWords(line, corrected) && sameAmounts(line.totals, corrected.totals))) {
            return [];
        }
        return [row({ ...line, totals: negated(line.totals) }, 'before'), row(corrected, 'after')];
    });
}

function row(line: InvoiceLine, part: CorrectionPart): InvoiceLine {
    return { ...line, id: uuidv7(), correction: { lineId: line.id, part } };
}

function assertFound(lines: readonly InvoiceLine[], items: readonly ItemCorrection[]): void {
    const known = new Set(lines.map(({ id }) => id));
    const faults = items.flatMap(({ itemId }, index): Fault[] => (known.has(itemId) ? [] : [{
        path: `items[${index}].itemId`, code: 'ITEM_NOT_FOUND', message: 'is no item of the invoice that is corrected'
    }]));
    const [first] = faults;
    if (first !== undefined) {
        throw new DomainError('ITEM_NOT_FOUND', `${first.path} ${first.message}`, {}, { faults });
    }
}

/** Content of a line without its amounts, correction part and price source. */
type Words = Omit<InvoiceLine, 'totals' | 'correction' | 'priceSource'>;

function sameWords(left: Words, right: Words): boolean {
    return left.description === right.description
        && left.quantityMicros === right.quantityMicros
        && left.unitPriceMicros === right.unitPriceMicros
        && left.discountPercentMicros === right.discountPercentMicros
        && left.discountAmountMinor === right.discountAmountMinor
        && isSameVatKey(left.vat, right.vat)
        && left.vat.exemptionReason === right.vat.exemptionReason;
}

const amounts = [
    'priceMinor', 'discountMinor', 'documentDiscountMinor', 'netMinor', 'vatMinor', 'grossMinor'
] as const satisfies readonly (keyof LineTotals)[];

function sameAmounts(left: LineTotals, right: LineTotals): boolean {
    return amounts.every((name) => left[name] === right[name]);
}

function negated(
    { priceMinor, discountMinor, documentDiscountMinor, netMinor, vatMinor, grossMinor }: LineTotals
): LineTotals {
    return {
        priceMinor: -priceMinor,
        discountMinor: -discountMinor,
        documentDiscountMinor: -documentDiscountMinor,
        netMinor: -netMinor,
        vatMinor: -vatMinor,
        grossMinor: -grossMinor
    };
}
