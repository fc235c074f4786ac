import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { context, failureOf, givenStandins } from '../support/standins.ts';

const { standins, open } = givenStandins();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
});

const withoutPath = (url: string) => ({ url: new URL(url).origin });

/** A contacts-service whose routes lie below a path that the test moves. */
async function givenMovable() {
    const seen: string[] = [];
    let prefix = '/api/v1';
    const server = createServer((request, response) => {
        const url = request.url ?? '';
        seen.push(url.replace(/contacts\/.*/, 'contacts'));
        const isThere = url.startsWith(`${prefix}/contacts/`);
        response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(
            isThere ? { id: url.split('/').at(-1), firstName: 'Anna', lastName: 'Nowak', nip: null, status: 'NEW' }
                : { message: `Cannot GET ${url}`, error: 'Not Found', statusCode: 404 }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    return {
        url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
        seen: () => seen.splice(0),
        move: (to: string) => { prefix = to; }
    };
}

describe('a URL without a path', () => {
    test('works for all four services, and where a service is needs one request more, once', async () => {
        const { contacts, products, services, quotes } = standins().urls;
        const { upstreams, observed } = await open({
            contacts: withoutPath(contacts), products: withoutPath(products), services: withoutPath(services),
            quotes: withoutPath(quotes)
        });

        const found = [
            await upstreams.contacts.find(context, contactId(1)), await upstreams.contacts.find(context, contactId(2)),
            await upstreams.products.find(context, productId(1)), await upstreams.services.find(context, serviceId(1)),
            await upstreams.quotes?.find(context, quoteId(1))
        ];

        expect(found.map((answer) => answer?.value.id))
            .toEqual([contactId(1), contactId(2), productId(1), serviceId(1), quoteId(1)]);
        expect(observed.calls).toEqual(['no_route', 'ok', 'ok', 'ok', 'ok', 'no_route', 'ok']);
        expect(new Set(observed.breaker)).toEqual(new Set(['closed']));
    });

    test('is told an unknown record from an unknown route, below the path that was found', async () => {
        const { upstreams, observed } = await open({ contacts: withoutPath(standins().urls.contacts) });

        const failure = await failureOf(upstreams.contacts.find(context, contactId(999)));

        expect(failure.code).toBe('CONTACT_NOT_FOUND');
        expect(observed.calls).toEqual(['no_route', 'not_found']);
        expect((await upstreams.health())[0]).toMatchObject({ status: 'up', basePath: '/api/v1' });
    });

    test('sends calls at once no more than twice each', async () => {
        const { upstreams } = await open({ contacts: withoutPath(standins().urls.contacts) });

        const found = await Promise.all(Array.from({ length: 10 }, (_, index) =>
            upstreams.contacts.find(context, contactId(index + 1))));

        expect(found).toHaveLength(10);
        expect(standins().control.contacts.calls()).toBeLessThanOrEqual(20);
    });

    test('of a product that has no optimal pricing is not searched for that call again and again', async () => {
        const { upstreams } = await open({ products: withoutPath(standins().urls.products) });
        await upstreams.products.find(context, productId(1));
        const before = standins().control.products.calls();

        expect(await upstreams.products.optimalPrice(context, productId(1), 30_000_000n)).toBe('not_available');
        expect(standins().control.products.calls() - before).toBe(1);
    });

    test('follows a service that moves, and looks only once for each call', async () => {
        const movable = await givenMovable();
        const { upstreams } = await open({ contacts: { url: movable.url } });
        await upstreams.contacts.find(context, contactId(1));
        const first = movable.seen();
        movable.move('');

        await upstreams.contacts.find(context, contactId(2));
        const moved = movable.seen();
        await upstreams.contacts.find(context, contactId(3));
        const settled = movable.seen();

        expect([first, moved, settled]).toEqual([
            ['/contacts', '/api/v1/contacts'], ['/api/v1/contacts', '/contacts'], ['/contacts']
        ]);
    });

    test('that leads nowhere is a wrong setting, tried twice a call, and health tells it until it is mended', async () => {
        const movable = await givenMovable();
        movable.move('/elsewhere');
        const { upstreams, observed } = await open({ contacts: { url: movable.url } });

        const failure = await failureOf(upstreams.contacts.find(context, contactId(1)));
        const tried = movable.seen();
        const [ill] = await upstreams.health();
        movable.move('/api/v1');
        await upstreams.contacts.find(context, contactId(1));
        const [well] = await upstreams.health();

        expect(failure).toMatchObject({ code: 'UPSTREAM_MISCONFIGURED', upstream: 'contacts-service' });
        expect(failure.message).toContain('it knows no such route (404)');
        expect(tried).toEqual(['/contacts', '/api/v1/contacts']);
        expect(observed.calls).toEqual(['no_route', 'misconfigured', 'no_route', 'ok']);
        expect(ill).toMatchObject({ status: 'down', detail: expect.stringContaining('check its URL') });
        expect(well).toMatchObject({ status: 'up', basePath: '/api/v1' });
    });

    test('keeps no path from an answer that no route of the service gave', async () => {
        const movable = await givenMovable();
        const { upstreams } = await open({ contacts: { url: movable.url } });

        standins().control.contacts.set({ failure: 'error500' });
        const { upstreams: failing, observed } = await open({ contacts: withoutPath(standins().urls.contacts) });
        await failureOf(failing.contacts.find(context, contactId(1)));
        standins().control.contacts.set({ failure: 'none' });
        const { value } = await failing.contacts.find(context, contactId(1));

        expect(value.id).toBe(contactId(1));
        expect(observed.calls).toEqual(['server_error', 'server_error', 'server_error', 'no_route', 'ok']);
        expect((await upstreams.health())[0]).not.toHaveProperty('basePath');
    });
});

test('a URL that carries a path is used as it is', async () => {
    const { upstreams, observed } = await open({ contacts: { url: `${new URL(standins().urls.contacts).origin}/v2` } });

    const failure = await failureOf(upstreams.contacts.find(context, contactId(1)));

    expect(failure.code).toBe('UPSTREAM_MISCONFIGURED');
    expect(failure.message).toContain('it knows no such route (404)');
    expect(observed.calls).toEqual(['misconfigured']);
});
