-- A host is recognised: by its numbers, even when they are those of one that was merged away, and by its name in its place when
-- it has none.

-- Merged away ---------------------------------------------------------------------------------------------------------

create function guichet.host_kept(id integer) returns integer
language plpgsql stable set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  kept integer := host_kept.id;
  into_host integer;
begin
  loop
    select o.merged_into into into_host from host_organisation o where o.id = kept;
    if into_host is null then
      return (select o.id from host_organisation o where o.id = kept and o.state <> 'retired');
    end if;
    kept := into_host;
  end loop;
end $$;
comment on function guichet.host_kept(integer) is
  'The host in use that a host is, or is now part of, however often it was merged; null when that one is out of use.';
grant execute on function guichet.host_kept(integer) to guichet_person;

create index host_organisation_merged_uai on guichet.host_organisation (uai) where merged_into is not null;

create or replace function guichet.hosts_there(hosts guichet.host_organisation[]) returns integer[]
language plpgsql stable set search_path = guichet, pg_temp as $$
declare ids constant integer[] := array(select h.id from unnest(hosts) with ordinality h order by h.ordinality);
begin
  return array(
    select (
      -- One branch for each index.
      select o.id from (
        select x.id, 1 as nearness from host_organisation x where x.state <> 'retired' and x.siret = h.siret
        union all select x.id, 2 from host_organisation x where x.state <> 'retired' and x.uai = h.uai
        union all select host_kept(x.id), 3 from host_organisation x where x.merged_into is not null and x.siret collate "C" = h.siret
        union all select host_kept(x.id), 4 from host_organisation x where x.merged_into is not null and x.uai = h.uai) o
      where o.id is not null and coalesce(array_position(ids, o.id) < h.ordinality, true)
      order by o.nearness, o.id limit 1)
    from unnest(hosts_there.hosts) with ordinality h
    order by h.ordinality);
end $$;
comment on function guichet.hosts_there(guichet.host_organisation[]) is
  'For each host the other one in use that has its SIRET, or else its UAI, or that the one that had them was merged into; of the hosts themselves only those before it count.';

-- Without a number ----------------------------------------------------------------------------------------------------

create function guichet.is_same_place(a guichet.host_organisation, b guichet.host_organisation) returns boolean
language sql immutable parallel safe as $$
  select a.country_code = b.country_code and case
    when a.country_code = 'FR' then guichet.fold(a.address) <> '' and guichet.fold(a.address) = guichet.fold(b.address)
      and coalesce(nullif(a.postal_code, ''), guichet.fold(a.town)) = coalesce(nullif(b.postal_code, ''), guichet.fold(b.town))
    else guichet.fold(a.town) = guichet.fold(b.town) and (guichet.fold(a.address) = '' or guichet.fold(b.address) = '' or guichet.fold(a.address) = guichet.fold(b.address)) end
$$;
comment on function guichet.is_same_place(guichet.host_organisation, guichet.host_organisation) is
  'Whether two hosts of one name are one: in France at the same address, abroad in the same town and at no other address.';

create function guichet.hosts_named(hosts guichet.host_organisation[], keys text[]) returns integer[]
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  return array(
    select (
      select k.kept from host_organisation o cross join lateral (select case when o.state = 'retired' then host_kept(o.id) else o.id end as kept) k
      where o.name_key = l.key and (o.state <> 'retired' or o.merged_into is not null) and k.kept is not null and is_same_place(o, hosts[l.n])
      order by o.state = 'retired', o.id limit 1)
    from unnest(keys) with ordinality l (key, n) order by l.n);
end $$;
comment on function guichet.hosts_named(guichet.host_organisation[], text[]) is
  'For each host the one in use that has its name in its place, or that such a one was merged into; of one without a key none is looked for.';

create table guichet.host_name_claim (key text primary key);
comment on table guichet.host_name_claim is 'The names of hosts without a number that are being added: who adds the same waits. Nothing stays in it.';

create or replace function guichet.add_hosts(lines jsonb[], state text, verb text, dry boolean) returns table (outcome text, code text, params jsonb, id integer)
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
  sirets constant text[] := array(select h.siret from unnest(hosts) with ordinality h order by h.ordinality);
  uais constant text[] := array(select h.uai from unnest(hosts) with ordinality h order by h.ordinality);
  faults constant text[] := host_faults(hosts, wanted);
  -- Without a number the name in its place tells a host: in France the address too, where many have one name in a town.
  keys constant text[] := array(
    select case when h.siret is null and h.uai is null and l.wrong is null
      and (h.country_code <> 'FR' or fold(h.address) <> '' and coalesce(h.postal_code, h.town) is not null) then left(fold(h.name), 200) end
    from rows from (unnest(hosts), unnest(faults)) with ordinality h cross join lateral (select h.unnest as wrong) l
    order by h.ordinality);
  theirs integer[] := hosts_there(hosts);
  good boolean[];
  states text[] := array_fill(add_hosts.state, array[cardinality(ids)]);
  added integer[] := '{}';
  twin integer;
begin
  if array_remove(keys, null) <> '{}' then
    if not dry then
      insert into host_name_claim (key) select distinct k from unnest(keys) k where k is not null order by 1 on conflict do nothing;
      delete from host_name_claim c where c.key = any(keys);
    end if;
    theirs := array(
      select coalesce(l.there, l.named) from unnest(theirs, hosts_named(hosts, keys)) with ordinality l (there, named, n) order by l.n);
    -- And a line before it, if that one comes in.
    for twin in
      select l.n from (
        select k.n, row_number() over (partition by k.key order by k.n) as nth from unnest(keys) with ordinality k (key, n) where k.key is not null) l
      where l.nth > 1 and theirs[l.n] is null order by l.n
    loop
      theirs[twin] := (
        select ids[k.n] from unnest(keys) with ordinality k (key, n)
        where k.n < twin and k.key = keys[twin] and theirs[k.n] is null and is_same_place(hosts[k.n], hosts[twin]) order by k.n limit 1);
    end loop;
  end if;
  good := array(
    select l.wrong is null and l.there is null from unnest(faults, theirs) with ordinality l (wrong, there, n) order by l.n);
  -- Without a number nothing says that it is there: somebody who may approve it looks at it.
  if add_hosts.state is null then
    states := array(
      select case when c.approves and (l.siret is not null or l.uai is not null) then 'active' else 'to_moderate' end
      from unnest(sirets, uais) with ordinality l (siret, uai, n) cross join (select keeps_hosts('modify') as approves offset 0) c order by l.n);
  end if;
  while not dry and true = any(good) loop
    -- What has the number of a line before it, or of a host that somebody adds at the same time, stays out.
    with come as (
      insert into host_organisation as o (id, name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id,
        address, postal_code, town, country_code, website, locked, state, created_by)
      select h.id, h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id,
        h.address, h.postal_code, h.town, h.country_code, h.website, h.locked, l.state, mine
      from unnest(hosts) with ordinality h
      join unnest(good, states) with ordinality l (is_good, state, n) on l.n = h.ordinality
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
      when l.there is not null then (
        select jsonb_build_object('number', o.id, 'name', o.name,
          'same', case
            when o.siret = l.siret or exists (select from host_organisation x where x.merged_into is not null and x.siret collate "C" = l.siret) then 'siret'
            when o.uai = l.uai or exists (select from host_organisation x where x.merged_into is not null and x.uai = l.uai) then 'uai'
            else 'name' end)
        from host_organisation o where o.id = l.there) end,
    case when l.wrong is null then coalesce(l.there, l.id) end
  from unnest(faults, theirs, ids, sirets, uais) with ordinality l (wrong, there, id, siret, uai, n) order by l.n;
end $$;
comment on function guichet.add_hosts(jsonb[], text, text, boolean) is
  'Adds hosts and tells of it; or says of each the first thing that is wrong, or the host that is there already, and what tells it. Without a state each is active where it has a SIRET or UAI and I approve hosts, and to be moderated otherwise. Dry, it only says so.';

-- What else this changes stands in functions that are written out in 0078.
