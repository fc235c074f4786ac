import { Readable } from 'node:stream';
import type { Plugin, Request, RouteOptionsPayload } from '@hapi/hapi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { validationFailed } from './faults.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import { readJsonBody } from './json-body.ts';
import { assertQueryEncoding, withoutEmptyValues, type RawQuery } from './query.ts';
import { readStream } from './read-stream.ts';
import { unsafeText } from './unsafe-text.ts';

/** Maximum size of a body, before and after decompression. */
const maxBodyBytes = 1_048_576;

/** Limit on reading a body, less than the service's own limit on an answer. */
const bodyTimeoutMs = 8_000;

/**
 * Options for bodies: hapi decompresses them, we read and parse. Hapi's parser takes a body without a type for JSON, a
 * form for an object and broken UTF-8 for text, and cuts the connection where a body without a length is too long.
 * `override` keeps it from judging the header at all.
 */
export const payloadOptions: RouteOptionsPayload = {
    output: 'stream',
    parse: 'gunzip',
    override: 'application/octet-stream',
    maxBytes: maxBodyBytes,
    timeout: bodyTimeoutMs
};

/** Reads JSON bodies, and refuses text that no field may hold in body, query and path. Runs after authentication. */
export const bodies: Plugin<void> = {
    name: 'bodies',
    register: (server) => {
        server.ext('onPostAuth', async (request, h) => {
            assertQueryEncoding(request.raw.req.url ?? '');
            assertSafe(request.query, 'query');
            assertSafe(request.params, 'path');
            dropEmptyValues(request);
            await readBody(request);
            return h.continue;
        });
    }
};

/** Leaves out of the query what a form left empty, of the names that the route knows. */
function dropEmptyValues(request: Request): void {
    // `readQuery` made it; hapi's type allows any value.
    const query = request.query as RawQuery;
    Object.assign(request, { query: withoutEmptyValues(query, request.route.settings.validate?.query) });
}

function assertSafe(values: unknown, checked: 'query' | 'path'): void {
    const { faults } = unsafeText(values);
    if (faults.length > 0) {
        throw validationFailed(faults, checked);
    }
}

async function readBody(request: Request): Promise<void> {
    const stream: unknown = request.payload;
    if (!(stream instanceof Readable)) {
        return;
    }

    const body = await readStream(stream, { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs })
        .catch((error: unknown) => {
            if (stream !== request.raw.req) {
                // No more of a bomb is unpacked; hapi reads the rest of the request itself away.
                stream.destroy();
            }
            throw error;
        });
    const encoding = headerOf(request, 'content-encoding');
    if (body.length > 0 && encoding !== undefined && !['identity', 'gzip', 'deflate'].includes(encoding)) {
        throw new DomainError(
            'CONTENT_TYPE_UNSUPPORTED', 'Content-Encoding: the body may be compressed with gzip or deflate only');
    }
    request.app.rawBody = body;
    const value = readJsonBody(body, headerOf(request, 'content-type'));
    // A route with a schema decides for itself whether an absent body will do.
    const takesBody = request.route.settings.validate?.payload !== null
        && request.route.settings.validate?.payload !== undefined;
    if (!takesBody && !isNothing(value)) {
        throw new DomainError('VALIDATION_FAILED', 'The body must be empty: this call takes none');
    }
    Object.assign(request, { payload: takesBody ? value ?? {} : undefined });
}

/** Tells whether a body says nothing: none at all, `null`, or `{}` as many clients send instead of none. */
function isNothing(value: unknown): boolean {
    return value === undefined || value === null
        || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);
}
