import { parseArgs } from 'node:util';

/** What `npm run test:crash -- …` can be told. */
export type Options = {
    /** Chooses what is killed when; printed, so that a run can be tried again. */
    readonly seed: number;
    readonly rounds: number;
};

const maxRounds = 500;

/** @throws Error that names the option */
export function readOptions(args: readonly string[]): Options {
    const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string' }, rounds: { type: 'string', default: '24' } } });
    return {
        seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : wholeNumber('--seed', values.seed, 2 ** 32 - 1),
        rounds: wholeNumber('--rounds', values.rounds, maxRounds)
    };
}

function wholeNumber(option: string, text: string, most: number): number {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most) throw new Error(`${option} must be a whole number from 1 to ${most}`);
    return number;
}
