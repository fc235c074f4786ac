-- What may become overdue, in the same order.
CREATE INDEX "invoice_collectable_open_due_date_idx" ON "invoice"(COALESCE("open_due_date", "due_date"), "id")
    WHERE "status" IN ('issued', 'sent') AND "total_gross" > "paid_amount" + "credited_amount";
