/**
 * Actions of the audit trail, in the past tense. The list grows with the service: actions are added and never renamed,
 * because the entries of the past keep their words. It has no CHECK constraint, so that a new action needs no
 * migration.
 */
export const auditActions = [
    'invoice.drafted', 'invoice.edited', 'invoice.item_added', 'invoice.item_removed', 'invoice.recalculated',
    'invoice.deleted', 'invoice.issued', 'invoice.sent', 'invoice.corrected', 'invoice.cancelled', 'invoice.converted',
    'invoice.receipt_confirmed',
    'invoice.advance_invoiced', 'invoice.duplicated', 'invoice.link_made', 'invoice.link_revoked',
    'payment.recorded', 'payment.reversed', 'payment.refunded', 'credit.used', 'invoice.written_off',
    'webhook.created', 'webhook.changed', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.tested',
    'organisation.changed', 'organisation.change_requested', 'organisation.change_confirmed',
    'organisation.change_rejected', 'numbering.started'
] as const;

/** One of {@link auditActions}. */
export type AuditAction = (typeof auditActions)[number];
