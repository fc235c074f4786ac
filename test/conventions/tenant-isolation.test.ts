/**
 * One row for every route, in `test/support/route-matrix/`: a valid call of it, and what another organisation may see
 * of it. From the row follow the tests here, in `route-conventions.test.ts` and in `two-at-once.test.ts`; a route
 * without a row fails.
 *
 * To add a row, put it into the `….rows.ts` of its feature (a new feature adds its file to `rows.ts`):
 *
 *     'POST /invoices/{invoiceId}/payments': {        // the key: method and path, as the route declares them
 *         isolation: 'by-id',                         // a foreign id is 404; `own-only` for lists and new things
 *         scopes: ['payments:write'],                 // who may call
 *         arrange: async (owner) => ({                // stores what the call needs, and gives a call that succeeds
 *             params: { invoiceId: (await owner.issued(marked(owner))).id }, body: { amount: '10.00', method: 'cash' }
 *         }),
 *         succeeds: 201,
 *         // audit entries and events of one call
 *         writes: { audit: ['payment.recorded'], events: ['payment.recorded'] },
 *         atOnce: { statuses: [201, 201], effects: 2 }   // outcome of two identical calls at the same time
 *     }
 *
 * A GET has neither `writes` nor `atOnce`; a POST that changes nothing gives the reason in `storesNothing`. `atOnce`
 * may name calls that conflict (`against`), `writes` why there is no audit entry (`unaudited`); `matrix-row.ts`
 * describes each member. Ids of the owner's rows anywhere in the arranged call (path, query, body) are found
 * automatically and exchanged for those of another organisation.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import type { OwnedRow, RouteCall } from '../support/route-matrix/matrix-row.ts';
import {
    idsOf, ownershipOf, ownRowsReader, sharedTables, type OwnRows
} from '../support/route-matrix/organisation-rows.ts';
import { leavesOf, sendTo, unknownId, withLeaves, withScopes, type Leaf } from '../support/route-matrix/route-call.ts';
import { factsOf, servedFacts } from '../support/route-matrix/route-table.ts';
import { matrix, openMatrix, ownedMatrix, storesNothing } from '../support/route-matrix/rows.ts';
import { useService } from '../support/use-service.ts';
import { scopes as allScopes } from '../../app/foundation/vocabulary/scopes.ts';

const insider = '10.20.0.1';
const outsider = '10.21.0.1';

// One company, as in the CRM: a token that names an organisation is limited to it there too.
// The clock stands still, so equal states give equal answers.
const service = useService({ env: { TRUSTED_NETWORKS: '10.20.0.0/16' }, clock: givenClock() });
let ownRows: (organisationId: string) => Promise<OwnRows>;
beforeAll(async () => {
    ownRows = await ownRowsReader(service);
});

/** An organisation with the things that the row's call needs. */
async function givenOwner(
    row: OwnedRow, organisationId?: string
): Promise<{ owner: GivenOrganisation; call: RouteCall }> {
    const owner = await givenOrganisation(service, {}, organisationId);
    return { owner, call: await row.arrange(owner, service) };
}

describe('the matrix', () => {
    test('has one row for every route', () => {
        const keys = matrix.map(([route]) => route);

        const missing = servedFacts.filter(({ route }) => !keys.includes(route))
            .map(({ route }) => `${route} has no row: add one to a .rows.ts file of test/support/route-matrix/, as `
                + 'told at the top of this file');
        const left = keys.filter((key) => !servedFacts.some(({ route }) => route === key))
            .map((key) => `${key} has a row but no route: remove it from test/support/route-matrix/, or register the `
                + 'route in app/processes/routes.ts');
        const twice = keys.filter((key, index) => keys.indexOf(key) !== index).map((key) =>
            `${key} has two rows: remove one from test/support/route-matrix/`);

        expect([...missing, ...left, ...twice]).toEqual([]);
    });

    test('knows whose the rows of every table are', async () => {
        const tables = await ownershipOf(service);

        const unowned = [...tables].filter(([table, rows]) => rows === undefined && sharedTables[table] === undefined)
            .map(([table]) => `${table} leads to no organisation: give it organisation_id or a foreign key, or name it `
                + 'in sharedTables with the reason');

        expect(unowned).toEqual([]);
        expect([...tables.keys()])
            .toEqual(expect.arrayContaining(['invoice', 'invoice_line', 'audit_entry', 'outbox_event']));
    });

    test('asks the caller of every route for the scopes that the route asks for', () => {
        const declared = matrix.map(([route]) => [route, factsOf(route).open, factsOf(route).scopes]);

        expect(declared).toEqual(matrix.map(([route, row]) =>
            row.isolation === 'no-organisation' ? [route, true, []] : [route, false, row.scopes]));
    });
});

describe('a caller', () => {
    test.each(ownedMatrix)('of %s needs its scopes and no more', async (route, row) => {
        const { owner, call } = await givenOwner(row);
        const without = await Promise.all(row.scopes.map((scope) => withScopes(
            owner, allScopes.filter((other) => other !== scope))));
        const before = await ownRows(owner.id);

        const anonymous = await sendTo(service.call, route, call, { token: '' });
        const refused = await Promise.all(without.map((send) => sendTo(send, route, call)));
        const untouched = await ownRows(owner.id);
        const admitted = await sendTo(await withScopes(owner, row.scopes), route, call);

        expect([anonymous.status, anonymous.body.code]).toEqual([401, 'UNAUTHORIZED']);
        expect(anonymous.headers['www-authenticate']).toMatch(/^Bearer/);
        expect(refused.map(({ status, body }) => [status, body.code, body.message])).toEqual(
            row.scopes.map((scope) => [403, 'FORBIDDEN', expect.stringContaining(scope)]));
        expect(untouched).toEqual(before);
        expect([admitted.status, admitted.text]).toEqual([row.succeeds, expect.any(String)]);
    });

    test.each(ownedMatrix)(
        'of %s without a token comes in from the trusted network only, and only where the gateway calls',
        async (route, row) => {
            const { call } = await givenOwner(row, 'default');

            const outside = await sendTo(service.call, route, call, { token: '', remoteAddress: outsider });
            const inside = await sendTo(service.call, route, call, { token: '', remoteAddress: insider });

            expect([outside.status, inside.status]).toEqual([401, factsOf(route).gateway ? row.succeeds : 401]);
        });

    test.each(openMatrix)('of %s needs no token', async (route, row) => {
        const { status } = await sendTo(service.call, route, row.call ?? {}, { token: '', remoteAddress: outsider });

        expect(status).toBe(row.succeeds);
    });
});

/** An answer without the parts that differ by request: its own id, and the ids that were asked for. */
function comparable({ status, headers, text }: Answered, asked: readonly string[]): unknown {
    const shown = asked.reduce((shorter, id) => shorter.replaceAll(id, '<id>'), text);
    const body: unknown = shown === '' ? undefined : JSON.parse(shown);
    return { status, headers: Object.keys(headers).sort(), body: { ...body as object, requestId: '', instance: '' } };
}

/**
 * Ids in a call that belong to its owner: in the path where the row is `by-id`, and elsewhere those found in the
 * owner's rows.
 */
async function ownIdsIn(call: RouteCall, row: OwnedRow, owner: GivenOrganisation): Promise<readonly Leaf[]> {
    const ids = idsOf(await ownRows(owner.id));
    return leavesOf(call).filter(({ place, value }) =>
        ids.has(value) || (row.isolation === 'by-id' && place.startsWith('params.')));
}

function unowned({ place }: Leaf, row: OwnedRow): string {
    return row.unowned?.[place.replace('params.', '')] ?? unknownId;
}

describe('the id of another organisation', () => {
    test.each(ownedMatrix.filter(([, row]) => row.isolation === 'by-id'))(
        'on %s is answered as one that does not exist, and changes nothing', async (route, row) => {
            const { owner, call } = await givenOwner(row);
            const stranger = await givenOrganisation(service);
            const strangers = await withScopes(stranger, allScopes);
            const leaves = await ownIdsIn(call, row, owner);
            const unknown = withLeaves(call, new Map(leaves.map((leaf) => [leaf.place, unowned(leaf, row)])));
            const before = await ownRows(owner.id);

            const answer = await sendTo(strangers, route, call);
            const answerToUnknown = await sendTo(strangers, route, unknown);

            const asked = leaves.flatMap((leaf) => [leaf.value, unowned(leaf, row)]);
            expect(comparable(answer, asked)).toEqual(comparable(answerToUnknown, asked));
            expect(answer.status).toBe(404);
            expect(await ownRows(owner.id)).toEqual(before);
        });

    test.each(ownedMatrix.filter(([route]) => route.includes('{invoiceId}')))(
        'of an issued invoice on %s is 404 too, whatever an issued invoice may come to', async (route, row) => {
            const { owner, call } = await givenOwner(row);
            const { id } = await owner.issued();
            const strangers = await withScopes(await givenOrganisation(service), allScopes);
            const before = await ownRows(owner.id);

            const { status } = await sendTo(strangers, route, withLeaves(call, new Map([['params.invoiceId', id]])));

            expect(status).toBe(404);
            expect(await ownRows(owner.id)).toEqual(before);
        });

    test.each(ownedMatrix)('beside ids of one\'s own in a call of %s is answered as one that does not exist', async (
        route, row
    ) => {
        const { owner, call } = await givenOwner(row);
        const found = await ownIdsIn(call, row, owner);
        // One id in the path and none elsewhere: it has nothing to be mixed with, and the tests above have covered it.
        if (found.every(({ place }) => place.startsWith('params.')) && found.length < 2) {
            return;
        }
        const { owner: stranger, call: strangersCall } = await givenOwner(row);
        const strangers = await withScopes(stranger, allScopes);
        const own = new Map(leavesOf(strangersCall).map(({ place, value }) => [place, value]));
        // Where both organisations have the same value (the id of a series), it is not foreign.
        const leaves = found.filter(({ place, value }) => own.get(place) !== value);
        const before = await ownRows(owner.id);

        for (const leaf of leaves) {
            const foreign = await sendTo(strangers, route, withLeaves(
                strangersCall, new Map([[leaf.place, leaf.value]])));
            const unknown = await sendTo(strangers, route, withLeaves(
                strangersCall, new Map([[leaf.place, unowned(leaf, row)]])));

            if (row.takesAnyId !== undefined) {
                expect([foreign.status, unknown.status]).toEqual([row.succeeds, row.succeeds]);
                continue;
            }
            const asked = [leaf.value, unowned(leaf, row)];
            expect([leaf.place, comparable(foreign, asked)]).toEqual([leaf.place, comparable(unknown, asked)]);
            expect(foreign.status).toBeGreaterThanOrEqual(400);
        }
        expect(await ownRows(owner.id)).toEqual(before);
    });
});

describe('what others have', () => {
    const ownOnly = ownedMatrix.filter(([, row]) => row.isolation === 'own-only');

    test.each(ownOnly)('does not appear in the answer of %s', async (route, row) => {
        const { owner: stranger, call: strangersCall } = await givenOwner(row);
        const strangers = await withScopes(stranger, allScopes);
        const { owner } = await givenOwner(row);
        const before = await ownRows(owner.id);

        const { status, text } = await sendTo(strangers, route, strangersCall);

        expect(status).toBe(row.succeeds);
        expect([owner.id, ...idsOf(before)].filter((mark) => text.includes(mark))).toEqual([]);
        expect(await ownRows(owner.id)).toEqual(before);
    });

    test.each(ownOnly.filter(storesNothing))(
        'changes nothing in the answer of %s, to no number and no amount', async (route, row) => {
            const { owner: stranger, call } = await givenOwner(row);
            const strangers = await withScopes(stranger, allScopes);
            const alone = await sendTo(strangers, route, call);
            const { owner } = await givenOwner(row);

            const beside = await sendTo(strangers, route, call);

            expect(beside.text).toBe(alone.text);
            // The stored things do appear where they belong: otherwise the row would prove nothing.
            const newcomer = await givenOrganisation(service);
            const newcomers = await sendTo(await withScopes(newcomer, allScopes), route, call);
            expect((await sendTo(await withScopes(owner, allScopes), route, call)).text.replaceAll(owner.id, ''))
                .not.toBe(newcomers.text.replaceAll(newcomer.id, ''));
        });
});
