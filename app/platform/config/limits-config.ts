import type { Environment } from './environment.ts';
import { parseNetwork, type Network } from './networks.ts';

/**
 * Classes of calls by what they cost, each with a limit of its own.
 * - `reads`, `writes`: calls of the API.
 * - `reports`: sums over many documents, and proofs over a whole series.
 * - `bulk`: calls with up to 1 000 records, and exports.
 * - `pages`: calls without a token, such as the page that a customer opens; limited by address.
 */
export const costClasses = ['reads', 'writes', 'reports', 'bulk', 'pages'] as const;

/** One of the classes of calls. */
export type CostClass = (typeof costClasses)[number];

/** Limit of a token bucket: it holds so many calls, and is filled again evenly in so many seconds. */
export type Rate = { readonly calls: number; readonly seconds: number };

/** Settings that keep one organisation from taking what others need. */
export type LimitsConfig = {
    /** False: calls are not counted, and no answer tells of limits. */
    readonly ratesOn: boolean;
    /** Limits of an organisation by class; for `pages`: of an address. */
    readonly rates: Readonly<Record<CostClass, Rate>>;
    /** Limits of one subject of an organisation. */
    readonly subjectRates: Readonly<Record<CostClass, Rate>>;
    /** Maximum requests of one organisation that are at work at once in this process. */
    readonly maxInFlight: number;
    /** Networks of proxies whose X-Forwarded-For tells a caller's address. */
    readonly trustedProxies: readonly Network[];
};

/** Share of the pool's connections that the requests of one organisation may have. */
const shareOfPool = 0.6;

/** Reads the settings of the limits, and adds their faults to `faults`. */
export function limitsConfig(env: Environment, faults: string[]): LimitsConfig {
    const rates = {
        reads: env.RATE_LIMIT_READS, writes: env.RATE_LIMIT_WRITES, reports: env.RATE_LIMIT_REPORTS,
        bulk: env.RATE_LIMIT_BULK, pages: env.RATE_LIMIT_PAGES
    };
    const share = ({ calls, seconds }: Rate): Rate =>
        ({ calls: Math.max(1, Math.floor(calls * env.RATE_LIMIT_SUBJECT_PERCENT / 100)), seconds });
    return {
        ratesOn: env.RATE_LIMITS === 'on',
        rates,
        subjectRates: {
            reads: share(rates.reads), writes: share(rates.writes), reports: share(rates.reports),
            bulk: share(rates.bulk), pages: rates.pages
        },
        maxInFlight: env.MAX_IN_FLIGHT_PER_ORGANISATION ?? Math.max(1, Math.ceil(env.DATABASE_POOL_SIZE * shareOfPool)),
        trustedProxies: (env.TRUSTED_PROXIES ?? []).flatMap((text) => {
            const network = parseNetwork(text);
            if ('fault' in network) {
                faults.push(`TRUSTED_PROXIES: ${JSON.stringify(text)} ${network.fault}`);
                return [];
            }
            return [network];
        })
    };
}
