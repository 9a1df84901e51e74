-- Amendments in lists: one row each, kept like those of files, so that those who decide on them see at a glance what each
-- changes and what it risks.

create function guichet.named(field text, value jsonb) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select case when field like '%\_id' and jsonb_typeof(value) = 'number' then value_told(field, value) else value end
$$;

-- Texts are told by their name alone: a list never holds them.
create function guichet.amendment_told(c guichet.convention, a guichet.amendment) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', e.field) || case
      when f.target = 'convention_text' then '{}'
      when jsonb_typeof(e.value) = 'object' then e.value
      else jsonb_build_object('from', named(e.field, case when a.replaced is not null then a.replaced -> e.field else b.base -> e.field end),
        'to', named(e.field, e.value)) end
    order by motive_order(m.motive), e.field), '[]')
  from amendment_motive m
  cross join lateral jsonb_each(m.changes) as e (field, value)
  join editable_field f on f.field = e.field
  cross join (select values_through(c, 32767) as base offset 0) b
  where m.amendment_id = a.id
$$;
comment on function guichet.amendment_told(guichet.convention, guichet.amendment) is
  'What an amendment changes, in few words: each field, with its old and its new value unless it is a text.';

create view guichet.amendment_row_source as
select
  a.id as amendment_id, a.convention_id, c.centre_id, c.etape_id, c.supervisor_id, c.student_id,
  case a.state when 'submitted' then 'amendments' when 'validated' then 'amendments_unsigned' else 'amendments_' || a.state end as queue,
  a.state, a.number, a.circuit, a.steps_done,
  m.motives, m.fields, guichet.amendment_told(c, a) as told,
  coalesce(m.first, date '9999-12-31') as effective_from,
  a.state_since as since,
  left(guichet.fold(s.surname || ' ' || s.given_name), 200) collate "C" as student_key,
  left(guichet.fold(o.name), 200) collate "C" as organisation_key,
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
  m.motives && array['gratification'] as pays
from guichet.amendment a
join guichet.convention c on c.id = a.convention_id
join guichet.student s on s.id = c.student_id
left join guichet.host_organisation o on o.id = c.organisation_id
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
comment on view guichet.amendment_row_source is 'What a row of a list of amendments is.';

create table guichet.amendment_row (
  amendment_id integer primary key,
  convention_id integer not null,
  centre_id integer not null,
  etape_id integer not null,
  supervisor_id integer,
  student_id integer not null,
  queue text not null,
  state text not null,
  number smallint not null,
  circuit text[] not null,
  steps_done smallint not null,
  motives text[] not null,
  fields text[] not null,
  told jsonb not null,
  effective_from date not null,
  since timestamptz not null,
  student_key text collate "C" not null,
  organisation_key text collate "C" not null,
  motive text not null,
  checked boolean not null,
  blocking smallint not null,
  fresh smallint not null,
  cleared smallint not null,
  abroad boolean not null,
  crosses smallint,
  pays boolean not null
) with (fillfactor = 80);
create index amendment_row_file on guichet.amendment_row (convention_id);
create index amendment_row_centre on guichet.amendment_row (centre_id, queue, effective_from, amendment_id);
create index amendment_row_queue on guichet.amendment_row (queue, effective_from, amendment_id);
create index amendment_row_supervisor on guichet.amendment_row (supervisor_id, queue);
create index amendment_row_etape on guichet.amendment_row (etape_id, queue);
create index amendment_row_student on guichet.amendment_row (student_id);

alter table guichet.amendment_row enable row level security;
create policy amendment_row_read on guichet.amendment_row for select using (
  case
    when not (select guichet.can('AVENANT', 'read')) then false
    when centre_id = any((select guichet.my_centres())::integer[]) then true
    when supervisor_id = any((select guichet.my_supervised())::integer[]) then true
    when etape_id = any((select guichet.my_etapes())::integer[]) then true
    when student_id = (select guichet.my_student()) then true
    else false
  end);
grant select on guichet.amendment_row to guichet_person, guichet_worker;

create function guichet.write_amendment_rows(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  if ids is null then return; end if;
  with old as (
    select amendment_id, centre_id, queue from amendment_row where amendment_id = any(ids)
  ), new as materialized (
    select * from amendment_row_source where amendment_id = any(ids)
  ), gone as (
    delete from amendment_row r using old where r.amendment_id = old.amendment_id
      and not exists (select from new where new.amendment_id = old.amendment_id)
  ), upsert as (
    insert into amendment_row select * from new
    on conflict (amendment_id) do update set
      (centre_id, etape_id, supervisor_id, student_id, queue, state, number, circuit, steps_done, motives, fields, told,
       effective_from, since, student_key, organisation_key, motive, checked, blocking, fresh, cleared, abroad, crosses, pays)
      = (excluded.centre_id, excluded.etape_id, excluded.supervisor_id, excluded.student_id, excluded.queue, excluded.state,
         excluded.number, excluded.circuit, excluded.steps_done, excluded.motives, excluded.fields, excluded.told,
         excluded.effective_from, excluded.since, excluded.student_key, excluded.organisation_key, excluded.motive,
         excluded.checked, excluded.blocking, excluded.fresh, excluded.cleared, excluded.abroad, excluded.crosses, excluded.pays)
  )
  insert into queue_count (centre_id, queue, delta)
  select centre_id, queue, sum(delta)
  from (select centre_id, queue, -1 as delta from old union all select centre_id, queue, 1 from new) d
  where queue in ('amendments', 'amendments_unsigned')
  group by centre_id, queue having sum(delta) <> 0;
end $$;
comment on function guichet.write_amendment_rows(integer[]) is 'Writes the rows of these amendments, and the deltas of the counts.';

create function guichet.on_amendment() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
declare ids integer[];
begin
  execute format('select array_agg(distinct %I) from changed', tg_argv[0]) into ids;
  if tg_argv[0] = 'convention_id' then
    ids := (select array_agg(a.id) from amendment a where a.convention_id = any(ids));
  end if;
  perform write_amendment_rows(ids);
  return null;
end $$;
comment on function guichet.on_amendment() is 'After a statement on amendments, what hangs on them, or their files.';

-- What a row of an amendment reads of its file.
create function guichet.on_amended_file() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform write_amendment_rows((
    select array_agg(a.id) from before b join after c on c.id = b.id join amendment a on a.convention_id = c.id
    where (b.content_version, b.centre_id, b.etape_id, b.supervisor_id, b.student_id)
      is distinct from (c.content_version, c.centre_id, c.etape_id, c.supervisor_id, c.student_id)));
  return null;
end $$;

do $$
declare source text[];
begin
  foreach source slice 1 in array array[
    ['amendment', 'insert', 'new', 'id'], ['amendment', 'update', 'new', 'id'], ['amendment', 'delete', 'old', 'id'],
    ['amendment_motive', 'insert', 'new', 'amendment_id'], ['amendment_motive', 'update', 'new', 'amendment_id'],
    ['amendment_motive', 'delete', 'old', 'amendment_id'],
    ['amendment_check', 'insert', 'new', 'amendment_id'], ['amendment_check', 'update', 'new', 'amendment_id']]
  loop
    execute format('create trigger %I after %s on guichet.%I referencing %s table as changed
      for each statement execute function guichet.on_amendment(%L)', source[1] || '_listed_by_' || source[2], source[2], source[1], source[3], source[4]);
  end loop;
end $$;
create trigger convention_lists_amendments after update on guichet.convention
  referencing old table as before new table as after for each statement execute function guichet.on_amended_file();

create or replace function guichet.rebuild_counts() returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  delete from queue_count;
  insert into queue_count (centre_id, queue, delta)
  select centre_id, queue, count(*) from convention_row group by centre_id, queue
  union all
  select centre_id, 'corrected', count(*) from convention_row where corrected group by centre_id
  union all
  select centre_id, queue, count(*) from amendment_row where queue in ('amendments', 'amendments_unsigned') group by centre_id, queue;
$$;

create or replace function guichet.rebuild_rows() returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  lock table convention_row, amendment_row in exclusive mode;
  delete from convention_row;
  delete from convention_search;
  delete from amendment_row;
  insert into convention_row select * from convention_row_source;
  insert into convention_search select convention_id, centre_id, start_date, search_key from convention_row;
  insert into amendment_row select * from amendment_row_source;
  select rebuild_counts();
$$;

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

  for span in select * from jsonb_to_recordset(spans) as s (queue text, starting date, before date) loop
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
  end loop;
end $$;

-- A term about the amendment itself; others are about its file.
create function guichet.amendment_condition(term jsonb) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  col constant text := term ->> 'column';
  op constant text := term ->> 'op';
  val constant text := term ->> 'value';
  compare constant text := case op when 'eq' then '=' when 'lt' then '<' when 'le' then '<=' when 'gt' then '>' when 'ge' then '>=' end;
  condition text;
begin
  condition := case
    when col = 'amends' and op in ('eq', 'has', 'begins') then format('(%1$L = any(a.motives) or %1$L = any(a.fields))', val)
    when col = 'effective_from' and compare is not null then format('a.effective_from %s %L::date', compare, val)
    when col = 'effective_from' and op = 'between' then
      format('(a.effective_from >= %L::date and a.effective_from <= %L::date)', split_part(val, '..', 1), split_part(val, '..', 2))
    when col = 'crosses' and compare is not null then format('a.crosses %s %L::numeric', compare, val)
    when col = 'crosses' and op = 'between' then
      format('(a.crosses >= %L::numeric and a.crosses <= %L::numeric)', split_part(val, '..', 1), split_part(val, '..', 2))
    when col = 'finding' and op = 'eq' then case val
      when 'blocking' then 'a.blocking > 0' when 'warning' then 'a.fresh > 0' when 'ok' then '(a.checked and a.fresh = 0)'
      when 'none' then 'not a.checked' end
    when col = 'since' then guichet.term_condition(term - 'not')
  end;
  if condition is null and col in ('amends', 'effective_from', 'crosses') then
    raise exception using errcode = 'GU016', message = 'unknown operator', detail = jsonb_build_object('field', col, 'op', op)::text;
  elsif condition is null then
    return guichet.term_condition(term);
  end if;
  condition := replace(condition, 'r.since', 'a.since');
  return case when (term -> 'not')::boolean then format('(%s) is not true', condition) else condition end;
end $$;
comment on function guichet.amendment_condition(jsonb) is 'A term over a row of an amendment, a, and the row of its file, r.';

create or replace function guichet.term_condition(term jsonb) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  zone text := (select e.zone from guichet.establishment e);
  col text := term ->> 'column';
  op text := term ->> 'op';
  val text := term ->> 'value';
  kind text := case
    when col in ('words', 'student_key', 'organisation_key', 'supervisor_key', 'country_key') then 'words'
    when col in ('queue', 'file_state', 'signature_state', 'regime', 'country_code', 'type_code', 'etape_code', 'centre_code',
      'composante_code', 'student_number', 'town', 'finding') then 'text'
    when col in ('convention_id', 'year', 'blocking', 'warnings', 'total_hours') then 'numeric'
    when col in ('start_date', 'end_date', 'since', 'hold_until') then 'date'
    when col in ('confidential', 'corrected', 'unsigned', 'gratification', 'checked') then 'boolean'
    when col = 'internship' then 'internship'
    when col in ('amends', 'effective_from', 'crosses') then 'amendment'
  end;
  expression text := case col when 'words' then 'r.search_key' when 'since' then format('(r.since at time zone %L)::date', zone) else format('r.%I', col) end;
  compare text := case op when 'eq' then '=' when 'lt' then '<' when 'le' then '<=' when 'gt' then '>' when 'ge' then '>=' end;
  pattern text := replace(replace(replace(guichet.fold(val), '\', '\\'), '%', '\%'), '_', '\_');
  condition text;
begin
  if kind is null or val is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', col)::text;
  end if;
  condition := case
    when kind = 'words' and op = 'has' then format('strpos(%s, %L) > 0', expression, guichet.fold(val))
    when kind = 'words' and op = 'begins' then format('(%1$s like %2$L or %1$s like %3$L)', expression, pattern || '%', '% ' || pattern || '%')
    when kind = 'text' and op = 'has' then format('strpos(guichet.fold(%s), %L) > 0', expression, guichet.fold(val))
    when kind = 'text' and op = 'begins' then format('guichet.fold(%s) like %L', expression, pattern || '%')
    when kind = 'text' and op = 'eq' then format('%s = %L', expression, val)
    when kind in ('numeric', 'date', 'boolean') and compare is not null then format('%s %s %L::%s', expression, compare, val, kind)
    when kind in ('numeric', 'date') and op = 'between' then
      format('(%1$s >= %2$L::%4$s and %1$s <= %3$L::%4$s)', expression, split_part(val, '..', 1), split_part(val, '..', 2), kind)
    -- Of a file: one of its amendments that was not given up.
    when kind = 'amendment' then format(
      'exists (select from guichet.amendment_row a where a.convention_id = r.convention_id and a.state <> ''cancelled'' and %s)',
      guichet.amendment_condition(term - 'not'))
    when kind = 'internship' then case val
      when 'to_come' then format('r.start_date > %L::date', guichet.today())
      when 'running' then format('(r.start_date <= %1$L::date and r.end_date >= %1$L::date)', guichet.today())
      when 'ended' then format('r.end_date < %L::date', guichet.today()) end
  end;
  if condition is null then
    raise exception using errcode = 'GU016', message = 'unknown operator', detail = jsonb_build_object('field', col, 'op', op)::text;
  end if;
  return case when (term -> 'not')::boolean then format('(%s) is not true', condition) else condition end;
end $$;

create function guichet.search_amendments(wanted text, terms jsonb, sort text, descending boolean, after_key text, after_id integer, rows integer)
returns setof guichet.amendment_row
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
declare
  kind constant text := case
    when sort in ('student_key', 'organisation_key', 'motive') then 'text' when sort = 'effective_from' then 'date'
    when sort = 'since' then 'timestamptz' when sort = 'convention_id' then 'integer' when sort = 'fresh' then 'smallint' end;
  way constant text := case when descending then 'desc' else 'asc' end;
  condition text;
begin
  if kind is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', sort)::text;
  elsif not can('AVENANT', 'read') then
    return;
  end if;
  select coalesce(string_agg(s.c, ' and '), 'true') into condition from (
    select amendment_condition(t) from jsonb_array_elements(terms) t
    union all select format('(a.%I, a.amendment_id) %s (%L::%s, %s)', sort, case when descending then '<' else '>' end, after_key, kind, after_id)
      where after_key is not null) s (c);
  return query execute format(
    'select a.* from amendment_row a join convention_row r using (convention_id)
     where a.queue = $5 and sees(a.centre_id, a.supervisor_id, a.etape_id, a.student_id, $1, $2, $3, $4) and %s
     order by a.%I %s, a.amendment_id %3$s limit %s', condition, sort, way, least(rows, 1000))
  using my_centres(), my_supervised(), my_etapes(), my_student(), wanted;
end $$;
comment on function guichet.search_amendments(text, jsonb, text, boolean, text, integer, integer) is
  'A page of the amendments of a queue that every term matches.';
grant execute on function guichet.search_amendments(text, jsonb, text, boolean, text, integer, integer) to guichet_person;
