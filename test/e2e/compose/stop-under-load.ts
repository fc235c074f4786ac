import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { images, type Stack } from './stack.ts';

const warmUpMs = 4_000;
const outcomePattern = /^OUTCOME (.*)$/m;

/**
 * Runs `docker stop` while sixteen callers work as fast as they can. They run in the service's own network namespace:
 * outside of it Docker's proxy would accept connections that the service has refused. @returns The numbers that were
 * acknowledged
 */
export async function stopUnderLoad(
    { folder, compose, containerOf, untilHealthy }: Stack, token: string, checks: Checks
): Promise<readonly string[]> {
    const service = await containerOf('invoices-service');
    const client = (await command('docker', ['run', '--detach', '--network', `container:${service}`,
        '--env', `TOKEN=${token}`,
        '--volume', `${folder}/test:/src/test:ro`, '--entrypoint', 'node', images.development,
        'test/e2e/compose/load-client.ts'])).trim();
    await wait(warmUpMs);
    const startedAt = performance.now();
    // Docker's own default grace.
    await command('docker', ['stop', '--time', '10', service]);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    const exitCode = (await command('docker', ['inspect', '--format', '{{.State.ExitCode}}', service])).trim();
    await command('docker', ['wait', client]);
    const said = await command('docker', ['logs', client]);
    await command('docker', ['rm', client]);
    await compose('up', '--detach', '--no-build', 'invoices-service');
    await untilHealthy();

    const outcome = outcomePattern.exec(said)?.[1];
    if (outcome === undefined) throw new Error(`The load client failed:\n${said}`);
    // Output of `load-client.ts` of this commit.
    const { told, faults, refused, numbers } = JSON.parse(outcome) as {
        told: string; faults: string[]; refused: boolean; numbers: string[]
    };
    checks.expectNone(
        `docker stop under load drops nothing: ${told}`, refused ? faults : [...faults, 'the service was never gone']);
    checks.expectNone(
        `docker stop under load: exit 0 after ${seconds} s`, exitCode === '0' ? [] : [`exit ${exitCode}`]);
    return numbers;
}
