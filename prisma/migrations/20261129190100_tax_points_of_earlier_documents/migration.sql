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

-- An exemption names one provision: drafts lose the default of before, which named two and so none.
UPDATE "invoice_line" l SET "exemption_reason" = NULL FROM "invoice" i
    WHERE i."id" = l."invoice_id" AND i."status" = 'draft' AND l."exemption_reason"
        = 'Zwolnienie od podatku na podstawie art. 43 ust. 1 lub art. 113 ust. 1 ustawy o VAT';
-- A rate given by hand is one of the VAT currency that the organisation had.
UPDATE "invoice" i SET "vat_currency" = o."vat_currency" FROM "organisation" o
    WHERE o."id" = i."organisation_id" AND i."status" = 'draft' AND i."exchange_rate" IS NOT NULL;
