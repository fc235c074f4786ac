/** The kinds of document that are numbered, each in its own series. */
export type DocumentType = 'vat_invoice' | 'proforma' | 'corrective';

/** All document types. */
export const documentTypes = ['vat_invoice', 'proforma', 'corrective'] as const satisfies readonly DocumentType[];
