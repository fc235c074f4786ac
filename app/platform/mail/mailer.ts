import type { SmtpConfig } from '../config/mail-config.ts';
import { composeMail, type ComposedMail } from './compose-mail.ts';
import type { OutgoingMail } from './outgoing-mail.ts';
import { sendBySmtp, type DialogueOptions } from './smtp-dialogue.ts';
import type { SmtpOutcome } from './smtp-outcome.ts';

/** Sends e-mails through the installation's mail server. */
export type Mailer = {
    /** Address that all e-mails come from. */
    readonly from: string;
    /** The Message-ID of a delivery, with angle brackets: always the same for one. */
    messageIdOf(deliveryId: string): string;
    /** Writes an e-mail as bytes, signed where DKIM is set. */
    compose(mail: OutgoingMail): Promise<ComposedMail>;
    /** Hands it to the mail server. Never throws for a fault of the mail server. */
    send(mail: ComposedMail, options: DialogueOptions): Promise<SmtpOutcome>;
};

/** Opens the mailer; it connects with each e-mail. */
export function openMailer(smtp: SmtpConfig): Mailer {
    const domain = smtp.from.slice(smtp.from.lastIndexOf('@') + 1);
    return {
        from: smtp.from,
        messageIdOf: (deliveryId) => `<${deliveryId}@${domain}>`,
        compose: (mail) => composeMail(smtp, mail),
        send: (mail, options) => sendBySmtp(smtp, mail, options)
    };
}
