import { describe, expect, jest, test } from '@jest/globals';
import { commandAnswer, type Answer } from './answer.ts';

type Made = { readonly number: string };

const shown = ({ number }: Made): Answer => ({ statusCode: 201, headers: { etag: '"1"' }, view: { number } });

describe('the answer of a command with an Idempotency-Key', () => {
    test('is shown once, and sent as the text that was kept', () => {
        const show = jest.fn(shown);
        const { keep, answerOf } = commandAnswer(show, true);
        const made = { number: 'FV/1' };

        const kept = keep(made);
        const { answer, keptBody } = answerOf(made);

        expect(kept).toEqual({ statusCode: 201, headers: { etag: '"1"' }, body: '{"number":"FV/1"}' });
        expect(keptBody).toBe(kept?.body);
        expect(answer.view).toEqual({ number: 'FV/1' });
        expect(show).toHaveBeenCalledTimes(1);
    });

    test('is not taken for kept when a later try of the command made something else', () => {
        const { keep, answerOf } = commandAnswer(shown, true);
        keep({ number: 'FV/1' });

        const { answer, keptBody } = answerOf({ number: 'FV/1' });

        expect(keptBody).toBeUndefined();
        expect(answer.view).toEqual({ number: 'FV/1' });
    });

    test('is sent with the texts that the statement put in the place of stand-ins, as they are', () => {
        const { keep, complete, answerOf } = commandAnswer(shown, true);
        const standIn = 'f3b1f6a2-4b0e-4c47-9b4f-6d1c0a9d2e71';
        const drafted = { number: standIn };
        const made = { number: '$& 1' };
        keep(drafted);

        complete(drafted, made, new Map([[standIn, '$& 1']]));

        expect(answerOf(made)).toEqual({ answer: shown(made), keptBody: '{"number":"$& 1"}' });
    });

    test('stays what it is when something that was not kept is completed', () => {
        const { keep, complete, answerOf } = commandAnswer(shown, true);
        const made = { number: 'FV/1' };
        keep(made);

        complete({ number: 'other' }, { number: 'FV/2' }, new Map());

        expect(answerOf(made).keptBody).toBe('{"number":"FV/1"}');
    });
});

test('without an Idempotency-Key nothing is kept, and the answer is shown when it is sent', () => {
    const show = jest.fn(shown);
    const { keep, complete, answerOf } = commandAnswer(show, false);
    const made = { number: 'FV/1' };

    expect(keep(made)).toBeUndefined();
    complete(made, made, new Map());
    expect(show).not.toHaveBeenCalled();
    expect(answerOf(made)).toEqual({ answer: shown(made), keptBody: undefined });
});
