-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "mail_copy_to" TEXT,
ADD COLUMN     "mail_reply_to" TEXT,
ADD COLUMN     "mail_sender_name" TEXT;

-- CreateTable
CREATE TABLE "mail_delivery" (
    "organisation_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "smtp_status" TEXT,
    "message_id" TEXT,
    "template" TEXT,
    "texts" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "doubts" INTEGER NOT NULL DEFAULT 0,
    "claim" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "first_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_delivery_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "mail_settings" (
    "organisation_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "texts" JSONB NOT NULL,
    "reminders" JSONB NOT NULL,
    "reminds" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_settings_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "due_date" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "delivery_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("organisation_id","invoice_id","due_date","days")
);

-- CreateTable
CREATE TABLE "reminder_pause" (
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "paused_by" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_pause_pkey" PRIMARY KEY ("organisation_id","invoice_id")
);

-- CreateIndex
CREATE INDEX "mail_delivery_organisation_id_invoice_id_id_idx" ON "mail_delivery"("organisation_id", "invoice_id", "id");

-- What follows can't be said in schema.prisma.

-- The e-mails that have not ended: few, and counted with each scrape.
CREATE INDEX "mail_delivery_unfinished" ON "mail_delivery" ("created_at") WHERE "state" IN ('queued', 'sending');

ALTER TABLE "mail_delivery"
    ADD CONSTRAINT "mail_delivery_kind" CHECK ("kind" IN ('invoice', 'copy', 'reminder')),
    ADD CONSTRAINT "mail_delivery_state"
        CHECK ("state" IN ('queued', 'sending', 'sent', 'failed', 'bounced', 'withdrawn')),
    ADD CONSTRAINT "mail_delivery_template"
        CHECK ("template" IN ('invoice', 'reminder_before', 'reminder_due', 'reminder_overdue'));
