import { randomUUID } from 'node:crypto';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
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
        if (lastAttempt) {
            await settleUntried(dependencies, due, { state: 'failed', reason: 'connection' });
        }
        throw new Error('An e-mail waits, and this worker has no SMTP_URL');
    }
    const place = { organisationId, deliveryId };
    const prepared = await prepareMail(dependencies, mailer, due).catch(async (error: unknown) => {
        if (lastAttempt || !isBusy(error)) {
            const state = lastAttempt || isTriedLongEnough(due, clock.now()) ? 'failed' : 'queued';
            await settleUntried(dependencies, due, { state, reason: 'document_failed' });
        }
        throw error;
    });
    const ending = endingOf(due, prepared);
    if (ending !== undefined) {
        await settleAttempt(database, { ...place, claim: due.claim }, resultOf(due, prepared.invoice, {
            ...ending, smtpStatus: undefined, doubtsBefore: undefined, now: clock.now()
        }));
        observer.mailEnded(ending.state);
        return 1;
    }
    if (!('mail' in prepared)) {
        throw new Error('A reminder waits for business hours');
    }
    const attempt = { ...place, claim: randomUUID() };
    const { mail, messageId, invoice, link } = prepared;
    const doubtsBefore = await beginAttempt(database, attempt, { messageId, now: clock.now() });
    if (doubtsBefore === undefined) {
        return 0;
    }
    const startedAt = performance.now();
    const outcome = await mailer.send(mail, { signal, handOver: () => markHandedOver(database, attempt, link) });
    observer.mailTried(outcome, (performance.now() - startedAt) / 1_000);
    const now = clock.now();
    const state = stateAfter(outcome, { due, doubtsBefore, now, lastAttempt });
    const stored = await settleAttempt(database, attempt, resultOf(due, invoice, {
        state, reason: outcome.outcome === 'sent' ? null : outcome.reason, smtpStatus: outcome.status,
        doubtsBefore: outcome.outcome === 'unknown' ? undefined : doubtsBefore, now
    }));
    if (state === 'queued') {
        throw new Error(`The e-mail is tried again: ${outcome.outcome === 'sent' ? '' : outcome.reason}`);
    }
    if (stored) {
        observer.mailEnded(state);
    }
    return stored ? 1 : 0;
}

/** Stores why an e-mail was not tried: it is tried again, or given up. */
async function settleUntried(
    { database, clock, observer }: Pick<MailDependencies, 'database' | 'clock'> & { readonly observer: MailObserver },
    due: DueMail, { state, reason }: { readonly state: 'queued' | 'failed'; readonly reason: MailReason }
): Promise<void> {
    const stored = await settleAttempt(
        database, { organisationId: due.organisationId, deliveryId: due.id, claim: due.claim },
        resultOf(due, { id: due.invoiceId, number: null }, {
            state, reason, smtpStatus: undefined, doubtsBefore: undefined, now: clock.now()
        }));
    if (stored && state === 'failed') {
        observer.mailEnded(state);
    }
}

/** True for a refusal that says nothing about the document: it is made when fewer are at work. */
function isBusy(error: unknown): boolean {
    return error instanceof DomainError && ['DOCUMENT_BUSY', 'DATABASE_UNAVAILABLE'].includes(error.code);
}

/** True from three days after the first try, or after the document could not be made for the first time. */
function isTriedLongEnough({ firstAttemptAt }: DueMail, now: Date): boolean {
    return firstAttemptAt !== null && now.getTime() - firstAttemptAt.getTime() >= maxTryingMs;
}

type Ending = { readonly state: 'withdrawn' | 'failed'; readonly reason: MailReason };

/** End of an e-mail without another try; undefined when it is tried. */
function endingOf(due: DueMail, prepared: Ending | object): Ending | undefined {
    if (due.doubts >= maxDoubts) {
        return { state: 'failed', reason: 'outcome_unknown' };
    }
    return 'state' in prepared ? { state: prepared.state, reason: prepared.reason } : undefined;
}

/** A try that was answered, or not, with what was before it. */
type Tried = {
    readonly due: DueMail; readonly doubtsBefore: number; readonly now: Date; readonly lastAttempt: boolean;
};

function stateAfter(
    { outcome }: SmtpOutcome, { due, doubtsBefore, now, lastAttempt }: Tried
): 'sent' | 'failed' | 'queued' {
    if (outcome === 'sent' || outcome === 'refused') {
        return outcome === 'sent' ? 'sent' : 'failed';
    }
    const inDoubt = outcome === 'unknown' && doubtsBefore + 1 >= maxDoubts;
    return inDoubt || lastAttempt || isTriedLongEnough(due, now) ? 'failed' : 'queued';
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
