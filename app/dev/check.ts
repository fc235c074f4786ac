import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24, root } from '../../scripts/clone.mjs';
import { run } from '../../scripts/run.mjs';
import { step } from '../../scripts/step.mjs';
import { findChromium, howToGetChromium } from './chromium-binary.ts';
import { givenTestServers } from './test-servers.ts';

const steps = 7;
const leak = 'Jest did not exit';
const cruiser = 'dependency-cruiser/bin/dependency-cruise.mjs';
const workerLeak = 'failed to exit gracefully';

/** The second half of `npm test`, run by Node 24: starts the servers of the tests, then runs every check. */
async function check(jestArgs: readonly string[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-test-'));
    chmodSync(folder, 0o755); // PostgreSQL's user, when we are root, goes through it
    const servers = givenTestServers(folder);
    try {
        await step(`[3/${steps}] PostgreSQL 18, migrated`, servers.startPostgres);
        await step(`[4/${steps}] Redis`, servers.startRedis);
        let chromium: Record<string, string> = {};
        await step(`[5/${steps}] Chromium`, async (note) => {
            chromium = chromiumFor(jestArgs, note);
        });
        if (jestArgs.length === 0) await checkSources();
        await runJest(jestArgs, { ...servers.env, ...chromium });
    } finally {
        await servers.stop();
        rmSync(folder, { recursive: true, force: true });
    }
}

/**
 * Environment of the tests of pages. Without a Chromium they are skipped, and that is said; where `CI` is `true`
 * nothing is skipped.
 */
function chromiumFor(jestArgs: readonly string[], note: (text: string) => void): Record<string, string> {
    const isNeeded = jestArgs.length === 0 || jestArgs.some((arg) => arg.includes('pages'));
    const command = findChromium(isNeeded);
    if (command !== undefined) return { CHROMIUM: command };
    if (isNeeded && process.env['CI'] === 'true') throw new Error(howToGetChromium);
    note(isNeeded ? `${howToGetChromium}; until then the tests of pages in a browser are skipped` : 'not needed');
    return {};
}

/** Checks the sources in parallel: each check keeps one core busy. */
async function checkSources(): Promise<void> {
    await step(`[6/${steps}] Types, lint, import rules`, async () => {
        const faults = await Promise.all([
            faultsOf('typescript/bin/tsc', '--noEmit'),
            faultsOf('eslint/bin/eslint.js', '.', '--max-warnings=0'),
            faultsOf(cruiser, 'app', 'test', 'bench', 'k8s'),
            faultsOf(cruiser, 'app', '--config', '.dependency-cruiser.folders.cjs')
        ]);
        failWhenAsked();
        if (faults.some((text) => text !== '')) throw new Error(faults.join(''));
    });
}

async function faultsOf(file: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await run(node24, [join(root, 'node_modules', file), ...args], { print: 'keep' });
    return code === 0 ? '' : output || `${file} ended with ${code}\n`;
}

/**
 * Runs Jest on the sources. A test that leaves something open fails its own file (`leak-check-environment.mjs`). When
 * that check misses something, a worker does not end: `jest.config.js` gives it so much time that only an open resource
 * can be the reason.
 */
async function runJest(args: readonly string[], servers: Record<string, string>): Promise<void> {
    console.log(`[7/${steps}] Tests`);
    const { code, output } = await run(node24, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
        env: {
            ...servers,
            NODE_ENV: 'test',
            NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
            ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {})
        },
        print: 'both',
        stopAt: leak
    });
    failWhenAsked();
    if (output.includes(leak) || output.includes(workerLeak))
        throw new Error('A test leaves something open (see above)');
    if (code !== 0) throw new Error('Tests failed');
}

let asked = false;

function failWhenAsked(): void {
    if (asked) throw new Error('Stopped');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
        asked = true;
    });
}
// The script that started this process is gone: treated as a signal to stop, also for the command that runs at the
// moment.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

try {
    await check(process.argv.slice(2));
} catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
}
