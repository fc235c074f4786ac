/** What happened, in the past tense. */
export type AuditAction =
    | 'invoice.drafted' | 'invoice.edited' | 'invoice.item_added' | 'invoice.item_removed' | 'invoice.recalculated'
    | 'invoice.deleted' | 'invoice.issued' | 'invoice.sent' | 'invoice.corrected' | 'invoice.cancelled' | 'invoice.converted'
    | 'payment.recorded' | 'payment.reversed' | 'payment.refunded' | 'credit.used' | 'invoice.written_off'
    | 'webhook.created' | 'webhook.changed' | 'webhook.deleted' | 'webhook.secret_rotated' | 'organisation.changed';
