import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import type { ServerUser } from './postgres-binaries.ts';

/**
 * Stops its command when its own standard input closes, which the kernel does when we end, however we end. Nothing is left
 * behind even after `kill -9`.
 */
const keeper = `
    exec 3<&0
    "$@" 3<&- &
    command=$!
    ( read -r _ <&3; kill -INT "$command" ) &
    watcher=$!
    wait "$command"
    code=$?
    kill "$watcher" 2>/dev/null
    exit "$code"
`;

export type KeptProcess = {
    /** Undefined while it runs. */
    readonly exitCode: () => number | undefined;
    /** Asks it to end with SIGINT, waits, and kills it after `limitMs`. */
    readonly stop: (limitMs: number) => Promise<void>;
};

/**
 * Starts a server that may not outlive us. It has its own process group, so that a Ctrl-C in the terminal reaches only us and
 * the order in which things stop stays ours.
 * @param logFile - Takes what the command prints.
 */
export function startKept(command: string, args: readonly string[], options: { cwd: string; logFile: string; user?: ServerUser | undefined }): KeptProcess {
    const log = openSync(options.logFile, 'a');
    const child = spawn('/bin/sh', ['-c', keeper, 'keeper', command, ...args], {
        ...options.user,
        cwd: options.cwd,
        env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['pipe', log, log],
        detached: true
    });
    closeSync(log);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    return {
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
