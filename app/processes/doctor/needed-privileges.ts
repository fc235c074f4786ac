/**
 * Privileges that the service's statements need on each of its tables. A test compares the tables with the migrations.
 */
export const neededPrivileges: Readonly<Record<string, readonly string[]>> = {
    // Written by a trigger that acts as the tables' owner.
    invoice_vat: ['SELECT'],
    // Written once and kept.
    audit_entry: ['SELECT', 'INSERT'],
    overdue_notice: ['SELECT', 'INSERT'],
    settlement: ['SELECT', 'INSERT'],
    settlement_entry: ['SELECT', 'INSERT'],
    invoice_delivery: ['SELECT', 'INSERT'],
    document_file: ['SELECT', 'INSERT'],
    reminder: ['SELECT', 'INSERT'],
    reminder_pause: ['SELECT', 'INSERT', 'DELETE'],
    mail_delivery: ['SELECT', 'INSERT', 'UPDATE'],
    mail_settings: ['SELECT', 'INSERT', 'UPDATE'],
    page_view: ['SELECT', 'INSERT'],
    // An event gets its position in the feed after it was written.
    outbox_event: ['SELECT', 'INSERT', 'UPDATE'],
    // A link is made once, and revoked.
    page_link: ['SELECT', 'INSERT', 'UPDATE'],
    // The request of a caller is written once; its outcome is noted, and kept for some time.
    bulk_job: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    bulk_job_row: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    customer_credit: ['SELECT', 'INSERT', 'UPDATE'],
    webhook_endpoint: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    webhook_delivery: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    webhook_allowance: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    organisation: ['SELECT', 'INSERT', 'UPDATE'],
    organisation_logo: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    numbering_series: ['SELECT', 'INSERT', 'UPDATE'],
    // A draft and its lines can be deleted.
    invoice: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    invoice_line: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    idempotency_key: ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
};

/**
 * Sequences that the service takes numbers from: it needs `USAGE` on each. `INSERT` on the table is not enough for
 * that.
 */
export const neededSequences: readonly string[] = [
    'audit_entry_id_seq', 'outbox_event_position_seq', 'outbox_event_sequence_seq'
];

/** Privileges on the views through which our statements see the job queue. */
export const neededViewPrivileges: Readonly<Record<string, readonly string[]>> = {
    job: ['SELECT', 'INSERT', 'UPDATE'],
    job_queue: ['SELECT', 'INSERT']
};

/** Privileges on the tables that the library uses, in the schema of the jobs. The rest of that schema is not used. */
export const neededJobPrivileges: Readonly<Record<string, readonly string[]>> = {
    version: ['SELECT', 'UPDATE'],
    queue: ['SELECT', 'INSERT', 'UPDATE'],
    job: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    job_common: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    job_dependency: ['SELECT', 'DELETE'],
    instance: ['SELECT', 'UPDATE', 'DELETE']
};
