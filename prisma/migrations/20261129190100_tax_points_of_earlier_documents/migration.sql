-- The tax points of documents that were issued before: as the VAT report has counted them, so that no month that was
-- declared changes. In the order of their correctives, because each is counted from those before it. A migration of its
-- own: the functions of the one before are committed, so what is issued meanwhile has its tax points. Only the rows are
-- locked, which no call changes, so that documents are issued while this lasts.
UPDATE "invoice_vat" v SET "tax_point" = r."tax_point", "counted_on" = r."counted_on",
        "declared_net" = r."declared_net", "declared_vat" = r."declared_vat"
    FROM (
        SELECT w."invoice_id", w."vat_category", w."vat_rate", COALESCE(i."sale_date", i."issue_date") AS "tax_point",
            CASE WHEN i."invoice_type" = 'corrective' THEN i."issue_date"
                ELSE COALESCE(i."sale_date", i."issue_date") END AS "counted_on",
            CASE WHEN NOT c."exchanged" THEN w."net" ELSE
                ROUND((b."net" + w."net") * i."exchange_rate", c."decimals")
                    - ROUND(b."net" * i."exchange_rate", c."decimals") END AS "declared_net",
            CASE WHEN NOT c."exchanged" THEN w."vat" ELSE
                ROUND((b."vat" + w."vat") * i."exchange_rate", c."decimals")
                    - ROUND(b."vat" * i."exchange_rate", c."decimals") END AS "declared_vat"
        FROM "invoice_vat" w JOIN "invoice" i ON i."id" = w."invoice_id"
        JOIN "organisation" o ON o."id" = i."organisation_id"
        CROSS JOIN LATERAL (SELECT i."currency" <> COALESCE(i."vat_currency", o."vat_currency") AS "exchanged",
            "currency_decimals"(COALESCE(i."vat_currency", o."vat_currency")) AS "decimals") c
        CROSS JOIN LATERAL (
            SELECT COALESCE(SUM(e."net"), 0) AS "net", COALESCE(SUM(e."vat"), 0) AS "vat" FROM "invoice_vat" e
            WHERE c."exchanged" AND i."corrects_id" IS NOT NULL AND e."vat_category" = w."vat_category"
                AND e."vat_rate" = w."vat_rate" AND e."invoice_id" = ANY(ARRAY(SELECT k."id" FROM "invoice" k
                WHERE k."corrects_id" = i."corrects_id" AND k."correction_number" < i."correction_number")
                || i."corrects_id")) b
        WHERE w."tax_point" IS NULL) r
    WHERE r."invoice_id" = v."invoice_id" AND r."vat_category" = v."vat_category" AND r."vat_rate" = v."vat_rate";

-- An exemption names one provision: drafts lose the default of before, which named two and so none. A rate given by hand
-- is one of the VAT currency that the organisation had. Drafts before their lines, as each command locks them.
UPDATE "invoice" i SET "version" = i."version" + 1,
        "vat_currency" = CASE WHEN i."exchange_rate" IS NULL THEN i."vat_currency" ELSE o."vat_currency" END
    FROM "organisation" o
    WHERE o."id" = i."organisation_id" AND i."status" = 'draft' AND (i."exchange_rate" IS NOT NULL
        OR EXISTS (SELECT FROM "invoice_line" l WHERE l."invoice_id" = i."id" AND l."exemption_reason"
            = 'Zwolnienie od podatku na podstawie art. 43 ust. 1 lub art. 113 ust. 1 ustawy o VAT'));
UPDATE "invoice_line" l SET "exemption_reason" = NULL FROM "invoice" i
    WHERE i."id" = l."invoice_id" AND i."status" = 'draft' AND l."exemption_reason"
        = 'Zwolnienie od podatku na podstawie art. 43 ust. 1 lub art. 113 ust. 1 ustawy o VAT';
