import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { PaymentStatus } from '../../foundation/vocabulary/payment-statuses.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';

/** What the list can be sorted by. */
export const sortKeys = ['issueDate', 'dueDate', 'invoiceNumber', 'totalGross', 'createdAt'] as const;

/** One of {@link sortKeys}. */
export type SortKey = (typeof sortKeys)[number];

/** Which invoices, in which order, and how many. */
export type ListQuery = {
    readonly search?: string;
    /** `overdue` is computed from due date and balance, in either filter. */
    readonly status?: readonly (InvoiceStatus | 'overdue')[];
    readonly paymentStatus?: readonly (PaymentStatus | 'overdue')[];
    readonly invoiceType?: readonly DocumentType[];
    readonly contactId?: string;
    readonly currency?: readonly string[];
    /** Issue date, inclusive, `YYYY-MM-DD`. */
    readonly fromDate?: string;
    readonly toDate?: string;
    readonly dueFrom?: string;
    readonly dueTo?: string;
    /** Gross, in millionths of the invoice's own currency. */
    readonly minAmount?: bigint;
    readonly maxAmount?: bigint;
    readonly overdueOnly?: boolean;
    /** The printed number, whole. */
    readonly number?: string;
    readonly sortBy: SortKey;
    readonly sortOrder: 'asc' | 'desc';
    readonly limit: number;
    /** Where the last page ended; not together with `page`. */
    readonly cursor?: string;
    /** From 1. */
    readonly page?: number;
};
