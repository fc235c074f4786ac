import type { Request } from '@hapi/hapi';

/** Request as helpers need it, for any parameters and body of its route. */
export type AnyRequest = Pick<Request, 'app' | 'generateResponse' | 'headers' | 'method' | 'url'> & {
    readonly auth: { readonly credentials: unknown };
};
