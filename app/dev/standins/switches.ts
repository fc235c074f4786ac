import Joi from 'joi';

/** Behaviour of a stand-in; changed at run time by `PUT /_standin` or by the control in the same process. */
export type Switches = {
    /** Form of the contract that it answers in. */
    readonly form: 'deployed' | 'documented';
    /** Wait before every answer. */
    readonly latencyMs: number;
    /** `hang`: takes the call and never answers. `reset`: breaks the connection. */
    readonly failure: 'none' | 'error500' | 'hang' | 'reset';
    /** Rubbish that replaces a good answer. */
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
 * Reads a change of the switches; absent ones keep their values.
 * @throws Error naming what is wrong
 */
export function readSwitches(body: unknown): Partial<Switches> {
    const result = switchesSchema.validate(body, { abortEarly: false });
    if (result.error !== undefined) {
        throw result.error;
    }
    return result.value;
}
