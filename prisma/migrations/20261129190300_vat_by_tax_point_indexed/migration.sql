-- The key of the next migration. In one of its own: while an index is built writes wait, but reads go on.
CREATE UNIQUE INDEX "invoice_vat_tax_point_key" ON "invoice_vat"("invoice_id", "vat_category", "vat_rate", "vat_word",
    "tax_point_rule", "tax_point");
