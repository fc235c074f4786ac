import type { MailReason } from '../../foundation/vocabulary/mail-states.ts';

/**
 * Outcome of a try to hand an e-mail to the mail server.
 * - `sent`: it took the e-mail.
 * - `refused`: another try would not help.
 * - `postponed`: it may take it later.
 * - `unknown`: the whole e-mail went out, and no answer came. It may have been taken.
 */
export type SmtpOutcome =
    | { readonly outcome: 'sent'; readonly status: string | undefined }
    | {
        readonly outcome: 'refused' | 'postponed' | 'unknown';
        readonly reason: MailReason;
        /** Reply code, and the enhanced one where there is one: `550 5.1.1`. */
        readonly status: string | undefined;
    };

/** Error of a dialogue, as nodemailer throws it. */
type SmtpError = {
    readonly code: string;
    readonly command: string;
    readonly responseCode: number | undefined;
    readonly response: string;
};

/**
 * Reads an error of a dialogue.
 * @param handedOver - True once the whole e-mail was on its way.
 * @see RFC 5321, 4.2; RFC 3463 for the enhanced codes
 */
export function outcomeOf(error: unknown, handedOver: boolean): SmtpOutcome {
    const read = readError(error);
    const status = statusOf(read.response);
    if (handedOver && read.responseCode === undefined) {
        return { outcome: 'unknown', reason: 'outcome_unknown', status };
    }
    if (read.code === 'EAUTH' || read.code === 'ENOAUTH' || [530, 534, 535, 538].includes(read.responseCode ?? 0)) {
        // Its setting can be mended while the e-mail waits.
        return { outcome: 'postponed', reason: 'auth_failed', status };
    }
    if (read.code === 'ETLS') {
        return { outcome: 'postponed', reason: 'tls', status };
    }
    return read.responseCode === undefined ? {
        outcome: read.command === 'MAIL FROM' && read.code === 'EMESSAGE' ? 'refused' : 'postponed',
        reason: reasonWithoutReply(read), status
    } : outcomeOfReply(read, { permanent: read.responseCode >= 500, status, handedOver });
}

function outcomeOfReply(
    read: SmtpError, { permanent, status, handedOver }: {
        readonly permanent: boolean; readonly status: string | undefined; readonly handedOver: boolean;
    }
): SmtpOutcome {
    if (permanent && !handedOver && beforeSender.includes(read.command)) {
        return { outcome: 'postponed', reason: 'connection', status };
    }
    const reason = reasonOfReply(read, status ?? '', permanent);
    // One refused sender is that of every e-mail, so it is a setting that can be mended while they wait.
    return { outcome: permanent && reason !== 'sender_refused' ? 'refused' : 'postponed', reason, status };
}

/** Commands before an e-mail is spoken of: a refusal there is of the service as a whole, not of the e-mail. */
const beforeSender: readonly string[] = ['CONN', 'EHLO', 'HELO', 'LHLO', 'STARTTLS'];

/** Code and enhanced code of a reply; undefined for a text that is none. */
export function statusOf(response: string): string | undefined {
    const [, code, enhanced] = /^(\d{3})[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
    return code === undefined ? undefined : enhanced === undefined ? code : `${code} ${enhanced}`;
}

function reasonWithoutReply({ code, command }: SmtpError): MailReason {
    switch (code) {
        case 'ETIMEDOUT': return 'timeout';
        case 'EMESSAGE': return command === 'MAIL FROM' ? 'too_large' : 'connection';
        default: return 'connection';
    }
}

function reasonOfReply({ command, responseCode }: SmtpError, status: string, permanent: boolean): MailReason {
    const atRecipient = command === 'RCPT TO';
    if (/ [45]\.2\.2$/.test(status) || (atRecipient && (responseCode === 552 || responseCode === 452))) {
        return 'mailbox_full';
    }
    if (responseCode === 552 || / 5\.3\.4$/.test(status)) {
        return 'too_large';
    }
    if (!permanent) {
        return 'server_busy';
    }
    return atRecipient ? 'recipient_refused' : command === 'MAIL FROM' ? 'sender_refused' : 'message_refused';
}

function readError(error: unknown): SmtpError {
    const member = (name: string): unknown =>
        (typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined);
    const text = (name: string): string => {
        const value = member(name);
        return typeof value === 'string' ? value : '';
    };
    const responseCode = member('responseCode');
    return {
        code: isTlsFault(text('code'), text('message')) ? 'ETLS' : text('code'),
        command: text('command'),
        // A reply that refuses nothing is no answer: the connection broke while one was awaited.
        responseCode: typeof responseCode === 'number' && responseCode >= 400 ? responseCode : undefined,
        response: text('response')
    };
}

/** Tells a fault of TLS: nodemailer gives most of them the code of a socket. */
function isTlsFault(code: string, message: string): boolean {
    return code === 'ETLS' || (code === 'ESOCKET' && /certificate|ssl|tls|self[- ]signed|altname/i.test(message));
}
