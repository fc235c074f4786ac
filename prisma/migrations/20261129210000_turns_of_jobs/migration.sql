-- What follows can't be said in schema.prisma.

-- The organisation of a job, which the queue's library calls its group. A build before this one names no organisation,
-- and its jobs run as before. A view takes a new column at its end; no row is read.
DO $migration$
DECLARE
    jobs_schema CONSTANT text := quote_ident(current_schema() || '_jobs');
BEGIN
    EXECUTE replace($views$
    CREATE OR REPLACE VIEW "job" AS
        SELECT "id", "name", "data", "state", "policy", "priority", "singleton_key", "singleton_on", "start_after",
            "created_on", "started_on", "completed_on", "keep_until", "expire_seconds", "heartbeat_on",
            "heartbeat_seconds", "retry_limit", "retry_count", "retry_delay", "retry_backoff", "retry_delay_max",
            "deletion_seconds", "dead_letter", "source_name", "output", "group_id"
        FROM jobs_schema.job;
$views$, 'jobs_schema.', jobs_schema || '.');
END $migration$;

-- The place of an organisation's next job in the order of a queue: seconds since 2026, at least ten minutes behind the
-- organisation's last job that has not ended; null when so many have not ended. The lock makes its calls wait for each
-- other until their transactions end, and each statement of a function sees what was committed before it.
CREATE FUNCTION "next_job_turn"("queue" text, "organisation" text, "max_unfinished" integer) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    unfinished integer;
    last_turn integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || "queue" || ' ' || "organisation", 0));
    SELECT count(*), max(-j."priority") INTO unfinished, last_turn FROM "job" j
        WHERE j."name" = "queue" AND j."group_id" = "organisation" AND j."state" IN ('created', 'retry', 'active');
    IF unfinished >= "max_unfinished" THEN
        RETURN NULL;
    END IF;
    RETURN GREATEST(extract(epoch FROM clock_timestamp() - timestamptz '2026-01-01 00:00:00Z')::integer,
        COALESCE(last_turn + 600, 0));
END;
$$;
