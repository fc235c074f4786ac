import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { queuedJobAnswer, jobAnswer, jobPageAnswer } from './bulk.answers.ts';
import { bulkIssueBody, jobIdParams, jobListQuery } from './bulk.schemas.ts';
import { acceptedAnswer, toJobPage, toJobView } from './bulk.view.ts';
import { listJobs } from './list-bulk-jobs.ts';
import { readBulkJob } from './read-bulk-job.ts';
import { requestBulkIssue } from './request-bulk-issue.ts';

const bulkIssueRoute = commandRoute({
    method: 'POST',
    path: '/invoices/bulk/issue',
    id: 'bulkIssueInvoices',
    tag: 'invoices',
    costClass: 'bulk',
    scope: 'invoices:issue',
    description: 'Issue many drafts',
    notes: 'A worker issues them in the order of the list, each as POST /invoices/{invoiceId}/issue does, in the '
        + 'name of the caller; GET /jobs/{jobId} shows how far it is. An id that is unknown, or cannot be issued, '
        + 'is a row that failed; the others are issued. An invoice that is issued already is done. The token of '
        + 'the caller is not kept: where a contact has to be read, contacts-service is asked without one. An '
        + 'organisation that requires If-Match sends *. An organisation has at most 2 jobs at work and 20 waiting; '
        + 'beyond that the answer is 429 with Retry-After.',
    payload: bulkIssueBody,
    success: { 202: queuedJobAnswer },
    errors: ['PRECONDITION_REQUIRED', 'JOBS_WAITING_TOO_MANY'],
    headers: ['Location'],
    answer: acceptedAnswer,
    run: (dependencies, command, { payload: { invoiceIds, issueDate = null, keepPrices = false } }) =>
        requestBulkIssue(dependencies, command, invoiceIds, { issueDate, keepPrices })
});

const readJobRoute: ServerRoute<{ Params: ValueOf<typeof jobIdParams> }> = {
    method: 'GET',
    path: '/jobs/{jobId}',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'jobs'],
        description: 'See how far a job is',
        notes: 'done and failed count up while it runs, and add up to total once it has ended. partly_failed: some '
            + 'rows are done and the others failed, each with its reason. A job is kept for 30 days after it ended.',
        validate: { params: jobIdParams },
        ...answers('readJob', { 200: jobAnswer }, ['JOB_NOT_FOUND'])
    },
    handler: async (request) =>
        toJobView(await readBulkJob(
            request.server.app.dependencies, callerOf(request).organisationId, request.params.jobId))
};

const listJobsRoute: ServerRoute<{ Query: ValueOf<typeof jobListQuery> }> = {
    method: 'GET',
    path: '/jobs',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'jobs'],
        description: 'List jobs',
        notes: 'The newest first, without their results; by cursor, stable while jobs are added. A job is kept for 30 '
            + 'days after it ended.',
        validate: { query: jobListQuery },
        ...answers('listJobs', { 200: jobPageAnswer })
    },
    handler: async (request) =>
        toJobPage(await listJobs(request.server.app.dependencies, callerOf(request).organisationId, request.query),
            request.query.limit)
};

/** Routes that issue many drafts with one call, and show the progress. */
export const bulkIssueRoutes = [bulkIssueRoute, listJobsRoute, readJobRoute];
