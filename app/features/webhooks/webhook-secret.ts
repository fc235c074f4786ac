import { randomBytes } from 'node:crypto';

/** Length of a secret. Standard Webhooks asks for 24 to 64 bytes; the hash has 32. */
const secretBytes = 32;

/** A new secret to sign deliveries with, in the form of Standard Webhooks: `whsec_` and base64. */
export function newSecret(): string {
    return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}
