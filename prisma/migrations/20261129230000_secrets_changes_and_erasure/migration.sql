-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "sealed_at" TIMESTAMPTZ(3),
ADD COLUMN     "sealed_previous_secret" TEXT,
ADD COLUMN     "sealed_secret" TEXT;

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "pending_change" JSONB;

-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- The build before this one knows `secret` only. Where it stores another secret, the sealed one is out of date: it is
-- dropped, and a job of this build seals the new one. A secret that was never stored in plain moves to the previous
-- one as it is sealed.
CREATE FUNCTION "drop_outdated_seal"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW."sealed_previous_secret" := CASE WHEN NEW."previous_secret" = '' THEN OLD."sealed_secret" END;
    NEW."sealed_secret" := NULL;
    NEW."sealed_at" := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER "webhook_endpoint_resealed" BEFORE UPDATE OF "secret" ON "webhook_endpoint" FOR EACH ROW
    WHEN (NEW."secret" <> '' AND NEW."secret" IS DISTINCT FROM OLD."secret"
        AND OLD."sealed_secret" IS NOT NULL AND NEW."sealed_secret" IS NOT DISTINCT FROM OLD."sealed_secret")
    EXECUTE FUNCTION "drop_outdated_seal"();

-- The audit trail stays append-only, but for the content of documents that never were issued and are gone.
CREATE FUNCTION "refuse_change_of_audit_entry"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD."erased_at" IS NULL AND NEW."erased_at" IS NOT NULL AND NEW."before" IS NULL AND NEW."after" IS NULL
        AND NEW."on_behalf_of" IS NULL AND OLD."invoice_id" IS NOT NULL
        AND to_jsonb(NEW) - ARRAY['before', 'after', 'on_behalf_of', 'erased_at']
            = to_jsonb(OLD) - ARRAY['before', 'after', 'on_behalf_of', 'erased_at']
        AND NOT EXISTS (SELECT FROM "invoice" WHERE "id" = OLD."invoice_id") THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of % is not allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER "audit_entry_kept" ON "audit_entry";
CREATE TRIGGER "audit_entry_kept" BEFORE DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "audit_entry_frozen" BEFORE UPDATE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_audit_entry"();

-- Erases the content of the history of drafts that were deleted before a time, the oldest first. It acts as the owner
-- of the tables: the service itself may add to the audit trail, and change nothing in it.
CREATE FUNCTION "erase_deleted_drafts"("deleted_before" timestamptz, "at_most" int, "erased" timestamptz)
    RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH "old" AS (
        SELECT "organisation_id", "invoice_id" FROM "audit_entry"
        WHERE "action" = 'invoice.deleted' AND "erased_at" IS NULL AND "created_at" < "deleted_before"
        ORDER BY "created_at" LIMIT "at_most" FOR UPDATE SKIP LOCKED),
    "gone" AS (
        UPDATE "audit_entry" "a" SET "before" = NULL, "after" = NULL, "on_behalf_of" = NULL, "erased_at" = "erased"
        FROM "old" "o" WHERE "a"."organisation_id" = "o"."organisation_id" AND "a"."invoice_id" = "o"."invoice_id"
            AND "a"."erased_at" IS NULL)
    SELECT count(*)::int FROM "old" $$;
