-- The deleted drafts whose history still has its content. While the index is built, writes wait, and reads go on; few
-- entries are in it.
CREATE INDEX "audit_entry_deleted_drafts_idx" ON "audit_entry"("created_at")
    WHERE "action" = 'invoice.deleted' AND "erased_at" IS NULL;
