import { v7 as uuidv7 } from 'uuid';
import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { DeviceKind } from '../../foundation/vocabulary/device-kinds.ts';
import type { Database } from '../../platform/database/database.ts';
import type { PagesConfig } from '../../platform/config/pages-config.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { readInvoice } from '../../domain/invoices/read-invoice.ts';
import { hashOfToken, isToken } from '../../domain/page-links/page-link.ts';
import { openLinked, type LinkedDocument } from './page.repository.ts';

/** Dependencies of the pages. */
export type PageDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly config: { readonly timeZone: string; readonly pages: PagesConfig };
};

/** A document as its page needs it. */
export type OpenedPage = LinkedDocument & {
    /** The document that the link is of; another one where the page shows a document that belongs to it. */
    readonly linked: Invoice;
    /** Ids of the documents that the link opens beside its own. */
    readonly openable: readonly string[];
    /** The invoice that it corrects; undefined where it is no corrective. */
    readonly original: Invoice | undefined;
    /** Day in the seller's time zone, `YYYY-MM-DD`. */
    readonly today: string;
};

/** Request of a visitor. */
export type AskedPage = {
    readonly token: string;
    /** Absent where nobody looks: nothing is recorded. */
    readonly device?: DeviceKind | undefined;
    /** A document that belongs to the one of the link. @default the document of the link itself */
    readonly documentId?: string | undefined;
};

/**
 * Opens the page of a link, and records that somebody looks at it: once a day and kind of device, with one event.
 * @throws DomainError `PAGE_NOT_FOUND` for a token that is wrong, expired or revoked, and for a document that does not
 *     belong to that of the link, all alike
 */
export async function openPage(
    { database, clock, config }: PageDependencies, { token, device, documentId }: AskedPage
): Promise<OpenedPage> {
    const now = clock.now();
    const today = calendarDate(now, config.timeZone);
    const linked = config.pages.publicUrl === undefined || !isToken(token) ? undefined : await openLinked(
        database, { tokenHash: hashOfToken(token), now, day: today, device, eventId: uuidv7() });
    if (linked === undefined) {
        throw noPage();
    }
    const openable = belongingTo(linked.invoice);
    if (documentId !== undefined && !openable.includes(documentId)) {
        throw noPage();
    }
    const { organisationId } = linked.invoice;
    const invoice = documentId === undefined
        ? linked.invoice : await readInvoice({ database }, organisationId, documentId);
    const original = invoice.correction === null
        ? undefined : await readInvoice({ database }, organisationId, invoice.correction.invoiceId);
    return { ...linked, invoice, linked: linked.invoice, openable, original, today };
}

/** Ids of the documents that a link opens beside its own: its correctives, and the invoice that deducts an advance. */
function belongingTo({ correctives, deductedBy }: Invoice): readonly string[] {
    return [...correctives.map(({ invoiceId }) => invoiceId), ...deductedBy === null ? [] : [deductedBy.invoiceId]];
}

function noPage(): DomainError {
    return new DomainError('PAGE_NOT_FOUND', 'There is no such page: the link is wrong, expired or revoked');
}
