import type { Readable } from 'node:stream';
import { DomainError } from '../../foundation/errors/domain-error.ts';

/** Limits on a body. */
export type StreamLimits = { readonly maxBytes: number; readonly timeoutMs: number };

/**
 * Collects a body. The part beyond the limit is left unread, and the stream open: hapi reads the rest away before it
 * answers, because a connection that is closed with bytes unread is reset and its client never sees the answer.
 * @throws DomainError `PAYLOAD_TOO_LARGE` | `REQUEST_TOO_SLOW` | `BAD_REQUEST` when the client went away
 */
export async function readStream(source: Readable, { maxBytes, timeoutMs }: StreamLimits): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let bytes = 0;
    const collect = (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) {
            reject(new DomainError('PAYLOAD_TOO_LARGE', `The body must have at most 1 MB (${maxBytes} bytes)`));
        }
    };
    // A stream closes right after its end too; an error with its stack for each request would cost half a percent.
    const closed = () => {
        if (!source.readableEnded) {
            reject(new DomainError('BAD_REQUEST', 'The connection was closed before the body had arrived'));
        }
    };
    const late = () => reject(new DomainError('REQUEST_TOO_SLOW', 'The body of the request did not arrive in time'));
    const timer = setTimeout(late, timeoutMs);
    source.on('data', collect).on('end', resolve).on('error', reject).on('close', closed);
    try {
        await promise;
    } finally {
        clearTimeout(timer);
        // `error` keeps a listener: an error after this has no other handler.
        source.off('data', collect).off('end', resolve).off('close', closed);
    }
    return Buffer.concat(chunks, bytes);
}
