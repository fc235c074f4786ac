import type { Fault } from '../errors/domain-error.ts';
import { joinPath, mostFaults } from './unsafe-text.ts';

/** Strings (with the colon that makes one a key) and the marks that open, close and separate; nothing else of JSON matters here. */
const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/g;

/** An object or list that is being read, and where it stands. */
type Frame = { readonly path: string; readonly keys: Set<string> | undefined; key: string; index: number };

/**
 * Names every key that stands twice in one object. `JSON.parse` keeps the last and drops the others without a word: of two amounts,
 * nobody could say which one was meant.
 * @param text - Valid JSON.
 */
export function repeatedKeys(text: string): readonly Fault[] {
    const faults: Fault[] = [];
    const frames: Frame[] = [];
    for (const [mark, colon] of text.matchAll(token)) {
        const frame = frames.at(-1);
        if (mark === '{' || mark === '[') {
            frames.push({ path: frame === undefined ? '' : placeIn(frame), keys: mark === '{' ? new Set() : undefined, key: '', index: 0 });
        } else if (mark === '}' || mark === ']') {
            frames.pop();
        } else if (mark === ',' && frame !== undefined) {
            frame.index += 1;
        } else if (colon !== undefined && frame?.keys !== undefined) {
            frame.key = String(JSON.parse(mark.slice(0, mark.length - colon.length)));
            if (frame.keys.has(frame.key) && faults.length < mostFaults) {
                faults.push({ path: placeIn(frame), code: 'REPEATED', message: 'is given more than once' });
            }
            frame.keys.add(frame.key);
        }
    }
    return faults;
}

function placeIn({ path, keys, key, index }: Frame): string {
    return joinPath(path, keys === undefined ? index : key);
}
