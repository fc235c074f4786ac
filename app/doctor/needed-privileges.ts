/** What the service's statements do to each of its tables, so what its user must be allowed. A test holds the tables against the migrations. */
export const neededPrivileges: Readonly<Record<string, readonly string[]>> = {
    // Written once and kept.
    audit_entry: ['SELECT', 'INSERT'],
    outbox_event: ['SELECT', 'INSERT'],
    organisation: ['SELECT', 'INSERT', 'UPDATE'],
    numbering_series: ['SELECT', 'INSERT', 'UPDATE'],
    // A draft can be deleted, and so can its lines.
    invoice: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    invoice_line: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    idempotency_key: ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
};
