/**
 * Conventions of every route, shown with the calls of the matrix: see `tenant-isolation.test.ts` for its rows and how
 * to add one.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import { effectsOf } from '../support/route-matrix/effects.ts';
import type { OwnedRow, RouteCall } from '../support/route-matrix/matrix-row.ts';
import { ownRowsReader, type OwnRows } from '../support/route-matrix/organisation-rows.ts';
import { sendTo, withScopes, type Sends } from '../support/route-matrix/route-call.ts';
import { documentedFacts, factsOf } from '../support/route-matrix/route-table.ts';
import { openMatrix, ownedMatrix, storesNothing, writingMatrix } from '../support/route-matrix/rows.ts';
import { useService } from '../support/use-service.ts';
import { scopes as allScopes } from '../../app/foundation/vocabulary/scopes.ts';

const service = useService({ clock: givenClock() });
let ownRows: (organisationId: string) => Promise<OwnRows>;
beforeAll(async () => {
    ownRows = await ownRowsReader(service);
});

type Given = { readonly owner: GivenOrganisation; readonly send: Sends; readonly call: RouteCall };

/** An organisation, a caller with all its scopes, and the row's call. */
async function given(row: OwnedRow): Promise<Given> {
    const owner = await givenOrganisation(service);
    return { owner, send: await withScopes(owner, allScopes), call: await row.arrange(owner, service) };
}

const keyed = ownedMatrix.filter(([route]) => /^(POST|PATCH) /.test(route));
const withKey = { headers: { 'idempotency-key': 'k' } };

/** The request with one more byte and the same content. */
function reworded({ body, ...call }: RouteCall): RouteCall {
    return { ...call, body: body === undefined ? 'null' : `${JSON.stringify(body)} ` };
}

function sentHeaders({ headers }: Answered) {
    return { etag: headers['etag'], location: headers['location'], type: headers['content-type'] };
}

describe('the documentation', () => {
    test('gives every operation a name of its own', () => {
        const names = documentedFacts.map(({ operationId }) => operationId);

        expect(names.filter((name) => typeof name !== 'string' || !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
        expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    });

    test.each(documentedFacts.map((facts) => [facts.route, facts] as const))(
        'of %s is complete', (route, { path, tags, description, errorCodes, statuses }) => {
            const row = [...openMatrix, ...ownedMatrix].find(([key]) => key === route)?.[1];
            const isKeyed = /^(POST|PATCH) /.test(route);

            expect(tags).toEqual(['api', expect.stringMatching(/^[a-z-]+$/)]);
            expect(description).toMatch(/^[A-Z].{5,79}[^.]$/);
            expect(statuses).toContain(String(row?.succeeds));
            expect(errorCodes.filter((code) => String(code).startsWith('IDEMPOTENCY_KEY_')).sort()).toEqual(
                isKeyed ? ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_RUNNING'] : []);
            expect(errorCodes.filter((code, index) => errorCodes.indexOf(code) !== index)).toEqual([]);
            if (row?.isolation === 'by-id') {
                expect(path).toMatch(/\{/);
                expect(errorCodes).toContainEqual(expect.stringMatching(/_NOT_FOUND$/));
            }
        });
});

describe('an Idempotency-Key', () => {
    test.each(keyed)('on %s gives the first answer again, byte for byte, and changes nothing more',
        async (route, row) => {
            const { owner, send, call } = await given(row);
            const first = await sendTo(send, route, call, withKey);
            const after = await ownRows(owner.id);

            const again = await sendTo(send, route, call, withKey);

            expect([first.status, again.status]).toEqual([row.succeeds, row.succeeds]);
            expect(again.text).toBe(first.text);
            expect(sentHeaders(again)).toEqual(sentHeaders(first));
            expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']])
                .toEqual([undefined, 'true']);
            expect(await ownRows(owner.id)).toEqual(after);
        });

    test.each(keyed)('on %s is refused with another body, and changes nothing', async (route, row) => {
        const { owner, send, call } = await given(row);
        await sendTo(send, route, call, withKey);
        const after = await ownRows(owner.id);

        const other = await sendTo(send, route, reworded(call), withKey);

        expect([other.status, other.body?.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
        expect(await ownRows(owner.id)).toEqual(after);
    });

    test.each(keyed)('on %s that cannot be read is refused before anything is done', async (route, row) => {
        const { owner, send, call } = await given(row);
        const before = await ownRows(owner.id);

        const answer = await sendTo(send, route, call, { headers: { 'idempotency-key': 'two words' } });

        expect([answer.status, answer.body?.code]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
        expect(await ownRows(owner.id)).toEqual(before);
    });
});

describe('the audit trail', () => {
    test.each(writingMatrix)('has what %s did, and others are told of it', async (route, row) => {
        const { owner, send, call } = await given(row);
        const before = await effectsOf(service, owner.id);

        const { status } = await sendTo(send, route, call, { headers: { 'x-request-id': 'the-call' } });

        const { audit, events } = await effectsOf(service, owner.id);
        expect(status).toBe(row.succeeds);
        expect(audit.slice(before.audit.length))
            .toEqual(row.writes.audit.map((action) => ({ action, requestId: 'the-call' })));
        expect(events.slice(before.events.length)).toEqual(row.writes.events);
        expect(row.writes.audit.length === 0 ? row.writes.unaudited : 'audited').toEqual(expect.stringMatching(/\w/));
    });

    test.each(ownedMatrix.filter(storesNothing))('needs no entry of %s: it stores nothing', async (route, row) => {
        const { owner, send, call } = await given(row);
        const before = await ownRows(owner.id);

        const { status } = await sendTo(send, route, call);

        expect(status).toBe(row.succeeds);
        expect(await ownRows(owner.id)).toEqual(before);
    });
});

test('every writing route says what it writes, or why nothing', () => {
    const silent = ownedMatrix.filter(([route, row]) =>
        !route.startsWith('GET ') && !('writes' in row) && !('storesNothing' in row));

    expect(silent.map(([route]) => route)).toEqual([]);
    expect(writingMatrix.filter(([route]) => factsOf(route).scopes.every((scope) => scope.endsWith(':read')))
        .map(([route]) => route)).toEqual([]);
});
