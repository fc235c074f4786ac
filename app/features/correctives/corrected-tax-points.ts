import type { DocumentAmounts, RateOfDay } from '../../domain/invoices/exchange.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import {
    datedLines, keyOfTaxPoint, sumByTaxPoint, type DatedLine, type TaxPointFacts
} from '../../domain/invoices/tax-points.ts';

/**
 * The change that a corrective makes to the amounts of each tax point, and what they came to before. Lines keep the tax
 * point that the original gave them.
 * @param before - Lines of the original in their current state, with the rules of their tax points.
 * @param after - The same lines after the corrective.
 */
export function changeByTaxPoint(
    original: TaxPointFacts, before: readonly InvoiceLine[], after: readonly InvoiceLine[]
): DocumentAmounts {
    const dated = { before: datedLines(before, original), after: datedLines(after, original) };
    const change = sumByTaxPoint([...dated.before.map(negated), ...dated.after]);
    const touched = new Set(change.filter(({ netMinor, vatMinor }) => netMinor !== 0n || vatMinor !== 0n)
        .map(keyOfTaxPoint));
    return {
        amounts: touched.size === 0 ? change : change.filter((row) => touched.has(keyOfTaxPoint(row))),
        before: sumByTaxPoint(dated.before)
    };
}

/** The exchange rates of a document, by the day of the tax point. */
export function ratesOf({ taxPoints, exchange }: Pick<Invoice, 'taxPoints' | 'exchange'>): RateOfDay {
    return (date) => taxPoints?.find((point) => point.date === date)?.exchange ?? exchange;
}

function negated({ line, taxPoint }: DatedLine): DatedLine {
    const { netMinor, vatMinor, grossMinor } = line.totals;
    return {
        taxPoint,
        line: {
            ...line,
            totals: { ...line.totals, netMinor: -netMinor, vatMinor: -vatMinor, grossMinor: -grossMinor }
        }
    };
}
