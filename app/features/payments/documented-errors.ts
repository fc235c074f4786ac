import type { ErrorCode } from '../../foundation/errors/error-codes.ts';

/** Errors of settling one invoice. */
export const settleErrors = [
    'INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_NOT_PAYABLE', 'INVOICE_CANCELLED', 'INVOICE_CHANGED',
    'PRECONDITION_FAILED'
] as const satisfies readonly ErrorCode[];

/** Errors of giving credit back. */
export const refundErrors = ['CREDIT_INSUFFICIENT'] as const satisfies readonly ErrorCode[];
