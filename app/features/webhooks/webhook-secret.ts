import { randomBytes } from 'node:crypto';
import { isSealed, type SecretPlace, type Secrets } from '../../platform/secrets/secrets.ts';

/** Length of a secret. Standard Webhooks asks for 24 to 64 bytes; the hash has 32. */
const secretBytes = 32;

/** A new secret to sign deliveries with, in the form of Standard Webhooks: `whsec_` and base64. */
export function newSecret(): string {
    return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}

/** Place of a webhook's secrets: the present one and the one before have the same. */
export function placeOfSecret(
    { id, organisationId }: { readonly id: string; readonly organisationId: string }
): SecretPlace {
    return { organisationId, kind: 'webhook', id };
}

/** The sealed form of a stored secret, which a build before sealing may have stored in plain. */
export function sealedSecret(secrets: Pick<Secrets, 'seal'>, stored: string, place: SecretPlace): string {
    return isSealed(stored) ? stored : secrets.seal(stored, place);
}

/**
 * The secret itself, from its stored form.
 * @throws DomainError `SECRET_UNREADABLE`
 */
export function openedSecret(secrets: Pick<Secrets, 'open'>, stored: string, place: SecretPlace): string {
    return isSealed(stored) ? secrets.open(stored, place) : stored;
}
