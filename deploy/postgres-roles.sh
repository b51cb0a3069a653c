#!/bin/sh
# Makes the two roles and the database on an empty PostgreSQL. Connects as psql does (PGHOST, PGUSER …),
# as a superuser; the passwords come from the environment and are not shown in any process list.
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="${POSTGRES_DB:-postgres}" ${POSTGRES_USER:+--username="$POSTGRES_USER"} <<'SQL'
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
CREATE ROLE schakel_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE schakel_app LOGIN PASSWORD :'app_password';
CREATE DATABASE schakel OWNER schakel_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE schakel FROM PUBLIC;
GRANT CONNECT ON DATABASE schakel TO schakel_app;
SQL
