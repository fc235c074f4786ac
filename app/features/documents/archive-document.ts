import { findInvoice } from '../../domain/invoices/invoice.repository.ts';
import { neededEInvoice } from '../../domain/e-invoices/needed-e-invoice.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { readOrganisation } from '../../domain/organisations/read-organisation.ts';
import { sellerOf, type Organisation } from '../../domain/organisations/organisation.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import type { StateOfJob } from '../../foundation/vocabulary/document-states.ts';
import {
    findFactsOfState, findFileOfState, insertArchivedFile, type ArchivedContent, type NewArchivedFile
} from './document-archive.repository.ts';
import type { DocumentDependencies } from './document-dependencies.ts';
import { pdfFile } from './document-file.ts';
import { lookOf } from './document-look.ts';
import { asInState, beginningOf, stateOf, type StateOfDay } from './document-state.ts';
import { renderFacturX } from './factur-x.ts';
import { renderDocument } from './render-document.ts';

/** Data of the job that archives a document's PDF. */
export type ArchiveJob = {
    readonly organisationId: string; readonly invoiceId: string; readonly state: StateOfJob;
};

/** A document with its organisation as it is now. */
export type DocumentOfSeller = { readonly organisation: Organisation; readonly invoice: Invoice };

/**
 * Archives the PDF of a state that a document has or had. Done twice it keeps the first file.
 * @returns 1, or 0 where there is nothing to archive
 * @throws DomainError those of `renderDocument`
 */
export async function archiveDocument(dependencies: DocumentDependencies, job: ArchiveJob): Promise<number> {
    const { organisationId, invoiceId, state } = job;
    const invoice = await findInvoice(dependencies.database, organisationId, invoiceId);
    const current = invoice && stateOf(invoice);
    if (invoice === undefined || current === undefined) {
        return 0;
    }
    const day = state === current.state ? current.day : invoice.issueDate ?? current.day;
    const kept = await findFactsOfState(dependencies.database, organisationId, invoiceId, { state, day });
    if (kept === undefined) {
        const organisation = await readOrganisation(dependencies, organisationId);
        await archived(dependencies, { organisation, invoice }, { state, day });
    }
    return kept === undefined ? 1 : 0;
}

/**
 * Makes and archives the file of a state. Of two that are made at once the first is kept, and both get that one.
 * @throws DomainError those of `renderDocument`
 */
export async function archived(
    dependencies: DocumentDependencies, document: DocumentOfSeller, state: StateOfDay
): Promise<ArchivedContent> {
    const { database } = dependencies;
    const { invoice: { organisationId, id } } = document;
    const made = await newArchivedFile(dependencies, document, state);
    const kept = await insertArchivedFile(database, made)
        ? made : await findFileOfState(database, organisationId, id, state);
    if (kept === undefined) {
        throw new Error(`the archived document ${id} vanished after it was stored`);
    }
    return kept;
}

/**
 * Makes the file of a state, and stores nothing. For a buyer who needs a Factur-X the issued document is one; its
 * duplicate is a PDF alone, so that no system books the invoice twice.
 * @throws DomainError those of `renderDocument`
 */
export async function newArchivedFile(
    { typesetter, clock, database }: DocumentDependencies, { organisation, invoice }: DocumentOfSeller,
    { state, day }: StateOfDay
): Promise<NewArchivedFile> {
    // Before the work: without it, the file can't be stored.
    const templateVersion = await typesetter.version();
    const shown = asInState(invoice, state);
    const printed = printInvoice(shown, {
        seller: sellerOf(organisation, invoice.currency), asIssued: true,
        duplicateOf: state === 'duplicate' ? day : undefined
    });
    const now = clock.now();
    const madeAt = state === 'duplicate' ? now : beginningOf(invoice, state);
    const rendering = { look: await lookOf(database, organisation), createdAt: madeAt };
    const facturX = shown.eInvoice === 'facturx' && state !== 'duplicate' ? neededEInvoice(shown) : undefined;
    const { bytes, sha256 } = pdfFile('', facturX === undefined
        ? await renderDocument(typesetter, printed, rendering)
        : await renderFacturX(typesetter, printed, rendering, facturX));
    return {
        organisationId: invoice.organisationId, invoiceId: invoice.id, state, day, language: printed.lang,
        content: bytes, sha256, size: bytes.length, templateVersion, createdAt: now
    };
}
