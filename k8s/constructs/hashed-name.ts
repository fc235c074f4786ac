import { createHash } from 'node:crypto';

/** Enough that two contents never share a name in practice, and short enough to read. */
const hashLength = 10;

/**
 * A name that says what is in the object. Other content is another object, so whatever names it changes too: pods roll, and
 * an object that can't be changed is never changed. The old one stays, so that a rollback finds what it was started with.
 */
export function hashedName(name: string, content: unknown): string {
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, hashLength);
    return `${name}-${hash}`;
}
