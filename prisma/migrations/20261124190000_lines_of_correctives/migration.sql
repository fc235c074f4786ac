-- A corrective is never a draft: it is stored issued, with all its lines, in one transaction. Once that is committed it has lines of another
-- transaction, and like any issued document it takes no more.
CREATE FUNCTION "refuse_lines_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT "invoice_id", BOOL_AND("correction_part" IS NOT NULL) AS "corrects" FROM "changed" GROUP BY "invoice_id") c
        JOIN "invoice" i ON i."id" = c."invoice_id"
        WHERE i."status" <> 'draft' AND (i."invoice_type" <> 'corrective' OR NOT c."corrects" OR EXISTS (
            SELECT FROM "invoice_line" l WHERE l."invoice_id" = i."id" AND l."xmin" <> pg_current_xact_id()::xid))) THEN
        RAISE EXCEPTION 'lines of an issued invoice cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER "invoice_line_added" AFTER INSERT ON "invoice_line"
    REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_lines_of_issued_invoice"();
