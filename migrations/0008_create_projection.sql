-- The list projection: one row a file, kept by definer triggers (an invoker trigger silently misses rows under
-- policies), and the counts of each queue, kept as deltas. One view defines the row; rebuild_rows() uses that view.

-- Helpers that are no definer functions have no fixed path of their own: it would keep them from being inlined.
create function guichet.fold(value text) returns text
language sql immutable parallel safe as $$
  select lower(guichet_ext.unaccent('guichet_ext.unaccent'::regdictionary, coalesce(value, '')))
$$;
comment on function guichet.fold(text) is 'Without case nor accents: how keys are stored and words are searched.';

create function guichet.queue_of(file_state text, circuit text[], steps_done smallint, signature_state text, archived_at timestamptz)
returns text
language sql immutable parallel safe as $$
  select case
    when archived_at is not null then 'archived'
    when file_state in ('submitted', 'in_validation') then circuit[steps_done + 1]
    when file_state = 'validated' and signature_state = 'signed' then 'signed'
    when file_state = 'validated' then 'to_sign'
    else file_state
  end
$$;
comment on function guichet.queue_of(text, text[], smallint, text, timestamptz) is
  'The one queue a file stands in: draft, pedagogical, check, administrative, to_correct, to_sign, signed, cancelled or archived.';

create view guichet.convention_row_source as
select
  c.id as convention_id, c.centre_id, c.etape_id, c.supervisor_id, c.student_id,
  q.queue,
  q.queue in ('pedagogical', 'check', 'administrative', 'to_correct') as open,
  c.corrected,
  c.signature_state <> 'signed' and c.file_state not in ('draft', 'cancelled') and c.archived_at is null as unsigned,
  c.file_state, c.signature_state, c.steps_done, c.circuit, c.year, c.regime, c.confidential, c.country_code, t.code as type_code,
  coalesce(c.start_date, date '9999-12-31') as start_date,
  coalesce(c.end_date, date '9999-12-31') as end_date,
  c.state_since as since,
  left(guichet.fold(s.surname || ' ' || s.given_name), 200) collate "C" as student_key,
  left(guichet.fold(o.name), 200) collate "C" as organisation_key,
  left(guichet.fold(p.surname || ' ' || p.given_name), 200) collate "C" as supervisor_key,
  guichet.fold(n.label) as country_key,
  upper(s.surname) || ' ' || s.given_name as student_name,
  s.number as student_number,
  coalesce(o.name, '') as organisation_name,
  coalesce(o.town, '') as town,
  e.code as etape_code,
  m.code as composante_code,
  coalesce(upper(p.surname) || ' ' || p.given_name, '') as supervisor_name,
  k.code as centre_code,
  c.total_hours, coalesce(c.gratification, false) as gratification,
  coalesce(f.content_version = c.content_version, false) as checked,
  coalesce(f.blocking, 0)::smallint as blocking,
  coalesce(f.warnings, 0)::smallint as warnings,
  case
    when f.content_version is distinct from c.content_version then 'none'
    when f.blocking > 0 then 'blocking'
    when f.warnings > 0 then 'warning'
    else 'ok' end as finding,
  c.claimed_by, c.claimed_until, c.hold_until, c.version,
  left(guichet.fold(concat_ws(' ', c.id, s.number, s.surname, s.given_name, o.name, o.siret, o.town, e.code, p.surname, p.given_name)),
    600) as search_key
from guichet.convention c
join guichet.student s on s.id = c.student_id
join guichet.etape e on e.id = c.etape_id
join guichet.composante m on m.id = e.composante_id
join guichet.centre k on k.id = c.centre_id
join guichet.country n on n.iso2 = c.country_code
left join guichet.host_organisation o on o.id = c.organisation_id
left join guichet.supervisor p on p.id = c.supervisor_id
left join guichet.list_entry t on t.id = c.type_id
left join guichet.convention_check f on f.convention_id = c.id
cross join lateral (
  select guichet.queue_of(c.file_state, c.circuit, c.steps_done, c.signature_state, c.archived_at) as queue) q;
comment on view guichet.convention_row_source is 'What a row of a list is. Dates unknown are 9999-12-31, so that every sort key is there;
keys are cut, since an index entry of PostgreSQL holds at most 2 704 bytes.';

create table guichet.convention_row (
  convention_id integer primary key,
  centre_id integer not null,
  etape_id integer not null,
  supervisor_id integer,
  student_id integer not null,
  queue text not null,
  open boolean not null,
  corrected boolean not null,
  unsigned boolean not null,
  file_state text not null,
  signature_state text not null,
  steps_done smallint not null,
  circuit text[] not null,
  year smallint not null,
  regime text not null,
  confidential boolean not null,
  country_code text not null,
  type_code text,
  start_date date not null,
  end_date date not null,
  since timestamptz not null,
  student_key text collate "C" not null,
  organisation_key text collate "C" not null,
  supervisor_key text collate "C" not null,
  country_key text not null,
  student_name text not null,
  student_number text not null,
  organisation_name text not null,
  town text not null,
  etape_code text not null,
  composante_code text not null,
  supervisor_name text not null,
  centre_code text not null,
  total_hours numeric(7, 2),
  gratification boolean not null,
  checked boolean not null,
  blocking smallint not null,
  warnings smallint not null,
  finding text not null,
  claimed_by integer,
  claimed_until timestamptz,
  hold_until date,
  version integer not null,
  search_key text not null
) with (fillfactor = 80);
create index convention_row_centre_start on guichet.convention_row (centre_id, queue, start_date, convention_id);
create index convention_row_centre_student on guichet.convention_row (centre_id, queue, student_key, convention_id);
create index convention_row_queue_start on guichet.convention_row (queue, start_date, convention_id);
create index convention_row_queue_student on guichet.convention_row (queue, student_key, convention_id);
create index convention_row_centre_all on guichet.convention_row (centre_id, start_date, convention_id);
create index convention_row_all on guichet.convention_row (start_date, convention_id);
create index convention_row_all_student on guichet.convention_row (student_key, convention_id);
create index convention_row_supervisor on guichet.convention_row (supervisor_id, queue, start_date, convention_id);
create index convention_row_etape on guichet.convention_row (etape_id, start_date, convention_id);
create index convention_row_etape_centre on guichet.convention_row (etape_id, centre_id, start_date, convention_id);
create index convention_row_student on guichet.convention_row (student_id);
create index convention_row_unsigned on guichet.convention_row (centre_id, start_date, convention_id) where unsigned;
create index convention_row_corrected on guichet.convention_row (centre_id, start_date, convention_id) where corrected;

create table guichet.convention_search (
  convention_id integer primary key,
  centre_id integer not null,
  start_date date not null,
  search_key text not null
);
-- Rare words are found by their trigrams; common ones by reading in the list's order, from the index alone.
create index convention_search_words on guichet.convention_search using gin (search_key guichet_ext.gin_trgm_ops);
create index convention_search_start on guichet.convention_search (start_date, convention_id) include (centre_id, search_key);
create index convention_search_centre on guichet.convention_search (centre_id, start_date, convention_id) include (search_key);
comment on table guichet.convention_search is
  'The words of a file, apart from its row, so that an act never touches these indexes. Read by definer functions only.';

create table guichet.queue_count (
  centre_id integer not null,
  queue text not null,
  delta integer not null
);
create index queue_count_centre on guichet.queue_count (centre_id, queue) include (delta);
comment on table guichet.queue_count is 'Appended by every act, summed by readers, compacted now and then.';

alter table guichet.convention_row enable row level security;
create policy convention_row_read on guichet.convention_row for select using (
  case
    when centre_id = any((select guichet.my_centres())::integer[]) then true
    when supervisor_id = any((select guichet.my_supervised())::integer[]) then true
    when etape_id = any((select guichet.my_etapes())::integer[]) then true
    when student_id = (select guichet.my_student()) then true
    else false
  end);
grant select on guichet.convention_row to guichet_person, guichet_worker;

-- Writes the rows of these files, their words when those changed, and the deltas of the counts. The caller holds
-- the locks of the files.
create function guichet.write_rows(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  with old as (
    select convention_id, centre_id, queue, corrected from convention_row where convention_id = any(ids)
  ), new as materialized (
    select * from convention_row_source where convention_id = any(ids)
  ), gone as (
    delete from convention_row r using old where r.convention_id = old.convention_id
      and not exists (select from new where new.convention_id = old.convention_id)
  ), words_gone as (
    delete from convention_search r where r.convention_id = any(ids)
      and not exists (select from new where new.convention_id = r.convention_id)
  ), words as (
    insert into convention_search (convention_id, centre_id, start_date, search_key)
    select n.convention_id, n.centre_id, n.start_date, n.search_key from new n
    where not exists (
      select from convention_search w where w.convention_id = n.convention_id
        and (w.centre_id, w.start_date, w.search_key) = (n.centre_id, n.start_date, n.search_key))
    on conflict (convention_id) do update set
      (centre_id, start_date, search_key) = (excluded.centre_id, excluded.start_date, excluded.search_key)
  ), upsert as (
    insert into convention_row select * from new
    on conflict (convention_id) do update set
      (centre_id, etape_id, supervisor_id, student_id, queue, open, corrected, unsigned, file_state, signature_state, steps_done,
       circuit, year, regime, confidential, country_code, type_code, start_date, end_date, since, student_key, organisation_key,
       supervisor_key, country_key, student_name, student_number, organisation_name, town, etape_code, composante_code,
       supervisor_name, centre_code, total_hours, gratification, checked, blocking, warnings, finding, claimed_by, claimed_until, hold_until, version, search_key)
      = (excluded.centre_id, excluded.etape_id, excluded.supervisor_id, excluded.student_id, excluded.queue, excluded.open,
         excluded.corrected, excluded.unsigned, excluded.file_state, excluded.signature_state, excluded.steps_done,
         excluded.circuit, excluded.year, excluded.regime, excluded.confidential, excluded.country_code, excluded.type_code,
         excluded.start_date, excluded.end_date, excluded.since, excluded.student_key, excluded.organisation_key,
         excluded.supervisor_key, excluded.country_key, excluded.student_name, excluded.student_number,
         excluded.organisation_name, excluded.town, excluded.etape_code, excluded.composante_code, excluded.supervisor_name,
         excluded.centre_code, excluded.total_hours, excluded.gratification, excluded.checked, excluded.blocking,
         excluded.warnings, excluded.finding, excluded.claimed_by, excluded.claimed_until,
         excluded.hold_until, excluded.version, excluded.search_key)
  )
  insert into queue_count (centre_id, queue, delta)
  select centre_id, queue, sum(delta)
  from (
    select centre_id, queue, -1 as delta from old
    union all select centre_id, 'corrected', -1 from old where corrected
    union all select centre_id, queue, 1 from new
    union all select centre_id, 'corrected', 1 from new where corrected) d
  group by centre_id, queue having sum(delta) <> 0;
end $$;

-- For changes that did not lock the files themselves: a student's name, an organisation's.
create function guichet.refresh_rows(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform from convention where id = any(ids) order by id for update;
  perform write_rows(ids);
end $$;

create function guichet.rebuild_counts() returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  delete from queue_count;
  insert into queue_count (centre_id, queue, delta)
  select centre_id, queue, count(*) from convention_row group by centre_id, queue
  union all
  select centre_id, 'corrected', count(*) from convention_row where corrected group by centre_id;
$$;
comment on function guichet.rebuild_counts() is 'The counts, from the rows.';

create function guichet.rebuild_rows() returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  lock table convention_row in exclusive mode;
  delete from convention_row;
  delete from convention_search;
  insert into convention_row select * from convention_row_source;
  insert into convention_search select convention_id, centre_id, start_date, search_key from convention_row;
  select rebuild_counts();
$$;
comment on function guichet.rebuild_rows() is 'The projection and its counts, from the view that defines them.';

create function guichet.compact_counts() returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare before integer;
begin
  -- One compaction at a time; those who append are not held up.
  if not pg_try_advisory_xact_lock(hashtext('guichet.compact_counts')) then return 0; end if;
  with taken as (delete from queue_count returning centre_id, queue, delta),
  kept as (
    insert into queue_count (centre_id, queue, delta)
    select centre_id, queue, sum(delta) from taken group by centre_id, queue having sum(delta) <> 0)
  select count(*) into before from taken;
  return before;
end $$;
comment on function guichet.compact_counts() is 'Sums the deltas: a chore of the worker, and now and then of whoever acts. Returns how many it read.';
grant execute on function guichet.compact_counts() to guichet_worker;

create function guichet.on_convention() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform write_rows((select array_agg(id) from changed));
  return null;
end $$;
create trigger convention_inserted after insert on guichet.convention
  referencing new table as changed for each statement execute function guichet.on_convention();
create trigger convention_updated after update on guichet.convention
  referencing new table as changed for each statement execute function guichet.on_convention();
create trigger convention_deleted after delete on guichet.convention
  referencing old table as changed for each statement execute function guichet.on_convention();

create function guichet.on_check() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform refresh_rows((select array_agg(convention_id) from changed));
  return null;
end $$;
create trigger convention_check_inserted after insert on guichet.convention_check
  referencing new table as changed for each statement execute function guichet.on_check();
create trigger convention_check_updated after update on guichet.convention_check
  referencing new table as changed for each statement execute function guichet.on_check();

create function guichet.on_name() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
declare ids integer[];
begin
  execute format('select array_agg(c.id) from convention c join changed on changed.id = c.%I', tg_argv[0]) into ids;
  perform refresh_rows(ids);
  return null;
end $$;
create trigger student_updated after update on guichet.student
  referencing new table as changed for each statement execute function guichet.on_name('student_id');
create trigger host_organisation_updated after update on guichet.host_organisation
  referencing new table as changed for each statement execute function guichet.on_name('organisation_id');
create trigger supervisor_updated after update on guichet.supervisor
  referencing new table as changed for each statement execute function guichet.on_name('supervisor_id');
create trigger etape_updated after update on guichet.etape
  referencing new table as changed for each statement execute function guichet.on_name('etape_id');
create trigger centre_updated after update on guichet.centre
  referencing new table as changed for each statement execute function guichet.on_name('centre_id');
