#!/bin/sh
# deploy/backup.sh FILE: a consistent copy of the service's schemas, taken while the service works. Read docs/operations.md first:
# for real money a nightly copy is not enough.
#
# PG_EXEC runs PostgreSQL's own tools (pg_dump, pg_restore, psql) where the server is:
#   in compose      PG_EXEC="docker compose exec -T postgres"       (the default)
#   in Kubernetes   PG_EXEC="kubectl -n NAMESPACE exec -i statefulset/postgres --"
#   with your own   PG_EXEC=""                                       (server and password from PGHOST, PGPASSWORD …)
set -eu
# The copy holds names and addresses: only its owner may read it.
umask 077
file=${1:?usage: deploy/backup.sh FILE}
run=${PG_EXEC-docker compose exec -T postgres}
name=${DB_NAME:-invoices}
user=${DB_USERNAME:-invoices}
schema=${DB_SCHEMA:-invoices}

[ ! -e "$file" ] || { echo "$file is there already" >&2; exit 1; }
trap 'rm -f "$file.part"' EXIT
# shellcheck disable=SC2086 # $run is a command with its arguments
$run pg_dump --username="$user" --dbname="$name" --schema="\"$schema\"" --schema="\"${schema}_jobs\"" \
    --format=custom --no-owner --no-privileges >"$file.part"
# shellcheck disable=SC2086
tables=$($run pg_restore --list <"$file.part" | grep -c ' TABLE DATA ' || true)
[ "$tables" -gt 0 ] || { echo "The copy holds no tables" >&2; exit 1; }
mv "$file.part" "$file"
echo "$file: $tables tables, $(wc -c <"$file") bytes"
