import { v7 as uuidv7 } from 'uuid';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import type { BulkIssueInput, BulkJob } from './bulk-job.ts';
import { insertBulkJob } from './bulk-job.repository.ts';

/**
 * Stores a job that issues many drafts, which a worker runs. The job has what the worker needs to act in the caller's
 * name, but no token. The worker finds out whether the drafts exist: an unknown one is a failed row, and the others are
 * issued.
 * @param invoiceIds - Unique ids, in the order of issuing.
 * @throws DomainError `PRECONDITION_REQUIRED` | `JOBS_WAITING_TOO_MANY` and those of `openOrganisation`
 */
export async function requestBulkIssue(
    { database, clock }: Pick<InvoiceDependencies, 'database' | 'clock'>, command: Command<BulkJob>,
    invoiceIds: readonly string[], input: BulkIssueInput
): Promise<BulkJob> {
    const { caller, requestId } = command;
    const organisation = await openOrganisation({ database, clock }, command);
    if (organisation.requireIfMatch && command.ifMatch !== '*') {
        throw new DomainError('PRECONDITION_REQUIRED',
            'If-Match: your organisation requires it; send * to issue each draft as it stands when its turn comes');
    }

    const job: BulkJob = {
        ...input,
        id: uuidv7(),
        organisationId: organisation.id,
        type: 'bulk_issue',
        actor: caller.subject,
        mayBackdate: caller.scopes.includes('invoices:backdate'),
        requestId,
        createdAt: clock.now(),
        startedAt: null,
        finishedAt: null,
        rows: invoiceIds.map((invoiceId) =>
            ({ invoiceId, status: 'waiting', invoiceNumber: null, error: null, warnings: null }))
    };
    await insertBulkJob(database, job, command, command.keep(job));
    return job;
}
