/** What the service's statements do to each of its tables, so what its user must be allowed. A test holds the tables against the migrations. */
export const neededPrivileges: Readonly<Record<string, readonly string[]>> = {
    // Written by a trigger that acts as the tables' owner.
    invoice_vat: ['SELECT'],
    // Written once and kept.
    audit_entry: ['SELECT', 'INSERT'],
    overdue_notice: ['SELECT', 'INSERT'],
    settlement: ['SELECT', 'INSERT'],
    settlement_entry: ['SELECT', 'INSERT'],
    invoice_delivery: ['SELECT', 'INSERT'],
    // An event is given its place in the feed after it was written.
    outbox_event: ['SELECT', 'INSERT', 'UPDATE'],
    // What a caller asked for is written once; what becomes of it is noted, and kept for some time.
    bulk_job: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    bulk_job_row: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    customer_credit: ['SELECT', 'INSERT', 'UPDATE'],
    webhook_endpoint: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    webhook_delivery: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    organisation: ['SELECT', 'INSERT', 'UPDATE'],
    numbering_series: ['SELECT', 'INSERT', 'UPDATE'],
    // A draft can be deleted, and so can its lines.
    invoice: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    invoice_line: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    idempotency_key: ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
};

/** Sequences that it takes numbers from: `USAGE` on each. To be allowed to insert is not enough for that. */
export const neededSequences: readonly string[] = ['audit_entry_id_seq', 'outbox_event_position_seq', 'outbox_event_sequence_seq'];

/** What is done to the views through which our statements see the job queue. */
export const neededViewPrivileges: Readonly<Record<string, readonly string[]>> = {
    job: ['SELECT', 'INSERT', 'UPDATE'],
    job_queue: ['SELECT', 'INSERT']
};

/** And for the tables that the library works on, in the schema of the jobs. The rest of that schema is not used. */
export const neededJobPrivileges: Readonly<Record<string, readonly string[]>> = {
    version: ['SELECT', 'UPDATE'],
    queue: ['SELECT', 'INSERT', 'UPDATE'],
    job: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    job_common: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    job_dependency: ['SELECT', 'DELETE'],
    instance: ['SELECT', 'UPDATE', 'DELETE']
};
