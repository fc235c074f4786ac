import type { Checks } from '../../support/checks.ts';
import { attempt, command } from '../command.ts';
import { until } from '../until.ts';
import { checkContainerCommands } from './container-commands.ts';
import type { Stack } from './stack.ts';

const healthLimitSeconds = 60;

/** Checks an operator's commands for faults: logs, the environment, the doctor. */
export async function checkOperatorsCommands(
    { compose, attemptCompose, untilHealthy, env }: Stack, checks: Checks
): Promise<void> {
    const expectText = (what: string, text: string, ...wanted: readonly string[]) =>
        checks.expectNone(what, wanted.filter((each) => !text.includes(each)).map((each) =>
            `no ${each} in ${text.slice(0, 1_500)}`));
    const doctor = () => attemptCompose('exec', '-T', 'invoices-service', 'node', 'main.js', 'doctor');

    expectText('docker compose logs invoices-service', await compose('logs', '--no-log-prefix', 'invoices-service'),
        '"message":"Listening"');
    await checkContainerCommands(`${env['CONTAINER_PREFIX'] ?? ''}invoices-service`, 'production', checks);
    expectText('docker compose exec invoices-service env', await compose('exec', '-T', 'invoices-service', 'env'),
        'SERVICES_SERVICE_URL=http://services-service:3007');
    expectText('docker compose logs example-data shows a token',
        await compose('logs', '--no-log-prefix', 'example-data'), 'A development token', 'a seller and 5 invoices');
    const well = await doctor();
    checks.expectNone('doctor: all is well, exit 0', well.code === 0 ? [] : [well.stdout + well.stderr]);

    await compose('stop', 'products-service', 'redis');
    const ill = await doctor();
    expectText('doctor with products-service and redis stopped: exit 1, one line for each', ill.stdout, 'FAIL',
        'products-service', 'redis');
    checks.expectNone('doctor: exit 1', ill.code === 1 ? [] : [`exit ${ill.code}`]);
    await compose('start', 'products-service', 'redis');
    await untilHealthy();
}

/**
 * Checks that the image serves as an unknown user, on a read-only root: here with the settings and the network of
 * compose.
 */
export async function checkAnyUserServes({ compose }: Stack, checks: Checks): Promise<void> {
    const said = await compose('run', '--detach', '--no-deps', '--user', '54321:54321', '--volume',
        '/dev/null:/bin/sh:ro', 'invoices-worker', 'serve');
    // Before its last line it reports whether the image is up to date.
    const container = said.trim().split('\n').at(-1) ?? '';
    const health = async () =>
        (await command('docker', ['inspect', '--format', '{{.State.Health.Status}}', container])).trim();
    const healthy = await until(healthLimitSeconds, 'it to be healthy', async () => await health() === 'healthy')
        .then(() => true, () => false);
    const { stdout, stderr } = await attempt('docker', ['logs', container]);
    checks.expectNone('it serves as user 54321 on a read-only root without a shell', healthy ? [] : [stdout + stderr]);
    await command('docker', ['rm', '--force', container]);
}
