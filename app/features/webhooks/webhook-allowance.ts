import { createHash } from 'node:crypto';
import type { AllowanceKind } from '../../foundation/vocabulary/webhook-states.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Query } from '../../platform/database/in-transaction.ts';
import { openAllowance, useAllowance, type AllowanceKey } from './webhook-allowance.repository.ts';

/** Limits of an hour: challenges of an organisation, and events sent again and test events of one webhook. */
export const maxPerHour: Readonly<Record<AllowanceKind, number>> = { challenge: 60, replay: 10_000, test: 60 };

const sentences: Readonly<Record<AllowanceKind, string>> = {
    challenge: 'Your organisation had 60 addresses of webhooks challenged within an hour, which is as many as it may',
    replay: 'webhookId: 10000 events were sent again to this webhook within an hour, which is as many as may be',
    test: 'webhookId: 60 test events were sent to this webhook within an hour, which is as many as may be'
};

const hourMs = 3_600_000;

/**
 * Subject of what one webhook may use. It follows from the address, so that a webhook that is deleted and made again
 * has no new allowance.
 */
export function allowanceSubject({ url }: { readonly url: string }): string {
    return createHash('sha256').update(url).digest('hex');
}

/**
 * Runs what uses an hourly allowance, in the transaction that counts the use. Uses of one allowance wait for each
 * other, so that many at once do not pass it. The hour begins with the first use.
 * @param use - Receives what is left, at least 1, and tells what it used.
 * @throws DomainError `WEBHOOK_ALLOWANCE_USED` with the seconds until the hour is over, and what `use` throws
 */
export function withAllowance<Result>(
    database: Pick<Database, 'pool' | 'schema'>, key: AllowanceKey, now: Date,
    use: (transaction: Query, left: number) => Promise<{ readonly used: number; readonly result: Result }>
): Promise<Result> {
    return inTransaction(database, async (transaction) => {
        const { since, used: before } = await openAllowance(transaction, key, now);
        const left = maxPerHour[key.kind] - before;
        if (left <= 0) {
            throw allowanceUsed(key.kind, Math.ceil((since.getTime() + hourMs - now.getTime()) / 1_000));
        }
        const { used, result } = await use(transaction, left);
        await useAllowance(transaction, key, used);
        return result;
    });
}

function allowanceUsed(kind: AllowanceKind, seconds: number): DomainError {
    return new DomainError('WEBHOOK_ALLOWANCE_USED', `${sentences[kind]}; try again in ${seconds} s`,
        { max: maxPerHour[kind], left: 0 }, { retryAfterSeconds: seconds });
}
