import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const script = fileURLToPath(new URL('../../scripts/audit.mjs', import.meta.url));

/**
 * Folder of a project of one package; a registry with advisories of it speaks npm's own protocol to npm's own client.
 */
let folder: string;
let registry: Server;
let answer: { readonly status: number; readonly body: unknown };
beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-audit-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({
        name: 'shop', version: '1.0.0', dependencies: { planks: '1.0.0' },
        devDependencies: { sander: '1.0.0', '@mill/glue': '1.0.0' }
    }));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({
        name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true,
        packages: {
            '': {
                name: 'shop', version: '1.0.0', dependencies: { planks: '1.0.0' },
                devDependencies: { sander: '1.0.0', '@mill/glue': '1.0.0' }
            },
            'node_modules/planks': { version: '1.0.0' }, 'node_modules/sander': { version: '1.0.0', dev: true },
            'node_modules/@mill/glue': { version: '1.0.0', dev: true }
        }
    }));
    // A package that a development package needs too is marked `dev` in the lockfile, and ships all the same.
    writeFileSync(join(folder, 'sbom.json'), JSON.stringify({
        components: [{ name: 'planks', version: '1.0.0' }, { group: '@mill', name: 'glue', version: '1.0.0' }]
    }));
    answer = { status: 200, body: {} };
    registry = createServer((request, response) => {
        request.resume();
        const found = request.url?.endsWith('/advisories/bulk') === true;
        response.writeHead(found ? answer.status : 404, { 'content-type': 'application/json' })
            .end(JSON.stringify(found ? answer.body : {}));
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
});
afterEach(async () => {
    registry.close();
    registry.closeAllConnections();
    await once(registry, 'close');
    rmSync(folder, { recursive: true, force: true });
});

function advisory(severity: string) {
    return [{
        id: 1, url: 'https://advisories.example/1', title: 'Splinters', severity, vulnerable_versions: '<2.0.0',
        cwe: [], cvss: { score: 8, vectorString: null }
    }];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function audit(env: Record<string, string> = {}): Promise<{ code: number; output: string; report: any }> {
    const { port } = registry.address() as AddressInfo;
    const child = spawn(process.execPath, [script, join(folder, 'sbom.json'), join(folder, 'report')], {
        cwd: folder,
        env: {
            PATH: process.env['PATH'], HOME: folder, npm_config_registry: `http://127.0.0.1:${port}/`,
            npm_config_fetch_retries: '0', npm_config_cache: join(folder, 'cache'), ...env
        },
        stdio: ['ignore', 'pipe', 'pipe']
    });
    let output = '';
    child.stdout.on('data', (text) => { output += String(text); });
    child.stderr.on('data', (text) => { output += String(text); });
    const [code] = await once(child, 'close');
    return {
        code: Number(code), output, report: JSON.parse(readFileSync(join(folder, 'report', 'audit.json'), 'utf8'))
    };
}

test('without an advisory the audit passes', async () => {
    const { code, output } = await audit();

    expect([code, output]).toEqual([0, 'No advisory of severity high or critical on what ships\n']);
});

test.each([['high', 1], ['critical', 1], ['moderate', 0]] as const)(
    'a %s advisory in what ships: exit %i', async (severity, expected) => {
        answer = { status: 200, body: { planks: advisory(severity) } };

        const { code, report } = await audit();

        expect([code, report.advisories[0].severity]).toEqual([expected, severity]);
    });

test.each([['allow-offline', 1], ['report', 0]] as const)(
    'a high advisory with AUDIT=%s: exit %i, and the report has it', async (mode, expected) => {
        answer = { status: 200, body: { planks: advisory('high') } };

        const { code, report } = await audit({ AUDIT: mode });

        expect([code, report.checked, report.advisories[0].name]).toEqual([expected, true, 'planks']);
    });

test('an advisory in what the lockfile takes for development, but ships, counts', async () => {
    answer = { status: 200, body: { '@mill/glue': advisory('high') } };

    const { code, output } = await audit();

    expect([code, output])
        .toEqual([1, expect.stringContaining('high: @mill/glue <2.0.0: Splinters (https://advisories.example/1)')]);
});

test('an advisory in a package of development does not count', async () => {
    answer = { status: 200, body: { sander: advisory('critical') } };

    expect((await audit()).code).toBe(0);
});

test.each([[{}, 1], [{ AUDIT: 'allow-offline' }, 0], [{ AUDIT: 'report' }, 0]] as const)(
    'a registry that tells no advisories, with %j: exit %i, and the report says so', async (env, expected) => {
        answer = { status: 405, body: {} };

        const { code, report } = await audit(env);

        expect([code, report.checked]).toEqual([expected, false]);
    });
