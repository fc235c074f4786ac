/**
 * Two calls at the same time, for every route that changes something: see `tenant-isolation.test.ts` for the rows and
 * how to add one.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import { effectsOf } from '../support/route-matrix/effects.ts';
import type { RouteCall, Writes, WritingRow } from '../support/route-matrix/matrix-row.ts';
import { ownRowsReader, tallyOf, type OwnRows } from '../support/route-matrix/organisation-rows.ts';
import { sendTo, withScopes } from '../support/route-matrix/route-call.ts';
import { rowOf, writingMatrix } from '../support/route-matrix/rows.ts';
import { useService } from '../support/use-service.ts';
import { scopes as allScopes } from '../../app/foundation/vocabulary/scopes.ts';

const service = useService({ clock: givenClock() });
let ownRows: (organisationId: string) => Promise<OwnRows>;
beforeAll(async () => {
    ownRows = await ownRowsReader(service);
});

type Sent = { readonly route: string; readonly call: RouteCall };
type Done = { readonly route: string; readonly answer: Answered; readonly audit: readonly string[] };

/**
 * Sends two calls so that both have read the state before either writes: their writes are held up until both are there.
 * A call that is answered without a write ends the wait.
 */
async function atOnce(
    owner: GivenOrganisation, pair: readonly [Sent, Sent], headers: Readonly<Record<string, string>> = {}
): Promise<{ readonly done: readonly Done[]; readonly events: readonly string[] }> {
    const before = await effectsOf(service, owner.id);
    const send = await withScopes(owner, allScopes);
    const lock = await givenLock(service.databaseUrl, 'LOCK TABLE audit_entry IN SHARE MODE');
    const sent = pair.map(({ route, call }) => {
        const requestId = randomUUID();
        return {
            route, requestId, answer: sendTo(send, route, call, { headers: { ...headers, 'x-request-id': requestId } })
        };
    });
    await Promise.race([lock.held(2), ...sent.map(({ answer }) => answer)]);
    await lock.release();
    const answers = await Promise.all(sent.map(({ answer }) => answer));

    const { audit, events } = await effectsOf(service, owner.id);
    return {
        done: sent.flatMap(({ route, requestId }, index) => answers.slice(index, index + 1).map((answer) => (
            {
                route, answer, audit: audit.filter((entry) => entry.requestId === requestId).map(({ action }) => action)
            }))),
        events: events.slice(before.events.length)
    };
}

/** Expects that every series of the organisation counts from one to its last number, without a gap. */
async function expectGapless(owner: GivenOrganisation): Promise<void> {
    const { body } = await owner.call('GET', '/invoices/numbering');
    const series: readonly { readonly id: string; readonly lastNumber: number }[] = body.data;
    const audits = await Promise.all(series.map(({ id }) => owner.audit(id)));

    expect(audits).toEqual(series.map(({ lastNumber }) =>
        expect.objectContaining({ count: lastNumber ?? 0, gaps: [], duplicates: [], gapless: true })));
}

function writesOf(route: string): Writes {
    const row = rowOf(route);
    if (!('writes' in row)) throw new Error(`${route} writes nothing, so it gets in nobody's way`);
    return row.writes;
}

/** Calls that changed something. Each left everything that its row says, once; a refused call left nothing. */
function effective(done: readonly Done[], events: readonly string[]): readonly Done[] {
    const effects = done.filter(({ route, answer, audit }) => writesOf(route).audit.length > 0 ? audit.length > 0
        // A success whose row has no audit entry is an effect, unless it is a replayed answer.
        : answer.status < 400 && answer.headers['idempotent-replayed'] === undefined);

    expect(effects.map(({ audit }) => audit)).toEqual(effects.map(({ route }) => writesOf(route).audit));
    expect(effects.filter(({ answer }) => answer.status >= 400)).toEqual([]);
    const told = new Set<string>();
    const expected = effects.flatMap(({ route }) => {
        const { events: own, changesOnly } = writesOf(route);
        const isRepeated = told.has(route);
        told.add(route);
        return changesOnly === true && isRepeated ? [] : own;
    });
    expect([...events].sort()).toEqual(expected.sort());
    return effects;
}

const statusesOf = (done: readonly Done[]) => done.map(({ answer }) => answer.status);

describe('two identical calls at once', () => {
    const pairs = writingMatrix.flatMap(([route, row]) =>
        ('statuses' in row.atOnce ? [[route, row, row.atOnce] as const] : []));

    test.each(pairs)(
        'of %s come to what its row says, store what as many calls in turn would, and tell of each effect once',
        async (route, row, { statuses, effects }) => {
            const owner = await givenOrganisation(service);
            const call = await row.arrange(owner, service);

            const { done, events } = await atOnce(owner, [{ route, call }, { route, call }]);

            expect(statusesOf(done).sort()).toEqual(statuses);
            expect(effective(done, events)).toHaveLength(effects);
            await expectGapless(owner);
            expect(tallyOf(await ownRows(owner.id))).toEqual(tallyOf(await oneAfterTheOther(route, row, effects)));
        });
});

describe('two calls at once under one Idempotency-Key', () => {
    const keyed = writingMatrix.filter(([route, row]) => /^(POST|PATCH) /.test(route) && 'statuses' in row.atOnce);

    test.each(keyed)('of %s are one: the other is told to wait, or gets the same answer', async (route, row) => {
        const owner = await givenOrganisation(service);
        const call = await row.arrange(owner, service);

        const { done, events } = await atOnce(owner, [{ route, call }, { route, call }], { 'idempotency-key': 'k' });

        expect([[row.succeeds, 409], [row.succeeds, row.succeeds]]).toContainEqual(statusesOf(done).sort());
        const [waiting = [], answered = []] = [true, false].map((isRefused) =>
            done.filter(({ answer }) => (answer.status === 409) === isRefused));
        expect(waiting.map(({ answer }) => answer.body.code)).toEqual(waiting.map(() => 'IDEMPOTENCY_KEY_RUNNING'));
        expect(new Set(answered.map(({ answer }) => answer.text)).size).toBe(1);
        expect(effective(done, events)).toHaveLength(1);
        const { idempotency_key: _key, ...rows } = await ownRows(owner.id);
        expect(tallyOf(rows)).toEqual(tallyOf(await oneAfterTheOther(route, row, 1)));
    });
});

/** The organisation's rows after `times` calls of the row, each sent after the answer of the one before. */
async function oneAfterTheOther(route: string, row: WritingRow, times: number): Promise<OwnRows> {
    const owner = await givenOrganisation(service);
    const call = await row.arrange(owner, service);
    const send = await withScopes(owner, allScopes);
    for (let time = 0; time < times; time += 1) await sendTo(send, route, call);
    return ownRows(owner.id);
}

describe('two calls that get in each other\'s way', () => {
    const pairs = writingMatrix.flatMap(([route, row]) => ('against' in row.atOnce ? row.atOnce.against : [])
        .map((opponent) => [route, opponent.route, row, opponent] as const));

    test.each(pairs)('%s and %s come to one of the outcomes of the row', async (route, _other, row, opponent) => {
        const owner = await givenOrganisation(service);
        const call = await row.arrange(owner, service);
        const opposing = { params: call.params ?? {}, body: opponent.body };

        const { done, events } = await atOnce(owner, [{ route, call }, { route: opponent.route, call: opposing }]);

        expect(opponent.outcomes).toContainEqual(statusesOf(done));
        expect(effective(done, events)).toHaveLength(statusesOf(done).filter((status) => status < 400).length);
        await expectGapless(owner);
    });
});

test('a route that is left out says why', () => {
    const reasons = writingMatrix.flatMap(([route, row]) =>
        ('untested' in row.atOnce ? [[route, row.atOnce.untested]] : []));

    expect(reasons.filter(([, reason]) => !/\w+ \w+/.test(reason ?? ''))).toEqual([]);
});
