import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../app/platform/database/database.ts';
import { cleanUpIdempotencyKeys } from '../../app/platform/commands/clean-up-idempotency-keys.ts';
import { givenDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';

let own: GivenDatabase;
let database: Database;
const counted: number[] = [];
const observer = { idempotencyKeysRemoved: (count: number) => void counted.push(count) };
const never = new AbortController().signal;
beforeAll(async () => {
    own = await givenDatabase();
    database = openDatabase({ url: own.url, poolSize: 4 });
});
beforeEach(async () => {
    counted.splice(0);
    await onDatabase(own.url, 'TRUNCATE idempotency_key');
});
afterAll(async () => {
    await database.close();
    await own.drop();
});

/** Stores keys `prefix1` to `prefix{count}` that expire `expires` from now; answered by default. */
async function givenKeys(prefix: string, count: number, expires: string, status: number | null = 201): Promise<void> {
    await onDatabase(own.url, `INSERT INTO idempotency_key (organisation_id, key, fingerprint, attempt,
        locked_until, expires_at, status_code)
        SELECT 'acme', $1 || n, repeat('a', 64), gen_random_uuid(),
            now() + interval '30 seconds', now() + $3::interval, $4
        FROM generate_series(1, $2::int) AS n`, [prefix, count, expires, status]);
}

async function keysLeft(): Promise<readonly string[]> {
    return (await onDatabase<{ key: string }>(own.url, 'SELECT key FROM idempotency_key ORDER BY key'))
        .map(({ key }) => key);
}

describe('the clean-up', () => {
    test('removes the keys that have expired, answered or not, and no others', async () => {
        await givenKeys('expired', 2, '-1 second');
        await givenKeys('abandoned', 1, '-1 second', null);
        await givenKeys('live', 1, '1 minute');
        await givenKeys('running', 1, '24 hours', null);

        const removed = await cleanUpIdempotencyKeys({ database, observer }, never);

        expect([removed, await keysLeft()]).toEqual([3, ['live1', 'running1']]);
    });

    test('works in batches of 1000 until nothing is left', async () => {
        await givenKeys('old', 2_500, '-1 hour');

        const removed = await cleanUpIdempotencyKeys({ database, observer }, never);

        expect([removed, counted, await keysLeft()]).toEqual([2_500, [1_000, 1_000, 500], []]);
    });

    test('begins no other batch when it is stopped', async () => {
        await givenKeys('old', 2_500, '-1 hour');
        const stopping = new AbortController();

        const removed = await cleanUpIdempotencyKeys(
            { database, observer: { idempotencyKeysRemoved: () => stopping.abort() } }, stopping.signal);

        expect([removed, (await keysLeft()).length]).toEqual([1_000, 1_500]);
    });

    test('of two workers at once shares the work', async () => {
        await givenKeys('old', 5_000, '-1 hour');

        const removed = await Promise.all([1, 2].map(() => cleanUpIdempotencyKeys({ database, observer }, never)));

        expect([removed.reduce((sum, count) => sum + count, 0), await keysLeft()]).toEqual([5_000, []]);
    });

    test('passes by a key that a request takes over this moment', async () => {
        await givenKeys('old', 2, '-1 hour');
        const lock = await givenLock(
            own.url, `UPDATE idempotency_key SET expires_at = now() + interval '24 hours' WHERE key = 'old1'`);

        const removed = await cleanUpIdempotencyKeys({ database, observer }, never);
        await lock.release();

        expect([removed, await keysLeft()]).toEqual([1, ['old1']]);
    });
});
