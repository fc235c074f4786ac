#!/bin/sh
# deploy/restore.sh FILE: puts a copy made by deploy/backup.sh into a database without the service's schemas, all or nothing,
# and checks the numbering.
# Stop the service and its worker first. PG_EXEC, DB_NAME, DB_USERNAME and DB_SCHEMA as in deploy/backup.sh.
set -eu
file=${1:?usage: deploy/restore.sh FILE}
run=${PG_EXEC-docker compose exec -T postgres}
name=${DB_NAME:-invoices}
user=${DB_USERNAME:-invoices}
schema=${DB_SCHEMA:-invoices}

# shellcheck disable=SC2086 # $run is a command with its arguments
query() { $run psql --username="$user" --dbname="$name" --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1" </dev/null; }

[ -r "$file" ] || { echo "$file can not be read" >&2; exit 1; }
tables=$(query "SELECT count(*) FROM pg_tables WHERE schemaname IN ('$schema', '${schema}_jobs')")
if [ "$tables" != 0 ]; then
    echo "The schema $schema of the database $name has $tables tables. Nothing is overwritten: drop the schemas $schema and ${schema}_jobs," >&2
    echo "or name another database with DB_NAME." >&2
    exit 1
fi
# shellcheck disable=SC2086
$run pg_restore --username="$user" --dbname="$name" --no-owner --no-privileges --single-transaction --exit-on-error <"$file"

# Faults that a copy must not have: a counter that differs from the number of documents or the last number, or a missing series.
wrong=$(query "
    SELECT coalesce(s.organisation_id, i.organisation_id) || ' ' || coalesce(s.id, i.series_id) || ': counter ' || coalesce(s.last_number::text, 'missing')
        || ', documents ' || coalesce(i.documents, 0) || ', last ' || coalesce(i.last, 0)
    FROM \"$schema\".numbering_series s FULL JOIN (
        SELECT organisation_id, series_id, count(*) AS documents, max(series_number) AS last FROM \"$schema\".invoice WHERE series_id IS NOT NULL GROUP BY 1, 2) i
        ON i.organisation_id = s.organisation_id AND i.series_id = s.id
    CROSS JOIN LATERAL (SELECT coalesce((to_jsonb(s)->>'first_number')::bigint, 1) AS first) f
    WHERE s.last_number - f.first + 1 IS DISTINCT FROM coalesce(i.documents, 0)
        OR s.last_number IS DISTINCT FROM coalesce(i.last, f.first - 1)")
[ -z "$wrong" ] || { echo "The numbering does not hold:" >&2; echo "$wrong" >&2; exit 1; }
query "SELECT 'restored: ' || count(*) || ' invoices, ' || count(number) || ' of them issued, last at ' || coalesce(max(issued_at)::text, 'never') FROM \"$schema\".invoice"
