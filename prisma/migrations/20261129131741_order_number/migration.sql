-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "order_number" TEXT;

-- Few invoices name an order, and those that do are looked up by it.
CREATE INDEX "invoice_order_number_idx" ON "invoice"("organisation_id", "order_number") WHERE "order_number" IS NOT NULL;
