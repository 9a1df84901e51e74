-- Hosts are found: by fragments of what names them as one types, then by what is nearly typed; what is known of one, and which
-- of them may be the same.

alter table guichet.host_organisation
  add column name_key text collate "C" not null default '',
  add column match_key text collate "C" not null default '',
  add column alike_key text not null default '',
  add column search_key text not null default '';
comment on column guichet.host_organisation.match_key is 'Its name without what says nothing of which one it is: two of one name are likely one.';

create function guichet.match_key(name text) returns text
language sql immutable parallel safe as $$
  select coalesce(nullif(btrim(regexp_replace(
    ' ' || regexp_replace(replace(guichet.fold(name), '.', ''), '[^[:alnum:]]+', '  ', 'g') || ' ',
    ' (sarl|eurl|sas|sasu|sa|sci|snc|scop|scp|selarl|gmbh|ltd|inc|llc|srl|bv|nv|ag|ste|societe|ets|etablissements|association|groupe|le|la|les|de|du|des|d|l|et|the) ',
    ' ', 'g')), ''), guichet.fold(name))
$$;

create function guichet.key_host() returns trigger
language plpgsql set search_path = guichet, pg_temp as $$
begin
  new.name_key := left(fold(new.name), 200);
  new.match_key := left(regexp_replace(match_key(new.name), '\s+', ' ', 'g'), 200);
  new.alike_key := new.match_key || ' ' || fold(new.town);
  new.search_key := fold(concat_ws(' ', new.name, new.siret, new.uai, new.postal_code, new.town, new.activity, new.naf_code,
    (select n.label from naf n where n.code = new.naf_code and n.revision = new.naf_revision)));
  return new;
end $$;
create trigger host_organisation_keyed before insert or update on guichet.host_organisation
  for each row execute function guichet.key_host();
-- What files show of their hosts stays as it is.
alter table guichet.host_organisation disable trigger user;
alter table guichet.host_organisation enable trigger host_organisation_keyed;
update guichet.host_organisation set name = name;
alter table guichet.host_organisation enable trigger user;

drop index guichet.host_organisation_words;
create index host_organisation_search on guichet.host_organisation using gin (search_key guichet_ext.gin_trgm_ops) where state <> 'retired';
create index host_organisation_name on guichet.host_organisation (name_key, id);
create index host_organisation_retired on guichet.host_organisation (name_key, id) where state = 'retired';
create index host_organisation_closed on guichet.host_organisation (name_key, id) where state <> 'retired' and (registered -> 'is_closed')::boolean;
create index host_organisation_number on guichet.host_organisation (siret collate "C") where siret is not null;
create index host_organisation_alike on guichet.host_organisation using gin (alike_key guichet_ext.gin_trgm_ops) where state <> 'retired';
create index host_organisation_match on guichet.host_organisation (match_key, postal_code) where state <> 'retired';
alter table guichet.host_organisation alter column search_key set statistics 1000;

drop function guichet.find_organisations(text, integer);
create function guichet.find_organisations(words text, rows integer, kept text default 'in_use') returns table
  (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
  typed constant text := fold(btrim(left(words, 200)));
  digits constant text := regexp_replace(typed, '\s', '', 'g');
  -- A number is one word, however it is grouped.
  patterns constant text[] := like_words(case when digits ~ '^[0-9]{6,14}$' then digits else typed end);
  begins constant text := replace(replace(replace(typed, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  standing constant text := case kept
    when 'to_moderate' then 'o.state = ''to_moderate'''
    when 'retired' then 'o.state = ''retired'''
    when 'closed' then 'o.state <> ''retired'' and (o.registered -> ''is_closed'')::boolean'
    else 'o.state <> ''retired''' end;
  -- What an index looks for: of several words, the first letters, since each letter is one more list to cross.
  short constant text[] := case when cardinality(patterns) > 1 then
    like_words((select string_agg(left(w, 6), ' ') from regexp_split_to_table(typed, '\s+') w)) else patterns end;
  condition text;
  page constant integer := least(rows, 200);
  sample constant integer := 4000;
  there constant real := (select c.reltuples from pg_catalog.pg_class c where c.oid = 'guichet.host_organisation'::regclass);
  found integer[];
  more integer[];
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  execute format('select array(select o.id from host_organisation o where %s and o.name_key like %L order by o.name_key, o.id limit %s)',
    standing, begins, page) into found;
  if digits ~ '^[0-9]{6,14}$' then
    execute format('select array(select o.id from host_organisation o where %s and o.siret collate "C" between %L and %L order by o.name_key, o.id limit %s)',
      standing, digits, rpad(digits, 15, '9'), page) into more;
  end if;
  -- Under three letters only the beginnings of names are looked at.
  if cardinality(found) < page and coalesce(cardinality(more), 0) = 0 and exists (select from unnest(patterns) p where length(p) >= 5) then
    select string_agg(format('o.search_key like %L', p), ' and ') into condition from unnest(patterns) p;
    -- Of what thousands hold, the index would read them all to sort them: where a sample fills the page, it is shown, the same each time.
    if coalesce(kept, '') not in ('to_moderate', 'retired', 'closed') and there > 10 * sample then
      execute format('select array(select o.id from host_organisation o tablesample system (%s) repeatable (1) where %s and %s limit %s)',
        100 * sample / there, standing, condition, page) into more;
    end if;
    if (cardinality(more) >= page) is not true then
      -- Sorted apart: a walk by name would cross most of the registry before it met words that are neighbours in it.
      execute format('select array(select o.id from (select o.id, o.name_key, o.search_key from host_organisation o where %s and %s offset 0) o
        where %s order by o.name_key, o.id limit %s)', standing,
        (select string_agg(format('o.search_key like %L', p), ' and ') from unnest(short) p), condition, page) into more;
    end if;
  end if;
  return query
  select o.id, o.name, o.siret, o.uai, o.postal_code, o.town, o.country_code, o.state, coalesce((o.registered -> 'is_closed')::boolean, false),
    (select count(*)::integer from (select from convention c where c.organisation_id = o.id limit 100) c)
  from host_organisation o
  where o.id = any(found || more)
  order by coalesce(o.siret = digits, false) or coalesce(o.uai = upper(digits), false) desc, o.name_key like begins desc, o.name_key, o.id
  limit page;
end $$;
comment on function guichet.find_organisations(text, integer, text) is
  'Hosts by fragments of name, SIRET, UAI, place or activity, in any order: those whose name begins so first, and only some when thousands hold them. Kept: in_use, to_moderate, closed or retired.';

create function guichet.find_alike(words text, rows integer) returns table
  (id integer, name text, siret text, uai text, postal_code text, town text, country_code text, state text, closed boolean, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp set pg_trgm.word_similarity_threshold = 0.45 as $$
#variable_conflict use_column
declare typed constant text := match_key(btrim(left(words, 200)));
begin
  if not can('ORGA_ACC', 'read') or length(typed) < 4 then return; end if;
  return query
  select o.id, o.name, o.siret, o.uai, o.postal_code, o.town, o.country_code, o.state, coalesce((o.registered -> 'is_closed')::boolean, false),
    (select count(*)::integer from (select from convention c where c.organisation_id = o.id limit 100) c)
  from host_organisation o
  where o.state <> 'retired' and typed operator(guichet_ext.<%) o.alike_key
  order by guichet_ext.word_similarity(typed, o.alike_key) desc, guichet_ext.similarity(typed, o.match_key) desc, o.name_key, o.id
  limit least(rows, 100);
end $$;
comment on function guichet.find_alike(text, integer) is 'Hosts in use whose name is nearly what is typed, the nearest first.';

create function guichet.organisation_sheet(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare week constant date := date_trunc('week', today())::date;
begin
  if not can('ORGA_ACC', 'read') then return null; end if;
  return (
    select jsonb_build_object(
      'id', o.id, 'version', o.version, 'state', o.state,
      'values', (select jsonb_object_agg(f, (to_jsonb(o) || reach_of(o.id)) -> f) from unnest(host_fields()) f where f <> 'locked'),
      'locked', to_jsonb(o.locked),
      'naf_label', (select n.label from naf n where n.code = o.naf_code and n.revision = o.naf_revision),
      'legal_label', (select l.label from legal_category l where l.code = o.legal_category),
      'headcount_label', (select b.label from headcount_band b where b.code = o.headcount_band),
      'kind_label', (select e.label from list_entry e where e.id = o.kind_id),
      'headcount', (select jsonb_build_array(b.low, b.high) from headcount_band b where b.code = o.headcount_band),
      'country', (select n.label from country n where n.iso2 = o.country_code),
      'merged_into', (select jsonb_build_array(m.id, m.name) from host_organisation m where m.id = o.merged_into),
      'added', jsonb_build_array(o.created_at, (select p.given_name || ' ' || p.surname from person p where p.id = o.created_by)),
      'registered', o.registered, 'registered_at', o.registered_at,
      'services', (
        select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'version', v.version, 'name', v.name, 'address', v.address,
          'postal_code', v.postal_code, 'town', v.town, 'phone', v.phone, 'centre', k.code, 'mine', keeps_for(v.centre_id), 'retired', v.retired,
          'contacts', (
            select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'version', t.version, 'surname', t.surname, 'given_name', t.given_name,
              'job_title', t.job_title, 'mail', t.mail, 'phone', t.phone, 'centre', q.code, 'mine', keeps_for(t.centre_id), 'retired', t.retired)
              order by t.retired, t.surname, t.given_name, t.id), '[]')
            from contact t join centre q on q.id = t.centre_id
            where t.service_id = v.id and keeps_contacts() and t.centre_id = any(hosts.mine))) order by v.retired, fold(v.name), v.id), '[]')
        from host_service v join centre k on k.id = v.centre_id
        cross join (select my_host_centres() as mine offset 0) hosts
        where v.organisation_id = o.id and v.centre_id = any(hosts.mine)),
      'in_force', (select count(*) from convention c where c.organisation_id = o.id and c.file_state = 'validated' and c.end_date >= today()),
      'in_all', (select count(*) from convention c where c.organisation_id = o.id and c.file_state not in ('draft', 'cancelled')),
      'this_week', (
        select count(*) from convention c
        where c.organisation_id = any(case when o.siren is null then array[o.id] else array(select x.id from host_organisation x where x.siren = o.siren) end)
          and c.file_state not in ('draft', 'cancelled') and c.start_date < week + 7 and c.end_date >= week),
      'moderated', keeps_hosts('modify'), 'removed', keeps_hosts('delete'),
      'edited', keeps_hosts('modify') or o.created_by = me() and o.state = 'to_moderate')
    from host_organisation o where o.id = organisation_sheet.id);
end $$;
comment on function guichet.organisation_sheet(integer) is 'What I may know of a host: who it is, its services and people that are open to me, and figures.';

create function guichet.organisation_history(id integer) returns table
  (at timestamptz, by text, part text, about text, verb text, changes jsonb, reason text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare hosts constant integer[] := my_host_centres();
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  return query
  select h.at, p.given_name || ' ' || p.surname, h.part,
    case h.part when 'service' then (select v.name from host_service v where v.id = h.part_id)
      when 'contact' then (select t.given_name || ' ' || t.surname from contact t where t.id = h.part_id) end,
    h.verb,
    -- How to reach a host is told to those who read it.
    case when h.part = 'organisation' and reach_of(h.organisation_id) = '{}' then (
      select coalesce(jsonb_agg(e order by n), '[]') from jsonb_array_elements(h.changes) with ordinality as c (e, n)
      where e ->> 'field' not in ('phone', 'mail')) else h.changes end,
    h.reason
  from host_history h left join person p on p.id = h.person_id
  where h.organisation_id = organisation_history.id
    and case h.part when 'organisation' then true when 'service' then h.centre_id = any(hosts)
      else h.centre_id = any(hosts) and keeps_contacts() end
  order by h.id;
end $$;
comment on function guichet.organisation_history(integer) is 'What happened to a host, and to those of its services and people that are open to me.';

create or replace function guichet.services_of(organisation integer) returns table (id integer, name text, town text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select v.id, v.name, v.town from host_service v
  where v.organisation_id = services_of.organisation and not v.retired
    and (v.centre_id = any((select my_host_centres())::integer[]) or v.added_by = (select me()))
  order by fold(v.name), v.id;
end $$;

create or replace function guichet.contact_names(service integer) returns table (id integer, surname text, given_name text, job_title text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select t.id, t.surname, t.given_name, t.job_title from contact t
  where t.service_id = service and not t.retired
    and (t.centre_id = any((select my_host_centres())::integer[]) or t.added_by = (select me()))
  order by t.surname, t.given_name, t.id;
end $$;
grant execute on function guichet.find_organisations(text, integer, text), guichet.find_alike(text, integer),
  guichet.organisation_sheet(integer), guichet.organisation_history(integer) to guichet_person, guichet_api;
