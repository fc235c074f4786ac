-- A migration of its own: it reads every row, while others read and write.
ALTER TABLE "invoice" VALIDATE CONSTRAINT "invoice_payment_status_check";
ALTER TABLE "invoice" VALIDATE CONSTRAINT "invoice_cancelled_payment_check";
ALTER TABLE "settlement_entry" VALIDATE CONSTRAINT "settlement_entry_account_check";
