-- The series of advance invoices, for organisations that have set their patterns. Where another type has the same
-- pattern, it gets letters of its own: equal patterns would print one number twice. At most three types are there, so one
-- of four is free. In a migration of its own: profiles are locked no longer than this lasts.
UPDATE "organisation" o SET "version" = o."version" + 1,
        "number_patterns" = jsonb_build_object('advance_invoice', (
            SELECT c."pattern"
            FROM UNNEST(ARRAY['FZ/{YYYY}/{MM}/{NNNN}', 'FZAL/{YYYY}/{MM}/{NNNN}', 'FZAD/{YYYY}/{MM}/{NNNN}',
                'FZAK/{YYYY}/{MM}/{NNNN}']) WITH ORDINALITY AS c("pattern", "place")
            WHERE c."pattern" NOT IN (SELECT p."value" FROM jsonb_each_text(o."number_patterns") p)
            ORDER BY c."place" LIMIT 1)) || o."number_patterns"
    WHERE NOT o."number_patterns" ? 'advance_invoice';
