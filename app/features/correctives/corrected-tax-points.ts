import type { DocumentAmounts, RateOfDay } from '../../domain/invoices/exchange.ts';
import type { ExchangeRate, Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import {
    datedLines, sumByTaxPoint, taxPointRuleOf, type TaxPointFacts
} from '../../domain/invoices/tax-points.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import type { CorrectableData } from './corrected-data.ts';
import type { ItemCorrection } from './correction-input.ts';

/** An invoice with the data that decide on its tax points; its issue date stays. */
export function factsOf(original: Invoice, { buyer, saleDate, taxPointDate }: CorrectableData): Invoice {
    return { ...original, buyer, saleDate, taxPointDate };
}

/**
 * The rule of a corrected line's tax point: the one that the correction names; found anew where the category changes,
 * or where it was found before; else the one that was given by hand.
 * @param before - The line as it stood, its rule written out.
 */
export function ruleAfter(
    before: InvoiceLine, after: DraftLine, change: ItemCorrection | undefined,
    facts: Readonly<Record<CorrectionPart, TaxPointFacts>>
): TaxPointRule {
    const wasFound = before.taxPointRule === taxPointRuleOf({ ...before, taxPointRule: null }, facts.before);
    const kept = wasFound || after.vat.category !== before.vat.category ? null : before.taxPointRule;
    return taxPointRuleOf({ ...after, taxPointRule: change?.taxPointRule ?? kept }, facts.after);
}

/**
 * The change that a corrective makes to the amounts of each tax point, and what they came to before.
 * @param before - Lines of the invoice as they stood, with the rules of their tax points.
 * @param rows - Rows of the corrective: changed and moved lines as they stood, negated, and as they are.
 */
export function changeByTaxPoint(
    before: readonly InvoiceLine[], rows: readonly InvoiceLine[],
    facts: Readonly<Record<CorrectionPart, TaxPointFacts>>
): DocumentAmounts {
    const dated = rows.flatMap((row) => datedLines([row], facts[row.correction?.part ?? 'after']));
    return { amounts: sumByTaxPoint(dated), before: sumByTaxPoint(datedLines(before, facts.before)) };
}

/** The exchange rates that an invoice and its correctives found, by the day of the tax point. */
export function knownRates(
    { taxPoints, exchange, saleDate, issueDate }: Invoice, corrected: ReadonlyMap<string, ExchangeRate>
): ReadonlyMap<string, ExchangeRate> {
    const sold = saleDate ?? issueDate;
    // A document of a version without tax points had one rate, of its sale.
    const own = taxPoints === null
        ? (exchange === null || sold === null ? [] : [[sold, exchange] as const])
        : taxPoints.flatMap((point) => (point.exchange === null ? [] : [[point.date, point.exchange] as const]));
    return new Map([...corrected, ...own]);
}

/** The rate of a day that is known, else the one that the invoice shows as its own. */
export function ratesOf(original: Invoice, rates: ReadonlyMap<string, ExchangeRate>): RateOfDay {
    return (date) => rates.get(date) ?? original.exchange;
}
