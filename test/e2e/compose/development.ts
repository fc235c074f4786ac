import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { command } from '../command.ts';
import { ask } from '../journey.ts';
import { unhealthy, type Stack } from './stack.ts';

const files = ['--file', 'docker-compose.yml', '--file', 'docker-compose.dev.yml'];
const watchedFile = ['app', 'platform', 'http', 'expected-error.ts'];
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
    const debuggerAnswer = await fetch(`http://127.0.0.1:${debugPort}/json/version`);
    checks.expectNone('development mode: a debugger may attach', debuggerAnswer.ok ? [] : [String(
        debuggerAnswer.status)]);

    const watch = spawn('docker', ['compose', ...files, 'watch', '--no-up'],
        { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' });
    try {
        const changed = await changeSource(folder, servicePort);
        checks.expectNone(
            'development mode: a changed source is served', changed ? [] : ['the old text is still there']);
    } finally {
        watch.kill('SIGINT');
        await once(watch, 'exit');
    }
    await command('git', ['checkout', '--quiet', '.'], { cwd: folder });
}

/**
 * Changes the text of an answer and sees it through HTTP: a cheap answer, so that a busy machine makes no difference.
 */
async function changeSource(folder: string, port: number): Promise<boolean> {
    const file = join(folder, ...watchedFile);
    const giveUpAt = performance.now() + limitMs;
    // The watcher compares with the files as they are when it starts; an earlier change would be missed.
    for (let attempt = 1; performance.now() < giveUpAt; attempt += 1) {
        writeFileSync(file, readFileSync(file, 'utf8').replace(
            new RegExp(`${watchedText}[^']*`), `${watchedText}, change ${attempt}`));
        for (let poll = 0; poll < pollsPerChange; poll += 1) {
            await wait(pollMs);
            const text = await ask(port, { method: 'GET', path: '/nowhere' }).then((answer) => answer.text, () => '');
            if (text.includes(`${watchedText}, change`)) return true;
        }
    }
    return false;
}
