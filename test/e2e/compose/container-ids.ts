import { command } from '../command.ts';
import type { Checks } from '../../support/checks.ts';

/** Containers of a project that run, each as `name id start`. */
async function runningContainers(project: string): Promise<readonly string[]> {
    const ids = (await command('docker', [
        'ps', '--quiet', '--no-trunc', '--filter', `label=com.docker.compose.project=${project}`
    ])).trim().split('\n');
    const text = await command('docker', ['inspect', '--format', '{{.Name}} {{.Id}} {{.State.StartedAt}}', ...ids]);
    return text.trim().split('\n').sort();
}

/** Checks that `docker compose up` once more leaves every running container as it is. */
export async function checkSecondUp(
    project: string, up: () => Promise<unknown>, checks: Checks
): Promise<void> {
    const before = await runningContainers(project);
    const startedAt = performance.now();
    await up();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    const after = await runningContainers(project);
    checks.expectNone(`a second docker compose up leaves ${before.length} containers as they are, ${seconds} s`,
        before.filter((container) => !after.includes(container)));
}
