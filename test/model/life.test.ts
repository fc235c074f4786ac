import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forgetChanges } from '../support/forget-changes.ts';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import { completeSeller, givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { anyBeginning, anyCommands, anyRounding } from './arbitraries.ts';
import { termsDays } from './drafting.ts';
import { failureOf, reportOf } from './failure.ts';
import { newModel, type Model } from './model.ts';
import { writeOffLimit } from './paying.ts';
import { atTimeOf, runClock, startMs } from './run-clock.ts';
import type { Real } from './step.ts';
import { verifyAll } from './verify.ts';

/**
 * Number of runs: few and long, as the beginning and end of a life cost as much as eight commands, and the rare
 * refusals come up late.
 */
const usualRuns = 200;
const maxCommands = 72;

/**
 * Tests the whole life of invoices against a model of it: each run is an organisation of its own, in which random
 * commands are sent to the real service and followed in the model, refusals too. Each answer is compared with the
 * model, and in the end everything that is stored.
 *
 * The seed is printed with the name of the test. A failure says how to repeat it (the runs are shards, each with a seed
 * of its own, so that they run side by side):
 *     FC_SEED=1234 FC_PATH=56:3:1 FC_REPLAY=AAB:C npm test -- test/model/life.test.ts
 * FC_SEED alone repeats all shards from that seed; FC_RUNS changes the number of runs. `FC_TOLD=1` prints how often
 * each command was tried.
 */
const runs = Number(process.env['FC_RUNS'] ?? usualRuns);
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const path = process.env['FC_PATH'];
const replayPath = process.env['FC_REPLAY'];
/** Runs at a time: one waits for the database while the others work. */
const shards = path === undefined ? 6 : 1;
const maxMs = 600_000;

type Call = GivenOrganisation['call'];
/** Later than any time that a life reaches. */
const farFuture = Date.UTC(2100, 0, 1) / 1_000;

let service: GivenService;
beforeAll(async () => {
    service = await givenService({ clock: runClock });
});
afterAll(() => service.close());

/** Begins an organisation. One token serves all calls that a clerk may make; making one costs as much as a command. */
async function begin({ rounding }: Model): Promise<Real> {
    const organisationId = `model-${randomUUID()}`;
    const as = async (claims: Readonly<Record<string, unknown>>): Promise<Call> => {
        const token = await givenToken({ org: organisationId, exp: farFuture, ...claims });
        return (method, url, options = {}) => service.call(method, url, { ...options, token });
    };
    const call = await as({ role: 'admin' });
    const { status, text } = await call('PATCH', '/organisation', { body: {
        ...completeSeller, exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT',
        paymentTermsDays: termsDays, writeOffLimit: String(writeOffLimit), roundingModel: rounding
    } });
    if (status !== 200) throw new Error(`the seller was refused: ${text}`);
    await forgetChanges(service, organisationId);
    let clerk: Promise<Call> | undefined;
    const read = async (url: string) => {
        const answer = await call('GET', url);
        if (answer.status !== 200) throw new Error(`GET ${url} was answered with ${answer.status}: ${answer.text}`);
        return answer.body;
    };
    return { organisationId, call, read, clerk: async (...request) =>
        (await (clerk ??= as({ role: 'user', sub: 'clerk-1' })))(...request) };
}

test(`documents live as the model says, through ${runs} lives (FC_SEED=${seed})`, async () => {
    const tried = new Map<string, number>();
    let commandsRun = 0;
    const anyLife = fc.commands(
        anyCommands, { maxCommands, size: 'max', ...(replayPath === undefined ? {} : { replayPath }) });
    let failing: number | undefined;
    const life = (
        shard: number
    ) => fc.asyncProperty(anyRounding, anyBeginning, anyLife, async (rounding, beginning, commands) => {
        // One failure is enough: the other shards stop while it is shortened.
        if (failing !== undefined && failing !== shard) return;
        const model = newModel(startMs, rounding);
        await atTimeOf(model, async () => {
            const real = await begin(model);
            for (const command of beginning) await command.run(model, real);
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await verifyAll(service, model, real);
        }).catch((error: unknown) => {
            failing ??= shard;
            throw failureOf(model, error);
        });
        for (const what of model.tried) tried.set(what, (tried.get(what) ?? 0) + 1);
        commandsRun += model.tried.length;
    });

    const shardResults = await Promise.all(Array.from({ length: shards }, (_, shard) => fc.check(life(shard), {
        numRuns: Math.ceil(runs / shards), seed: seed + shard, unbiased: true, interruptAfterTimeLimit: maxMs * 0.8,
        markInterruptAsFailure: true, ...(path === undefined ? {} : { path })
    })));

    if (process.env['FC_TOLD'] !== undefined) console.log(process.cpuUsage(), commandsRun,
        [...tried].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${count} ${what}`).join('\n'));
    const report = shardResults.map(reportOf).find((text) => text !== undefined);
    // Without a stack, which would only lead to this line.
    if (report !== undefined) throw Object.assign(new Error(report), { stack: report });
    if (path === undefined && runs >= usualRuns) expect(tried.size).toBeGreaterThan(68);
}, maxMs);
