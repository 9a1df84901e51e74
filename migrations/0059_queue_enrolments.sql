-- A queue of the files whose enrolment is told otherwise than they say: cancelled, elsewhere, or not known that year. Whether the
-- rules found that stands with the check of a file, and in its row; what is over stays as it was, and waits for nobody.

alter table guichet.convention_check add column enrolment_differs boolean not null default false;
comment on column guichet.convention_check.enrolment_differs is
  'The rule enrolment found something: the sources tell another enrolment than the file.';
alter table guichet.convention_row add column enrolment_differs boolean not null default false;

-- The last day of those that have ended is read in these indexes, not in their rows. By centre for those who have a few, whose
-- files there are soon sorted in any order; in the orders of lists for those who have many.
create index convention_row_enrolment on guichet.convention_row (centre_id, start_date, convention_id, end_date)
  where enrolment_differs;
create index convention_row_all_enrolment on guichet.convention_row (start_date, convention_id, end_date) where enrolment_differs;
create index convention_row_all_enrolment_student on guichet.convention_row (student_key, convention_id, end_date)
  where enrolment_differs;

create or replace view guichet.convention_row_source as
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
    600) as search_key,
  coalesce(f.enrolment_differs, false) and c.file_state <> 'cancelled' and c.archived_at is null as enrolment_differs
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

-- A function passes through what does not fit yet: its parts are changed one by one.
set local check_function_bodies = off;
do $$
declare
  change text[];
  definition text;
begin
  foreach change slice 1 in array array[
    ['write_rows(integer[])', 'hold_until, version, search_key)', 'hold_until, version, search_key, enrolment_differs)'],
    ['write_rows(integer[])', 'excluded.version, excluded.search_key)',
     'excluded.version, excluded.search_key, excluded.enrolment_differs)'],
    ['record_findings(jsonb)', 'blocking, warnings)', 'blocking, warnings, enrolment_differs)'],
    ['record_findings(jsonb)', 'excluded.warnings)', 'excluded.warnings, excluded.enrolment_differs)'],
    ['record_findings(jsonb)', 'f.severity = ''warning'')', 'f.severity = ''warning''),
    exists (select from finding f where f.convention_id = c.id and f.rule = ''enrolment'')'],
    ['take_findings(guichet.amendment)', 'blocking, warnings)', 'blocking, warnings, enrolment_differs)'],
    ['take_findings(guichet.amendment)', 'excluded.warnings)', 'excluded.warnings, excluded.enrolment_differs)'],
    ['take_findings(guichet.amendment)', 'f.severity = ''warning'')', 'f.severity = ''warning''),
    exists (select from finding f where f.convention_id = c.id and f.rule = ''enrolment'')'],
    ['search(jsonb,jsonb,text,boolean,text,integer,integer)', 'array[''corrected'', ''unsigned'']',
     'array[''corrected'', ''unsigned'', ''enrolment'']'],
    ['search(jsonb,jsonb,text,boolean,text,integer,integer)', 'union all select ''r.unsigned'' where shape ? ''unsigned''',
     'union all select ''r.unsigned'' where shape ? ''unsigned''
    union all select ''r.enrolment_differs'' where shape ? ''enrolment''
    union all select format(''r.end_date >= %L::date'', shape ->> ''ending'') where shape ? ''ending''']]
  loop
    definition := pg_get_functiondef(('guichet.' || change[1])::regprocedure);
    if position(change[2] in definition) = 0 then raise 'guichet.% is not the one that this changes', change[1]; end if;
    execute replace(definition, change[2], change[3]);
  end loop;
end $$;
set local check_function_bodies = on;

create or replace function guichet.on_recheck() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform refresh_rows((
    select array_agg(a.convention_id) from before b join changed a using (convention_id)
    where (a.blocking, a.warnings, a.content_version, a.enrolment_differs)
      <> (b.blocking, b.warnings, b.content_version, b.enrolment_differs)));
  return null;
end $$;

-- What was found before stands in the queue from now on.
update guichet.convention_check k set enrolment_differs = true
where k.convention_id in (select f.convention_id from guichet.finding f where f.rule = 'enrolment');
analyze guichet.convention_row (enrolment_differs);

-- spans: {"queue", "starting", "before"}: files not signed by everybody, by the day they start; {"queue", "enrolment": true, "ending"}:
-- files whose enrolment differs, that end on or after a day. Beyond the bound, null.
create or replace function guichet.queue_counts(spans jsonb, bound integer) returns table (queue text, files bigint)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  amended constant boolean := can('AVENANT', 'read');
  span record;
begin
  return query
  select n.queue, sum(n.files)::bigint
  from (
    select q.queue, q.delta::bigint as files from queue_count q where q.centre_id = any(centres) and (amended or q.queue not like 'amend%')
    union all
    -- What I see otherwise than by my centres is little: a teacher's interns, a programme, a student's own files.
    select k.queue, 1 from seen_otherwise(centres, supervised, etapes, student) o
    cross join lateral (values (o.queue), (case when o.corrected then 'corrected' end)) k (queue)
    where k.queue is not null
    union all
    select a.queue, 1 from seen_otherwise(centres, supervised, etapes, student) o
    join amendment_row a on a.convention_id = o.convention_id
    where amended and a.queue in ('amendments', 'amendments_unsigned')
  ) n
  group by n.queue having sum(n.files) > 0;

  for span in select * from jsonb_to_recordset(spans) as s (queue text, enrolment boolean, starting date, before date, ending date) loop
    if span.enrolment then
      return query
      select span.queue, case when count(*) <= bound then count(*) end
      from (
        select from (
          select from convention_row r
          where r.enrolment_differs and r.centre_id = any(centres) and r.end_date >= span.ending
          union all
          select from seen_otherwise(centres, supervised, etapes, student) r
          where r.enrolment_differs and r.end_date >= span.ending) u
        limit bound + 1) h;
    else
      return query
      select span.queue, case when count(*) <= bound then count(*) end
      from (
        select from (
          select from convention_row r
          where r.unsigned and r.centre_id = any(centres) and r.start_date >= span.starting and r.start_date < span.before
          union all
          select from seen_otherwise(centres, supervised, etapes, student) r
          where r.unsigned and r.start_date >= span.starting and r.start_date < span.before) u
        limit bound + 1) h;
    end if;
  end loop;
end $$;

alter table guichet.saved_view drop constraint saved_view_queue_check;
alter table guichet.saved_view add constraint saved_view_queue_check check (queue in ('pedagogical', 'check', 'administrative',
  'corrected', 'to_correct', 'soon_unsigned', 'started_unsigned', 'enrolment', 'to_sign', 'signed', 'draft', 'cancelled', 'archived', 'all'));
