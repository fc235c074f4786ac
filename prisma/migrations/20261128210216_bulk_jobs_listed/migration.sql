-- CreateIndex
CREATE INDEX "bulk_job_organisation_id_id_idx" ON "bulk_job"("organisation_id", "id");

-- CreateIndex
CREATE INDEX "bulk_job_finished_at_idx" ON "bulk_job"("finished_at");
