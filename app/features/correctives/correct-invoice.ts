import type { Command } from '../../platform/commands/command.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { correctedLines } from './corrected-lines.ts';
import { changesOf, type CorrectionInput } from './correction-input.ts';
import { assertCorrectable } from './corrective.ts';
import { readCorrections } from './corrective.repository.ts';
import { issueCorrective, type Corrected } from './issue-corrective.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/**
 * Corrects an issued invoice: makes and issues a corrective of its newest state. The invoice itself never changes.
 * @param invoiceId - Id of the original, also when it was corrected before.
 * @throws DomainError `INVOICE_NOT_FOUND` | `PRECONDITION_FAILED` | `VALIDATION_FAILED` and those of `issueCorrective`
 */
export async function correctInvoice(
    dependencies: InvoiceDependencies, command: Command<Corrected>, invoiceId: string, input: CorrectionInput
): Promise<Corrected> {
    const changes = changesOf(input);
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        assertMayChange(command, organisation, invoice);
        assertCorrectable(invoice, changes === 'everything');
        const lines = correctedLines(invoice.lines, await readCorrections(dependencies.database, invoice));

        return issueCorrective(dependencies, command, newest, {
            lines, changes, reason: input.reason, notes: input.notes ?? null, issueDate: input.issueDate,
            action: 'invoice.corrected',
            made: (corrected) => corrected
        });
    });
}
