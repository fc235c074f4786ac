import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { productId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import { servedFacts } from '../support/route-matrix/route-table.ts';
import { useService } from '../support/use-service.ts';

/**
 * The CRM's gateway shows its user nothing but the message of an error. What that tells to do must be possible with the
 * gateway's own routes (specification, 5.1).
 */

const clock = givenClock();
const service = useService({ clock });

const gatewayRoutes = new Set(servedFacts.filter(({ gateway }) => gateway).map(({ route }) => route));

/** Announces a route that the gateway's user asks an administrator to use. */
const byAnAdministrator = 'at the invoice service itself, with ';
const routeName = /\b(?:GET|POST|PUT|PATCH|DELETE) \/[A-Za-z{}/-]+/g;

/** The routes that a text names for the gateway's user. */
function routesIn(text: string): readonly string[] {
    return [...text.matchAll(routeName)].filter(({ index }) => !text.slice(0, index).endsWith(byAnAdministrator))
        .map(([route]) => route);
}

/** The texts of a source file as the program has them: without comments, and with broken strings put together. */
function textsOf(file: string): string {
    return readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
        .replaceAll(/['"`]\s*\+ ['"`]/g, '');
}

/** Files whose texts are documentation, or answers of the metrics' own port. */
const described = /\.(?:routes|schemas|answers|example|test)\.ts$|\/generated\/|\/openapi\/|metrics-server\.ts$/;
const sources = ['domain', 'features', 'platform', 'foundation']
    .flatMap((folder) => globSync(`app/${folder}/**/*.ts`)).filter((file) => !described.test(file)).sort();

test('no text of the program names a route that the gateway lacks', () => {
    const named = sources.flatMap((file) => routesIn(textsOf(file)).map((route) => [file, route] as const));

    expect(sources.length).toBeGreaterThan(200);
    expect(named.filter(([, route]) => !gatewayRoutes.has(route))).toEqual([]);
    expect(new Set(named.map(([, route]) => route))).toEqual(new Set([
        'PATCH /invoices/{invoiceId}', 'PATCH /invoices/{invoiceId}/cancel', 'PATCH /invoices/{invoiceId}/mark-paid',
        'PATCH /invoices/{invoiceId}/send', 'POST /invoices', 'POST /invoices/{invoiceId}/recalculate'
    ]));
});

type Id = { readonly id: string };
type Situation = {
    readonly given: (organisation: GivenOrganisation) => Promise<Id>;
    /** The gateway's call that is refused. */
    readonly call: (organisation: GivenOrganisation, id: string) => Promise<Answered>;
    readonly code: string;
    readonly says: string;
    /** Calls that the message tells to make, with the gateway's routes. */
    readonly wayOut: (organisation: GivenOrganisation, id: string) => Promise<Answered>;
};

const send = ({ call }: GivenOrganisation, id: string) => call('PATCH', `/invoices/${id}/send`, { body: {} });
const edit = ({ call }: GivenOrganisation, id: string) =>
    call('PATCH', `/invoices/${id}`, { body: { notes: 'Poprawka' } });
const markPaid = ({ call }: GivenOrganisation, id: string) => call('PATCH', `/invoices/${id}/mark-paid`,
    { body: { paymentDate: '2026-11-23', paymentMethod: 'cash' } });
const cancel = ({ call }: GivenOrganisation, id: string, options: Readonly<Record<string, unknown>> = {}) =>
    call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Pomyłka', ...options } });
const takeBack = (organisation: GivenOrganisation, id: string) => cancel(organisation, id, { createCorrective: true });
const sent = async (organisation: GivenOrganisation) =>
    (await send(organisation, (await organisation.draft()).id)).body;

/** A corrective, and the invoice that it corrects. */
async function correctiveOf(organisation: GivenOrganisation): Promise<Id & { readonly originalId: string }> {
    const { id: originalId, items: [item] } = await organisation.issued();
    const { body } = await organisation.call('POST', `/invoices/${originalId}/correctives`,
        { body: { reason: 'Rabat', items: [{ itemId: item.id, quantity: '0.5' }] } });
    return { id: body.id, originalId };
}
const cancelOriginal = async (organisation: GivenOrganisation, id: string) =>
    takeBack(organisation, (await organisation.call('GET', `/invoices/${id}`)).body.correction.invoiceId);

const situations: Readonly<Record<string, Situation>> = {
    'mark-paid of a draft': {
        given: ({ draft }) => draft(), call: markPaid, code: 'INVOICE_NOT_ISSUED',
        says: 'send it first (PATCH /invoices/{invoiceId}/send)',
        wayOut: async (organisation, id) => {
            await send(organisation, id);
            return markPaid(organisation, id);
        }
    },
    'mark-paid of a corrective': {
        given: correctiveOf, call: markPaid, code: 'INVOICE_NOT_PAYABLE',
        says: 'is settled with the invoice that it corrects',
        wayOut: async (organisation, id) => markPaid(
            organisation, (await organisation.call('GET', `/invoices/${id}`)).body.correction.invoiceId)
    },
    'an edit after sending': {
        given: sent, call: edit, code: 'INVOICE_NOT_DRAFT',
        says: 'cancel it (PATCH /invoices/{invoiceId}/cancel) and make a new one', wayOut: takeBack
    },
    'a deletion after sending': {
        given: sent, call: ({ call }, id) => call('DELETE', `/invoices/${id}`), code: 'INVOICE_NOT_DRAFT',
        says: 'only a draft can be changed or deleted; cancel it', wayOut: takeBack
    },
    'an edit of a corrective': {
        given: correctiveOf, call: edit, code: 'INVOICE_NOT_DRAFT',
        says: 'by cancelling the invoice that it corrects (PATCH /invoices/{invoiceId}/cancel)', wayOut: cancelOriginal
    },
    'cancelling a corrective': {
        given: correctiveOf, call: cancel, code: 'CORRECTIVE_NOT_CANCELLABLE',
        says: 'cancel the invoice that it corrects', wayOut: cancelOriginal
    },
    'cancelling what was sent': {
        given: sent, call: cancel, code: 'CORRECTIVE_REQUIRED', says: 'set createCorrective to true', wayOut: takeBack
    },
    'cancelling what was corrected': {
        given: async (organisation) => ({ id: (await correctiveOf(organisation)).originalId }), call: cancel,
        code: 'INVOICE_HAS_CORRECTIVES', says: 'set createCorrective to true', wayOut: takeBack
    },
    'cancelling what was paid': {
        given: async (organisation) => {
            const { id } = await organisation.issued();
            await markPaid(organisation, id);
            return { id };
        },
        call: cancel, code: 'INVOICE_HAS_PAYMENTS', says: 'set createCorrective to true', wayOut: takeBack
    },
    'sending with prices that are too old': {
        given: async ({ draft }) => {
            const made = await draft({ items: [{ itemType: 'product', productId: productId(1), quantity: '2' }] });
            clock.pass(6 * 24 * 3_600_000);
            return made;
        },
        call: send, code: 'PRICE_TOO_OLD',
        says: 'recalculate the draft first, by POST /invoices/{invoiceId}/recalculate',
        wayOut: async (organisation, id) => {
            await organisation.call('POST', `/invoices/${id}/recalculate`);
            return send(organisation, id);
        }
    },
    'sending without a complete seller': {
        given: async (organisation) => {
            await organisation.profile({ nip: null });
            return organisation.draft();
        },
        call: send, code: 'SELLER_INCOMPLETE',
        says: 'lacks nip: an administrator completes it at the invoice service itself, with PATCH /organisation',
        wayOut: async (organisation, id) => {
            await organisation.profile({});
            return send(organisation, id);
        }
    },
    'an edit without If-Match where the organisation requires it': {
        given: async (organisation) => {
            await organisation.profile({ requireIfMatch: true });
            return organisation.draft();
        },
        call: edit, code: 'PRECONDITION_REQUIRED', says: 'an administrator can switch that off (requireIfMatch)',
        wayOut: async (organisation, id) => {
            await organisation.profile({ requireIfMatch: false });
            return edit(organisation, id);
        }
    }
};

describe('what the message of a refusal tells to do', () => {
    test.each(Object.entries(situations))('can be done by the gateway: %s', async (_what, situation) => {
        const organisation = await givenOrganisation(service);
        const { id } = await situation.given(organisation);

        const { body } = await situation.call(organisation, id);
        const after = await situation.wayOut(organisation, id);

        expect([body.code, body.message]).toEqual([situation.code, expect.stringContaining(situation.says)]);
        expect(routesIn(body.message).filter((route) => !gatewayRoutes.has(route))).toEqual([]);
        expect(after.status).toBe(200);
    });
});
