-- Few invoices name an order, and those that do are looked up by it. In a migration of its own: while the index is built
-- writes wait, but reads go on, which the lock of the new columns would have held up too.
CREATE INDEX "invoice_order_number_idx" ON "invoice"("organisation_id", "order_number") WHERE "order_number" IS NOT NULL;
