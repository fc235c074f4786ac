import type { ResponseObject } from '@hapi/hapi';
import type { Command, KeptAnswer } from '../commands/command.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import { isNoneOf } from '../commands/precondition.ts';
import { withTexts } from '../commands/stand-in-texts.ts';
import type { AnyRequest } from './any-request.ts';

/** An answer before it is written. */
export type Answer = {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Absent where there is no body. */
    readonly view?: object;
};

/** Answer of a command that leaves nothing to show. */
export const noBody: Answer = { statusCode: 204, headers: {} };

/** An answer that shows a state, with its ETag. */
export type StateAnswer = Answer & { readonly headers: { readonly etag: string } };

/** Makes an answer that has a body and no headers. */
export function ok(view: object, statusCode: 200 | 201 | 202 = 200): Answer {
    return { statusCode, headers: {}, view };
}

/**
 * Sends an answer.
 * @param body - The view as JSON text, where it was written before; sent as it is, so that the view is not written
 *     again.
 */
export function send(
    request: Pick<AnyRequest, 'generateResponse'>, { statusCode, headers, view }: Answer, body?: string
): ResponseObject {
    const marshal = body === undefined ? undefined : () => Promise.resolve(body);
    // The view stays the source: answers are checked against their schema with it.
    const response = request.generateResponse(view ?? null, { marshal }).code(statusCode);
    for (const [name, value] of Object.entries(headers)) {
        response.header(name, value);
    }
    return response;
}

/** Sends a state that was read, or 304 without a body to a caller who has it (If-None-Match). */
export function sendState(
    request: Pick<AnyRequest, 'generateResponse' | 'headers'>, answer: StateAnswer
): ResponseObject {
    const { headers } = answer;
    return isNoneOf(headerOf(request, 'if-none-match'), headers.etag)
        ? send(request, answer) : send(request, { statusCode: 304, headers });
}

/** The answer of one command: shown once, and then kept and sent as the same text. */
export type CommandAnswer<Made> = Pick<Command<Made>, 'keep' | 'complete'> & {
    /** Answer for the command's result, with its body where that was kept under the request's key. */
    readonly answerOf: (made: Made) => { readonly answer: Answer; readonly keptBody: string | undefined };
};

/**
 * Opens the answer of one command.
 * @param show - Makes the answer for the command's result.
 * @param isKeyed - True when the request has an Idempotency-Key.
 * @param seal - Seals the body before it is kept; absent where the answer shows no secret.
 */
export function commandAnswer<Made>(
    show: (made: Made) => Answer, isKeyed: boolean, seal?: (body: string) => string
): CommandAnswer<Made> {
    // Only the last try counts: the answer of an earlier one was never stored.
    let last: { readonly made: Made; readonly answer: Answer; readonly kept: KeptAnswer } | undefined;
    return {
        keep: (made) => {
            if (isKeyed && last?.made !== made) {
                const answer = show(made);
                last = { made, answer, kept: toKept(answer) };
            }
            return last?.kept === undefined || seal === undefined
                ? last?.kept : { ...last.kept, body: seal(last.kept.body) };
        },
        complete: (drafted, made, texts) => {
            if (last?.made === drafted) {
                last = { made, answer: show(made), kept: { ...last.kept, body: withTexts(last.kept.body, texts) } };
            }
        },
        answerOf: (made) => (last?.made === made && last !== undefined
            ? { answer: last.answer, keptBody: last.kept.body } : { answer: show(made), keptBody: undefined })
    };
}

function toKept({ statusCode, headers, view }: Answer): KeptAnswer {
    return { statusCode, headers, body: JSON.stringify(view) };
}
