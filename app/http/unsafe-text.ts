import type { Fault } from '../errors/domain-error.ts';

/** Deeper than any body of this API (3) and shallow enough for every recursive reader behind it. */
const deepest = 16;
/** More than this says nothing new, and the answer stays small. */
export const mostFaults = 50;

/** What is unsafe about a decoded value. */
export type Findings = { readonly faults: readonly Fault[]; readonly tooDeep: boolean };

/**
 * Looks through a decoded body or query for what no field may hold, whatever its schema says: NUL (PostgreSQL cannot
 * store it), half a surrogate pair (not text, cannot be written as UTF-8) and `__proto__` as a key. Does not recurse.
 */
export function unsafeText(root: unknown): Findings {
    const faults: Fault[] = [];
    const left: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
    for (let next = left.pop(); next !== undefined && faults.length < mostFaults; next = left.pop()) {
        const { value, path, depth } = next;
        if (typeof value === 'string') {
            faults.push(...textFaults(value, path));
        } else if (typeof value === 'object' && value !== null) {
            if (depth >= deepest) {
                return { faults, tooDeep: true };
            }
            for (const [key, entry] of Object.entries(value)) {
                const inside = joinPath(path, Array.isArray(value) ? Number(key) : key);
                faults.push(...keyFaults(key, inside));
                left.push({ value: entry, path: inside, depth: depth + 1 });
            }
        }
    }
    return { faults: faults.slice(0, mostFaults), tooDeep: false };
}

/** The path of a member as its caller would write it: `items[0].quantity`. Unprintable characters of a key are escaped. */
export function joinPath(parent: string, key: string | number): string {
    if (typeof key === 'number') {
        return `${parent}[${key}]`;
    }
    const shown = printable(key);
    return parent === '' ? shown : `${parent}.${shown}`;
}

/** `text` as it may stand in a message: control characters and half surrogate pairs escaped, at most 100 characters. */
export function printable(text: string): string {
    const escaped = text.slice(0, 100).replace(/\p{C}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return text.length > 100 ? `${escaped}…` : escaped;
}

function textFaults(text: string, path: string): readonly Fault[] {
    if (text.includes('\0')) {
        return [{ path, code: 'NUL_CHARACTER', message: 'must not contain a NUL character' }];
    }
    return text.isWellFormed() ? [] : [{ path, code: 'LONE_SURROGATE', message: 'must not contain half a surrogate pair' }];
}

function keyFaults(key: string, path: string): readonly Fault[] {
    if (key === '__proto__') {
        return [{ path, code: 'UNKNOWN_FIELD', message: 'is not allowed' }];
    }
    const isText = !key.includes('\0') && key.isWellFormed();
    return isText ? [] : [{ path, code: 'UNKNOWN_FIELD', message: 'is not a field: its name is not text' }];
}
