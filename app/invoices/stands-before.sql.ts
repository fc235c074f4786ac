/** SQL: whether document `earlier` is the invoice that `corrective` corrects, or an earlier corrective of it. What stood before a corrective is their sum. */
export const standsBefore = (earlier: string, corrective: string): string => `(${earlier}.id = ${corrective}.corrects_id
    OR (${earlier}.corrects_id = ${corrective}.corrects_id AND ${earlier}.correction_number < ${corrective}.correction_number))`;
