import type { Command } from '../../platform/commands/command.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { changeRecord } from '../../domain/invoices/change-record.ts';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import { convert, type ConvertInput } from './convert.ts';
import { saveConversion } from './conversion.repository.ts';

/**
 * Makes the draft of the invoice that a proforma offered. A proforma becomes one invoice, and another one when that is
 * deleted or cancelled.
 * @returns The draft.
 * @throws DomainError `INVOICE_NOT_FOUND` | `PRECONDITION_FAILED` | `QUOTE_ALREADY_INVOICED` and those of `convert`
 */
export function convertProforma(
    dependencies: InvoiceDependencies, command: Command<Invoice>, invoiceId: string, input: ConvertInput
): Promise<Invoice> {
    return onNewestInvoice(dependencies, command, invoiceId, async ({ organisation, invoice }) => {
        assertMatches(command.ifMatch, invoice.version, false);
        const now = dependencies.clock.now();
        const { draft, proforma } = convert(invoice, organisation, input, {
            subject: command.caller.subject, now, today: todayOf(dependencies)
        });
        const steps = [
            changeRecord(command, { action: 'invoice.drafted', before: null, after: draft, now }),
            changeRecord(command, { action: 'invoice.converted', before: invoice, after: proforma, now })
        ];
        await saveConversion(dependencies.database, draft, proforma, {
            command,
            audit: steps.map(({ audit }) => audit),
            events: steps.flatMap(({ events }) => events),
            answer: command.keep(draft)
        });
        return draft;
    });
}
