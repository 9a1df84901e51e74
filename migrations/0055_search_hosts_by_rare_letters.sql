-- Hosts found as one types, however common the words are: of one or two letters beside a longer word only beginnings of words count
-- (« mairie la » is no « clamart »), which an index holds; words are looked for by as few letters as tell them from others.
create function guichet.looked_for(words text) returns text
language sql stable set search_path = guichet, pg_temp as $$
  select case when n.digits ~ '^[0-9]{6,14}$' then n.digits else n.typed end
  from (select fold(btrim(left(words, 200))) as typed, fold(regexp_replace(left(words, 200), '\s', '', 'g')) as digits) n
$$;
comment on function guichet.looked_for(text) is 'What is typed as words are stored; a number is one word, however it is grouped.';

create function guichet.word_beginnings(words text) returns text[]
language sql stable set search_path = guichet, pg_temp as $$
  select case when bool_or(w ~ '[[:alnum:]]{3}')
    then coalesce(array_agg('(^|[ -/])' || w order by w) filter (where w ~ '^[[:alnum:]]{1,2}$'), '{}') else '{}' end
  from (select distinct w from regexp_split_to_table(fold(left(words, 200)), '\s+') w) s
$$;
comment on function guichet.word_beginnings(text) is
  'An expression for each word of one or two letters beside a longer one: it begins a word. The marks are those of folded text, few enough for an index of trigrams to see through.';

create function guichet.host_conditions(sought text[], letters integer, beginnings text[]) returns text[]
language sql immutable set search_path = guichet, pg_temp as $$
  select array(select format('o.search_key like %L', '%' || substring(w from '[[:alnum:]]{3,' || letters || '}') || '%')
      from unnest(sought) with ordinality s (w, n) order by n)
    || array(select format('o.search_key ~ %L', b) from unnest(beginnings) b)
$$;
comment on function guichet.host_conditions(text[], integer, text[]) is 'What an index is asked for words by their first letters, and for beginnings.';

-- What an import leaves to be sorted into an index is read with each search until the next vacuum: a quarter of it, then.
alter index guichet.host_organisation_search set (gin_pending_list_limit = 1024);
alter index guichet.host_organisation_alike set (gin_pending_list_limit = 1024);

create or replace function guichet.find_organisations(words text, rows integer, kept text default 'in_use') returns table
  (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
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
  beginnings constant text[] := word_beginnings(said);
  condition constant text := concat_ws(' and ',
    (select string_agg(format('o.search_key like %L', p), ' and ' order by n) from unnest(like_words(said)) with ordinality s (p, n)),
    (select string_agg(format('o.search_key ~ %L', b), ' and ') from unnest(beginnings) b));
  page constant integer := least(rows, 200);
  there constant real := (select c.reltuples from pg_catalog.pg_class c where c.oid = 'guichet.host_organisation'::regclass);
  sample constant text := 'from host_organisation o tablesample system (%s) repeatable (1)';
  -- The three longest words that an index can look for; one that is part of another says nothing more.
  sought constant text[] := array(
    select s.w from regexp_split_to_table(said, '\s+') s (w)
    where s.w ~ '[[:alnum:]]{3}' and not exists (
      select from regexp_split_to_table(said, '\s+') o (w) where o.w <> s.w and strpos(o.w, s.w) > 0)
    group by s.w order by length(s.w) desc, s.w limit 3);
  -- Each letter is one more list to cross, and few of them are other words too.
  by_few constant text[] := host_conditions(sought, 5, beginnings);
  by_many constant text[] := host_conditions(sought, 8, beginnings);
  asked text[] := by_many;
  met integer[];
  astray integer[];
  found integer[];
  more integer[];
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  execute format('select array(select o.id from host_organisation o where %s and o.name_key like %L order by o.name_key, o.id limit %s)',
    standing, begins, page) into found;
  if is_number then
    execute format('select array(select o.id from host_organisation o where %s and o.siret collate "C" between %L and %L
      order by o.siret collate "C", o.id limit %s)', standing, said, rpad(said, 15, '9'), page) into more;
  end if;
  -- Under three letters only the beginnings of names are looked at. What else has all the digits of a SIRET is another host.
  if cardinality(found) < page and coalesce(cardinality(more), 0) = 0 and cardinality(sought) > 0 and not (is_number and length(said) = 14) then
    -- A thousand hosts tell what is rare, and which words' few letters are of other words too.
    if there > 40000 then
      execute format('select array_agg(o.id) filter (where true = all(o.has) and %s), array[%s], array[%s]
        from (select o.id, o.search_key, array[%s] as has ' || sample || ' where %s offset 0) o', condition,
        (select string_agg(format('count(*) filter (where o.has[%s])', n), ', ' order by n) from generate_subscripts(by_few, 1) n),
        (select string_agg(format('count(*) filter (where true = all(o.has) and o.search_key not like %L)', (like_words(w))[1]), ', ' order by n)
          from unnest(sought) with ordinality s (w, n)),
        array_to_string(by_few, ', '), 100 * 1000 / there, standing) into more, met, astray;
      -- Of what thousands hold, the index would read them all: where some of all hosts fill the page, they are shown, the same
      -- each time.
      if coalesce(kept, '') not in ('to_moderate', 'retired', 'closed') and cardinality(more) between page / 4 and page - 1 then
        execute format('select array(select o.id ' || sample || ' where %s and %s limit %s)', 100 * 5000 / there, standing, condition, page) into more;
      end if;
    end if;
    if (cardinality(more) >= page) is not true then
      if 0 = any(met) then
        -- What is rare is nearly enough by itself: of the next one, one list.
        asked := array(
          select case when row_number() over (order by s.met, s.n) = 1 then s.many else s.one end
          from unnest(by_many, host_conditions(sought, 3, beginnings), met) with ordinality s (many, one, met, n) order by s.met, s.n limit 2);
      elsif cardinality(more) > 3 and page * (select min(m) from unnest(met) m) <= 1000 * cardinality(more) then
        -- So many of those that have the rarest word have the others that the page is full before many are read.
        asked := array(select s.few from unnest(by_few, met) with ordinality s (few, met, n) order by s.met, s.n limit 1);
      elsif astray is not null then
        asked := array(
          select case when s.astray > 0 then s.many else s.few end
          from unnest(by_few, by_many, astray) with ordinality s (few, many, astray, n) order by s.n);
      end if;
      -- Apart from what is done with them, or a walk by name would cross most of the registry before it met what is rare.
      execute format('with o as materialized (select o.id, o.search_key from host_organisation o where %s and %s)
        select array(select o.id from o where %s limit %s)', standing, array_to_string(asked, ' and '), condition, page) into more;
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
comment on function guichet.find_organisations(text, integer, text) is
  'Hosts by fragments of name, SIRET, UAI, place or activity, in any order (of one or two letters: beginnings): those whose name begins so first, and only some when more hold them than are read. Kept: in_use, to_moderate, closed or retired.';

create or replace function guichet.export_organisations(words text, kept text) returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select to_jsonb(o) - array['registered', 'search_key', 'name_key', 'match_key', 'alike_key'] || reach_of(o.id) || jsonb_build_object(
    'kind', (select e.label from list_entry e where e.id = o.kind_id),
    'legal_label', (select l.label from legal_category l where l.code = o.legal_category),
    'headcount_label', (select b.label from headcount_band b where b.code = o.headcount_band),
    'country', (select n.label from country n where n.iso2 = o.country_code))
  from host_organisation o
  where keeps_hosts('read') and case kept when 'retired' then o.state = 'retired' when 'to_moderate' then o.state = 'to_moderate'
      when 'closed' then o.state <> 'retired' and (o.registered -> 'is_closed')::boolean else o.state <> 'retired' end
    -- As the search does, which under three letters looks at the beginnings of names.
    and case when (select looked_for(words)) ~ '[[:alnum:]]{3}'
      then o.search_key like all((select like_words(looked_for(words)))::text[]) and o.search_key ~ all((select word_beginnings(looked_for(words)))::text[])
      else starts_with(o.name_key, (select fold(btrim(coalesce(words, ''))))) end
  order by o.name_key, o.id
$$;
