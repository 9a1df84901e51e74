-- Reading lists fast: the counts of the queues, and the search that applies the scope itself, since the operators it
-- needs are not leakproof and would not use their index under a policy.

create function guichet.queue_counts() returns table (queue text, files bigint)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
begin
  return query
  select n.queue, sum(n.files)::bigint
  from (
    select q.queue, q.delta::bigint as files from queue_count q where q.centre_id = any(centres)
    union all
    -- What I see otherwise than by my centres is little: a teacher's interns, a programme, a student's own files.
    select k.queue, 1
    from (
      select r.queue, r.corrected from convention_row r
      where r.supervisor_id = any(supervised) and r.centre_id <> all(centres)
      union all
      select r.queue, r.corrected from convention_row r
      where r.etape_id = any(etapes) and r.centre_id <> all(centres) and coalesce(r.supervisor_id <> all(supervised), true)
      union all
      select r.queue, r.corrected from convention_row r
      where r.student_id = student and r.centre_id <> all(centres) and coalesce(r.supervisor_id <> all(supervised), true)
        and r.etape_id <> all(etapes)) o
    cross join lateral (values (o.queue), (case when o.corrected then 'corrected' end)) k (queue)
    where k.queue is not null
  ) n
  group by n.queue having sum(n.files) > 0;
end $$;
comment on function guichet.queue_counts() is 'How many files stand in each queue of mine.';
grant execute on function guichet.queue_counts() to guichet_person;

-- A term: {"column", "op": has|begins|eq|lt|le|gt|ge|between, "value", "not"}; between takes "low..high". Columns and operators come from these lists only;
-- values are quoted, so no term is ever SQL.
create function guichet.term_condition(term jsonb) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
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
  end;
  expression text := case col when 'words' then 'r.search_key' when 'since' then 'r.since::date' else format('r.%I', col) end;
  compare text := case op when 'eq' then '=' when 'lt' then '<' when 'le' then '<=' when 'gt' then '>' when 'ge' then '>=' end;
  pattern text := replace(replace(replace(guichet.fold(val), '\', '\\'), '%', '\%'), '_', '\_');
  condition text;
begin
  if kind is null or val is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', col)::text;
  end if;
  condition := case
    when kind = 'words' and op = 'has' then format('%s like %L', expression, '%' || pattern || '%')
    when kind = 'words' and op = 'begins' then format('(%1$s like %2$L or %1$s like %3$L)', expression, pattern || '%', '% ' || pattern || '%')
    when kind = 'text' and op = 'has' then format('guichet.fold(%s) like %L', expression, '%' || pattern || '%')
    when kind = 'text' and op = 'begins' then format('guichet.fold(%s) like %L', expression, pattern || '%')
    when kind = 'text' and op = 'eq' then format('%s = %L', expression, val)
    when kind in ('numeric', 'date', 'boolean') and compare is not null then format('%s %s %L::%s', expression, compare, val, kind)
    when kind in ('numeric', 'date') and op = 'between' then
      format('(%1$s >= %2$L::%4$s and %1$s <= %3$L::%4$s)', expression, split_part(val, '..', 1), split_part(val, '..', 2), kind)
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

-- shape: {"queue", "corrected", "unsigned", "from", "until"}, each optional: the queue as rows see it.
create function guichet.search(shape jsonb, terms jsonb, sort text, descending boolean, after_key text, after_id integer, rows integer)
returns setof guichet.convention_row
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  words text;
  hits integer;
  named_etapes integer[];
  kind text := case
    when sort in ('student_key', 'organisation_key', 'supervisor_key', 'etape_code', 'centre_code', 'town', 'signature_state') then 'text'
    when sort in ('start_date', 'end_date') then 'date'
    when sort = 'since' then 'timestamptz'
    when sort in ('convention_id', 'blocking') then 'integer' end;
  way text := case when descending then 'desc' else 'asc' end;
  condition text;
  ordering text;
  branch text;
  query text;
begin
  if kind is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', sort)::text;
  end if;
  select string_agg(c, ' and ') into condition from (
    select format('r.queue = %L', shape ->> 'queue') where shape ? 'queue'
    union all select 'r.corrected' where shape ? 'corrected'
    union all select 'r.unsigned' where shape ? 'unsigned'
    union all select format('r.start_date >= %L::date', shape ->> 'from') where shape ? 'from'
    union all select format('r.start_date < %L::date', shape ->> 'until') where shape ? 'until'
    union all select term_condition(t) from jsonb_array_elements(terms) t
    union all select format('(r.%I, r.convention_id) %s (%L::%s, %s)', sort, case when descending then '<' else '>' end, after_key, kind, after_id)
      where after_key is not null) s (c);
  condition := coalesce(condition, 'true');
  ordering := format('order by r.%I %s, r.convention_id %s limit %s', sort, way, way, least(rows, 1000));

  -- Every word of a row is in its search key: words of three letters and more choose rows by the trigram index,
  -- unless they are so common that reading in the list's order finds a page sooner. One condition a word: the index
  -- does not serve "like all", and no limit may talk the planner out of it.
  select string_agg(format('s.search_key like %L',
    '%' || replace(replace(replace(fold(t ->> 'value'), '\', '\\'), '%', '\%'), '_', '\_') || '%'), ' and ') into words
  from jsonb_array_elements(terms) t
  where t ->> 'op' in ('has', 'eq') and not coalesce((t -> 'not')::boolean, false) and length(t ->> 'value') >= 3
    and t ->> 'column' in ('words', 'student_key', 'organisation_key', 'supervisor_key', 'etape_code', 'student_number', 'town');
  if words is not null then
    execute format('select count(*) from (select from convention_search s where %s limit 2001) h', words) into hits;
  end if;
  -- An étape belongs to one centre: read in the order of a list, a page of it may lie anywhere, or nowhere.
  if hits > 2000 then
    select array_agg(e.id) into named_etapes
    from jsonb_array_elements(terms) t
    join etape e on position(fold(t ->> 'value') in fold(e.code)) > 0
    where t ->> 'column' = 'etape_code' and t ->> 'op' in ('has', 'eq') and not coalesce((t -> 'not')::boolean, false);
  end if;

  if named_etapes is not null then
    query := format(
      'select r.* from unnest($5) as named (etape) cross join lateral (
         select r.* from convention_row r where r.etape_id = named.etape
           and sees(r.centre_id, r.supervisor_id, r.etape_id, r.student_id, $1, $2, $3, $4) and %1$s %2$s) r %2$s', condition, ordering);
  elsif hits <= 2000 then
    query := format(
      'select r.* from convention_row r
       where r.convention_id in (select s.convention_id from convention_search s where %s)
         and sees(r.centre_id, r.supervisor_id, r.etape_id, r.student_id, $1, $2, $3, $4) and %s %s', words, condition, ordering);
  else
    branch := case when cardinality(centres) > 40
      then format('(select r.* from convention_row r where r.centre_id = any($1) and %s %s)', condition, ordering)
      else format('(select r.* from unnest($1) as mine (centre) cross join lateral (
                     select r.* from convention_row r where r.centre_id = mine.centre and %1$s %2$s) r %2$s)', condition, ordering) end;
    query := format('select r.* from (%s', branch)
      || case when supervised = '{}' then '' else format(
        ' union all (select r.* from convention_row r where r.supervisor_id = any($2) and r.centre_id <> all($1) and %s %s)', condition, ordering) end
      || case when etapes = '{}' then '' else format(
        ' union all (select r.* from convention_row r where r.etape_id = any($3) and r.centre_id <> all($1)
             and coalesce(r.supervisor_id <> all($2), true) and %s %s)', condition, ordering) end
      || case when student is null then '' else format(
        ' union all (select r.* from convention_row r where r.student_id = $4 and r.centre_id <> all($1)
             and coalesce(r.supervisor_id <> all($2), true) and r.etape_id <> all($3) and %s %s)', condition, ordering) end
      || format(') r %s', ordering);
  end if;
  return query execute query using centres, supervised, etapes, student, named_etapes;
end $$;
comment on function guichet.search(jsonb, jsonb, text, boolean, text, integer, integer) is
  'The files of mine in a queue that every term matches, in a list''s order, after a key.';
grant execute on function guichet.search(jsonb, jsonb, text, boolean, text, integer, integer), guichet.fold(text) to guichet_person;
