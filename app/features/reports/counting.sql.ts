/**
 * Which documents count in reports; aliased `i`. Annulled ones count as zero and proformas are offers. One that a corrective took back counts
 * on, because the corrective counts too. The partial indexes of the migration have the same conditions, word for word.
 */
export const counts = `i.number IS NOT NULL AND i.annulled_at IS NULL AND i.invoice_type <> 'proforma'`;

/** What may be unpaid. A corrective is settled with the invoice that it corrects. */
export const mayBeOpen = `i.status IN ('issued', 'sent') AND i.invoice_type = 'vat_invoice'`;

/** What is left to pay. */
export const balance = '(i.total_gross - i.paid_amount - i.credited_amount)';

/** The day whose VAT period a document belongs to: of the sale, or of the corrective itself. */
export const taxPoint = `CASE WHEN i.invoice_type = 'corrective' THEN i.issue_date ELSE COALESCE(i.sale_date, i.issue_date) END`;
