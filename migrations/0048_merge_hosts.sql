-- Two hosts that are one: found with the reasons, told apart for good, or merged into one, and parted again.

create table guichet.host_distinct (
  one integer not null references guichet.host_organisation on delete cascade,
  other integer not null references guichet.host_organisation on delete cascade,
  decided_by integer references guichet.person,
  decided_at timestamptz not null default now(),
  primary key (one, other),
  check (one < other)
);
comment on table guichet.host_distinct is 'Hosts that look alike, and that somebody knows to be two.';
alter table guichet.host_distinct enable row level security;

create table guichet.host_merge (
  id integer generated always as identity primary key,
  kept integer not null references guichet.host_organisation,
  gone integer not null references guichet.host_organisation,
  at timestamptz not null default now(),
  merged_by integer references guichet.person,
  before jsonb not null,
  after jsonb not null,
  gone_state text not null,
  services integer[] not null,
  conventions integer[] not null,
  parted_at timestamptz
);
create index host_merge_kept on guichet.host_merge (kept);
create index host_merge_gone on guichet.host_merge (gone);
comment on table guichet.host_merge is 'What a merge moved, and what it changed of the host that was kept: to be undone.';
alter table guichet.host_merge enable row level security;

create function guichet.alike(a guichet.host_organisation, b guichet.host_organisation, out score smallint, out reasons text[])
language plpgsql stable set search_path = guichet, pg_temp as $$
declare
  likeness constant real := guichet_ext.similarity(a.match_key, b.match_key);
  points real := 0;
begin
  reasons := array_remove(array[
    case when a.uai = b.uai then 'uai' end,
    case when a.siren = b.siren then 'siren' end,
    case when a.match_key = b.match_key then 'name' when likeness >= 0.5 then 'alike' end,
    case when a.postal_code = b.postal_code then 'postal_code' when fold(a.town) = fold(b.town) then 'town' end,
    case when fold(a.address) = fold(b.address) then 'address' end,
    case when a.website = b.website then 'website' end,
    case when a.siren <> b.siren then 'other_siren' end], null);
  points := case when a.match_key = b.match_key then 60 else 50 * likeness end
    + case when a.siren = b.siren then 20 else 0 end
    + case when a.uai = b.uai then 40 else 0 end
    + case when a.postal_code = b.postal_code then 20 when fold(a.town) = fold(b.town) then 15 else 0 end
    + case when fold(a.address) = fold(b.address) then 15 else 0 end
    + case when a.website = b.website then 10 else 0 end
    -- Two legal persons, or two places of one: a SIRET tells them apart.
    - case when a.siren <> b.siren then 40 when a.siret <> b.siret and a.postal_code <> b.postal_code then 30 else 0 end
    - case when a.country_code <> b.country_code then 40 else 0 end;
  score := least(greatest(round(points), 0), 100);
end $$;
comment on function guichet.alike(guichet.host_organisation, guichet.host_organisation) is
  'How likely two hosts are one, of 100, and what speaks for it or against it.';

create function guichet.all_duplicates(rows integer) returns table
  (one integer, one_name text, other integer, other_name text, town text, score smallint, reasons text[], conventions integer[])
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_nestloop = off set work_mem = '64MB' as $$
#variable_conflict use_column
begin
  return query
  with host as materialized (
    -- A name that hundreds have, in one place or in all, says nothing of two of them: each pair of them would be looked at.
    select o.id, o.match_key, o.postal_code, o.town, o.country_code, o.siren, o.siret,
      count(*) over (partition by o.match_key) <= 200 as is_telling,
      count(*) over (partition by o.match_key, o.postal_code) <= 200 as is_telling_here
    from host_organisation o where o.state <> 'retired'
  ), near as (
    select a.id as one, b.id as other from host a join host b
      on b.match_key = a.match_key and b.postal_code = a.postal_code and b.id > a.id
      where a.is_telling_here
    union
    select a.id, b.id from host a join host b on b.match_key = a.match_key and b.town = a.town and b.id > a.id
      where a.is_telling_here and b.is_telling_here
    union
    select least(a.id, b.id), greatest(a.id, b.id) from host a join host b
      on b.match_key = a.match_key and b.country_code = a.country_code and b.id <> a.id
      where a.siret is null and a.is_telling
    union
    select a.id, b.id from host a join host b on b.siren = a.siren and b.postal_code = a.postal_code and b.id > a.id
      where a.is_telling_here and b.is_telling_here
    union
    -- Typing errors spare the first letters, mostly.
    select a.id, b.id from host a join host b
      on left(b.match_key, 4) = left(a.match_key, 4) and b.postal_code = a.postal_code and b.id > a.id
      where coalesce(a.siren <> b.siren, true) and b.match_key <> a.match_key
        and abs(length(a.match_key) - length(b.match_key)) <= 4
        and guichet_ext.similarity(a.match_key, b.match_key) >= 0.6
  ), pair as materialized (
    select a, b, s.score, s.reasons from near n
    join host_organisation a on a.id = n.one join host_organisation b on b.id = n.other
    cross join lateral alike(a, b) s
    left join host_distinct d on d.one = n.one and d.other = n.other
    where d.one is null
  ), best as (
    select * from pair p where p.score >= 60 order by p.score desc, (p.a).id, (p.b).id limit all_duplicates.rows
  )
  select (p.a).id, (p.a).name, (p.b).id, (p.b).name, (p.b).town, p.score, p.reasons, array[host_files((p.a).id), host_files((p.b).id)]
  from best p order by p.score desc, (p.a).id, (p.b).id;
end $$;
comment on function guichet.all_duplicates(integer) is 'Those of the whole registry, for the function below.';

create function guichet.duplicates(of integer default null, rows integer default 200) returns table
  (one integer, one_name text, other integer, other_name text, town text, score smallint, reasons text[], conventions integer[])
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  a host_organisation;
  near integer[];
begin
  if not keeps_hosts('modify') then return; end if;
  if duplicates.of is null then
    return query select * from all_duplicates(least(duplicates.rows, 100000));
    return;
  end if;
  select * into a from host_organisation o where o.id = duplicates.of and o.state <> 'retired';
  -- One host against all: its indexes find it, those of its own place first when hundreds have its name.
  near := array(
      select x.id from host_organisation x where x.match_key = a.match_key and x.postal_code = a.postal_code and x.state <> 'retired' limit 200)
    || array(select x.id from host_organisation x where x.match_key = a.match_key and x.state <> 'retired' limit 200)
    || array(select x.id from host_organisation x where x.siren = a.siren limit 200)
    || array(select x.id from find_alike(a.name, 50) x);
  return query
  select a.id, a.name, b.id, b.name, b.town, s.score, s.reasons, array[host_files(a.id), host_files(b.id)]
  from host_organisation b cross join lateral alike(a, b) s
  where b.id = any(near) and b.id <> a.id and b.state <> 'retired' and s.score >= 35
    and not exists (select from host_distinct d where d.one = least(a.id, b.id) and d.other = greatest(a.id, b.id))
  order by s.score desc, b.id limit least(duplicates.rows, 1000);
end $$;
comment on function guichet.duplicates(integer, integer) is
  'Pairs of hosts that are likely one, the likeliest first, with what speaks for it: of one host, or of the whole registry.';

create function guichet.host_files(organisation integer) returns integer
language sql stable security definer set search_path = guichet, pg_temp as $$
  select count(*)::integer from convention c where c.organisation_id = organisation
$$;

create function guichet.tell_apart(one integer, other integer) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
begin
  perform check_right('ORGA_ACC', 'modify');
  if not keeps_hosts('modify') or tell_apart.one = tell_apart.other
    or (select count(*) from host_organisation o where o.id in (tell_apart.one, tell_apart.other)) < 2 then
    raise exception using errcode = 'GU001', message = 'not found';
  end if;
  insert into host_distinct (one, other, decided_by)
  values (least(tell_apart.one, tell_apart.other), greatest(tell_apart.one, tell_apart.other), me()) on conflict do nothing;
end $$;
comment on function guichet.tell_apart(integer, integer) is 'Two hosts are two, however alike: they are no longer proposed.';

-- Files move from one host to another, each with its entry.
create function guichet.move_files(files integer[], organisation integer) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare file record;
begin
  for file in
    select c.id, o.name as was from convention c join host_organisation o on o.id = c.organisation_id
    where c.id = any(files) order by c.id for update of c
  loop
    update convention c set organisation_id = move_files.organisation where c.id = file.id;
    perform tell_history(file.id, 'host_merged', jsonb_build_array(jsonb_build_object('field', 'organisation_id',
      'from', file.was, 'to', (select o.name from host_organisation o where o.id = move_files.organisation))), null, null);
  end loop;
end $$;

create function guichet.merge_organisations(kept integer, kept_version integer, gone integer, gone_version integer, changes jsonb default '{}')
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  -- In one order, whichever is kept: two who merge the same pair wait for one another.
  first constant jsonb := case when merge_organisations.kept < merge_organisations.gone then to_jsonb(merge_organisations.kept_version) else to_jsonb(merge_organisations.gone_version) end;
  one record;
  other record;
  k host_organisation;
  g host_organisation;
  h host_organisation;
  wanted constant jsonb := tidy(changes);
  before jsonb;
  wrong text;
  moved integer[];
  served integer[];
  there integer;
  made integer;
begin
  if merge_organisations.kept = merge_organisations.gone then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  end if;
  select * into one from lock_host(least(merge_organisations.kept, merge_organisations.gone), 'modify', first::integer);
  select * into other from lock_host(greatest(merge_organisations.kept, merge_organisations.gone), 'modify',
    case when merge_organisations.kept < merge_organisations.gone then gone_version else kept_version end);
  if coalesce(one.halt, other.halt) is not null or not keeps_hosts('delete') then
    return query select coalesce(coalesce(one.halt, other.halt) ->> 'outcome', 'refused'), coalesce(coalesce(one.halt, other.halt) ->> 'code', 'GU001'),
      coalesce(one.halt, other.halt) -> 'params', null::integer;
    return;
  end if;
  if merge_organisations.kept < merge_organisations.gone then k := one.host; g := other.host; else k := other.host; g := one.host; end if;
  h := jsonb_populate_record(k, wanted);
  before := to_jsonb(k) || reach_of(k.id);
  wrong := host_fault(h, wanted);
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), null::integer; return;
  elsif k.state = 'retired' then
    return query select 'refused', 'GU004', null::jsonb, null::integer; return;
  end if;
  there := (select o.id from host_organisation o where o.state <> 'retired' and o.id not in (k.id, g.id) and (o.siret = h.siret or o.uai = h.uai) limit 1);
  if there is not null then
    return query select 'refused', 'GU032', host_named(there), null::integer; return;
  end if;
  moved := array(select c.id from convention c where c.organisation_id = g.id order by c.id);
  served := array(select v.id from host_service v where v.organisation_id = g.id order by v.id);
  update host_organisation o set state = 'retired', merged_into = k.id, version = o.version + 1 where o.id = g.id;
  update host_organisation o set
    (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
     country_code, website, version)
    = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
       h.postal_code, h.town, h.country_code, h.website, o.version + 1)
  where o.id = k.id;
  perform write_reach(k.id, wanted);
  update host_service v set organisation_id = k.id, version = v.version + 1 where v.organisation_id = g.id;
  perform move_files(moved, k.id);
  insert into host_merge as m (kept, gone, merged_by, before, after, gone_state, services, conventions)
  values (k.id, g.id, me(), before, before || to_jsonb(h) || wanted, g.state, served, moved) returning m.id into made;
  perform tell_host(k.id, 'organisation', k.id, null, 'merged', before || jsonb_build_object('merged', null),
    before || to_jsonb(h) || wanted || jsonb_build_object('merged', g.name));
  perform tell_host(g.id, 'organisation', g.id, null, 'merged_into', jsonb_build_object('state', g.state, 'merged_into', null),
    jsonb_build_object('state', 'retired', 'merged_into', k.name));
  perform pg_notify('guichet', '');
  return query select 'done', null, jsonb_build_object('conventions', cardinality(moved), 'services', cardinality(served)), made;
end $$;
comment on function guichet.merge_organisations(integer, integer, integer, integer, jsonb) is
  'Makes one host of two: services, their people and files go to the one that is kept, which takes these values; its number undoes it.';

create function guichet.part_organisations(merge integer) returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  m host_merge;
  k host_organisation;
  g host_organisation;
  h host_organisation;
  back jsonb;
  moved integer[];
  there integer;
begin
  perform check_right('ORGA_ACC', 'modify');
  select * into m from host_merge x where x.id = part_organisations.merge and x.parted_at is null for update;
  if m.id is null or not keeps_hosts('modify') or not keeps_hosts('delete') then
    return query select 'refused', 'GU001', null::jsonb; return;
  end if;
  perform from host_organisation o where o.id in (m.kept, m.gone) order by o.id for update;
  select * into k from host_organisation o where o.id = m.kept;
  select * into g from host_organisation o where o.id = m.gone;
  if k.merged_into is not null then
    return query select 'refused', 'GU054', jsonb_build_object('name', (select o.name from host_organisation o where o.id = k.merged_into)); return;
  end if;
  -- What somebody changed of it since stays as they left it.
  select coalesce(jsonb_object_agg(f, m.before -> f), '{}') into back from unnest(host_fields()) f
  where f <> 'locked' and m.before -> f is distinct from m.after -> f
    and coalesce((to_jsonb(k) || reach_of(k.id)) -> f, 'null') = coalesce(m.after -> f, 'null');
  h := jsonb_populate_record(k, back);
  there := (
    select o.id from host_organisation o
    where m.gone_state <> 'retired' and o.state <> 'retired' and o.id not in (k.id, g.id) and (o.siret = g.siret or o.uai = g.uai) limit 1);
  if there is null and m.gone_state <> 'retired' and (h.siret = g.siret or h.uai = g.uai) then there := k.id; end if;
  if there is not null then
    return query select 'refused', 'GU032', host_named(there); return;
  end if;
  update host_organisation o set
    (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
     country_code, website, version)
    = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
       h.postal_code, h.town, h.country_code, h.website, o.version + 1)
  where o.id = k.id;
  perform write_reach(k.id, back);
  update host_organisation o set state = m.gone_state, merged_into = null, version = o.version + 1 where o.id = g.id;
  moved := array(select c.id from convention c where c.id = any(m.conventions) and c.organisation_id = k.id order by c.id);
  update host_service v set organisation_id = g.id, version = v.version + 1 where v.id = any(m.services) and v.organisation_id = k.id;
  -- Files begun since with a service that goes back go with it.
  moved := moved || array(select c.id from convention c where c.organisation_id = k.id and c.service_id = any(m.services) and c.id <> all(moved));
  perform move_files(moved, g.id);
  update host_merge x set parted_at = now() where x.id = m.id;
  perform tell_host(k.id, 'organisation', k.id, null, 'parted', (to_jsonb(k) || reach_of(k.id)) || jsonb_build_object('merged', g.name),
    to_jsonb(k) || reach_of(k.id) || back || jsonb_build_object('merged', null));
  perform tell_host(g.id, 'organisation', g.id, null, 'parted', jsonb_build_object('state', 'retired', 'merged_into', k.name),
    jsonb_build_object('state', m.gone_state, 'merged_into', null));
  perform pg_notify('guichet', '');
  return query select 'done', null, jsonb_build_object('conventions', cardinality(moved));
end $$;
comment on function guichet.part_organisations(integer) is
  'Undoes a merge: each host is again what it was, with its services and files; what was changed since stays.';

create function guichet.merges_of(organisation integer) returns table (id integer, kept integer, gone integer, other text, at timestamptz, conventions integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  if not keeps_hosts('modify') then return; end if;
  return query
  select m.id, m.kept, m.gone, o.name, m.at, cardinality(m.conventions)
  from host_merge m join host_organisation o on o.id = case when m.kept = merges_of.organisation then m.gone else m.kept end
  where merges_of.organisation in (m.kept, m.gone) and m.parted_at is null
  order by m.id desc;
end $$;
comment on function guichet.merges_of(integer) is 'The merges of a host that can be undone, the last first.';

grant execute on function guichet.duplicates(integer, integer), guichet.tell_apart(integer, integer),
  guichet.merge_organisations(integer, integer, integer, integer, jsonb), guichet.part_organisations(integer),
  guichet.merges_of(integer) to guichet_person;
