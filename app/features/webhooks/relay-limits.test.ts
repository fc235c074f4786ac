import { expect, test } from '@jest/globals';
import type { DueDelivery } from './due-deliveries.repository.ts';
import { relayLimits } from './relay-limits.ts';

let made = 0;
const due = (changes: Partial<DueDelivery> = {}): DueDelivery => {
    made += 1;
    return {
        organisationId: 'a', endpointId: `endpoint-${made}`, eventId: `event-${made}`, host: `host-${made}`,
        pace: 'prompt', ...changes
    };
};
/** Number of these that begin. */
const begun = (limits: ReturnType<typeof relayLimits>, deliveries: readonly DueDelivery[]) =>
    deliveries.filter((delivery) => limits.begin(delivery)).length;
const many = (count: number, changes: (at: number) => Partial<DueDelivery>) =>
    Array.from({ length: count }, (_, at) => due(changes(at)));

test('an organisation has eight attempts at once, six of them at webhooks that are not prompt', () => {
    const limits = relayLimits();

    expect(begun(limits, many(10, () => ({ pace: null })))).toBe(6);
    expect(limits.room()).toMatchObject({ promptOnly: ['a'], fullOrganisations: [] });
    expect(begun(limits, many(10, () => ({})))).toBe(2);
    expect(limits.room()).toMatchObject({ promptOnly: ['a'], fullOrganisations: ['a'] });
});

test('a host has eight attempts at once, four of one organisation', () => {
    const limits = relayLimits();

    expect(begun(limits, many(6, () => ({ host: 'shared' })))).toBe(4);
    expect(limits.room()).toMatchObject({ fullHosts: [], fullHostsOf: ['a shared'] });
    expect(begun(limits, many(3, (at) => ({ host: 'shared', organisationId: `b-${at}` })))).toBe(3);
    expect(begun(limits, many(3, (at) => ({ host: 'shared', organisationId: `c-${at}` })))).toBe(1);
    expect(limits.room().fullHosts).toEqual(['shared']);
});

test.each([
    ['prompt', 4], ['slow', 4], ['failing', 1], [null, 1]
] as const)('a webhook that is %s has %i at once', (pace, count) => {
    expect(begun(relayLimits(), many(6, () => ({ endpointId: 'one', host: 'one', pace })))).toBe(count);
});

test('of 64 attempts sixteen are kept for organisations that have none under way, one for each', () => {
    const limits = relayLimits();

    expect(begun(limits, many(70, (at) => ({ organisationId: `busy-${at % 7}` })))).toBe(48);
    expect(limits.room().fullOrganisations.length).toBe(7);
    const fresh = many(20, (at) => ({ organisationId: `new-${at}` }));
    expect(begun(limits, fresh.flatMap((one) => [one, due({ organisationId: one.organisationId })]))).toBe(16);
    expect(limits.room().maxOrganisations).toBe(0);
});

test('known slow ones take half, untried ones leave eight', () => {
    const limits = relayLimits();

    expect(begun(limits, many(40, (at) => ({ organisationId: `slow-${at}`, pace: at % 2 ? 'slow' : 'failing' }))))
        .toBe(32);
    expect(limits.room().paces).toEqual(['prompt', 'untried']);
    expect(begun(limits, many(40, (at) => ({ organisationId: `untried-${at}`, pace: null })))).toBe(24);
    expect(limits.room().paces).toEqual(['prompt']);
    expect(begun(limits, many(40, (at) => ({ organisationId: `prompt-${at}` })))).toBe(8);
});

test('an attempt that lasts two seconds is slow, and what has ended is free again', () => {
    let now = 0;
    const limits = relayLimits(() => now);
    const first = many(60, (at) => ({ organisationId: `prompt-${at}` }));
    begun(limits, first);

    now = 1_999;
    expect(limits.room().paces).toContain('slow');
    now = 2_000;
    expect(limits.room().paces).toEqual(['prompt']);
    first.forEach(limits.end);

    expect(limits.room()).toMatchObject({ maxOrganisations: 64, underWay: {} });
    expect(limits.room().paces).toContain('slow');
});

test('an attempt that lasts a second leaves its slot, up to 512 attempts in all', () => {
    let now = 0;
    const limits = relayLimits(() => now);
    const turnSlow = (round: number) =>
        begun(limits, many(70, (at) => ({ organisationId: `turning-${round}-${at}` })));

    expect(turnSlow(0)).toBe(64);
    now = 999;
    expect(turnSlow(1)).toBe(0);
    now = 1_000;
    expect(limits.room().maxOrganisations).toBe(64);
    expect(turnSlow(2)).toBe(64);

    const rounds = Array.from({ length: 8 }, (_, at) => {
        now += 1_000;
        return turnSlow(at + 3);
    });
    expect(rounds).toEqual([64, 64, 64, 64, 64, 64, 0, 0]);
    expect(limits.room().maxOrganisations).toBe(0);
});
