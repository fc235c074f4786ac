/**
 * Queues events for every active webhook of their organisation that wants their type; a test is queued for its own
 * webhook alone, whatever types that wants. Part of the statement that assigns their positions. A webhook that is being
 * deleted is skipped: `FOR KEY SHARE` waits for the deletion and then finds no row. A delivery is due at once, even
 * when the clock of the process that wrote the event is ahead.
 * @param placed - CTE of the events: id, position, organisation_id, invoice_id, type, created_at, and webhook_id, which
 *     only a test has.
 */
export function fanningOut(placed: string): string {
    return `wanting AS (
        SELECT w.id AS endpoint_id, p.id AS event_id, p.organisation_id, p.position, p.invoice_id, p.created_at
        FROM ${placed} p JOIN invoices.webhook_endpoint w ON w.organisation_id = p.organisation_id
        WHERE w.status = 'active' AND CASE WHEN p.webhook_id IS NULL THEN w.types = '{}' OR p.type = ANY (w.types)
            ELSE w.id = p.webhook_id END FOR KEY SHARE OF w),
    queued AS (
        INSERT INTO invoices.webhook_delivery (endpoint_id, event_id, organisation_id, position,
            invoice_id, state, next_attempt_at)
        SELECT endpoint_id, event_id, organisation_id, position, invoice_id, 'pending', LEAST(created_at, now())
            FROM wanting)`;
}
