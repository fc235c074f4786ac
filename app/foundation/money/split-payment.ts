/** Gross total in grosze above which split payment is mandatory: 15 000 PLN. */
const limitPlnMinor = 1_500_000n;

/** Facts that decide on split payment. */
export type SplitPaymentInput = {
    readonly currency: string;
    /** Gross total in minor units of `currency`. */
    readonly grossMinor: bigint;
    /** The gross total in PLN for an invoice in another currency; absent while its exchange rate is not known. */
    readonly grossPlnMinor?: bigint | undefined;
    /** True when a taxpayer buys goods or services of annex 15 of the law with VAT. */
    readonly anyLineNeedsIt: boolean;
};

/**
 * Tells whether the invoice must carry "mechanizm podzielonej płatności" (MPP): its gross total exceeds 15 000 PLN or
 * the equivalent in another currency, and a line needs it. Exactly 15 000 PLN does not exceed it. Without a PLN total,
 * a foreign currency gives false: ask again once the rate is set, which an invoice needs before it is issued.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 18a, art. 108a ust. 1a
 */
export function needsSplitPayment({ currency, grossMinor, grossPlnMinor, anyLineNeedsIt }: SplitPaymentInput): boolean {
    const plnMinor = currency === 'PLN' ? grossMinor : grossPlnMinor;

    return anyLineNeedsIt && plnMinor !== undefined && plnMinor > limitPlnMinor;
}
