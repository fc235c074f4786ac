import Joi from 'joi';
import { oneOf, shape } from '../../foundation/schema/shape.ts';
import { statesOfJobs } from '../../foundation/vocabulary/document-states.ts';
import { fewRetries, type DataOf, type QueueTable, type Retries } from './queue-policy.ts';

/** Data of a job that carries none: there is one of it at a time. */
const nothing = shape('NoJobData', {});

/** Retries of a job that a caller waits for: a quarter of an hour, and never given up because workers were killed. */
const untilDone: Retries = { limit: 24, firstPauseSeconds: 5, maxPauseSeconds: 60 };

/** Retries of an e-mail: more than three days take, after which its handler gives it up. */
const forThreeDays: Retries = { limit: 200, firstPauseSeconds: 30, maxPauseSeconds: 3_600 };

/**
 * Every queue of the service. To enqueue into one needs no more than this; its handler is in `job-handlers.ts`.
 * A queue's `order` can't be changed once it is deployed; its other settings can, for jobs that are enqueued from then
 * on.
 */
export const queues = {
    'bulk-issue': {
        data: shape('BulkIssueJob', { jobId: Joi.string().guid() }), order: 'free', retries: untilDone,
        // More at once than one organisation may run, so that another one's job finds a free hand.
        timeoutSeconds: 1_800, concurrency: 6, keepsDead: true, perOrganisation: { maxRunning: 2, maxWaiting: 20 }
    },
    'archive-documents': {
        data: shape('ArchiveDocumentJob', {
            organisationId: Joi.string(), invoiceId: Joi.string().guid(), state: oneOf('StateOfJob', statesOfJobs)
        }),
        // An organisation has as many at once as a process sets in type; the next one waits for another's.
        order: 'free', retries: untilDone, timeoutSeconds: 60, concurrency: 3, keepsDead: true,
        perOrganisation: { maxRunning: 2 }
    },
    'clean-up-bulk-jobs': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    },
    'clean-up-idempotency-keys': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    },
    'clean-up-webhook-deliveries': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    },
    'erase-deleted-drafts': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    },
    'overdue-notices': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 900, concurrency: 1, keepsDead: false
    },
    'send-mail': {
        data: shape('SendMailJob', { organisationId: Joi.string(), deliveryId: Joi.string().guid() }), order: 'free',
        // Longer than a dialogue with the mail server may take. One organisation's reminders leave others a free hand.
        retries: forThreeDays, timeoutSeconds: 1_500, concurrency: 6, keepsDead: true,
        perOrganisation: { maxRunning: 4 },
        // A whole e-mail went out: its answer is waited for, else it would be sent again.
        endingSeconds: 8
    },
    'resume-mail': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    },
    'send-reminders': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 900, concurrency: 1, keepsDead: false
    },
    'seal-secrets': {
        data: nothing, order: 'once', retries: fewRetries, timeoutSeconds: 300, concurrency: 1, keepsDead: false
    }
} as const satisfies QueueTable;

/** The name of a queue, which is the name of its jobs in logs and metrics. */
export type QueueName = keyof typeof queues;

/** Data of a queue's job. */
export type JobData<Name extends QueueName> = DataOf<(typeof queues)[Name]>;
