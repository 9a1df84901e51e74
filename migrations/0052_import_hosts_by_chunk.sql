-- Hosts that a table brings are checked and added many at a time, and one that somebody adds is checked and added as a table
-- of one line; a page of hosts is found without reading all that hold what is typed.

create function guichet.tidy_all(details jsonb[]) returns jsonb[]
language plpgsql immutable parallel safe set search_path = guichet, pg_temp as $$
begin
  return array(
    select coalesce(jsonb_object_agg(d.key, case
      when d.key in ('siret', 'uai', 'naf_code') and jsonb_typeof(d.value) = 'string' then
        to_jsonb(nullif(upper(regexp_replace(d.value #>> '{}', '\s', '', 'g')), ''))
      when d.key = 'country_code' and jsonb_typeof(d.value) = 'string' then to_jsonb(upper(btrim(d.value #>> '{}')))
      when jsonb_typeof(d.value) = 'string' then to_jsonb(nullif(btrim(left(d.value #>> '{}', 300)), ''))
      else d.value end) filter (where d.key is not null), '{}')
    from unnest(tidy_all.details) with ordinality l (details, n)
    left join lateral jsonb_each(l.details) d on d.key = any(host_fields())
    group by l.n order by l.n);
end $$;
comment on function guichet.tidy_all(jsonb[]) is 'What is said of each host, without what is no field, nor spaces that mean nothing.';

create or replace function guichet.tidy(details jsonb) returns jsonb
language sql immutable parallel safe set search_path = guichet, pg_temp as $$
  select (tidy_all(array[details]))[1]
$$;

create function guichet.host_faults(hosts guichet.host_organisation[], reach jsonb[]) returns text[]
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  return array(
    select case
      when coalesce(h.name, '') = '' or length(h.name) > 150 then 'name'
      when h.siret is not null and not siret_is_valid(h.siret) then 'siret'
      when h.uai is not null and h.uai !~ '^[0-9]{7}[A-Z]$' then 'uai'
      when not exists (select from country n where n.iso2 = h.country_code) then 'country_code'
      when h.naf_code is not null and not exists (select from naf n where n.code = h.naf_code and n.revision = h.naf_revision) then 'naf_code'
      when h.legal_category is not null and not exists (select from legal_category l where l.code = h.legal_category) then 'legal_category'
      when h.headcount_band is not null and not exists (select from headcount_band b where b.code = h.headcount_band) then 'headcount_band'
      when h.kind_id is not null and not exists (select from list_entry e where e.id = h.kind_id and e.list = 'organisation_type') then 'kind_id'
      -- Those of large firms (CEDEX) are no commune's: the department is.
      when h.country_code = 'FR' and h.postal_code is not null and not (h.postal_code ~ '^[0-9]{5}$'
        and exists (select from commune m where m.postal_code between left(h.postal_code, 2) || '000' and left(h.postal_code, 2) || '999')) then 'postal_code'
      when length(h.postal_code) > 10 then 'postal_code'
      when length(h.address) > 200 then 'address'
      when length(h.town) > 200 then 'town'
      when h.website is not null and (length(h.website) > 200 or h.website !~ '^(https?://)?[^\s/@]+\.[^\s/@]+(/\S*)?$') then 'website'
      when r.reach ->> 'mail' is not null and r.reach ->> 'mail' !~ '^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$' then 'mail'
      when r.reach ->> 'phone' is not null and (length(r.reach ->> 'phone') > 50 or r.reach ->> 'phone' !~ '[0-9]') then 'phone'
      when not h.locked <@ host_fields() then 'locked' end
    from rows from (unnest(host_faults.hosts), unnest(host_faults.reach)) with ordinality h
    cross join lateral (select h.unnest as reach) r
    order by h.ordinality);
end $$;
comment on function guichet.host_faults(guichet.host_organisation[], jsonb[]) is
  'Of each host and how to reach it, the first thing said that cannot be; null when all can.';

create or replace function guichet.host_fault(h guichet.host_organisation, reach jsonb) returns text
language sql stable set search_path = guichet, pg_temp as $$
  select (host_faults(array[h], array[reach]))[1]
$$;

-- Both are called for each host: a query within an expression would be made ready anew each time, so it stands apart.
create or replace function guichet.siret_is_valid(siret text) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare twice text;
begin
  if siret is null or siret !~ '^[0-9]{14}$' then return siret ~ '^[0-9]{14}$'; end if;
  -- Every second digit from the first counts twice, less nine from five on.
  twice := translate(siret, '0123456789', '0246813579');
  if (ascii(twice) + ascii(substr(twice, 3)) + ascii(substr(twice, 5)) + ascii(substr(twice, 7)) + ascii(substr(twice, 9))
      + ascii(substr(twice, 11)) + ascii(substr(twice, 13)) + ascii(substr(siret, 2)) + ascii(substr(siret, 4)) + ascii(substr(siret, 6))
      + ascii(substr(siret, 8)) + ascii(substr(siret, 10)) + ascii(substr(siret, 12)) + ascii(substr(siret, 14)) - 14 * ascii('0')) % 10 = 0
    then return true;
  end if;
  -- La Poste: its seat has Luhn's key, the sum of the digits of its offices is a multiple of five.
  return left(siret, 9) = '356000000' and (select sum(substr(siret, i, 1)::integer) from generate_series(1, 14) i) % 5 = 0;
end $$;

create or replace function guichet.key_host() returns trigger
language plpgsql set search_path = guichet, pg_temp as $$
declare activity text;
begin
  if new.naf_code is not null then
    select n.label into activity from naf n where n.code = new.naf_code and n.revision = new.naf_revision;
  end if;
  new.name_key := left(fold(new.name), 200);
  new.match_key := left(regexp_replace(match_key(new.name), '\s+', ' ', 'g'), 200);
  new.alike_key := new.match_key || ' ' || fold(new.town);
  new.search_key := fold(concat_ws(' ', new.name, new.siret, new.uai, new.postal_code, new.town, new.activity, new.naf_code, activity));
  return new;
end $$;

create function guichet.hosts_there(hosts guichet.host_organisation[]) returns integer[]
language plpgsql stable set search_path = guichet, pg_temp as $$
declare ids constant integer[] := array(select h.id from unnest(hosts) with ordinality h order by h.ordinality);
begin
  return array(
    select (
      -- One branch for each index.
      select o.id from (
        select x.id, 1 as nearness from host_organisation x where x.state <> 'retired' and x.siret = h.siret
        union all select x.id, 2 from host_organisation x where x.state <> 'retired' and x.uai = h.uai) o
      where coalesce(array_position(ids, o.id) < h.ordinality, true)
      order by o.nearness, o.id limit 1)
    from unnest(hosts_there.hosts) with ordinality h
    order by h.ordinality);
end $$;
comment on function guichet.hosts_there(guichet.host_organisation[]) is
  'For each host the other one in use that has its SIRET, or else its UAI; of the hosts themselves only those before it count.';

create or replace function guichet.host_is_there(h guichet.host_organisation) returns integer
language sql stable set search_path = guichet, pg_temp as $$
  select (hosts_there(array[h]))[1]
$$;

create function guichet.add_hosts(lines jsonb[], state text, verb text, dry boolean) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  mine constant integer := me();
  wanted constant jsonb[] := array(
    select jsonb_strip_nulls(l.details) from unnest(tidy_all(lines)) with ordinality l (details, n) order by l.n);
  -- Each has its number before it is there: it tells which line it was.
  hosts constant host_organisation[] := array(
    select jsonb_populate_record(null::host_organisation, jsonb_build_object('country_code', 'FR', 'locked', '{}'::text[]) || l.details
      || case when dry then '{}' else jsonb_build_object('id', nextval('host_organisation_id_seq')) end)
    from unnest(wanted) with ordinality l (details, n) order by l.n);
  ids constant integer[] := array(select h.id from unnest(hosts) with ordinality h order by h.ordinality);
  faults constant text[] := host_faults(hosts, wanted);
  theirs integer[] := hosts_there(hosts);
  good boolean[] := array(
    select l.wrong is null and l.there is null from unnest(faults, theirs) with ordinality l (wrong, there, n) order by l.n);
  added integer[] := '{}';
begin
  while not dry and true = any(good) loop
    -- What has the number of a line before it, or of a host that somebody adds at the same time, stays out.
    with come as (
      insert into host_organisation as o (id, name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id,
        address, postal_code, town, country_code, website, locked, state, created_by)
      select h.id, h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id,
        h.address, h.postal_code, h.town, h.country_code, h.website, h.locked, add_hosts.state, mine
      from rows from (unnest(hosts), unnest(good)) with ordinality h cross join lateral (select h.unnest as is_good) l
      where l.is_good order by h.ordinality
      on conflict do nothing returning o.id)
    select added || array(select c.id from come c) into added;
    good := array(select l.wrong is null and l.id <> all(added) from unnest(faults, ids) with ordinality l (wrong, id, n) order by l.n);
    exit when true <> all(good);
    -- Who has what they have may be another one now that the lines before them are there; or gone again.
    theirs := array(
      select case when l.is_out then coalesce(l.there, l.before) end
      from unnest(good, theirs, hosts_there(hosts)) with ordinality l (is_out, before, there, n) order by l.n);
    good := array(select l.is_out and l.there is null from unnest(good, theirs) with ordinality l (is_out, there, n) order by l.n);
  end loop;
  insert into host_organisation_details (organisation_id, centre_id, phone, mail)
  select l.id, k.centre, l.details ->> 'phone', l.details ->> 'mail'
  from unnest(ids, wanted) l (id, details) cross join (select (my_centres_to('modify', 'ORGA_ACC'))[1] as centre offset 0) k
  where l.details ?| array['phone', 'mail'] and l.id = any(added);
  insert into host_history (organisation_id, part, part_id, person_id, verb, changes)
  select l.id, 'organisation', l.id, mine, add_hosts.verb, (
    select coalesce(jsonb_agg(jsonb_build_object('field', d.key, 'from', null, 'to', d.value) order by d.key), '[]') from jsonb_each(l.details) d)
  from unnest(ids, wanted) with ordinality l (id, details, n) where l.id = any(added) order by l.n;
  return query
  select case when l.wrong is null and l.there is null then 'done' else 'refused' end,
    case when l.wrong is not null then 'GU016' when l.there is not null then 'GU032' end,
    case when l.wrong is not null then jsonb_build_object('field', l.wrong)
      when l.there is not null then (select jsonb_build_object('number', o.id, 'name', o.name) from host_organisation o where o.id = l.there) end,
    case when l.wrong is null then coalesce(l.there, l.id) end
  from unnest(faults, theirs, ids) with ordinality l (wrong, there, id, n) order by l.n;
end $$;
comment on function guichet.add_hosts(jsonb[], text, text, boolean) is
  'Adds hosts and tells of it; or says of each the first thing that is wrong, or the host that is there already. Dry, it only says so.';

create or replace function guichet.add_organisation(details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare staff constant boolean := keeps_hosts('create');
begin
  perform check_right('ORGA_ACC', 'create');
  if not staff and not (
    select case when coalesce(tidy(details) ->> 'country_code', 'FR') = 'FR' then e.students_add_french_hosts else e.students_add_foreign_hosts end
    from establishment e) then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  end if;
  return query
  select a.* from add_hosts(array[details],
    case when staff or (select e.student_hosts_active from establishment e) then 'active' else 'to_moderate' end, 'created', false) a;
end $$;

create or replace function guichet.import_organisations(lines jsonb, dry boolean) returns table (line integer, outcome text, code text, params jsonb, id integer)
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
    select e.said -> 'details' from jsonb_array_elements(lines) with ordinality e (said, n) order by e.n), 'active', 'imported', dry))
    with ordinality l (said, outcome, code, params, id, n)
  order by l.n;
end $$;

-- No plan hangs on how often words are met: each word was compared with a thousand samples whenever hosts were looked for.
alter table guichet.host_organisation alter column search_key set statistics -1;

create or replace function guichet.find_organisations(words text, rows integer, kept text default 'in_use') returns table
  (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
  typed constant text := fold(btrim(left(words, 200)));
  digits constant text := regexp_replace(typed, '\s', '', 'g');
  is_number constant boolean := digits ~ '^[0-9]{6,14}$';
  -- A number is one word, however it is grouped.
  patterns constant text[] := like_words(case when is_number then digits else typed end);
  begins constant text := replace(replace(replace(typed, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  standing constant text := case kept
    when 'to_moderate' then 'o.state = ''to_moderate'''
    when 'retired' then 'o.state = ''retired'''
    when 'closed' then 'o.state <> ''retired'' and (o.registered -> ''is_closed'')::boolean'
    else 'o.state <> ''retired''' end;
  condition constant text := (select string_agg(format('o.search_key like %L', p), ' and ') from unnest(patterns) p);
  page constant integer := least(rows, 200);
  there constant real := (select c.reltuples from pg_catalog.pg_class c where c.oid = 'guichet.host_organisation'::regclass);
  sample constant text := 'from host_organisation o tablesample system (%s) repeatable (1)';
  -- The words that an index can look for, the longest first, and in how many of a thousand hosts each is.
  sought text[];
  met integer[];
  found integer[];
  more integer[];
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  execute format('select array(select o.id from host_organisation o where %s and o.name_key like %L order by o.name_key, o.id limit %s)',
    standing, begins, page) into found;
  if is_number then
    execute format('select array(select o.id from host_organisation o where %s and o.siret collate "C" between %L and %L
      order by o.siret collate "C", o.id limit %s)', standing, digits, rpad(digits, 15, '9'), page) into more;
  end if;
  sought := array(select w from regexp_split_to_table(case when is_number then digits else typed end, '\s+') w
    where w ~ '[[:alnum:]]{3}' group by w order by length(w) desc, w);
  -- Under three letters only the beginnings of names are looked at. What else has all the digits of a SIRET is another host.
  if cardinality(found) < page and coalesce(cardinality(more), 0) = 0 and cardinality(sought) > 0 and not (is_number and length(digits) = 14) then
    -- Of what thousands hold, the index would read them all: where some of all hosts fill the page, they are shown, the same
    -- each time. The first of those tell whether they will, and what is rare.
    if coalesce(kept, '') not in ('to_moderate', 'retired', 'closed') and there > 40000 then
      execute format('select array_agg(o.id) filter (where %s), array[%s] ' || sample || ' where %s', condition,
        (select string_agg(format('count(*) filter (where o.search_key like %L)', (like_words(w))[1]), ', ' order by n) from unnest(sought) with ordinality s (w, n)),
        100 * 1000 / there, standing) into more, met;
      if (cardinality(more) between page / 4 and page - 1) or (cardinality(more) between page / 12 and page - 1 and 30 <= all(met)) then
        execute format('select array(select o.id ' || sample || ' where %s and %s limit %s)',
          100 * (case when cardinality(more) < page / 4 then 16000 else 5000 end) / there, standing, condition, page) into more;
      end if;
    end if;
    if (cardinality(more) >= page) is not true then
      -- One rare word is enough for the index, and its first letters: each letter is one more list to cross.
      sought := array(select w from unnest(sought, met) with ordinality s (w, met, n) order by s.met, s.n);
      if 0 = any(met) then sought := sought[:1]; end if;
      sought := array(select substring(w from case when cardinality(sought) = 1 then '[[:alnum:]]{3,8}' else '[[:alnum:]]{3,5}' end) from unnest(sought[:3]) w);
      -- Apart from what is done with them, or a walk by name would cross most of the registry before it met what is rare.
      execute format('with o as materialized (select o.id, o.search_key from host_organisation o where %s and %s)
        select array(select o.id from o where %s limit %s)',
        standing, (select string_agg(format('o.search_key like %L', '%' || w || '%'), ' and ') from unnest(sought) w), condition, page) into more;
    end if;
  end if;
  return query
  select o.id, o.name, o.siret, o.uai, o.postal_code, o.town, o.country_code, o.state, coalesce((o.registered -> 'is_closed')::boolean, false),
    (select count(*)::integer from (select from convention c where c.organisation_id = o.id limit 100) c)
  from host_organisation o
  where o.id = any(found || more[:page])
  order by coalesce(o.siret = digits, false) or coalesce(o.uai = upper(digits), false) desc, o.name_key like begins desc, o.name_key, o.id
  limit page;
end $$;
comment on function guichet.find_organisations(text, integer, text) is
  'Hosts by fragments of name, SIRET, UAI, place or activity, in any order: those whose name begins so first, and only some when more hold them than are read. Kept: in_use, to_moderate, closed or retired.';
