-- Reading lists fast: the counts of the queues, and the search that applies the scope itself, since the operators it
-- needs are not leakproof and would not use their index under a policy.

-- The rows that somebody sees otherwise than by their centres, each once. It has no path of its own: it is inlined.
create function guichet.seen_otherwise(centres integer[], supervised integer[], etapes integer[], student integer)
returns setof guichet.convention_row
language sql stable as $$
  select r.* from guichet.convention_row r
  where r.supervisor_id = any(supervised) and r.centre_id <> all(centres)
  union all
  select r.* from guichet.convention_row r
  where r.etape_id = any(etapes) and r.centre_id <> all(centres) and coalesce(r.supervisor_id <> all(supervised), true)
  union all
  select r.* from guichet.convention_row r
  where r.student_id = student and r.centre_id <> all(centres) and coalesce(r.supervisor_id <> all(supervised), true)
    and r.etape_id <> all(etapes)
$$;

-- spans: [{"queue", "starting", "before"}]: files not signed by everybody, by the day they start; beyond the bound, null.
create function guichet.queue_counts(spans jsonb, bound integer) returns table (queue text, files bigint)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  span record;
begin
  return query
  select n.queue, sum(n.files)::bigint
  from (
    select q.queue, q.delta::bigint as files from queue_count q where q.centre_id = any(centres)
    union all
    -- What I see otherwise than by my centres is little: a teacher's interns, a programme, a student's own files.
    select k.queue, 1 from seen_otherwise(centres, supervised, etapes, student) o
    cross join lateral (values (o.queue), (case when o.corrected then 'corrected' end)) k (queue)
    where k.queue is not null
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
comment on function guichet.queue_counts(jsonb, integer) is 'How many files stand in each queue of mine.';
grant execute on function guichet.queue_counts(jsonb, integer) to guichet_person;

-- A term: {"column", "op": has|begins|eq|lt|le|gt|ge|between, "value", "not"}; between takes "low..high". Columns and operators come from these lists only;
-- values are quoted, so no term is ever SQL.
create function guichet.term_condition(term jsonb) returns text
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
--
-- Every word of a row is in its search key, so rare words choose rows by the trigram index; common ones are looked for
-- in the list's order, from the index alone, until the page is full. To fill a page of p at a frequency f takes p / f
-- keys in order; the trigram index leads to f times all rows, each at the price of eight such keys, and of a dozen more
-- where the row must say whether it stands in the queue. A sample tells f.
create function guichet.search(shape jsonb, terms jsonb, sort text, descending boolean, after_key text, after_id integer, rows integer)
returns setof guichet.convention_row
language plpgsql stable security definer
set search_path = guichet, pg_temp set enable_seqscan = off as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  page integer := least(rows, 1000);
  -- Few rows stand in a queue where somebody waits; the words of all others are read from their index alone.
  few_rows boolean := shape ?| array['corrected', 'unsigned']
    or coalesce(shape ->> 'queue', 'all') not in ('all', 'signed', 'cancelled', 'archived');
  sample constant integer := 2500;
  files real := (select greatest(c.reltuples, 1) from pg_class c where c.oid = 'convention_search'::regclass);
  texts text[];
  words text[];
  hits integer[];
  matched text;
  frequency real;
  keys_in_order real;
  share real := greatest(cardinality(centres), 1) / (select greatest(count(*), 1)::real from centre);
  named integer[];
  keys text[];
  kind text := case
    when sort in ('student_key', 'organisation_key', 'supervisor_key', 'etape_code', 'centre_code', 'town', 'signature_state') then 'text'
    when sort in ('start_date', 'end_date') then 'date'
    when sort = 'since' then 'timestamptz'
    when sort in ('convention_id', 'blocking') then 'integer' end;
  way text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  condition text;
  ordering text;
  source text;
  reading text;
  query text;
begin
  if kind is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', sort)::text;
  end if;
  select coalesce(string_agg(c, ' and '), 'true') into condition from (
    select format('r.queue = %L', shape ->> 'queue') where shape ? 'queue'
    union all select 'r.corrected' where shape ? 'corrected'
    union all select 'r.unsigned' where shape ? 'unsigned'
    union all select format('r.start_date >= %L::date', shape ->> 'from') where shape ? 'from'
    union all select format('r.start_date < %L::date', shape ->> 'until') where shape ? 'until'
    union all select term_condition(t) from jsonb_array_elements(terms) t
    union all select format('(r.%I, r.convention_id) %s (%L::%s, %s)', sort, beyond, after_key, kind, after_id)
      where after_key is not null) s (c);
  ordering := format(' order by r.%1$I %2$s, r.convention_id %2$s limit %3$s', sort, way, page);

  select array_agg(fold(t ->> 'value')) into texts
  from jsonb_array_elements(terms) t
  where t ->> 'op' in ('has', 'eq') and not coalesce((t -> 'not')::boolean, false) and length(fold(t ->> 'value')) >= 3
    and t ->> 'column' in ('words', 'student_key', 'organisation_key', 'supervisor_key', 'etape_code', 'student_number', 'town');
  -- Without the operator that its index serves: which word goes through the index is decided here.
  select string_agg(format('strpos(s.search_key, %L) > 0', t), ' and ') into matched from unnest(texts) t;
  if texts is not null and centres <> '{}' then
    -- The first figure is how many hold all the texts, the others how many hold each word, the longest first.
    select array_agg(w order by length(w) desc, w) into words
    from (select distinct w from unnest(texts) t, regexp_split_to_table(t, '[^[:alnum:]]+') w where length(w) >= 3) w;
    execute format('select array[count(*) filter (where %s)%s] from convention_search s tablesample system (%s) repeatable (1)',
      matched,
      (select string_agg(format(', count(*) filter (where strpos(s.search_key, %L) > 0)', w), '' order by n)
       from unnest(words) with ordinality w (w, n) where cardinality(words) > 1),
      least(100, 100 * sample / files)) into hits;
  end if;

  frequency := greatest(hits[1], 0.5) / least(sample, files);
  keys_in_order := case
    when few_rows then 9 * least(page / frequency, coalesce(
      (select sum(q.delta) from queue_count q
       where q.centre_id = any(centres) and q.queue = case when shape ? 'corrected' then 'corrected' else shape ->> 'queue' end),
      files * share / 50))
    when cardinality(centres) > 40 then least(files, page / frequency / share)
    else least(files * share, page / frequency) end;
  if words <> '{}' and (case when few_rows then 20 else 8 end) * frequency * files < keys_in_order then
    query := format(
      'select r.* from (
         select s.convention_id, s.start_date from convention_search s
         where s.search_key like %L and %s and (s.centre_id = any($1) or %s) %s) s
       join convention_row r using (convention_id)
       where sees(r.centre_id, r.supervisor_id, r.etape_id, r.student_id, $1, $2, $3, $4) and %s %s',
      '%' || (select w from unnest(words, hits[2:]) with ordinality w (w, hit, n) order by hit, n limit 1) || '%',
      matched,
      case
        when etapes <> '{}' then 'true'
        when supervised <> '{}' or student is not null then
          's.convention_id in (select o.convention_id from seen_otherwise($1, $2, $3, $4) o)'
        else 'false' end,
      case when sort = 'start_date' then format('order by s.start_date %1$s, s.convention_id %1$s offset 0', way) else 'offset 0' end,
      condition, case when sort = 'start_date' then replace(ordering, 'r.', 's.') else ordering end);
    return query execute query using centres, supervised, etapes, student;
    return;
  end if;

  -- A list is merged from the rows under each of these keys as they are read, so that a page takes little more than
  -- its own rows. A named étape lies in few centres.
  select array_agg(e.id) into named
  from jsonb_array_elements(terms) t
  cross join lateral (select fold(t ->> 'value') as text offset 0) wanted
  join etape e on position(wanted.text in lower(e.code)) > 0
  where t ->> 'column' = 'etape_code' and t ->> 'op' in ('has', 'eq') and not coalesce((t -> 'not')::boolean, false);
  if cardinality(named) * cardinality(centres) between 1 and 400 then
    select coalesce(array_agg(format('r.etape_id = %s and r.centre_id = %s', e, c)), '{false}') into keys
    from unnest(named) e cross join unnest(centres) c
    cross join lateral (select from convention_row r where r.etape_id = e and r.centre_id = c limit 1) r;
  end if;
  if centres = '{}' then
    keys := '{false}';
  elsif (cardinality(keys) <= 40) is not true then
    -- The sum keeps the index to the order of the list.
    select array_agg(format('r.etape_id = %s and r.centre_id + 0 = any($1)', e)) into keys from unnest(named) e where cardinality(named) <= 40;
  end if;

  source := 'r';
  reading := 'select r.* from convention_row r where ' || condition;
  if keys is null then
    if matched is not null and sort = 'start_date' and not few_rows then
      source := 's';
      reading := 'select r.* from convention_search s join convention_row r using (convention_id) where ' || matched || ' and ' || condition
        || case when after_key is null then '' else
             format(' and (s.start_date, s.convention_id) %s (%L::date, %s)', beyond, after_key, after_id) end;
    end if;
    keys := case when cardinality(centres) > 40 then array[format('%s.centre_id = any($1)', source)]
      else (select array_agg(format('%s.centre_id = %s', source, c)) from unnest(centres) c) end;
  end if;
  select string_agg(format('(%s and %s order by %3$s.%4$I %5$s, %3$s.convention_id %5$s limit %6$s)', reading, k, source, sort, way, page),
    ' union all ') into query from unnest(keys) k;
  query := 'select r.* from (' || query
    || case when supervised = '{}' then '' else format(
      ' union all (select r.* from convention_row r where r.supervisor_id = any($2) and r.centre_id <> all($1) and %s %s)', condition, ordering) end
    || case when etapes = '{}' then '' else format(
      ' union all (select r.* from convention_row r where r.etape_id = any($3) and r.centre_id <> all($1)
           and coalesce(r.supervisor_id <> all($2), true) and %s %s)', condition, ordering) end
    || case when student is null then '' else format(
      ' union all (select r.* from convention_row r where r.student_id = $4 and r.centre_id <> all($1)
           and coalesce(r.supervisor_id <> all($2), true) and r.etape_id <> all($3) and %s %s)', condition, ordering) end
    || format(') r %s', ordering);
  return query execute query using centres, supervised, etapes, student;
end $$;
comment on function guichet.search(jsonb, jsonb, text, boolean, text, integer, integer) is
  'The files of mine in a queue that every term matches, in a list''s order, after a key.';
grant execute on function guichet.search(jsonb, jsonb, text, boolean, text, integer, integer), guichet.fold(text) to guichet_person;
