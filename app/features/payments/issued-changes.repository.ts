import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditingEach, emitting, held, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { entryValues, settlementValues, settling } from './settlement.sql.ts';
import type { Settlement } from './settlement.ts';
import { archiving } from '../../domain/invoices/archiving.sql.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceValues } from '../../domain/invoices/invoice.values.ts';
import { gate, moving } from '../../domain/invoices/issued-changes.sql.ts';

/** Changes to issued invoices that one statement stores: all of them or none. */
export type IssuedChanges = {
    readonly command: Command;
    /** The invoices with the version after the one that was read (`settle`). Their frozen part is not written. */
    readonly invoices: readonly Invoice[];
    readonly settlements: readonly Settlement[];
    readonly audit: readonly AuditEntry[];
    readonly events: readonly OutgoingEvent[];
    /** The answer to keep under the request's Idempotency-Key, if it has one. */
    readonly answer: KeptAnswer | undefined;
};

const saveIssuedChangesStatement: Statement = {
    name: 'save_issued_changes',
    text: `WITH ${held},
        ${gate('$8')},
        ${moving},
        ${settling('$9', '$10')},
        ${auditingEach('gate')},
        ${emitting('gate', '$11')},
        ${archiving('annulled', 'gate, wanted w WHERE w.annulled_at IS NOT NULL', 'w.id')},
        ${answering('gate')}
        SELECT FROM gate`
};

/**
 * Stores changes to issued invoices.
 * @throws DomainError `INVOICE_CHANGED` when one of them was changed meanwhile, or another try of the request took over
 *     ·
 *   `CREDIT_INSUFFICIENT` · `PAYMENT_ALREADY_REVERSED`
 */
export async function saveIssuedChanges(
    { query }: Database, { command, invoices, settlements, audit, events, answer }: IssuedChanges
): Promise<void> {
    const rows = await query(saveIssuedChangesStatement, [
        ...writeValues(command, audit, answer), JSON.stringify(invoices.map(invoiceValues)),
        settlementValues(settlements), entryValues(settlements), eventValues(events)
    ]).catch(refuseBrokenRule);
    assertWritten(rows, { ids: invoices.map(({ id }) => id) });
}

/**
 * Translates a broken rule of the database: the sign that another request wrote between our read and our write.
 * @throws DomainError `CREDIT_INSUFFICIENT` | `PAYMENT_ALREADY_REVERSED`, or `error` as it is
 */
export function refuseBrokenRule(error: unknown): never {
    const constraint = error instanceof Error && 'constraint' in error ? error.constraint : undefined;
    if (constraint === 'customer_credit_amount_check') {
        throw new DomainError(
            'CREDIT_INSUFFICIENT', 'amount: the customer has less credit than that', {}, { cause: error });
    }
    if (constraint === 'settlement_reverses_id_key') {
        throw new DomainError(
            'PAYMENT_ALREADY_REVERSED', 'paymentId: this payment was reversed before', {}, { cause: error });
    }
    throw error;
}
