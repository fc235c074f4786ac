/** One place of the tree: the words that may follow, and the methods of the routes that end here. */
type Place = {
    readonly words: Map<string, Place>;
    /** Segments that mix words and a parameter, such as `{id}.pdf`. */
    readonly mixed: { readonly template: string; readonly pattern: RegExp; readonly place: Place }[];
    parameter: Place | undefined;
    readonly methods: Set<string>;
    /** Methods of routes that take the rest of the path. */
    readonly restMethods: Set<string>;
};

/** Addresses of an API, read as its documentation reads them: a word that a route fixes is never an id. */
export type RouteTree = {
    /** @param path - Template of the route, as hapi writes it. */
    add(method: string, path: string): void;
    /** The methods that answer at an address, in capitals; none where there is nothing. */
    methodsAt(path: string): readonly string[];
};

const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The tree of an API's routes. hapi has a tree for each method, so that `DELETE /invoices/numbering` finds
 * `DELETE /invoices/{invoiceId}`; this one has all methods together.
 */
export function routeTree(): RouteTree {
    const root = newPlace();
    return {
        add: (method, path) => addTo(root, segmentsOf(path), method.toUpperCase()),
        methodsAt: (path) => {
            const found = methodsIn(root, segmentsOf(path));
            const methods = order.filter((method) => found.has(method));
            return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
        }
    };
}

function newPlace(): Place {
    return { words: new Map(), mixed: [], parameter: undefined, methods: new Set(), restMethods: new Set() };
}

/** The segments of a path; a slash at its end says nothing. */
function segmentsOf(path: string): readonly string[] {
    return path.replace(/\/$/, '').split('/').slice(1);
}

function addTo(place: Place, [segment, ...rest]: readonly string[], method: string): void {
    if (segment === undefined) {
        place.methods.add(method);
    } else if (/^\{\w+\*\d*\}$/.test(segment)) {
        place.restMethods.add(method);
    } else {
        addTo(nextFor(place, segment), rest, method);
    }
}

/** The place behind a segment of a template, made where there is none. */
function nextFor(place: Place, segment: string): Place {
    if (/^\{\w+\}$/.test(segment)) {
        place.parameter ??= newPlace();
        return place.parameter;
    }
    const known = place.words.get(segment) ?? place.mixed.find(({ template }) => template === segment)?.place;
    const next = known ?? newPlace();
    if (known === undefined && segment.includes('{')) {
        const words = segment.split(/\{\w+\??\}/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        place.mixed.push({ template: segment, pattern: new RegExp(`^${words.join('.+')}$`), place: next });
    } else if (known === undefined) {
        place.words.set(segment, next);
    }
    return next;
}

function methodsIn(place: Place, [segment, ...rest]: readonly string[]): ReadonlySet<string> {
    if (segment === undefined) {
        return place.methods;
    }
    const next = place.words.get(segment) ?? place.mixed.find(({ pattern }) => pattern.test(segment))?.place
        ?? place.parameter;
    return next === undefined ? place.restMethods : methodsIn(next, rest);
}
