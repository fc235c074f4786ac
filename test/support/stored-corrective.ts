import { randomUUID } from 'node:crypto';
import { onDatabase } from './given-lock.ts';

/** What a stored corrective moves on its invoice: so much less is owed, and so much of what was paid goes back to the customer's credit. */
export type StoredCorrective = { readonly credited: string; readonly released: string; readonly cancels?: boolean };

/** The settlement of a corrective beside the service, in the way the database's rules ask for. The corrective's own document is left out. */
export async function storedCorrective(databaseUrl: string, invoiceId: string, { credited, released, cancels = false }: StoredCorrective): Promise<void> {
    const cancelled = cancels ? `, status = 'cancelled', cancelled_at = now(), cancellation_date = current_date, cancellation_reason = 'Zwrot'` : '';
    await onDatabase(databaseUrl, `WITH corrected AS (
            UPDATE invoice SET credited_amount = credited_amount + $2::numeric, paid_amount = paid_amount - $3::numeric, version = version + 1,
                payment_status = CASE WHEN total_gross = paid_amount - $3::numeric + credited_amount + $2::numeric THEN 'paid'
                    WHEN paid_amount > $3::numeric THEN 'partial' ELSE 'pending' END ${cancelled}
            WHERE id = $1 RETURNING *),
        settled AS (
            INSERT INTO settlement (id, organisation_id, kind, customer_id, contact_id, currency, amount, settled_on, corrective_id, created_by, created_at)
            SELECT $4, organisation_id, 'corrective', COALESCE(contact_id, id), contact_id, currency, $2, current_date, gen_random_uuid(), 'user-1', now()
            FROM corrected RETURNING *),
        credit AS (
            INSERT INTO customer_credit AS c SELECT organisation_id, customer_id, currency, $3::numeric FROM settled WHERE $3::numeric > 0
            ON CONFLICT (organisation_id, customer_id, currency) DO UPDATE SET amount = c.amount + excluded.amount)
        INSERT INTO settlement_entry (id, settlement_id, organisation_id, account, invoice_id, customer_id, currency, amount)
        SELECT gen_random_uuid(), s.id, s.organisation_id, e.account, e.invoice_id, e.customer_id, s.currency, e.amount
        FROM settled s, LATERAL (VALUES ('credited', $1::uuid, NULL::uuid, $2::numeric), ('paid', $1::uuid, NULL, -$3::numeric), ('credit', NULL, s.customer_id, $3::numeric))
            e(account, invoice_id, customer_id, amount) WHERE e.amount <> 0`, [invoiceId, credited, released, randomUUID()]);
}
