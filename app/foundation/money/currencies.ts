/*
 * Active codes of ISO 4217 list one by number of decimals, after the changes of 2025 and 2026 (XCG replaced ANG, CUC
 * and BGN left, XAD was added).
 *
 * It is a table of our own, because Node's Intl follows CLDR, which differs from ISO in 16 currencies in use (it gives
 * HUF, IDR and IQD no decimals, ISO 2, 2 and 3) and lists historic codes. The npm package `currency-codes` 2.2.0 (MIT)
 * is of June 2024, still has BGN, ANG and CUC, lacks XCG, and gives gold and XXX 0 decimals, so that they look like the
 * yen. The list changes about once a year. Codes whose minor unit is "N.A." (gold, SDR, testing, no currency …) are
 * left out: an amount in them cannot be rounded to a cent.
 */
const codesByDecimals = [
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    [2, 'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW '
        + 'CNY COP COU CRC CUP'],
    [2, 'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD '
        + 'KES KGS KHR KPW KYD'],
    [2, 'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD '
        + 'PAB PEN PGK PHP PKR'],
    [2, 'PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD '
        + 'TZS UAH USD USN UYU'],
    [2, 'UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW']
] as const;

const decimalsByCode: ReadonlyMap<string, number> = new Map(
    codesByDecimals.flatMap(([decimals, codes]) => codes.split(' ').map((code): [string, number] => [code, decimals]))
);

/** Every currency an invoice may be in, in alphabetical order. */
export const currencyCodes: readonly string[] = [...decimalsByCode.keys()].sort();

/** Tells whether an invoice may be in this currency. */
export function isCurrency(code: string): boolean {
    return decimalsByCode.has(code);
}

/**
 * The number of decimals of a currency's amounts: PLN 2, JPY 0, KWD 3.
 * @param code - ISO 4217 in capitals (EN 16931 BT-5), checked when it came in.
 * @throws RangeError when the code is unknown, which is a defect of the caller
 */
export function decimalsOf(code: string): number {
    const decimals = decimalsByCode.get(code);
    if (decimals === undefined) {
        throw new RangeError(`${code} is not an active ISO 4217 currency with a minor unit`);
    }
    return decimals;
}
