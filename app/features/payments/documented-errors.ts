import type { ErrorCode } from '../../foundation/errors/error-codes.ts';

/** What settling one invoice can run into. */
export const settleErrors = [
    'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_PAYABLE', 'INVOICE_CANCELLED', 'INVOICE_CHANGED',
    'PRECONDITION_FAILED'
] as const satisfies readonly ErrorCode[];

/** What giving credit back can run into. */
export const refundErrors = ['CREDIT_INSUFFICIENT'] as const satisfies readonly ErrorCode[];
