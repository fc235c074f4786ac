import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock, givenServer } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenToken } from '../support/given-token.ts';
import { sendTo, withScopes } from '../support/route-matrix/route-call.ts';
import { ownedMatrix } from '../support/route-matrix/rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';
import { scopes as allScopes } from '../../app/foundation/vocabulary/scopes.ts';

const dayMs = 86_400_000;
const clock = givenClock();
const service = useService({ clock });
const organisation = useOrganisation(service);

const tag = /^"\d+\.[\w-]{16}"$/;

function etagIn({ headers }: Answered): string {
    expect(headers['etag']).toMatch(tag);
    return String(headers['etag']);
}

/** The version in an ETag. */
function versionIn(etag: string): number {
    return Number(/^"(\d+)\./.exec(etag)?.[1]);
}

type State = { readonly etag: string; readonly text: string; readonly body: Answered['body'] };

/** Every invoice of an organisation as GET answers it, by its id. */
async function statesOf({ call }: Pick<GivenOrganisation, 'call'>): Promise<ReadonlyMap<string, State>> {
    const { body } = await call('GET', '/invoices?page=1&limit=100');
    const ids: readonly string[] = body.data.map(({ id }: { readonly id: string }) => id);
    return new Map(await Promise.all(ids.map(async (id) => {
        const answer = await call('GET', `/invoices/${id}`);
        return [id, { etag: etagIn(answer), text: answer.text, body: answer.body }] as const;
    })));
}

describe('whenever the answer differs, so does its ETag', () => {
    /** Members that were seen to change while the version stayed. */
    const derived = new Set<string>();

    const compare = (before: ReadonlyMap<string, State>, after: ReadonlyMap<string, State>): void => {
        for (const [id, { etag, text, body }] of after) {
            const earlier = before.get(id);
            if (earlier === undefined) continue;
            expect([id, etag === earlier.etag]).toEqual([id, text === earlier.text]);
            if (versionIn(etag) === versionIn(earlier.etag)) {
                Object.keys(body).filter((name) => JSON.stringify(body[name]) !== JSON.stringify(earlier.body[name]))
                    .forEach((name) => derived.add(name));
            }
        }
    };

    test.each(ownedMatrix)('after %s, and on the days after it', async (route, row) => {
        const owner = await givenOrganisation(service);
        const send = await withScopes(owner, allScopes);
        const call = await row.arrange(owner, service);
        const before = await statesOf(owner);

        const { status } = await sendTo(send, route, call);
        const after = await statesOf(owner);
        clock.pass(30 * dayMs);
        const later = await statesOf(owner);
        clock.pass(-30 * dayMs);

        expect(status).toBe(row.succeeds);
        compare(before, after);
        compare(after, later);
        compare(before, later);
    });

    test('and some of that changed without the version', () => {
        expect([...derived]).toContain('overdue');
    });

    test('also of what only another build shows', async () => {
        const { id } = await organisation.issued();
        const etags = [etagIn(await organisation.call('GET', `/invoices/${id}`))];
        const authorization = `Bearer ${await givenToken({ org: organisation.id, exp: 4_000_000_000 })}`;
        for (const build of [{ VERSION: '9.9.9' }, { REVISION: 'abc' }]) {
            const other = await givenServer({ clock, env: { DATABASE_URL: service.databaseUrl, ...build } });
            const { headers } = await other.server.inject({ url: `/invoices/${id}`, headers: { authorization } });
            await other.close();
            etags.push(String(headers['etag']));
        }

        expect(new Set(etags).size).toBe(3);
    });
});

describe('the ETag that a change answers', () => {
    const answering = ownedMatrix.filter(([route]) => /^(POST|PUT|PATCH|DELETE) \/(invoices|organisation|webhooks)/
        .test(route));

    test.each(answering)('%s is that of the state, where it answers one', async (route, row) => {
        const owner = await givenOrganisation(service);
        const send = await withScopes(owner, allScopes);
        const call = await row.arrange(owner, service);

        const answer = await sendTo(send, route, call);

        if (answer.headers['etag'] === undefined) return;
        const address = answer.headers['location'] ?? readingAddress(route, call.params ?? {}, answer.body);
        expect(etagIn(answer)).toBe(etagIn(await send('GET', String(address))));
    });

    test('is the same when the number was put in by the statement, with a key and without one', async () => {
        const [one, other] = [await organisation.draft(), await organisation.draft()];

        const keyed = await organisation.issue(one.id, undefined, { 'idempotency-key': randomUUID() });
        const plain = await organisation.issue(other.id);

        expect([etagIn(keyed), etagIn(plain)]).toEqual([
            etagIn(await organisation.call('GET', `/invoices/${one.id}`)),
            etagIn(await organisation.call('GET', `/invoices/${other.id}`))
        ]);
    });
});

/** Address at which the state of an answer is read, when it has no Location. */
function readingAddress(route: string, params: Readonly<Record<string, string>>, body: Answered['body']): string {
    if (route.includes('/organisation')) {
        return /\/organisation(?:\/(?:mail-texts|reminders))?/.exec(route)?.[0] ?? '';
    }
    return route.includes('/webhooks') ? `/webhooks/${params['webhookId']}`
        : `/invoices/${body?.invoice?.id ?? body?.id ?? params['invoiceId']}`;
}

describe('If-Match', () => {
    test('counts the version: what is derived may have changed since, and the version alone still holds', async () => {
        const draft = await organisation.draft({ notes: '1' });
        const change = (ifMatch: string, notes: string) => organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { notes }, headers: { 'if-match': ifMatch } });

        const answers = [
            await change('"1.another-day-12345"', '2'), await change('"2"', '3'), await change('"9.x", "3.y"', '4'),
            await change(etagIn(await organisation.call('GET', `/invoices/${draft.id}`)), '5'), await change('*', '6')
        ];

        expect(answers.map(({ status, body }) => [status, body.notes]))
            .toEqual([[200, '2'], [200, '3'], [200, '4'], [200, '5'], [200, '6']]);
    });

    test.each(['"2.x"', '"1', '1.x', 'W/"1.x"', '"01.x"', '"1x"', '"-1"', '".1"', '"1.x" "2"'])(
        'of %s is stale for version 1', async (ifMatch) => {
            const draft = await organisation.draft();

            const { status, body } = await organisation.call(
                'PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' }, headers: { 'if-match': ifMatch } });

            expect([status, body.code, body.message])
                .toEqual([412, 'PRECONDITION_FAILED', 'If-Match: the state you saw is stale, the present one is "1"']);
        });
});

describe('If-None-Match', () => {
    const readers: readonly (readonly [string, (owner: GivenOrganisation) => Promise<string>])[] = [
        ['an invoice', async (owner) => `/invoices/${(await owner.issued()).id}`],
        ['a draft', async (owner) => `/invoices/${(await owner.draft()).id}`],
        ['the organisation', async () => '/organisation'],
        ['a webhook', async (owner) => String((await (await owner.as({ role: 'admin' }))(
            'POST', '/webhooks', { body: { url: `https://receiver.example/${randomUUID()}` } })).headers['location'])]
    ];

    describe.each(readers)('of %s', (_what, arrange) => {
        test.each<[string, (etag: string) => string, number]>([
            ['the ETag', (etag) => etag, 304], ['its weak form', (etag) => `W/${etag}`, 304],
            ['a star', () => '*', 304], ['a list with it', (etag) => `"1", ${etag} ,W/"x"`, 304],
            ['a list without blanks', (etag) => `"1",${etag}`, 304],
            ['the version alone', (etag) => `"${versionIn(etag)}"`, 200],
            ['another day', (etag) => etag.replace(/\..*/, '.AAAAAAAAAAAAAAAA"'), 200],
            ['no quotes', (etag) => etag.replaceAll('"', ''), 200], ['nothing', () => '', 200]
        ])('by %s', async (_form, write, expected) => {
            const url = await arrange(organisation);
            const send = await organisation.as({ role: 'admin' });
            const fresh = await send('GET', url);

            const again = await send('GET', url, { headers: { 'if-none-match': write(etagIn(fresh)) } });
            const head = await send('HEAD', url, { headers: { 'if-none-match': write(etagIn(fresh)) } });

            expect([again.status, head.status]).toEqual([expected, expected]);
            expect(again.text).toBe(expected === 304 ? '' : fresh.text);
            expect([again.headers['etag'], head.headers['etag']]).toEqual([etagIn(fresh), etagIn(fresh)]);
            expect(again.headers['cache-control']).toBe('no-store');
        });
    });

    test('tells of a day that made it overdue, of a corrective, and of a conversion', async () => {
        const { id } = await organisation.issued({ dueDate: '2026-11-23' });
        const read = async (etag: string) => (await organisation.call(
            'GET', `/invoices/${id}`, { headers: { 'if-none-match': etag } }));
        const first = await read('"0"');
        clock.pass(dayMs);
        const overdue = await read(etagIn(first));
        clock.pass(-dayMs);
        const back = await read(etagIn(first));

        await organisation.call('POST', `/invoices/${id}/correctives`, { body: { type: 'full', reason: 'Zwrot' } });
        const corrected = await read(etagIn(first));
        const offer = await organisation.issued({ invoiceType: 'proforma' });
        const { body: draft } = await organisation.call('POST', `/invoices/${offer.id}/convert`);
        const converted = await organisation.call('GET', `/invoices/${offer.id}`);
        await organisation.call('DELETE', `/invoices/${draft.id}`);
        const free = await organisation.call(
            'GET', `/invoices/${offer.id}`, { headers: { 'if-none-match': etagIn(converted) } });

        expect([overdue.status, overdue.body.overdue, back.status]).toEqual([200, true, 304]);
        expect([corrected.status, corrected.body.correctives]).toEqual([200, [expect.anything()]]);
        expect([converted.body.convertedToId, free.status, free.body.convertedToId, free.body.version])
            .toEqual([draft.id, 200, null, converted.body.version]);
    });

    test('is no matter of a webhook\'s version: a delivery shows without one', async () => {
        const send = await organisation.as({ role: 'admin' });
        const { body: webhook } = await send('POST', '/webhooks', { body: { url: `https://receiver.example/${randomUUID()}` } });
        const first = await send('GET', `/webhooks/${webhook.id}`);

        await onDatabase(service.databaseUrl,
            'UPDATE webhook_endpoint SET last_success_at = $1 WHERE id = $2', ['2026-11-23T10:15:00Z', webhook.id]);
        const again = await send('GET', `/webhooks/${webhook.id}`, { headers: { 'if-none-match': etagIn(first) } });

        expect([again.status, again.body.version, again.body.lastSuccessAt])
            .toEqual([200, webhook.version, '2026-11-23T10:15:00.000Z']);
    });

    test('of another organisation\'s invoice is 404, whatever it names', async () => {
        const { id } = await organisation.issued();
        const stranger = await givenOrganisation(service);

        const { status } = await stranger.call('GET', `/invoices/${id}`, { headers: { 'if-none-match': '*' } });

        expect(status).toBe(404);
    });
});
