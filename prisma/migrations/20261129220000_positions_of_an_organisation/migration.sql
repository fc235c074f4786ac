-- Positions in the feed count the events of one organisation, so each organisation may have the same ones. In a migration
-- of its own: while an index is built writes wait, but reads go on.
CREATE UNIQUE INDEX "outbox_event_organisation_id_position_key" ON "outbox_event"("organisation_id", "position");
