import { calendarDate } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Command } from '../../platform/commands/command.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import { saveIssuedChanges } from '../payments/issued-changes.repository.ts';

/**
 * Records the day on which the seller had the buyer's confirmation of a corrective that lowers the tax: its amounts
 * count from then on. The same day again answers the same corrective.
 * @param invoiceId - Id of the corrective.
 * @param confirmedOn - `YYYY-MM-DD`.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` | `PRECONDITION_FAILED` | `RECEIPT_NOT_AWAITED` |
 *     `RECEIPT_ALREADY_CONFIRMED` | `VALIDATION_FAILED`
 * @see Ustawa o VAT art. 29a ust. 13a
 */
export function confirmReceipt(
    dependencies: InvoiceDependencies, command: Command<Invoice>, invoiceId: string, confirmedOn: string
): Promise<Invoice> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        if (invoice.receiptConfirmedOn === confirmedOn) {
            return invoice;
        }
        const now = dependencies.clock.now();
        assertMayChange(command, organisation, invoice);
        assertAwaited(invoice);
        assertPossible(invoice, confirmedOn, calendarDate(now, dependencies.config.timeZone));
        const confirmed = {
            ...invoice, receiptConfirmedOn: confirmedOn, version: invoice.version + 1, updatedAt: now
        };
        const { audit, events } = changeRecord(command, {
            action: 'invoice.receipt_confirmed', before: invoice, after: confirmed, now
        });
        await saveIssuedChanges(dependencies.database, {
            command, invoices: [confirmed], settlements: [], audit: [audit], events, answer: command.keep(confirmed)
        });
        return confirmed;
    });
}

function assertAwaited({ id, invoiceType, receiptConfirmedOn, taxPoints }: Invoice): void {
    if (receiptConfirmedOn !== null) {
        throw new DomainError('RECEIPT_ALREADY_CONFIRMED',
            `confirmedOn: the receipt of this corrective was confirmed on ${receiptConfirmedOn}, which stays`, { id });
    }
    if (taxPoints === null || taxPoints.every(({ countedOn }) => countedOn !== null)) {
        throw new DomainError('RECEIPT_NOT_AWAITED', invoiceType === 'corrective'
            ? 'invoiceId: this corrective counts without a confirmation of its receipt'
            : 'invoiceId: this is no corrective, and only the receipt of a corrective is confirmed', { id });
    }
}

function assertPossible({ issueDate }: Invoice, confirmedOn: string, today: string): void {
    if (issueDate !== null && confirmedOn < issueDate) {
        throw refusedField('VALIDATION_FAILED', 'confirmedOn',
            `must not be before ${issueDate}, the issue date of the corrective`, 'BEFORE_ISSUE');
    }
    if (confirmedOn > today) {
        throw refusedField('VALIDATION_FAILED', 'confirmedOn', `must not be after today, ${today}`, 'IN_THE_FUTURE');
    }
}
