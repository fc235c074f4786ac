import type { Fault } from '../../foundation/errors/domain-error.ts';

/** Maximum depth, above any body of this API (3) and within the reach of every recursive reader behind it. */
const maxDepth = 16;
/** Maximum faults of an answer: more say nothing new, and the answer stays small. */
export const maxFaults = 50;

/** Unsafe parts of a decoded value. */
export type Findings = { readonly faults: readonly Fault[]; readonly tooDeep: boolean };

/** A member of the value; its path is only put together for a fault. */
type Place = {
    readonly value: unknown; readonly key: string | number; readonly parent: Place | undefined; readonly depth: number
};

/**
 * Searches a decoded body or query for content that no field may hold, regardless of its schema: NUL (PostgreSQL cannot
 * store it), half a surrogate pair (not text, cannot be written as UTF-8) and `__proto__` as a key. Does not recurse.
 */
export function unsafeText(root: unknown): Findings {
    const faults: Fault[] = [];
    const left: Place[] = [{ value: root, key: '', parent: undefined, depth: 0 }];
    for (let next = left.pop(); next !== undefined && faults.length < maxFaults; next = left.pop()) {
        const { value, depth } = next;
        if (typeof value === 'string') {
            const fault = textFault(value);
            if (fault !== undefined) {
                faults.push({ path: pathOf(next), ...fault });
            }
        } else if (typeof value === 'object' && value !== null) {
            if (depth >= maxDepth) {
                return { faults, tooDeep: true };
            }
            for (const [key, entry] of Object.entries(value)) {
                const place: Place = {
                    value: entry, key: Array.isArray(value) ? Number(key) : key, parent: next, depth: depth + 1
                };
                const fault = keyFault(key);
                if (fault !== undefined) {
                    faults.push({ path: pathOf(place), ...fault });
                }
                left.push(place);
            }
        }
    }
    return { faults: faults.slice(0, maxFaults), tooDeep: false };
}

/**
 * The path of a member as its caller would write it: `items[0].quantity`. Unprintable characters of a key are escaped.
 */
export function joinPath(parent: string, key: string | number): string {
    if (typeof key === 'number') {
        return `${parent}[${key}]`;
    }
    const shown = printable(key);
    return parent === '' ? shown : `${parent}.${shown}`;
}

/** `text` as it may stand in a message: control characters and half surrogate pairs escaped, at most 100 characters. */
export function printable(text: string): string {
    const escaped = text.slice(0, 100).replace(/\p{C}/gu, (character) =>
        `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return text.length > 100 ? `${escaped}…` : escaped;
}

function pathOf({ key, parent }: Place): string {
    return parent === undefined ? '' : joinPath(pathOf(parent), key);
}

function textFault(text: string): Omit<Fault, 'path'> | undefined {
    if (text.includes('\0')) {
        return { code: 'NUL_CHARACTER', message: 'must not contain a NUL character' };
    }
    return text.isWellFormed()
        ? undefined : { code: 'LONE_SURROGATE', message: 'must not contain half a surrogate pair' };
}

function keyFault(key: string): Omit<Fault, 'path'> | undefined {
    if (key === '__proto__') {
        return { code: 'UNKNOWN_FIELD', message: 'is not allowed' };
    }
    const isText = !key.includes('\0') && key.isWellFormed();
    return isText ? undefined : { code: 'UNKNOWN_FIELD', message: 'is not a field: its name is not text' };
}
