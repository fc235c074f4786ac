import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { sendMail } from '../../app/features/mail/send-mail.ts';
import { openMailer } from '../../app/platform/mail/mailer.ts';
import type { SmtpConfig } from '../../app/platform/config/mail-config.ts';
import { onDatabase } from './given-lock.ts';
import { givenMailServer, type GivenMailServer, type MailServerOptions } from './given-mail-server.ts';
import type { GivenService } from './given-service.ts';

/** Address that e-mails of the tests come from. */
export const mailFrom = 'faktury@poczta.example';

/** A mail server for the tests of a file; after each test it forgets its e-mails and rules. */
export function useMailServer(options: MailServerOptions = {}): GivenMailServer {
    let server: GivenMailServer | undefined;
    const present = (): GivenMailServer => {
        if (server === undefined) throw new Error('There is no mail server yet: use it in hooks and tests');
        return server;
    };
    beforeAll(async () => {
        server = await givenMailServer(options);
    });
    afterEach(() => present().forget());
    afterAll(() => server?.close());
    return {
        get port() { return present().port; },
        get received() { return present().received; },
        get whole() { return present().whole; },
        rules: (rules) => present().rules(rules),
        arrived: (count) => present().arrived(count),
        forget: () => present().forget(),
        close: () => present().close()
    };
}

/** The settings of a mail server on loopback. */
export function smtpOf(port: number, changes: Partial<SmtpConfig> = {}): SmtpConfig {
    return {
        host: '127.0.0.1', port, tls: 'off', user: undefined, password: undefined, from: mailFrom, timeoutMs: 2_000,
        dkim: undefined, ...changes
    };
}

/** An e-mail that waits. */
type Waiting = { readonly organisationId: string; readonly deliveryId: string };

/** Outcome of the try of one e-mail: how many ended, or the message of the error that has it tried again. */
export type Tried = number | string;

/** Facts of the run of the jobs. */
export type SendingOptions = { readonly lastAttempt?: boolean; readonly signal?: AbortSignal };

/** Does the jobs of all e-mails that wait, once each and at once, as a worker does. */
export async function sendWaiting(
    { databaseUrl, dependencies }: Pick<GivenService, 'databaseUrl' | 'dependencies'>, smtp: SmtpConfig,
    { lastAttempt = false, signal = new AbortController().signal }: SendingOptions = {}
): Promise<readonly Tried[]> {
    const waiting = await onDatabase<Waiting>(databaseUrl, `SELECT organisation_id AS "organisationId",
        id AS "deliveryId" FROM mail_delivery WHERE state IN ('queued', 'sending') ORDER BY id`);
    const observer = { mailTried: () => undefined, mailEnded: () => undefined };
    return Promise.all(waiting.map((mail) => sendMail(
        { ...dependencies, mailer: openMailer(smtp), observer }, mail,
        { signal, lastAttempt }
    ).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))));
}
