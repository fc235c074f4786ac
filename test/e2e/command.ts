import { execFile } from 'node:child_process';

/** Options of a command. */
export type CommandOptions = {
    readonly cwd?: string;
    /** Variables added to our own environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** @default ten minutes: an image is built in less */
    readonly limitMs?: number;
};

/** Result of a command that has ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

const defaultLimitMs = 600_000;
const maxOutputBytes = 64 * 1_048_576;
const shownCharacters = 3_000;

/** Runs a command to its end, with any exit code; 124 when it had to be killed. */
export function attempt(
    command: string, args: readonly string[], { cwd, env = {}, limitMs = defaultLimitMs }: CommandOptions = {}
): Promise<Ended> {
    return new Promise((resolve) => {
        execFile(command, args, { cwd, env: { ...process.env, ...env }, timeout: limitMs, maxBuffer: maxOutputBytes },
            (error, stdout, stderr) => {
                const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 124;
                resolve({ code, stdout, stderr: stderr === '' && error !== null ? error.message : stderr });
            }).stdin?.end();
    });
}

/** Runs a command that must succeed. @returns Its standard output @throws Error with the end of its output */
export async function command(name: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await attempt(name, args, options);
    if (code !== 0) {
        throw new Error(
            `\`${name} ${args.join(' ')}\` ended with ${code}:\n${(stdout + stderr).slice(-shownCharacters)}`);
    }
    return stdout;
}
