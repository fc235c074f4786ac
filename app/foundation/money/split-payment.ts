/** Split payment is compulsory above this gross total. */
const limitPlnMinor = 1_500_000n;

/** What decides on split payment. */
export type SplitPaymentInput = {
    readonly currency: string;
    /** Gross total in minor units of `currency`. */
    readonly grossMinor: bigint;
    /** The same total in PLN, for an invoice in another currency; absent while its exchange rate is not known. */
    readonly grossPlnMinor?: bigint | undefined;
    /** Whether a line is for goods or services of annex 15 of the law. */
    readonly anyLineNeedsIt: boolean;
};

/**
 * Whether the invoice must carry "mechanizm podzielonej płatności" (MPP): its gross total is over 15 000 PLN, or as much in another
 * currency, and a line needs it. Exactly 15 000 PLN is not over. In another currency without a PLN total the answer is no: ask again
 * once the rate is set, which an invoice needs before it is issued.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 18a, art. 108a ust. 1a
 */
export function needsSplitPayment({ currency, grossMinor, grossPlnMinor, anyLineNeedsIt }: SplitPaymentInput): boolean {
    const plnMinor = currency === 'PLN' ? grossMinor : grossPlnMinor;

    return anyLineNeedsIt && plnMinor !== undefined && plnMinor > limitPlnMinor;
}
