#!/bin/sh
# Copies the database that DATABASE_URL names into FILE, while everything runs: a state that once was, whole.
#   DATABASE_URL=postgresql://… deploy/backup/backup.sh FILE
# Needs pg_dump and pg_restore of the server's version or a later one.
set -eu
file=${1:?Name the file to write, such as workflow.dump.}
: "${DATABASE_URL:?Set DATABASE_URL to postgresql://user:password@host:5432/database.}"

pg_dump --dbname="$DATABASE_URL" --format=custom --no-owner --no-privileges --file="$file.part"
pg_restore --list "$file.part" >/dev/null # what cannot be read is no backup
mv -f "$file.part" "$file"
echo "Written: $file"
