import { afterEach } from '@jest/globals';
import { givenProcess, type GivenProcess } from './given-process.ts';

/** A thing that a test opens. */
type Opened = { close(): Promise<void> };

/** A way to close a test's opened things when it ends, the newest first: `const relay = closing(givenRelay(…))`. */
export function useClosing(): <T extends Opened>(opened: T) => T {
    const all: Opened[] = [];
    afterEach(async () => {
        for (const each of all.splice(0).reverse()) await each.close();
    });
    return (opened) => {
        all.push(opened);
        return opened;
    };
}

/** A way to start processes that are killed when the test ends: {@link givenProcess}. */
export function useProcesses(): typeof givenProcess {
    const started: GivenProcess[] = [];
    afterEach(async () => {
        for (const each of started.splice(0)) {
            each.kill('SIGKILL');
            await each.ended;
        }
    });
    return (env, args) => {
        const process = givenProcess(env, args);
        started.push(process);
        return process;
    };
}
