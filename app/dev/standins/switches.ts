import Joi from 'joi';

/** How a stand-in behaves; changed at run time by `PUT /_standin` or by the control in the same process. */
export type Switches = {
    /** Which form of the contract it answers in. */
    readonly form: 'deployed' | 'documented';
    /** Wait before every answer. */
    readonly latencyMs: number;
    /** `hang`: takes the call and never answers. `reset`: breaks the connection. */
    readonly failure: 'none' | 'error500' | 'hang' | 'reset';
    /** What stands where a good answer should be. */
    readonly rubbish: 'none' | 'html' | 'truncated' | 'wrong_types' | 'empty' | 'huge';
};

/** A stand-in that behaves as the deployed service does. */
export const usualSwitches: Switches = { form: 'deployed', latencyMs: 0, failure: 'none', rubbish: 'none' };

const switchesSchema = Joi.object<Partial<Switches>>({
    form: Joi.valid('deployed', 'documented'),
    latencyMs: Joi.number().integer().min(0).max(60_000),
    failure: Joi.valid('none', 'error500', 'hang', 'reset'),
    rubbish: Joi.valid('none', 'html', 'truncated', 'wrong_types', 'empty', 'huge')
});

/**
 * Reads a change of the switches; what it leaves out stays as it is.
 * @throws Error naming what is wrong
 */
export function readSwitches(body: unknown): Partial<Switches> {
    const result = switchesSchema.validate(body, { abortEarly: false });
    if (result.error !== undefined) {
        throw result.error;
    }
    return result.value;
}
