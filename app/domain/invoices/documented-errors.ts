import type { ErrorCode } from '../../foundation/errors/error-codes.ts';

/** Errors of a call to another service. */
export const upstreamErrors = [
    'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CONTRACT_BROKEN', 'UPSTREAM_MISCONFIGURED', 'UPSTREAM_REJECTED'
] as const satisfies readonly ErrorCode[];

/** Errors of pricing items and looking a customer up. */
export const pricingErrors = [
    'PRODUCT_NOT_FOUND', 'PRODUCT_INACTIVE', 'PRODUCT_HAS_NO_PRICE', 'PRODUCT_UNIT_UNCLEAR', 'SERVICE_NOT_FOUND',
    'SERVICE_INACTIVE', 'SERVICE_HAS_NO_PRICE', 'QUANTITY_TOO_PRECISE', 'PRICE_CURRENCY_MISMATCH',
    'DISCOUNT_EXCEEDS_LINE', 'AMOUNT_TOO_LARGE', 'TOO_MANY_LINES',
    ...upstreamErrors
] as const satisfies readonly ErrorCode[];

/** Errors of a draft's content. */
export const draftErrors = [
    ...pricingErrors, 'DISCOUNT_EXCEEDS_TOTAL', 'CONTACT_NOT_FOUND', 'CUSTOMER_INVALID',
    'ITEMS_NEEDED', 'QUOTE_ALREADY_INVOICED', 'QUOTE_NOT_FOUND', 'QUOTE_NOT_ACCEPTED', 'QUOTE_NOT_INVOICEABLE'
] as const satisfies readonly ErrorCode[];

/**
 * Errors of a VAT treatment that the law does not allow, beside SELLER_INCOMPLETE, and of the rules of e-invoices; all
 * are warnings in drafts.
 */
export const treatmentErrors = [
    'VAT_RATE_NOT_IN_FORCE', 'EXEMPTION_REASON_MISSING', 'BUYER_INCOMPLETE', 'E_INVOICE_RULE'
] as const satisfies readonly ErrorCode[];

/** Errors of issuing, also of an invoice that is issued as it is stored, beside those of its content. */
export const issueAtOnceErrors = [
    'INVOICE_HAS_NO_LINES', 'SELLER_INCOMPLETE', ...treatmentErrors, 'PRICE_TOO_OLD', 'ISSUE_DATE_BEFORE_LAST',
    'ISSUE_DATE_IN_FUTURE', 'SALE_DATE_TOO_LATE', 'DATE_TOO_EARLY', 'NUMBER_TAKEN',
    'EXCHANGE_RATE_DATE_WRONG', 'EXCHANGE_RATE_MISSING', 'EXCHANGE_RATE_UNAVAILABLE'
] as const satisfies readonly ErrorCode[];

/** Errors of changing a stored draft. */
export const editErrors = [
    'INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT', 'INVOICE_CHANGED', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED'
] as const satisfies readonly ErrorCode[];

/** Errors of issuing a corrective. */
export const correctionErrors = [
    'TOO_MANY_CORRECTIVES', 'SELLER_INCOMPLETE', 'ISSUE_DATE_BEFORE_LAST', 'ISSUE_DATE_IN_FUTURE',
    'NUMBER_TAKEN', 'AMOUNT_TOO_LARGE'
] as const satisfies readonly ErrorCode[];
