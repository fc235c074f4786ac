import { spawn } from 'node:child_process';
import { root } from './clone.mjs';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentPollMs = 500;

/**
 * Runs a command to its end and passes on, once, the first request to stop: from the terminal, from npm, or because npm
 * has ended. The command gets a process group of its own, so that Ctrl-C reaches it only through here, and never twice.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {Record<string, string>} [options.env] - Variables added to our own environment.
 * @param {'show' | 'keep' | 'both'} [options.print] - Use of the command's output: show it, return it, or both (then
 *   all of it goes to our standard output).
 * @param {boolean} [options.channel] - Opens an IPC channel, whose end tells the command that our process has ended.
 * @param {string} [options.stopAt] - Text in the output at which the command is stopped.
 * @returns {Promise<{ code: number, stopped: boolean, output: string }>}
 */
export function run(command, args, { env = {}, print = 'show', channel = false, stopAt } = {}) {
    const pipe = print === 'show' ? 'inherit' : 'pipe';
    const child = spawn(command, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', pipe, pipe, ...(channel ? ['ipc'] : [])],
        detached: true
    });
    let stopped = false;
    const stop = (signal) => {
        if (stopped) return;
        stopped = true;
        signalGroup(child.pid, signal);
    };
    const output = collect(child, print === 'both', (text) => {
        if (stopAt !== undefined && text.includes(stopAt)) stop('SIGKILL');
    });
    const forget = listen(stop);
    return new Promise((resolve, reject) => {
        child.once('error', (error) => {
            forget();
            reject(error);
        });
        child.once('close', (code) => {
            forget();
            resolve({ code: code ?? 1, stopped, output: output() });
        });
    });
}

/** Stops on a signal, and when npm is no longer our parent: npm does not pass SIGHUP on. */
function listen(stop) {
    const parent = process.ppid;
    const watch = setInterval(() => {
        if (process.env['npm_lifecycle_event'] && process.ppid !== parent) stop('SIGTERM');
    }, parentPollMs);
    for (const signal of stopSignals) process.on(signal, stop);
    return () => {
        clearInterval(watch);
        for (const signal of stopSignals) process.off(signal, stop);
    };
}

function collect({ stdout, stderr }, show, onText) {
    let output = '';
    for (const stream of [stdout, stderr]) {
        stream?.setEncoding('utf8').on('data', (text) => {
            output += text;
            if (show) process.stdout.write(text);
            onText(text);
        });
    }
    return () => output;
}

/**
 * Signals the whole group of a command such as npm, which has children of its own; a group that has ended is no fault.
 */
function signalGroup(pid, signal) {
    try {
        process.kill(-pid, signal);
    } catch (error) {
        if (error.code !== 'ESRCH') throw error;
    }
}
