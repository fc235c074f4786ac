/**
 * Document types. Each is numbered in a series of its own.
 * @see Ustawa o VAT art. 106e (invoice), art. 106f (advance invoice), art. 106j (corrective); EN 16931 BT-3
 *     (UNTDID 1001: 380, 325, 386, 384)
 */
export const documentTypes = ['vat_invoice', 'proforma', 'advance_invoice', 'corrective'] as const;

/** One of {@link documentTypes}. */
export type DocumentType = (typeof documentTypes)[number];

/**
 * Document types that a caller may draft. A corrective follows from the invoice that it corrects, an advance invoice
 * from a payment on a proforma.
 */
export const draftTypes = ['vat_invoice', 'proforma'] as const satisfies readonly DocumentType[];
