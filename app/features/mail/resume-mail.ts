import { mailJobData } from '../../domain/invoices/invoice-delivery.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { enqueuing } from '../../platform/jobs/enqueue.ts';

/** Maximum e-mails that one statement takes up. */
const maxBatch = 500;

/** An e-mail that was just stored has its job in the same statement; the minutes are for clocks that differ. */
const resume: Statement = {
    name: 'resume_mail',
    text: `WITH lost AS (
            SELECT m.organisation_id, m.id FROM invoices.mail_delivery m
            WHERE m.state IN ('queued', 'sending') AND m.created_at < now() - interval '10 minutes'
                AND NOT EXISTS (SELECT FROM invoices.job j WHERE j.name = 'send-mail'
                    AND j.state IN ('created', 'retry', 'active') AND j.data->>'deliveryId' = m.id::text)
            ORDER BY m.created_at LIMIT ${maxBatch}),
        ${enqueuing('send-mail', {
            from: 'lost m', data: mailJobData('m'), turn: { organisation: 'm.organisation_id' }
        })}
        SELECT count(*)::int AS count FROM enqueued`
};

/**
 * Gives a job to each e-mail that waits and has none any more, because its last try was killed or its job was removed.
 * So every e-mail ends.
 * @returns Number of those e-mails.
 */
export async function resumeMail(
    { database: { query } }: { readonly database: Pick<Database, 'query'> }, stopping: AbortSignal
): Promise<number> {
    let resumed = 0;
    for (let last = maxBatch; last === maxBatch && !stopping.aborted; resumed += last) {
        const [row] = await query<{ readonly count: number }>(resume, []);
        last = row?.count ?? 0;
    }
    return resumed;
}
