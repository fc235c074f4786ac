import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../config/mail-config.ts';
import type { ComposedMail } from './compose-mail.ts';
import { outcomeOf, statusOf, type SmtpOutcome } from './smtp-outcome.ts';

/** Steps that a dialogue asks its caller for. */
export type DialogueOptions = {
    /**
     * Called when the mail server waits for the e-mail, before its first byte goes out.
     * @throws Error - The dialogue ends, and the mail server drops what it has.
     */
    readonly handOver: () => Promise<void>;
    /** Aborted: the dialogue ends at once, but for one that only waits for the answer to the whole e-mail. */
    readonly signal: AbortSignal;
};

/** Maximum milliseconds of a connection's beginning, also where answers may take longer. */
const maxConnectMs = 15_000;

/** A whole dialogue takes at most so many times as long as one answer may. */
const maxAnswersOfDialogue = 4;

/** Hands one e-mail to the mail server, on a connection of its own. Never throws for a fault of the mail server. */
export async function sendBySmtp(
    smtp: SmtpConfig, { bytes, from, to }: ComposedMail, { handOver, signal }: DialogueOptions
): Promise<SmtpOutcome> {
    let handedOver = false;
    const body = Readable.from((async function* () {
        await handOver();
        handedOver = true;
        yield bytes;
    })());
    try {
        return await connected(smtp, { signal, mayBreakOff: () => !handedOver }, async (connection) => {
            const info = await new Promise<{ readonly response?: string | undefined }>((resolve, reject) => {
                connection.send({ from, to: [to], size: bytes.length }, body, (error, sent) =>
                    (error === null || error === undefined ? resolve(sent ?? {}) : reject(error)));
            });
            return { outcome: 'sent', status: statusOf(info.response ?? '') };
        });
    } catch (error) {
        return outcomeOf(error, handedOver);
    } finally {
        body.destroy();
    }
}

/** Connects, turns TLS on and logs in; sends nothing. @throws Error of the dialogue */
export async function probeSmtp(smtp: SmtpConfig, signal: AbortSignal): Promise<void> {
    await connected(smtp, { signal, mayBreakOff: () => true }, async () => undefined);
}

/** Signal that ends a dialogue where it may be broken off. */
type Ending = { readonly signal: AbortSignal; readonly mayBreakOff: () => boolean };

/** Runs a dialogue on a new connection, which is closed afterwards. */
async function connected<Result>(
    smtp: SmtpConfig, { signal, mayBreakOff }: Ending, talk: (connection: SMTPConnection) => Promise<Result>
): Promise<Result> {
    const connection = new SMTPConnection({
        host: smtp.host, port: smtp.port, secure: smtp.tls === 'implicit', requireTLS: smtp.tls === 'starttls',
        ignoreTLS: smtp.tls === 'off', name: smtp.from.split('@')[1],
        connectionTimeout: Math.min(smtp.timeoutMs, maxConnectMs), dnsTimeout: Math.min(smtp.timeoutMs, maxConnectMs),
        greetingTimeout: smtp.timeoutMs, socketTimeout: smtp.timeoutMs,
        tls: { minVersion: 'TLSv1.2', ...(smtp.ca === undefined ? {} : { ca: smtp.ca }) }
    });
    const ended = new Promise<never>((_resolve, reject) => {
        const limit = setTimeout(() => reject(timedOut()), smtp.timeoutMs * maxAnswersOfDialogue);
        const abort = (): void => {
            if (mayBreakOff()) {
                reject(Object.assign(new Error('The dialogue was ended'), { code: 'ECONNECTION' }));
            }
        };
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
        connection.on('error', reject);
        connection.once('end', () => {
            clearTimeout(limit);
            signal.removeEventListener('abort', abort);
            // A connection that ends tells an error, or nobody waits for it.
            setImmediate(() => reject(Object.assign(new Error('Connection closed'), { code: 'ECONNECTION' })));
        });
    });
    ended.catch(() => undefined);
    try {
        await Promise.race([ended, new Promise<void>((resolve, reject) => {
            connection.connect((error) => (error === undefined || error === null ? resolve() : reject(error)));
        })]);
        await Promise.race([ended, loggedIn(connection, smtp)]);
        const result = await Promise.race([ended, talk(connection)]);
        connection.quit();
        return result;
    } finally {
        connection.close();
    }
}

function loggedIn(connection: SMTPConnection, { user, password }: SmtpConfig): Promise<void> {
    return user === undefined ? Promise.resolve() : new Promise((resolve, reject) => {
        connection.login({ user, pass: password ?? '' }, (error) =>
            (error === undefined || error === null ? resolve() : reject(error)));
    });
}

function timedOut(): Error {
    return Object.assign(new Error('The dialogue took too long'), { code: 'ETIMEDOUT' });
}
