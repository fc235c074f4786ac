import { enqueuing } from '../../platform/jobs/enqueue.ts';
import { mailJobData } from '../../domain/invoices/invoice-delivery.ts';
import type { Database, Statement } from '../../platform/database/database.ts';

/** A reminder that is due: the newest due step of an invoice that has had neither it nor a later one. */
export type DueReminder = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    /** Due date of what is left to pay, `YYYY-MM-DD`. */
    readonly dueDate: string;
    /** Days of the step from the due date. */
    readonly days: number;
    /** Address of the newest e-mail that arrived, else the buyer's; null: there is none that takes e-mails. */
    readonly emailTo: string | null;
};

/** Maximum days that a step is late: after a longer pause the next one comes. */
export const maxDaysLate = 7;

/** Due date of the oldest part of invoice `i` that is not paid. */
const dueDate = 'COALESCE(i.open_due_date, i.due_date)';

/** SQL for the e-mails `m` of invoice `i` to its customer with their deliveries `d`. */
const mailsToCustomer = `invoices.mail_delivery m JOIN invoices.invoice_delivery d ON d.id = m.id
            WHERE m.organisation_id = i.organisation_id AND m.invoice_id = i.id AND m.kind IN ('invoice', 'reminder')`;

/** SQL for an e-mail `m` after which its address gets no other one: it came back, was unwanted, or nobody is there. */
const isRefused = `(m.state = 'bounced' OR (m.state = 'failed' AND m.reason = 'recipient_refused'))`;

/**
 * An advance invoice is paid by itself, a corrective is settled with its invoice, and nothing is owed on a proforma. A
 * step that came before the invoice was sent is passed over. The newest e-mail with an outcome counts, whether it had
 * the invoice or was a reminder: one that came back stops what follows until another one arrives.
 */
const selectDue: Statement = {
    name: 'select_due_reminders',
    text: `SELECT i.id AS "invoiceId", i.number AS "invoiceNumber", due.day::text AS "dueDate", step.days,
            address.email_to AS "emailTo"
        FROM invoices.invoice i
        CROSS JOIN LATERAL (SELECT ${dueDate} AS day) due
        CROSS JOIN LATERAL (
            SELECT max(days) AS days FROM unnest($3::int[]) AS s(days) WHERE due.day + days <= $2::date) step
        LEFT JOIN LATERAL (
            SELECT m.state = 'sent' AS arrived, m.sent_at, d.email_to FROM ${mailsToCustomer}
                AND (m.state = 'sent' OR ${isRefused}) ORDER BY m.id DESC LIMIT 1) newest ON true
        CROSS JOIN LATERAL (SELECT CASE WHEN newest.arrived THEN newest.email_to
            ELSE NULLIF(i.buyer->>'email', '') END AS email_to) known
        LEFT JOIN LATERAL (SELECT known.email_to WHERE NOT EXISTS (
            SELECT FROM ${mailsToCustomer} AND ${isRefused} AND lower(d.email_to) = lower(known.email_to)
                AND (newest.arrived IS NOT TRUE OR m.ended_at > newest.sent_at))) address ON true
        WHERE i.organisation_id = $1 AND i.status IN ('issued', 'sent') AND i.invoice_type = 'vat_invoice'
            AND i.total_gross > i.paid_amount + i.credited_amount
            AND ${dueDate} BETWEEN $2::date - 400 AND $2::date + 60
            AND due.day + step.days > $2::date - ${maxDaysLate}
            AND due.day + step.days > COALESCE((i.sent_at AT TIME ZONE $5)::date, i.issue_date)
            AND (newest.arrived OR $4::boolean) AND (address.email_to IS NOT NULL OR $7::boolean)
            AND ($8::date IS NULL OR (due.day, i.id) > ($8::date, $9::uuid))
            AND NOT EXISTS (SELECT FROM invoices.reminder r WHERE r.organisation_id = i.organisation_id
                AND r.invoice_id = i.id AND r.due_date = due.day AND r.days >= step.days)
            AND NOT EXISTS (SELECT FROM invoices.reminder_pause p WHERE p.organisation_id = i.organisation_id
                AND p.invoice_id = i.id)
        ORDER BY due.day, i.id LIMIT $6::int`
};

/** Question for due reminders. */
export type DueQuestion = {
    /** Current calendar date, `YYYY-MM-DD`. */
    readonly today: string;
    readonly days: readonly number[];
    readonly withoutEmail: boolean;
    readonly timeZone: string;
    /** True: also those that have no address to be sent to. */
    readonly withoutAddress: boolean;
    /** The last one of the batch before; undefined for the first batch. */
    readonly after: Pick<DueReminder, 'dueDate' | 'invoiceId'> | undefined;
    readonly max: number;
};

/** Reads the reminders of an organisation that are due, the earliest due date first. */
export function findDueReminders(
    { query }: Pick<Database, 'query'>, organisationId: string,
    { today, days, withoutEmail, timeZone, withoutAddress, after, max }: DueQuestion
): Promise<readonly DueReminder[]> {
    return query<DueReminder>(selectDue, [
        organisationId, today, [...days], withoutEmail, timeZone, max, withoutAddress, after?.dueDate ?? null,
        after?.invoiceId ?? null
    ]);
}

const selectReminding: Statement = {
    name: 'select_reminding_organisations',
    text: `SELECT organisation_id AS id FROM invoices.mail_settings WHERE reminds ORDER BY organisation_id`
};

/** Organisations that send reminders. */
export async function findRemindingOrganisations({ query }: Pick<Database, 'query'>): Promise<readonly string[]> {
    return (await query<{ readonly id: string }>(selectReminding, [])).map(({ id }) => id);
}

/**
 * The mark of a reminder, its delivery, its e-mail and the job that sends it are stored in one statement. Of two
 * workers one stores the mark; the other's delivery is not stored either.
 */
const storeReminders: Statement = {
    name: 'store_reminders',
    text: `WITH given AS (
            SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, invoice_id uuid, due_date date, days int,
                email_to text, template text, texts jsonb)),
        marked AS (
            INSERT INTO invoices.reminder (organisation_id, invoice_id, due_date, days, delivery_id, created_at)
            SELECT $1, invoice_id, due_date, days, id, $3::timestamptz FROM given
            ON CONFLICT DO NOTHING RETURNING delivery_id),
        delivered AS (
            INSERT INTO invoices.invoice_delivery (id, organisation_id, invoice_id, email_to, send_copy,
                include_payment_instructions, requested_by, requested_at)
            SELECT g.id, $1, g.invoice_id, g.email_to, false, true, 'reminders', $3::timestamptz
            FROM given g JOIN marked k ON k.delivery_id = g.id),
        mailed AS (
            INSERT INTO invoices.mail_delivery (organisation_id, id, invoice_id, kind, state, template, texts, attempts,
                doubts, created_at)
            SELECT $1, g.id, g.invoice_id, 'reminder', 'queued', g.template, g.texts, 0, 0, $3::timestamptz
            FROM given g JOIN marked k ON k.delivery_id = g.id RETURNING organisation_id, id),
        ${enqueuing('send-mail', {
            from: 'mailed m', id: 'm.id', data: mailJobData('m'), turn: { organisation: '$1' }
        })}
        SELECT count(*)::int AS count FROM marked`
};

/** A reminder to be sent. */
export type NewReminder = Pick<DueReminder, 'invoiceId' | 'dueDate' | 'days'> & {
    /** Id of its delivery. */
    readonly id: string;
    readonly emailTo: string;
    readonly template: string;
    readonly texts: object;
};

/** Stores reminders with the jobs that send them. @returns Number of those that no other worker stored. */
export async function saveReminders(
    { query }: Pick<Database, 'query'>, organisationId: string, reminders: readonly NewReminder[], now: Date
): Promise<number> {
    const rows = reminders.map(({ invoiceId, dueDate: day, emailTo, ...reminder }) =>
        ({ ...reminder, invoice_id: invoiceId, due_date: day, email_to: emailTo }));
    const [row] = await query<{ readonly count: number }>(storeReminders, [organisationId, JSON.stringify(rows), now]);
    return row?.count ?? 0;
}
