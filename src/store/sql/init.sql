-- What the DBA runs once a server, before any migration: roles, database, schema, extensions.
-- Every statement may be run again. As a superuser, with psql:
--     guichet db init --print | psql --dbname postgres

-- part: roles -----------------------------------------------------------------------------------------------------
-- Roles belong to the whole server, so migrations never make any.
do $$
declare
    missing text;
begin
    foreach missing in array array[
        'guichet_owner', 'guichet_history', 'guichet_roles', 'guichet_person', 'guichet_worker', 'guichet_api']
    loop
        if not exists (select from pg_catalog.pg_roles where rolname = missing) then
            execute format('create role %I nologin', missing);
        end if;
    end loop;
end
$$;

-- The owner of the tables can never make roles: on PostgreSQL 15 whoever can may become superuser.
alter role guichet_owner nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls;
alter role guichet_history nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls;
alter role guichet_person nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls;
alter role guichet_worker nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls;
alter role guichet_api nologin nosuperuser nocreaterole nocreatedb noreplication nobypassrls;

-- The one that can owns two functions, below, and nobody is a member of it.
alter role guichet_roles nologin nosuperuser createrole nocreatedb noreplication nobypassrls;
-- From PostgreSQL 16 making a role a member takes this; on 15 createrole is enough, and this changes nothing.
grant guichet_person to guichet_roles with admin option;
-- Ends the sessions of those whose login is taken away; never a superuser's.
grant pg_signal_backend to guichet_roles;

-- part: database --------------------------------------------------------------------------------------------------
-- UTF-8 whatever the server's default; template0 so that nothing local comes along.
create database :"database" template template0 encoding 'UTF8';

-- part: access ----------------------------------------------------------------------------------------------------
-- Not copied from a template database: run for each.
revoke connect, temporary on database :"database" from public;
grant connect on database :"database" to guichet_owner, guichet_person, guichet_worker, guichet_api;

-- part: inside ----------------------------------------------------------------------------------------------------
create schema if not exists guichet authorization guichet_owner;
grant usage, create on schema guichet to guichet_history;
grant usage on schema guichet to guichet_person, guichet_worker, guichet_api;

-- What PostgreSQL lets everyone do and nobody here needs: large objects and messages in the write-ahead log would let
-- anyone who may connect fill the disk; on servers that began before 15, anyone may create in `public`.
revoke create on schema public from public;
do $$
declare
    closed regprocedure;
begin
    for closed in
        select p.oid from pg_catalog.pg_proc p
         where p.pronamespace = 'pg_catalog'::regnamespace
           and p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'pg_logical_emit_message')
    loop
        execute format('revoke execute on function %s from public', closed);
    end loop;
end
$$;

-- The extensions have a schema of their own, where only the DBA may create: functions that run as their owner put it
-- in their search_path, which neither `public` (open on servers that began before 15) nor `guichet` (where two roles
-- create) would make safe.
create schema if not exists guichet_ext;
grant usage on schema guichet_ext
    to guichet_owner, guichet_history, guichet_person, guichet_worker, guichet_api;
create extension if not exists pg_trgm with schema guichet_ext;
create extension if not exists unaccent with schema guichet_ext;

-- Without IN SCHEMA on purpose: restricted to a schema, revoking what everyone has by default does nothing.
alter default privileges for role guichet_owner revoke execute on functions from public;
alter default privileges for role guichet_history revoke execute on functions from public;
alter default privileges for role guichet_roles revoke execute on functions from public;

-- Logins belong to the whole server, who administers them to one database: a login is opened, closed and given a
-- secret only from the database that made it, whose name it bears as its comment. Otherwise whoever administers one
-- database would enter another as anybody.
create or replace function guichet.login_is_ours(login oid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(shobj_description(login, 'pg_authid')
        in ('guichet: person of ' || current_database(), 'guichet: former person of ' || current_database()), false)
$$;

-- Adds a person, or gives one back the login that was taken away. The caller, a function of the owner's, has checked
-- who asks. A null secret leaves authentication to the server's rules (peer, certificate, LDAP); a secret may be
-- given as a SCRAM verifier, which the server keeps as it is. A login that another database or the DBA has made comes
-- in here as it is.
create or replace function guichet.add_login(login text, secret text default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set password_encryption = 'scram-sha-256' as $$
declare
    known oid;
begin
    perform guichet.check_login(login);
    select r.oid into known from pg_roles r where r.rolname = login;
    if known is null then
        execute format('create role %I login in role guichet_person', login);
    elsif guichet.is_only_a_person(known) and not guichet.login_is_ours(known) and secret is null then
        return;
    elsif guichet.login_is_ours(known) and (guichet.is_only_a_person(known)
        or shobj_description(known, 'pg_authid') like 'guichet: former person of %')
    then
        execute format('alter role %I login', login);
        execute format('grant guichet_person to %I', login);
    else
        raise exception using errcode = 'GU090', message = 'this role is not one of ours',
            detail = json_build_object('login', login)::text;
    end if;
    execute format('comment on role %I is %L', login, 'guichet: person of ' || current_database());
    if secret is not null then
        execute format('alter role %I password %L', login, secret);
    end if;
end
$$;

-- Takes a person's login and rights away, and ends their sessions. One that begins at the same moment is refused at
-- its next statement: it has no membership. Of a login that another database or the DBA has made, only the sessions in
-- this database end: it stays with whoever made it, and finds nothing here any more.
create or replace function guichet.disable_login(login text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    known oid;
begin
    perform guichet.check_login(login);
    select r.oid into known from pg_roles r where r.rolname = login;
    if known is null or not guichet.is_only_a_person(known) then
        raise exception using errcode = 'GU090', message = 'this role is not one of ours',
            detail = json_build_object('login', login)::text;
    end if;
    if guichet.login_is_ours(known) then
        execute format('alter role %I nologin', login);
        execute format('revoke guichet_person from %I', login);
        execute format('comment on role %I is %L', login, 'guichet: former person of ' || current_database());
    end if;
    -- Waited for, two seconds at most each: when this returns they are gone.
    perform pg_terminate_backend(a.pid, 2000) from pg_stat_activity a
      where a.usename = login and (guichet.login_is_ours(known) or a.datname = current_database());
end
$$;

-- The names that a person may have: never one of ours, never one of PostgreSQL's.
create or replace function guichet.check_login(login text) returns void
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    if login is null or login !~ '\A[a-z][a-z0-9._-]{1,62}\Z' or login ~ '\A(guichet_|pg_)' then
        raise exception using errcode = 'GU091', message = 'this cannot be a login',
            detail = json_build_object('login', login)::text;
    end if;
end
$$;

-- Whether a role is a person and nothing more: a DBA or a migrator who is also a person is not ours to change.
create or replace function guichet.is_only_a_person(role oid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (
            select from pg_auth_members m where m.member = role and m.roleid = 'guichet_person'::regrole)
        and not exists (
            select from pg_auth_members m where m.member = role and m.roleid <> 'guichet_person'::regrole)
        and not exists (
            select from pg_roles r where r.oid = role
               and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls))
$$;

grant usage on schema guichet to guichet_roles;
alter function guichet.add_login(text, text) owner to guichet_roles;
alter function guichet.disable_login(text) owner to guichet_roles;
alter function guichet.check_login(text) owner to guichet_roles;
alter function guichet.is_only_a_person(oid) owner to guichet_roles;
alter function guichet.login_is_ours(oid) owner to guichet_roles;
revoke execute on function guichet.add_login(text, text), guichet.disable_login(text),
    guichet.check_login(text), guichet.is_only_a_person(oid), guichet.login_is_ours(oid) from public;
grant execute on function guichet.add_login(text, text), guichet.disable_login(text) to guichet_owner;
