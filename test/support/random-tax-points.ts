import { withTaxPoints } from '../../app/domain/invoices/exchange.ts';
import { exampleDraft } from '../../app/domain/invoices/invoice.example.ts';
import type { ExchangeRate, TaxPointAmounts } from '../../app/domain/invoices/invoice.ts';
import { storedTaxPoint } from '../../app/domain/invoices/tax-points.columns.ts';
import { keyOfTaxPoint } from '../../app/domain/invoices/tax-points.ts';
import { decimalsOf } from '../../app/foundation/money/currencies.ts';
import { formatNanos, parseMicros } from '../../app/foundation/money/decimal.ts';
import type { TaxPointRule } from '../../app/foundation/vocabulary/tax-point-rules.ts';
import type { Random } from '../crash/random.ts';
import { countedOf, grossOf, rates, shareOf, type Point, type Share } from './random-shares.ts';
import type { StoredRow } from './stored-documents.ts';

/** The tax points of an invoice and its correctives while they are generated. */
export type Family = {
    /** Days by rule, `YYYY-MM-DD`. */
    readonly days: Readonly<Record<TaxPointRule, string>>;
    /** Exchange rates by day; null where none is known. */
    readonly exchanges: Map<string, ExchangeRate | null>;
    /** Lines of the invoice and its correctives so far, each on its tax point. */
    readonly shares: Share[];
};

/** Begins a family. @param day - Generator of days, `YYYY-MM-DD` */
export function newFamily(day: () => string, days: Partial<Family['days']> = {}): Family {
    return {
        days: { general: day(), construction: day(), intra_community: day(), advance: day(), ...days },
        exchanges: new Map(), shares: []
    };
}

/** Makes points of one or two rates, and of several rules within a rate. */
export function somePoints(random: Random, { days }: Family): readonly Point[] {
    const some = Array.from({ length: random.between(1, 2) }, () => random.oneOf(rates));
    return Array.from({ length: random.between(1, 4) }, () => {
        const [category, rate] = random.oneOf(some);
        const rule = category === 'K'
            ? 'intra_community' : random.oneOf(['general', 'general', 'construction'] as const);
        return { category, rate, rule, date: days[rule] };
    });
}

/** Points of a corrective: those of the invoice, and now and then one of a new line. */
export function pointsToCorrect(random: Random, family: Family): readonly Point[] {
    const own = family.shares.map(({ point }) => point);
    return own.length === 0 || random.between(0, 4) === 0 ? [...own, ...somePoints(random, family)] : own;
}

/** Lines that move the amounts of one tax point to another day, such as that of another sale date. */
export function movedShares(random: Random, { shares }: Family, day: string): readonly Share[] {
    return [...amountsOf(shares)].filter(([{ date }]) => date !== day).slice(-random.between(1, 2))
        .flatMap(([point, { netMinor: net, vatMinor: vat }]) =>
            [shareOf(point, { net: -net, vat: -vat }), shareOf({ ...point, date: day }, { net, vat })]);
}

/** Effect of a random corrective: its columns, and the day on which each of its amounts counts. */
export type Effect = {
    readonly columns: StoredRow; readonly countedOn: (amounts: TaxPointAmounts) => string | null
};

/**
 * Makes the effect of a corrective. A reduction counts on the issue date, or once its confirmation is there.
 * @param issueDate - Of the corrective, `YYYY-MM-DD`.
 * @param day - Generator of days, `YYYY-MM-DD`.
 */
export function someEffect(
    random: Random, shares: readonly Share[], issueDate: string, day: () => string
): Effect {
    const effect = random.oneOf(['original', 'correction', 'other'] as const);
    const effectDate = effect === 'other' ? day() : null;
    const counted = shares.map(countedOf);
    const vat = counted.reduce((sum, amounts) => sum + amounts.vat, 0n);
    const change = vat === 0n ? counted.reduce((sum, { net }) => sum + net, 0n) : vat;
    const columns = { correction_effect: effect, correction_effect_date: effectDate };
    if (change === 0n || (change > 0n && effect === 'original')) return { columns, countedOn: ({ date }) => date };
    if (change > 0n) return { columns, countedOn: ({ date }) => later(date, effectDate ?? issueDate) };
    const awaits = random.between(0, 2) > 0;
    return {
        columns: { ...columns, receipt_confirmed_on: awaits && random.between(0, 2) > 0 ? day() : null },
        countedOn: ({ category, date }) =>
            (awaits && !['K', 'G', 'O'].includes(category) ? null : later(date, issueDate))
    };
}

/** Lines of a document, the currencies of its amounts, and for a corrective the days on which they count. */
export type Dated = {
    readonly shares: readonly Share[]; readonly currency: string; readonly vatCurrency: string;
    readonly countedOn?: Effect['countedOn'] | undefined
};

/** Columns of a document with tax points, as the service computes them. Its lines join the family. */
export function taxPointColumns(
    random: Random, family: Family, { shares, currency, vatCurrency, countedOn }: Dated
): StoredRow {
    const { taxPoints, exchange } = withTaxPoints(
        { ...exampleDraft, lines: [], currency, grossMinor: grossOf(shares) }, vatCurrency,
        (day) => exchangeOn(random, family, day), {
            amounts: [...amountsOf(shares).values()], before: [...amountsOf(family.shares).values()],
            ...(countedOn === undefined ? {} : { countedOn })
        });
    family.shares.push(...shares);
    return {
        tax_points: taxPoints?.map((point) => storedTaxPoint(point, decimalsOf(currency))) ?? null,
        vat_currency: vatCurrency, exchange_rate: exchange === null ? null : formatNanos(exchange.rateNanos),
        exchange_rate_date: exchange?.date ?? null, exchange_rate_source: exchange?.source ?? null
    };
}

function exchangeOn(random: Random, { exchanges }: Family, day: string): ExchangeRate | null {
    const known = exchanges.get(day);
    if (known !== undefined) return known;
    const found = random.between(0, 14) === 0
        ? null : { rateNanos: BigInt(random.between(1, 8_999_999_999)), date: day, source: 'manual' };
    exchanges.set(day, found);
    return found;
}

/** Sums of the lines by tax point. */
function amountsOf(shares: readonly Share[]): ReadonlyMap<Point, TaxPointAmounts> {
    const parts = Map.groupBy(shares, ({ point }) => keyOfTaxPoint({
        ...point, ratePercentMicros: parseMicros(point.rate) }));
    return new Map([...parts.values()].flatMap((part) => part.slice(0, 1).map(({ point }) => {
        const { category, rate, rule, date } = point;
        const counted = part.map(countedOf);
        return [point, {
            category, ratePercentMicros: parseMicros(rate), rule, date,
            netMinor: counted.reduce((sum, { net }) => sum + net, 0n),
            vatMinor: counted.reduce((sum, { vat }) => sum + vat, 0n)
        }];
    })));
}

function later(left: string, right: string): string {
    return left > right ? left : right;
}
