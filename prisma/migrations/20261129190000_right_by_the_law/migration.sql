-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "advance_of_id" UUID,
ADD COLUMN     "advance_order" JSONB,
ADD COLUMN     "advance_payment_id" UUID,
ADD COLUMN     "advances" JSONB,
ADD COLUMN     "buyer_endpoint" JSONB,
ADD COLUMN     "buyer_reference" TEXT,
ADD COLUMN     "construction_services" BOOLEAN,
ADD COLUMN     "corrected_data" JSONB,
ADD COLUMN     "correction_effect" TEXT,
ADD COLUMN     "correction_effect_date" DATE,
ADD COLUMN     "e_invoice" TEXT,
ADD COLUMN     "open_due_date" DATE,
ADD COLUMN     "receipt_confirmed_on" DATE,
ADD COLUMN     "recipient" JSONB,
ADD COLUMN     "tax_point_date" DATE,
ADD COLUMN     "tax_points" JSONB;

-- AlterTable
ALTER TABLE "invoice_line" ADD COLUMN     "gtu" SMALLINT,
ADD COLUMN     "tax_point_rule" TEXT,
ADD COLUMN     "vat_word" TEXT;

-- AlterTable
ALTER TABLE "invoice_vat" ADD COLUMN     "counted_on" DATE,
ADD COLUMN     "declared_net" DECIMAL(19,4),
ADD COLUMN     "declared_vat" DECIMAL(19,4),
ADD COLUMN     "tax_point" DATE,
ADD COLUMN     "tax_point_rule" TEXT NOT NULL DEFAULT 'general',
ADD COLUMN     "vat_word" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "numbering_series" ADD COLUMN     "first_number" BIGINT;

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "construction_services" BOOLEAN,
ADD COLUMN     "contact" JSONB,
ADD COLUMN     "endpoint" JSONB,
ADD COLUMN     "exemption_reason" TEXT,
ADD COLUMN     "ibans" JSONB,
ADD COLUMN     "vat_rates" TEXT[];

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_advance_of_id_fkey" FOREIGN KEY ("advance_of_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT NOT VALID;

-- What follows can't be said in schema.prisma. Constraints are NOT VALID: new rows are checked, and no row is read while
-- the tables are locked. Earlier rows have none of the new columns, and hold by the narrower constraints of before; the
-- last migration of these looks at them. Rows and indexes are the matter of the migrations after this one.
ALTER TABLE "invoice"
    DROP CONSTRAINT "invoice_invoice_type_check",
    ADD CONSTRAINT "invoice_invoice_type_check"
        CHECK ("invoice_type" IN ('vat_invoice', 'proforma', 'advance_invoice', 'corrective')) NOT VALID,
    ADD CONSTRAINT "invoice_e_invoice_check"
        CHECK ("e_invoice" IN ('en16931', 'peppol', 'xrechnung', 'facturx')) NOT VALID,
    ADD CONSTRAINT "invoice_correction_effect_check"
        CHECK ("correction_effect" IN ('original', 'correction', 'other')
            AND ("correction_effect" IS NULL OR "invoice_type" = 'corrective')
            AND ("correction_effect_date" IS NOT NULL) = ("correction_effect" IS NOT DISTINCT FROM 'other')) NOT VALID,
    ADD CONSTRAINT "invoice_advance_check"
        CHECK (("invoice_type" = 'advance_invoice') = ("advance_of_id" IS NOT NULL)) NOT VALID;
ALTER TABLE "invoice_line"
    ADD CONSTRAINT "invoice_line_vat_word_check" CHECK ("vat_word" IS NULL OR ("vat_word" = 'np_art100' AND "vat_category" = 'AE')) NOT VALID,
    ADD CONSTRAINT "invoice_line_tax_point_rule_check"
        CHECK ("tax_point_rule" IN ('general', 'construction', 'intra_community', 'advance')) NOT VALID,
    ADD CONSTRAINT "invoice_line_gtu_check" CHECK ("gtu" BETWEEN 1 AND 13) NOT VALID;
-- NOT NULL once the earlier rows have theirs.
ALTER TABLE "invoice_vat" ADD CONSTRAINT "invoice_vat_tax_point_check" CHECK ("tax_point" IS NOT NULL) NOT VALID;
ALTER TABLE "numbering_series"
    DROP CONSTRAINT "numbering_series_invoice_type_check",
    ADD CONSTRAINT "numbering_series_invoice_type_check"
        CHECK ("invoice_type" IN ('vat_invoice', 'proforma', 'advance_invoice', 'corrective')) NOT VALID,
    ADD CONSTRAINT "numbering_series_first_number_check" CHECK ("first_number" >= 1) NOT VALID,
    -- A series that was started has its row before its first document.
    DROP CONSTRAINT "numbering_series_last_number_check",
    ADD CONSTRAINT "numbering_series_last_number_check" CHECK ("last_number" >= COALESCE("first_number" - 1, 1)) NOT VALID;

-- Decimals of a currency (ISO 4217 list one, as in currencies.ts).
CREATE FUNCTION "currency_decimals"("code" text) RETURNS int LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT AS $$
    SELECT CASE
        WHEN "code" IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
            'XAF', 'XOF', 'XPF') THEN 0
        WHEN "code" IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
        WHEN "code" IN ('CLF', 'UYW') THEN 4 ELSE 2 END
$$;

-- The VAT of a document that was issued without tax points, by a build before this one: one tax point for all lines, the
-- sale date. A corrective's amounts in the VAT currency are what the rate comes to with it, less what it came to before.
CREATE FUNCTION "vat_without_tax_points"("document" uuid)
RETURNS TABLE ("vat_category" text, "vat_rate" numeric, "vat_word" text, "net" numeric, "vat" numeric, "tax_point" date,
    "counted_on" date, "declared_net" numeric, "declared_vat" numeric)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH d AS (
        SELECT i.*, i."currency" <> c."declared_in" AS "exchanged", "currency_decimals"(c."declared_in") AS "decimals"
        FROM "invoice" i JOIN "organisation" o ON o."id" = i."organisation_id"
        CROSS JOIN LATERAL (SELECT COALESCE(i."vat_currency", o."vat_currency") AS "declared_in") c
        WHERE i."id" = "document"),
    v AS (
        SELECT l."vat_category", l."vat_rate", COALESCE(l."vat_word", '') AS "vat_word", SUM(l."net") AS "net",
            SUM(l."vat") AS "vat"
        FROM "invoice_line" l WHERE l."invoice_id" = "document"
        GROUP BY l."vat_category", l."vat_rate", COALESCE(l."vat_word", '')),
    b AS (
        SELECT e."vat_category", e."vat_rate", e."vat_word", SUM(e."net") AS "net", SUM(e."vat") AS "vat"
        FROM d JOIN "invoice_vat" e ON e."invoice_id" = ANY(ARRAY(SELECT c."id" FROM "invoice" c
            WHERE c."corrects_id" = d."corrects_id" AND c."correction_number" < d."correction_number") || d."corrects_id")
        WHERE d."exchanged" AND d."corrects_id" IS NOT NULL
        GROUP BY e."vat_category", e."vat_rate", e."vat_word")
    SELECT v."vat_category", v."vat_rate", v."vat_word", v."net", v."vat", COALESCE(d."sale_date", d."issue_date"),
        CASE WHEN d."invoice_type" = 'corrective' THEN d."issue_date" ELSE COALESCE(d."sale_date", d."issue_date") END,
        CASE WHEN NOT d."exchanged" THEN v."net" ELSE
            ROUND((COALESCE(b."net", 0) + v."net") * d."exchange_rate", d."decimals")
                - ROUND(COALESCE(b."net", 0) * d."exchange_rate", d."decimals") END,
        CASE WHEN NOT d."exchanged" THEN v."vat" ELSE
            ROUND((COALESCE(b."vat", 0) + v."vat") * d."exchange_rate", d."decimals")
                - ROUND(COALESCE(b."vat", 0) * d."exchange_rate", d."decimals") END
    FROM d CROSS JOIN v
        LEFT JOIN b ON b."vat_category" = v."vat_category" AND b."vat_rate" = v."vat_rate"
            AND b."vat_word" = v."vat_word"
$$;
REVOKE ALL ON FUNCTION "vat_without_tax_points"(uuid) FROM PUBLIC;

-- The rows follow from the document's own tax points, or from its lines.
CREATE OR REPLACE FUNCTION "store_vat_of_issued"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW."tax_points" IS NULL THEN
        -- A build before this one would tax in full what advance invoices have taxed.
        IF NEW."invoice_type" <> 'proforma' AND (NEW."advances" IS NOT NULL
            OR EXISTS (SELECT FROM "invoice" o WHERE o."id" = NEW."corrects_id" AND o."advances" IS NOT NULL)
            OR EXISTS (SELECT FROM "invoice" a
                WHERE a."advance_of_id" = NEW."converted_from_id" AND a."status" <> 'cancelled')) THEN
            RAISE EXCEPTION 'document % has advance invoices, which only a newer version knows', NEW."id"
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        INSERT INTO "invoice_vat" ("invoice_id", "organisation_id", "vat_category", "vat_rate", "vat_word", "net", "vat",
                "tax_point", "counted_on", "declared_net", "declared_vat")
            SELECT NEW."id", NEW."organisation_id", v.* FROM "vat_without_tax_points"(NEW."id") v;
    ELSE
        INSERT INTO "invoice_vat" ("invoice_id", "organisation_id", "vat_category", "vat_rate", "vat_word", "net", "vat",
                "tax_point_rule", "tax_point", "counted_on", "declared_net", "declared_vat")
            SELECT NEW."id", NEW."organisation_id", t."category", t."rate", COALESCE(t."word", ''), t."net", t."vat",
                t."rule", t."date", t."countedOn", t."declaredNet", t."declaredVat"
            FROM jsonb_to_recordset(NEW."tax_points") AS t("category" text, "rate" numeric, "word" text, "net" numeric,
                "vat" numeric, "rule" text, "date" date, "countedOn" date, "declaredNet" numeric, "declaredVat" numeric);
    END IF;
    RETURN NULL;
END $$;

-- What counts on no day yet may be given its day, once.
CREATE FUNCTION "refuse_change_of_vat"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD."counted_on" IS NOT NULL OR NEW."counted_on" IS NULL
        OR to_jsonb(NEW) - 'counted_on' IS DISTINCT FROM to_jsonb(OLD) - 'counted_on' THEN
        RAISE EXCEPTION 'the VAT of an issued document cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER "invoice_vat_kept" ON "invoice_vat";
CREATE TRIGGER "invoice_vat_kept" BEFORE DELETE ON "invoice_vat" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
-- Rows of before are given their tax points by the next migration, which so needs no lock of the table.
CREATE TRIGGER "invoice_vat_frozen" BEFORE UPDATE ON "invoice_vat" FOR EACH ROW WHEN (OLD."tax_point" IS NOT NULL)
    EXECUTE FUNCTION "refuse_change_of_vat"();

-- The confirmed receipt of a corrective gives the amounts that waited for it the day on which they count. As the tables'
-- owner, like the trigger that stores them: the service's user only reads them.
CREATE FUNCTION "count_confirmed_receipt"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE "invoice_vat" SET "counted_on" = GREATEST(NEW."receipt_confirmed_on", "tax_point")
        WHERE "invoice_id" = NEW."id" AND "counted_on" IS NULL;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION "count_confirmed_receipt"() FROM PUBLIC;
CREATE TRIGGER "invoice_receipt_confirmed" AFTER UPDATE ON "invoice" FOR EACH ROW
    WHEN (OLD."receipt_confirmed_on" IS NULL AND NEW."receipt_confirmed_on" IS NOT NULL)
    EXECUTE FUNCTION "count_confirmed_receipt"();

-- What tells of the later life of an issued invoice may change; everything else is frozen.
CREATE OR REPLACE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    living CONSTANT text[] := ARRAY['status', 'payment_status', 'paid_amount', 'credited_amount', 'paid_at', 'version',
        'updated_at', 'sent_at', 'cancelled_at', 'cancellation_date', 'cancellation_reason', 'annulled_at',
        'receipt_confirmed_on', 'open_due_date'];
BEGIN
    IF NEW."status" = 'draft' OR to_jsonb(NEW) - living IS DISTINCT FROM to_jsonb(OLD) - living THEN
        RAISE EXCEPTION 'invoice % is issued and cannot be changed', OLD."id"
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- As before, but no date of a series that is later than today counts: earlier versions issued documents that are dated ahead. An earlier build,
-- which gives no date of today, has the rule of before.
CREATE OR REPLACE FUNCTION "take_numbers"("for_organisation" text, "wanted" jsonb, "may_backdate" boolean)
RETURNS TABLE ("invoice_id" uuid, "number" text, "series_number" bigint, "chain_hash" text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    "document" record;
    "refused" jsonb := '[]';
BEGIN
    FOR "document" IN
        SELECT * FROM jsonb_to_recordset("wanted") AS d("place" int, "invoice_id" uuid, "series_id" text, "invoice_type" text, "period" text,
            "prefix" text, "digits" int, "suffix" text, "issue_date" date, "today" date, "content_hash" text) ORDER BY d."series_id" COLLATE "C", d."place"
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
            WHERE LEAST(s."last_issue_date", "document"."today") <= excluded."last_issue_date" OR "may_backdate"
        RETURNING s."last_number", s."last_hash" INTO "series_number", "chain_hash";
        "invoice_id" := "document"."invoice_id";
        IF NOT FOUND THEN
            "refused" := "refused" || (SELECT jsonb_build_object('invoiceId', "document"."invoice_id", 'series', s."id",
                'lastIssueDate', LEAST(s."last_issue_date", "document"."today")) FROM "numbering_series" s
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
