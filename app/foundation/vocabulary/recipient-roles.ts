/**
 * Roles of a third party on a document, in the order of FA(3): 1 factor · 2 recipient, a unit within the buyer · 3 the
 * seller that was taken over or transformed · 4 a further buyer · 5 who issues for the seller · 6 who pays for the
 * buyer · 7 and 8 unit of local government (JST) that issues or receives · 9 and 10 member of a VAT group that issues
 * or receives · 11 employee.
 * @see FA(3) Podmiot3/Rola (TRolaPodmiotu3)
 */
export const recipientRoles = [
    'factor', 'recipient', 'original_seller', 'additional_buyer', 'issuer', 'payer', 'jst_issuer', 'jst_recipient',
    'vat_group_issuer', 'vat_group_recipient', 'employee'
] as const;

/** One of {@link recipientRoles}. */
export type RecipientRole = (typeof recipientRoles)[number];
