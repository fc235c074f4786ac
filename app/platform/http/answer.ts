import type { ResponseObject } from '@hapi/hapi';
import type { KeptAnswer } from '../commands/command.ts';
import type { AnyRequest, Responder } from './any-request.ts';

/** An answer before it is written: kept under an Idempotency-Key and sent, both from the same value. */
export type Answer = {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly view: object;
};

/** Turns what a command made into the answer it keeps. */
export function keeping<Made>(answerOf: (made: Made) => Answer): (made: Made) => KeptAnswer {
    return (made) => {
        const { statusCode, headers, view } = answerOf(made);
        return { statusCode, headers, body: JSON.stringify(view) };
    };
}

/** Sends an answer. */
export function send(h: Responder, { statusCode, headers, view }: Answer): ResponseObject {
    const response = h.response(view).code(statusCode);
    for (const [name, value] of Object.entries(headers)) {
        response.header(name, value);
    }
    return response;
}

/** Sends an answer that the command's own statement has kept, so that it is not kept a second time. */
export function sendKept(request: Pick<AnyRequest, 'app'>, h: Responder, answer: Answer): ResponseObject {
    request.app.answerKept = true;
    return send(h, answer);
}
