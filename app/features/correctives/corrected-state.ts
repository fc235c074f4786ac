import type { ExchangeRate, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { agreedAfter, agreedOf, type AgreedDiscount, type DiscountStep } from './agreed-discount.ts';
import type { CorrectableData } from './corrected-data.ts';

/** A line that correctives changed or added: its last state, and the discounts of all of its states in their order. */
export type CorrectedLine = { readonly line: InvoiceLine; readonly steps: readonly DiscountStep[] };

/** Contents of an invoice's correctives so far. */
export type Corrections = {
    /** Lines that they changed, and in their order those that they added. */
    readonly lines: readonly CorrectedLine[];
    /** Data of the document after the newest; null without correctives. */
    readonly data: CorrectableData | null;
    /** Exchange rates that they found, by the day of the tax point. */
    readonly rates: ReadonlyMap<string, ExchangeRate>;
};

/** The contents of no correctives. */
export const noCorrections: Corrections = { lines: [], data: null, rates: new Map() };

/** A line of an invoice as it stands after its correctives. */
export type LineState = {
    /** With the id that it has from the invoice, or from the corrective that added it. */
    readonly line: InvoiceLine;
    /** The line as the invoice was issued with it; null for one that a corrective added. */
    readonly original: InvoiceLine | null;
    readonly agreed: AgreedDiscount;
};

/**
 * The lines of an invoice after its correctives: each in its state after the last corrective that lists it, in the
 * order of the invoice, and then those that were added.
 * @param original - Lines of the invoice as it was issued.
 */
export function correctedState(
    original: readonly InvoiceLine[], { lines: corrected }: Pick<Corrections, 'lines'>
): readonly LineState[] {
    const latest = new Map(corrected.map((each) => [lineIdOf(each), each]));
    const issued = new Set(original.map(({ id }) => id));
    return [
        ...original.map((line): LineState => {
            const { line: last = line, steps = [] } = latest.get(line.id) ?? {};
            return { line: standing(last, line.id), original: line, agreed: steps.reduce(agreedAfter, agreedOf(line)) };
        }),
        ...corrected.filter((each) => !issued.has(lineIdOf(each))).map((each): LineState => {
            const [first = noStep, ...later] = each.steps;
            const agreed = { amountMinor: first.amountMinor, priceMinor: first.priceMinor };
            return {
                line: standing(each.line, lineIdOf(each)), original: null, agreed: later.reduce(agreedAfter, agreed)
            };
        })
    ];
}

/** Tells whether nothing is left of an invoice: the amounts of all its lines are zero. */
export function nothingLeft(lines: readonly Pick<LineState, 'line'>[]): boolean {
    return lines.every(({ line: { totals } }) =>
        totals.netMinor === 0n && totals.vatMinor === 0n && totals.grossMinor === 0n);
}

const noStep: DiscountStep = { priceMinor: 0n, amountMinor: 0n, discountedMinor: 0n };

function lineIdOf({ line }: CorrectedLine): string {
    return line.correction?.lineId ?? line.id;
}

function standing(line: InvoiceLine, id: string): InvoiceLine {
    return { ...line, id, correction: null };
}
