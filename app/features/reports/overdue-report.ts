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
    /** At least 1. */
    readonly daysOverdue: number;
    readonly bucket: AgingBucket;
};

/** How many invoices of a currency are in a bucket, and what is left to pay on them. */
export type BucketSum = { readonly currency: string; readonly bucket: AgingBucket; readonly count: number; readonly balanceMinor: bigint };

/** Which unpaid invoices. */
export type OverdueQuery = ValueOf<typeof overdueQuery>;
