import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testSecret } from './given-server.ts';

const main = fileURLToPath(new URL('../../app/main.ts', import.meta.url));

/** The service as a process of its own. */
export type GivenProcess = {
    /** Lines of its log so far. */
    readonly lines: readonly Record<string, unknown>[];
    readonly stderr: () => string;
    /** Its output beside the log. */
    readonly printed: () => string;
    /** Waits for the "Listening" line. @throws Error when the process ends first */
    listening(): Promise<{ readonly port: number; readonly metricsPort: number }>;
    kill(signal: NodeJS.Signals): void;
    /** Exit code, once the process has ended; -1 when a signal ended it. */
    readonly ended: Promise<number>;
};

/** Starts `main.ts` with `args`; its environment is `env` and the variables that the service needs. */
export function givenProcess(
    env: Readonly<Record<string, string>> = {}, args: readonly string[] = ['serve']
): GivenProcess {
    const child = spawn(process.execPath, [main, ...args], {
        env: { PATH: process.env['PATH']
            ?? '', NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', JWT_SECRET: testSecret, RATE_LIMITS: 'off', ...env },
        stdio: ['ignore', 'pipe', 'pipe']
    });
    const lines: Record<string, unknown>[] = [];
    let unread = '';
    let printed = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
        const parts = (unread + chunk.toString('utf8')).split('\n');
        unread = parts.pop() ?? '';
        printed += parts.filter((line) => !line.startsWith('{')).map((line) => `${line}\n`).join('');
        lines.push(...parts.filter((line) => line.startsWith('{')).map((line) =>
            JSON.parse(line) as Record<string, unknown>));
        child.emit('logged');
    });
    child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString('utf8');
    });
    let hasEnded = false;
    // `close` rather than `exit`: by then all its output has been read.
    const ended = once(child, 'close').then(([code]) => {
        hasEnded = true;
        child.emit('logged');
        return typeof code === 'number' ? code : -1;
    });
    return {
        lines,
        stderr: () => stderr,
        printed: () => printed,
        listening: async () => {
            for (;;) {
                const line = lines.find(({ message }) => message === 'Listening');
                if (line !== undefined) {
                    return { port: Number(line['port']), metricsPort: Number(line['metricsPort']) };
                }
                if (hasEnded) {
                    throw new Error(`The service ended before it listened: ${stderr}`);
                }
                await once(child, 'logged');
            }
        },
        kill: (signal) => void child.kill(signal),
        ended
    };
}
