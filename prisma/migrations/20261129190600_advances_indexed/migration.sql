CREATE INDEX "invoice_advance_of_id_idx" ON "invoice"("advance_of_id") WHERE "advance_of_id" IS NOT NULL;
-- One advance invoice a payment; a cancelled one frees it.
CREATE UNIQUE INDEX "invoice_advance_payment_key" ON "invoice"("advance_of_id", "advance_payment_id")
    WHERE "advance_payment_id" IS NOT NULL AND "status" <> 'cancelled';
