/**
 * Types of event that other systems receive, each with a description of its `data`. A type is a promise to receivers:
 * it is added, never renamed. The list has no CHECK constraint, so that a new event needs no migration.
 */
export const eventTypes = {
    'invoice.issued': 'A document of any type was given its number; the invoice',
    'invoice.sent': 'An invoice was sent for the first time, or again; the invoice',
    'invoice.corrected': 'A corrective was issued for an invoice; the corrected invoice, which names its correctives',
    'invoice.cancelled': 'An invoice was cancelled; the invoice',
    'invoice.receipt_confirmed': 'The buyer confirmed the receipt of a corrective, which counts from then on; the '
        + 'corrective',
    'invoice.converted': 'A proforma became an invoice; the proforma, which names the invoice',
    'invoice.paid': 'Nothing is left to pay; the invoice, or the proforma whose advances come to its gross',
    'invoice.unpaid': 'An invoice that was paid has a balance again: a payment was reversed, or a corrective raised '
        + 'it; the invoice',
    'invoice.overdue': 'An invoice passed its due date with a balance left; the invoice',
    'invoice.emailed': 'The mail server took the e-mail with an invoice; the delivery',
    'invoice.email_failed': 'An e-mail to a customer was given up; the delivery with its reason',
    'invoice.email_bounced': 'An e-mail to a customer came back, or was called unwanted; the delivery with its reason',
    'invoice.reminded': 'The mail server took a reminder of an invoice; the delivery',
    'invoice.viewed': "A customer looked at a document's page: told once a day and kind of device; the view",
    'payment.recorded': 'Money was received, credit used or a residue written off; the payment with what it settled',
    'payment.refunded': 'Credit was given back to the customer; the refund',
    'payment.reversed': 'A payment was undone; the reversal with what it took back',
    'organisation.changed': 'Fields of the seller profile have other values; their names, with the values before and '
        + 'after',
    'organisation.change_requested': 'A change of the accounts waits for another administrator; the accounts before '
        + 'and after, and who asked for it',
    'organisation.change_rejected': 'A change of the accounts that waited was rejected; that change',
    'webhook.test': 'A test of one webhook was asked for, and only that webhook is sent it; the id of the webhook'
} as const;

/** One of {@link eventTypes}, in the past tense. */
export type EventType = keyof typeof eventTypes;

/** Names of all types of event. */
export const eventTypeNames = Object.keys(eventTypes).filter((name): name is EventType =>
    Object.hasOwn(eventTypes, name));

/** One of the types that a webhook can ask for: a test is sent to the webhook that it is for. */
export type WantedEventType = Exclude<EventType, 'webhook.test'>;

/** Names of the types that a webhook can ask for. */
export const wantedEventTypes = eventTypeNames.filter((name): name is WantedEventType => name !== 'webhook.test');
