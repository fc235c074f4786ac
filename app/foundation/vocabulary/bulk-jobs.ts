/** Types of bulk job that a caller may ask for. */
export const bulkJobTypes = ['bulk_issue'] as const;

/** One of {@link bulkJobTypes}. */
export type BulkJobType = (typeof bulkJobTypes)[number];

/**
 * States of a bulk job as callers see it. They are computed from its times and rows, never stored. `failed`: the job
 * has ended, and some of its rows failed.
 */
export const bulkJobStatuses = ['queued', 'running', 'succeeded', 'failed'] as const;

/** One of {@link bulkJobStatuses}. */
export type BulkJobStatus = (typeof bulkJobStatuses)[number];

/** States of one row of a bulk job. */
export const bulkRowStatuses = ['waiting', 'done', 'failed'] as const;

/** One of {@link bulkRowStatuses}. */
export type BulkRowStatus = (typeof bulkRowStatuses)[number];
