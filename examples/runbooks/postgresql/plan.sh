#!/bin/sh
# plan.sh DATABASE FILE: tries the migration on a copy of the tables without their rows, and drops it. The database itself is only read.
set -eu

copy="$1_plan"
dropdb --if-exists "$copy"
createdb "$copy"
trap 'rm -f schema.sql; dropdb --if-exists "$copy"' EXIT
pg_dump --schema-only --no-owner --file=schema.sql "$1"
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$copy" --file=schema.sql >/dev/null
psql --no-psqlrc --set=ON_ERROR_STOP=1 --single-transaction --echo-queries --dbname="$copy" --file="$2"
