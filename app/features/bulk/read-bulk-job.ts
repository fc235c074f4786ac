import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { findBulkJob } from './bulk-job.repository.ts';
import type { BulkJob } from './bulk-job.ts';

/** Reads a job in its current state. @throws DomainError `JOB_NOT_FOUND`, also for another organisation's job */
export async function readBulkJob(
    { database }: { readonly database: Database }, organisationId: string, jobId: string
): Promise<BulkJob> {
    const job = await findBulkJob(database, organisationId, jobId);
    if (job === undefined) {
        throw new DomainError('JOB_NOT_FOUND', 'jobId: there is no such job in your organisation', { jobId });
    }
    return job;
}
