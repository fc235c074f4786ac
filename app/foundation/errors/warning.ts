/**
 * One finding that did not stop a command, as the `warnings` member of its answer shows it.
 * `path` addresses the field as a caller would: `customerName`.
 */
export type Warning = { readonly path: string; readonly code: WarningCode; readonly message: string };

/** Codes of warnings. Codes are added, never renamed. */
export const warningCodes = {
    ADVANCES_CHANGED: 'An advance invoice that the draft deducts was corrected or cancelled since: the totals follow',
    ADVANCE_IS_CREDIT: 'Money that was received on the proforma is credit that can pay the invoice: apply-credit',
    BUYER_INCOMPLETE: 'A line needs a tax number that the buyer does not have: the draft cannot be issued',
    CONTACT_NOT_FOUND: 'contacts-service does not know the contact of the draft, so that it cannot be issued',
    CUSTOMER_CHANGED: 'The contact changed since it was read for the draft; the invoice shows it as it is now',
    CUSTOMER_INVALID: 'The customer has a fault: the draft cannot be issued, or was issued because money was received',
    CUSTOMER_UNCHECKED: 'contacts-service did not answer: the buyer is as it was given, or as it was read before',
    E_INVOICE_RULE: 'A rule of the e-invoice that the document needs is broken: the draft cannot be issued',
    EXEMPTION_REASON_MISSING: 'An exempt line names no provision: the draft cannot be issued',
    LETTERS_NOT_PRINTABLE: 'A text has letters for which documents have no font: the PDF shows a box for each',
    NOT_COPIED: 'The e-mail is sent, and no copy of it to the seller',
    NOT_MAILED: 'The invoice is marked as sent, and no e-mail was sent',
    QUOTE_TERMS_REPLACED: 'The terms of the quote were left out, because a due date was given',
    SELLER_INCOMPLETE: 'A line needs a number of the seller that the profile lacks: the draft cannot be issued',
    VAT_RATE_NOT_IN_FORCE: 'A VAT rate is not in force for the seller: the draft cannot be issued'
} as const;

/** One of the stable codes of a warning. */
export type WarningCode = keyof typeof warningCodes;
