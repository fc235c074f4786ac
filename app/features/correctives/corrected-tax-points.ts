import type { DocumentAmounts, RateOfDay } from '../../domain/invoices/exchange.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { datedLines, sumByTaxPoint, type TaxPointFacts } from '../../domain/invoices/tax-points.ts';

/**
 * The change that a corrective makes to the amounts of each tax point, and what they came to before. Lines keep the tax
 * point that the original gave them.
 * @param before - Lines of the original in their current state, with the rules of their tax points.
 * @param rows - Rows of the corrective: changed lines as they were, negated, and as they are.
 */
export function changeByTaxPoint(
    original: TaxPointFacts, before: readonly InvoiceLine[], rows: readonly InvoiceLine[]
): DocumentAmounts {
    return {
        amounts: sumByTaxPoint(datedLines(rows, original)), before: sumByTaxPoint(datedLines(before, original))
    };
}

/** The exchange rates of a document, by the day of the tax point. */
export function ratesOf({ taxPoints, exchange }: Pick<Invoice, 'taxPoints' | 'exchange'>): RateOfDay {
    return (date) => taxPoints?.find((point) => point.date === date)?.exchange ?? exchange;
}
