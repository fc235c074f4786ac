import type { Database, Statement } from '../../platform/database/database.ts';

/** E-mails of all organisations that have not ended. */
export type MailBacklog = {
    readonly waiting: number;
    /** Seconds that the oldest has waited of those that do not wait for their recipient's mail server. */
    readonly oldestSeconds: number;
};

const selectBacklog: Statement = {
    name: 'select_mail_backlog',
    text: `SELECT count(*)::int AS waiting,
            COALESCE(extract(epoch FROM now() - min(created_at) FILTER (
                WHERE reason IS NULL OR reason NOT IN ('mailbox_full', 'server_busy'))), 0)::float8 AS "oldestSeconds"
        FROM invoices.mail_delivery WHERE state IN ('queued', 'sending')`
};

/** Reads how many e-mails wait, and how long the oldest has that waits for the installation itself. */
export async function readMailBacklog({ query }: Pick<Database, 'query'>): Promise<MailBacklog> {
    const [row] = await query<MailBacklog>(selectBacklog, []);
    return row ?? { waiting: 0, oldestSeconds: 0 };
}
