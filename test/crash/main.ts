import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { whenAskedToStop } from '../../app/dev/asked-to-stop.ts';
import { freePort } from '../../scripts/ports.mjs';
import { step } from '../../scripts/step.mjs';
import { retryOpen, type Tokens } from './callers.ts';
import { openChecks } from '../support/checks.ts';
import { startDatabase, type CrashableDatabase } from './database.ts';
import { openCaller } from '../support/http-caller.ts';
import { emptyLedger } from './ledger.ts';
import { readOptions, type Options } from './options.ts';
import { randomFrom } from './random.ts';
import { playRound, type Scene } from './round.ts';
import { startService, type CrashableService } from './service.ts';
import { tokenOf } from './tokens.ts';
import { verifyByHttp } from './verify-http.ts';
import { verifyBySql } from './verify-sql.ts';

const steps = 5;
const organisations = ['acme', 'bravo', 'crash-sp-z-o-o'];
/** Time limit for open requests: a key whose first attempt died is free again after 30 s. */
const settleLimitMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'invoices-service-crash-'));
chmodSync(folder, 0o755); // PostgreSQL's user, when we are root, goes through it
let scene: Scene | undefined;
let starting: { readonly stop: () => Promise<void> }[] = [];
let stopping = false;

/** The second half of `npm run test:crash`, run by Node 24. @returns True if all checks passed */
async function testCrash({ seed, rounds }: Options): Promise<boolean> {
    const startedAt = performance.now();
    console.log(`Seed ${seed}, ${rounds} rounds; the same choices again: npm run test:crash -- --seed ${seed} `
        + `--rounds ${rounds}`);
    const database = await step(`[3/${steps}] PostgreSQL 18, fsync on, migrated`, async () =>
        started(await startDatabase(folder)));
    scene = await step(`[4/${steps}] invoices-service`, () => prepareScene(database, seed));
    console.log(`[5/${steps}] Rounds`);
    const { checks } = scene;
    for (let round = 1; round <= rounds; round += 1) {
        const failedBefore = checks.failed();
        const reported = await playRound(scene, round);
        console.log(`${String(round).padStart(3)}/${rounds} ${checks.failed() === failedBefore ? 'ok    ' : 'FAILED'} `
            + `${reported}`);
    }
    await settleAll(scene);
    const { ledger } = scene;
    console.log(`${ledger.created.size} drafts and ${ledger.issued.size} issues acknowledged, ${ledger.abandoned.size} `
        + 'requests given up without an answer, ' +
        `in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    console.log(`${checks.passed()} passed, ${checks.failed()} failed`);
    return checks.failed() === 0;
}

async function prepareScene(database: CrashableDatabase, seed: number): Promise<Scene> {
    const place = { port: await freePort(), metricsPort: await freePort(), databaseUrl: database.url };
    const service = started<CrashableService>(await startService(place));
    const tokens: Tokens = new Map(await Promise.all(
        organisations.map(async (name) => [name, await tokenOf(name)] as const)));
    const caller = openCaller(place.port);
    for (const token of tokens.values()) {
        const answer = await caller.send({ method: 'PATCH', path: '/organisation', token, body: JSON.stringify({
            legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1',
            postalCode: '00-001', city: 'Warszawa', exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT'
        }) });
        if (typeof answer === 'string' || answer.status !== 200)
            throw new Error(`The seller was refused: ${JSON.stringify(answer)}`);
    }
    caller.close();
    return { place, database, service, tokens, ledger: emptyLedger(), checks: openChecks(), random: randomFrom(seed) };
}

/** Answers every request that is still open, and checks everything once more. */
async function settleAll({ place, database, tokens, ledger, checks }: Scene): Promise<void> {
    const givenUpAt = performance.now() + settleLimitMs;
    while (ledger.open.size > 0 && performance.now() < givenUpAt) {
        await wait(500);
        await retryOpen(place.port, ledger);
    }
    const unanswered = [...ledger.open.values()].map(({ method, path, key }) => `${method} ${path} ${key}`);
    checks.expectNone('every request that was sent again has its answer', unanswered);
    checks.expectNone('every answer is as it should be', ledger.faults.splice(0));
    await verifyByHttp(place.port, tokens, checks);
    await verifyBySql(database.url, ledger, checks);
}

function started<Part extends { readonly stop: () => Promise<void> }>(part: Part): Part {
    starting.push(part);
    return part;
}

async function stop(exitCode: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    // Rounds replace the service.
    const parts = scene === undefined ? starting.toReversed() : [scene.service, scene.database];
    starting = [];
    for (const part of parts) await part.stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(exitCode);
}

whenAskedToStop(() => void stop(130));

try {
    await stop(await testCrash(readOptions(process.argv.slice(2))) ? 0 : 1);
} catch (error) {
    if (!stopping) {
        console.error(`\n${error instanceof Error ? error.stack ?? error.message : String(error)}`);
        await stop(1);
    }
}
