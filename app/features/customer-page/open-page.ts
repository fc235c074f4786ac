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
    /** The invoice that it corrects; undefined where it is no corrective. */
    readonly original: Invoice | undefined;
    /** Day in the seller's time zone, `YYYY-MM-DD`. */
    readonly today: string;
};

/**
 * Opens the page of a link, and records that somebody looks at it: once a day and kind of device, with one event.
 * @param device - Absent where nobody looks.
 * @throws DomainError `PAGE_NOT_FOUND` for a token that is wrong, expired or revoked alike
 */
export async function openPage(
    { database, clock, config }: PageDependencies, token: string, device: DeviceKind | undefined
): Promise<OpenedPage> {
    const now = clock.now();
    const today = calendarDate(now, config.timeZone);
    const linked = config.pages.publicUrl === undefined || !isToken(token) ? undefined : await openLinked(
        database, { tokenHash: hashOfToken(token), now, day: today, device, eventId: uuidv7() });
    if (linked === undefined) {
        throw new DomainError('PAGE_NOT_FOUND', 'There is no such page: the link is wrong, expired or revoked');
    }
    const { invoice: { organisationId, correction } } = linked;
    const original = correction === null
        ? undefined : await readInvoice({ database }, organisationId, correction.invoiceId);
    return { ...linked, original, today };
}
