-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organisation" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "legal_name" TEXT,
    "nip" TEXT,
    "regon" TEXT,
    "vat_id" TEXT,
    "street" TEXT,
    "postal_code" TEXT,
    "city" TEXT,
    "country" TEXT NOT NULL DEFAULT 'PL',
    "email" TEXT,
    "phone" TEXT,
    "iban" TEXT,
    "bank_name" TEXT,
    "default_currency" TEXT NOT NULL DEFAULT 'PLN',
    "vat_currency" TEXT NOT NULL DEFAULT 'PLN',
    "default_vat_rate" TEXT NOT NULL DEFAULT '23',
    "default_payment_method" TEXT NOT NULL DEFAULT 'bank_transfer',
    "payment_terms_days" INTEGER NOT NULL DEFAULT 14,
    "default_language" TEXT NOT NULL DEFAULT 'pl',
    "rounding_model" TEXT NOT NULL DEFAULT 'per_rate',
    "number_patterns" JSONB NOT NULL,
    "require_if_match" BOOLEAN NOT NULL DEFAULT false,
    "split_payment_item_types" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "payment_status" TEXT NOT NULL,
    "invoice_type" TEXT NOT NULL,
    "number" TEXT,
    "series_id" TEXT,
    "series_number" BIGINT,
    "contact_id" UUID,
    "customer_name" TEXT,
    "customer_nip" TEXT,
    "buyer" JSONB NOT NULL,
    "given_buyer" JSONB NOT NULL,
    "seller" JSONB,
    "issue_date" DATE,
    "sale_date" DATE,
    "due_date" DATE,
    "payment_method" TEXT NOT NULL,
    "payment_terms" TEXT,
    "notes" TEXT,
    "quote_id" UUID,
    "currency" TEXT NOT NULL,
    "prices_include" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "rounding_model" TEXT NOT NULL,
    "discount_percent" DECIMAL(9,6) NOT NULL,
    "discount_amount" DECIMAL(19,4) NOT NULL,
    "total_net" DECIMAL(19,4) NOT NULL,
    "total_vat" DECIMAL(19,4) NOT NULL,
    "total_gross" DECIMAL(19,4) NOT NULL,
    "paid_amount" DECIMAL(19,4) NOT NULL,
    "credited_amount" DECIMAL(19,4) NOT NULL,
    "split_payment" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "item_type" TEXT NOT NULL,
    "service_id" UUID,
    "product_id" UUID,
    "description" TEXT NOT NULL,
    "quantity" DECIMAL(18,6) NOT NULL,
    "unit" TEXT NOT NULL,
    "unit_price" DECIMAL(21,6) NOT NULL,
    "price_base_quantity" DECIMAL(18,6) NOT NULL,
    "vat_category" TEXT NOT NULL,
    "vat_rate" DECIMAL(9,6) NOT NULL,
    "exemption_reason" TEXT,
    "pricing_tier" TEXT,
    "regional_zone" TEXT,
    "discount_percent" DECIMAL(9,6) NOT NULL,
    "discount_amount" DECIMAL(19,4) NOT NULL,
    "split_payment" BOOLEAN NOT NULL,
    "price_amount" DECIMAL(19,4) NOT NULL,
    "line_discount" DECIMAL(19,4) NOT NULL,
    "document_discount" DECIMAL(19,4) NOT NULL,
    "net" DECIMAL(19,4) NOT NULL,
    "vat" DECIMAL(19,4) NOT NULL,
    "gross" DECIMAL(19,4) NOT NULL,
    "price_source" JSONB NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "numbering_series" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "invoice_type" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "last_number" BIGINT NOT NULL,
    "last_issue_date" DATE NOT NULL,

    CONSTRAINT "numbering_series_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID,
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "request_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "organisation_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "attempt" UUID NOT NULL,
    "locked_until" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status_code" INTEGER,
    "headers" JSONB,
    "body" TEXT,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("organisation_id","key")
);

-- CreateIndex
CREATE INDEX "invoice_organisation_id_created_at_id_idx" ON "invoice"("organisation_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "invoice_organisation_id_total_gross_id_idx" ON "invoice"("organisation_id", "total_gross", "id");

-- CreateIndex
CREATE INDEX "invoice_organisation_id_contact_id_created_at_idx" ON "invoice"("organisation_id", "contact_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_organisation_id_number_key" ON "invoice"("organisation_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_organisation_id_series_id_series_number_key" ON "invoice"("organisation_id", "series_id", "series_number");

-- CreateIndex
CREATE INDEX "invoice_line_invoice_id_position_idx" ON "invoice_line"("invoice_id", "position");

-- CreateIndex
CREATE INDEX "audit_entry_organisation_id_invoice_id_id_idx" ON "audit_entry"("organisation_id", "invoice_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_sequence_key" ON "outbox_event"("sequence");

-- CreateIndex
CREATE INDEX "outbox_event_organisation_id_sequence_idx" ON "outbox_event"("organisation_id", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_key_expires_at_idx" ON "idempotency_key"("expires_at");

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "numbering_series" ADD CONSTRAINT "numbering_series_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What follows can't be said in schema.prisma.

-- Sorting and paging by a column that a draft leaves empty: the empty ones come last, and a cursor can point between them.
CREATE INDEX "invoice_organisation_id_issue_date_order_idx" ON "invoice"("organisation_id", COALESCE("issue_date", 'infinity'::date), "id");
CREATE INDEX "invoice_organisation_id_due_date_order_idx" ON "invoice"("organisation_id", COALESCE("due_date", 'infinity'::date), "id");
-- By series and counter, not by the printed text: FV/2026/11/10000 comes after FV/2026/11/9999.
CREATE INDEX "invoice_organisation_id_number_order_idx" ON "invoice"("organisation_id", (COALESCE("series_id" || ' ' || LPAD("series_number"::text, 19, '0'), '~') COLLATE "C"), "id");

ALTER TABLE "invoice"
    ADD CONSTRAINT "invoice_status_check" CHECK ("status" IN ('draft', 'issued', 'sent', 'paid', 'cancelled')),
    ADD CONSTRAINT "invoice_payment_status_check" CHECK ("payment_status" IN ('pending', 'partial', 'paid')),
    ADD CONSTRAINT "invoice_invoice_type_check" CHECK ("invoice_type" IN ('vat_invoice', 'proforma', 'corrective')),
    ADD CONSTRAINT "invoice_prices_include_check" CHECK ("prices_include" IN ('net', 'gross')),
    ADD CONSTRAINT "invoice_rounding_model_check" CHECK ("rounding_model" IN ('per_rate', 'per_line')),
    ADD CONSTRAINT "invoice_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
    ADD CONSTRAINT "invoice_total_check" CHECK ("total_net" + "total_vat" = "total_gross"),
    -- A draft has no number; whatever was issued has all of them, with the seller it was issued by.
    ADD CONSTRAINT "invoice_number_check" CHECK (
        CASE WHEN "status" IN ('issued', 'sent', 'paid')
            THEN NUM_NONNULLS("number", "series_id", "series_number", "seller", "issue_date", "issued_at") = 6
            ELSE NUM_NONNULLS("number", "series_id", "series_number") IN (0, 3) END
        AND ("status" <> 'draft' OR "number" IS NULL)),
    ADD CONSTRAINT "invoice_series_number_check" CHECK ("series_number" >= 1);

ALTER TABLE "invoice_line"
    ADD CONSTRAINT "invoice_line_item_type_check" CHECK ("item_type" IN ('service', 'product', 'custom')),
    ADD CONSTRAINT "invoice_line_vat_category_check" CHECK ("vat_category" IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
    ADD CONSTRAINT "invoice_line_position_check" CHECK ("position" >= 1),
    ADD CONSTRAINT "invoice_line_total_check" CHECK ("net" + "vat" = "gross");

ALTER TABLE "numbering_series" ADD CONSTRAINT "numbering_series_last_number_check" CHECK ("last_number" >= 1);

-- Issued documents never change (spec 4): only what tells of their later life may.
CREATE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    living CONSTANT text[] := ARRAY['status', 'payment_status', 'paid_amount', 'credited_amount', 'version', 'updated_at'];
BEGIN
    IF NEW."status" = 'draft' OR to_jsonb(NEW) - living IS DISTINCT FROM to_jsonb(OLD) - living THEN
        RAISE EXCEPTION 'invoice % is issued and cannot be changed', OLD."id" USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "invoice_frozen" BEFORE UPDATE ON "invoice"
    FOR EACH ROW WHEN (OLD."status" <> 'draft') EXECUTE FUNCTION "refuse_change_of_issued_invoice"();

CREATE FUNCTION "refuse_removal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is not allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "invoice_kept" BEFORE DELETE ON "invoice"
    FOR EACH ROW WHEN (OLD."status" <> 'draft') EXECUTE FUNCTION "refuse_removal"();

-- One look a statement, not one a row: 500 lines cost as much as one.
CREATE FUNCTION "refuse_change_of_issued_lines"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM "changed" JOIN "invoice" ON "invoice"."id" = "changed"."invoice_id" WHERE "invoice"."status" <> 'draft') THEN
        RAISE EXCEPTION 'lines of an issued invoice cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "invoice_line_added" AFTER INSERT ON "invoice_line"
    REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_issued_lines"();
CREATE TRIGGER "invoice_line_changed" AFTER UPDATE ON "invoice_line"
    REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_issued_lines"();
CREATE TRIGGER "invoice_line_removed" AFTER DELETE ON "invoice_line"
    REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_issued_lines"();

-- The audit trail is append-only.
CREATE TRIGGER "audit_entry_kept" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "audit_entry_not_emptied" BEFORE TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
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
