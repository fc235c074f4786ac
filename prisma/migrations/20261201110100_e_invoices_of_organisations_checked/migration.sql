-- In a transaction of its own: it reads the table without keeping writes waiting.
ALTER TABLE "organisation" VALIDATE CONSTRAINT "organisation_e_invoice_check";
