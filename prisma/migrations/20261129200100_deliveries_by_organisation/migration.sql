-- What the relay steps over from one organisation to the next. In a migration of its own: while the index is built
-- writes of deliveries wait, but reads go on.
CREATE INDEX "webhook_delivery_turn_idx" ON "webhook_delivery"("organisation_id", "next_attempt_at")
    WHERE "state" = 'pending';
