-- The rule of before, and the index that the new one replaces. The build before this one goes on: it takes positions from
-- the sequence, which are above those of every organisation.
DROP INDEX "outbox_event_position_key";
DROP INDEX "outbox_event_organisation_id_position_idx";
