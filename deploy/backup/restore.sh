#!/bin/sh
# Puts a backup into the empty database that DATABASE_URL names, and tells what it holds. All services must be stopped:
# what they have in memory is newer. What to do then: docs/runbooks.md.
#   DATABASE_URL=postgresql://… deploy/backup/restore.sh FILE
set -eu
file=${1:?Name the backup, such as workflow.dump.}
: "${DATABASE_URL:?Set DATABASE_URL to postgresql://user:password@host:5432/database.}"
ask() { psql --dbname="$DATABASE_URL" --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"; }

tables=$(ask "select count(*) from pg_tables where schemaname = 'public'")
if [ "$tables" != 0 ]; then
  echo "The database has $tables tables already. Create an empty one and name that; nothing was changed." >&2
  exit 1
fi
pg_restore --dbname="$DATABASE_URL" --no-owner --no-privileges --exit-on-error --single-transaction "$file"
ask 'analyze' >/dev/null
echo "Newest run: $(ask "select coalesce(max(created_at)::text, 'none') from workflow_runs")"
ask "select status || ': ' || count(*) from workflow_runs group by status order by status"
