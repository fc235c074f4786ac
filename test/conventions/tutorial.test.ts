import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../scripts/ports.mjs';
import { developmentToken } from '../../app/dev/development-token.ts';
import { loadExampleData } from '../../app/dev/example-data.ts';
import { givenRelay } from '../support/given-relay.ts';
import { testSecret } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useClosing } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const clock = { now: () => new Date() };
const service = useService({ env: { WEBHOOK_ALLOW_PRIVATE: 'true' }, clock });
const closing = useClosing();
let url: string;
beforeAll(async () => {
    await service.server.start();
    url = `http://127.0.0.1:${service.server.info.port}`;
    await loadExampleData(url, await givenToken({ role: 'admin', exp: 4_000_000_000 }));
});

/** Blocks of a page in one language, in their order. */
async function blocks(language: string): Promise<readonly string[]> {
    const page = await readFile(`${root}docs/tutorial.md`, 'utf8');
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
}

/** Runs a script in the folder of the clone. @returns What it printed, and its errors */
function runShell(script: string): Promise<{ readonly printed: string; readonly faults: string }> {
    return new Promise((resolve, reject) => {
        const shell = spawn('bash', ['-u'], {
            cwd: root, env: { ...process.env, JWT_SECRET: testSecret, NODE_ENV: 'development' },
            stdio: ['pipe', 'pipe', 'pipe']
        });
        let [printed, faults] = ['', ''];
        shell.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text; });
        shell.stderr.setEncoding('utf8').on('data', (text: string) => { faults += text; });
        shell.once('error', reject).once('close', () => resolve({ printed, faults }));
        shell.stdin.end(script);
    });
}

/** The text with another counter and month in the numbers of documents: these depend on the day and the data. */
function withoutNumbers(text: string): string {
    return text.replace(/\b(F[VK])\/\d{4}\/\d\d\/\d{4}\b/g, '$1/n');
}

test('the commands of the tutorial print what stands below them', async () => {
    closing(givenRelay(service.databaseUrl, clock));
    const end = '--- end of block';
    const commands = (await blocks('bash')).map((block) => block
        .replace('http://localhost:3008', url).replace(/RECEIVER=\d+/, '').trim());

    const { printed, faults } = await runShell(
        `RECEIVER=${await freePort()}\n${commands.map((command) => `${command}\necho '${end}'\n`).join('')}`);

    const outputs = printed.split(`${end}\n`).map((output) => output.trim()).filter((output) => output !== '');
    expect(faults.split('\n').filter((line) => !/Terminated|^$/.test(line))).toEqual([]);
    const shown = await blocks('(?:json|csv)');
    expect(outputs.map(withoutNumbers)).toEqual(shown.map((block) => withoutNumbers(block.trim())));
}, 60_000);

test('the token of the tutorial is that of the welcome text', async () => {
    const { printed } = await runShell('npm run -s token');

    const { iat: _printedAt, exp: _printedEnd, ...claims } = decodeJwt(printed.trim());
    const { iat: _madeAt, exp: _madeEnd, ...claimsOfWelcome } = decodeJwt(await developmentToken());
    expect(claims).toEqual(claimsOfWelcome);
});
