import type { KeptAnswer } from './command.ts';

/**
 * Thrown when the request's Idempotency-Key was answered before: the HTTP side sends that answer again.
 * A signal rather than an error, so that no command needs a second way to return.
 */
export class AnsweredBefore extends Error {
    readonly answer: KeptAnswer;

    constructor(answer: KeptAnswer) {
        super('This request was answered before');
        this.name = 'AnsweredBefore';
        this.answer = answer;
    }
}
