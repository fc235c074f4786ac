import { setTimeout as sleep } from 'node:timers/promises';
import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi';
import hapi from '@hapi/hapi';
import type { Switches } from './switches.ts';
import { readSwitches, usualSwitches } from './switches.ts';
import type { StandinAnswer } from './wire.ts';
import { refused, weakEtag } from './wire.ts';
import { spoil } from './rubbish.ts';

/** Maximum size of a body; the deployed services refuse a larger one. */
const maxBodyBytes = 100 * 1024;

/** One route of a stand-in: a path with `{id}`, and the answer in the form that is switched on. */
export type StandinRoute = {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    /** The only form that has this route; absent when both have it. */
    readonly onlyIn?: Switches['form'];
    answer(id: string, body: unknown, form: Switches['form']): StandinAnswer;
};

/** Misbehaviour of a stand-in for one record, while it answers the calls about others as usual. */
export type RecordFault = Partial<Pick<Switches, 'failure' | 'rubbish'>> & {
    /** Status and JSON body that every call about the record is answered with. */
    readonly refusal?: { readonly status: number; readonly body: object };
};

/** Control of a stand-in, for a test in the same process. */
export type StandinControl = {
    /** Changes some switches. */
    set(changes: Partial<Switches>): void;
    /**
     * Changes fields of one record, in the words of the form that is switched on; null deletes the record, so that it
     * is not found.
     */
    change(id: string, fields: Readonly<Record<string, unknown>> | null): void;
    /** Misbehaves in every call about one record, whether the catalogue has it or not. */
    fail(id: string, fault: RecordFault): void;
    /**
     * Resets the switches to those of the start (the first form, no latency, no failure), the records to those of the
     * catalogue without misbehaviour, and the counter to zero.
     */
    reset(): void;
    /** Number of calls since the start or the last reset, including failed ones, but without those to `/_standin`. */
    calls(): number;
    /** Headers of the last call. */
    lastHeaders(): Readonly<Record<string, unknown>>;
};

/** A running stand-in. */
export type Standin = { readonly url: string; readonly control: StandinControl; close(): Promise<void> };

/** Address at which a stand-in listens, and the form that it starts in. */
export type StandinOptions = { readonly host: string; readonly port: number; readonly form: Switches['form'] };

/**
 * Starts one stand-in.
 * @param prefix - Path of its base URL, such as `/api/v1`; empty when it has none.
 */
export async function startStandin(
    name: string, prefix: string, routes: readonly StandinRoute[], options: StandinOptions
): Promise<Standin> {
    const server = hapi.server({
        host: options.host,
        port: options.port,
        router: { stripTrailingSlash: true },
        // The deployed services send no Cache-Control, and name a broken body in their own words.
        routes: { cache: false, payload: { parse: false, maxBytes: maxBodyBytes } }
    });
    const initial = { ...usualSwitches, form: options.form };
    const closing = new AbortController();
    let switches: Switches = initial;
    let calls = 0;
    let lastHeaders: ReturnType<StandinControl['lastHeaders']> = {};

    const records = new Map<string, Readonly<Record<string, unknown>> | null>();
    const faults = new Map<string, RecordFault>();
    const faultOf = ({ path }: Request) =>
        path.toLowerCase().split('/').map((part) => faults.get(part)).find((fault) => fault !== undefined);

    const control: StandinControl = {
        set: (changes) => { switches = { ...switches, ...changes }; },
        change: (id, fields) => { records.set(id, fields === null ? null : { ...records.get(id), ...fields }); },
        fail: (id, fault) => { faults.set(id.toLowerCase(), fault); },
        reset: () => { switches = initial; calls = 0; lastHeaders = {}; records.clear(); faults.clear(); },
        calls: () => calls,
        lastHeaders: () => lastHeaders
    };
    const report = () => ({ name, ...switches, calls, lastHeaders });
    const misbehave = async (request: Request, toolkit: ResponseToolkit): Promise<Lifecycle.ReturnValue> => {
        calls += 1;
        lastHeaders = request.headers;
        await sleep(switches.latencyMs, undefined, { signal: closing.signal }).catch(() => undefined);
        const fault = faultOf(request);
        return fault?.refusal === undefined
            ? fail(fault?.failure ?? switches.failure, request, toolkit)
            : toolkit.response(fault.refusal.body).code(fault.refusal.status).takeover();
    };

    server.ext('onRequest', (request, toolkit) =>
        request.path === '/_standin' ? toolkit.continue : misbehave(request, toolkit));
    server.ext('onPreResponse', (request, toolkit) => boomAsDeployed(request, toolkit));
    server.route({ method: 'GET', path: '/_standin', handler: report });
    server.route(
        { method: 'PUT', path: '/_standin', options: { payload: { parse: true } }, handler: (request, toolkit) => {
            try {
                control.set(readSwitches(request.payload));
                return report();
            } catch (error) {
                return toolkit.response({ message: String(error) }).code(400);
            }
        } });
    server.route({
        method: '*', path: '/{path*}', handler: (request, toolkit) => send(noRoute(request), 'none', toolkit)
    });
    for (const route of routes) {
        server.route({ method: route.method, path: `${prefix}${route.path}`, handler: (request, toolkit) => {
            const { form, rubbish } = switches;
            const isThere = route.onlyIn === undefined || route.onlyIn === form;
            const answer = isThere ? changed(answerOf(route, request, form), records) : noRoute(request);
            return send(answer, faultOf(request)?.rubbish ?? rubbish, toolkit);
        } });
    }

    await server.start();
    return {
        url: `http://${options.host}:${String(server.info.port)}${prefix}`,
        control,
        close: async () => {
            closing.abort();
            // At once: a call that hangs must not hold the stand-in.
            await server.stop({ timeout: 1 });
        }
    };
}

function fail(failure: Switches['failure'], request: Request, toolkit: ResponseToolkit): Lifecycle.ReturnValue {
    switch (failure) {
        case 'none': return toolkit.continue;
        case 'error500': return toolkit.response({ statusCode: 500, message: 'Internal server error' }).code(500)
            .takeover();
        case 'hang': return toolkit.abandon;
        case 'reset':
            request.raw.req.socket.resetAndDestroy();
            return toolkit.abandon;
    }
}

function answerOf(route: StandinRoute, request: Request, form: Switches['form']): StandinAnswer {
    const { payload } = request;
    const params: Readonly<Record<string, unknown>> = request.params;
    const id = typeof params['id'] === 'string' ? params['id'] : '';
    let body: unknown;

    try {
        body = Buffer.isBuffer(payload) && payload.length > 0 ? JSON.parse(payload.toString()) : {};
    } catch (error) {
        return refused(400, error instanceof Error ? error.message : 'Bad Request');
    }
    return route.answer(id, body, form);
}

/** An answer with the changes of the record that it shows. */
function changed(
    answer: StandinAnswer, records: ReadonlyMap<string, Readonly<Record<string, unknown>> | null>
): StandinAnswer {
    const { body } = answer;
    if (typeof body !== 'object' || body === null || !('id' in body) || typeof body.id !== 'string') {
        return answer;
    }
    const fields = records.get(body.id);
    return fields === null
        ? refused(404, `Record with ID ${body.id} not found`) : { ...answer, body: { ...body, ...fields } };
}

function noRoute(request: Request): StandinAnswer {
    return refused(404, `Cannot ${request.method.toUpperCase()} ${request.path}`);
}

function send({ status, body, plain = false }: StandinAnswer, rubbish: Switches['rubbish'], toolkit: ResponseToolkit) {
    const { text, mediaType } = plain
        ? { text: String(body), mediaType: 'text/plain' } : spoil(body, status < 300 ? rubbish : 'none');

    return toolkit.response(text).code(status).type(mediaType).header('etag', weakEtag(text));
}

/** Answers what hapi itself refuses, such as a body that is too large, in the deployed services' words. */
function boomAsDeployed(request: Request, toolkit: ResponseToolkit): Lifecycle.ReturnValue {
    const { response } = request;
    if (!(response instanceof Error)) {
        return toolkit.continue;
    }

    const { statusCode } = response.output;
    const message = statusCode === 413 ? 'request entity too large' : response.message;
    return toolkit.response({ statusCode, message }).code(statusCode);
}
