import type { Request } from '@hapi/hapi';

/** What helpers need of a request, whatever its route's parameters and body are. */
export type AnyRequest = Pick<Request, 'app' | 'generateResponse' | 'headers' | 'method' | 'url'> & {
    readonly auth: { readonly credentials: unknown };
};
