import { vatRateText } from '../../foundation/money/vat.ts';
import type { VatCategory, VatKey } from '../../foundation/vocabulary/vat-categories.ts';
import type { OrderLine } from '../invoices/advance.ts';
import type { Invoice, InvoiceLine } from '../invoices/invoice.ts';
import { negatedRate } from '../invoices/deduction.ts';
import { sumAmounts, type Amounts } from '../totals/vat-breakdown.ts';
import { filled } from './print-catalogue.ts';
import type { LineTable, PrintedColumn, PrintedLine } from './printed-document.ts';
import { printedAmount, printedMicros, printedPrice } from './printed-number.ts';
import type { PrintWords } from './print-texts.ts';
import { oneMicros } from '../../foundation/money/decimal.ts';

/** The members of a document that decide how its lines are printed. */
export type LineSetting = PrintWords & Pick<Invoice, 'currency' | 'pricesInclude'>;

/** Amounts of a line that have a column. */
type Shown = readonly ('net' | 'vat' | 'gross')[];

/** The lines of a document. @see Ustawa o VAT art. 106e ust. 1 pkt 7 to 12, ust. 7 */
export function lineTable(lines: readonly OrderLine[], setting: LineSetting): LineTable {
    return tableOf(lines.map((line, index) => ({ line, position: index + 1 })), null, {
        ...setting, shown: setting.pricesInclude === 'gross' ? ['net', 'gross'] : ['net']
    });
}

/**
 * The lines of an order that an advance is for, with their VAT and the value of the order. An order does not keep
 * what its prices include, and its advance invoices are gross: its amounts tell it.
 * @see Ustawa o VAT art. 106f ust. 1 pkt 4
 */
export function orderTable(lines: readonly OrderLine[], setting: LineSetting): LineTable {
    const isNet = lines.every(({ totals }) => totals.netMinor + discountOf({ totals }) === totals.priceMinor);
    return tableOf(lines.map((line, index) => ({ line, position: index + 1 })), setting.texts.lines.order, {
        ...setting, pricesInclude: isNet ? 'net' : 'gross', shown: ['net', 'vat', 'gross']
    });
}

type PlacedLine = { readonly line: OrderLine; readonly position: number };
type TableSetting = LineSetting & { readonly shown: Shown };

function tableOf(lines: readonly PlacedLine[], heading: string | null, setting: TableSetting): LineTable {
    const hasDiscounts = lines.some(({ line }) => discountOf(line) !== 0n);
    const { texts, language, currency } = setting;
    const sum = sumAmounts(lines.map(({ line }) => line.totals));
    return {
        heading,
        columns: columnsOf(setting, hasDiscounts),
        rows: printedLines(lines, { ...setting, hasDiscounts }),
        total: [texts.lines.total, ...shownOf(sum, setting.shown).map((minor) =>
            printedAmount(minor, currency, language))],
        carried: { from: texts.lines.carriedFrom, to: texts.lines.carriedTo }
    };
}

function shownOf({ netMinor, vatMinor, grossMinor }: Amounts, shown: Shown): readonly bigint[] {
    const amounts = { net: netMinor, vat: vatMinor, gross: grossMinor };
    return shown.map((name) => amounts[name]);
}

/**
 * The lines of a corrective: those that it changes before it, and after it. A line has the same position in both.
 * @see Ustawa o VAT art. 106j ust. 2 pkt 3 to 6
 */
export function correctionTables(lines: readonly InvoiceLine[], setting: LineSetting): LineTable[] {
    const { before: headingBefore, after: headingAfter } = setting.texts.lines;
    const shown: Shown = setting.pricesInclude === 'gross' ? ['net', 'gross'] : ['net'];
    const ids = [...new Set(lines.map(lineIdOf))];
    const placed = (line: InvoiceLine): PlacedLine => ({ line, position: ids.indexOf(lineIdOf(line)) + 1 });
    const before = lines.filter(({ correction }) => correction?.part === 'before')
        .map((line) => placed({ ...line, totals: negatedLine(line.totals) }));
    const after = lines.filter(({ correction }) => correction?.part !== 'before').map(placed);
    return [
        ...before.length === 0 ? [] : [tableOf(before, headingBefore, { ...setting, shown })],
        ...after.length === 0 ? [] : [tableOf(after, headingAfter, { ...setting, shown })]
    ];
}

/** Id of the line of the original that a corrective's line shows. */
function lineIdOf({ id, correction }: InvoiceLine): string {
    return correction?.lineId ?? id;
}

/** A VAT rate as it is printed: `23%`, `zw.`, `np. UE`, `0% WDT`. Each treatment has words of its own. */
export function printedVatRate(vat: VatKey, { texts, language }: PrintWords): string {
    const { rates } = texts.breakdown;
    const words: Readonly<Record<string, string>> = {
        zw: rates.zw, np: rates.np, np_art100: rates.np_art100, oo: rates.oo
    };
    const ofCategory: Partial<Record<VatCategory, string>> = { K: rates.k, G: rates.g };
    return ofCategory[vat.category] ?? words[vatRateText(vat)]
        ?? `${printedMicros(vat.ratePercentMicros, language)}%`;
}

function columnsOf({ texts, pricesInclude, shown }: TableSetting, hasDiscounts: boolean): PrintedColumn[] {
    const { lines } = texts;
    return [
        { label: lines.position, kind: 'number' },
        { label: lines.description, kind: 'wide' },
        { label: lines.quantity, kind: 'number' },
        { label: lines.unit, kind: 'text' },
        { label: pricesInclude === 'gross' ? lines.grossPrice : lines.netPrice, kind: 'number' },
        ...hasDiscounts ? [{ label: lines.discount, kind: 'number' } as const] : [],
        { label: lines.vatRate, kind: 'number' },
        ...shown.map((name) => ({ label: lines[name], kind: 'number' } as const))
    ];
}

type RowSetting = TableSetting & { readonly hasDiscounts: boolean };

/** The rows of a table, each with the sum up to it. */
function printedLines(lines: readonly PlacedLine[], setting: RowSetting): PrintedLine[] {
    const { currency, language, shown } = setting;
    const rows: PrintedLine[] = [];
    let carriedMinor = 0n;
    for (const placed of lines) {
        const { line } = placed;
        const amounts = shownOf(line.totals, shown);
        carriedMinor += amounts.at(-1) ?? 0n;
        rows.push({
            cells: [...cellsOf(placed, setting), ...amounts.map((minor) => printedAmount(minor, currency, language))],
            detail: detailOf(line, setting),
            carried: printedAmount(carriedMinor, currency, language)
        });
    }
    return rows;
}

/** Cells of a line before its amounts. */
function cellsOf({ line, position }: PlacedLine, setting: RowSetting): string[] {
    const { texts, language, currency, hasDiscounts } = setting;
    const discountMinor = discountOf(line);
    return [
        position.toString(),
        line.description,
        printedMicros(line.quantityMicros, language),
        line.unit,
        printedPrice(line.unitPriceMicros, currency, language),
        ...hasDiscounts
            ? [discountMinor === 0n ? texts.lines.none : printedAmount(-discountMinor, currency, language)] : [],
        printedVatRate(line.vat, setting)
    ];
}

/** Small print of a line: base quantity of its price, percentage of its discount. */
function detailOf(line: OrderLine, { texts, language }: LineSetting): string | null {
    const parts = [
        ...line.priceBaseQuantityMicros === oneMicros ? [] : [filled(texts.lines.priceFor, {
            quantity: printedMicros(line.priceBaseQuantityMicros, language), unit: line.unit
        })],
        ...line.discountPercentMicros === 0n ? []
            : [filled(texts.lines.discountPercent, { percent: printedMicros(line.discountPercentMicros, language) })]
    ];
    return parts.length === 0 ? null : parts.join(' · ');
}

function discountOf({ totals }: Pick<OrderLine, 'totals'>): bigint {
    return totals.discountMinor + totals.documentDiscountMinor;
}

/** The amounts of a corrected line before the corrective, which carries them negated. */
function negatedLine<Totals extends OrderLine['totals'] & Amounts>(totals: Totals): Totals {
    return {
        ...negatedRate(totals), priceMinor: -totals.priceMinor, discountMinor: -totals.discountMinor,
        documentDiscountMinor: -totals.documentDiscountMinor
    };
}
