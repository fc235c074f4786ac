/** A rule of the service that the document cannot say, or says in words only. */
type Gap = { readonly operation?: string; readonly path?: RegExp; readonly code: string; readonly reason: string };

const gaps: readonly Gap[] = [
    { code: 'INVALID_CURSOR', reason: 'A cursor is opaque: only the service makes one.' },
    {
        code: 'NOT_TOGETHER', path: /^(cursor|page)$/,
        reason: 'OpenAPI has no rule about two parameters; the description says that they exclude each other.'
    },
    {
        code: 'NO_SUCH_FORM', path: /^profile$/, operation: 'readEInvoice',
        reason: 'OpenAPI has no rule about two parameters; the description says which profiles a format has.'
    },
    {
        code: 'VALIDATION_FAILED', path: /^after$/,
        reason: 'A schema does not know how many entries a history has.'
    },
    {
        code: 'VAT_EXEMPTION_REASON_NOT_ALLOWED',
        reason: 'The rate, which may be the default of the organisation, decides on whether a reason is taken.'
    },
    {
        code: 'BEFORE_START', path: /^(to|endDate)$/, reason: 'OpenAPI cannot compare two parameters.'
    },
    { code: 'TOO_LARGE', path: /^(to|endDate)$/, reason: 'OpenAPI cannot compare two parameters: at most ten years.' },
    { code: 'TOO_MANY_DECIMALS', path: /mount|Price/, reason: 'The currency decides on the number of decimals.' },
    { code: 'TOO_LARGE', path: /mount/, reason: 'The currency decides on the greatest amount that can be stored.' },
    { code: 'IN_THE_FUTURE', reason: 'A schema does not know today.' },
    {
        code: 'REQUIRED', path: /tems\[\d+\]\.(serviceId|productId|description|unitPriceNet)$/,
        reason: 'The type of an item decides on what it needs; a schema of each would lose the null of a form.'
    },
    { code: 'VAT_CATEGORY_MISMATCH', reason: 'The rate, also that of the item which is corrected, goes with few.' },
    { code: 'TOO_LARGE', path: /^page$/, reason: 'The size of a page decides on the last one: 10 000 rows deep.' },
    { code: 'SAME_PATTERN', reason: 'A schema cannot compare the patterns of two document types.' },
    { code: 'NAMED_TWICE', reason: 'uniqueItems compares whole entries; here one member of them must not come twice.' },
    { code: 'MOVES_TAX', reason: 'A schema does not know on which day the tax of the corrected invoice arose.' },
    { code: 'BEFORE_ORIGINAL', reason: 'A schema does not know the invoice that is corrected.' },
    { code: 'TOO_EARLY', path: /^reversalDate$/, reason: 'A schema does not know the payment.' },
    { code: 'NOT_THE_PAYMENT', reason: 'A schema does not know the payment.' },
    { code: 'BEFORE_ISSUE', reason: 'A schema does not know the issue date.' },
    { code: 'QUANTITY_TOO_PRECISE', reason: 'The unit, which services-service tells, decides on the decimals.' },
    {
        code: 'REQUIRED', path: /^contactId$/, operation: 'recordPayment',
        reason: 'An empty list of allocations is given and names nobody.'
    },
    {
        code: 'NOT_ALLOWED', path: /^taxPointRule$/,
        reason: 'The VAT category of the item decides on the rules that it may have.'
    },
    { code: 'NOT_FOREIGN', reason: 'A schema cannot look for the prefix of an EU country in a number.' },
    { code: 'AMOUNT_TOO_LARGE', reason: 'A schema cannot multiply.' },
    { code: 'DISCOUNT_EXCEEDS_LINE', reason: 'A schema cannot compute.' },
    {
        code: 'INVALID', path: /^allocations\[\d+\]$/, operation: 'recordPayment',
        reason: 'uniqueItems compares whole entries; here one member of them must not come twice.'
    },
    { code: 'DISCOUNT_EXCEEDS_TOTAL', reason: 'A schema cannot compute.' },
    { code: 'TWO_TAX_NUMBERS', reason: 'The stored invoice may have the other one.' },
    {
        code: 'CUSTOMER_INVALID', operation: 'bulkCreateInvoices',
        reason: 'A rule of the business, 422 by itself; among rows with other faults the whole is a 400.'
    },
    { code: 'RATE_MISSING', reason: 'The stored invoice may have the rate that date and source belong to.' },
    { code: 'RATE_NOT_NEEDED', reason: 'The currency decides on whether an exchange rate is taken.' },
    {
        code: 'NOT_ALLOWED', path: /tems\[\d+\]\.\w+$/,
        reason: 'The type of an item decides on what it may have.'
    },
    {
        code: 'NOT_ALLOWED', operation: 'correctInvoice', path: /(tems|correctionEffectDate|dueDate)$/,
        reason: 'The type and the effect of the corrective decide on what belongs to them.'
    },
    {
        code: 'REQUIRED', operation: 'correctInvoice', path: /^(items|correctionEffectDate)$/,
        reason: 'The type and the effect of the corrective decide on what belongs to them.'
    },
    {
        code: 'NOT_ALLOWED', path: /customer(NIP|TaxId)$/,
        reason: 'A buyer has one of two tax numbers, and the stored invoice may have the other one.'
    }
];

/** Reason why the document lets a fault through; undefined when it should not. */
export function reasonOfGap(
    operation: string, { path, code }: { readonly path: string; readonly code: string }
): string | undefined {
    return gaps.find((gap) => gap.code === code && (gap.path?.test(path) ?? true)
        && (gap.operation ?? operation) === operation)?.reason;
}
