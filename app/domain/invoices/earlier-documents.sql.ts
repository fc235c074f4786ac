/**
 * SQL: ids of the invoice that a corrective corrects, and of that invoice's earlier correctives. @param corrective -
 * Alias of the corrective's row.
 */
export const earlierDocuments = (corrective: string): string => `(ARRAY(SELECT e.id FROM invoices.invoice e
    WHERE e.corrects_id = ${corrective}.corrects_id AND e.correction_number < ${corrective}.correction_number)
        || ${corrective}.corrects_id)`;
