import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import type { Checks } from '../../support/checks.ts';
import { attempt, command } from '../command.ts';
import { images, version, type Stack } from './stack.ts';

const nodeImage = process.env['NODE_IMAGE'] ?? 'node:24-alpine3.23';
const base = process.env['RUNTIME_IMAGE'] ?? 'alpine:3.23';
/** Images that compose pulls, beside those it builds. */
const pulled = [
    nodeImage, base, 'postgres:18-alpine', 'postgres:15-alpine', 'redis:8-alpine',
    'nginxinc/nginx-unprivileged:1.29-alpine'
];
/**
 * Compressed size of what is put on the base. Alpine itself is 4 MB; the whole may have 150 MB (spec 10). Typst and the
 * fonts of documents are 33 MB of it.
 */
const maxAddedBytes = 95_000_000;
const megabyte = 1_000_000;
const baseArguments = ['--build-arg', `BASE_IMAGE=${nodeImage}`, '--build-arg', `RUNTIME_IMAGE=${base}`];
const source = 'https://git.example.com/crm/invoices-service';

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
        '--build-arg', `SOURCE=${source}`, '--build-arg', 'AUDIT=allow-offline', ...baseArguments
    ];
    const targets = [
        ['builder', 'invoices-service-builder:e2e'], ['production', images.production], ['standins', images.standins],
        ['development', images.development], ['development', images.developmentWorker]
    ] as const;
    for (const [target, tag] of targets) {
        const { code, stderr } = await build('--target', target, '--tag', tag, ...named);
        checks.expectNone(`docker build --target ${target}`, code === 0 ? [] : [stderr.slice(-2_000)]);
    }
    await checkAudit(build, checks);
    await checkWeight(checks);
    await checkSettings(env['REVISION'] ?? '', checks);
    await checkContents(checks);
    await checkAnyUser(checks);
}

/**
 * Checks that production is not built where the registry has no advisories to ask for, that the build says how to go on
 * without, and what the audit leaves.
 */
async function checkAudit(
    build: (...args: readonly string[]) => ReturnType<typeof attempt>, checks: Checks
): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-audit-'));
    const anew = ['--build-arg', `AUDITED_AT=${new Date().toISOString()}`, ...baseArguments];
    const { code, stderr } = await build('--target', 'production', ...anew);
    const offline = code !== 0 && stderr.includes('could not be asked for advisories')
        && stderr.includes('AUDIT=allow-offline');
    checks.expectNone('docker build --target production '
        + `${offline ? 'fails where the registry tells no advisories' : 'finds no high advisory'}`,
        code === 0 || offline ? [] : [stderr.slice(-2_000)]);
    const { code: allowed, stderr: why } = await build(
        '--target', 'audit', ...anew, '--output', folder, '--build-arg', 'AUDIT=allow-offline');
    checks.expectNone('docker build --target audit with AUDIT=allow-offline', allowed === 0 ? [] : [why.slice(-2_000)]);
    const sbom = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
    const missing = ['"bomFormat": "CycloneDX"', '"pg"', '"hapi"', '"swagger-ui-dist"']
        .filter((text) => !sbom.includes(text));
    checks.expectNone('its SBOM is CycloneDX and names what ships', missing.map((text) => `it has no ${text}`));
    rmSync(folder, { recursive: true, force: true });
}

async function checkWeight(checks: Checks): Promise<void> {
    const added = await compressedBytes(images.production) - await compressedBytes(base);
    const unpacked = await unpackedBytes(images.production) - await unpackedBytes(base);
    checks.expectNone(`the production image puts ${(added / megabyte).toFixed(1)} MB on ${base}, unpacked `
        + `${(unpacked / megabyte).toFixed(1)} MB`, added > maxAddedBytes ? [`more than ${maxAddedBytes}`] : []);
}

async function unpackedBytes(image: string): Promise<number> {
    return Number((await command('docker', ['image', 'inspect', '--format', '{{.Size}}', image])).trim());
}

/** Size of an image's layers as a registry keeps them. */
async function compressedBytes(image: string): Promise<number> {
    const saved = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'inherit'] });
    let bytes = 0;
    for await (const chunk of saved.stdout.pipe(createGzip())) bytes += Buffer.from(chunk).length;
    return bytes;
}

/** Checks that there is Node and no package manager of it, and that the user has a name. */
async function checkContents(checks: Checks): Promise<void> {
    const { stdout } = await attempt('docker', ['run', '--rm', '--entrypoint', 'sh', images.production, '-c',
        'for name in node npm npx yarn corepack; do command -v $name; done; ls -d /usr/local/lib/node_modules; '
        + 'id -un; id -gn; cat audit.json']);
    const [path, user, group, report = ''] = stdout.trim().split('\n');
    checks.expectNone('there is Node, no npm, yarn or corepack; the user is nodejs; the audit\'s report is there',
        path === '/usr/local/bin/node' && user === 'nodejs' && group === 'nodejs' && report.includes('"checked"')
            ? [] : [stdout]);
}

async function checkSettings(revision: string, checks: Checks): Promise<void> {
    const text = await command('docker', ['image', 'inspect', '--format',
        '{{.Config.User}}|{{json .Config.Entrypoint}}|{{json .Config.Cmd}}|{{json .Config.Healthcheck}}|{{index '
        + '.Config.Labels "org.opencontainers.image.version"}}|{{index .Config.Labels '
        + '"org.opencontainers.image.revision"}}|{{index .Config.Labels "org.opencontainers.image.source"}}|{{index '
        + '.Config.Labels "org.opencontainers.image.licenses"}}|{{index .Config.Labels '
        + '"org.opencontainers.image.base.name"}}', images.production]);
    const healthcheck = '{"Test":["CMD","node","healthcheck.js"],"Interval":30000000000,"Timeout":10000000000,'
        + '"StartPeriod":60000000000,"Retries":3}';
    const expected = ['1001:1001', '["node","main.js"]', '["serve"]', healthcheck, version, revision, source,
        'LicenseRef-UNLICENSED', base].join('|');
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
