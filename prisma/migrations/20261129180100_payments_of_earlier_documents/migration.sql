-- The documents from before the columns and the account of the migration before this one. A migration of its own: that
-- one keeps writers out until it is committed, which must not last as long as this does.
UPDATE "invoice" SET "payment_status" = 'cancelled' WHERE "status" = 'cancelled' AND "payment_status" <> 'cancelled';

-- Advances on proformas: only the audit trail knows which money came in for which proforma. What was reversed, or
-- recorded for a proforma that was annulled since, is credit alone.
INSERT INTO "settlement_entry" ("id", "settlement_id", "organisation_id", "account", "invoice_id", "currency", "amount")
SELECT gen_random_uuid(), a."settlement_id", a."organisation_id", 'advance', a."invoice_id", a."currency",
    LEAST(a."amount", a."total_gross" - a.earlier)
FROM (
    SELECT s."id" AS settlement_id, s."organisation_id", i."id" AS invoice_id, s."currency", s."amount", i."total_gross",
        ROW_NUMBER() OVER (PARTITION BY i."id" ORDER BY s."id") AS place,
        COALESCE(SUM(s."amount") OVER (PARTITION BY i."id" ORDER BY s."id"
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
    FROM "invoice" i
        JOIN "audit_entry" e ON e."organisation_id" = i."organisation_id" AND e."invoice_id" = i."id"
            AND e."action" = 'payment.recorded'
        JOIN "settlement" s ON s."organisation_id" = i."organisation_id" AND s."id"::text = e."after"->>'id'
    WHERE i."invoice_type" = 'proforma' AND i."status" <> 'cancelled' AND s."kind" = 'payment'
        AND NOT EXISTS (SELECT FROM "settlement" r WHERE r."reverses_id" = s."id")) a
WHERE a."total_gross" > a.earlier AND a.place <= 100;
UPDATE "invoice" i SET "paid_amount" = e.paid,
    "payment_status" = CASE WHEN e.paid = i."total_gross" THEN 'paid' ELSE 'partial' END,
    "status" = CASE WHEN e.paid = i."total_gross" THEN 'paid' ELSE i."status" END
FROM (SELECT "invoice_id", SUM("amount") AS paid FROM "settlement_entry" WHERE "account" = 'advance' GROUP BY 1) e
WHERE e."invoice_id" = i."id";

-- When a document was paid: the first settlement after which nothing was left to pay ever since, if it is a payment.
-- Ids of settlements are in the order of time.
WITH steps AS (
    SELECT e."invoice_id", e."settlement_id", s."created_at",
        SUM(e."amount") FILTER (WHERE e."account" <> 'credited') AS paid,
        SUM(SUM(e."amount")) OVER (PARTITION BY e."invoice_id" ORDER BY e."settlement_id") <> i."total_gross" AS is_open
    FROM "invoice" i JOIN "settlement_entry" e ON e."invoice_id" = i."id"
        JOIN "settlement" s ON s."id" = e."settlement_id"
    WHERE i."payment_status" = 'paid' AND i."paid_amount" > 0
    GROUP BY e."invoice_id", e."settlement_id", s."created_at", i."total_gross"),
settled AS (
    SELECT *, BOOL_OR(is_open) OVER (PARTITION BY "invoice_id" ORDER BY "settlement_id" DESC) AS is_before FROM steps),
firsts AS (
    SELECT DISTINCT ON ("invoice_id") "invoice_id", "created_at", paid FROM settled WHERE NOT is_before
    ORDER BY "invoice_id", "settlement_id")
UPDATE "invoice" i SET "paid_at" = f."created_at" FROM firsts f WHERE f."invoice_id" = i."id" AND f.paid > 0;
