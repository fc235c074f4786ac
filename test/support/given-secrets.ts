import { sampleSecretsKey } from '../../app/platform/config/sample-secret.ts';
import { openSecrets, type SecretPlace, type Secrets } from '../../app/platform/secrets/secrets.ts';

/** The sample key in hex: a service without SECRETS_KEY seals under it where it is no production. */
export const sampleKey = Buffer.from(sampleSecretsKey, 'base64').toString('hex');

/** Two keys of tests, in hex. */
export const [oldKey, newKey] = ['0a'.repeat(32), '0b'.repeat(32)] as const;

/** Secrets under these keys, with the places of those that could not be opened. */
export function givenSecrets(...keys: readonly string[]): Secrets & { readonly unreadable: readonly SecretPlace[] } {
    const unreadable: SecretPlace[] = [];
    const secrets = openSecrets(keys.length === 0 ? [sampleKey] : keys, {
        unreadable: (place) => void unreadable.push(place)
    });
    return { ...secrets, unreadable };
}
