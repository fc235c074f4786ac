import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { ask } from '../journey.ts';
import { checkContainerCommands } from './container-commands.ts';
import { unhealthy, type Stack } from './stack.ts';

const files = ['--file', 'docker-compose.yml', '--file', 'docker-compose.dev.yml'];
const watchedFile = ['app', 'platform', 'http', 'addresses.ts'];
const watchedText = 'There is nothing at this address';
const limitMs = 90_000;
const pollMs = 250;
/** Polls per change: longer than a restart takes here, with the pause before the end that containers are given. */
const pollsPerChange = 60;

/** Checks development mode: a change of a source shows in the running service, and a debugger can attach. */
export async function checkDevelopmentMode(
    { folder, env, compose, servicePort, debugPort }: Stack, checks: Checks
): Promise<void> {
    await compose(...files, 'up', '--detach', '--no-build', '--wait');
    checks.expectNone('development mode: all healthy', await unhealthy((...args) => compose(...files, ...args)));
    await checkContainerCommands(`${env['CONTAINER_PREFIX'] ?? ''}invoices-service`, 'development mode', checks);
    const debuggerAnswer = await fetch(`http://127.0.0.1:${debugPort}/json/version`);
    checks.expectNone('development mode: a debugger may attach', debuggerAnswer.ok ? [] : [String(
        debuggerAnswer.status)]);

    const watch = spawn('docker', ['compose', ...files, 'watch', '--no-up'],
        { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' });
    try {
        for (const [what, write] of Object.entries(waysToSave)) {
            const changed = await changeSource(join(folder, ...watchedFile), what, { write, port: servicePort });
            checks.expectNone(`development mode: a source that was ${what} is served`,
                changed ? [] : ['the old text is still there']);
        }
    } finally {
        watch.kill('SIGINT');
        await once(watch, 'exit');
    }
    await command('git', ['checkout', '--quiet', '.'], { cwd: folder });
}

/** Ways in which editors save, all of them tried on one file. */
const waysToSave: Readonly<Record<string, (file: string, text: string) => void>> = {
    'changed': writeFileSync,
    'changed again': writeFileSync,
    'replaced': (file, text) => {
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
    }
};

type Saving = { readonly write: (file: string, text: string) => void; readonly port: number };

/**
 * Changes the text of an answer and sees it through HTTP: a cheap answer, so that a busy machine makes no difference.
 * @returns False when the change did not come
 * @throws Error when the text is no longer in the file
 */
async function changeSource(file: string, what: string, { write, port }: Saving): Promise<boolean> {
    if (!readFileSync(file, 'utf8').includes(watchedText)) throw new Error(`${file} has no "${watchedText}" to change`);
    const giveUpAt = performance.now() + limitMs;
    // The watcher compares with the files as they are when it starts; an earlier change would be missed.
    for (let attempt = 1; performance.now() < giveUpAt; attempt += 1) {
        write(file, readFileSync(file, 'utf8').replace(
            new RegExp(`${watchedText}[^']*`), `${watchedText}, ${what}, attempt ${attempt}.`));
        for (let poll = 0; poll < pollsPerChange; poll += 1) {
            await wait(pollMs);
            const text = await ask(port, { method: 'GET', path: '/nowhere' }).then((answer) => answer.text, () => '');
            if (text.includes(`${watchedText}, ${what}, attempt`)) return true;
        }
    }
    return false;
}
