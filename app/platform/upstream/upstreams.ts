import type { Redis } from 'ioredis';
import { openCache } from '../cache/open-cache.ts';
import type { ExchangeRates } from './exchange-rates.ts';
import { createNbpRates } from './nbp.client.ts';
import { noExchangeRates } from './no-exchange-rates.ts';
import type { ContactsClient } from './contacts.client.ts';
import { createContactsClient } from './contacts.client.ts';
import type { ProductsClient } from './products.client.ts';
import { createProductsClient } from './products.client.ts';
import type { QuotesClient } from './quotes.client.ts';
import { createQuotesClient } from './quotes.client.ts';
import type { ServicesClient } from './services.client.ts';
import { createServicesClient } from './services.client.ts';
import type { UpstreamHealth } from './health-probe.ts';
import { probe } from './health-probe.ts';
import { openUpstreamClient } from './upstream-client.ts';
import type { UpstreamLog, UpstreamName, UpstreamObserver } from './upstream-observer.ts';
import { noLog, noObserver } from './upstream-observer.ts';

export type { Contact } from './contact.ts';
export type { OptimalPrice, Product } from './product.ts';
export type { Quote, QuoteItem } from './quote.ts';
export type { Service, ServiceCalculation, ServicePriceInputs } from './service.ts';
export type { Sourced } from './sourced.ts';
export type { UpstreamHealth } from './health-probe.ts';

/** The CRM's services as this one uses them. */
export type Upstreams = {
    readonly contacts: ContactsClient;
    readonly products: ProductsClient;
    readonly services: ServicesClient;
    /** Undefined where the address of quotes-service is not set. */
    readonly quotes: QuotesClient | undefined;
    readonly exchangeRates: ExchangeRates;
    /** One cheap probe per upstream, all at once, each with a limit; never fails. */
    health(): Promise<readonly UpstreamHealth[]>;
    /** Ends calls on the wire, connections and the cache; the Redis connection stays the caller's. */
    close(): Promise<void>;
};

/** Options of {@link openUpstreams}. */
export type UpstreamsOptions = {
    /** Base URLs; each may carry a path such as `/api/v1` and a trailing slash. */
    readonly contacts: { readonly url: string };
    readonly products: { readonly url: string };
    readonly services: { readonly url: string };
    /** Absent: quotes are not read. */
    readonly quotes?: { readonly url: string } | undefined;
    /** NBP's API, with its path. @default exchange rates are given by hand */
    readonly exchangeRates?: { readonly url: string } | undefined;
    /** Time for one call as a whole, its retries included. */
    readonly timeoutMs: number;
    /** Maximum age of an answer that is used without asking again. */
    readonly freshSeconds: number;
    /** Time after that in which an answer may stand in while the upstream fails or is slow. */
    readonly staleSeconds: number;
    /** Shares the cache between replicas; without it the cache is in memory. */
    readonly redis?: Redis | undefined;
    /** Gives `fetchedAt` its time. */
    readonly clock?: { now(): Date };
    readonly observer?: UpstreamObserver;
    readonly log?: UpstreamLog;
};

/** Opens the clients of the CRM's services; nothing is called yet. */
export async function openUpstreams(options: UpstreamsOptions): Promise<Upstreams> {
    const { timeoutMs, freshSeconds, staleSeconds, redis } = options;
    const { clock = { now: () => new Date() }, observer = noObserver, log = noLog } = options;
    const cache = await openCache({
        redis,
        changed: (usable) => {
            log.warn({ usable }, usable
                ? 'The cache answers again' : 'The cache does not answer and is done without for now');
        }
    });

    const open = (upstream: UpstreamName, { url }: { readonly url: string }) =>
        openUpstreamClient({ upstream, url, timeoutMs, observer, clock });
    const contacts = open('contacts-service', options.contacts);
    const products = open('products-service', options.products);
    const services = open('services-service', options.services);
    const quotes = options.quotes && open('quotes-service', options.quotes);
    const nbp = options.exchangeRates && open('nbp', options.exchangeRates);
    const clients = [contacts, products, services, ...(quotes ? [quotes] : []), ...(nbp ? [nbp] : [])];
    const cached = { cache, clock, timeoutMs, freshSeconds, staleSeconds, observer, log };

    return {
        contacts: createContactsClient(contacts, cached),
        products: createProductsClient(products, cached),
        services: createServicesClient(services, cached),
        quotes: quotes && createQuotesClient(quotes),
        exchangeRates: nbp === undefined ? noExchangeRates : createNbpRates(nbp, cached),
        health: () => Promise.all(clients.map(probe)),
        close: async () => {
            await Promise.all(clients.map((client) => client.close()));
            await cache.stop();
        }
    };
}
