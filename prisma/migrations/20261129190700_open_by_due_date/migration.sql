-- What may be unpaid, in the order of the due date of its oldest unpaid part. The build before this one orders by the
-- document's own due date, and keeps its indexes (invoice_open_idx, invoice_collectable_due_date_idx) for a roll back: a
-- later release removes them.
CREATE INDEX "invoice_open_due_date_idx" ON "invoice"("organisation_id", COALESCE("open_due_date", "due_date"), "id")
    WHERE "status" IN ('issued', 'sent') AND "invoice_type" = 'vat_invoice';
