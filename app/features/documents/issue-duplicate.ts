import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import { onNewestInvoice } from '../../domain/invoices/on-newest-invoice.ts';
import { newArchivedFile } from './archive-document.ts';
import { maxDuplicates } from './archive-limits.ts';
import { listFiles, type ArchivedFacts } from './document-archive.repository.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { saveDuplicate } from './duplicate.repository.ts';

/** A duplicate, and the invoice that it is of. */
export type Duplicate = { readonly invoice: Invoice; readonly file: ArchivedFacts };

/**
 * Issues the duplicate of today: the invoice once more, marked DUPLIKAT with the date, for a buyer whose copy was lost.
 * A second one of the same day is the same file.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_ISSUED` | `DUPLICATE_NOT_ALLOWED` | `INVOICE_CHANGED`, those
 *     of `renderDocument`
 * @see Ustawa o VAT art. 106l
 */
export function issueDuplicate(
    dependencies: InvoiceDependencies & DocumentDependencies, command: Command<Duplicate>, invoiceId: string
): Promise<Duplicate> {
    const { database } = dependencies;
    return onNewestInvoice(dependencies, command, invoiceId, async (document) => {
        const { invoice } = document;
        assertMayBeDuplicated(invoice);
        const state = { state: 'duplicate', day: todayOf(dependencies) } as const;
        const duplicates = (await listFiles(database, invoice.organisationId, invoiceId))
            .filter((file) => file.state === state.state);
        const kept = duplicates.find(({ day }) => day === state.day);
        if (kept !== undefined) {
            return { invoice, file: kept };
        }
        assertMayHaveAnother(duplicates, invoiceId);
        const file = await newArchivedFile(dependencies, document, state);
        const made = { invoice, file };
        const { day, sha256, size, templateVersion } = file;
        await saveDuplicate(database, file, {
            command, answer: command.keep(made),
            audit: auditEntry(command, {
                action: 'invoice.duplicated', invoiceId, before: null, after: { day, sha256, size, templateVersion },
                now: file.createdAt
            })
        });
        return made;
    });
}

function assertMayHaveAnother({ length }: readonly ArchivedFacts[], id: string): void {
    if (length >= maxDuplicates) {
        throw new DomainError('DUPLICATE_NOT_ALLOWED', `invoiceId: this invoice has ${length} duplicates, as many as `
            + `one may have; the list of its files has them, and each can be given again`, { id });
    }
}

function assertMayBeDuplicated({ id, number, invoiceType, cancellation }: Invoice): void {
    if (number === null) {
        throw new DomainError('INVOICE_NOT_ISSUED', 'invoiceId: a draft has no duplicate; issue it first', { id });
    }
    if (invoiceType === 'proforma' || cancellation?.annulled === true) {
        const what = invoiceType === 'proforma' ? 'a proforma is no invoice' : 'this invoice was annulled';
        throw new DomainError('DUPLICATE_NOT_ALLOWED',
            `invoiceId: ${what}, and has no duplicate; its own PDF can be given again`, { id });
    }
}
