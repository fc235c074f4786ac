-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "paid_at" TIMESTAMPTZ(3);

-- What follows can't be said in schema.prisma. Constraints are NOT VALID here: no row is read while the tables are
-- locked. The migration after the next one looks at the earlier rows.

-- A cancelled document is neither paid nor waiting for money. The trigger says so for a build before this one, which
-- calls it paid, while both run.
CREATE FUNCTION "cancel_payment_status"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW."payment_status" := 'cancelled';
    NEW."paid_at" := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER "invoice_cancelled" BEFORE INSERT OR UPDATE ON "invoice" FOR EACH ROW
    WHEN (NEW."status" = 'cancelled' AND NEW."payment_status" <> 'cancelled')
    EXECUTE FUNCTION "cancel_payment_status"();
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_payment_status_check",
    ADD CONSTRAINT "invoice_payment_status_check"
        CHECK ("payment_status" IN ('pending', 'partial', 'paid', 'cancelled')) NOT VALID,
    ADD CONSTRAINT "invoice_cancelled_payment_check"
        CHECK (("status" = 'cancelled') = ("payment_status" = 'cancelled')) NOT VALID;

-- The account of advances on a proforma: a note of what the credit of its customer is for.
ALTER TABLE "settlement_entry" DROP CONSTRAINT "settlement_entry_account_check",
    ADD CONSTRAINT "settlement_entry_account_check" CHECK ("amount" <> 0
        AND CASE "account" WHEN 'paid' THEN "invoice_id" IS NOT NULL AND "customer_id" IS NULL
            WHEN 'credited' THEN "invoice_id" IS NOT NULL AND "customer_id" IS NULL
            WHEN 'advance' THEN "invoice_id" IS NOT NULL AND "customer_id" IS NULL
            WHEN 'credit' THEN "customer_id" IS NOT NULL AND "invoice_id" IS NULL ELSE false END) NOT VALID;

-- The paid sum of a proforma is that of its advances.
CREATE OR REPLACE FUNCTION "assert_invoice_settled"("invoice" uuid) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM "invoice" i, (
            SELECT COALESCE(SUM(e."amount") FILTER (WHERE e."account" IN ('paid', 'advance')), 0) AS paid,
                COALESCE(SUM(e."amount") FILTER (WHERE e."account" = 'credited'), 0) AS credited,
                COALESCE(BOOL_OR(e."account" = 'advance'), false) AS has_advances,
                COALESCE(BOOL_OR(e."account" = 'paid'), false) AS has_payments
            FROM "settlement_entry" e WHERE e."invoice_id" = $1) s
        WHERE i."id" = $1 AND (i."paid_amount" <> s.paid OR i."credited_amount" <> s.credited
            OR CASE WHEN i."invoice_type" = 'proforma' THEN s.has_payments ELSE s.has_advances END)) THEN
        RAISE EXCEPTION 'invoice % is not paid and credited what its entries add up to', $1
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION "refuse_change_of_issued_invoice"() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    living CONSTANT text[] := ARRAY['status', 'payment_status', 'paid_amount', 'credited_amount', 'paid_at', 'version',
        'updated_at', 'sent_at', 'cancelled_at', 'cancellation_date', 'cancellation_reason', 'annulled_at'];
BEGIN
    IF NEW."status" = 'draft' OR to_jsonb(NEW) - living IS DISTINCT FROM to_jsonb(OLD) - living THEN
        RAISE EXCEPTION 'invoice % is issued and cannot be changed', OLD."id"
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
