import { v7 as uuidv7 } from 'uuid';
import type { Warning } from '../../foundation/errors/warning.ts';
import { isMailAddress } from '../../foundation/schema/mail-fields.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { InvoiceDelivery, Sending } from '../../domain/invoices/invoice-delivery.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { sendBody } from './send.schemas.ts';

/** Options of sending, from the caller. */
export type SendInput = ValueOf<typeof sendBody>;

/** Facts about a sending: who asked for it, when, and whether this service sends e-mails. */
export type SendingFacts = { readonly command: Command<never>; readonly now: Date; readonly mails: boolean };

/**
 * The deliveries of a sending: that to the customer, and the seller's copy, each with an e-mail where there is a mail
 * server and an address. The warnings tell which e-mail does not go out, and why.
 */
export function newSending(
    { invoice, organisation }: { readonly invoice: Invoice; readonly organisation: Organisation }, input: SendInput,
    { command: { caller }, now, mails }: SendingFacts
): Sending {
    const emailTo = input.emailTo ?? invoice.buyer.email;
    const fault = faultOf(emailTo, mails);
    const delivery: InvoiceDelivery = {
        id: uuidv7(),
        organisationId: invoice.organisationId,
        invoiceId: invoice.id,
        emailTo,
        emailSubject: input.emailSubject ?? null,
        emailMessage: input.emailMessage ?? null,
        sendCopy: input.sendCopy ?? false,
        includePaymentInstructions: input.includePaymentInstructions ?? true,
        requestedBy: caller.subject,
        requestedAt: now,
        mail: fault === undefined ? 'invoice' : null
    };
    if (fault !== undefined) {
        return { deliveries: [delivery], warnings: [fault] };
    }
    return delivery.sendCopy ? withCopy(delivery, organisation) : { deliveries: [delivery], warnings: [] };
}

/** The delivery with that of the seller's copy. */
function withCopy(delivery: InvoiceDelivery, { mailCopyTo, email }: Organisation): Sending {
    const copyTo = mailCopyTo ?? email;
    if (copyTo === null || !isMailAddress(copyTo)) {
        return { deliveries: [delivery], warnings: [{
            path: 'sendCopy', code: 'NOT_COPIED',
            message: 'sendCopy: no copy is sent, because the profile of the organisation has no mailCopyTo and no email'
        }] };
    }
    return {
        deliveries: [delivery, { ...delivery, id: uuidv7(), emailTo: copyTo, mail: 'copy' }], warnings: []
    };
}

/** Reason why no e-mail goes out; undefined when one does. */
function faultOf(emailTo: string | null, mails: boolean): Warning | undefined {
    const notMailed = (reason: string): Warning => ({
        path: 'emailTo', code: 'NOT_MAILED',
        message: `emailTo: the invoice is marked as sent, and no e-mail is sent, because ${reason}`
    });
    if (!mails) {
        return notMailed('this service has no mail server; its operator sets SMTP_URL');
    }
    if (emailTo === null) {
        return notMailed('neither the call nor the customer has an e-mail address');
    }
    return isMailAddress(emailTo) ? undefined
        : notMailed(`the customer's address ${emailTo} is none that e-mails can be sent to`);
}
