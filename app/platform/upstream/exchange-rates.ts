import type { CallContext } from './call-context.ts';

/** The source of published rates: table A of NBP. */
export const publishedSource = 'nbp-a';

/** Value of one unit of a currency in another one, as a source published it. */
export type PublishedRate = {
    /** Units of the VAT currency for one unit of the invoice's currency, in billionths. */
    readonly rateNanos: bigint;
    /** Day of the table, `YYYY-MM-DD`. */
    readonly date: string;
    /** The publisher; with `table` it tells where the rate can be looked up. */
    readonly source: typeof publishedSource;
    /** The table's own number, such as `225/A/NBP/2026`. */
    readonly table: string;
};

/** Request for one rate. */
export type WantedRate = {
    /** ISO 4217: the invoice's currency. */
    readonly currency: string;
    /** ISO 4217: the organisation's VAT currency, another one. */
    readonly vatCurrency: string;
    /** The rate of the last working day before this day is wanted, see {@link rateBefore}. */
    readonly before: string;
};

/** Source of exchange rates for invoices whose caller gives none. */
export type ExchangeRates = {
    /**
     * The rate of the last working day before a day.
     * @throws DomainError `EXCHANGE_RATE_MISSING` when the source does not have the rate yet or never will; the
     *     `UPSTREAM_…` codes when it
     *   cannot be asked
     */
    find(context: CallContext, wanted: WantedRate): Promise<PublishedRate>;
};

/**
 * The day before which the last working day gives the rate: the tax point, or the issue where the invoice comes first.
 * @param taxPoint - Calendar date, `YYYY-MM-DD`, as is `issueDate`.
 * @see Ustawa o VAT art. 31a ust. 1-2
 */
export function rateBefore(taxPoint: string, issueDate: string): string {
    return taxPoint < issueDate ? taxPoint : issueDate;
}
