import { v7 as uuidv7 } from 'uuid';
import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import type { InvoiceLine } from '../../domain/invoices/invoice.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { LineTotals } from '../../domain/totals/totals.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import { taxPointRuleOf, taxPointsOfLines, type TaxPointFacts } from '../../domain/invoices/tax-points.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { assertDiscountFits, changeLine } from './change-line.ts';
import { ruleAfter } from './corrected-tax-points.ts';
import type { LineState } from './corrected-state.ts';
import type { Changes, ItemCorrection } from './correction-input.ts';
import { priceAnew, type NewState, type Rules } from './price-anew.ts';

/** Lines with the rules and facts by which they are corrected. */
export type Correcting = {
    readonly rules: Rules;
    /** The lines as they stand, each with the rule of its tax point written out. */
    readonly before: readonly LineState[];
    /** Facts that decide on tax points, before and after the correction. */
    readonly facts: Record<CorrectionPart, TaxPointFacts>;
    readonly now: Date;
};

/**
 * The lines of an invoice after a correction: the lines as they stood, in their order, and then the new ones.
 * @throws DomainError `ITEM_NOT_FOUND` | `VALIDATION_FAILED` | `AMOUNT_TOO_LARGE` | `DISCOUNT_EXCEEDS_LINE` |
 *     `TOO_MANY_LINES`
 */
export function correctLines(correcting: Correcting, { isFull, items, newLines }: Changes): readonly InvoiceLine[] {
    const { rules, before, facts, now } = correcting;
    const changes = isFull ? before.map(({ line }) => ({ itemId: line.id, quantity: 0n })) : items;
    assertFound(before, changes);
    assertNotTooMany(before, newLines);
    const places = new Map(changes.map(({ itemId }, index) => [itemId, index]));
    const corrected = before.map((state): NewState => {
        const place = places.get(state.line.id);
        const change = place === undefined ? undefined : changes[place];
        const line = change === undefined
            ? state.line : changeLine(state, change, { currency: rules.currency, now, path: `items[${place}]` });
        const taxPointRule = ruleAfter(state.line, line, change, facts);
        return { line: { ...line, taxPointRule }, original: state.original };
    });
    const added = newLines.map((line, index): NewState => {
        assertDiscountFits(line, { currency: rules.currency, path: `newItems[${index}]` });
        return { line: { ...line, taxPointRule: taxPointRuleOf(line, facts.after) }, original: null };
    });

    return priceAnew(rules, before, [...corrected, ...added]);
}

/**
 * Rows of a corrective: each line that differs or whose tax arises on another day, first in its state before with
 * negated amounts, then in its new state; and new lines. All rows add up to the change.
 * @param after - The lines of `before` in the same order, and then the new ones.
 */
export function correctionRows(
    { before, facts }: Pick<Correcting, 'before' | 'facts'>, after: readonly InvoiceLine[]
): readonly InvoiceLine[] {
    return after.flatMap((corrected, index) => {
        const line = before[index]?.line;
        if (line === undefined) {
            return [{ ...corrected, correction: { lineId: corrected.id, part: 'after' as const } }];
        }
        const isMoved = hasAmounts(line.totals) && dayOf(line, facts.before) !== dayOf(corrected, facts.after);
        return !isMoved && sameWords(line, corrected) && sameAmounts(line.totals, corrected.totals)
            ? [] : [row({ ...line, totals: negated(line.totals) }, 'before'), row(corrected, 'after')];
    });
}

function row(line: InvoiceLine, part: CorrectionPart): InvoiceLine {
    return { ...line, id: uuidv7(), correction: { lineId: line.id, part } };
}

function dayOf(line: InvoiceLine, facts: TaxPointFacts): string {
    return JSON.stringify(taxPointsOfLines([line], facts));
}

function assertNotTooMany(before: readonly LineState[], newLines: readonly DraftLine[]): void {
    if (before.length + newLines.length > maxLines) {
        throw refusedField('TOO_MANY_LINES', 'newItems',
            `would make ${before.length + newLines.length} lines; an invoice has at most ${maxLines}`);
    }
}

function assertFound(before: readonly LineState[], items: readonly ItemCorrection[]): void {
    const known = new Set(before.map(({ line }) => line.id));
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
        && left.unit === right.unit
        && left.gtu === right.gtu
        && left.taxPointRule === right.taxPointRule
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

function hasAmounts(totals: LineTotals): boolean {
    return amounts.some((name) => totals[name] !== 0n);
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
