import type { Fault } from '../../foundation/errors/domain-error.ts';
import { joinPath, maxFaults } from './unsafe-text.ts';

/** Characters that JSON takes for space. */
const blanks = ' \t\n\r';

/** An object or list that is being read, and where it stands. */
type Frame = { readonly path: string; readonly keys: Set<string> | undefined; key: string; index: number };

/**
 * Names every key that stands twice in one object. `JSON.parse` keeps the last and drops the others silently: of two
 * amounts, the one that was meant would be unknown.
 * @param text - Valid JSON.
 */
export function repeatedKeys(text: string): readonly Fault[] {
    const faults: Fault[] = [];
    const frames: Frame[] = [];
    // Strings are skipped at once; outside them only the marks that open, close and separate matter. A body of 1 MB is
    // read in a few ms.
    for (let at = 0; at < text.length; at += 1) {
        const mark = text[at];
        const frame = frames.at(-1);
        if (mark === '{' || mark === '[') {
            frames.push({
                path: frame === undefined ? '' : placeIn(frame),
                keys: mark === '{' ? new Set() : undefined, key: '', index: 0
            });
        } else if (mark === '}' || mark === ']') {
            frames.pop();
        } else if (mark === ',' && frame !== undefined) {
            frame.index += 1;
        } else if (mark === '"') {
            const end = endOfString(text, at);
            if (frame?.keys !== undefined && isKey(text, end)) {
                faults.push(...readKey(frame, frame.keys, text.slice(at, end)));
            }
            at = end - 1;
        }
    }
    return faults.slice(0, maxFaults);
}

/**
 * End of the string that begins at `start`: behind the first quotation mark that no odd number of backslashes precedes.
 */
function endOfString(text: string, start: number): number {
    for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
        let slashes = 0;
        while (text[end - 1 - slashes] === '\\') slashes += 1;
        if (slashes % 2 === 0) {
            return end + 1;
        }
    }
    return text.length;
}

function isKey(text: string, end: number): boolean {
    let next = end;
    while (blanks.includes(text[next] ?? '-')) next += 1;
    return text[next] === ':';
}

function readKey(frame: Frame, keys: Set<string>, quoted: string): readonly Fault[] {
    frame.key = keyOf(quoted);
    if (keys.has(frame.key)) {
        return [{ path: placeIn(frame), code: 'REPEATED', message: 'is given more than once' }];
    }
    keys.add(frame.key);
    return [];
}

/**
 * Key of a quoted text. Two spellings of one key, such as `"a"` and `"\u0061"`, are the same; nearly all are written
 * plainly.
 */
function keyOf(quoted: string): string {
    return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function placeIn({ path, keys, key, index }: Frame): string {
    return joinPath(path, keys === undefined ? index : key);
}
