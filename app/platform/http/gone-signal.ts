import type { Request } from '@hapi/hapi';

/** Signal of the moment in which nobody waits for an answer any more: it was sent, or its caller hung up. */
export function goneSignal({ raw: { res } }: Pick<Request, 'raw'>): AbortSignal {
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    return gone.signal;
}
