-- In a migration of its own, as each index: while it is built writes wait, but reads go on.
-- The VAT report reads the rows of a period.
CREATE INDEX "invoice_vat_organisation_id_counted_on_idx" ON "invoice_vat"("organisation_id", "counted_on");
-- Correctives whose confirmation is awaited.
CREATE INDEX "invoice_vat_awaiting_idx" ON "invoice_vat"("organisation_id", "invoice_id") WHERE "counted_on" IS NULL;
