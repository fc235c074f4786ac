import { onDatabase } from './given-lock.ts';

/** Pays an invoice in full beside the service, in the way the database's rules ask for: with the rows that its amounts are the sum of. */
export async function paidInFull(databaseUrl: string, invoiceId: string): Promise<void> {
    await onDatabase(databaseUrl, `WITH paid AS (
            UPDATE invoice SET status = 'paid', payment_status = 'paid', paid_amount = total_gross WHERE id = $1 RETURNING *),
        settled AS (
            INSERT INTO settlement (id, organisation_id, kind, customer_id, currency, amount, payment_method, settled_on, created_by, created_at)
            SELECT gen_random_uuid(), organisation_id, 'payment', id, currency, total_gross, 'cash', current_date, 'user-1', now() FROM paid RETURNING *)
        INSERT INTO settlement_entry (id, settlement_id, organisation_id, account, invoice_id, currency, amount)
        SELECT gen_random_uuid(), s.id, s.organisation_id, 'paid', p.id, p.currency, p.total_gross FROM settled s, paid p`, [invoiceId]);
}
