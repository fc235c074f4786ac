/** SQL: ids of the documents that stand before a corrective: the invoice that it corrects, and the earlier correctives of that. @param corrective - Alias of its row. */
export const earlierDocuments = (corrective: string): string => `(ARRAY(SELECT e.id FROM invoice e
    WHERE e.corrects_id = ${corrective}.corrects_id AND e.correction_number < ${corrective}.correction_number) || ${corrective}.corrects_id)`;
