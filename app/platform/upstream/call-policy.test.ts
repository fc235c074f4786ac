import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openCallPolicy } from './call-policy.ts';
import { maxRetries } from './retry.ts';
import { unavailable } from './upstream-errors.ts';
import { noObserver } from './upstream-observer.ts';

const upstream = 'contacts-service';
const asked = { organisationId: 'acme', record: 'contacts/1' };

function givenPolicy(timeoutMs: number) {
    const seen = { tries: 0, running: 0 };
    const policy = openCallPolicy(upstream, timeoutMs, noObserver);
    const failing = async () => {
        seen.tries += 1;
        throw unavailable(upstream, 'server_error');
    };
    const hanging = async (signal: AbortSignal) => {
        seen.tries += 1;
        seen.running += 1;
        await wait(60_000, undefined, { signal }).catch(() => undefined);
        await wait(10);
        seen.running -= 1;
        throw unavailable(upstream, 'timeout');
    };
    return { policy, seen, failing, hanging };
}

test('a call is tried again after failures that may pass, and fails with the last one', async () => {
    const { policy, seen, failing } = givenPolicy(5_000);

    const call = policy.run(asked, failing);

    await expect(call).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', details: { reason: 'server_error' } });
    expect(seen.tries).toBe(1 + maxRetries);
});

test('no try begins after the deadline, not even one whose pause was under way', async () => {
    const { policy, seen, failing } = givenPolicy(10);

    await expect(policy.run(asked, failing)).rejects.toMatchObject({ details: { reason: 'timeout' } });
    await wait(300);

    expect([seen.tries, policy.state()]).toEqual([1, 'closed']);
});

test('closing ends what runs and waits for it, and nothing begins any more', async () => {
    const { policy, seen, hanging } = givenPolicy(5_000);
    const running = expect(policy.run(asked, hanging)).rejects.toMatchObject({ details: { reason: 'timeout' } });

    await policy.close();
    const stillRunning = seen.running;
    await running;
    await expect(policy.run(asked, hanging)).rejects.toMatchObject({ details: { reason: 'timeout' } });

    expect([stillRunning, seen.tries]).toEqual([0, 1]);
});
