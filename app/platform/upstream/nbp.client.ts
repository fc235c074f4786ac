import { calendarDate } from '../../foundation/clock/clock.ts';
import type { DomainError } from '../../foundation/errors/domain-error.ts';
import type { CachedCallOptions } from './cached-client.ts';
import { cachedCall } from './cached-client.ts';
import type { Call, UpstreamClient } from './upstream-client.ts';
import { misconfigured, rejected } from './upstream-errors.ts';
import type { ExchangeRates, PublishedRate } from './exchange-rates.ts';
import { readNewestRate, type AskedRates } from './nbp.contract.ts';
import { daysBefore, mayBeOvertaken } from './rate-days.ts';
import { rateMissing } from './rate-missing.ts';

/** Time in the cache. The last rate before a day stays the last one for ever; the time only bounds the cache. */
const keptSeconds = 30 * 86_400;

/** Time zone whose calendar decides which tables can be published already. */
const nbpTimeZone = 'Europe/Warsaw';

/** Options for reading NBP's rates. */
export type NbpOptions = Pick<CachedCallOptions, 'cache' | 'timeoutMs' | 'observer' | 'log'>
    & { readonly clock: { now(): Date } };

/**
 * Average rates of Narodowy Bank Polski, table A, through the cache. They are public: every organisation gets the same,
 * and no caller's token is ever sent there.
 * @see https://api.nbp.pl/ and Ustawa o VAT art. 31a
 */
export function createNbpRates(client: UpstreamClient, options: NbpOptions): ExchangeRates {
    const { clock } = options;
    const read = cachedCall<PublishedRate>(
        client, 'nbp-a-v1', { ...options, freshSeconds: keptSeconds, staleSeconds: 0 });

    return {
        find: async ({ requestId, traceparent, signal }, { currency, vatCurrency, before }) => {
            if (vatCurrency !== 'PLN') {
                throw rateMissing(`NBP publishes rates in PLN, not in ${vatCurrency}`);
            }
            const today = calendarDate(clock.now(), nbpTimeZone);
            const days = daysBefore(before, today);
            if (days === undefined) {
                throw notYet(currency, before);
            }
            // Not kept by organisation: the rates are the same for all.
            const context = {
                organisationId: '', requestId, ...(traceparent === undefined ? {} : { traceparent }),
                ...(signal === undefined ? {} : { signal })
            };
            const { value } = await read(context, [currency, before], {
                ...ratesCall({ currency, days }),
                read: (body, broken) => {
                    const rate = readNewestRate(body, { currency, days }, broken);
                    if (mayBeOvertaken(rate.date, before, today)) {
                        throw notYet(currency, before);
                    }
                    return rate;
                }
            });
            return value;
        }
    };
}

/** The call that asks for the rates of some days; `doctor` makes it too. */
export function ratesCall({ currency, days }: AskedRates): Call<PublishedRate> {
    const missing = () => rateMissing(`NBP's table A has no rate of ${currency} from ${days.from} to ${days.to}`);
    return {
        method: 'GET',
        // The last part is empty: NBP's addresses end in a slash.
        path: ['exchangerates', 'rates', 'a', currency.toLowerCase(), days.from, days.to, ''],
        query: { format: 'json' },
        record: `${currency}/${days.from}/${days.to}`,
        read: (body, broken) => readNewestRate(body, { currency, days }, broken),
        notFound: missing,
        refused: (status, text) => {
            // NBP's refusals are plain text. It also answers `404 NotFound` for a currency that the table does not
            // have.
            if (status === 404) {
                return text.startsWith('404 NotFound')
                    ? missing() : misconfigured('nbp', 'it does not know the rates of table A there');
            }
            return rejected('nbp', status);
        }
    };
}

function notYet(currency: string, before: string): DomainError {
    return rateMissing(`NBP has not published the rate of ${currency} for the last working day before ${before} yet`);
}
