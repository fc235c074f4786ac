import { describe, expect, test } from '@jest/globals';
import { cleanUpDeliveries } from '../../app/features/webhooks/clean-up-deliveries.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { useWebhooks } from '../support/use-webhooks.ts';

const { service, clock, database, givenWebhook } = useWebhooks();

const url = 'https://shared.example/hooks';
const hourMs = 3_600_000;

async function givenAdministrator() {
    const organisation = await givenOrganisation(service);
    const call = await organisation.as({ role: 'admin' });
    return {
        organisation, call, create: (address: string) => call('POST', '/webhooks', { body: { url: address } }),
        move: (id: string, address: string) => call('PATCH', `/webhooks/${id}`, { body: { url: address } })
    };
}
const several = (count: number) => Promise.all(Array.from({ length: count }, givenAdministrator));
const statusesOf = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status).sort();
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('one address', () => {
    test('has webhooks of five organisations, also when twenty ask at once', async () => {
        const all = await several(20);

        const answers = await Promise.all(all.map(({ create }) => create(url)));

        expect(statusesOf(answers)).toEqual([...times(5, 201), ...times(15, 409)]);
        const clause = 'is used by as many organisations as may use one address: give it a path or a query of your own';
        expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
            code: 'WEBHOOK_URL_CROWDED', message: `url ${clause}`,
            errors: [{ path: 'url', code: 'WEBHOOK_URL_CROWDED', message: clause }]
        });
        expect(answers.find(({ status }) => status === 409)?.body).not.toHaveProperty('details');
        expect((await all[19]?.create(`${url}?own`))?.status).toBe(201);
    });

    test.each([
        'https://SHARED.example/hooks', 'https://shared.example:443/hooks', 'https://shared.example./hooks',
        'https://shared.example/hooks#', 'https://shared.example/hooks?', 'https://shared.example/./hooks'
    ])('is the same as %s', async (written) => {
        const [sixth, ...five] = await several(6);
        for (const { create } of five) expect((await create(url)).status).toBe(201);

        expect((await sixth?.create(written))?.body.code).toBe('WEBHOOK_URL_CROWDED');
        expect((await five[0]?.create(written))?.body.code).toBe('WEBHOOK_URL_TAKEN');
    });

    test('is not moved to by a sixth, also when twenty do at once, and is free when one has left', async () => {
        const all = await several(20);
        const ids = await Promise.all(all.map(async ({ create }, n) =>
            String((await create(`https://own.example/${n}`)).body.id)));

        const moves = await Promise.all(all.map(({ move }, n) => move(ids[n] ?? '', url)));
        const [first, last] = [200, 409].map((status) => moves.findIndex((answer) => answer.status === status));
        await all[first ?? 0]?.call('DELETE', `/webhooks/${ids[first ?? 0]}`);

        expect(statusesOf(moves)).toEqual([...times(5, 200), ...times(15, 409)]);
        expect((await all[last ?? 0]?.move(ids[last ?? 0] ?? '', url))?.status).toBe(200);
    });
});

describe('one host', () => {
    test('has ten webhooks of an organisation, also when twenty are made at once', async () => {
        const [{ create }, other] = [await givenAdministrator(), await givenAdministrator()];

        const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => create(`${url}?n=${n}`)));

        expect(statusesOf(answers)).toEqual([...times(10, 201), ...times(10, 422)]);
        expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({
            code: 'TOO_MANY_WEBHOOKS', message: expect.stringContaining('10'), errors: [{ path: 'url' }]
        });
        expect((await create('https://shared.example:8443/')).status).toBe(201);
        expect((await other.create(`${url}?n=1`)).status).toBe(201);
    });

    test('is not moved to by an eleventh, and its own may move within it', async () => {
        const own = await givenAdministrator();
        const ids = [];
        for (let n = 0; n < 10; n += 1) ids.push(String((await own.create(`${url}?n=${n}`)).body.id));
        const { body: { id } } = await own.create('https://elsewhere.example/');

        expect((await own.move(String(id), `${url}?n=11`)).body.code).toBe('TOO_MANY_WEBHOOKS');
        expect((await own.move(ids[0] ?? '', `${url}?n=12`)).status).toBe(200);
    });
});

describe('events sent again', () => {
    /** A webhook whose organisation has that many events. */
    async function givenEvents(count: number) {
        const webhook = await givenWebhook('http://127.0.0.1:9/');
        await onDatabase(service.databaseUrl, `INSERT INTO outbox_event (id, organisation_id, invoice_id, type,
            payload, created_at, position) SELECT gen_random_uuid(), $1, gen_random_uuid(), 'invoice.issued', '{}',
            $2, nextval('outbox_event_position_seq') FROM generate_series(1, $3::int)`,
            [webhook.organisation.id, clock.now(), count]);
        return webhook;
    }
    const use = ({ organisation }: Awaited<ReturnType<typeof givenEvents>>, used: number) => onDatabase(
        service.databaseUrl, 'UPDATE webhook_allowance SET used = $2 WHERE organisation_id = $1',
        [organisation.id, used]);

    test('are ten thousand within an hour; the last call queues what is left, and says where to go on', async () => {
        const webhook = await givenEvents(20);
        const { replay } = webhook;

        const first = await replay({ after: '0' });
        await use(webhook, 9_985);
        const last = await replay({ after: '0' });
        clock.pass(1_000);
        const refused = await replay({ after: last.body.nextAfter });

        expect([first.status, first.body]).toEqual([202, { replayed: 20, nextAfter: null, leftThisHour: 9_980 }]);
        expect([last.status, last.body])
            .toEqual([202, { replayed: 15, nextAfter: expect.stringMatching(/^\d+$/), leftThisHour: 0 }]);
        expect([refused.status, refused.body.code, refused.body.details, refused.headers['retry-after']])
            .toEqual([429, 'WEBHOOK_ALLOWANCE_USED', { max: 10_000, left: 0 }, '3599']);
        clock.pass(hourMs - 1_000);
        expect((await replay({ after: last.body.nextAfter })).body)
            .toEqual({ replayed: 5, nextAfter: null, leftThisHour: 9_995 });
    });

    test('are bounded also when twenty calls come at once, and for each webhook by itself', async () => {
        const webhook = await givenEvents(10);
        const { replay, call, organisation } = webhook;
        const other = await call('POST', '/webhooks', { body: { url: 'http://127.0.0.1:10/' } });
        await replay({ after: '0' });
        await use(webhook, 9_955);

        const answers = await Promise.all(Array.from({ length: 20 }, () => replay({ after: '0' })));

        expect(statusesOf(answers)).toEqual([...times(5, 202), ...times(15, 429)]);
        expect(answers.reduce((sum, { body }) => sum + Number(body.replayed ?? 0), 0)).toBe(45);
        expect((await call('POST', `/webhooks/${other.body.id}/replay`, { body: { after: '0' } })).body.leftThisHour)
            .toBe(9_990);
        expect(await onDatabase(service.databaseUrl,
            'SELECT used FROM webhook_allowance WHERE organisation_id = $1 ORDER BY used', [organisation.id]))
            .toEqual([{ used: 10 }, { used: 10_000 }]);
    });

    test('that are not there use nothing', async () => {
        const { replay, organisation } = await givenEvents(0);

        const { status } = await replay({ eventId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01' });

        expect(status).toBe(404);
        expect(await onDatabase(
            service.databaseUrl, 'SELECT used FROM webhook_allowance WHERE organisation_id = $1', [organisation.id]))
            .toEqual([{ used: 0 }]);
    });
});

describe('test events', () => {
    test('are sixty within an hour, also at once; beyond them nothing is stored', async () => {
        const { id, call, organisation } = await givenWebhook('http://127.0.0.1:9/');
        const tested = () => call('POST', `/webhooks/${id}/test`);

        const answers = [];
        for (let n = 0; n < 7; n += 1) answers.push(...await Promise.all(Array.from({ length: 10 }, tested)));
        const [{ count } = { count: undefined }] = await onDatabase(service.databaseUrl,
            'SELECT count(*)::int FROM outbox_event WHERE organisation_id = $1', [organisation.id]);
        clock.pass(hourMs);

        expect(statusesOf(answers)).toEqual([...times(60, 202), ...times(10, 429)]);
        expect(answers.at(-1)).toMatchObject({ headers: { 'retry-after': '3600' }, body: {
            code: 'WEBHOOK_ALLOWANCE_USED', details: { max: 60, left: 0 } } });
        expect(count).toBe(60);
        expect((await tested()).status).toBe(202);
    });

    test('are as many for a webhook that is deleted and made again', async () => {
        const { id, call, organisation } = await givenWebhook('http://127.0.0.1:9/');
        await call('POST', `/webhooks/${id}/test`);
        await onDatabase(service.databaseUrl,
            'UPDATE webhook_allowance SET used = 60 WHERE organisation_id = $1', [organisation.id]);

        await call('DELETE', `/webhooks/${id}`);
        const { body: again } = await call('POST', '/webhooks', { body: { url: 'http://127.0.0.1:9/' } });

        expect((await call('POST', `/webhooks/${again.id}/test`)).status).toBe(429);
    });
});

test('what was used in hours that are over is removed, and what was used in this one is not', async () => {
    const [old, present] = [await givenWebhook('http://127.0.0.1:9/'), await givenWebhook('http://127.0.0.1:10/')];
    await old.call('POST', `/webhooks/${old.id}/test`);
    clock.pass(2 * hourMs + 1);
    await present.call('POST', `/webhooks/${present.id}/test`);

    await cleanUpDeliveries({ database, clock }, new AbortController().signal);

    const rows = await onDatabase(service.databaseUrl, 'SELECT organisation_id AS id FROM webhook_allowance');
    expect(rows).toContainEqual({ id: present.organisation.id });
    expect(rows).not.toContainEqual({ id: old.organisation.id });
});
