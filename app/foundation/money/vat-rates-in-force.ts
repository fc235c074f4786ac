/** The rates of category S of one country from a day on, in percent. */
type RatePeriod = { readonly from: string; readonly rates: readonly string[] };

/**
 * VAT rates of category S by country, the newest period first. A country that is not here is unknown.
 * Earlier periods are left out: no document of so long ago is issued (`issue-dates.ts`).
 * @see Ustawa o VAT art. 41 ust. 1-2a with art. 146ea-146ef (23, 8 and 5 since 2011)
 */
const ratesByCountry: Readonly<Record<string, readonly RatePeriod[]>> = {
    PL: [{ from: '2011-01-01', rates: ['23', '8', '5'] }]
};

/**
 * The VAT rates of category S that were in force in a country on a day, in percent; undefined where the service does
 * not know them.
 * @param country - ISO 3166-1 alpha-2
 * @param day - Calendar date, `YYYY-MM-DD`.
 */
export function vatRatesInForce(country: string, day: string): readonly string[] | undefined {
    return ratesByCountry[country]?.find(({ from }) => from <= day)?.rates;
}
