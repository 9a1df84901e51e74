-- Hosts found as one types, their activities too: the same few sentences in what thousands of hosts say of themselves made the lists
-- of letters that an index crosses many times as long. Words are looked for in the sentences, then hosts by the codes of these.
alter table guichet.naf add column search_key text not null generated always as (guichet.fold(code || ' ' || label)) stored;
create index naf_search on guichet.naf using gin (search_key guichet_ext.gin_trgm_ops);

create or replace function guichet.key_host() returns trigger
language plpgsql set search_path = guichet, pg_temp as $$
begin
  new.name_key := left(fold(new.name), 200);
  new.match_key := left(regexp_replace(match_key(new.name), '\s+', ' ', 'g'), 200);
  new.alike_key := new.match_key || ' ' || fold(new.town);
  new.search_key := fold(concat_ws(' ', new.name, new.siret, new.uai, new.postal_code, new.town, new.activity));
  return new;
end $$;
comment on column guichet.host_organisation.search_key is 'What a host says of itself; what its activity is called stays with the activity.';

drop index guichet.host_organisation_search;
-- What files show of their hosts stays as it is.
alter table guichet.host_organisation disable trigger user;
update guichet.host_organisation o
set search_key = guichet.fold(concat_ws(' ', o.name, o.siret, o.uai, o.postal_code, o.town, o.activity)) where o.naf_code is not null;
alter table guichet.host_organisation enable trigger user;
create index host_organisation_search on guichet.host_organisation using gin (search_key guichet_ext.gin_trgm_ops)
  with (gin_pending_list_limit = 1024) where state <> 'retired';
create index host_organisation_activity on guichet.host_organisation (naf_code) where state <> 'retired';

drop function guichet.host_conditions(text[], integer, text[]);
create function guichet.host_words(words text) returns table (n integer, tells boolean, meets text, pattern text, few text, many text)
language sql stable set search_path = guichet, pg_temp as $$
  with said as materialized (
    select distinct w as word, w ~ '^[[:alnum:]]{1,2}$' as short from regexp_split_to_table(looked_for(words), '\s+') w where w <> '')
  select row_number() over (order by length(s.word) desc, s.word)::integer, length(s.word) > 2, case when s.short then '~' else 'like' end,
    case when s.short then '(^|[ -/])' || s.word else (like_words(s.word))[1] end,
    case when s.short then '(^|[ -/])' || s.word else '%' || substring(s.word from '[[:alnum:]]{3,5}') || '%' end,
    case when s.short then '(^|[ -/])' || s.word else '%' || substring(s.word from '[[:alnum:]]{3,8}') || '%' end
  from said s
  where s.short or not exists (select from said o where o.word <> s.word and strpos(o.word, s.word) > 0)
$$;
comment on function guichet.host_words(text) is
  'Each word that is typed, the longest first (one that is part of another says nothing more): whether it is long enough to tell an activity, what meets it, and its first letters, none where an index sees none. Of one or two letters: a beginning of a word, whose marks are few enough for an index of trigrams to see through.';

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
  page constant integer := least(rows, 200);
  there constant real := (select c.reltuples from pg_catalog.pg_class c where c.oid = 'guichet.host_organisation'::regclass);
  sample constant text := 'from host_organisation o tablesample system (%s) repeatable (1)';
  -- The words as a host says them, then sets of activities: each whole, and by as few and as many letters as an index is asked for.
  whole text[];
  few text[];
  many text[];
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
    b as (
      select w.n, array_agg(a.code) as codes
      from w join a on case when w.tells then w.n = any(a.says) when w.meets = '~' then a.search_key ~ w.pattern else a.search_key like w.pattern end
      group by w.n),
    s as (
      select row_number() over () + (select count(*) from w) as n, array_agg(a.code) as codes,
        array(select w.n from w where not exists (select from b where b.n = w.n and b.codes && array_agg(a.code))) as unsaid
      from a group by a.says),
    t as (
      select w.n, format('o.search_key %s %L', w.meets, w.pattern) as whole, format('o.search_key %s %L', w.meets, w.few) as few,
        format('o.search_key %s %L', w.meets, w.many) as many, w.few is not null as is_seen from w
      union all select s.n, c, c, c, true from s cross join format('o.naf_code = any(%L)', s.codes) c)
    select array_agg(t.whole order by t.n), array_agg(case when t.is_seen then t.few end order by t.n), array_agg(case when t.is_seen then t.many end order by t.n),
      (select jsonb_build_array(jsonb_agg(w.n)) from w) || (select coalesce(jsonb_agg(s.unsaid || s.n::integer), '[]') from s),
      (select string_agg('(' || concat_ws(' or ', t.whole, 'o.naf_code = any(' || quote_literal(b.codes) || ')') || ')', ' and ' order by t.n)
        from w join t using (n) left join b using (n))
    into whole, few, many, ways, condition from t;
    -- A thousand hosts tell what is rare, and which words' few letters are of other words too.
    if there > 40000 then
      execute (
        select format('select array_agg(o.id) filter (where o.fits), array[%s], array[%s], array[%s]
          from (select o.id, (%s) as fits, %s from (select o.id, o.search_key, o.naf_code, %s ' || sample || ' where %s offset 0) o offset 0) o',
          string_agg(format('count(*) filter (where o.few%s)', t.n), ', ' order by t.n),
          string_agg(format('count(*) filter (where o.few%s and o.whole%s)', t.n, t.n), ', ' order by t.n),
          (select string_agg(format('count(*) filter (where o.fits and %s)',
              (select string_agg('o.whole' || i, ' and ') from jsonb_array_elements_text(w.way) i)), ', ' order by w.n)
            from jsonb_array_elements(ways) with ordinality w (way, n)),
          condition,
          string_agg(format('o.few%s, o.few%s and %s as whole%s', t.n, t.n, t.whole, t.n), ', ' order by t.n),
          string_agg(format('%s as few%s', coalesce(t.few, 'true'), t.n), ', ' order by t.n),
          100 * 1000 / there, standing)
        from unnest(whole, few) with ordinality t (whole, few, n)) into more, near, met, held;
    end if;
    select array_agg(distinct l.asked), max(l.rarest) into asked, rarest
    from (
      select min(t.met) filter (where t.nth = 1) as rarest, case
        -- What is rare is enough by itself.
        when min(t.met) = 0 then min(t.whole) filter (where t.nth = 1)
        -- So many of those that have the rarest have the others that the page is full before many are read.
        when held[w.n] > 1 and page * min(t.met) <= 1000 * held[w.n] then min(t.letters) filter (where t.nth = 1)
        else string_agg(t.letters, ' and ' order by t.nth) filter (where t.nth <= 3) end as asked
      from jsonb_array_elements(ways) with ordinality w (way, n)
      cross join lateral (
        select t.whole, t.met, t.letters, row_number() over (order by t.met, t.near, t.i) as nth
        from (
          select i, whole[i] as whole, case when near[i] = met[i] then few[i] else many[i] end as letters, near[i] as near,
            -- Hosts of activities are read much faster than those of letters.
            case when whole[i] like 'o.naf_code%' then met[i] / 5 else met[i] end as met
          from jsonb_array_elements_text(w.way) e cross join lateral (select e::integer as i) i where few[i] is not null) t) t
      group by w.n) l;
    -- Of what thousands hold, the index would read them all: where some of all hosts fill the page, they are shown, the same
    -- each time.
    if coalesce(kept, '') not in ('to_moderate', 'retired', 'closed') and cardinality(more) between page / 12 and page - 1
      and (cardinality(more) >= page / 4 or cardinality(more) * rarest >= 300) then
      execute format('select array(select o.id ' || sample || ' where %s and %s limit %s)', 100 * 16000 / there, standing, condition, page) into more;
    end if;
    if (cardinality(more) >= page) is not true then
      more := '{}';
      foreach ask in array asked loop
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
comment on function guichet.find_organisations(text, integer, text) is
  'Hosts by fragments of name, SIRET, UAI, place or activity, in any order (of one or two letters: beginnings): those whose name begins so first, and only some when more hold them than are read. Kept: in_use, to_moderate, closed or retired.';
drop function guichet.word_beginnings(text);

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
      coalesce(array_agg(w.pattern) filter (where not w.tells and w.meets = 'like'), '{}') as besides,
      coalesce(array_agg(w.pattern) filter (where w.meets = '~'), '{}') as beginnings
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
