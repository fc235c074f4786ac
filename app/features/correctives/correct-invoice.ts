import type { Command } from '../../platform/commands/command.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { inLineOrder } from '../../domain/invoices/line-order.ts';
import { priceItems } from '../../domain/pricing/price-item.ts';
import { pricingOf } from '../../domain/pricing/pricing.ts';
import { changesOf, type CorrectionInput } from './correction-input.ts';
import { assertCorrectable } from './corrective.ts';
import { readCorrections } from './corrections.repository.ts';
import { issueCorrective, type Corrected, type Correcting } from './issue-corrective.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';

/**
 * Corrects an issued invoice: makes and issues a corrective of its newest state. The invoice itself never changes.
 * @param invoiceId - Id of the original, also when it was corrected before.
 * @throws DomainError `INVOICE_NOT_FOUND` | `PRECONDITION_FAILED` | `VALIDATION_FAILED` and those of
 *     `priceItems` and `issueCorrective`
 */
export async function correctInvoice(
    dependencies: InvoiceDependencies, command: Command<Corrected>, invoiceId: string, input: CorrectionInput
): Promise<Corrected> {
    const changes = changesOf(input);
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        assertMayChange(command, organisation, invoice);
        assertCorrectable(invoice, changes.isFull);
        const newItems = input.newItems ?? [];
        const newLines = await priceItems(
            pricingOf(dependencies, command, organisation, invoice), newItems, (index) => `newItems[${index}]`);

        return issueCorrective(dependencies, command, newest, {
            ...wantedOf(input),
            corrections: await readCorrections(dependencies.database, invoice),
            changes: { ...changes, newLines: inLineOrder(newLines, newItems) },
            action: 'invoice.corrected',
            made: (corrected) => corrected
        });
    });
}

type Wanted = Pick<Correcting<Corrected>,
    'reason' | 'notes' | 'issueDate' | 'dueDate' | 'correctionEffect' | 'correctionEffectDate'>;

function wantedOf(
    { reason, notes, issueDate, dueDate, correctionEffect, correctionEffectDate }: CorrectionInput
): Wanted {
    return { reason, notes: notes ?? null, issueDate, dueDate, correctionEffect, correctionEffectDate };
}
