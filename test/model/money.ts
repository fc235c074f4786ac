/**
 * Invoice arithmetic of the model's own, in whole minor units of a currency. Written from the contract; shares no code
 * with the service.
 */

/** Rates of VAT as the API writes them; `zw` is exempt. */
export const rates = ['23', '8', '5', '0', 'zw'] as const;
/** A rate of VAT. */
export type Rate = (typeof rates)[number];

/** Decimals of the currencies that are tried. */
export const decimalsOf = { PLN: 2, EUR: 2, JPY: 0, KWD: 3 } as const;
/** A currency that is tried. */
export type Currency = keyof typeof decimalsOf;

/** Terms that a document is computed by. */
export type Terms = {
    readonly currency: Currency;
    readonly pricesInclude: 'net' | 'gross';
    readonly rounding: 'per_rate' | 'per_line';
};

/** Content of a line. Its amounts follow from this, and from its share of a discount on the whole document. */
export type Words = {
    readonly description: string;
    /** Quantity in thousandths. */
    readonly quantity: bigint;
    /** Price of one unit, in ten-thousandths of the currency; net or gross as the terms say. */
    readonly price: bigint;
    /** Percentage in hundredths of a percent. */
    readonly discountPercent: bigint;
    readonly discountAmount: bigint;
    readonly rate: Rate;
};
/** A line as it is stored. */
export type Line = Words & {
    readonly id: string;
    /** The line's share of the discount on the whole document. */
    readonly share: bigint;
    /** The discount amount that was given last, and the price that it was given for; absent: as issued. */
    readonly agreed?: Agreed;
};
/** A discount amount and the price that it was given for. */
export type Agreed = { readonly amount: bigint; readonly price: bigint };

/** Percentage in hundredths, and amount in minor units. */
export type Discount = { readonly percent: bigint; readonly amount: bigint };

/** Net and VAT of each rate that a document has. */
export type Breakdown = ReadonlyMap<Rate, { readonly net: bigint; readonly vat: bigint }>;

/** Sums of a breakdown. */
export type Totals = { readonly net: bigint; readonly vat: bigint; readonly gross: bigint };

/** Rounds a quotient half away from zero. */
export function halfUp(top: bigint, bottom: bigint): bigint {
    return top < 0n ? -halfUp(-top, bottom) : (2n * top + bottom) / (2n * bottom);
}
const percentOf = (amount: bigint, percent: bigint): bigint => halfUp(amount * percent, 10_000n);

/** Unit price × quantity. */
export const priceOf = ({ quantity, price }: Pick<Words, 'quantity' | 'price'>, { currency }: Terms): bigint =>
    halfUp(quantity * price * 10n ** BigInt(decimalsOf[currency]), 10_000_000n);

/** The price less the percentage. */
export function reducedPriceOf(line: Pick<Words, 'quantity' | 'price' | 'discountPercent'>, terms: Terms): bigint {
    const price = priceOf(line, terms);
    return price - percentOf(price, line.discountPercent);
}

/** The price less both discounts of the line. */
export const baseOf = (line: Words, terms: Terms): bigint => reducedPriceOf(line, terms) - line.discountAmount;

/** An amount in proportion to a price; 0 where it belonged to nothing. */
export const following = (amount: bigint, price: bigint, before: bigint): bigint =>
    (before === 0n ? 0n : halfUp(amount * price, before));

/** Amount that VAT is computed of: net or gross, as the terms say. */
export const amountOf = (line: Line, terms: Terms): bigint => baseOf(line, terms) - line.share;

/** The discount on the whole document: the percentage of the sum of the lines, then the amount. */
export const wholeDiscount = (bases: readonly bigint[], { percent, amount }: Discount): bigint =>
    percentOf(sum(bases), percent) + amount;

/**
 * Checks whether lines bear a discount as they should: all of it, each its exact part rounded down or up, up for the
 * largest remainders. The order of equal remainders is not promised.
 */
export function isSpread(discount: bigint, bases: readonly bigint[], shares: readonly bigint[]): boolean {
    const whole = sum(bases);
    if (whole === 0n) return shares.every((share) => share === 0n);
    const remainders = bases.map((base) => discount * base % whole);
    const raised = bases.map((base, index) => (shares[index] ?? 0n) - discount * base / whole);
    return sum(shares) === discount && raised.every((unit, index) => unit === 0n
        || (unit === 1n && raised.every(
            (other, at) => other === 1n || (remainders[at] ?? 0n) <= (remainders[index] ?? 0n))));
}

/** VAT on a net amount, or in a gross one, as a fraction. */
function vatFraction(amount: bigint, rate: Rate, { pricesInclude }: Terms): readonly [top: bigint, bottom: bigint] {
    const percent = rate === 'zw' ? 0n : BigInt(rate);
    return [amount * percent, pricesInclude === 'net' ? 100n : 100n + percent];
}

/**
 * Checks the VAT of a line: rounded half up by itself, or where its rate is rounded as a whole its exact VAT up or
 * down.
 */
export function isVatOf(line: Line, vat: bigint, terms: Terms): boolean {
    const [top, bottom] = vatFraction(amountOf(line, terms), line.rate, terms);
    return terms.rounding === 'per_line'
        ? vat === halfUp(top, bottom) : vat === top / bottom || (vat === top / bottom + 1n && top % bottom > 0n);
}

/** Breakdown with VAT computed once, on the sum of each rate, or on each line. */
export function breakdownOf(lines: readonly Line[], terms: Terms): Breakdown {
    return new Map([...Map.groupBy(lines, ({ rate }) => rate)].map(([rate, own]) => {
        const amounts = own.map((line) => amountOf(line, terms));
        const rounded = terms.rounding === 'per_rate' ? [sum(amounts)] : amounts;
        const vat = sum(rounded.map((amount) => halfUp(...vatFraction(amount, rate, terms))));
        return [rate, { net: terms.pricesInclude === 'net' ? sum(amounts) : sum(amounts) - vat, vat }];
    }));
}

/** Totals of a breakdown. */
export function totalsOf(breakdown: Breakdown): Totals {
    const all = [...breakdown.values()];
    const [net, vat] = [sum(all.map((row) => row.net)), sum(all.map((row) => row.vat))];
    return { net, vat, gross: net + vat };
}

/** Difference that leads from one breakdown to the other. */
export function differenceOf(before: Breakdown, after: Breakdown): Breakdown {
    const nothing = { net: 0n, vat: 0n };
    return new Map(rates.flatMap((rate) => {
        const [old, now] = [before.get(rate), after.get(rate)];
        if (old === undefined && now === undefined) return [];
        const [{ net, vat }, less] = [now ?? nothing, old ?? nothing];
        return [[rate, { net: net - less.net, vat: vat - less.vat }]];
    }));
}

/** An amount in grosze. @param exchange - Złoty for one unit, as text such as `4.3215`. */
export function inGrosze(amount: bigint, currency: Currency, exchange: string): bigint {
    const [whole = '', parts = ''] = exchange.split('.');
    return halfUp(amount * BigInt(whole + parts) * 100n, 10n ** BigInt(parts.length + decimalsOf[currency]));
}

/** Rows that are not zero, by rate. */
export function breakdownText(breakdown: Breakdown, currency: Currency): string {
    return [...breakdown].filter(([, { net, vat }]) => net !== 0n || vat !== 0n)
        .map(([rate, { net, vat }]) => `${rate}: ${money(net, currency)} + ${money(vat, currency)}`).sort().join(', ');
}

/** An amount as the API writes it: `-12.30`, in yen `-12`. */
export const money = (amount: bigint, currency: Currency): string => decimal(amount, decimalsOf[currency]);

/** A whole number of decimal parts as plain text. */
export function decimal(parts: bigint, decimals: number): string {
    const digits = (parts < 0n ? -parts : parts).toString().padStart(decimals + 1, '0');
    const point = digits.length - decimals;
    return `${parts < 0n ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}

/** A decimal without zeros at the end: `1.5`. */
export const plain = (parts: bigint, decimals: number): string => decimal(parts, decimals)
    .replace(/\.0+$|(\.\d*?)0+$/, '$1');

/** Minor units of a text such as `-12.30`. */
export function minorOf(text: string, currency: Currency): bigint {
    const decimals = decimalsOf[currency];
    if (!new RegExp(`^-?\\d+${decimals === 0 ? '' : `\\.\\d{${decimals}}`}$`).test(text))
        throw new Error(`${text} is no amount in ${currency}`);
    return BigInt(text.replace('.', ''));
}

/** The lesser of two amounts. */
export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
/** The sum of amounts. */
export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
