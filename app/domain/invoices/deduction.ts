import { DomainError } from '../../foundation/errors/domain-error.ts';
import { allocation } from '../../foundation/money/allocate.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import { isSameVatKey, vatRateText } from '../../foundation/money/vat.ts';
import type { VatKey } from '../../foundation/vocabulary/vat-categories.ts';
import { groupByRate } from '../totals/line-vat.ts';
import { breakDownVat, type Amounts, type VatBreakdownRow } from '../totals/vat-breakdown.ts';
import type { DeductedAdvance } from './advance.ts';
import type { Invoice, TaxPointAmounts } from './invoice.ts';

/** The members of a document that decide what its advances deduct. */
export type Deducting = Pick<Invoice, 'invoiceType' | 'advances'>;

/**
 * The rates of the advances that a document deducts. An advance invoice only names the others of its order.
 * @see Ustawa o VAT art. 106f ust. 3, ust. 4
 */
export function deductedRates({ invoiceType, advances }: Deducting): readonly VatBreakdownRow[] {
    return invoiceType === 'advance_invoice' ? [] : advances.flatMap(({ rates }) => rates);
}

/**
 * The VAT breakdown of a document: the sums of its lines by rate, less its advances. In every document it adds up to
 * the totals.
 */
export function breakdownOf(document: Pick<Invoice, 'lines'> & Deducting): readonly VatBreakdownRow[] {
    return lessRates(document.lines.map(({ vat, totals }) => ({ ...vat, ...totals })), deductedRates(document));
}

/** Sums by rate of some amounts, less others. */
export function lessRates(
    amounts: readonly VatBreakdownRow[], others: readonly VatBreakdownRow[]
): readonly VatBreakdownRow[] {
    const rows = [...amounts, ...others.map(negatedRate)];
    return breakDownVat(rows, rows);
}

/** A rate with its amounts negated. */
export function negatedRate<Row extends Amounts>(row: Row): Row {
    return { ...row, netMinor: -row.netMinor, vatMinor: -row.vatMinor, grossMinor: -row.grossMinor };
}

/**
 * Asserts that no advance is deducted from a rate that comes to less. The cents of rounded VAT may differ: only the
 * gross amount of the rate decides.
 * @throws DomainError `ADVANCE_EXCEEDS_RATE`
 */
export function assertRatesCover(
    rows: readonly VatBreakdownRow[], { advances, currency }: Pick<Invoice, 'advances' | 'currency'>
): void {
    const short = rows.find(({ grossMinor }) => grossMinor < 0n);
    if (short !== undefined) {
        const numbers = advances.map(({ invoiceNumber }) => invoiceNumber).join(', ');
        const message = `the advances (${numbers}) deduct ${moneyText(-short.grossMinor, currency)} `
            + `more at ${rateInWords(short)} than the items come to: correct the advance first`;
        throw new DomainError('ADVANCE_EXCEEDS_RATE', `items: ${message}`, {},
            { faults: [{ path: 'items', code: 'ADVANCE_EXCEEDS_RATE', message }] });
    }
}

/** A rate as people write it: `23 %`, `zw`. */
export function rateInWords(rate: VatKey): string {
    const text = vatRateText(rate);
    return /^\d/.test(text) ? `${text} %` : text;
}

/**
 * Amounts by tax point, less advances: what a rate deducts is spread over its tax points in proportion to their gross.
 * @param advances - Rates whose sums do not exceed those of the tax points.
 */
export function deductFromTaxPoints(
    points: readonly TaxPointAmounts[], advances: readonly VatBreakdownRow[]
): readonly TaxPointAmounts[] {
    if (advances.length === 0) {
        return points;
    }
    const deducted = breakDownVat(advances, advances);
    return groupByRate(points).flatMap((indexes) => {
        const group = indexes.flatMap((index) => points[index] ?? []);
        const [first] = group;
        const rate = first && deducted.find((row) => isSameVatKey(row, first));
        return rate === undefined ? group : deductFromRate(group, rate);
    });
}

function deductFromRate(points: readonly TaxPointAmounts[], rate: VatBreakdownRow): readonly TaxPointAmounts[] {
    const weights = points.map(({ netMinor, vatMinor }) => netMinor + vatMinor);
    const [gross, vat] = [spread(rate.grossMinor, weights), spread(rate.vatMinor, weights)];
    return points.map((point, index) => {
        const [grossShare, vatShare] = [gross[index] ?? 0n, vat[index] ?? 0n];
        return {
            ...point, netMinor: point.netMinor - (grossShare - vatShare), vatMinor: point.vatMinor - vatShare
        };
    });
}

/** Shares of a total of either sign. */
function spread(total: bigint, weights: readonly bigint[]): readonly bigint[] {
    return total < 0n
        ? allocation(-total, weights, byPlace).shares.map((share) => -share)
        : allocation(total, weights, byPlace).shares;
}

/** Tax points are in the order of their days, so their place is part of their content. */
function byPlace(left: number, right: number): number {
    return left - right;
}

/** The sum of the advances of a document as it names them. */
export function sumOfAdvance({ rates }: DeductedAdvance): bigint {
    return rates.reduce((sum, { grossMinor }) => sum + grossMinor, 0n);
}
