-- CreateTable
CREATE TABLE "invoice_vat" (
    "invoice_id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(9,6) NOT NULL,
    "net" DECIMAL(19,4) NOT NULL,
    "vat" DECIMAL(19,4) NOT NULL,

    CONSTRAINT "invoice_vat_pkey" PRIMARY KEY ("invoice_id","vat_category","vat_rate")
);

-- What follows can't be said in schema.prisma.

-- By a trigger, so that the build before this one, which goes on issuing during a rollout, writes them too; and as the tables' owner, so that
-- its database user needs no privilege on a table that it does not know. When the transaction ends, because a corrective is stored before its lines.
CREATE FUNCTION "store_vat_of_issued"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "invoice_vat" ("invoice_id", "organisation_id", "vat_category", "vat_rate", "net", "vat")
        SELECT NEW."id", NEW."organisation_id", l."vat_category", l."vat_rate", SUM(l."net"), SUM(l."vat") FROM "invoice_line" l
        WHERE l."invoice_id" = NEW."id" GROUP BY l."vat_category", l."vat_rate";
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION "store_vat_of_issued"() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER "invoice_issued_vat" AFTER UPDATE ON "invoice"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD."number" IS NULL AND NEW."number" IS NOT NULL) EXECUTE FUNCTION "store_vat_of_issued"();
CREATE CONSTRAINT TRIGGER "invoice_stored_issued_vat" AFTER INSERT ON "invoice"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."number" IS NOT NULL) EXECUTE FUNCTION "store_vat_of_issued"();

CREATE TRIGGER "invoice_vat_kept" BEFORE UPDATE OR DELETE ON "invoice_vat" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "invoice_vat_not_emptied" BEFORE TRUNCATE ON "invoice_vat" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
