-- Readers wait too, but no row is read: the constraint and the index say what is true of them. The index takes the key's
-- name.
ALTER TABLE "invoice_vat" ALTER COLUMN "tax_point" SET NOT NULL;
ALTER TABLE "invoice_vat" DROP CONSTRAINT "invoice_vat_tax_point_check",
    DROP CONSTRAINT "invoice_vat_pkey",
    ADD CONSTRAINT "invoice_vat_pkey" PRIMARY KEY USING INDEX "invoice_vat_tax_point_key";
