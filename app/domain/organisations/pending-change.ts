import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Accounts, Organisation, PendingChange } from './organisation.ts';

/** Time for which a change waits, in ms: seven days. */
const waitsMs = 7 * 24 * 3_600_000;

/** Subjects of the system itself, behind which no person stands who could confirm. */
const nobody: readonly string[] = ['gateway', 'worker'];

/** The accounts of a profile. */
export function accountsOf({ iban, ibans }: Accounts): Accounts {
    return { iban, ibans };
}

/** Tells whether two profiles have the same accounts. Both have them in the order of their currencies. */
export function haveSameAccounts(one: Accounts, other: Accounts): boolean {
    return JSON.stringify(accountsOf(one)) === JSON.stringify(accountsOf(other));
}

/** A change that waits from now on. Pure. */
export function newPendingChange(
    accounts: Accounts, { id, requestedBy, now }: Pick<PendingChange, 'id' | 'requestedBy'> & { readonly now: Date }
): PendingChange {
    return {
        id, ...accountsOf(accounts), requestedBy, requestedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + waitsMs).toISOString()
    };
}

/** The change that still waits at a time, or null. Pure. */
export function livePendingChange(
    { pendingChange }: Pick<Organisation, 'pendingChange'>, now: Date
): PendingChange | null {
    return pendingChange !== null && pendingChange.expiresAt > now.toISOString() ? pendingChange : null;
}

/**
 * The change that waits.
 * @throws DomainError `PENDING_CHANGE_NOT_FOUND` when none waits, or none any more
 */
export function assertPending(organisation: Pick<Organisation, 'pendingChange'>, now: Date): PendingChange {
    const pending = livePendingChange(organisation, now);
    if (pending === null) {
        throw new DomainError('PENDING_CHANGE_NOT_FOUND',
            'No change of accounts waits for confirmation: none was asked for, or it was confirmed, rejected or '
            + 'waited for more than 7 days');
    }
    return pending;
}

/**
 * Checks that a person may confirm a change: it is the one that the person saw, and another person asked for it.
 * @param id - Id of the change that the person saw.
 * @throws DomainError `PENDING_CHANGE_REPLACED` | `SECOND_ADMIN_NEEDED`
 */
export function assertMayConfirm(pending: PendingChange, id: string, subject: string): void {
    if (pending.id !== id) {
        throw new DomainError('PENDING_CHANGE_REPLACED',
            'id: another change of accounts waits by now, which the profile shows in pendingChange; confirm that one',
            { id });
    }
    if (samePerson(pending.requestedBy, subject) || nobody.includes(subject)) {
        throw new DomainError('SECOND_ADMIN_NEEDED',
            'A change of accounts is confirmed by another administrator than the one who asked for it');
    }
}

/** Tells whether two subjects are one in all but their writing: case, blanks and characters that show nothing. */
function samePerson(left: string, right: string): boolean {
    return plainSubject(left) === plainSubject(right);
}

function plainSubject(subject: string): string {
    return subject.normalize('NFKC').replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '').toLowerCase();
}
