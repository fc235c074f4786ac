import type { MailState } from '../../foundation/vocabulary/mail-states.ts';
import type { SmtpOutcome } from '../../platform/mail/smtp-outcome.ts';

/** Observer of e-mails, so that sending them need not know the metrics. Its functions must not throw. */
export type MailObserver = {
    /** A dialogue with the mail server ended. */
    mailTried(outcome: SmtpOutcome, seconds: number): void;
    /** An e-mail ended in a state. */
    mailEnded(state: MailState): void;
};
