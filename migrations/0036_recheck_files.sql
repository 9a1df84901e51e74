-- Which files the rules look at again. A check holds while the file, the rules, the days that matter and what other files
-- say stay as they were: what others say is told by what was touched, a file's check by its facts. Whoever looks again at
-- a file of which nothing has changed only dates its check anew.

create table guichet.touched (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('student', 'organisation', 'service', 'tutor', 'supervisor', 'centre', 'all')),
  key integer not null,
  at timestamptz not null default clock_timestamp()
);
create index touched_key on guichet.touched (kind, key, at);
comment on table guichet.touched is
  'Of whom and of what something changed that the rules read in the files of others; kept for as long as a check lasts at most.';
alter table guichet.touched enable row level security;

create function guichet.touch() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  execute format('insert into touched (kind, key) select distinct %L, %s from changed', tg_argv[0], tg_argv[1]);
  return null;
end $$;
comment on function guichet.touch() is 'After a statement: the kind, and the column of the key.';

do $$
declare source text[];
begin
  foreach source slice 1 in array array[
    ['centre_severity', 'insert', 'new', 'centre', 'centre_id'],
    ['centre_severity', 'update', 'new', 'centre', 'centre_id'],
    ['centre_severity', 'delete', 'old', 'centre', 'centre_id'],
    ['hourly_ceiling', 'insert', 'new', 'all', '0'],
    ['hourly_ceiling', 'update', 'new', 'all', '0'],
    ['country_risk', 'insert', 'new', 'all', '0'],
    ['country_risk', 'update', 'new', 'all', '0'],
    ['branch_rate', 'insert', 'new', 'organisation', 'organisation_id'],
    ['branch_rate', 'update', 'new', 'organisation', 'organisation_id'],
    ['branch_rate', 'delete', 'old', 'organisation', 'organisation_id'],
    ['host_organisation', 'update', 'new', 'organisation', 'id'],
    ['host_service', 'update', 'new', 'service', 'id'],
    ['contact', 'update', 'new', 'tutor', 'id'],
    ['student_civil', 'update', 'new', 'student', 'student_id']]
  loop
    execute format('create trigger %I after %s on guichet.%I referencing %s table as changed
      for each statement execute function guichet.touch(%L, %L)',
      source[1] || '_touched_by_' || source[2], source[2], source[1], source[3], source[4], source[5]);
  end loop;
end $$;

create function guichet.touch_by_setting() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  if tg_table_name = 'centre' then
    insert into touched (kind, key)
    select 'centre', a.id from before b join after a on a.id = b.id
    where (a.supervisor_optional_at_submission, a.overlap_allowed, a.year_extension_days)
      is distinct from (b.supervisor_optional_at_submission, b.overlap_allowed, b.year_extension_days);
    -- A row of a list holds the code of its centre, and nothing else of it.
    perform refresh_rows((
      select array_agg(c.id) from before b join after a on a.id = b.id and a.code <> b.code join convention c on c.centre_id = a.id));
  else
    insert into touched (kind, key)
    select 'all', 0 from before b, after a
    where (a.year_starts_month, a.year_starts_day, a.supervisor_quota) is distinct from (b.year_starts_month, b.year_starts_day, b.supervisor_quota);
  end if;
  return null;
end $$;
comment on function guichet.touch_by_setting() is 'After settings changed: only those that the rules read.';
drop trigger centre_updated on guichet.centre;
create trigger centre_updated after update on guichet.centre
  referencing old table as before new table as after for each statement execute function guichet.touch_by_setting();
create trigger establishment_updated after update on guichet.establishment
  referencing old table as before new table as after for each statement execute function guichet.touch_by_setting();

create function guichet.touch_former() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  if tg_table_name = 'contact' then
    insert into touched (kind, key)
    select distinct 'tutor', x.id from before b join after a on a.id = b.id and lower(a.mail) is distinct from lower(b.mail)
    join contact x on lower(x.mail) = lower(b.mail) and x.mail <> '';
  else
    insert into touched (kind, key)
    select distinct 'organisation', o.id from before b join after a on a.id = b.id and a.siren is distinct from b.siren
    join host_organisation o on o.siren = b.siren;
  end if;
  return null;
end $$;
comment on function guichet.touch_former() is 'Those with whom somebody or something was one until now.';
create trigger contact_left after update on guichet.contact
  referencing old table as before new table as after for each statement execute function guichet.touch_former();
create trigger host_organisation_left after update on guichet.host_organisation
  referencing old table as before new table as after for each statement execute function guichet.touch_former();

create function guichet.touch_others() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  insert into touched (kind, key)
  select distinct v.kind, v.key
  from before b
  join after a on a.id = b.id
  cross join lateral (values ('student', a.student_id), ('student', b.student_id), ('organisation', a.organisation_id), ('organisation', b.organisation_id), ('service', a.service_id), ('service', b.service_id),
    ('tutor', a.tutor_id), ('tutor', b.tutor_id), ('tutor', a.second_tutor_id), ('tutor', b.second_tutor_id),
    ('supervisor', a.supervisor_id), ('supervisor', b.supervisor_id)) v (kind, key)
  where v.key is not null
    -- Drafts and cancelled files count nowhere.
    and ((a.file_state in ('draft', 'cancelled')) <> (b.file_state in ('draft', 'cancelled'))
      or a.file_state not in ('draft', 'cancelled')
        and (a.student_id, a.year, a.organisation_id, a.service_id, a.tutor_id, a.second_tutor_id, a.supervisor_id, a.start_date,
          a.end_date, a.total_hours)
        is distinct from (b.student_id, b.year, b.organisation_id, b.service_id, b.tutor_id, b.second_tutor_id, b.supervisor_id,
          b.start_date, b.end_date, b.total_hours))
  union
  -- Its own steps and signatures, and the days on which the student is present.
  select 'student', a.student_id
  from before b
  join after a on a.id = b.id
  where (a.steps_done, a.file_state, a.signature_state, a.content_version)
    is distinct from (b.steps_done, b.file_state, b.signature_state, b.content_version);
  return null;
end $$;
create trigger convention_touched after update on guichet.convention
  referencing old table as before new table as after for each statement execute function guichet.touch_others();

-- A check that is only dated anew changes no row of a list.
drop trigger convention_check_updated on guichet.convention_check;
create function guichet.on_recheck() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform refresh_rows((
    select array_agg(a.convention_id) from before b join changed a using (convention_id)
    where (a.blocking, a.warnings, a.content_version) <> (b.blocking, b.warnings, b.content_version)));
  return null;
end $$;
create trigger convention_check_updated after update on guichet.convention_check
  referencing old table as before new table as changed for each statement execute function guichet.on_recheck();

create function guichet.is_due(c guichet.convention, k guichet.convention_check, rules integer, day date, zone text) returns boolean
language sql immutable as $$
  select k.convention_id is null or k.content_version <> c.content_version or k.rules_version <> rules
    or k.checked_at < (day - 7)::timestamp at time zone zone
    -- A week ahead, begun, over: the day on which the answer changed has come since.
    or exists (
      select from (values (c.start_date - 7), (c.start_date), (c.end_date + 1)) x (turn)
      where x.turn <= day and x.turn > (k.checked_at at time zone zone)::date)
$$;
comment on function guichet.is_due(guichet.convention, guichet.convention_check, integer, date, text) is
  'Whether the check of a file is out of date by itself: the file changed, the rules, the day, or a week has passed.';

create function guichet.stale_files(rules integer, among integer[] default null) returns setof integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  day constant date := today();
  zone constant text := (select e.zone from establishment e);
  -- Between the moment at which something is touched and the end of its transaction.
  slack constant interval := '5 seconds';
  everywhere constant timestamptz := (select max(t.at) from touched t where t.kind = 'all');
  stale integer[];
begin
  if among is not null then
    select array_agg(c.id) into stale
    from convention c left join convention_check k on k.convention_id = c.id
    where c.id = any(among) and c.file_state <> 'cancelled' and c.archived_at is null
      and (is_due(c, k, rules, day, zone) or everywhere > k.checked_at - slack or exists (
        select from touched t
        where t.at > k.checked_at - slack and (t.kind, t.key) in (
          select 'student', c.student_id union all select 'supervisor', c.supervisor_id
          union all select 'service', c.service_id union all select 'centre', c.centre_id
          union all select 'organisation', c.organisation_id
          union all select 'organisation', o.id
            from host_organisation h join host_organisation o on o.siren = h.siren where h.id = c.organisation_id
          union all select 'tutor', x.id
            from unnest(array[c.tutor_id, c.second_tutor_id]) w (id) cross join lateral unnest(same_person(w.id)) x (id))));
    -- A desk asks this of every file that it shows, and most are not: whether I may act on it is asked of the others.
    if stale is not null then
      return query select unnest(workable(stale));
    end if;
    return;
  end if;
  return query
  with recent as materialized (
    select t.kind, t.key, max(t.at) as at from touched t where t.kind <> 'all' group by 1, 2
  ), wide as materialized (
    select r.kind, r.key, r.at from recent r
    union all
    select r.kind, o.id, r.at from recent r
    join host_organisation h on h.id = r.key join host_organisation o on o.siren = h.siren
    where r.kind = 'organisation'
    union all
    select r.kind, x.id, r.at from recent r cross join lateral unnest(same_person(r.key)) x (id) where r.kind = 'tutor'
  ), told as materialized (
    select c.id, w.at from wide w join convention c on c.student_id = w.key where w.kind = 'student'
    union all select c.id, w.at from wide w join convention c on c.organisation_id = w.key where w.kind = 'organisation'
    union all select c.id, w.at from wide w join convention c on c.service_id = w.key where w.kind = 'service'
    union all select c.id, w.at from wide w join convention c on c.supervisor_id = w.key where w.kind = 'supervisor'
    union all select c.id, w.at from wide w join convention c on c.tutor_id = w.key where w.kind = 'tutor'
    union all select c.id, w.at from wide w join convention c on c.second_tutor_id = w.key where w.kind = 'tutor'
    union all select c.id, w.at from wide w join convention c on c.centre_id = w.key where w.kind = 'centre'
  ), latest as materialized (
    select t.id, max(t.at) as at from told t group by 1
  ), due as materialized (
    select c.id
    from convention c
    left join convention_check k on k.convention_id = c.id
    left join latest l on l.id = c.id
    where c.file_state <> 'cancelled' and c.archived_at is null
      and (is_due(c, k, rules, day, zone) or greatest(everywhere, l.at) > k.checked_at - slack)
  )
  select unnest(workable(array(select d.id from due d))) order by 1;
end $$;
comment on function guichet.stale_files(integer, integer[]) is
  'The files on which I may act and at which the rules are to look again, of these or of all that are not archived.';

create function guichet.same_person(contact_id integer) returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case when k.mail <> '' then array(select x.id from contact x where lower(x.mail) = lower(k.mail) and x.mail <> '')
      else same_named(k.id) end
    from contact k where k.id = contact_id);
end $$;
comment on function guichet.same_person(integer) is 'The contacts who are the same person: by mail, else by name in one legal person.';

create function guichet.changed_facts(ids integer[], rules integer) returns table
  (convention_id integer, version integer, facts jsonb, facts_hash bytea)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
begin
  return query
  with known as materialized (
    select f.convention_id, f.version, f.facts, sha256(convert_to(f.facts::text, 'UTF8')) as hash from facts_of(workable(ids)) f
  ), same as (
    update convention_check k set checked_at = now()
    from known n join convention c on c.id = n.convention_id and c.version = n.version
    where k.convention_id = n.convention_id and k.facts_hash = n.hash and k.rules_version = rules
      and k.content_version = c.content_version
    returning k.convention_id
  )
  select n.convention_id, n.version, n.facts, n.hash from known n
  where not exists (select from same s where s.convention_id = n.convention_id);
end $$;
comment on function guichet.changed_facts(integer[], integer) is
  'What the rules read of those of these files of which something changed since they were checked; the checks of the others are dated anew.';

create function guichet.forget_touched() returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare gone integer;
begin
  -- A check is a week old at most.
  delete from touched t where t.at < now() - interval '9 days';
  get diagnostics gone = row_count;
  return gone;
end $$;
comment on function guichet.forget_touched() is 'Lets go of what every check has outlived.';

grant execute on function guichet.stale_files(integer, integer[]), guichet.changed_facts(integer[], integer) to guichet_person, guichet_api;
grant execute on function guichet.forget_touched() to guichet_person, guichet_worker;
