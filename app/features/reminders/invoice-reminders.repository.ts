import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import type { MailState } from '../../foundation/vocabulary/mail-states.ts';

/** A reminder of an invoice with the state of its e-mail. */
export type SentReminder = {
    readonly dueDate: string; readonly days: number; readonly deliveryId: string; readonly state: MailState;
    readonly createdAt: Date;
};

const selectReminders: Statement = {
    name: 'select_invoice_reminders',
    text: `SELECT r.due_date::text AS "dueDate", r.days, r.delivery_id AS "deliveryId", m.state,
            r.created_at AS "createdAt"
        FROM invoices.reminder r
        JOIN invoices.mail_delivery m ON m.organisation_id = r.organisation_id AND m.id = r.delivery_id
        WHERE r.organisation_id = $1 AND r.invoice_id = $2::uuid ORDER BY r.created_at, r.days LIMIT 100`
};

/** Reminders of an invoice so far, oldest first. */
export function listReminders(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string
): Promise<readonly SentReminder[]> {
    return query<SentReminder>(selectReminders, [organisationId, invoiceId]);
}

const pause: Statement = {
    name: 'pause_reminders',
    text: `WITH ${held},
        changed AS (
            INSERT INTO invoices.reminder_pause (organisation_id, invoice_id, paused_by, paused_at)
            SELECT $1, $8::uuid, $9, $10::timestamptz WHERE ${mayWrite}
            ON CONFLICT DO NOTHING RETURNING invoice_id),
        ${auditing('changed')},
        ${answering('changed')}
        SELECT invoice_id FROM changed`
};

const resume: Statement = {
    name: 'resume_reminders',
    text: `WITH ${held},
        changed AS (
            DELETE FROM invoices.reminder_pause WHERE organisation_id = $1 AND invoice_id = $8::uuid AND ${mayWrite}
            RETURNING invoice_id),
        ${auditing('changed')},
        ${answering('changed')}
        SELECT invoice_id FROM changed`
};

/** A change of the pause with what is stored with it. */
export type PauseWrite = {
    readonly command: Command<never>; readonly invoiceId: string; readonly paused: boolean; readonly audit: AuditEntry;
    readonly answer: KeptAnswer | undefined; readonly now: Date;
};

/** Pauses the reminders of an invoice, or goes on with them. @returns False when that was so already. */
export async function savePause(
    { query }: Pick<Database, 'query'>, { command, invoiceId, paused, audit, answer, now }: PauseWrite
): Promise<boolean> {
    const values = [...writeValues(command, audit, answer), invoiceId];
    const rows = await (paused ? query(pause, [...values, command.caller.subject, now]) : query(resume, values));
    return rows.length === 1;
}
