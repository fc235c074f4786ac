import type { MailKind, MailReason, MailState, MailTemplate } from '../../foundation/vocabulary/mail-states.ts';
import type { OwnTexts } from './mail-texts.ts';

/** A delivery with the state of its e-mail. */
export type MailDelivery = {
    readonly id: string;
    readonly invoiceId: string;
    readonly kind: MailKind;
    /** Null for a delivery that was recorded without an e-mail. */
    readonly state: MailState | null;
    readonly reason: MailReason | null;
    /** Last reply of the mail server: `550 5.1.1`. */
    readonly smtpStatus: string | null;
    readonly attempts: number;
    /** Tries that handed over the whole e-mail and had no answer. */
    readonly doubts: number;
    readonly lastAttemptAt: Date | null;
    readonly sentAt: Date | null;
    /** Time at which it failed, bounced or was withdrawn. */
    readonly endedAt: Date | null;
    readonly emailTo: string | null;
    readonly emailSubject: string | null;
    readonly emailMessage: string | null;
    readonly sendCopy: boolean;
    readonly includePaymentInstructions: boolean;
    readonly requestedBy: string;
    readonly requestedAt: Date;
};

/** A delivery as a worker takes it up. */
export type DueMail = MailDelivery & {
    readonly organisationId: string;
    readonly template: MailTemplate;
    /** Texts of the reminder's step, which stand above the organisation's. */
    readonly texts: OwnTexts;
    /** First try, or the first time that the document could not be made. */
    readonly firstAttemptAt: Date | null;
    /** Id of the try that is, or was, under way. */
    readonly claim: string | null;
};

/** A delivery in the words of the API. */
export type DeliveryView = Omit<
    MailDelivery, 'invoiceId' | 'doubts' | 'lastAttemptAt' | 'sentAt' | 'endedAt' | 'requestedAt'
> & {
    readonly lastAttemptAt: string | null;
    readonly sentAt: string | null;
    readonly endedAt: string | null;
    readonly requestedAt: string;
};

/** Shows a delivery in the words of the API. */
export function deliveryView({ invoiceId: _, doubts: _doubts, ...delivery }: MailDelivery): DeliveryView {
    return {
        ...delivery,
        lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
        sentAt: delivery.sentAt?.toISOString() ?? null,
        endedAt: delivery.endedAt?.toISOString() ?? null,
        requestedAt: delivery.requestedAt.toISOString()
    };
}
