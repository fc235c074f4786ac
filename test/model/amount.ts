/** An amount in relation to the available one: a part in eighths, all of it, or more than it by some minor units. */
export type Amount = { readonly eighths: bigint } | { readonly more: bigint };

/** The amount that is meant. */
export const amountOf = (whole: bigint, amount: Amount): bigint => {
    const wanted = 'eighths' in amount ? whole * amount.eighths / 8n : whole + amount.more;
    return wanted === 0n ? 1n : wanted;
};
