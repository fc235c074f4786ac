import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { eventOf } from '../../domain/events/event.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import { findUnnoticedOverdue, saveOverdueNotices } from './overdue-notice.repository.ts';

/** Invoices have up to 500 lines: this many are a few megabytes at most. */
const maxInBatch = 20;

/**
 * Tells of each invoice once that its due date has passed with a balance left: one `invoice.overdue` event, stored with the mark
 * that it was. Several workers may do it at once.
 * @param stopping - Aborted: no other batch is begun.
 * @returns Of how many invoices it told.
 */
export async function noticeOverdue(
    { database, clock, timeZone }: { readonly database: Database; readonly clock: Clock; readonly timeZone: string }, stopping: AbortSignal
): Promise<number> {
    const at = clock.now();
    const today = calendarDate(at, timeZone);
    let noticed = 0;
    while (!stopping.aborted) {
        const invoices = await findUnnoticedOverdue(database, today, maxInBatch);
        const stored = await saveOverdueNotices(database, invoices.map((invoice) => ({
            invoiceId: invoice.id, version: invoice.version, event: eventOf('invoice.overdue', invoice.id, invoiceDocument(invoice), at)
        })), today);
        noticed += stored;
        // Nothing stored: all of them are being changed, or another worker is at it. The next run finds what is left.
        if (invoices.length < maxInBatch || stored === 0) {
            return noticed;
        }
    }
    return noticed;
}
