import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { startKept, type KeptProcess } from '../../app/dev/kept-process.ts';
import { watchingChanges } from '../../app/dev/service-process.ts';
import { root } from '../../scripts/clone.mjs';
import { eventually } from '../support/eventually.ts';
import { testSecret } from '../support/given-server.ts';
import { useDatabase } from '../support/use-service.ts';

const database = useDatabase();
const watchedFile = join('app', 'processes', 'listen.ts');
const restartLimitMs = 20_000;
const stopLimitMs = 5_000;
let folder = '';
let service: KeptProcess | undefined;

afterEach(async () => {
    await service?.stop(stopLimitMs);
    rmSync(folder, { recursive: true, force: true });
});

/** A copy of the sources, and the service in it as `npm run dev` starts it. @returns Its log so far */
function givenWatchedCopy(): () => string {
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-watching-'));
    cpSync(join(root, 'app'), join(folder, 'app'), { recursive: true });
    for (const name of ['node_modules', 'package.json', 'prisma', 'scripts', 'tsconfig.json'])
        symlinkSync(join(root, name), join(folder, name));
    let log = '';
    service = startKept(process.execPath, [...watchingChanges, join(folder, 'app', 'main.ts'), 'serve'], {
        cwd: folder,
        env: {
            PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', JWT_SECRET: testSecret,
            DATABASE_URL: database.url
        },
        signal: 'TERM',
        output: (text) => { log += text; }
    });
    return () => log;
}

const started = (log: string) => log.split('"message":"Listening').length - 1;

test('each change of a file restarts the service: the first, the second, and one that replaces it', async () => {
    const log = givenWatchedCopy();
    const file = join(folder, watchedFile);
    const source = readFileSync(file, 'utf8');
    const untilStarted = (times: number) => eventually(`start ${times}`, () => started(log()),
        { within: restartLimitMs, until: (seen) => seen >= times });
    await untilStarted(1);

    writeFileSync(file, `${source}// once\n`);
    await untilStarted(2);
    writeFileSync(file, `${source}// twice\n`);
    await untilStarted(3);
    writeFileSync(`${file}.new`, source.replace('\'Listening\'', '\'Listening anew\''));
    renameSync(`${file}.new`, file);
    await untilStarted(4);

    expect(log().match(/"message":"Listening[^"]*"/g)?.at(-1)).toBe('"message":"Listening anew"');
}, 90_000);
