import Joi from 'joi';
import { expect, test } from '@jest/globals';
import { faultsOf } from './faults.ts';
import { maxFaults } from './unsafe-text.ts';

const schema = Joi.object(Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`customerField${index}`, Joi.string()])));

test('a body of 40 000 unknown names is judged within a second: only the names that are shown get a suggestion', () => {
    const body = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`unknownField${index}`, 1]));
    const { error } = schema.validate(body, { abortEarly: false, errors: { label: false } });
    const begun = performance.now();

    const faults = faultsOf(error?.details ?? [], 'body', schema);

    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(faults).toHaveLength(maxFaults);
    expect(faults[0]).toMatchObject({ path: 'unknownField0', code: 'UNKNOWN_FIELD' });
});

test('a field that breaks two rules has the fault of the first', () => {
    const kinds = Joi.object({ kind: Joi.string().valid('one') });
    const { error } = kinds.validate({ kind: 1 }, { abortEarly: false, errors: { label: false } });

    expect(faultsOf(error?.details ?? [], 'body', kinds))
        .toEqual([{ path: 'kind', code: 'NOT_ONE_OF_THE_VALUES', message: 'must be [one]' }]);
});
