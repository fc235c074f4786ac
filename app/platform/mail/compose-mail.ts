import { createTransport } from 'nodemailer';
import { withAsciiDomain } from '../../foundation/schema/mail-fields.ts';
import type { SmtpConfig } from '../config/mail-config.ts';
import type { OutgoingMail } from './outgoing-mail.ts';

/** Maximum bytes of a whole e-mail, attachments encoded. Many mail servers take no more. */
export const maxMailBytes = 25_000_000;

/** An e-mail as bytes, with the addresses of its envelope. */
export type ComposedMail = { readonly bytes: Buffer; readonly from: string; readonly to: string };

/**
 * Writes an e-mail as bytes (RFC 5322, MIME), signed where DKIM is set. Names and subject are encoded, so that nothing
 * in them ends a header.
 */
export async function composeMail(
    { from, dkim }: Pick<SmtpConfig, 'from' | 'dkim'>, mail: OutgoingMail
): Promise<ComposedMail> {
    const transport = createTransport({
        streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true, disableUrlAccess: true,
        ...(dkim === undefined ? {} : {
            dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey }
        })
    });
    const { message } = await transport.sendMail({
        messageId: mail.messageId, date: mail.date, subject: mail.subject, text: mail.text, html: mail.html,
        from: { name: mail.fromName, address: from },
        to: { name: '', address: mail.to },
        ...(mail.replyTo === undefined ? {} : { replyTo: { name: '', address: mail.replyTo } }),
        headers: { ...mail.headers },
        attachments: mail.attachments.map(({ fileName, mediaType, content }) => ({
            filename: fileName, contentType: mediaType, content: Buffer.from(content)
        }))
    });
    if (!Buffer.isBuffer(message)) {
        throw new TypeError('nodemailer gave no bytes');
    }
    // nodemailer sends without a signature what it cannot sign, and says nothing.
    if (dkim !== undefined && !message.subarray(0, signature.length).equals(signature)) {
        throw new TypeError('The e-mail could not be signed with MAIL_DKIM_KEY');
    }
    return { bytes: message, from: withAsciiDomain(from), to: withAsciiDomain(mail.to) };
}

/** Beginning of an e-mail that is signed. */
const signature = Buffer.from('DKIM-Signature:');
