import { archiveDocument } from '../features/documents/archive-document.ts';
import { cleanUpJobs } from '../features/bulk/clean-up-bulk-jobs.ts';
import { runBulkIssue } from '../features/bulk/run-bulk-issue.ts';
import type { Dependencies } from './dependencies.ts';
import { noticeOverdue } from '../features/overdue/notice-overdue.ts';
import type { MailObserver } from '../features/mail/mail-observer.ts';
import { resumeMail } from '../features/mail/resume-mail.ts';
import { sendMail } from '../features/mail/send-mail.ts';
import { sendReminders } from '../features/reminders/send-reminders.ts';
import { eraseDeletedDrafts } from '../features/history/erase-deleted-drafts.ts';
import { cleanUpDeliveries } from '../features/webhooks/clean-up-deliveries.ts';
import { sealSecrets } from '../features/webhooks/seal-secrets.ts';
import { cleanUpIdempotencyKeys } from '../platform/commands/clean-up-idempotency-keys.ts';
import { handling, type JobHandlers } from '../platform/jobs/job-handler.ts';
import type { JobObserver } from '../platform/jobs/job-observer.ts';
import { queues, type QueueName } from '../platform/jobs/queues.ts';
import type { Schedules } from '../platform/jobs/schedule.ts';

/** Handlers of the jobs of each queue: a queue without its handler does not compile. */
export function jobHandlers(
    dependencies: Pick<
        Dependencies,
        'database' | 'clock' | 'config' | 'upstreams' | 'metrics' | 'log' | 'secrets' | 'typesetter' | 'issueRules'
        | 'mailer'
    >,
    observer: Pick<JobObserver, 'idempotencyKeysRemoved'>, mailObserver: MailObserver
): JobHandlers<typeof queues> {
    const { database, clock, config, secrets } = dependencies;
    return {
        'bulk-issue': handling(queues['bulk-issue'], ({ jobId }, run) => runBulkIssue(dependencies, jobId, run)),
        'archive-documents': handling(queues['archive-documents'], (job) => archiveDocument(dependencies, job)),
        'clean-up-bulk-jobs': handling(queues['clean-up-bulk-jobs'], (_nothing, { stopping }) =>
            cleanUpJobs({ database, clock }, stopping)),
        'clean-up-idempotency-keys': handling(queues['clean-up-idempotency-keys'], (_nothing, { stopping }) =>
            cleanUpIdempotencyKeys({ database, observer }, stopping)),
        'clean-up-webhook-deliveries': handling(queues['clean-up-webhook-deliveries'], (_nothing, { stopping }) =>
            cleanUpDeliveries({ database, clock }, stopping)),
        'erase-deleted-drafts': handling(queues['erase-deleted-drafts'], (_nothing, { stopping }) =>
            eraseDeletedDrafts({ database, clock, keepDays: config.deletedDraftsKeepDays }, stopping)),
        'overdue-notices': handling(queues['overdue-notices'], (_nothing, { stopping }) =>
            noticeOverdue({ database, clock, timeZone: config.timeZone }, stopping)),
        'send-mail': handling(queues['send-mail'], (mail, run) =>
            sendMail({ ...dependencies, observer: mailObserver }, mail, run)),
        'resume-mail': handling(queues['resume-mail'], (_nothing, { stopping }) => resumeMail({ database }, stopping)),
        'send-reminders': handling(queues['send-reminders'], (_nothing, { stopping }) =>
            sendReminders(dependencies, stopping)),
        'seal-secrets': handling(queues['seal-secrets'], (_nothing, { stopping }) => {
            const { plainKeepHours } = config.secrets;
            return sealSecrets({ database, clock, secrets, plainKeepHours }, stopping);
        })
    };
}

/**
 * Interval of the search for overdue invoices: a due date shows soon after midnight in each time zone, and after a
 * pause.
 */
const overdueEverySeconds = 900;

/** Interval of the search for e-mails that lost their job. */
const resumeMailEverySeconds = 900;

/** Interval of the search for due reminders, which are sent at business hours only. */
const remindersEverySeconds = 600;

/**
 * Schedules of the jobs that no caller enqueues. A nightly one is `{ dailyAt: '02:00', timeZone }`, in the seller's
 * time zone.
 */
export function jobSchedules({ cleanUpIntervalSeconds }: Dependencies['config']): Schedules<QueueName> {
    const cleanUp = { everySeconds: cleanUpIntervalSeconds };
    return {
        'clean-up-bulk-jobs': cleanUp, 'clean-up-idempotency-keys': cleanUp, 'clean-up-webhook-deliveries': cleanUp,
        'erase-deleted-drafts': cleanUp, 'seal-secrets': cleanUp,
        'overdue-notices': { everySeconds: overdueEverySeconds },
        'resume-mail': { everySeconds: resumeMailEverySeconds },
        'send-reminders': { everySeconds: remindersEverySeconds }
    };
}
