#!/bin/sh
# roll-back.sh DATABASE: restores the dump beside the database, then swaps the two. What was there is kept as DATABASE_failed.
set -eu

dropdb --if-exists "$1_back"
createdb "$1_back"
pg_restore --exit-on-error --no-owner --dbname="$1_back" "$1.dump"
dropdb --if-exists "$1_failed"
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=db="$1" --dbname=postgres <<'SQL'
alter database :"db" with allow_connections false;
select pg_terminate_backend(pid) from pg_stat_activity where datname = :'db';
select format('alter database %I rename to %I', :'db', :'db' || '_failed') \gexec
select format('alter database %I rename to %I', :'db' || '_back', :'db') \gexec
SQL
