import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startPeriodicJob, type PeriodicJob, type PeriodicJobOptions } from './periodic-job.ts';

const started: PeriodicJob[] = [];
afterEach(async () => {
    await Promise.all(started.splice(0).map((job) => job.stop()));
});

type Given = {
    readonly job: PeriodicJob;
    readonly outcomes: string[];
    readonly lines: { readonly message: string; readonly fields: object }[];
    runs(): number;
    /** Resolves when so many runs have begun. */
    begun(count: number): Promise<void>;
};

function givenJob(overrides: Partial<PeriodicJobOptions> = {}): Given {
    let runs = 0;
    const [outcomes, lines]: [Given['outcomes'], { message: string; fields: object }[]] = [[], []];
    const { run = async () => 0, ...others } = overrides;
    const job = startPeriodicJob({
        name: 'sweep', intervalMs: 5, mayRun: async () => true,
        observer: { started: () => undefined, ran: (_job, outcome) => void outcomes.push(outcome), idempotencyKeysRemoved: () => undefined },
        log: { info: (fields, message) => void lines.push({ message, fields }), error: (fields, message) => void lines.push({ message, fields }) },
        ...others,
        run: (signal) => {
            runs += 1;
            return run(signal);
        }
    });
    started.push(job);
    return {
        job, outcomes, lines, runs: () => runs,
        begun: async (count) => {
            while (runs < count) await wait(1);
        }
    };
}

describe('a periodic job', () => {
    test('runs over and over, and says nothing when there was nothing to do', async () => {
        const { begun, lines, outcomes } = givenJob();

        await begun(3);

        expect(outcomes.slice(0, 2)).toEqual(['succeeded', 'succeeded']);
        expect(lines).toEqual([]);
    });

    test('logs a run that did something', async () => {
        const { begun, lines } = givenJob({ run: async () => 7 });

        await begun(2);

        expect(lines[0]).toEqual({ message: 'Job done', fields: { job: 'sweep', handled: 7, durationMs: expect.any(Number) } });
    });

    test('that fails is logged and counted, and runs again', async () => {
        const failure = new Error('no database');
        const { begun, lines, outcomes } = givenJob({ run: async () => Promise.reject(failure) });

        await begun(3);

        expect(outcomes.slice(0, 2)).toEqual(['failed', 'failed']);
        expect(lines[0]).toMatchObject({ message: 'Job failed', fields: { job: 'sweep', err: failure } });
    });

    test('never runs twice at once', async () => {
        let running = 0;
        let most = 0;
        const { begun } = givenJob({ intervalMs: 1, run: async () => {
            running += 1;
            most = Math.max(most, running);
            await wait(15);
            running -= 1;
            return 0;
        } });

        await begun(4);

        expect(most).toBe(1);
    });

    test.each([['says no', async () => false], ['fails', async () => Promise.reject(new Error('no'))]])(
        'does not run, nor count as failed, while the question whether it may %s', async (_case, mayRun) => {
            const { runs, lines, outcomes } = givenJob({ mayRun });

            await wait(60);

            expect([runs(), outcomes, lines]).toEqual([0, [], []]);
        });

    test('runs as soon as it may', async () => {
        let may = false;
        const { begun, runs } = givenJob({ mayRun: async () => may });
        await wait(30);
        const before = runs();

        may = true;
        await begun(1);

        expect(before).toBe(0);
    });
});

describe('stopping', () => {
    test('waits for the run at hand, tells it, and starts no other', async () => {
        let told = false;
        let ended = false;
        const { job, begun, runs } = givenJob({ run: async (signal) => {
            await wait(50);
            told = signal.aborted;
            ended = true;
            return 0;
        } });
        await begun(1);

        await job.stop();
        const endedFirst = ended;
        await wait(30);

        expect([endedFirst, told, runs()]).toEqual([true, true, 1]);
    });

    test('does not wait for a pause to end', async () => {
        const { job, runs } = givenJob({ intervalMs: 3_600_000 });

        const stoppedAt = performance.now();
        await job.stop();

        expect([performance.now() - stoppedAt < 500, runs()]).toEqual([true, 0]);
    });
});
