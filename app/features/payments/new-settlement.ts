import { v7 as uuidv7 } from 'uuid';
import type { Command } from '../../platform/commands/command.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { amountLimitMinor } from '../../foundation/money/decimal.ts';
import { assertInvariant } from './settlement-invariants.ts';
import type { Movement, Settlement, SettlementEntry } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Customer that pays or is paid. */
export type Customer = Pick<Settlement, 'customerId' | 'contactId'>;

/** Content of a new settlement; an absent member becomes null. */
export type SettlementContent = Customer & Pick<Settlement, 'currency' | 'amountMinor' | 'settledOn'>
    & Partial<Pick<Settlement, 'method' | 'reference' | 'notes' | 'reason' | 'reversesId'>>;

/** A settlement to be made: its content, its movements, and its time. */
export type NewSettlement = SettlementContent & { readonly movements: readonly Movement[]; readonly now: Date };

/**
 * A new settlement with an entry for each movement; movements of 0n are left out.
 * @throws Error when the movements break the invariant of the kind
 */
export function newSettlement<Kind extends SettlementKind>(
    { caller }: Command, kind: Kind, { movements, now, ...content }: NewSettlement
): Settlement & { readonly kind: Kind } {
    assertInvariant(kind, content.amountMinor, movements);
    return {
        method: null,
        reference: null,
        notes: null,
        reason: null,
        reversesId: null,
        correctiveId: null,
        ...content,
        kind,
        id: uuidv7(),
        organisationId: caller.organisationId,
        createdBy: caller.subject,
        createdAt: now,
        entries: movements.flatMap((movement): readonly SettlementEntry[] =>
            (movement.amountMinor === 0n ? [] : [{ ...movement, id: uuidv7() }]))
    };
}

/** Refuses credit over the limit of an amount: no invoice bounds credit. @throws DomainError `AMOUNT_TOO_LARGE` */
export function assertCreditHolds(creditMinor: bigint, movements: readonly Movement[]): void {
    const added = movements.reduce(
        (sum, { account, amountMinor }) => (account === 'credit' ? sum + amountMinor : sum), 0n);
    if (added > 0n && creditMinor + added >= amountLimitMinor) {
        throw refusedField('AMOUNT_TOO_LARGE', 'amount', 'would make the credit of the customer too large');
    }
}
