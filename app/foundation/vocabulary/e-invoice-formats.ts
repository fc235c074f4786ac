/**
 * Forms of e-invoice that a buyer may need: the core model, and the specifications that narrow it.
 * @see EN 16931; Peppol BIS Billing 3; XRechnung (BT-24); Factur-X
 */
export const eInvoiceFormats = ['en16931', 'peppol', 'xrechnung', 'facturx'] as const;

/** One of {@link eInvoiceFormats}. */
export type EInvoiceFormat = (typeof eInvoiceFormats)[number];

/** Words of the API for the e-invoice of a document. `none` is stored as null. */
export const eInvoiceWords = ['none', ...eInvoiceFormats] as const;

/** One of {@link eInvoiceWords}. */
export type EInvoiceWord = (typeof eInvoiceWords)[number];
