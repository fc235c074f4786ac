-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "slot" SMALLINT NOT NULL,
    "version" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[],
    "description" TEXT,
    "status" TEXT NOT NULL,
    "paused_reason" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "invoice_id" UUID,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "first_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "claim" UUID,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("endpoint_id","event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_organisation_id_slot_key" ON "webhook_endpoint"("organisation_id", "slot");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_position_idx" ON "webhook_delivery"("endpoint_id", "position");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- An organisation has at most 50 webhooks (spec 11): slots are what is limited, so that several requests at once cannot pass it.
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_slot_check" CHECK ("slot" BETWEEN 1 AND 50);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_status_check" CHECK (CASE "status"
    WHEN 'active' THEN "paused_reason" IS NULL AND "paused_at" IS NULL
    WHEN 'paused' THEN "paused_reason" IN ('by_request', 'gone', 'failing') AND "paused_at" IS NOT NULL
    ELSE false END);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_previous_secret_check"
    CHECK (("previous_secret" IS NULL) = ("previous_secret_until" IS NULL));
ALTER TABLE "webhook_endpoint" ALTER COLUMN "types" SET NOT NULL;

-- A delivery that waits says when it goes on; one that has ended waits for nothing.
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_state_check" CHECK (CASE "state"
    WHEN 'pending' THEN "next_attempt_at" IS NOT NULL AND "delivered_at" IS NULL
    WHEN 'delivered' THEN "next_attempt_at" IS NULL AND "delivered_at" IS NOT NULL AND "claim" IS NULL
    WHEN 'failed' THEN "next_attempt_at" IS NULL AND "delivered_at" IS NULL AND "claim" IS NULL
    ELSE false END);
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_claim_check" CHECK (("claim" IS NULL) = ("claimed_until" IS NULL));

-- What an endpoint still has before it, by time, and in an invoice's order.
CREATE INDEX "webhook_delivery_due_idx" ON "webhook_delivery"("endpoint_id", "next_attempt_at") WHERE "state" = 'pending';
CREATE INDEX "webhook_delivery_order_idx" ON "webhook_delivery"("endpoint_id", "invoice_id", "position") WHERE "state" = 'pending';
CREATE INDEX "webhook_delivery_ended_idx" ON "webhook_delivery"("last_attempt_at") WHERE "state" <> 'pending';
