import { randomUUID } from 'node:crypto';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { MailReason, MailState } from '../../foundation/vocabulary/mail-states.ts';
import type { JobRun } from '../../platform/jobs/job-handler.ts';
import type { SmtpOutcome } from '../../platform/mail/smtp-outcome.ts';
import { beginAttempt, markHandedOver, settleAttempt, type AttemptResult } from './mail-attempt.repository.ts';
import { findDueMail } from './mail-delivery.repository.ts';
import type { DueMail } from './mail-delivery.ts';
import type { MailDependencies } from './mail-dependencies.ts';
import { mailEvents } from './mail-event.ts';
import type { MailObserver } from './mail-observer.ts';
import { prepareMail } from './prepare-mail.ts';

/** Maximum milliseconds from the first try of an e-mail to the last: three days. */
export const maxTryingMs = 3 * 24 * 3_600_000;

/** Maximum times that a whole e-mail goes out without an answer. Mail servers drop most doubles by their Message-ID. */
export const maxDoubts = 3;

/** Id of an e-mail: its organisation and its delivery. */
export type MailId = { readonly organisationId: string; readonly deliveryId: string };

/**
 * Sends one e-mail: one dialogue with the mail server, whose result is stored. An e-mail that has ended is not sent
 * again, however often its job runs.
 * @returns 1 when it has ended by this, else 0.
 * @throws Error when it is to be tried again
 */
export async function sendMail(
    dependencies: MailDependencies & { readonly observer: MailObserver }, { organisationId, deliveryId }: MailId,
    { signal, lastAttempt }: Pick<JobRun, 'signal' | 'lastAttempt'>
): Promise<number> {
    const { database, mailer, clock, observer } = dependencies;
    const due = await findDueMail(database, organisationId, deliveryId);
    if (due === undefined) {
        return 0;
    }
    if (mailer === undefined) {
        throw new Error('An e-mail waits, and this worker has no SMTP_URL');
    }
    const place = { organisationId, deliveryId };
    const prepared = await prepareMail(dependencies, mailer, due).catch(async (error: unknown) => {
        await settleUnprepared(dependencies, due, lastAttempt);
        throw error;
    });
    const ending = endingOf(due, prepared);
    if (ending !== undefined) {
        await settleAttempt(database, { ...place, claim: due.claim }, resultOf(due, prepared.invoice, {
            ...ending, smtpStatus: undefined, settlesDoubt: false, now: clock.now()
        }));
        observer.mailEnded(ending.state);
        return 1;
    }
    if (!('mail' in prepared)) {
        throw new Error('A reminder waits for business hours');
    }
    const attempt = { ...place, claim: randomUUID() };
    const { mail, messageId, invoice, link } = prepared;
    if (!await beginAttempt(database, attempt, { messageId, now: clock.now() })) {
        return 0;
    }
    const startedAt = performance.now();
    const outcome = await mailer.send(mail, { signal, handOver: () => markHandedOver(database, attempt, link) });
    observer.mailTried(outcome.outcome, (performance.now() - startedAt) / 1_000);
    const now = clock.now();
    const state = stateAfter(outcome, { due, now, lastAttempt });
    const stored = await settleAttempt(database, attempt, resultOf(due, invoice, {
        state, reason: outcome.outcome === 'sent' ? null : outcome.reason, smtpStatus: outcome.status,
        settlesDoubt: outcome.outcome !== 'unknown', now
    }));
    if (state === 'queued') {
        throw new Error(`The e-mail is tried again: ${outcome.outcome === 'sent' ? '' : outcome.reason}`);
    }
    if (stored) {
        observer.mailEnded(state);
    }
    return stored ? 1 : 0;
}

/** Stores that the document of an e-mail could not be made: it is tried again, or given up after three days. */
async function settleUnprepared(
    { database, clock, observer }: Pick<MailDependencies, 'database' | 'clock'> & { readonly observer: MailObserver },
    due: DueMail, lastAttempt: boolean
): Promise<void> {
    const now = clock.now();
    const isOver = lastAttempt || now.getTime() - due.requestedAt.getTime() >= maxTryingMs;
    const state = isOver ? 'failed' : 'queued';
    const stored = await settleAttempt(
        database, { organisationId: due.organisationId, deliveryId: due.id, claim: due.claim },
        resultOf(due, { id: due.invoiceId, number: null }, {
            state, reason: 'document_failed', smtpStatus: undefined, settlesDoubt: false, now
        }));
    if (stored && isOver) {
        observer.mailEnded(state);
    }
}

type Ending = { readonly state: 'withdrawn' | 'failed'; readonly reason: MailReason };

/** End of an e-mail without another try; undefined when it is tried. */
function endingOf(due: DueMail, prepared: Ending | object): Ending | undefined {
    if (due.doubts >= maxDoubts) {
        return { state: 'failed', reason: 'outcome_unknown' };
    }
    return 'state' in prepared ? { state: prepared.state, reason: prepared.reason } : undefined;
}

function stateAfter(
    { outcome }: SmtpOutcome,
    { due, now, lastAttempt }: { readonly due: DueMail; readonly now: Date; readonly lastAttempt: boolean }
): 'sent' | 'failed' | 'queued' {
    if (outcome === 'sent' || outcome === 'refused') {
        return outcome === 'sent' ? 'sent' : 'failed';
    }
    const triedMs = now.getTime() - (due.firstAttemptAt ?? now).getTime();
    const inDoubt = outcome === 'unknown' && due.doubts + 1 >= maxDoubts;
    return inDoubt || lastAttempt || triedMs >= maxTryingMs ? 'failed' : 'queued';
}

function resultOf(
    { id, kind }: DueMail, { id: invoiceId, number }: Pick<Invoice, 'id' | 'number'>,
    result: Omit<AttemptResult, 'events'>
): AttemptResult {
    const { reason, smtpStatus, now } = result;
    const state: MailState = result.state;
    return {
        ...result,
        events: mailEvents({
            deliveryId: id, kind, state, reason, smtpStatus: smtpStatus ?? null, invoiceId, invoiceNumber: number
        }, now)
    };
}
