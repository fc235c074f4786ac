import { vatRateText } from '../../foundation/money/vat.ts';
import type { VatKey } from '../../foundation/vocabulary/vat-categories.ts';
import type { OrderLine } from '../invoices/advance.ts';
import type { Invoice, InvoiceLine } from '../invoices/invoice.ts';
import { negatedRate } from '../invoices/deduction.ts';
import { sumAmounts, type Amounts } from '../totals/vat-breakdown.ts';
import { filled } from './print-catalogue.ts';
import type { LineTable, PrintedColumn, PrintedLine } from './printed-document.ts';
import { printedAmount, printedMicros, printedPrice } from './printed-number.ts';
import type { PrintWords } from './printed-parties.ts';
import { oneMicros } from '../../foundation/money/decimal.ts';

/** The members of a document that decide how its lines are printed. */
export type LineSetting = PrintWords & Pick<Invoice, 'currency' | 'pricesInclude'>;

/** The lines of a document or an order. @see Ustawa o VAT art. 106e ust. 1 pkt 7 to 12, ust. 7 */
export function lineTable(lines: readonly OrderLine[], setting: LineSetting, heading: string | null): LineTable {
    const hasDiscounts = lines.some(({ totals }) => discountOf({ totals }) !== 0n);
    const { texts, language, currency, pricesInclude } = setting;
    const sum = sumAmounts(lines.map(({ totals }) => totals));
    const shown = pricesInclude === 'gross' ? [sum.netMinor, sum.grossMinor] : [sum.netMinor];
    return {
        heading,
        columns: columnsOf(setting, hasDiscounts),
        rows: lines.map((line, index) => printedLine(line, index + 1, { ...setting, hasDiscounts })),
        total: [texts.lines.total, ...shown.map((minor) => printedAmount(minor, currency, language))],
        carried: { from: texts.lines.carriedFrom, to: texts.lines.carriedTo }
    };
}

/**
 * The lines of a corrective: those that it changes before it, and after it.
 * @see Ustawa o VAT art. 106j ust. 2 pkt 4 to 6
 */
export function correctionTables(lines: readonly InvoiceLine[], setting: LineSetting): LineTable[] {
    const { texts } = setting;
    const before = lines.filter(({ correction }) => correction?.part === 'before')
        .map((line) => ({ ...line, totals: negatedLine(line.totals) }));
    const after = lines.filter(({ correction }) => correction?.part !== 'before');
    return [
        ...before.length === 0 ? [] : [lineTable(before, setting, texts.lines.before)],
        ...after.length === 0 ? [] : [lineTable(after, setting, texts.lines.after)]
    ];
}

/** A VAT rate as it is printed: `23%`, `zw.`, `oo`. Without words for them, `0%` of K and G. */
export function printedVatRate(vat: VatKey, { texts, language }: PrintWords): string {
    const text = vatRateText(vat);
    const words: Readonly<Record<string, string>> = { ...texts.breakdown.rates, np_art100: texts.breakdown.rates.np };
    return words[text] ?? `${printedMicros(vat.ratePercentMicros, language)}%`;
}

function columnsOf({ texts, pricesInclude }: LineSetting, hasDiscounts: boolean): PrintedColumn[] {
    const { lines } = texts;
    const isGross = pricesInclude === 'gross';
    return [
        { label: lines.position, kind: 'number' },
        { label: lines.description, kind: 'wide' },
        { label: lines.quantity, kind: 'number' },
        { label: lines.unit, kind: 'text' },
        { label: isGross ? lines.grossPrice : lines.netPrice, kind: 'number' },
        ...hasDiscounts ? [{ label: lines.discount, kind: 'number' } as const] : [],
        { label: lines.vatRate, kind: 'number' },
        { label: lines.net, kind: 'number' },
        ...isGross ? [{ label: lines.gross, kind: 'number' } as const] : []
    ];
}

function printedLine(
    line: OrderLine, position: number, setting: LineSetting & { readonly hasDiscounts: boolean }
): PrintedLine {
    const { language, currency, pricesInclude, hasDiscounts } = setting;
    const amount = (minor: bigint): string => printedAmount(minor, currency, language);
    const { netMinor, grossMinor } = line.totals;
    const isGross = pricesInclude === 'gross';
    return {
        cells: [
            position.toString(),
            line.description,
            printedMicros(line.quantityMicros, language),
            line.unit,
            printedPrice(line.unitPriceMicros, currency, language),
            ...hasDiscounts ? [amount(-discountOf(line))] : [],
            printedVatRate(line.vat, setting),
            amount(netMinor),
            ...isGross ? [amount(grossMinor)] : []
        ],
        detail: detailOf(line, setting),
        carry: (isGross ? grossMinor : netMinor).toString()
    };
}

/** Small print of a line: base quantity of its price, its percentage, its GTU group. */
function detailOf(line: OrderLine, { texts, language }: LineSetting): string | null {
    const parts = [
        ...line.priceBaseQuantityMicros === oneMicros ? [] : [filled(texts.lines.priceFor, {
            quantity: printedMicros(line.priceBaseQuantityMicros, language), unit: line.unit
        })],
        ...line.discountPercentMicros === 0n ? []
            : [filled(texts.lines.discountPercent, { percent: printedMicros(line.discountPercentMicros, language) })],
        ...line.gtu === null ? [] : [`GTU_${line.gtu.toString().padStart(2, '0')}`]
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
