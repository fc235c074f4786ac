import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Contact } from './contact.ts';
import { withLimitedUpstreams, type CallLimits, type LimitedUpstreams } from './limited-upstreams.ts';

const context = { organisationId: 'acme', requestId: 'r' };
const contact: Contact = {
    id: 'c', name: 'Anna', firstName: 'Anna', lastName: null, email: null, phone: null, nip: null, regon: null,
    vatPayer: false, businessType: null,
    street: null, city: null, postalCode: null, region: null, country: null, active: true, faults: []
};

/** Upstreams whose contacts take some time; nothing else is called. */
function givenUpstreams(answerMs: number, fails = false) {
    const seen = { calls: 0, under: 0, max: 0 };
    const never = () => Promise.reject(new Error('not called'));
    const upstreams: LimitedUpstreams = {
        contacts: {
            find: async () => {
                seen.calls += 1;
                seen.under += 1;
                seen.max = Math.max(seen.max, seen.under);
                await wait(answerMs);
                seen.under -= 1;
                if (fails) throw new DomainError('CONTACT_NOT_FOUND', 'unknown');
                return { value: contact, version: '1', fetchedAt: '2026-11-23T10:15:00.000Z', stale: false };
            }
        },
        products: { find: never, optimalPrice: never },
        services: { find: never, calculate: never },
        quotes: undefined
    };
    return { upstreams, seen };
}

const limits = (changes: Partial<CallLimits> = {}): CallLimits =>
    ({ atOnce: 3, timeMs: 5_000, late: () => new DomainError('REQUEST_TIMEOUT', 'late'), ...changes });

function findAll({ contacts }: LimitedUpstreams, ids: readonly string[]) {
    return Promise.allSettled(ids.map((id) => contacts.find(context, id)));
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

test('no more calls are under way than allowed, and all are made', async () => {
    const { upstreams, seen } = givenUpstreams(5);

    const found = await withLimitedUpstreams(upstreams, limits(), (limited) => findAll(limited, ids(20)));

    expect([found.filter(({ status }) => status === 'fulfilled').length, seen.calls, seen.max]).toEqual([20, 20, 3]);
});

test.each([false, true])('a record is asked for once, also when it is not found: %s', async (fails) => {
    const { upstreams, seen } = givenUpstreams(1, fails);

    const found = await withLimitedUpstreams(upstreams, limits(), async (limited) => [
        ...await findAll(limited, ['a', 'a', 'b']), ...await findAll(limited, ['a'])
    ]);

    expect(seen.calls).toBe(2);
    expect(found.map(({ status }) => status)).toEqual(Array(4).fill(fails ? 'rejected' : 'fulfilled'));
});

test('when the time is up, what is under way and what waits fails, and nothing more is asked', async () => {
    const { upstreams, seen } = givenUpstreams(2_000);
    const begun = performance.now();

    const found = await withLimitedUpstreams(upstreams, limits({ timeMs: 50 }), (limited) => findAll(limited, ids(10)));

    expect(performance.now() - begun).toBeLessThan(1_900);
    expect(found.map((result) => (result.status === 'rejected' ? result.reason.code : result.status)))
        .toEqual(Array(10).fill('REQUEST_TIMEOUT'));
    expect(seen.calls).toBe(3);
});
