import type { RequestApplicationState, ServerApplicationState, ServerRoute } from '@hapi/hapi';
import type Joi from 'joi';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import type { Scope } from '../../foundation/vocabulary/scopes.ts';
import type { CostClass } from '../config/limits-config.ts';
import { requires } from '../auth/route-access.ts';
import { AnsweredBefore } from '../commands/answered-before.ts';
import type { Command } from '../commands/command.ts';
import { withinDeadline } from '../commands/deadline.ts';
import { isSealed, type Secrets } from '../secrets/secrets.ts';
import { maxCommandMs } from './answer-limits.ts';
import { send, type Answer } from './answer.ts';
import { answers, type Success, type SuccessHeader } from './answers.ts';
import { commandOf, placeOf, takesKey } from './command-of.ts';

/** Dependencies of use cases, as hapi keeps them for the server. */
type Dependencies = ServerApplicationState['dependencies'];

/** The checked parts of a request that a command is made of. */
export type Asked<Params, Payload> = {
    readonly params: Params;
    readonly payload: Payload;
    readonly app: RequestApplicationState;
};

/**
 * A route that runs one command: the parts that differ from route to route.
 * @typeParam Made - Follows from `answer`, which therefore stands before `run`.
 */
export type CommandRoute<Made, Params, Payload> = {
    readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly path: string;
    /** Name of the operation in the OpenAPI document and in clients made from it. */
    readonly id: string;
    /** Group of the OpenAPI document that it is shown in. */
    readonly tag: string;
    readonly scope: Scope;
    /** One of the CRM gateway's own routes: open to calls from TRUSTED_NETWORKS without a token. */
    readonly gateway?: true;
    /** Class of its calls for rate limits. @default `writes` */
    readonly costClass?: CostClass;
    readonly description: string;
    readonly notes?: string;
    readonly params?: Joi.ObjectSchema<Params>;
    readonly payload?: Joi.ObjectSchema<Payload>;
    readonly success: Success;
    /** Error codes beside those of an Idempotency-Key, which every POST and PATCH has. */
    readonly errors?: readonly ErrorCode[];
    /** True where the answer shows a secret: what is kept of it under an Idempotency-Key is sealed. */
    readonly showsSecret?: true;
    /** Headers of a success. */
    readonly headers?: readonly SuccessHeader[];
    /** Makes the answer for the command's result. */
    readonly answer: (made: Made, dependencies: Dependencies) => Answer;
    readonly run: (dependencies: Dependencies, command: Command<Made>, asked: Asked<Params, Payload>) => Promise<Made>;
};

const keyErrors = [
    'IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_RUNNING'
] as const satisfies readonly ErrorCode[];

/**
 * Makes the route of a command: access, checks and documentation from its description, and a handler that makes the
 * command, runs it within its deadline, and sends exactly the answer that the command kept.
 */
export function commandRoute<Made, Params = unknown, Payload = unknown>(
    route: CommandRoute<Made, Params, Payload>
): ServerRoute {
    const { method, path, answer, run } = route;
    return {
        method,
        path,
        options: optionsOf(route),
        handler: (request) => {
            const { dependencies, answerLimitMs } = request.server.app;
            const leftMs = answerLimitMs - (performance.now() - request.app.startedAt);
            return withinDeadline(leftMs, async (deadline) => {
                const sealing = route.showsSecret === true ? dependencies.secrets : undefined;
                const { command, answerOf } =
                    commandOf(request, deadline, (made: Made) => answer(made, dependencies), sealing);
                // hapi has put there what the schemas of the route let through; its type cannot say so.
                const asked = {
                    params: request.params as Params, payload: request.payload as Payload, app: request.app
                };
                const { answer: made, keptBody } = answerOf(
                    await run(dependencies, command, asked).catch((error: unknown) => {
                        throw opened(error, command, sealing);
                    }));
                // An answer that the command's statement kept is not kept a second time.
                request.app.answerKept = keptBody !== undefined;
                return send(request, made, keptBody);
            });
        }
    };
}

/**
 * The error as it came; an answer that was kept sealed is opened.
 * @throws DomainError `SECRET_UNREADABLE`
 */
function opened(error: unknown, { caller, idempotency }: Command, secrets: Pick<Secrets, 'open'> | undefined): unknown {
    if (secrets === undefined || idempotency === undefined || !(error instanceof AnsweredBefore)
        || !isSealed(error.answer.body)) {
        return error;
    }
    return new AnsweredBefore(
        { ...error.answer, body: secrets.open(error.answer.body, placeOf(caller, idempotency)) });
}

function optionsOf<Made, Params, Payload>(route: CommandRoute<Made, Params, Payload>) {
    const { method, tag, scope, gateway, costClass, description, notes, params, payload, errors = [] } = route;
    return {
        ...(gateway === undefined && costClass === undefined ? {} : { app: {
            ...(gateway === undefined ? {} : { gateway }), ...(costClass === undefined ? {} : { costClass })
        } }),
        auth: requires(scope),
        tags: ['api', tag],
        description,
        ...(notes === undefined ? {} : { notes }),
        // The command has a deadline of its own; this one only ends what no deadline reached.
        timeout: { server: maxCommandMs },
        validate: { ...(params === undefined ? {} : { params }), ...(payload === undefined ? {} : { payload }) },
        ...answers(route.id, route.success, takesKey(method) ? [...errors, ...keyErrors] : errors, route.headers)
    };
}
