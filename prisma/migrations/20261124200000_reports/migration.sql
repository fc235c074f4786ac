-- What reports read. Plain indexes, made in the migration's transaction: none of them needs a column that changes with each payment.

-- Statistics, and the VAT report by issue date: issued documents of a period.
CREATE INDEX "invoice_issued_idx" ON "invoice"("organisation_id", "issue_date") WHERE "number" IS NOT NULL;
-- The VAT report by tax point: the sale, or for a corrective its own issue. The expression and the condition stand in app/reports/counting.sql.ts as well.
CREATE INDEX "invoice_tax_point_idx" ON "invoice"("organisation_id", (CASE WHEN "invoice_type" = 'corrective' THEN "issue_date" ELSE COALESCE("sale_date", "issue_date") END))
    WHERE "number" IS NOT NULL AND "annulled_at" IS NULL AND "invoice_type" <> 'proforma';
-- What may be unpaid, in the order of its due date.
CREATE INDEX "invoice_open_idx" ON "invoice"("organisation_id", "due_date", "id") WHERE "status" IN ('issued', 'sent') AND "invoice_type" = 'vat_invoice';
-- Drafts, and what was cancelled as a draft, by the day they were made.
CREATE INDEX "invoice_unissued_idx" ON "invoice"("organisation_id", "created_at") WHERE "number" IS NULL;
