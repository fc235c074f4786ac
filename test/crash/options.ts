import { parseArgs } from 'node:util';

/** Options of `npm run test:crash -- …`. */
export type Options = {
    /** Seed of what is killed when; printed, so that a run can be repeated. */
    readonly seed: number;
    readonly rounds: number;
};

const maxRounds = 500;

/** Reads the options. @throws Error that names the wrong option */
export function readOptions(args: readonly string[]): Options {
    const { values } = parseArgs({
        args: [...args], options: { seed: { type: 'string' }, rounds: { type: 'string', default: '24' } }
    });
    return {
        seed: values.seed === undefined
            ? Math.floor(Math.random() * 2 ** 31) : wholeNumber('--seed', values.seed, 2 ** 32 - 1),
        rounds: wholeNumber('--rounds', values.rounds, maxRounds)
    };
}

function wholeNumber(option: string, text: string, most: number): number {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most)
        throw new Error(`${option} must be a whole number from 1 to ${most}`);
    return number;
}
