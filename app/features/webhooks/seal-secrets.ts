import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Database } from '../../platform/database/database.ts';
import { removeInBatches } from '../../platform/database/remove-in-batches.ts';
import { isSealed, type Secrets } from '../../platform/secrets/secrets.ts';
import {
    beforeAll, clearPlain, storedSecretsAfter, storeSealed, type StoredSecrets
} from './stored-secrets.repository.ts';
import { openedSecret, placeOfSecret, sealedSecret } from './webhook-secret.ts';

const maxInBatch = 200;
const hourMs = 3_600_000;

/** Dependencies of the job that seals secrets. */
type SealingDependencies = {
    readonly database: Pick<Database, 'query'>;
    readonly clock: Clock;
    readonly secrets: Secrets;
    /** Hours for which the build before this one still finds the plain text of a secret that it stored. */
    readonly plainKeepHours: number;
};

/**
 * Seals the secrets of webhooks that an earlier build stored in plain, seals those anew that are not under the newest
 * key, and removes plain texts in time. A secret that cannot be opened stays as it is, and its observer is told. It can
 * run at any time, also beside a rotation.
 * @param signal - Aborted: no other batch is begun.
 * @returns Number of webhooks whose secrets were sealed, or removed in plain.
 */
export async function sealSecrets(dependencies: SealingDependencies, signal: AbortSignal): Promise<number> {
    const { database, clock, plainKeepHours } = dependencies;
    let sealed = 0;
    let after = beforeAll;
    for (let inBatch = maxInBatch; inBatch === maxInBatch && !signal.aborted;) {
        const batch = await storedSecretsAfter(database, after, maxInBatch);
        for (const stored of batch) {
            sealed += await sealOne(dependencies, stored) ? 1 : 0;
        }
        inBatch = batch.length;
        after = batch.at(-1)?.id ?? after;
    }
    const until = new Date(clock.now().getTime() - plainKeepHours * hourMs);
    return sealed + await removeInBatches((max) => clearPlain(database, until, max), maxInBatch, signal);
}

/** Seals the secrets of one webhook. @returns False where there is nothing to do, or nothing can be done */
async function sealOne(
    { database, clock, secrets }: SealingDependencies, stored: StoredSecrets
): Promise<boolean> {
    const present = stored.sealedSecret ?? stored.secret;
    const previous = stored.sealedPreviousSecret ?? stored.previousSecret;
    const sealed = {
        sealedSecret: anew(secrets, present, stored),
        sealedPreviousSecret: previous === null || previous === '' ? null : anew(secrets, previous, stored)
    };
    if (sealed.sealedSecret === stored.sealedSecret && sealed.sealedPreviousSecret === stored.sealedPreviousSecret) {
        return false;
    }
    await storeSealed(database, stored, sealed, clock.now());
    return true;
}

/** A secret under the newest key; as it was where that is so already, or where it cannot be opened. */
function anew(secrets: Secrets, stored: string, webhook: Pick<StoredSecrets, 'id' | 'organisationId'>): string {
    const place = placeOfSecret(webhook);
    if (isSealed(stored) && secrets.isUnderNewest(stored)) {
        return stored;
    }
    try {
        return sealedSecret(secrets, openedSecret(secrets, stored, place), place);
    } catch (error) {
        if (error instanceof DomainError && error.code === 'SECRET_UNREADABLE') return stored;
        throw error;
    }
}
