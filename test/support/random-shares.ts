import type { TaxPointRule } from '../../app/foundation/vocabulary/tax-point-rules.ts';
import type { VatCategory } from '../../app/foundation/vocabulary/vat-categories.ts';
import type { Random } from '../crash/random.ts';

/** VAT category and rate of a line, with the rule and the day (`YYYY-MM-DD`) of its tax point. */
export type Point = {
    readonly category: VatCategory; readonly rate: string; readonly rule: TaxPointRule; readonly date: string
};
/** Net and VAT in minor units. */
export type Amounts = { readonly net: bigint; readonly vat: bigint };
/** The amounts of a line, and the part of them that advance invoices have already charged. */
export type Share = Amounts & { readonly point: Point; readonly deducted: Amounts };

/** Categories and rates of random lines. */
export const rates: readonly (readonly [VatCategory, string])[] = [
    ['S', '23'], ['S', '8'], ['S', '5.5'], ['Z', '0'], ['E', '0'], ['AE', '0'], ['K', '0'], ['G', '0'], ['O', '0']
];
/** Points of documents that have no tax points: rule and day are not stored. */
export const undatedPoints: readonly Point[] = rates.map(([category, rate]) =>
    ({ category, rate, rule: 'general', date: '' }));

/** Line without advances. */
export function shareOf(point: Point, { net, vat }: Amounts): Share {
    return { point, net, vat, deducted: { net: 0n, vat: 0n } };
}

/** The amounts that a line adds to its document. */
export function countedOf({ net, vat, deducted }: Share): Amounts {
    return { net: net - deducted.net, vat: vat - deducted.vat };
}

/** Gross of all lines in minor units. */
export function grossOf(shares: readonly Share[]): bigint {
    return shares.map(countedOf).reduce((sum, { net, vat }) => sum + net + vat, 0n);
}

/**
 * Makes one to three lines.
 * @param grossMinor - Sum of a corrective's lines, which may be of both signs; absent: any sum of positive lines.
 */
export function someShares(random: Random, points: readonly Point[], grossMinor?: bigint): readonly Share[] {
    const count = random.between(1, 3);
    let left = grossMinor ?? 0n;
    return Array.from({ length: count }, (_, place) => {
        const point = random.oneOf(points);
        const signed = (limit: number): bigint => BigInt(random.between(0, limit - 1))
            * (grossMinor !== undefined && random.between(0, 1) === 0 ? -1n : 1n);
        const vat = point.rate === '0' ? 0n : signed(40_000);
        const net = grossMinor !== undefined && place === count - 1 ? left - vat : signed(200_000);
        left -= net + vat;
        return shareOf(point, { net, vat });
    });
}

/** Spreads money that was received over rates. Each part holds its VAT. */
export function sharesOfMoney(random: Random, points: readonly Point[], grossMinor: bigint): readonly Share[] {
    let left = grossMinor;
    return points.map((point, place) => {
        const gross = place === points.length - 1 ? left : left * BigInt(random.between(0, 999)) / 1_000n;
        const tenths = BigInt(Number(point.rate) * 10);
        const vat = gross * tenths / (1_000n + tenths);
        left -= gross;
        return shareOf(point, { net: gross - vat, vat });
    });
}
