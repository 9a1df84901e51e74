-- A row of an amendment carries what its list shows of the file: joined, each page asked for the rights on files too, and
-- looked fifty of them up.

-- Filled anew rather than updated: each row written twice would leave the table and its indexes half empty.
create table guichet.amendment_row_before as select * from guichet.amendment_row;
truncate guichet.amendment_row;

-- What the file calls as the amendment does has the file's name before it.
alter table guichet.amendment_row
  add column version integer not null,
  add column file_queue text not null,
  add column file_state text not null,
  add column signature_state text not null,
  add column file_circuit text[] not null,
  add column file_steps_done smallint not null,
  add column corrected boolean not null,
  add column file_since timestamptz not null,
  add column start_date date not null,
  add column end_date date not null,
  add column student_name text not null,
  add column student_number text not null,
  add column organisation_name text not null,
  add column town text not null,
  add column etape_code text not null,
  add column supervisor_name text not null,
  add column centre_code text not null,
  add column regime text not null,
  add column total_hours numeric(7, 2),
  add column confidential boolean not null,
  add column file_checked boolean not null,
  add column file_blocking smallint not null,
  add column warnings smallint not null,
  add column claimed_by integer,
  add column claimed_until timestamptz,
  add column hold_until date;

create or replace view guichet.amendment_row_source as
select
  a.id as amendment_id, a.convention_id, c.centre_id, c.etape_id, c.supervisor_id, c.student_id,
  case a.state when 'submitted' then 'amendments' when 'validated' then 'amendments_unsigned' else 'amendments_' || a.state end as queue,
  a.state, a.number, a.circuit, a.steps_done,
  m.motives, m.fields, guichet.amendment_told(c, a) as told,
  coalesce(m.first, date '9999-12-31') as effective_from,
  a.state_since as since,
  r.student_key, r.organisation_key,
  coalesce(m.motives[1], 'other') as motive,
  a.state in ('validated', 'signed') or coalesce((k.content_version, k.revision) = (c.content_version, a.revision), false) as checked,
  case when a.passed_by is null then coalesce(k.blocking, 0) else 0 end::smallint as blocking,
  coalesce(k.fresh, 0)::smallint as fresh,
  coalesce(cardinality(k.cleared), 0)::smallint as cleared,
  coalesce(v.country_code, 'FR') <> 'FR' as abroad,
  case
    when a.state in ('validated', 'signed', 'cancelled') or k.total_hours is null then null
    when c.total_hours <= 924 and k.total_hours > 924 then 924
    when c.total_hours <= 308 and k.total_hours > 308 then 308 end::smallint as crosses,
  m.motives && array['gratification'] as pays,
  r.version, r.queue as file_queue, r.file_state, r.signature_state, r.circuit as file_circuit, r.steps_done as file_steps_done,
  r.corrected, r.since as file_since, r.start_date, r.end_date, r.student_name, r.student_number, r.organisation_name, r.town,
  r.etape_code, r.supervisor_name, r.centre_code, r.regime, r.total_hours, r.confidential, r.checked as file_checked,
  r.blocking as file_blocking, r.warnings, r.claimed_by, r.claimed_until, r.hold_until
from guichet.amendment a
join guichet.convention c on c.id = a.convention_id
join guichet.convention_row r on r.convention_id = a.convention_id
left join guichet.amendment_check k on k.amendment_id = a.id
cross join lateral (
  select coalesce(array_agg(x.motive order by guichet.motive_order(x.motive)), '{}') as motives, min(x.effective_from) as first,
    array(select distinct d.field from guichet.amendment_motive y cross join lateral jsonb_object_keys(y.changes) as d (field)
      where y.amendment_id = a.id order by 1) as fields
  from guichet.amendment_motive x where x.amendment_id = a.id) m
left join lateral (
  select w.country_code from guichet.host_service w
  where w.id = coalesce((select (x.changes ->> 'service_id')::integer from guichet.amendment_motive x
    where x.amendment_id = a.id and x.motive = 'place'), c.service_id)) v on true;
comment on view guichet.amendment_row_source is 'What a row of a list of amendments is, from what its file''s row is.';

-- The keys are taken again: those of hosts and students whose name had changed since still followed the former one.
insert into guichet.amendment_row
select
  a.amendment_id, a.convention_id, a.centre_id, a.etape_id, a.supervisor_id, a.student_id, a.queue, a.state, a.number, a.circuit,
  a.steps_done, a.motives, a.fields, a.told, a.effective_from, a.since, r.student_key, r.organisation_key, a.motive, a.checked,
  a.blocking, a.fresh, a.cleared, a.abroad, a.crosses, a.pays,
  r.version, r.queue, r.file_state, r.signature_state, r.circuit, r.steps_done, r.corrected, r.since, r.start_date, r.end_date,
  r.student_name, r.student_number, r.organisation_name, r.town, r.etape_code, r.supervisor_name, r.centre_code, r.regime,
  r.total_hours, r.confidential, r.checked, r.blocking, r.warnings, r.claimed_by, r.claimed_until, r.hold_until
from guichet.amendment_row_before a
join guichet.convention_row r using (convention_id);
drop table guichet.amendment_row_before;
analyze guichet.amendment_row;

create function guichet.on_file_row() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  -- By an array, which is looked up whatever the planner thinks of the rows that changed: most files have no amendment.
  update amendment_row a set
    (student_key, organisation_key, version, file_queue, file_state, signature_state, file_circuit, file_steps_done, corrected,
     file_since, start_date, end_date, student_name, student_number, organisation_name, town, etape_code, supervisor_name,
     centre_code, regime, total_hours, confidential, file_checked, file_blocking, warnings, claimed_by, claimed_until, hold_until)
    = (r.student_key, r.organisation_key, r.version, r.queue, r.file_state, r.signature_state, r.circuit, r.steps_done, r.corrected,
       r.since, r.start_date, r.end_date, r.student_name, r.student_number, r.organisation_name, r.town, r.etape_code, r.supervisor_name,
       r.centre_code, r.regime, r.total_hours, r.confidential, r.checked, r.blocking, r.warnings, r.claimed_by, r.claimed_until, r.hold_until)
  from convention_row r
  where a.convention_id = any(array(select convention_id from changed)) and r.convention_id = a.convention_id
    and (a.version, a.file_checked, a.file_blocking, a.warnings, a.student_key, a.organisation_key, a.file_queue, a.file_state,
         a.signature_state, a.file_circuit, a.file_steps_done, a.corrected, a.file_since, a.start_date, a.end_date, a.student_name,
         a.student_number, a.organisation_name, a.town, a.etape_code, a.supervisor_name, a.centre_code, a.regime, a.total_hours,
         a.confidential, a.claimed_by, a.claimed_until, a.hold_until)
      is distinct from
        (r.version, r.checked, r.blocking, r.warnings, r.student_key, r.organisation_key, r.queue, r.file_state,
         r.signature_state, r.circuit, r.steps_done, r.corrected, r.since, r.start_date, r.end_date, r.student_name,
         r.student_number, r.organisation_name, r.town, r.etape_code, r.supervisor_name, r.centre_code, r.regime, r.total_hours,
         r.confidential, r.claimed_by, r.claimed_until, r.hold_until);
  return null;
end $$;
comment on function guichet.on_file_row() is 'After the rows of files were written: those of their amendments show the same of them.';
create trigger convention_row_carried after update on guichet.convention_row
  referencing new table as changed for each statement execute function guichet.on_file_row();

-- The row of the file is read where a term speaks of it alone: joined from the left, it is left out otherwise.
do $$
declare
  search constant text := pg_get_functiondef('guichet.search_amendments(text,jsonb,text,boolean,text,integer,integer)'::regprocedure);
  before constant text := 'amendment_row a join convention_row r';
begin
  if position(before in search) = 0 then raise 'guichet.search_amendments is not the one that this changes'; end if;
  execute replace(search, before, 'amendment_row a left join convention_row r');
end $$;
