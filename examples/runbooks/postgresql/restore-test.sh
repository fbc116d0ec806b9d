#!/bin/sh
# restore-test.sh DATABASE: restores the dump into a database of its own, counts the rows of each table, and drops it.
set -eu

test_db="$1_restore_test"
dropdb --if-exists "$test_db"
createdb "$test_db"
trap 'dropdb --if-exists "$test_db"' EXIT
pg_restore --exit-on-error --no-owner --dbname="$test_db" "$1.dump"
psql --no-psqlrc --set=ON_ERROR_STOP=1 --dbname="$test_db" --tuples-only --no-align <<'SQL'
select format('select %L, count(*) from %I.%I;', table_schema || '.' || table_name, table_schema, table_name)
from information_schema.tables
where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
order by 1
\gexec
SQL
