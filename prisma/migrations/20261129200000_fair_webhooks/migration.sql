-- How the last attempt at a webhook went; null: none has ended yet. The build before leaves it null.
ALTER TABLE "webhook_endpoint" ADD COLUMN     "pace" TEXT;
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_pace_check"
    CHECK ("pace" IN ('prompt', 'slow', 'failing'));

-- The organisations that have a webhook at an address. An address may be longer than an index takes.
CREATE INDEX "webhook_endpoint_url_idx" ON "webhook_endpoint"(md5("url"));

-- CreateTable
CREATE TABLE "webhook_allowance" (
    "organisation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "webhook_allowance_pkey" PRIMARY KEY ("organisation_id","kind","subject")
);
ALTER TABLE "webhook_allowance" ADD CONSTRAINT "webhook_allowance_kind_check"
    CHECK ("kind" IN ('challenge', 'replay', 'test'));
CREATE INDEX "webhook_allowance_since_idx" ON "webhook_allowance"("since");
