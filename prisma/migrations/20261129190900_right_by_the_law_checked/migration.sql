-- Earlier rows hold by the constraints that were added unchecked. It reads every row, while others read and write.
ALTER TABLE "invoice" VALIDATE CONSTRAINT "invoice_invoice_type_check", VALIDATE CONSTRAINT "invoice_e_invoice_check",
    VALIDATE CONSTRAINT "invoice_correction_effect_check", VALIDATE CONSTRAINT "invoice_advance_check",
    VALIDATE CONSTRAINT "invoice_advance_of_id_fkey";
ALTER TABLE "invoice_line" VALIDATE CONSTRAINT "invoice_line_vat_word_check",
    VALIDATE CONSTRAINT "invoice_line_tax_point_rule_check", VALIDATE CONSTRAINT "invoice_line_gtu_check";
ALTER TABLE "numbering_series" VALIDATE CONSTRAINT "numbering_series_invoice_type_check",
    VALIDATE CONSTRAINT "numbering_series_first_number_check",
    VALIDATE CONSTRAINT "numbering_series_last_number_check";
-- The new indexes are of an expression, which has no figures until then.
ANALYZE "invoice";
