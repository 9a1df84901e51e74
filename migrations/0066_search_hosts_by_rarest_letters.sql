-- Hosts found as one types, by fewer lists of letters: of words that begin as thousands of others do, eight letters were looked for, six
-- lists that an index crosses entry by entry, where four from the middle or the end are a word's own. The sample that is read anyway tells.

-- In PL/pgSQL, which keeps its plans: a function in SQL is planned anew by each query, the words of a search took three quarters of a millisecond.
create or replace function guichet.looked_for(words text) returns text
language plpgsql stable set search_path = guichet, pg_temp as $$
declare digits constant text := fold(regexp_replace(left(words, 200), '\s', '', 'g'));
begin
  return case when digits ~ '^[0-9]{6,14}$' then digits else fold(btrim(left(words, 200))) end;
end $$;

create or replace function guichet.like_words(words text) returns text[]
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  return (
    select array_agg('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%' order by length(w) desc, w)
    from regexp_split_to_table(fold(left(words, 200)), '\s+') w where w <> '');
end $$;

drop function guichet.host_words(text);
create function guichet.host_words(words text) returns table (n integer, tells boolean, pattern text, begins text, few text[], many text)
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  return query
  with said as materialized (
    select distinct w as word, w ~ '^[[:alnum:]]{1,2}$' as short, substring(w from '[[:alnum:]]{3,}') as letters
    from regexp_split_to_table(looked_for(words), '\s+') w where w <> '')
  select row_number() over (order by length(s.word) desc, s.word)::integer, length(s.word) > 2, (like_words(s.word))[1],
    case when s.short then '(^|[ -/])' || s.word end,
    array(
      select '%' || substr(s.letters, a.at, 4) || '%'
      from (
        select distinct greatest(a.at, 1) as at
        from unnest(array[1, case when length(s.letters) > 7 then length(s.letters) / 2 - 1 end, length(s.letters) - 3]) a (at)
        where a.at is not null and s.letters is not null) a
      order by a.at),
    '%' || left(s.letters, 8) || '%'
  from said s
  where s.short or not exists (select from said o where o.word <> s.word and strpos(o.word, s.word) > 0);
end $$;
comment on function guichet.host_words(text) is
  'Each word that is typed, the longest first (one that is part of another says nothing more): whether it is long enough to tell an activity, what meets it, and its letters: four from each of some places, and eight. Of one or two letters, a beginning of a word too, whose marks are few enough for an index of trigrams to see through.';

create or replace function guichet.find_organisations(words text, rows integer, kept text default 'in_use') returns table
  (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
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

create or replace function guichet.export_organisations(words text, kept text) returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select to_jsonb(o) - array['registered', 'search_key', 'name_key', 'match_key', 'alike_key'] || reach_of(o.id) || jsonb_build_object(
    'kind', (select e.label from list_entry e where e.id = o.kind_id),
    'legal_label', (select l.label from legal_category l where l.code = o.legal_category),
    'headcount_label', (select b.label from headcount_band b where b.code = o.headcount_band),
    'country', (select n.label from country n where n.iso2 = o.country_code))
  from host_organisation o
  left join naf a on a.code = o.naf_code and a.revision = o.naf_revision
  cross join (
    select looked_for(words) ~ '[[:alnum:]]{3}' as is_long, coalesce(array_agg(w.pattern) filter (where w.tells), '{}') as telling,
      coalesce(array_agg(w.pattern) filter (where not w.tells and w.begins is null), '{}') as besides,
      coalesce(array_agg(w.begins) filter (where w.begins is not null), '{}') as beginnings
    from host_words(words) w) w
  cross join lateral (
    select concat_ws(' ', o.search_key, a.search_key) as whole, concat_ws(' ', o.search_key, case when a.search_key like any(w.telling) then a.search_key end) as told) k
  where keeps_hosts('read') and case kept when 'retired' then o.state = 'retired' when 'to_moderate' then o.state = 'to_moderate'
      when 'closed' then o.state <> 'retired' and (o.registered -> 'is_closed')::boolean else o.state <> 'retired' end
    -- As the search does, which under three letters looks at the beginnings of names.
    and case when w.is_long then k.whole like all(w.telling) and k.told like all(w.besides) and k.told ~ all(w.beginnings)
      else starts_with(o.name_key, (select fold(btrim(coalesce(words, ''))))) end
  order by o.name_key, o.id
$$;
