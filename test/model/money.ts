/** Invoice arithmetic of the model's own, in whole grosze. Shares no code with the service. */

/** Rates of VAT as the API writes them; `zw` is exempt. */
export const rates = ['23', '8', '5', '0', 'zw'] as const;
export type Rate = (typeof rates)[number];

/** What a line says. Everything that it comes to follows from this. */
export type Words = {
    readonly description: string;
    /** In thousandths. */
    readonly quantity: bigint;
    /** Net, of one unit, in ten-thousandths of a złoty. */
    readonly price: bigint;
    /** In hundredths of a percent. */
    readonly discount: bigint;
    readonly rate: Rate;
};

/** Net and VAT of each rate that a document has, in grosze. */
export type Breakdown = ReadonlyMap<Rate, { readonly net: bigint; readonly vat: bigint }>;

export type Totals = { readonly net: bigint; readonly vat: bigint; readonly gross: bigint };

const halfUp = (top: bigint, bottom: bigint): bigint => (2n * top + bottom) / (2n * bottom);

/** Price, less the discount on it; each is rounded once. */
export function netOf({ quantity, price, discount }: Words): bigint {
    const full = halfUp(quantity * price, 100_000n);
    return full - halfUp(full * discount, 10_000n);
}

/** VAT is worked out once, on the net sum of each rate. */
export function breakdownOf(lines: readonly Words[]): Breakdown {
    const nets = new Map<Rate, bigint>();
    for (const line of lines) nets.set(line.rate, (nets.get(line.rate) ?? 0n) + netOf(line));
    return new Map([...nets].map(([rate, net]) => [rate, { net, vat: rate === 'zw' ? 0n : halfUp(net * BigInt(rate), 100n) }]));
}

export function totalsOf(breakdown: Breakdown): Totals {
    const all = [...breakdown.values()];
    const net = all.reduce((sum, row) => sum + row.net, 0n);
    const vat = all.reduce((sum, row) => sum + row.vat, 0n);
    return { net, vat, gross: net + vat };
}

/** What has to be added to one breakdown to come to the other. */
export function differenceOf(before: Breakdown, after: Breakdown): Breakdown {
    const nothing = { net: 0n, vat: 0n };
    return new Map(rates.flatMap((rate) => {
        const [old, now] = [before.get(rate), after.get(rate)];
        if (old === undefined && now === undefined) return [];
        const [{ net, vat }, less] = [now ?? nothing, old ?? nothing];
        return [[rate, { net: net - less.net, vat: vat - less.vat }]];
    }));
}

/** Rows that come to something, by rate. */
export function breakdownText(breakdown: Breakdown): string {
    return [...breakdown].filter(([, { net, vat }]) => net !== 0n || vat !== 0n).map(([rate, { net, vat }]) => `${rate}: ${zloty(net)} + ${zloty(vat)}`).sort().join(', ');
}

/** Grosze as the API writes them: `-12.30`. */
export function zloty(grosze: bigint): string {
    return decimal(grosze, 2);
}

/** A whole number of decimal parts as plain text. */
export function decimal(parts: bigint, decimals: number): string {
    const digits = (parts < 0n ? -parts : parts).toString().padStart(decimals + 1, '0');
    return `${parts < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `-12.30` in grosze. */
export function grosze(text: string): bigint {
    if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`${text} is no amount in złoty`);
    return BigInt(text.replace('.', ''));
}

export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
