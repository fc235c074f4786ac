import { onDatabase } from './given-lock.ts';
import type { GivenOrganisation } from './given-organisation.ts';
import type { Answered } from './given-service.ts';

type Headers = Readonly<Record<string, string>>;

/** Sends `POST /invoices/{id}/correctives` as an accountant. */
export function correct(
    organisation: GivenOrganisation, id: string, body: Readonly<Record<string, unknown>>, headers: Headers = {}
): Promise<Answered> {
    return organisation.call(
        'POST', `/invoices/${id}/correctives`, { body: { reason: 'Zwrot towaru', ...body }, headers });
}

/** Sends `PATCH /invoices/{id}/cancel` as an accountant. */
export function cancel(
    organisation: GivenOrganisation, id: string, body: Readonly<Record<string, unknown>> = {}, headers: Headers = {}
): Promise<Answered> {
    return organisation.call(
        'PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Klient zrezygnował', ...body }, headers });
}

/** Sends `POST /invoices/{id}/receipt-confirmation` of a corrective as an accountant. */
export async function confirmed(organisation: GivenOrganisation, id: string, confirmedOn: string): Promise<void> {
    const { status, text } = await organisation.call(
        'POST', `/invoices/${id}/receipt-confirmation`, { body: { confirmedOn } });
    if (status !== 200) throw new Error(`the receipt was not confirmed: ${text}`);
}

/** Reads the invoice. */
export async function read(organisation: GivenOrganisation, id: string): Promise<Answered['body']> {
    return (await organisation.call('GET', `/invoices/${id}`)).body;
}

/** Sends an issued invoice, and returns it as sent. */
export async function sent(organisation: GivenOrganisation, id: string): Promise<Answered['body']> {
    const { status, text, body } = await organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });
    if (status !== 200) throw new Error(`the invoice was not sent: ${text}`);
    return body;
}

/** Pays a part of an invoice by SQL, as the database's rules require. */
export async function paidBySql(
    databaseUrl: string, id: string, amount: string, account: 'paid' | 'credited' = 'paid'
): Promise<void> {
    await onDatabase(databaseUrl, `WITH moved AS (
            UPDATE invoice SET version = version + 1,
                ${account}_amount = ${account}_amount + $2::numeric,
                status = CASE WHEN total_gross = paid_amount + credited_amount + $2::numeric
                THEN 'paid' ELSE status END,
                payment_status = CASE WHEN total_gross = paid_amount + credited_amount + $2::numeric
                THEN 'paid' ELSE 'partial' END
            WHERE id = $1 RETURNING *),
        settled AS (
            INSERT INTO settlement (id, organisation_id, kind, customer_id, currency, amount, payment_method,
                settled_on, created_by, created_at)
            SELECT gen_random_uuid(), organisation_id, '${account === 'paid' ? 'payment' : 'write_off'}',
                COALESCE(contact_id, id), currency, $2::numeric, 'cash',
                current_date, 'user-1', now() FROM moved RETURNING *)
        INSERT INTO settlement_entry (id, settlement_id, organisation_id, account, invoice_id, currency, amount)
        SELECT gen_random_uuid(), s.id, s.organisation_id, '${account}', m.id, m.currency, s.amount
            FROM settled s, moved m`, [id, amount]);
}

/** Entries of an invoice or a customer's credit: kind, account and amount, in alphabetical order. */
export async function entriesOf(databaseUrl: string, id: string): Promise<readonly string[]> {
    const rows = await onDatabase<{ entry: string }>(databaseUrl, `
        SELECT s.kind || ' ' || e.account || ' ' || e.amount::numeric(19, 2)::text AS entry FROM settlement_entry e
        JOIN settlement s ON s.id = e.settlement_id
        WHERE e.invoice_id = $1 OR e.customer_id = $1 ORDER BY 1`, [id]);
    return rows.map(({ entry }) => entry);
}
