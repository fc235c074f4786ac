-- The tax points of documents that were issued before: as the VAT report has counted them, so that no month that was
-- declared changes. In the order of their correctives, because each is counted from those before it. A migration of its
-- own: the functions of the one before are committed, so what is issued meanwhile has its tax points.
ALTER TABLE "invoice_vat" DISABLE TRIGGER "invoice_vat_kept";
UPDATE "invoice_vat" v SET "tax_point" = r."tax_point", "counted_on" = r."counted_on",
        "declared_net" = r."declared_net", "declared_vat" = r."declared_vat"
    FROM "invoice" i CROSS JOIN LATERAL "vat_without_tax_points"(i."id") r
    WHERE v."tax_point" IS NULL AND i."id" = v."invoice_id" AND r."vat_category" = v."vat_category"
        AND r."vat_rate" = v."vat_rate" AND r."vat_word" = v."vat_word";
ALTER TABLE "invoice_vat" ENABLE TRIGGER "invoice_vat_kept";
