-- An organisation's newest audit entry, by which reports see whether anything changed. While the index is built, writes
-- wait, and reads go on.
CREATE INDEX "audit_entry_organisation_id_id_idx" ON "audit_entry"("organisation_id", "id");
