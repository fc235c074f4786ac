-- What the issue took anew from contacts-service, told of each row of a bulk job as POST /invoices/{id}/issue tells it.
ALTER TABLE "bulk_job_row" ADD COLUMN "warnings" JSONB;
