-- Issued documents never change (spec 4): a line can't be moved to one either, and their tables can't be emptied.
CREATE TRIGGER "invoice_line_moved" AFTER UPDATE ON "invoice_line"
    REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_issued_lines"();

CREATE FUNCTION "refuse_emptying_of_issued"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM "invoice" WHERE "status" <> 'draft') THEN
        RAISE EXCEPTION '% of % is not allowed while there are issued invoices', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "invoice_not_emptied" BEFORE TRUNCATE ON "invoice"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_emptying_of_issued"();
CREATE TRIGGER "invoice_line_not_emptied" BEFORE TRUNCATE ON "invoice_line"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_emptying_of_issued"();
