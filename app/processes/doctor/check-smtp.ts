import type { SmtpConfig } from '../../platform/config/mail-config.ts';
import { probeSmtp } from '../../platform/mail/smtp-dialogue.ts';
import { outcomeOf } from '../../platform/mail/smtp-outcome.ts';
import { answerLimitMs } from './examine.ts';
import { failureWords, noAnswer } from './failure-words.ts';
import { failed, ok, warn, type Outcome } from './finding.ts';

/** Connects to the mail server, turns TLS on and logs in; sends no e-mail. */
export async function checkSmtp(smtp: SmtpConfig | undefined, signal: AbortSignal): Promise<Outcome> {
    if (smtp === undefined) {
        return warn('not configured: invoices are marked sent, and no e-mail is sent (SMTP_URL)');
    }
    const place = `${smtp.host}:${smtp.port}`;
    const startedAt = performance.now();
    try {
        await probeSmtp({ ...smtp, timeoutMs: Math.min(smtp.timeoutMs, answerLimitMs) }, signal);
        const login = smtp.user === undefined ? 'no login' : 'logged in';
        const tls = { implicit: 'TLS', starttls: 'STARTTLS', off: 'no TLS' }[smtp.tls];
        const text = `answers at ${place}, ${tls}, ${login}, ${Math.round(performance.now() - startedAt)} ms`;
        return smtp.tls === 'off' ? warn(`${text}: e-mails cross the network in plain`) : ok(text);
    } catch (error) {
        return failed(`${place}: ${wordsFor(error)}`);
    }
}

function wordsFor(error: unknown): string {
    const found = outcomeOf(error, false);
    if (found.outcome === 'sent') {
        return noAnswer;
    }
    const status = found.status === undefined ? '' : ` (${found.status})`;
    switch (found.reason) {
        case 'auth_failed':
            return `it refuses user or password of SMTP_URL${status}`;
        case 'tls':
            return `it offers no STARTTLS, or its certificate is not trusted here${status}; smtps:// is TLS from the `
                + 'start, SMTP_STARTTLS=off is none';
        case 'timeout':
            return noAnswer;
        case 'connection':
            return failureWords({ code: systemCodeIn(error) });
        default:
            return `it refuses the connection${status}`;
    }
}

/** The system's code of a failed connection, which nodemailer keeps beside its own. */
function systemCodeIn(error: unknown): unknown {
    return typeof error === 'object' && error !== null ? Reflect.get(error, 'originalCode') : undefined;
}
