/**
 * States of an e-mail. queued: it waits for a worker, or for the next try · sending: a worker talks to the mail server
 * · sent: the mail server took it · failed: given up · bounced: it came back · withdrawn: it was not sent, because
 * there was no reason any more.
 */
export const mailStates = ['queued', 'sending', 'sent', 'failed', 'bounced', 'withdrawn'] as const;

/** One of {@link mailStates}. */
export type MailState = (typeof mailStates)[number];

/** Kinds of e-mail. copy: that of the seller, of an e-mail to the customer. */
export const mailKinds = ['invoice', 'copy', 'reminder'] as const;

/** One of {@link mailKinds}. */
export type MailKind = (typeof mailKinds)[number];

/** Reasons of a state, each with its meaning. */
export const mailReasonMeanings = {
    connection: 'the mail server cannot be reached, or takes no connection from the service',
    timeout: 'the mail server did not answer in time',
    tls: 'the mail server offers no TLS, or its certificate is wrong',
    auth_failed: "the mail server refused the service's user or password",
    server_busy: 'the mail server asked to try again later',
    mailbox_full: 'the mailbox of the recipient is full',
    recipient_refused: 'the mail server does not take mail for the recipient',
    sender_refused: "the mail server does not take mail from the service's address",
    message_refused: 'the mail server took the recipient and refused the e-mail',
    too_large: 'the e-mail is larger than 25 MB, or than the mail server takes',
    outcome_unknown: 'three times no answer came after the whole e-mail, so it may have arrived',
    document_failed: 'the document could not be made',
    invoice_cancelled: 'the invoice was cancelled before the e-mail was sent',
    settled: 'nothing was left to pay before the reminder was sent',
    reminders_off: 'reminders were switched off, or paused for the invoice, before the reminder was sent',
    undeliverable: 'another mail server sent it back',
    complaint: 'the recipient called it unwanted'
} as const;

/** One of the reasons. */
export type MailReason = keyof typeof mailReasonMeanings;

/** Reasons of a state of an e-mail. */
export const mailReasons = Object.keys(mailReasonMeanings).filter((name): name is MailReason =>
    Object.hasOwn(mailReasonMeanings, name));

/**
 * Kinds of a bounce. permanent: it did not arrive and will not · temporary: other mail servers go on trying ·
 * complaint: the recipient called it unwanted.
 */
export const bounceKinds = ['permanent', 'temporary', 'complaint'] as const;

/** One of {@link bounceKinds}. */
export type BounceKind = (typeof bounceKinds)[number];

/** E-mails that have texts of their own. */
export const mailTemplates = ['invoice', 'reminder_before', 'reminder_due', 'reminder_overdue'] as const;

/** One of {@link mailTemplates}. */
export type MailTemplate = (typeof mailTemplates)[number];
