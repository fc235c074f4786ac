import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

/** Time limit of an answer here: the service itself has 9 s. */
const answerLimitMs = 1_000;
const service = useService({ answerLimitMs });
const organisation = useOrganisation(service);

/** Services that are not cached: each line has another quantity. */
let quantities = 0;
const fitting = () => {
    quantities += 1;
    return { itemType: 'service', serviceId: serviceId(1), quantity: `${quantities}` };
};
const fittings = (count: number) => Array.from({ length: count }, fitting);

beforeEach(() => service.standins.control.services.reset());

type Call = (of: GivenOrganisation, draft: Answered['body']) => Promise<Answered>;

describe('a call whose prices come too late is 503 and stores nothing, also later', () => {
    test.each<[string, Call]>([
        ['POST /invoices', ({ call }) =>
            call('POST', '/invoices', { body: { customerName: 'A', items: fittings(200) } })],
        ['POST /invoices with a key', ({ call }) => call('POST', '/invoices', {
            body: { customerName: 'A', items: fittings(40) }, headers: { 'idempotency-key': 'k' }
        })],
        ['PATCH /invoices/{id}', ({ call }, { id }) =>
            call('PATCH', `/invoices/${id}`, { body: { items: fittings(40) } })],
        ['POST …/items/service', ({ call }, { id }) => {
            const { serviceId: wanted, quantity } = fitting();
            return call('POST', `/invoices/${id}/items/service`, { body: { serviceId: wanted, quantity } });
        }],
        ['POST …/recalculate', ({ call }, { id }) => call('POST', `/invoices/${id}/recalculate`)],
        ['POST /invoices/from-quote', ({ call }) => call('POST', '/invoices/from-quote',
            { body: { quoteId: quoteId(1), items: fittings(40) } })],
        ['POST /invoices/bulk/create', ({ call }) => call('POST', '/invoices/bulk/create', {
            body: { invoices: [
                { customerName: 'A', items: fittings(40) }, { customerName: 'B', items: [givenItem()] }
            ] }
        })]
    ])('%s', async (_what, call) => {
        const draft = await organisation.draft({ items: fittings(3) });
        const before = await storedRows(service);
        service.standins.control.services.set({ latencyMs: 1_300 });
        const begun = performance.now();

        const { status, headers, body } = await call(organisation, draft);
        const tookMs = performance.now() - begun;
        await wait(2_000);

        expect([status, body.code]).toEqual([503, 'REQUEST_TIMEOUT']);
        expect(body.message).toContain('nothing was stored');
        expect(headers['retry-after']).toBe('5');
        expect(tookMs).toBeLessThan(1_300);
        // An Idempotency-Key is given back, so that the call may be made again.
        expect(await storedRows(service)).toEqual(before);
    });
});

test('the upstream is not asked for the rest of the lines', async () => {
    service.standins.control.services.set({ latencyMs: 600 });

    const { status } = await organisation.call(
        'POST', '/invoices', { body: { customerName: 'A', items: fittings(200) } });
    await wait(1_500);

    expect(status).toBe(503);
    expect(service.standins.control.services.calls()).toBeLessThanOrEqual(40);
});

test('a statement that is under way when the time is up is waited for, and its outcome told', async () => {
    const draft = await organisation.draft();
    const lock = await givenLock(service.databaseUrl, 'LOCK TABLE audit_entry IN SHARE MODE');
    const edited = organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'Pilne' } });
    await lock.held(1);
    await wait(answerLimitMs + 300);
    await lock.release();

    const { status, body } = await edited;

    expect([status, body.notes]).toEqual([200, 'Pilne']);
    expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.notes).toBe('Pilne');
});

test('a replay that is late queues no event, also later', async () => {
    const draft = await organisation.draft();
    await organisation.issue(draft.id);
    await organisation.call('GET', '/events');
    const admin = await organisation.as({ role: 'admin' });
    const { body: { id } } = await admin('POST', '/webhooks', { body: { url: 'https://crm.example/hooks/replayed' } });
    const lock = await givenLock(service.databaseUrl, 'LOCK TABLE webhook_endpoint IN ACCESS EXCLUSIVE MODE');
    const replayed = admin('POST', `/webhooks/${id}/replay`, { body: { after: '0' } });
    await lock.held(1);

    const { status, body } = await replayed;
    await lock.release();
    await wait(500);

    expect([status, body.code]).toEqual([503, 'REQUEST_TIMEOUT']);
    expect(await onDatabase(service.databaseUrl,
        'SELECT event_id FROM webhook_delivery WHERE endpoint_id = $1', [id])).toEqual([]);
});
