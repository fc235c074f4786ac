-- A migration of its own: it reads every row, while others read and write.
ALTER TABLE "organisation" VALIDATE CONSTRAINT "organisation_default_payment_method_check";
ALTER TABLE "organisation" VALIDATE CONSTRAINT "organisation_rounding_model_check";
ALTER TABLE "organisation" VALIDATE CONSTRAINT "organisation_split_payment_item_types_check";
ALTER TABLE "numbering_series" VALIDATE CONSTRAINT "numbering_series_invoice_type_check";
ALTER TABLE "invoice" VALIDATE CONSTRAINT "invoice_payment_method_check";
ALTER TABLE "invoice_line" VALIDATE CONSTRAINT "invoice_line_pricing_tier_check";
ALTER TABLE "invoice_line" VALIDATE CONSTRAINT "invoice_line_regional_zone_check";
