import { addDays } from '../../foundation/clock/clock.ts';
import { vatKeyText } from '../../foundation/money/vat.ts';
import type { TaxPointRule } from '../../foundation/vocabulary/tax-point-rules.ts';
import { groupByRate } from '../totals/line-vat.ts';
import { breakDownVat } from '../totals/vat-breakdown.ts';
import { isTaxpayerOrLegalPerson } from './buyer.ts';
import { deductedRates, deductFromTaxPoints, type Deducting } from './deduction.ts';
import type { Invoice, InvoiceLine, TaxPoint, TaxPointAmounts } from './invoice.ts';

/** Most days after a sale on which the tax on construction services arises. @see Ustawa o VAT art. 19a ust. 7 */
const maxConstructionDays = 30;

/** Facts of a document that decide on the tax points of its lines. */
export type TaxPointFacts = Pick<Invoice,
    'invoiceType' | 'buyer' | 'saleDate' | 'issueDate' | 'taxPointDate' | 'constructionServices'>;

/** The day and the rule of a line's tax point. */
export type LineTaxPoint = Pick<TaxPoint, 'rule' | 'date'>;

/**
 * The rule of a line's tax point: the given one, or what the line is. Construction services to a consumer follow the
 * general rule, because no invoice is due for them.
 * @see Ustawa o VAT art. 19a ust. 1, ust. 5 pkt 3 lit. a, ust. 8; art. 20 ust. 1
 */
export function taxPointRuleOf(
    { itemType, vat, taxPointRule }: Pick<InvoiceLine, 'itemType' | 'vat' | 'taxPointRule'>,
    { invoiceType, buyer, constructionServices }: TaxPointFacts
): TaxPointRule {
    if (invoiceType === 'advance_invoice') {
        return 'advance';
    }
    if (taxPointRule !== null && taxPointRule !== 'construction') {
        return taxPointRule;
    }
    if (taxPointRule === null && vat.category === 'K') {
        return 'intra_community';
    }
    const isConstruction = taxPointRule === 'construction' || (constructionServices && itemType === 'service');
    return isConstruction && isTaxpayerOrLegalPerson(buyer) ? 'construction' : 'general';
}

/**
 * The day on which tax arises by a rule.
 * @returns `YYYY-MM-DD`; undefined while the document has no issue date.
 */
export function taxPointDateOf(
    rule: TaxPointRule, { saleDate, issueDate, taxPointDate }: TaxPointFacts
): string | undefined {
    if (taxPointDate !== null) {
        return taxPointDate;
    }
    const sold = saleDate ?? issueDate;
    if (issueDate === null || sold === null) {
        return undefined;
    }
    switch (rule) {
        case 'construction': return earlier(issueDate, addDays(sold, maxConstructionDays));
        case 'intra_community': return earlier(issueDate, fifteenthAfter(sold));
        default: return sold;
    }
}

/** The rule and day of each line's tax point, in the order of the lines; empty while they can't be known. */
export function taxPointsOfLines(
    lines: readonly InvoiceLine[], facts: TaxPointFacts
): readonly LineTaxPoint[] {
    return lines.flatMap((line) => {
        const rule = taxPointRuleOf(line, facts);
        const date = taxPointDateOf(rule, facts);
        return date === undefined ? [] : [{ rule, date }];
    });
}

/** The rule and day of a line, and the line. */
export type DatedLine = { readonly line: InvoiceLine; readonly taxPoint: LineTaxPoint };

/** The lines of a document with their tax points. @throws RangeError when a date is not known yet */
export function datedLines(lines: readonly InvoiceLine[], facts: TaxPointFacts): readonly DatedLine[] {
    const taxPoints = taxPointsOfLines(lines, facts);
    return lines.map((line, index) => {
        const taxPoint = taxPoints[index];
        if (taxPoint === undefined) {
            throw new RangeError('a document that is issued has its dates');
        }
        return { line, taxPoint };
    });
}

/** Sums of each rate and tax point: in the order of the breakdown, earlier days first. */
export function sumByTaxPoint(lines: readonly DatedLine[]): readonly TaxPointAmounts[] {
    return groupByRate(lines.map(({ line }) => line.vat)).flatMap((indexes) => {
        const group = indexes.flatMap((index) => lines[index] ?? []);
        const parts = Map.groupBy(group, ({ taxPoint: { rule, date } }) => `${date} ${rule}`);
        return [...parts].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, part]) => {
            const [row] = breakDownVat(part.map(({ line }) => line.vat), part.map(({ line }) => line.totals));
            const { taxPoint } = part[0] ?? {};
            return row === undefined || taxPoint === undefined ? [] : [{
                category: row.category, ratePercentMicros: row.ratePercentMicros, word: row.word, ...taxPoint,
                netMinor: row.netMinor, vatMinor: row.vatMinor
            }];
        });
    });
}

/**
 * The amounts of a document by tax point, less its advances.
 * @param lines - Its lines, in whatever state.
 */
export function amountsByTaxPoint(
    document: TaxPointFacts & Deducting, lines: readonly InvoiceLine[]
): readonly TaxPointAmounts[] {
    return deductFromTaxPoints(sumByTaxPoint(datedLines(lines, document)), deductedRates(document));
}

/**
 * The lines of an issued document, each with the rule of its tax point written out. Documents of versions without tax
 * points had the sale date for all lines.
 */
export function linesWithRules(invoice: Invoice, lines: readonly InvoiceLine[]): readonly InvoiceLine[] {
    return lines.map((line) => ({
        ...line,
        taxPointRule: invoice.taxPoints === null ? line.taxPointRule ?? 'general' : taxPointRuleOf(line, invoice)
    }));
}

/** A tax point as a document shows it. One that is not frozen has no amounts in the VAT currency and no month yet. */
export type ShownTaxPoint = TaxPoint;

/**
 * The tax points that a document shows. Those of a draft are as they would be if it were issued with its dates; a draft
 * without an issue date and a proforma have none.
 */
export function shownTaxPoints(invoice: Invoice): readonly ShownTaxPoint[] {
    if (invoice.taxPoints !== null) {
        return invoice.taxPoints.map((point) => ({ ...point, countedOn: countedOnOf(point, invoice) }));
    }
    const isDraft = invoice.number === null;
    if (invoice.invoiceType === 'proforma' || (isDraft && invoice.issueDate === null)) {
        return [];
    }
    return amountsByTaxPoint(invoice, isDraft ? invoice.lines : linesWithRules(invoice, invoice.lines))
        .map((row) => ({ ...row, exchange: invoice.exchange, declared: null, countedOn: null }));
}

/** The day on which amounts count: a confirmation gives those their day that waited for it. */
function countedOnOf({ countedOn, date }: TaxPoint, { receiptConfirmedOn }: Invoice): string | null {
    return countedOn ?? (receiptConfirmedOn === null ? null : later(receiptConfirmedOn, date));
}

/** The rule of a line's tax point that a document shows. Documents of versions without tax points had one rule. */
export function shownRuleOf(line: InvoiceLine, invoice: Invoice): TaxPointRule {
    const isWithoutRules = invoice.number !== null && invoice.taxPoints === null;
    return isWithoutRules ? line.taxPointRule ?? 'general' : taxPointRuleOf(line, invoice);
}

/**
 * A line that keeps the rule of its tax point only where it differs from what the line is. So an item can be sent back
 * as it was answered, and still follows its buyer.
 */
export function withOwnRule<Line extends Pick<InvoiceLine, 'itemType' | 'vat' | 'taxPointRule'>>(
    line: Line, facts: TaxPointFacts
): Line {
    return line.taxPointRule !== null && line.taxPointRule === taxPointRuleOf({ ...line, taxPointRule: null }, facts)
        ? { ...line, taxPointRule: null } : line;
}

/** Key of a row among the tax points of a document. */
export function keyOfTaxPoint(point: TaxPointKey): string {
    return `${vatKeyText(point)} ${point.rule} ${point.date}`;
}

/** Members that tell one row of a document's tax points from the others. */
export type TaxPointKey = Pick<TaxPoint, 'category' | 'ratePercentMicros' | 'word' | 'rule' | 'date'>;

/** The later of two days, `YYYY-MM-DD`. */
export function later(left: string, right: string): string {
    return left > right ? left : right;
}

function earlier(left: string, right: string): string {
    return left < right ? left : right;
}

function fifteenthAfter(date: string): string {
    const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
    return month === 12
        ? `${String(year + 1).padStart(4, '0')}-01-15` : `${date.slice(0, 4)}-${String(month + 1).padStart(2, '0')}-15`;
}
