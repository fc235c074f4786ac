import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checks } from '../../support/checks.ts';
import { attempt, command } from '../command.ts';
import { images, version, type Stack } from './stack.ts';

const base = process.env['NODE_IMAGE'] ?? 'node:24-alpine';
/** Images that compose pulls, beside those it builds. */
const pulled = [base, 'postgres:18-alpine', 'redis:8-alpine', 'nginxinc/nginx-unprivileged:1.29-alpine'];
const maxAddedBytes = 40_000_000;
const mib = 1_048_576;

/** Checks the Docker engine. @throws Error that says what this machine lacks */
export async function checkEngine(): Promise<void> {
    const { code } = await attempt('docker', ['info'], { limitMs: 20_000 });
    if (code !== 0) throw new Error(
        'A Docker engine with Compose and BuildKit is needed: `docker info` does not answer');
    for (const image of pulled) {
        const { code: missing } = await attempt('docker', ['image', 'inspect', image]);
        if (missing !== 0) throw new Error(`The image ${image} is needed: \`docker pull ${image}\``);
    }
}

/** Builds every stage and checks its image. */
export async function checkImages({ folder, env }: Stack, checks: Checks): Promise<void> {
    const build = (...args: readonly string[]) =>
        attempt('docker', ['build', ...args, '.'], { cwd: folder, env: { DOCKER_BUILDKIT: '1' } });
    const named = [
        '--build-arg', `VERSION=${version}`, '--build-arg', `REVISION=${env['REVISION'] ?? ''}`,
        '--build-arg', `BASE_IMAGE=${base}`
    ];
    for (const [target, tag] of [['builder', 'invoices-service-builder:e2e'], ...Object.entries(images)] as const) {
        const { code, stderr } = await build('--target', target, '--tag', tag, ...named);
        checks.expectNone(`docker build --target ${target}`, code === 0 ? [] : [stderr.slice(-2_000)]);
    }
    await checkAudit(build, checks);
    await checkWeight(checks);
    await checkSettings(env['REVISION'] ?? '', checks);
    await checkAnyUser(checks);
}

/** Checks that the stage fails where the registry has no advisories to ask for, and says how to go on without. */
async function checkAudit(
    build: (...args: readonly string[]) => ReturnType<typeof attempt>, checks: Checks
): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-audit-'));
    const output = [
        '--target', 'audit', '--build-arg', `BASE_IMAGE=${base}`, '--build-arg',
        `AUDITED_AT=${new Date().toISOString()}`, '--output', folder
    ];
    const { code, stderr } = await build(...output);
    const offline = code !== 0 && stderr.includes('could not be asked for advisories');
    checks.expectNone('docker build --target audit '
        + `${offline ? 'fails where the registry tells no advisories' : 'finds no high advisory'}`,
        code === 0 || offline ? [] : [stderr.slice(-2_000)]);
    if (offline) {
        const { code: allowed, stderr: why } = await build(...output, '--build-arg', 'AUDIT=allow-offline');
        checks.expectNone(
            'docker build --target audit with AUDIT=allow-offline', allowed === 0 ? [] : [why.slice(-2_000)]);
    }
    const sbom = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
    const missing = ['"bomFormat": "CycloneDX"', '"pg"', '"hapi"', '"swagger-ui-dist"']
        .filter((text) => !sbom.includes(text));
    checks.expectNone('its SBOM is CycloneDX and names what ships', missing.map((text) => `it has no ${text}`));
    rmSync(folder, { recursive: true, force: true });
}

async function checkWeight(checks: Checks): Promise<void> {
    const bytes = async (image: string) =>
        Number((await command('docker', ['image', 'inspect', '--format', '{{.Size}}', image])).trim());
    const added = await bytes(images.production) - await bytes(base);
    checks.expectNone(`the production image adds ${(added / mib).toFixed(1)} MiB to ${base}`, added > maxAddedBytes
        ? ['more than 40 MB'] : []);
}

async function checkSettings(revision: string, checks: Checks): Promise<void> {
    const text = await command('docker', ['image', 'inspect', '--format',
        '{{.Config.User}}|{{json .Config.Entrypoint}}|{{json .Config.Cmd}}|{{json .Config.Healthcheck}}|{{index '
        + '.Config.Labels "org.opencontainers.image.version"}}|{{index .Config.Labels '
        + '"org.opencontainers.image.revision"}}', images.production]);
    const healthcheck = '{"Test":["CMD","node","healthcheck.js"],"Interval":30000000000,"Timeout":10000000000,'
        + '"StartPeriod":60000000000,"Retries":3}';
    const expected = ['1001:1001', '["node","main.js"]', '["serve"]', healthcheck, version, revision].join('|');
    checks.expectNone('user, entry point, health check and labels are those of the spec', text.trim() === expected
        ? [] : [text.trim(), expected]);
}

/** Checks the configuration with no shell, no writable place, no capability, no network, and an unknown user. */
async function checkAnyUser(checks: Checks): Promise<void> {
    const { code, stderr } = await attempt('docker', ['run', '--rm', '--read-only', '--user', '54321:54321',
        '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges',
        '--network', 'none', '--volume', '/dev/null:/bin/sh:ro', images.production]);
    checks.expectNone('any user on a read-only root without a shell: configuration faults, exit 78',
        code === 78 && stderr.includes('DATABASE_URL is required') ? [] : [`exit ${code}: ${stderr.slice(0, 500)}`]);
}
