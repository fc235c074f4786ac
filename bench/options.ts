import { parseArgs } from 'node:util';

/** Options of a run of the benchmark. */
export type Options = {
    readonly rounds: number;
    /** Length of one side's slice in milliseconds. */
    readonly sliceMs: number;
    readonly starts: number;
    readonly idleSeconds: number;
    readonly organisations: number;
    readonly invoices: number;
    /** Key of the one scenario to run. */
    readonly only: string | undefined;
    /** Further arguments of the measured service's Node. */
    readonly nodeArgs: readonly string[];
};

const usual = { rounds: 5, sliceMs: 3_000, starts: 7, idleSeconds: 10, organisations: 200, invoices: 100_000 };
const quick = { rounds: 3, sliceMs: 1_000, starts: 5, idleSeconds: 3, organisations: 50, invoices: 100_000 };

/**
 * Reads `--quick`, `--only KEY` and `--profile FOLDER` (writes a CPU profile of the measured service there).
 * @throws Error for any other argument
 */
export function readOptions(args: readonly string[]): Options {
    const { values } = parseArgs({
        args: [...args],
        options: { quick: { type: 'boolean' }, only: { type: 'string' }, profile: { type: 'string' } }
    });
    return {
        ...(values.quick === true ? quick : usual),
        only: values.only,
        nodeArgs: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
    };
}
