-- AlterTable
ALTER TABLE "invoice_vat" ALTER COLUMN "tax_point" SET NOT NULL;
ALTER TABLE "invoice_vat" DROP CONSTRAINT "invoice_vat_pkey",
ADD CONSTRAINT "invoice_vat_pkey" PRIMARY KEY ("invoice_id", "vat_category", "vat_rate", "vat_word", "tax_point_rule", "tax_point");

-- What follows can't be said in schema.prisma.
DROP TRIGGER "invoice_vat_kept" ON "invoice_vat";
CREATE TRIGGER "invoice_vat_kept" BEFORE DELETE ON "invoice_vat" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "invoice_vat_frozen" BEFORE UPDATE ON "invoice_vat"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_vat"();

-- The VAT report reads the rows of a period.
CREATE INDEX "invoice_vat_organisation_id_counted_on_idx" ON "invoice_vat"("organisation_id", "counted_on");
-- Correctives whose confirmation is awaited.
CREATE INDEX "invoice_vat_awaiting_idx" ON "invoice_vat"("organisation_id", "invoice_id") WHERE "counted_on" IS NULL;
ANALYZE "invoice_vat";

-- Earlier rows hold by the constraints that were added unchecked.
ALTER TABLE "invoice" VALIDATE CONSTRAINT "invoice_invoice_type_check", VALIDATE CONSTRAINT "invoice_e_invoice_check",
    VALIDATE CONSTRAINT "invoice_correction_effect_check", VALIDATE CONSTRAINT "invoice_advance_check";
ALTER TABLE "invoice_line" VALIDATE CONSTRAINT "invoice_line_vat_word_check",
    VALIDATE CONSTRAINT "invoice_line_tax_point_rule_check", VALIDATE CONSTRAINT "invoice_line_gtu_check";
ALTER TABLE "numbering_series" VALIDATE CONSTRAINT "numbering_series_invoice_type_check",
    VALIDATE CONSTRAINT "numbering_series_first_number_check";
