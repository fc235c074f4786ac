import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerUser } from './postgres-binaries.ts';

/**
 * Shell script that stops its command when its own standard input closes. The kernel closes it when this process ends
 * in any way, so nothing is left behind even after `kill -9`.
 */
const keeper = `
    exec 3<&0
    signal=$1
    shift
    "$@" 3<&- &
    command=$!
    ( read -r _ <&3; kill -s "$signal" "$command" ) >/dev/null 2>&1 &
    watcher=$!
    exec >/dev/null 2>&1
    wait "$command"
    code=$?
    kill "$watcher"
    exit "$code"
`;

/** A command that ends with us. */
export type KeptProcess = {
    /** Exit code; undefined while it runs. */
    readonly exitCode: () => number | undefined;
    /** Resolves with the exit code. */
    readonly ended: Promise<number>;
    /** Asks it to end, waits, and kills it after `limitMs`. */
    readonly stop: (limitMs: number) => Promise<void>;
};

/** Folder, environment and user of a kept command, and its way to end. */
export type KeptProcessOptions = {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Signal that asks the command to end. */
    readonly signal: 'INT' | 'TERM';
    readonly user?: ServerUser | undefined;
    /** Destination of the command's output: an open file, or a function. */
    readonly output: number | ((text: string) => void);
};

/** Environment of the servers that we bring along: no locale, no settings of a server elsewhere (`PGHOST` …). */
export const plainEnvironment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/**
 * Starts a server that must not outlive this process. It has its own process group, so that Ctrl-C in the terminal
 * reaches only this process, which decides the order in which things stop.
 */
export function startKept(
    command: string, args: readonly string[], { output, signal, ...options }: KeptProcessOptions
): KeptProcess {
    const target = typeof output === 'number' ? output : 'pipe';
    const child = spawn('/bin/sh', ['-c', keeper, 'keeper', signal, command, ...args], {
        ...options.user,
        cwd: options.cwd,
        env: options.env,
        stdio: ['pipe', target, target],
        detached: true
    });
    if (typeof output === 'function') {
        for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', output);
    }
    const ended = new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => resolve(code ?? 1));
    });
    return {
        ended,
        exitCode: () => child.exitCode ?? (child.signalCode === null ? undefined : 1),
        stop: async (limitMs) => {
            child.stdin?.end();
            const overdue = setTimeout(() => killGroup(child), limitMs);
            await ended;
            clearTimeout(overdue);
        }
    };
}

function killGroup({ pid }: ChildProcess): void {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
