import { sampleJwtSecret } from '../../../app/platform/config/sample-secret.ts';
import { whenAskedToStop } from '../../../app/dev/asked-to-stop.ts';
import { step } from '../../../scripts/step.mjs';
import { openChecks, type Checks } from '../../support/checks.ts';
import { attempt } from '../command.ts';
import { ask, checkNumbering, checkWhoGetsIn, issueOneInvoice } from '../journey.ts';
import { adminToken } from '../tokens.ts';
import { backUpAndRestore } from './backup.ts';
import { checkSecondUp } from './container-ids.ts';
import { checkCrmBlock, removeCrm } from './crm-block.ts';
import { checkDevelopmentMode } from './development.ts';
import { checkEngine, checkImages } from './images.ts';
import { checkAnyUserServes, checkOperatorsCommands } from './operator.ts';
import { restartEach, restartWorkerAtWork } from './restarts.ts';
import { openStack, unhealthy, type Stack } from './stack.ts';
import { stopUnderLoad } from './stop-under-load.ts';

/**
 * `npm run e2e:compose`: the images and the compose file of the last commit, as a new user gets them, on a real Docker
 * engine; and the block of invoices-service in a CRM's own compose file.
 */
async function checkOwnStack(stack: Stack, checks: Checks): Promise<void> {
    const token = await adminToken(sampleJwtSecret);
    const { compose, gatewayPort, servicePort, project } = stack;

    await step('docker compose up', () =>
        compose('up', '--detach', '--wait').catch(async (error: unknown) => {
            throw new Error(`${String(error)}\n${(await stack.attemptCompose('logs', '--tail', '20')).stdout}`);
        }));
    checks.expectNone('docker compose ps: all healthy, the one-shots finished', await unhealthy(compose));

    await checkSecondUp(project, () => compose('up', '--detach', '--wait'), checks);

    console.log('Through the gateway');
    await checkWhoGetsIn(gatewayPort, token, checks);
    await issueOneInvoice(gatewayPort, token, checks);
    for (const [what, path, expected] of [
        ['the documentation', '/api/docs', 200], ['without a token', '/invoices', 401]
    ] as const) {
        const { status } = await ask(servicePort, { method: 'GET', path });
        checks.expectNone(`the service itself, ${what}: ${expected}`, status === expected ? [] : [`it was ${status}`]);
    }

    console.log('Operation');
    await checkOperatorsCommands(stack, checks);
    await checkAnyUserServes(stack, checks);
    const acknowledged = [
        ...await restartEach(stack, token, checks), ...await restartWorkerAtWork(stack, token, checks),
        ...await stopUnderLoad(stack, token, checks)
    ];
    await checkNumbering(servicePort, token, acknowledged, checks);
    await backUpAndRestore(stack, token, checks);
    await checkNumbering(servicePort, token, acknowledged, checks);
    await takeDown(stack, checks);
}

async function takeDown({ compose, project }: Stack, checks: Checks): Promise<void> {
    await compose('down', '--volumes', '--remove-orphans', '--timeout', '5');
    const left = await attempt('docker', [
        'ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project}`
    ]);
    checks.expectNone('docker compose down leaves nothing behind', left.stdout.trim().split('\n')
        .filter((id) => id !== ''));
}

/** The parts by name; `npm run e2e:compose -- crm` runs one. */
const parts: Readonly<Record<string, (stack: Stack, checks: Checks) => Promise<void>>> = {
    own: checkOwnStack,
    development: async (stack, checks) => {
        console.log('Development');
        await checkDevelopmentMode(stack, checks);
        await takeDown(stack, checks);
    },
    crm: async (stack, checks) => {
        console.log('In the CRM');
        await checkCrmBlock(stack, checks);
        await removeCrm(stack);
    }
};

async function main(stack: Stack): Promise<boolean> {
    const checks = openChecks({ tellAll: true });
    const wanted = process.argv.slice(2);
    const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
    if (unknown !== undefined) throw new Error(`There is no part "${unknown}", only ${Object.keys(parts).join(', ')}`);
    console.log('Images');
    await checkImages(stack, checks);
    for (const [name, check] of Object.entries(parts)) {
        if (wanted.length === 0 || wanted.includes(name)) await check(stack, checks);
    }
    await stack.remove();
    console.log(`${checks.passed()} passed, ${checks.failed()} failed`);
    return checks.failed() === 0;
}

let stack: Stack | undefined;
async function stop(exitCode: number): Promise<void> {
    if (stack !== undefined) await removeCrm(stack);
    await stack?.remove();
    process.exit(exitCode);
}
whenAskedToStop(() => void stop(130));

try {
    await checkEngine();
    stack = await openStack();
    process.exitCode = await main(stack) ? 0 : 1;
} catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await stop(1);
}
