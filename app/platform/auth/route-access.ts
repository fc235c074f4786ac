import type { RouteOptionsAccess } from '@hapi/hapi';
import type { Caller } from './caller.ts';
import type { Scope } from '../../foundation/vocabulary/scopes.ts';

/** A route's `auth` option: the caller needs every one of `scopes`. */
export function requires(...scopes: readonly Scope[]): RouteOptionsAccess {
    return { access: { scope: scopes.map((scope) => `+${scope}`) } };
}

/** Caller of a request. Only for routes that need a caller. */
export function callerOf(request: { readonly auth: { readonly credentials: unknown } }): Caller {
    // The credentials are made by our own scheme and nowhere else; hapi's type cannot say so.
    return request.auth.credentials as Caller;
}
