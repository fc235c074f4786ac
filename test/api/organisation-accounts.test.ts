import { describe, expect, test } from '@jest/globals';
import { givenClock } from '../support/given-server.ts';
import { givenItem, givenBuyer, wholeProfile } from '../support/given-service.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { useService } from '../support/use-service.ts';

const clock = givenClock();
const two = useService({ clock, env: { IBAN_CHANGE_NEEDS: 'second_admin' } });
const alone = useService({ clock });

const [iban, other, third] =
    ['PL61109010140000071219812874', 'PL10105000997603123456789123', 'CZ6508000000192000145399'];
const dayMs = 24 * 3_600_000;

/** An organisation with two administrators and no account. */
async function givenAdministrators(service = two) {
    const organisation = await givenOrganisation(service);
    const [first, second] = [
        await organisation.as({ role: 'admin', sub: 'anna' }), await organisation.as({ role: 'admin', sub: 'borys' })
    ];
    return {
        ...organisation, first, second,
        confirm: (by: typeof first, id: string, headers = {}) =>
            by('POST', '/organisation/pending-change/confirm', { body: { id }, headers }),
        read: async () => (await first('GET', '/organisation')).body,
        events: async () => (await first('GET', '/events')).body.data,
        history: async (query = '') => (await first('GET', `/organisation/history${query}`)).body
    };
}

/** Asks for an account and returns the id of the change that waits. */
async function asked({ first }: Awaited<ReturnType<typeof givenAdministrators>>, account = iban): Promise<string> {
    return (await first('PATCH', '/organisation', { body: { iban: account } })).body.pendingChange.id;
}

describe('where a change of accounts needs a second administrator', () => {
    test('it waits, while the other fields of its request change at once', async () => {
        const { first, read, events, history } = await givenAdministrators();

        const { status, body } = await first(
            'PATCH', '/organisation', { body: { iban, ibans: { EUR: other }, bankName: 'Bank Przykładowy' } });

        const pendingChange = {
            id: expect.any(String), iban, ibans: { EUR: other }, requestedBy: 'anna',
            requestedAt: '2026-11-23T10:15:00.000Z', expiresAt: '2026-11-30T10:15:00.000Z'
        };
        expect([status, body.iban, body.ibans, body.bankName]).toEqual([200, null, {}, 'Bank Przykładowy']);
        expect(body.pendingChange).toEqual(pendingChange);
        expect(await read()).toEqual(body);
        const { iban: _iban, ibans: _ibans, ...change } = pendingChange;
        expect((await events()).map(({ type, data }: { type: string; data: object }) => [type, data])).toEqual([
            ['organisation.changed', {
                version: 3, fields: ['bankName'], before: { bankName: null }, after: { bankName: 'Bank Przykładowy' }
            }],
            ['organisation.change_requested', {
                ...change, before: { iban: null, ibans: {} }, after: { iban, ibans: { EUR: other } }
            }]
        ]);
        expect((await history()).data.map(({ action }: { action: string }) => action)).toEqual(
            ['organisation.changed', 'organisation.changed', 'organisation.change_requested']);
    });

    test('a change of accounts alone changes no other field and is told once', async () => {
        const organisation = await givenAdministrators();

        await asked(organisation);

        expect((await organisation.events()).map(({ type }: { type: string }) => type))
            .toEqual(['organisation.change_requested']);
    });

    test('another administrator confirms it, and an invoice shows the account from then on', async () => {
        const organisation = await givenAdministrators();
        const id = await asked(organisation);
        const before = await organisation.issued();

        const { status, body, headers } = await organisation.confirm(organisation.second, id);

        const after = await organisation.issued();
        expect([status, body.iban, body.pendingChange]).toEqual([200, iban, null]);
        expect(headers['etag']).toMatch(/^"4\./);
        expect([before.seller.iban, after.seller.iban]).toEqual([null, iban]);
        const { data } = await organisation.history();
        expect(data.at(-1)).toMatchObject({
            action: 'organisation.change_confirmed', actor: 'borys',
            before: { iban: null, pendingChange: { id, requestedBy: 'anna' } }, after: { iban, pendingChange: null }
        });
        expect((await organisation.events()).filter(({ type }: { type: string }) => type === 'organisation.changed')
            .map(({ data: told }: { data: object }) => told))
            .toEqual([{ version: 4, fields: ['iban'], before: { iban: null }, after: { iban } }]);
    });

    test.each([
        ['the one who asked', { role: 'admin', sub: 'anna' }, 403, 'SECOND_ADMIN_NEEDED'],
        ['the one who asked, written otherwise', { role: 'admin', sub: 'An\u200bNA' }, 403, 'SECOND_ADMIN_NEEDED'],
        ['the gateway', { role: 'admin', sub: 'gateway' }, 403, 'SECOND_ADMIN_NEEDED'],
        ['the worker', { role: 'admin', sub: 'worker' }, 403, 'SECOND_ADMIN_NEEDED'],
        ['an accountant', { role: 'accountant', sub: 'celina' }, 403, 'FORBIDDEN']
    ])('%s cannot confirm it', async (_who, claims, status, code) => {
        const organisation = await givenAdministrators();
        const id = await asked(organisation);

        const refused = await organisation.confirm(await organisation.as(claims), id);

        expect([refused.status, refused.body.code]).toEqual([status, code]);
        expect(await organisation.read()).toMatchObject({ iban: null, pendingChange: { id } });
    });

    test('a later change takes its place, and the earlier one is not confirmed any more', async () => {
        const organisation = await givenAdministrators();
        const [early, late] = [await asked(organisation, iban), await asked(organisation, other)];

        const refused = await organisation.confirm(organisation.second, early);
        const confirmed = await organisation.confirm(organisation.second, late);

        expect([refused.status, refused.body.code]).toEqual([409, 'PENDING_CHANGE_REPLACED']);
        expect([confirmed.status, confirmed.body.iban]).toEqual([200, other]);
    });

    test('of a confirmation and a later change at once, the account that was not seen is never confirmed', async () => {
        const organisation = await givenAdministrators();
        const id = await asked(organisation, iban);

        const answers = await Promise.all([
            ...Array.from({ length: 5 }, () => organisation.confirm(organisation.second, id)),
            ...[other, third].map((account) =>
                organisation.first('PATCH', '/organisation', { body: { iban: account } }))
        ]);

        const { iban: present, pendingChange } = await organisation.read();
        expect(answers.every(({ status }) => [200, 404, 409].includes(status))).toBe(true);
        expect([null, iban]).toContain(present);
        expect([other, third]).toContain(pendingChange.iban);
    });

    test('either administrator rejects it', async () => {
        const organisation = await givenAdministrators();
        const statuses: number[] = [];
        for (const by of [organisation.first, organisation.second]) {
            await asked(organisation);
            statuses.push((await by('DELETE', '/organisation/pending-change')).status);
        }

        const again = await organisation.first('DELETE', '/organisation/pending-change');

        expect([statuses, again.status, again.body.code]).toEqual([[204, 204], 404, 'PENDING_CHANGE_NOT_FOUND']);
        expect(await organisation.read()).toMatchObject({ iban: null, pendingChange: null });
        expect((await organisation.events()).at(-1)).toMatchObject({
            type: 'organisation.change_rejected', data: { requestedBy: 'anna', after: { iban, ibans: {} } }
        });
    });

    test('it waits for 7 days', async () => {
        const [inTime, late] = [await givenAdministrators(), await givenAdministrators()];
        const ids = [await asked(inTime), await asked(late)];
        clock.pass(7 * dayMs - 1);
        const confirmed = await inTime.confirm(inTime.second, String(ids[0]));
        const waiting = (await late.read()).pendingChange;

        clock.pass(1);
        const refused = await late.confirm(late.second, String(ids[1]));

        expect([confirmed.status, waiting.id]).toEqual([200, ids[1]]);
        expect([refused.status, refused.body.code]).toEqual([404, 'PENDING_CHANGE_NOT_FOUND']);
        expect((await late.read()).pendingChange).toBeNull();
        clock.pass(-7 * dayMs);
    });

    test('what GET answered can be put back without an effect on it', async () => {
        const organisation = await givenAdministrators();
        const id = await asked(organisation);

        const put = await organisation.second('PUT', '/organisation', { body: await organisation.read() });

        expect([put.status, put.body.iban, put.body.pendingChange.id]).toEqual([200, null, id]);
        expect((await organisation.confirm(organisation.second, id)).status).toBe(200);
    });

    test('removing an account waits too', async () => {
        const organisation = await givenAdministrators();
        await organisation.confirm(organisation.second, await asked(organisation));

        const put = await organisation.first('PUT', '/organisation', { body: wholeProfile({ iban: null }) });

        expect([put.body.iban, put.body.pendingChange.iban]).toEqual([iban, null]);
    });

    test('the confirmation holds to If-Match, and asks for the id', async () => {
        const organisation = await givenAdministrators();
        const id = await asked(organisation);

        const stale = await organisation.confirm(organisation.second, id, { 'if-match': '"1"' });
        const unnamed = await organisation.second('POST', '/organisation/pending-change/confirm', { body: {} });

        expect([stale.status, stale.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
        expect([unnamed.status, unnamed.body.errors[0].path]).toEqual([400, 'id']);
    });
});

describe('where a change of accounts needs nothing more', () => {
    test('it counts at once and is told with both values', async () => {
        const { first, events } = await givenAdministrators(alone);
        await first('PATCH', '/organisation', { body: { iban } });

        const { body } = await first('PATCH', '/organisation', { body: { iban: other, ibans: { CZK: third } } });

        expect([body.iban, body.pendingChange]).toEqual([other, null]);
        expect((await events()).at(-1)).toMatchObject({
            type: 'organisation.changed', invoiceId: null,
            data: {
                version: 4, fields: ['iban', 'ibans'], before: { iban, ibans: {} },
                after: { iban: other, ibans: { CZK: third } }
            }
        });
    });

    test('a change that leaves every value as it was is told to nobody', async () => {
        const { first, events } = await givenAdministrators(alone);
        const { body } = await first('GET', '/organisation');

        await first('PUT', '/organisation', { body });

        expect(await events()).toEqual([]);
    });

    test('nothing waits to be confirmed', async () => {
        const organisation = await givenAdministrators(alone);

        const refused = await organisation.confirm(organisation.second, '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4e01');

        expect([refused.status, refused.body.code]).toEqual([404, 'PENDING_CHANGE_NOT_FOUND']);
    });
});

describe('the history of the organisation', () => {
    test('tells who changed what and when, a page at a time, and nothing of webhooks', async () => {
        const { first, second, history } = await givenAdministrators(alone);
        await first('POST', '/webhooks', { body: { url: 'https://crm.example/history' } });
        await second('PATCH', '/organisation', { body: { iban }, headers: { 'x-request-id': 'req-of-borys' } });

        const page = await history('?limit=1');
        const rest = await history(`?limit=50&after=${page.nextAfter}`);

        expect([page.data.length, page.limit, rest.nextAfter]).toEqual([1, 1, null]);
        expect(rest.data).toEqual([{
            id: expect.any(String), action: 'organisation.changed', actor: 'borys', organisation: expect.any(String),
            onBehalfOf: null, requestId: 'req-of-borys', before: { version: 2, iban: null },
            after: { version: 3, iban }, at: '2026-11-23T10:15:00.000Z'
        }]);
    });

    test('of an organisation without changes is empty, and shown to who may read the profile', async () => {
        const organisation = await givenOrganisation(alone);
        const [viewer, reporter] = [
            await organisation.as({ role: 'viewer' }), await organisation.as({ scope: 'reports:read', role: undefined })
        ];

        expect((await viewer('GET', '/organisation/history')).status)
            .toBe((await viewer('GET', '/organisation')).status);
        expect((await reporter('GET', '/organisation/history')).status).toBe(403);
    });
});

test('drafts keep what they are while a change waits, and are issued with the account that counts', async () => {
    const organisation = await givenAdministrators();
    const draft = (await organisation.first(
        'POST', '/invoices', { body: { ...givenBuyer({}), items: [givenItem()] } })).body;
    const id = await asked(organisation);
    const unchanged = (await organisation.first('GET', `/invoices/${draft.id}`)).body;
    await organisation.confirm(organisation.second, id);

    const issued = await organisation.issue(draft.id);

    expect([unchanged, issued.body.seller.iban]).toEqual([draft, iban]);
});
