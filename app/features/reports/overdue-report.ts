import type { AgingBucket } from '../../foundation/vocabulary/aging-buckets.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { overdueQuery } from './report.schemas.ts';

/** One overdue invoice; amounts in minor units. */
export type OverdueInvoice = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    readonly contactId: string | null;
    readonly customerName: string | null;
    readonly currency: string;
    readonly issueDate: string;
    readonly dueDate: string;
    readonly grossMinor: bigint;
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
    readonly balanceMinor: bigint;
    /** Days since the due date, at least 1. */
    readonly daysOverdue: number;
    readonly bucket: AgingBucket;
};

/** Number of invoices of a currency in a bucket, and the amount left to pay on them in minor units. */
export type BucketSum = {
    readonly currency: string; readonly bucket: AgingBucket; readonly count: number; readonly balanceMinor: bigint
};

/** Query for unpaid invoices. */
export type OverdueQuery = ValueOf<typeof overdueQuery>;
