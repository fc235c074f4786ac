import type { Request, ResponseObject } from '@hapi/hapi';

/** What helpers need of a request, whatever its route's parameters and body are. */
export type AnyRequest = Pick<Request, 'app' | 'headers' | 'method' | 'url'> & { readonly auth: { readonly credentials: unknown } };

/** What helpers need of a toolkit, whatever its route's parameters and body are. */
export type Responder = { response(view: object): ResponseObject };
