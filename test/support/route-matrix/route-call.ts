import type { GivenOrganisation } from '../given-organisation.ts';
import type { Answered, CallOptions } from '../given-service.ts';
import type { RouteCall } from './matrix-row.ts';

/** A caller: the service's own, or one of an organisation. */
export type Sends = (method: string, url: string, options?: CallOptions) => Promise<Answered>;

/** An id that does not exist. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** Calls a route: `route` is the key of its row. */
export function sendTo(send: Sends, route: string, call: RouteCall, options: CallOptions = {}): Promise<Answered> {
    const [method = '', path = ''] = route.split(' ');
    return send(method, urlOf(path, call), { ...(call.body === undefined ? {} : { body: call.body }), ...options });
}

/** The address of a call. @throws Error when the row gives no value for a `{name}` */
export function urlOf(path: string, { params = {}, query = {} }: RouteCall): string {
    const address = path.replace(/\{(\w+)[?*]?\}/g, (_whole, name: string) => {
        const value = params[name];
        if (value === undefined) {
            throw new Error(`The row of ${path} gives no value for {${name}}`);
        }
        return encodeURIComponent(value);
    });
    const search = new URLSearchParams(query).toString();
    return search === '' ? address : `${address}?${search}`;
}

/** One text of a call, by its place: `params.invoiceId`, `body.allocations.0.invoiceId`. */
export type Leaf = { readonly place: string; readonly value: string };

/** Every text in a call, at any depth. */
export function leavesOf(value: unknown, place = ''): readonly Leaf[] {
    if (typeof value === 'string') {
        return [{ place, value }];
    }
    return typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, place === '' ? name : `${place}.${name}`))
        : [];
}

/** A copy of the call with other texts at some places. */
export function withLeaves(call: RouteCall, texts: ReadonlyMap<string, string>): RouteCall {
    const replaced = (value: unknown, place: string): unknown => {
        if (typeof value === 'string') {
            return texts.get(place) ?? value;
        }
        if (Array.isArray(value)) {
            return value.map((member, index) => replaced(member, `${place}.${index}`));
        }
        return typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).map(([name, member]) =>
                [name, replaced(member, place === '' ? name : `${place}.${name}`)]))
            : value;
    };
    // Only texts were exchanged, so its shape is the same.
    return replaced(call, '') as RouteCall;
}

/** The owner with exactly these scopes. */
export function withScopes(owner: Pick<GivenOrganisation, 'as'>, scopes: readonly string[]): Promise<Sends> {
    return owner.as({ role: undefined, scope: scopes.join(' ') });
}
