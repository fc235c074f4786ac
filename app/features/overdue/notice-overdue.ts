import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import { findUnnoticedOverdue, saveOverdueNotices } from './overdue-notice.repository.ts';

/** Maximum invoices in a batch. With up to 500 lines each, they are a few megabytes at most. */
const maxInBatch = 20;

/**
 * Reports each invoice once whose due date has passed with a balance left: one `invoice.overdue` event, stored with a
 * mark that it was reported. Several workers may run it at once.
 * @param stopping - Aborted: no further batch begins.
 * @returns Number of reported invoices.
 */
export async function noticeOverdue(
    { database, clock, timeZone }: { readonly database: Database; readonly clock: Clock; readonly timeZone: string },
    stopping: AbortSignal
): Promise<number> {
    const at = clock.now();
    const today = calendarDate(at, timeZone);
    let noticed = 0;
    while (!stopping.aborted) {
        const invoices = await findUnnoticedOverdue(database, today, maxInBatch);
        const stored = await saveOverdueNotices(database, invoices.map((invoice) => ({
            invoiceId: invoice.id, version: invoice.version,
            event: eventOf('invoice.overdue', invoice.id, invoiceDocument(invoice), at)
        })), today);
        noticed += stored;
        // Nothing stored: all of them are being changed, or another worker reports them. The next run finds the rest.
        if (invoices.length < maxInBatch || stored === 0) {
            return noticed;
        }
    }
    return noticed;
}
