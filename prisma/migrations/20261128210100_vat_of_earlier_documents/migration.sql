-- The documents that were issued before the triggers of the migration before this one. A migration of its own: those triggers keep writers out
-- until they are committed, which must not last as long as this does. What is issued meanwhile has its rows from them, or is not seen here.
INSERT INTO "invoice_vat" ("invoice_id", "organisation_id", "vat_category", "vat_rate", "net", "vat")
    SELECT l."invoice_id", i."organisation_id", l."vat_category", l."vat_rate", SUM(l."net"), SUM(l."vat")
    FROM "invoice" i JOIN "invoice_line" l ON l."invoice_id" = i."id" WHERE i."number" IS NOT NULL
    GROUP BY l."invoice_id", i."organisation_id", l."vat_category", l."vat_rate" ORDER BY l."invoice_id"
    ON CONFLICT DO NOTHING;
-- Reports are planned by it, and autovacuum may take its time.
ANALYZE "invoice_vat";
