/** Types of bulk job that a caller may ask for. */
export const bulkJobTypes = ['bulk_issue'] as const;

/** One of {@link bulkJobTypes}. */
export type BulkJobType = (typeof bulkJobTypes)[number];

/**
 * States of a bulk job as callers see it. They are computed from its times and rows, never stored. The last three have
 * ended. `partly_failed`: some rows were done and some failed; `failed`: all rows failed.
 */
export const bulkJobStatuses = ['queued', 'running', 'succeeded', 'partly_failed', 'failed'] as const;

/** One of {@link bulkJobStatuses}. */
export type BulkJobStatus = (typeof bulkJobStatuses)[number];

/** States of one row of a bulk job. */
export const bulkRowStatuses = ['waiting', 'done', 'failed'] as const;

/** One of {@link bulkRowStatuses}. */
export type BulkRowStatus = (typeof bulkRowStatuses)[number];
