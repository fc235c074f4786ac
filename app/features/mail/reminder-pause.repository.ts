import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Database, Statement } from '../../platform/database/database.ts';

const selectPause: Statement = {
    name: 'select_reminder_pause',
    text: 'SELECT paused_at FROM invoices.reminder_pause WHERE organisation_id = $1 AND invoice_id = $2::uuid'
};

/** Tells whether an invoice is sent no reminders. */
export async function isReminderPaused(
    { query }: Pick<Database, 'query'>, { organisationId, id }: Pick<Invoice, 'organisationId' | 'id'>
): Promise<boolean> {
    return (await query(selectPause, [organisationId, id])).length > 0;
}
