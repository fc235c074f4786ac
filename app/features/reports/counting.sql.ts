/**
 * Condition for documents, aliased `i`, that count in reports. Annulled ones count as zero, and proformas are offers. A
 * document that a corrective took back still counts, because the corrective counts too. The partial indexes of the
 * migration have the same conditions, word for word.
 */
export const counts = `i.number IS NOT NULL AND i.annulled_at IS NULL AND i.invoice_type <> 'proforma'`;

/** Condition for documents that may be unpaid. A corrective is settled with the invoice that it corrects. */
export const mayBeOpen = `i.status IN ('issued', 'sent') AND i.invoice_type = 'vat_invoice'`;

/** Amount that is left to pay. */
export const balance = '(i.total_gross - i.paid_amount - i.credited_amount)';

/** The day of a document's sale (or else of its issue), and for a corrective of its own issue. */
export const saleDay = `CASE WHEN i.invoice_type = 'corrective' THEN i.issue_date
    ELSE COALESCE(i.sale_date, i.issue_date) END`;
