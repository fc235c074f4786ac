-- The closed lists that no constraint held yet: a value that the service does not know is refused when it is stored.
-- NOT VALID: new rows are checked from now on, and no row is read while the tables are locked. The next migration looks
-- at the earlier ones. Event types and audit actions have no constraint: only this service writes them, and each new
-- feature brings some.
ALTER TABLE "organisation"
    ADD CONSTRAINT "organisation_default_payment_method_check"
        CHECK ("default_payment_method" IN ('bank_transfer', 'cash', 'card', 'blik', 'other')) NOT VALID,
    ADD CONSTRAINT "organisation_rounding_model_check" CHECK ("rounding_model" IN ('per_rate', 'per_line')) NOT VALID,
    ADD CONSTRAINT "organisation_split_payment_item_types_check"
        CHECK ("split_payment_item_types" <@ ARRAY['service', 'product', 'custom']) NOT VALID;
ALTER TABLE "numbering_series"
    ADD CONSTRAINT "numbering_series_invoice_type_check"
        CHECK ("invoice_type" IN ('vat_invoice', 'proforma', 'corrective')) NOT VALID;
ALTER TABLE "invoice"
    ADD CONSTRAINT "invoice_payment_method_check"
        CHECK ("payment_method" IN ('bank_transfer', 'cash', 'card', 'blik', 'other')) NOT VALID;
ALTER TABLE "invoice_line"
    ADD CONSTRAINT "invoice_line_pricing_tier_check"
        CHECK ("pricing_tier" IN ('basic', 'standard', 'premium')) NOT VALID,
    ADD CONSTRAINT "invoice_line_regional_zone_check"
        CHECK ("regional_zone" IN ('warsaw', 'krakow', 'gdansk', 'wroclaw', 'poznan', 'other')) NOT VALID;
