import type { ServerInjectResponse } from '@hapi/hapi';
import { defaultProfile } from '../../app/domain/organisations/organisation.ts';
import { startStandins, type Standins } from '../../app/dev/standins/standins.ts';
import { givenDatabase } from './given-database.ts';
import { faultsOfEvents } from './kept-events.ts';
import { givenServer, type GivenServer, type ServerSettings } from './given-server.ts';
import { forgetChanges } from './forget-changes.ts';
import { givenToken } from './given-token.ts';

/** One answer, with its body read. */
export type Answered = {
    readonly status: number;
    readonly headers: ServerInjectResponse['headers'];
    /** The JSON body as it came, absent in any other media type; a test says what it expects of it. */
    readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into bodies freely
    readonly text: string;
    /** The body as bytes. */
    readonly bytes: Buffer;
};

/** Parts of a call beside method and address. */
export type CallOptions = {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly token?: string;
    /** Address of the caller; by default this machine. */
    readonly remoteAddress?: string;
};

/** The whole service on its own database, with stand-ins of the upstreams. */
export type GivenService = GivenServer & {
    readonly standins: Standins;
    readonly databaseUrl: string;
    /** Calls with an accountant's token of the default organisation, unless the options say otherwise. */
    call(method: string, url: string, options?: CallOptions): Promise<Answered>;
};

/** A complete seller, who may issue; all of it is invented. */
export const completeSeller = {
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1',
    postalCode: '00-001', city: 'Warszawa', vatId: 'PL1234563218'
};

/** Settings of the complete seller that no document shows. */
const ownSettings = { exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT' };

/** A whole profile for PUT: the defaults, a complete seller who may issue exempt lines, and these changes. */
export function wholeProfile(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    const { numberPatterns = {}, ...others } = changes;
    return {
        ...defaultProfile, ...completeSeller, ...ownSettings, ...others,
        numberPatterns: Object.assign({}, defaultProfile.numberPatterns, numberPatterns)
    };
}

/**
 * Starts the service for one test, which closes it; `useService` does both for all tests of a file.
 * Closing fails when the service has written an event that differs from the catalogue.
 */
export async function givenService({ env = {}, ...settings }: ServerSettings = {}): Promise<GivenService> {
    const database = await givenDatabase();
    const standins = await startStandins();
    const given = await givenServer({
        ...settings,
        env: {
            DATABASE_URL: database.url,
            CONTACTS_SERVICE_URL: standins.urls.contacts,
            PRODUCTS_SERVICE_URL: standins.urls.products,
            SERVICES_SERVICE_URL: standins.urls.services,
            QUOTES_SERVICE_URL: standins.urls.quotes,
            EXCHANGE_RATES_URL: standins.urls.nbp,
            UPSTREAM_TIMEOUT_MS: '5000',
            ...env
        }
    });
    const accountant = await givenToken();

    return {
        ...given,
        standins,
        databaseUrl: database.url,
        call: async (method, url, { body: sent, headers = {}, token = accountant, ...from } = {}) => {
            const response = await given.server.inject({
                method, url, ...from,
                headers: {
                    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
                    ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
                    ...headers
                },
                ...(sent === undefined ? {} : { payload: typeof sent === 'string' ? sent : JSON.stringify(sent) })
            });
            const text = response.payload;
            const body: unknown = text !== '' && /json/.test(String(response.headers['content-type']))
                ? JSON.parse(text) : undefined;
            return { status: response.statusCode, headers: response.headers, body, text, bytes: response.rawPayload };
        },
        close: async () => {
            await given.close();
            await standins.close();
            const faults = await faultsOfEvents(database.url);
            await database.drop();
            if (faults.length > 0) {
                throw new Error(
                    `The service told what the catalogue of events does not know:\n${[...new Set(faults)].join('\n')}`);
            }
        }
    };
}

/** Completes the organisation of a token, so that it may issue. */
export async function givenSeller(
    service: GivenService, profile: Readonly<Record<string, unknown>> = {}, claims: { readonly org?: string } = {}
): Promise<void> {
    const answer = await service.call('PUT', '/organisation',
        { body: wholeProfile(profile), token: await givenToken({ role: 'admin', ...claims }) });
    if (answer.status !== 200) {
        throw new Error(`the seller was refused: ${answer.text}`);
    }
    await forgetChanges(service, answer.body.id);
}

/** An item that needs no other service. */
export function givenItem(overrides: Readonly<Record<string, unknown>> = {}) {
    return {
        itemType: 'custom', description: 'Transport', quantity: '1', unit: 'szt', unitPriceNet: '100.00',
        vatRate: 23, ...overrides
    };
}

/** The buyer of a draft: an invented person. A draft with a contact, or without a name, gets no address by hand. */
export function givenBuyer(overrides: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
    const isNamed = !('customerName' in overrides) || typeof overrides['customerName'] === 'string';
    return {
        customerName: 'Anna Przykładowa',
        ...(isNamed && typeof overrides['contactId'] !== 'string'
            ? { customerAddress: 'ul. Lipowa 2, 00-002 Warszawa' } : {})
    };
}

/** A stored draft of one item for a named customer. */
export async function givenDraft(
    { call }: GivenService, overrides: Readonly<Record<string, unknown>> = {}, options: CallOptions = {}
) {
    const answer = await call('POST', '/invoices',
        { ...options, body: { ...givenBuyer(overrides), items: [givenItem()], ...overrides } });
    if (answer.status !== 201) {
        throw new Error(`the draft was refused: ${answer.text}`);
    }
    return answer.body;
}
