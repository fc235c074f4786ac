-- Takes numbers for several documents that are stored issued (POST /invoices and bulk rows with issue: true), as the CTE `counter` of
-- taking-number.sql.ts does for one: number and chain hash of each, in the order of its place. Series are locked in the order of their ids, so
-- that two statements never wait for each other. All or none: what a series refuses is told for all documents at once, and raised.
CREATE FUNCTION "take_numbers"("for_organisation" text, "wanted" jsonb, "may_backdate" boolean)
RETURNS TABLE ("invoice_id" uuid, "number" text, "series_number" bigint, "chain_hash" text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    "document" record;
    "refused" jsonb := '[]';
BEGIN
    FOR "document" IN
        SELECT * FROM jsonb_to_recordset("wanted") AS d("place" int, "invoice_id" uuid, "series_id" text, "invoice_type" text, "period" text,
            "prefix" text, "digits" int, "suffix" text, "issue_date" date, "content_hash" text) ORDER BY d."series_id" COLLATE "C", d."place"
    LOOP
        INSERT INTO "numbering_series" AS s ("organisation_id", "id", "invoice_type", "period", "last_number", "last_issue_date", "last_hash")
        VALUES ("for_organisation", "document"."series_id", "document"."invoice_type", "document"."period", 1, "document"."issue_date",
            encode(sha256(convert_to("document"."series_id" || E'\n' || "document"."prefix" || LPAD('1', GREATEST("document"."digits", 1), '0')
                || "document"."suffix" || E'\n' || "document"."content_hash", 'UTF8')), 'hex'))
        ON CONFLICT ("organisation_id", "id") DO UPDATE SET
            "last_number" = s."last_number" + 1,
            "last_issue_date" = GREATEST(s."last_issue_date", excluded."last_issue_date"),
            "last_hash" = encode(sha256(convert_to(COALESCE(s."last_hash", s."id") || E'\n' || "document"."prefix"
                || LPAD((s."last_number" + 1)::text, GREATEST("document"."digits", LENGTH((s."last_number" + 1)::text)), '0')
                || "document"."suffix" || E'\n' || "document"."content_hash", 'UTF8')), 'hex')
            WHERE s."last_issue_date" <= excluded."last_issue_date" OR "may_backdate"
        RETURNING s."last_number", s."last_hash" INTO "series_number", "chain_hash";
        "invoice_id" := "document"."invoice_id";
        IF NOT FOUND THEN
            "refused" := "refused" || (SELECT jsonb_build_object('invoiceId', "document"."invoice_id", 'series', s."id",
                'lastIssueDate', s."last_issue_date") FROM "numbering_series" s
                WHERE s."organisation_id" = "for_organisation" AND s."id" = "document"."series_id");
            CONTINUE;
        END IF;
        "number" := "document"."prefix" || LPAD("series_number"::text, GREATEST("document"."digits", LENGTH("series_number"::text)), '0')
            || "document"."suffix";
        RETURN NEXT;
    END LOOP;
    IF "refused" <> '[]' THEN
        RAISE EXCEPTION 'issue dates before the last one of their series' USING ERRCODE = 'IN001', DETAIL = "refused"::text;
    END IF;
END $$;

-- A document that is stored issued comes with all its lines in one transaction. Once that is committed it takes no more: its row, or one of its
-- lines, is then of another transaction.
CREATE OR REPLACE FUNCTION "refuse_lines_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT "invoice_id", BOOL_AND("correction_part" IS NOT NULL) AS "corrects" FROM "changed" GROUP BY "invoice_id") c
        JOIN "invoice" i ON i."id" = c."invoice_id"
        WHERE i."status" <> 'draft' AND (i."xmin" <> pg_current_xact_id()::xid OR (i."invoice_type" = 'corrective') <> c."corrects" OR EXISTS (
            SELECT FROM "invoice_line" l WHERE l."invoice_id" = i."id" AND l."xmin" <> pg_current_xact_id()::xid))) THEN
        RAISE EXCEPTION 'lines of an issued invoice cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
