import type { Standin, StandinControl, StandinRoute } from './standin-server.ts';
import { startStandin } from './standin-server.ts';
import { contactsRoutes } from './contacts.standin.ts';
import { nbpRoutes } from './nbp.standin.ts';
import { productsRoutes } from './products.standin.ts';
import { quotesRoutes } from './quotes.standin.ts';
import { servicesRoutes } from './services.standin.ts';
import type { Switches } from './switches.ts';

/** Names of the services that have a stand-in. */
export const standinNames = ['contacts', 'products', 'services', 'quotes', 'nbp'] as const;

/** One of {@link standinNames}. */
export type StandinName = (typeof standinNames)[number];

/** Record with a value for each of the stand-ins. */
export type PerStandin<T> = Readonly<Record<StandinName, T>>;

/** Running stand-ins: their base URLs, and the switches of each. */
export type Standins = {
    readonly urls: PerStandin<string>; readonly control: PerStandin<StandinControl>; close(): Promise<void>
};

/** Options for starting the stand-ins. */
export type StandinsOptions = {
    /** Port of each stand-in; 0, the default, is any free one. */
    readonly ports?: PerStandin<number>;
    /** @default 'deployed' */
    readonly form?: Switches['form'];
    /** @default '127.0.0.1' */
    readonly host?: string;
};

const specifications: PerStandin<{ readonly prefix: string; readonly routes: readonly StandinRoute[] }> = {
    contacts: { prefix: '/api/v1', routes: contactsRoutes },
    products: { prefix: '', routes: productsRoutes },
    services: { prefix: '', routes: servicesRoutes },
    quotes: { prefix: '/api/v1', routes: quotesRoutes },
    nbp: { prefix: '/api', routes: nbpRoutes }
};

/** Starts the stand-in of one service. */
export async function startOne(name: StandinName, options: StandinsOptions = {}): Promise<Standin> {
    const { ports, form = 'deployed', host = '127.0.0.1' } = options;
    const { prefix, routes } = specifications[name];
    return startStandin(name, prefix, routes, { host, port: ports?.[name] ?? 0, form });
}

/**
 * Starts the stand-ins of contacts-, products-, services- and quotes-service, and of NBP. If one can not start, none is
 * left running.
 */
export async function startStandins(options: StandinsOptions = {}): Promise<Standins> {
    const started: Standin[] = [];
    const start = async (name: StandinName) => {
        const standin = await startOne(name, options);
        started.push(standin);
        return standin;
    };
    const close = async () => {
        await Promise.all(started.map((standin) => standin.close()));
    };

    try {
        const contacts = await start('contacts');
        const products = await start('products');
        const services = await start('services');
        const quotes = await start('quotes');
        const nbp = await start('nbp');
        return {
            urls: {
                contacts: contacts.url, products: products.url, services: services.url, quotes: quotes.url, nbp: nbp.url
            },
            control: {
                contacts: contacts.control, products: products.control, services: services.control,
                quotes: quotes.control, nbp: nbp.control
            },
            close
        };
    } catch (error) {
        await close();
        throw error;
    }
}
