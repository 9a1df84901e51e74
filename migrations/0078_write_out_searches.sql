-- The search of files, the registry of hosts and its changes, written out as they stand.

create or replace function guichet.search(shape jsonb, terms jsonb, sort text, descending boolean, after_key text, after_id integer, rows integer)
returns setof guichet.convention_row
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  page integer := least(rows, 1000);
  -- Few rows stand in a queue where somebody waits; the words of all others are read from their index alone.
  few_rows boolean := shape ?| array['corrected', 'unsigned', 'enrolment']
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
    union all select 'r.convention_id > 0' where not shape ? 'queue'
    union all select 'r.corrected' where shape ? 'corrected'
    union all select 'r.unsigned' where shape ? 'unsigned'
    union all select 'r.enrolment_differs' where shape ? 'enrolment'
    union all select format('r.end_date >= %L::date', shape ->> 'ending') where shape ? 'ending'
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

create or replace function guichet.find_organisations(words text, rows integer, kept text default 'in_use'::text)
returns table (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off set enable_bitmapscan = on as $$
#variable_conflict use_column
declare
  typed constant text := fold(btrim(left(words, 200)));
  said constant text := looked_for(words);
  is_number constant boolean := said ~ '^[0-9]{6,14}$';
  begins constant text := replace(replace(replace(typed, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  standing constant text := case kept
    when 'to_moderate' then 'o.state = ''to_moderate'''
    when 'retired' then 'o.state = ''retired'''
    when 'closed' then 'o.state <> ''retired'' and (o.registered -> ''is_closed'')::boolean'
    else 'o.state <> ''retired''' end;
  page constant integer := least(rows, 200);
  there constant real := (select c.reltuples from pg_catalog.pg_class c where c.oid = 'guichet.host_organisation'::regclass);
  sample constant text := 'from host_organisation o tablesample system (%s) repeatable (1)';
  -- The words as a host says them, then sets of activities: each whole, and by many letters.
  whole text[];
  many text[];
  -- By as few letters as tell something, from several places of a word; of which of the above each is.
  few text[];
  few_of integer[];
  -- How a host may hold all the words: each says it itself, or an activity of a set says some. By numbers of the above.
  ways jsonb;
  condition text;
  met integer[];
  near integer[];
  held integer[];
  asked text[];
  ask text;
  rarest integer;
  found integer[];
  more integer[];
  others integer[];
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  execute format('select array(select o.id from host_organisation o where %s and o.name_key like %L order by o.name_key, o.id limit %s)',
    standing, begins, page) into found;
  if is_number then
    execute format('select array(select o.id from host_organisation o where %s and o.siret collate "C" between %L and %L
      order by o.siret collate "C", o.id limit %s)', standing, said, rpad(said, 15, '9'), page) into more;
  end if;
  if is_number and cardinality(more) = 0 and length(said) = 14 and kept = 'in_use' then
    more := array(select k from host_organisation o cross join lateral host_kept(o.id) k
      where o.merged_into is not null and o.siret collate "C" = said and k is not null limit page);
  end if;
  -- Under three letters only the beginnings of names are looked at. What else has all the digits of a SIRET is another host.
  if cardinality(found) < page and coalesce(cardinality(more), 0) = 0 and said ~ '[[:alnum:]]{3}' and not (is_number and length(said) = 14) then
    with w as materialized (select * from host_words(words)),
    a as materialized (
      select n.code, n.search_key, array_agg(w.n) as says from w join naf n on n.search_key like w.pattern where w.tells group by n.code, n.search_key),
    -- « de » would tell most activities: it may be said by one that says a longer word too.
    d as materialized (
      select w.n, a.code
      from w join a on case when w.tells then w.n = any(a.says) else a.search_key like w.pattern and (w.begins is null or a.search_key ~ w.begins) end),
    b as (select d.n, array_agg(d.code) as codes from d group by d.n),
    s as (
      select row_number() over () + (select count(*) from w) as n, array_agg(d.code) as codes, array(select w.n from w where w.n <> all(d.says)) as unsaid
      from (select d.code, array_agg(d.n order by d.n) as says from d group by d.code) d group by d.says),
    t as (
      select w.n, case when w.begins is null then format('o.search_key like %L', w.pattern)
          -- The expression is slow, and few hosts have the letters at all.
          else format('(o.search_key like %L and o.search_key ~ %L)', w.pattern, w.begins) end as whole,
        case when w.begins is null then format('o.search_key like %L', w.many) else format('o.search_key ~ %L', w.begins) end as many,
        case when w.begins is null then array(select format('o.search_key like %L', f) from unnest(w.few) f) else array[format('o.search_key ~ %L', w.begins)] end as few
      from w
      union all select s.n, c, c, array[c] from s cross join format('o.naf_code = any(%L)', s.codes) c),
    f as (select t.n, f.few, f.i from t cross join lateral unnest(t.few) with ordinality f (few, i))
    select array_agg(t.whole order by t.n), array_agg(t.many order by t.n),
      (select array_agg(f.few order by f.n, f.i) from f), (select array_agg(f.n order by f.n, f.i) from f),
      (select jsonb_build_array(jsonb_agg(w.n)) from w) || (select coalesce(jsonb_agg(s.unsaid || s.n::integer), '[]') from s),
      (select string_agg('(' || concat_ws(' or ', t.whole, 'o.naf_code = any(' || quote_literal(b.codes) || ')') || ')', ' and ' order by t.n)
        from w join t using (n) left join b using (n))
    into whole, many, few, few_of, ways, condition from t;
    -- A thousand hosts tell what is rare, and which words' few letters are of other words too.
    if there > 40000 then
      execute (
        select format('select array_agg(o.id) filter (where o.fits), array[%s], array[%s], array[%s]
          from (select o.id, (%s) as fits, %s, %s from (select o.id, o.search_key, o.naf_code, %s ' || sample || ' where %s offset 0) o offset 0) o',
          (select string_agg(format('count(*) filter (where o.few%s)', i), ', ' order by i) from generate_subscripts(few, 1) i),
          string_agg(format('count(*) filter (where o.whole%s)', t.n), ', ' order by t.n),
          (select string_agg(format('count(*) filter (where o.fits and %s)',
              (select string_agg('o.whole' || i, ' and ') from jsonb_array_elements_text(w.way) i)), ', ' order by w.n)
            from jsonb_array_elements(ways) with ordinality w (way, n)),
          condition,
          (select string_agg('o.few' || i, ', ') from generate_subscripts(few, 1) i),
          string_agg(format('%s as whole%s', concat_ws(' and ', 'o.few' || array_position(few_of, t.n::integer), t.it), t.n), ', ' order by t.n),
          (select string_agg(format('%s as few%s', case when few[i] like 'o.search_key ~%%' then whole[few_of[i]] else few[i] end, i), ', ') from generate_subscripts(few, 1) i),
          100 * 1000 / there, standing)
        from unnest(whole) with ordinality t (it, n)) into more, near, met, held;
    end if;
    select array_agg(distinct l.asked), max(l.rarest) into asked, rarest
    from (
      select min(t.met) filter (where t.nth = 1) as rarest, case
        -- What is rare is enough by itself, unless its letters stand elsewhere in many.
        when min(t.met) = 0 and bool_or(t.alone and t.nth = 1) then min(t.whole) filter (where t.nth = 1)
        when min(t.met) = 0 then concat_ws(' and ', min(t.whole) filter (where t.nth = 1), min(t.letters) filter (where t.nth = 2))
        -- So many of those that have the rarest have the others that the page is full before many are read. Two of a sample may be chance.
        when page * min(t.met) <= 1000 * (held[w.n] - 2) then min(t.letters) filter (where t.nth = 1)
        else string_agg(t.letters, ' and ' order by t.nth) filter (where t.nth <= 3) end as asked
      from jsonb_array_elements(ways) with ordinality w (way, n)
      cross join lateral (
        select t.whole, t.met, t.alone, t.letters, row_number() over (order by t.met, t.near, t.i) as nth
        from (
          select i, case when whole[i] like '(%' then many[i] else whole[i] end as whole, case when 4 * f.near <= 5 * met[i] then f.few else many[i] end as letters, f.near,
            f.near = 0 or whole[i] <> many[i] or whole[i] like 'o.naf_code%' as alone,
            -- Hosts of activities are read much faster than those of letters.
            case when whole[i] like 'o.naf_code%' then met[i] / 5 else met[i] end as met
          from jsonb_array_elements_text(w.way) e cross join lateral (select e::integer as i) i
          -- The letters that the fewest other words have too.
          cross join lateral (
            select few[j] as few, near[j] as near from generate_subscripts(few, 1) j where few_of[j] = i order by near[j], j limit 1) f) t) t
      group by w.n) l;
    -- Of what thousands hold, the index would read them all: where some of all hosts fill the page, they are shown, the same
    -- each time. Those that few of the first sample are might not fill it, and be looked for twice.
    if coalesce(kept, '') not in ('to_moderate', 'retired', 'closed') and cardinality(more) between page / 8 and page - 1
      and (cardinality(more) >= page / 4 or cardinality(more) * rarest >= 300) then
      execute format('select array(select o.id ' || sample || ' where %s and %s limit %s)', 100 * 16000 / there, standing, condition, page) into more;
    end if;
    if (cardinality(more) >= page) is not true then
      more := '{}';
      foreach ask in array asked loop
        -- Of an activity they are read one by one until the page is full, not all looked up before the first.
        perform set_config('enable_bitmapscan', case when ask like '%o.search_key%' then 'on' else 'off' end, true);
        -- Apart from what is done with them, or a walk by name would cross most of the registry before it met what is rare.
        execute format('with o as materialized (select o.id, o.search_key, o.naf_code from host_organisation o where %s and %s)
          select array(select o.id from o where %s and o.id <> all(%L) limit %s)', standing, ask, condition, more, page - cardinality(more)) into others;
        more := more || others;
        exit when cardinality(more) >= page;
      end loop;
    end if;
  end if;
  return query
  select o.id, o.name, o.siret, o.uai, o.postal_code, o.town, o.country_code, o.state, coalesce((o.registered -> 'is_closed')::boolean, false),
    (select count(*)::integer from (select from convention c where c.organisation_id = o.id limit 100) c)
  from host_organisation o
  where o.id = any(found || more[:page])
  order by coalesce(o.siret = said, false) or coalesce(o.uai = upper(said), false) desc, o.name_key like begins desc, o.name_key, o.id
  limit page;
end $$;

create or replace function guichet.edit_organisation(id integer, version integer, changes jsonb, reason text default null)
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  locked record;
  h host_organisation;
  before jsonb;
  wanted jsonb := tidy(changes);
  there integer;
  wrong text;
begin
  select * into locked from lock_host(edit_organisation.id, 'modify', edit_organisation.version);
  if locked.halt is not null then
    return query select locked.halt ->> 'outcome', locked.halt ->> 'code', locked.halt -> 'params', (locked.host).version; return;
  end if;
  h := jsonb_populate_record(locked.host, case
    when wanted ? 'naf_code' and not wanted ? 'naf_revision' then wanted || jsonb_build_object('naf_revision',
      (select max(n.revision) from naf n where n.code = wanted ->> 'naf_code')) else wanted end);
  before := to_jsonb(locked.host) || reach_of(h.id);
  wrong := host_fault(h, wanted);
  there := host_is_there(h);
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), (locked.host).version; return;
  -- Whoever does not see it would write over it unseen.
  elsif wanted ?| array['phone', 'mail'] and hidden_reach(h.id) is not null then
    return query select 'refused', 'GU055', jsonb_build_object('centre', hidden_reach(h.id)), (locked.host).version; return;
  elsif there is not null then
    return query select 'refused', 'GU032', host_named(there), (locked.host).version; return;
  end if;
  update host_organisation o set
    (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
     country_code, website, locked, registered, registered_at, version)
    = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
       h.postal_code, h.town, h.country_code, h.website, h.locked, case when h.siret is not distinct from o.siret then o.registered end,
       case when h.siret is not distinct from o.siret then o.registered_at end, o.version + 1)
  where o.id = h.id;
  perform write_reach(h.id, wanted);
  perform tell_host(h.id, 'organisation', h.id, null, 'edited', before, before || to_jsonb(h) || wanted, nullif(btrim(edit_organisation.reason), ''));
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, h.version + 1;
exception when unique_violation then
  return query select 'refused', 'GU032', host_named(host_is_there(h)), (locked.host).version;
end $$;

create or replace function guichet.set_organisation_state(id integer, version integer, state text, reason text default null)
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  locked record;
  h host_organisation;
  used integer;
begin
  select * into locked from lock_host(set_organisation_state.id,
    case set_organisation_state.state when 'retired' then 'delete' else 'modify' end, set_organisation_state.version);
  h := locked.host;
  if locked.halt is not null then
    return query select locked.halt ->> 'outcome', locked.halt ->> 'code', locked.halt -> 'params', h.version; return;
  -- Their own hosts are not for students to approve.
  elsif not keeps_hosts('modify') or set_organisation_state.state not in ('active', 'retired') or h.state = set_organisation_state.state then
    return query select 'refused', 'GU004', null::jsonb, h.version; return;
  end if;
  used := (select count(*) from convention c where c.organisation_id = h.id and c.archived_at is null
    and c.file_state not in ('cancelled', 'draft') and (c.end_date is null or c.end_date >= today()));
  if set_organisation_state.state = 'retired' and h.state = 'to_moderate' and used > 0 then
    return query select 'refused', 'GU053', jsonb_build_object('count', used), h.version; return;
  elsif set_organisation_state.state = 'active' and host_is_there(h) is not null then
    return query select 'refused', 'GU032', host_named(host_is_there(h)), h.version; return;
  end if;
  update host_organisation o set state = set_organisation_state.state, version = o.version + 1 where o.id = h.id;
  perform tell_host(h.id, 'organisation', h.id, null,
    case when h.state = 'to_moderate' then case set_organisation_state.state when 'active' then 'approved' else 'rejected' end
      when set_organisation_state.state = 'active' then 'restored' else 'retired' end,
    jsonb_build_object('state', h.state), jsonb_build_object('state', set_organisation_state.state), nullif(btrim(set_organisation_state.reason), ''));
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, h.version + 1;
exception when unique_violation then
  return query select 'refused', 'GU032', host_named(host_is_there(h)), h.version;
end $$;

create or replace function guichet.import_organisations(lines jsonb, dry boolean)
returns table (line integer, outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
begin
  -- A student adds a host for a file, not a table of them.
  if not keeps_hosts('create') then
    raise exception using errcode = 'GU002', message = 'right missing',
      detail = jsonb_build_object('function', 'ORGA_ACC', 'right', 'create', 'grantors', grantors())::text;
  end if;
  return query
  select (l.said ->> 'line')::integer, l.outcome, l.code, l.params, l.id
  from rows from (jsonb_array_elements(lines), add_hosts(array(
    select e.said -> 'details' from jsonb_array_elements(lines) with ordinality e (said, n) order by e.n), null, 'imported', dry))
    with ordinality l (said, outcome, code, params, id, n)
  order by l.n;
end $$;

create or replace function guichet.to_refresh(before timestamp with time zone, rows integer) returns table (id integer, siret text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  -- Hosts of open files first: there a closure matters.
  select o.id, o.siret from host_organisation o
  where o.state <> 'retired' and o.siret is not null and (o.registered_at is null or o.registered_at < before
      or o.registered ->> 'source' = 'company_search' and o.registered_at < now() - interval '1 day')
    and (keeps_hosts('modify') or pg_has_role(session_user, 'guichet_worker', 'member'))
  order by not exists (select from convention c where c.organisation_id = o.id and c.file_state not in ('draft', 'cancelled') and c.end_date >= today()),
    o.registered_at nulls first, o.id
  limit least(rows, 10000)
$$;

create or replace function guichet.add_service(organisation integer, centre integer, details jsonb)
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare made integer;
begin
  perform check_right('SERVICE_CONTACT_ACC', 'create');
  if not keeps_for(add_service.centre) or not can('ORGA_ACC', 'read')
    or not exists (select from host_organisation o where o.id = add_service.organisation) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif unusable_host(add_service.organisation::text) is not null then
    return query select 'refused', u ->> 'code', u -> 'params', null::integer from unusable_host(add_service.organisation::text) u; return;
  elsif details_text(details, 'name') is null then
    return query select 'refused', 'GU016', jsonb_build_object('field', 'name'), null::integer; return;
  end if;
  insert into host_service as v (organisation_id, centre_id, name, address, postal_code, town, country_code, phone)
  select o.id, add_service.centre, details_text(details, 'name'), coalesce(details_text(details, 'address'), o.address),
    coalesce(details_text(details, 'postal_code'), o.postal_code), coalesce(details_text(details, 'town'), o.town), o.country_code,
    details_text(details, 'phone')
  from host_organisation o where o.id = add_service.organisation
  returning v.id into made;
  return query select 'done', null, null::jsonb, made;
end $$;
