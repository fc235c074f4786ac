-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "annulled_at" TIMESTAMPTZ(3),
ADD COLUMN     "cancellation_date" DATE,
ADD COLUMN     "cancellation_reason" TEXT,
ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "chain_hash" TEXT,
ADD COLUMN     "content_hash" TEXT,
ADD COLUMN     "converted_from_id" UUID,
ADD COLUMN     "correction_number" INTEGER,
ADD COLUMN     "correction_reason" TEXT,
ADD COLUMN     "corrects_id" UUID,
ADD COLUMN     "exchange_rate" DECIMAL(21,9),
ADD COLUMN     "exchange_rate_date" DATE,
ADD COLUMN     "exchange_rate_source" TEXT,
ADD COLUMN     "quote_repeated" BOOLEAN,
ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "total_vat_in_vat_currency" DECIMAL(19,4),
ADD COLUMN     "vat_currency" TEXT;

-- AlterTable
ALTER TABLE "invoice_line" ADD COLUMN     "correction_part" TEXT,
ADD COLUMN     "corrects_line_id" UUID;

-- AlterTable
ALTER TABLE "numbering_series" ADD COLUMN     "last_hash" TEXT;

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "write_off_limit" DECIMAL(19,4);

-- AlterTable
ALTER TABLE "outbox_event" ADD COLUMN     "position" BIGINT,
ALTER COLUMN "invoice_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "settlement" (
    "id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "contact_id" UUID,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,
    "payment_method" TEXT,
    "settled_on" DATE NOT NULL,
    "reference" TEXT,
    "notes" TEXT,
    "reason" TEXT,
    "reverses_id" UUID,
    "corrective_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlement_entry" (
    "id" UUID NOT NULL,
    "settlement_id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "invoice_id" UUID,
    "customer_id" UUID,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,

    CONSTRAINT "settlement_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_credit" (
    "organisation_id" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,

    CONSTRAINT "customer_credit_pkey" PRIMARY KEY ("organisation_id","customer_id","currency")
);

-- CreateTable
CREATE TABLE "invoice_delivery" (
    "id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "email_to" TEXT,
    "email_subject" TEXT,
    "email_message" TEXT,
    "send_copy" BOOLEAN NOT NULL,
    "include_payment_instructions" BOOLEAN NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "settlement_reverses_id_key" ON "settlement"("reverses_id");

-- CreateIndex
CREATE INDEX "settlement_organisation_id_customer_id_settled_on_id_idx" ON "settlement"("organisation_id", "customer_id", "settled_on", "id");

-- CreateIndex
CREATE INDEX "settlement_organisation_id_settled_on_id_idx" ON "settlement"("organisation_id", "settled_on", "id");

-- CreateIndex
CREATE INDEX "settlement_entry_settlement_id_idx" ON "settlement_entry"("settlement_id");

-- CreateIndex
CREATE INDEX "settlement_entry_invoice_id_idx" ON "settlement_entry"("invoice_id");

-- CreateIndex
CREATE INDEX "settlement_entry_organisation_id_customer_id_currency_idx" ON "settlement_entry"("organisation_id", "customer_id", "currency");

-- CreateIndex
CREATE INDEX "invoice_delivery_invoice_id_id_idx" ON "invoice_delivery"("invoice_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_corrects_id_correction_number_key" ON "invoice"("corrects_id", "correction_number");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_position_key" ON "outbox_event"("position");

-- CreateIndex
CREATE INDEX "outbox_event_organisation_id_position_idx" ON "outbox_event"("organisation_id", "position");

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_converted_from_id_fkey" FOREIGN KEY ("converted_from_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "settlement"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "settlement_entry" ADD CONSTRAINT "settlement_entry_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "settlement_entry" ADD CONSTRAINT "settlement_entry_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_delivery" ADD CONSTRAINT "invoice_delivery_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What follows can't be said in schema.prisma.

-- What tells of the later life of an issued invoice may change; everything else is frozen.
CREATE OR REPLACE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    living CONSTANT text[] := ARRAY['status', 'payment_status', 'paid_amount', 'credited_amount', 'version', 'updated_at',
        'sent_at', 'cancelled_at', 'cancellation_date', 'cancellation_reason', 'annulled_at'];
BEGIN
    IF NEW."status" = 'draft' OR to_jsonb(NEW) - living IS DISTINCT FROM to_jsonb(OLD) - living THEN
        RAISE EXCEPTION 'invoice % is issued and cannot be changed', OLD."id" USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE "invoice"
    -- Never is more paid and credited than the document comes to. A corrective's own amounts are settled with its original.
    ADD CONSTRAINT "invoice_balance_check" CHECK ("paid_amount" >= 0 AND "paid_amount" + "credited_amount" <= "total_gross"),
    ADD CONSTRAINT "invoice_correction_check" CHECK (
        ("invoice_type" = 'corrective') = ("corrects_id" IS NOT NULL) AND NUM_NONNULLS("corrects_id", "correction_number", "correction_reason") IN (0, 3)),
    ADD CONSTRAINT "invoice_cancellation_check" CHECK (("status" = 'cancelled') = ("cancelled_at" IS NOT NULL)
        AND NUM_NONNULLS("cancelled_at", "cancellation_date", "cancellation_reason") IN (0, 3)
        AND ("annulled_at" IS NULL OR ("number" IS NOT NULL AND "cancelled_at" IS NOT NULL))),
    ADD CONSTRAINT "invoice_exchange_check" CHECK (NUM_NONNULLS("exchange_rate", "exchange_rate_date", "exchange_rate_source") IN (0, 3) AND "exchange_rate" > 0),
    ADD CONSTRAINT "invoice_chain_check" CHECK (NUM_NONNULLS("content_hash", "chain_hash") IN (0, 2));

-- One invoice and one proforma a quote; a cancelled one frees it. Builds before this one allowed more: of those the first that was issued, else the
-- first that was made, holds the quote, and the others stay as they are.
ALTER TABLE "invoice" DISABLE TRIGGER "invoice_frozen";
UPDATE "invoice" i SET "quote_repeated" = true FROM (
    SELECT "id", ROW_NUMBER() OVER (PARTITION BY "organisation_id", "quote_id", "invoice_type" ORDER BY "issued_at" NULLS LAST, "created_at", "id") AS place
    FROM "invoice" WHERE "quote_id" IS NOT NULL AND "status" <> 'cancelled') r
WHERE r."id" = i."id" AND r.place > 1;
ALTER TABLE "invoice" ENABLE TRIGGER "invoice_frozen";
CREATE UNIQUE INDEX "invoice_quote_key" ON "invoice"("organisation_id", "quote_id", "invoice_type")
    WHERE "quote_id" IS NOT NULL AND "status" <> 'cancelled' AND "invoice_type" <> 'corrective' AND "quote_repeated" IS NOT TRUE;
-- A proforma becomes one invoice; a cancelled one frees it.
CREATE UNIQUE INDEX "invoice_conversion_key" ON "invoice"("converted_from_id") WHERE "converted_from_id" IS NOT NULL AND "status" <> 'cancelled';
CREATE INDEX "invoice_converted_from_id_idx" ON "invoice"("converted_from_id") WHERE "converted_from_id" IS NOT NULL;

ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_correction_check" CHECK (
    "correction_part" IN ('before', 'after') AND NUM_NONNULLS("correction_part", "corrects_line_id") IN (0, 2));

ALTER TABLE "settlement"
    ADD CONSTRAINT "settlement_kind_check" CHECK ("kind" IN ('payment', 'refund', 'credit_use', 'write_off', 'corrective', 'annulment', 'reversal')),
    ADD CONSTRAINT "settlement_method_check" CHECK ("payment_method" IN ('bank_transfer', 'cash', 'card', 'blik', 'other')),
    ADD CONSTRAINT "settlement_amount_check" CHECK ("amount" > 0 OR "kind" IN ('corrective', 'annulment')),
    ADD CONSTRAINT "settlement_reversal_check" CHECK (("kind" = 'reversal') = ("reverses_id" IS NOT NULL)),
    ADD CONSTRAINT "settlement_corrective_check" CHECK (("kind" = 'corrective') = ("corrective_id" IS NOT NULL));
ALTER TABLE "settlement_entry" ADD CONSTRAINT "settlement_entry_account_check" CHECK ("amount" <> 0
    AND CASE "account" WHEN 'paid' THEN "invoice_id" IS NOT NULL AND "customer_id" IS NULL
        WHEN 'credited' THEN "invoice_id" IS NOT NULL AND "customer_id" IS NULL
        WHEN 'credit' THEN "customer_id" IS NOT NULL AND "invoice_id" IS NULL ELSE false END);
ALTER TABLE "customer_credit" ADD CONSTRAINT "customer_credit_amount_check" CHECK ("amount" >= 0);

-- Settlements, their entries and deliveries are append-only.
CREATE TRIGGER "settlement_kept" BEFORE UPDATE OR DELETE ON "settlement" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "settlement_not_emptied" BEFORE TRUNCATE ON "settlement" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "settlement_entry_kept" BEFORE UPDATE OR DELETE ON "settlement_entry" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "settlement_entry_not_emptied" BEFORE TRUNCATE ON "settlement_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "invoice_delivery_kept" BEFORE UPDATE OR DELETE ON "invoice_delivery" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();

-- An event never changes; only its place in the feed is given to it, once.
CREATE FUNCTION "refuse_change_of_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."position" IS NOT NULL OR NEW."position" IS NULL OR to_jsonb(NEW) - 'position' IS DISTINCT FROM to_jsonb(OLD) - 'position' THEN
        RAISE EXCEPTION 'event % cannot be changed', OLD."id" USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "outbox_event_frozen" BEFORE UPDATE ON "outbox_event" FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_event"();
CREATE TRIGGER "outbox_event_kept" BEFORE DELETE ON "outbox_event" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE INDEX "outbox_event_unplaced_idx" ON "outbox_event"("sequence") WHERE "position" IS NULL;
CREATE SEQUENCE "outbox_event_position_seq" AS bigint;

-- When a transaction ends, what an invoice says it is paid and credited, and a customer's credit, are the sums of their entries.
CREATE FUNCTION "assert_invoice_settled"("invoice" uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM "invoice" i, (
            SELECT COALESCE(SUM(e."amount") FILTER (WHERE e."account" = 'paid'), 0) AS paid,
                COALESCE(SUM(e."amount") FILTER (WHERE e."account" = 'credited'), 0) AS credited
            FROM "settlement_entry" e WHERE e."invoice_id" = $1) s
        WHERE i."id" = $1 AND (i."paid_amount" <> s.paid OR i."credited_amount" <> s.credited)) THEN
        RAISE EXCEPTION 'invoice % is not paid and credited what its entries add up to', $1 USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
CREATE FUNCTION "assert_settlement_entry_counted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."invoice_id" IS NOT NULL THEN
        PERFORM "assert_invoice_settled"(NEW."invoice_id");
    ELSIF (SELECT c."amount" FROM "customer_credit" c WHERE c."organisation_id" = NEW."organisation_id" AND c."customer_id" = NEW."customer_id" AND c."currency" = NEW."currency")
        IS DISTINCT FROM (SELECT SUM(e."amount") FROM "settlement_entry" e
            WHERE e."organisation_id" = NEW."organisation_id" AND e."customer_id" = NEW."customer_id" AND e."currency" = NEW."currency" AND e."account" = 'credit') THEN
        RAISE EXCEPTION 'the credit of customer % is not what its entries add up to', NEW."customer_id" USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "settlement_entry_counted" AFTER INSERT ON "settlement_entry"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "assert_settlement_entry_counted"();
CREATE FUNCTION "assert_settled_amounts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM "assert_invoice_settled"(NEW."id");
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "invoice_settled_amounts" AFTER UPDATE OF "paid_amount", "credited_amount" ON "invoice"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD."paid_amount", OLD."credited_amount") IS DISTINCT FROM (NEW."paid_amount", NEW."credited_amount"))
    EXECUTE FUNCTION "assert_settled_amounts"();
