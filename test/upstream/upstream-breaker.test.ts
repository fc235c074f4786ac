import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { contactId, productId } from '../../app/dev/standins/catalogue/ids.ts';
import type { RecordFault } from '../../app/dev/standins/standin-server.ts';
import type { CallContext } from '../../app/platform/upstream/call-context.ts';
import { breakerFailures, breakerMemoryMs, breakerOpenMs } from '../../app/platform/upstream/circuit.ts';
import type { Upstreams } from '../../app/platform/upstream/upstreams.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { passMs } from '../support/pass-time.ts';
import { context, failureOf, givenStandins } from '../support/standins.ts';

const { standins, open } = givenStandins();
const allClosed = ['closed', 'closed', 'closed', 'closed'];
const badIds = Array.from({ length: 2 * breakerFailures }, (_, index) => contactId(100 + index));

/** The context of a call of another organisation. */
const ofOrganisation = (organisationId: string): CallContext => ({ ...context, organisationId });

/** Reasons of the failures of some contacts, asked for one after the other. */
async function reasonsOf(upstreams: Upstreams, asking: CallContext, ids: readonly string[]): Promise<unknown[]> {
    const reasons: unknown[] = [];
    for (const id of ids) {
        reasons.push((await failureOf(upstreams.contacts.find(asking, id))).reason);
    }
    return reasons;
}

const breakerOf = async (upstreams: Upstreams) => {
    const [{ breaker, refusedOrganisations } = { breaker: undefined }] = await upstreams.health();
    return { breaker, refusedOrganisations };
};

describe('one bad record', () => {
    test.each<[string, RecordFault]>([
        ['a 500', { failure: 'error500' }], ['a broken connection', { failure: 'reset' }],
        ['no JSON', { rubbish: 'html' }], ['half of its JSON', { rubbish: 'truncated' }],
        ['wrong types', { rubbish: 'wrong_types' }], ['4 MB', { rubbish: 'huge' }], ['nothing', { rubbish: 'empty' }],
        ['429', { refusal: { status: 429, body: {} } }], ['403', { refusal: { status: 403, body: {} } }]
    ])('that is answered with %s never opens the breaker, however often it is asked for', async (_what, fault) => {
        standins().control.contacts.fail(contactId(1), fault);
        const { upstreams, observed } = await open();

        for (let call = 0; call < 2 * breakerFailures; call += 1) {
            await failureOf(upstreams.contacts.find(context, contactId(1)));
        }
        const { value } = await upstreams.contacts.find(context, contactId(2));

        expect(value.id).toBe(contactId(2));
        expect(observed.breaker).toEqual(allClosed);
    });

    test('that is never answered opens nothing either, in capitals or not', async () => {
        standins().control.contacts.fail(contactId(1), { failure: 'hang' });
        const { upstreams, observed } = await open({ timeoutMs: 50 });

        const ids = Array.from({ length: 3 * breakerFailures }, (_, index) =>
            (index % 2 === 0 ? contactId(1) : contactId(1).toUpperCase()));
        expect(new Set(await reasonsOf(upstreams, context, ids))).toEqual(new Set(['timeout']));

        expect(observed.breaker).toEqual(allClosed);
    });
});

test('answers that break the contract never count, of however many records', async () => {
    badIds.forEach((id) => standins().control.contacts.fail(id, { refusal: { status: 200, body: { id: 7 } } }));
    const { upstreams, observed } = await open();

    for (const id of badIds) {
        expect((await failureOf(upstreams.contacts.find(context, id))).code).toBe('UPSTREAM_CONTRACT_BROKEN');
    }

    expect(observed.breaker).toEqual(allClosed);
});

test('records that are not there never count', async () => {
    const { upstreams, observed } = await open();

    await reasonsOf(upstreams, context, badIds);

    expect(observed.breaker).toEqual(allClosed);
    expect(observed.calls).toEqual(badIds.map(() => 'not_found'));
});

describe('many bad records of one organisation', () => {
    test('close the service off for that organisation alone, and health says so', async () => {
        badIds.forEach((id) => standins().control.contacts.fail(id, { failure: 'error500' }));
        const { upstreams } = await open();

        const reasons = await reasonsOf(upstreams, ofOrganisation('a'), badIds);
        const own = await failureOf(upstreams.contacts.find(ofOrganisation('a'), contactId(1)));
        const { value } = await upstreams.contacts.find(ofOrganisation('b'), contactId(1));

        expect(reasons).toEqual([
            ...Array<string>(breakerFailures - 1).fill('server_error'),
            // The last one's retry meets the open breaker.
            ...Array<string>(badIds.length - breakerFailures + 1).fill('breaker_open')
        ]);
        expect(own).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', reason: 'breaker_open' });
        expect(own.retryAfterSeconds).toBe(breakerOpenMs / 1_000);
        expect(value.id).toBe(contactId(1));
        expect(await breakerOf(upstreams)).toEqual({ breaker: 'open', refusedOrganisations: 1 });
    });

    test('do not count beside twice as many good ones', async () => {
        badIds.slice(0, breakerFailures).forEach((id) =>
            standins().control.contacts.fail(id, { failure: 'error500' }));
        const { upstreams, observed } = await open({ freshSeconds: 0, staleSeconds: 0 });

        for (let round = 0; round < breakerFailures; round += 1) {
            await reasonsOf(upstreams, context, [badIds[round] ?? '']);
            await upstreams.contacts.find(context, contactId(1 + 2 * round));
            await upstreams.contacts.find(context, contactId(2 + 2 * round));
        }

        expect(observed.breaker).toEqual(allClosed);
    });
});

describe('a service that is down', () => {
    test('is left alone after some failures to connect, for every organisation at once, and is found again',
        async () => {
            const gone = await givenUpstream(200, '{}');
            await gone.close();
            const { upstreams, observed } = await open({ contacts: { url: gone.url } });

            const reasons = await reasonsOf(upstreams, ofOrganisation('a'), [contactId(1), contactId(1)]);
            const other = await failureOf(upstreams.contacts.find(ofOrganisation('b'), contactId(2)));

            expect(reasons).toEqual(['connection', 'breaker_open']);
            expect(other).toMatchObject({ reason: 'breaker_open', retryAfterSeconds: 10 });
            expect(observed.calls).toEqual([...Array<string>(breakerFailures).fill('connection'), 'breaker_open',
                'breaker_open']);
            expect(await breakerOf(upstreams)).toEqual({ breaker: 'open', refusedOrganisations: undefined });
        });

    test('opens the breaker by failures of different records, and closes it when it is well again', async () => {
        const { control } = standins();
        control.products.set({ failure: 'error500' });
        const { upstreams, observed } = await open();
        for (let number = 1; number <= breakerFailures; number += 1) {
            await failureOf(upstreams.products.find(context, productId(number)));
        }
        const callsWhenOpen = control.products.calls();

        const refused = await failureOf(upstreams.products.find(context, productId(6)));
        control.products.set({ failure: 'none' });
        const stillOpen = await failureOf(upstreams.products.find(context, productId(6)));
        const callsWhileOpen = control.products.calls();
        passMs(breakerOpenMs);
        const answers = await Promise.all(
            [1, 2, 3, 4, 5, 6].map((number) => upstreams.products.find(context, productId(number))));

        expect(callsWhileOpen).toBe(callsWhenOpen);
        expect([refused.reason, stillOpen.reason]).toEqual(['breaker_open', 'breaker_open']);
        // More calls than trials wait for the first of them.
        expect(answers.map(({ value }) => value.id)).toEqual([1, 2, 3, 4, 5, 6].map(productId));
        expect(observed.breaker).toEqual([...allClosed, 'open', 'half-open', 'closed']);
    });

    test('is left alone for all when the records of five organisations fail', async () => {
        standins().control.contacts.set({ failure: 'error500' });
        const { upstreams } = await open();
        for (const name of ['a', 'b', 'c', 'd', 'e']) {
            await reasonsOf(upstreams, ofOrganisation(name), [contactId(1)]);
        }

        expect(await reasonsOf(upstreams, ofOrganisation('f'), [contactId(1)])).toEqual(['breaker_open']);
    });

    test('does not close the others off', async () => {
        standins().control.products.set({ failure: 'error500' });
        const { upstreams } = await open();
        for (let number = 1; number <= breakerFailures; number += 1) {
            await failureOf(upstreams.products.find(context, productId(number)));
        }

        expect((await upstreams.contacts.find(context, contactId(1))).value.id).toBe(contactId(1));
    });
});

describe('a half-open breaker', () => {
    /** Clients whose breaker is half-open for organisation `acme`, while one contact fails as told. */
    async function givenHalfOpen(fault: RecordFault, timeoutMs = 10_000) {
        const { control } = standins();
        control.contacts.set({ failure: 'error500' });
        const given = await open({ timeoutMs });
        await reasonsOf(given.upstreams, context, badIds.slice(0, breakerFailures));
        control.contacts.set({ failure: 'none' });
        control.contacts.fail(contactId(1), fault);
        passMs(breakerOpenMs);
        return given;
    }

    test.each<[string, RecordFault]>([
        ['fails', { failure: 'error500' }], ['breaks the contract', { rubbish: 'html' }]
    ])('is neither opened nor closed by one record that %s', async (_what, fault) => {
        const { upstreams } = await givenHalfOpen(fault);

        await failureOf(upstreams.contacts.find(context, contactId(1)));
        await failureOf(upstreams.contacts.find(context, contactId(1)));
        const between = await breakerOf(upstreams);
        const { value } = await upstreams.contacts.find(context, contactId(2));

        expect(between.breaker).toBe('half-open');
        expect(value.id).toBe(contactId(2));
        expect((await breakerOf(upstreams)).breaker).toBe('closed');
    });

    test('does not wait for one record that is never answered', async () => {
        const { upstreams } = await givenHalfOpen({ failure: 'hang' }, 2_000);

        const hanging = failureOf(upstreams.contacts.find(context, contactId(1)));
        const { value } = await upstreams.contacts.find(context, contactId(2));

        expect(value.id).toBe(contactId(2));
        expect((await hanging).reason).toBe('timeout');
    });

    test('lets three calls of a crowd through as trials', async () => {
        const { upstreams } = await givenHalfOpen({ failure: 'none' });
        const { control } = standins();
        control.contacts.set({ failure: 'hang' });
        const before = control.contacts.calls();

        const crowd = Array.from({ length: 50 }, (_, index) =>
            failureOf(upstreams.contacts.find(context, contactId(200 + index))));
        await wait(500);
        const trials = control.contacts.calls() - before;
        control.contacts.set({ failure: 'none' });

        expect(trials).toBe(3);
        await upstreams.close();
        await Promise.allSettled(crowd);
    });

    test('opens again when two records fail', async () => {
        const { upstreams } = await givenHalfOpen({ failure: 'error500' });
        standins().control.contacts.set({ failure: 'error500' });

        await reasonsOf(upstreams, context, [contactId(1), contactId(2)]);

        expect(await reasonsOf(upstreams, context, [contactId(3)])).toEqual(['breaker_open']);
    });

    test('is forgotten when nobody asks for a minute', async () => {
        const { upstreams } = await givenHalfOpen({ failure: 'none' });

        passMs(breakerMemoryMs);

        expect((await breakerOf(upstreams)).breaker).toBe('closed');
    });
});
