import { createHash } from 'node:crypto';

/** Length in characters: two contents never share a name in practice, and it is short enough to read. */
const hashLength = 10;

/**
 * A name with a hash of the object's content. Other content makes another object, so references to it change too: pods
 * roll, and an object that can't be changed is never changed. The old object stays, so that a rollback finds what it
 * started with.
 */
export function hashedName(name: string, content: unknown): string {
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, hashLength);
    return `${name}-${hash}`;
}
