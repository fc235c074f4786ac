-- CreateTable
CREATE TABLE "bulk_job" (
    "id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "may_backdate" BOOLEAN NOT NULL,
    "request_id" TEXT NOT NULL,
    "issue_date" DATE,
    "keep_prices" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_job_row" (
    "organisation_id" TEXT NOT NULL,
    "job_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "invoice_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "invoice_number" TEXT,
    "error" JSONB,

    CONSTRAINT "bulk_job_row_pkey" PRIMARY KEY ("job_id","position")
);

-- AddForeignKey
ALTER TABLE "bulk_job_row" ADD CONSTRAINT "bulk_job_row_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows can't be said in schema.prisma.
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_type_check" CHECK ("type" IN ('bulk_issue'));
-- A row ends as one of two things, and says which.
ALTER TABLE "bulk_job_row" ADD CONSTRAINT "bulk_job_row_status_check" CHECK (
    ("status" = 'waiting' AND "invoice_number" IS NULL AND "error" IS NULL)
    OR ("status" = 'done' AND "invoice_number" IS NOT NULL AND "error" IS NULL)
    OR ("status" = 'failed' AND "invoice_number" IS NULL AND "error" IS NOT NULL));
