/** Decimals of the currencies that random documents are in. */
export const decimals = { PLN: 2, EUR: 2, JPY: 0, KWD: 3 } as const;
/** A currency of random documents. */
export type Currency = keyof typeof decimals;
/** All of them. */
export const currencies: readonly Currency[] = ['PLN', 'EUR', 'JPY', 'KWD'];

/** Minor units in the database's form: `12.34`. */
export function written(minor: bigint, currency: Currency): string {
    const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals[currency] + 1, '0');
    const whole = digits.length - decimals[currency];
    const point = decimals[currency] === 0 ? '' : '.';
    return `${minor < 0n ? '-' : ''}${digits.slice(0, whole)}${point}${digits.slice(whole)}`;
}
