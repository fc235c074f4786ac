import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { handleAll, handleType, TaskCancelledError } from 'cockatiel';
import { passMs } from '../../../test/support/pass-time.ts';
import { openRedisGuard, type RedisGuard } from './redis-guard.ts';

const stop = new AbortController();
afterEach(() => stop.abort());

const answer = async () => 'answer';
const refuse = () => Promise.reject(new Error('refused'));
const hang = () => wait(60_000, '', { signal: stop.signal, ref: false }).catch(() => '');

function outcomeOf({ run }: RedisGuard, command: () => Promise<string>): Promise<string> {
    return run(command).catch((error: Error) => error.constructor.name);
}

test('a command that does not answer within 250 ms is given up; after two none is sent, and others go on beside the one that tries', async () => {
    const changes: boolean[] = [];
    const guard = openRedisGuard(handleType(TaskCancelledError), (usable) => changes.push(usable));

    const late = [await outcomeOf(guard, hang), await outcomeOf(guard, hang)];
    const resting = await outcomeOf(guard, answer);
    passMs(1_001);
    const [trying, beside] = await Promise.all([outcomeOf(guard, answer), outcomeOf(guard, answer)]);
    const afterwards = await outcomeOf(guard, answer);

    expect(late).toEqual(['TaskCancelledError', 'TaskCancelledError']);
    expect([resting, trying, beside, afterwards]).toEqual(['BrokenCircuitError', 'answer', 'BrokenCircuitError', 'answer']);
    expect(changes).toEqual([false, true]);
});

test.each([[handleAll, 'BrokenCircuitError'], [handleType(TaskCancelledError), 'answer']])(
    'a refusal counts only where the caller says so', async (failures, expected) => {
        const guard = openRedisGuard(failures);

        await outcomeOf(guard, refuse);
        await outcomeOf(guard, refuse);

        expect(await outcomeOf(guard, answer)).toBe(expected);
    }
);
