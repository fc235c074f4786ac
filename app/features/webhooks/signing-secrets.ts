import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { openedSecret, placeOfSecret } from './webhook-secret.ts';
import { secretsAt, type Webhook } from './webhook.ts';

/** Parts of a webhook that its signatures depend on. */
export type Signing = Pick<Webhook, 'id' | 'organisationId' | 'secret' | 'previous'>;

/**
 * The secrets that sign at a time, opened, the present one first. A previous one that cannot be opened is left out;
 * none is there when the present one cannot be opened. The observer of the secrets is told of each.
 */
export function signingSecrets(secrets: Pick<Secrets, 'open'>, webhook: Signing, at: Date): readonly string[] {
    const opened = secretsAt(webhook, at).map((stored) => openedOrNone(secrets, stored, webhook));
    return opened[0] === undefined ? [] : opened.filter((text) => text !== undefined);
}

function openedOrNone(secrets: Pick<Secrets, 'open'>, stored: string, webhook: Signing): string | undefined {
    try {
        return openedSecret(secrets, stored, placeOfSecret(webhook));
    } catch (error) {
        if (error instanceof DomainError && error.code === 'SECRET_UNREADABLE') return undefined;
        throw error;
    }
}
