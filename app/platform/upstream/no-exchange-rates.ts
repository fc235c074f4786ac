import type { ExchangeRates } from './exchange-rates.ts';
import { rateMissing } from './rate-missing.ts';

/** Exchange rates without a configured source: every rate is given by hand. */
export const noExchangeRates: ExchangeRates = {
    find: async (_context, { currency, vatCurrency }) => {
        throw rateMissing(
            `no source of exchange rates is configured, so the rate of ${currency} in ${vatCurrency} must be given`);
    }
};
