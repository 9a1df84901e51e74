-- What one may not see is not written over; a merge that is undone tears no file apart, and a locked value stays so; what the
-- register said goes with the SIRET it was said of; no file newly takes a host that is out of use; and the quota of a register
-- holds in any minute.
--   GU066 a host out of use    GU067 files that hold something of both hosts

-- How to reach a host ------------------------------------------------------------------------------------------------

create function guichet.hidden_reach(organisation integer) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select k.code from host_organisation_details d join centre k on k.id = d.centre_id
    where d.organisation_id = hidden_reach.organisation and d.centre_id <> all(shared_centres('ORGA_ACC')));
end $$;
comment on function guichet.hidden_reach(integer) is 'The centre that keeps how to reach a host to itself, by its code; null when that is open to me, or nobody wrote it down.';

create function guichet.reach_kept(organisation integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return coalesce((
    select jsonb_build_object('phone', d.phone, 'mail', d.mail, 'reach_centre', d.centre_id)
    from host_organisation_details d where d.organisation_id = reach_kept.organisation), '{}');
end $$;
comment on function guichet.reach_kept(integer) is 'How to reach a host, and whose that is, whoever asks: to be put back by an undone merge, and told to nobody.';

-- Merges -------------------------------------------------------------------------------------------------------------

alter table guichet.host_merge add column rates jsonb not null default '[]';
comment on column guichet.host_merge.rates is 'The branch rates that the kept host had from the other, by their first day.';

create function guichet.numbers_taken(sirets text[], uais text[], but integer[]) returns integer
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  return (
    select o.id from host_organisation o
    where o.state <> 'retired' and o.id <> all(but) and (o.siret = any(sirets) or o.uai = any(uais)) order by o.id limit 1);
end $$;
comment on function guichet.numbers_taken(text[], text[], integer[]) is 'The host in use that has one of these SIRET or UAI, other than these hosts.';

create or replace function guichet.merge_organisations(kept integer, kept_version integer, gone integer, gone_version integer, changes jsonb default '{}')
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
  wanted jsonb := tidy(changes);
  before jsonb;
  stood jsonb;
  wrong text;
  moved integer[];
  served integer[];
  carried jsonb;
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
  -- What looks empty to me because another centre keeps it stays as it is.
  if hidden_reach(k.id) is not null then wanted := wanted - array['phone', 'mail']; end if;
  if wanted ? 'naf_code' and not wanted ? 'naf_revision' then
    wanted := wanted || jsonb_build_object('naf_revision', case when wanted ->> 'naf_code' = g.naf_code then g.naf_revision
      else (select max(n.revision) from naf n where n.code = wanted ->> 'naf_code') end);
  end if;
  h := jsonb_populate_record(k, wanted);
  -- What staff locked there is locked here too, or the register would write over what was chosen.
  h.locked := k.locked || array(select f from unnest(g.locked) f where wanted ? f and f <> all(k.locked));
  -- What the register said was said of a SIRET.
  if h.siret is distinct from k.siret then
    h.registered := case when h.siret = g.siret then g.registered end;
    h.registered_at := case when h.siret = g.siret then g.registered_at end;
  end if;
  before := to_jsonb(k) || reach_of(k.id);
  stood := to_jsonb(k) || reach_kept(k.id);
  wrong := host_fault(h, wanted);
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), null::integer; return;
  elsif k.state = 'retired' then
    return query select 'refused', 'GU004', null::jsonb, null::integer; return;
  end if;
  there := numbers_taken(array[h.siret], array[h.uai], array[k.id, g.id]);
  if there is not null then
    return query select 'refused', 'GU032', host_named(there), null::integer; return;
  end if;
  moved := array(select c.id from convention c where c.organisation_id = g.id order by c.id);
  served := array(select v.id from host_service v where v.organisation_id = g.id order by v.id);
  begin
    update host_organisation o set state = 'retired', merged_into = k.id, version = o.version + 1 where o.id = g.id;
    update host_organisation o set
      (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
       country_code, website, locked, registered, registered_at, version)
      = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
         h.postal_code, h.town, h.country_code, h.website, h.locked, h.registered, h.registered_at, o.version + 1)
    where o.id = k.id;
  exception when unique_violation then
    -- Somebody added a host with one of the numbers at the same time.
    return query select 'refused', 'GU032', host_named(numbers_taken(array[h.siret], array[h.uai], array[k.id, g.id])), null::integer; return;
  end;
  if wanted ?| array['phone', 'mail'] and hidden_reach(g.id) is null then
    -- Taken from the other, it stays with whom it was.
    insert into host_organisation_details (organisation_id, centre_id)
    select k.id, d.centre_id from host_organisation_details d where d.organisation_id = g.id on conflict do nothing;
  end if;
  perform write_reach(k.id, wanted);
  update host_service v set organisation_id = k.id, version = v.version + 1 where v.organisation_id = g.id;
  -- Where the one that is kept has no rate yet: from its own first day on, its own are in force.
  with come as (
    insert into branch_rate as b (organisation_id, valid_from, euros)
    select k.id, r.valid_from, r.euros from branch_rate r
    where r.organisation_id = g.id
      and r.valid_from < coalesce((select min(x.valid_from) from branch_rate x where x.organisation_id = k.id), 'infinity')
    returning b.valid_from, b.euros)
  select coalesce(jsonb_agg(to_jsonb(c)), '[]') into carried from come c;
  perform move_files(moved, k.id);
  insert into host_merge as m (kept, gone, merged_by, before, after, gone_state, services, conventions, rates)
  values (k.id, g.id, me(), stood, stood || to_jsonb(h) || wanted, g.state, served, moved, carried) returning m.id into made;
  perform tell_host(k.id, 'organisation', k.id, null, 'merged', before || jsonb_build_object('merged', null),
    before || to_jsonb(h) || wanted || jsonb_build_object('merged', g.name));
  perform tell_host(g.id, 'organisation', g.id, null, 'merged_into', jsonb_build_object('state', g.state, 'merged_into', null),
    jsonb_build_object('state', 'retired', 'merged_into', k.name));
  perform pg_notify('guichet', '');
  return query select 'done', null, jsonb_build_object('conventions', cardinality(moved), 'services', cardinality(served)), made;
end $$;

create or replace function guichet.part_organisations(merge integer) returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  m host_merge;
  k host_organisation;
  g host_organisation;
  h host_organisation;
  stood jsonb;
  back jsonb;
  moved integer[];
  mixed integer[];
  sirets text[];
  uais text[];
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
  -- What somebody changed of it since stays as they left it, whoever sees what.
  stood := to_jsonb(k) || reach_kept(k.id);
  select coalesce(jsonb_object_agg(f, m.before -> f), '{}') into back from unnest(host_fields()) f
  where f <> 'locked' and m.before -> f is distinct from m.after -> f
    and coalesce(stood -> f, 'null') = coalesce(m.after -> f, 'null');
  -- A code of activity and the revision that it is of are one thing.
  if (stood ->> 'naf_code', stood ->> 'naf_revision') is distinct from (m.after ->> 'naf_code', m.after ->> 'naf_revision') then
    back := back - array['naf_code', 'naf_revision'];
  end if;
  h := jsonb_populate_record(k, back);
  -- A lock that came with a value goes with it.
  h.locked := array(
    select f from unnest(k.locked) with ordinality l (f, n)
    where not (back ? f and m.after -> 'locked' ? f) or m.before -> 'locked' ? f order by n);
  if h.siret is distinct from k.siret then
    h.registered := nullif(m.before -> 'registered', 'null');
    h.registered_at := (m.before ->> 'registered_at')::timestamptz;
  end if;
  sirets := array[case when m.gone_state <> 'retired' then g.siret end, case when k.state <> 'retired' then h.siret end];
  uais := array[case when m.gone_state <> 'retired' then g.uai end, case when k.state <> 'retired' then h.uai end];
  there := numbers_taken(sirets, uais, array[k.id, g.id]);
  if there is null and (sirets[1] = sirets[2] or uais[1] = uais[2]) then there := k.id; end if;
  if there is not null then
    return query select 'refused', 'GU032', host_named(there); return;
  end if;
  -- Where a file goes is told by the services it holds, by itself or by those it names, and otherwise by where it came from: one
  -- begun since with a service that goes back goes with it, one that took a service of the host that is kept stays.
  with held as (
    select c.id, bool_or(v.id = any(m.services)) as goes, bool_or(v.id <> all(m.services)) as stays
    from convention c
    cross join lateral (
      select c.service_id as id
      union all select t.service_id from contact t where t.id in (c.tutor_id, c.second_tutor_id, c.signatory_id)
      -- And by what its amendments say, and said before them.
      union all
      select case e.key when 'service_id' then (e.value #>> '{}')::integer
        else (select t.service_id from contact t where t.id = (e.value #>> '{}')::integer) end
      from amendment a
      cross join lateral (
        select x.changes from amendment_motive x where x.amendment_id = a.id union all select a.written union all select a.replaced) d (said)
      cross join lateral jsonb_each(d.said) e
      where a.convention_id = c.id and a.state <> 'cancelled' and jsonb_typeof(e.value) = 'number'
        and e.key in ('service_id', 'tutor_id', 'second_tutor_id', 'signatory_id')) s
    join host_service v on v.id = s.id and v.organisation_id = k.id
    where c.organisation_id = k.id
    group by c.id
  )
  select coalesce(array_agg(c.id order by c.id) filter (where d.goes or c.id = any(m.conventions) and d.stays is not true), '{}'),
    coalesce(array_agg(c.id order by c.id) filter (where d.goes and d.stays), '{}')
  into moved, mixed
  from convention c left join held d on d.id = c.id where c.organisation_id = k.id;
  if mixed <> '{}' then
    return query select 'refused', 'GU067', jsonb_build_object('number', mixed[1], 'count', cardinality(mixed)); return;
  end if;
  begin
    update host_organisation o set
      (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
       country_code, website, locked, registered, registered_at, version)
      = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
         h.postal_code, h.town, h.country_code, h.website, h.locked, h.registered, h.registered_at, o.version + 1)
    where o.id = k.id;
    update host_organisation o set state = m.gone_state, merged_into = null, version = o.version + 1 where o.id = g.id;
  exception when unique_violation then
    -- Somebody added a host with one of the numbers at the same time.
    return query select 'refused', 'GU032', host_named(numbers_taken(sirets, uais, array[k.id, g.id])); return;
  end;
  perform write_reach(k.id, back);
  if back ?| array['phone', 'mail'] and m.before ? 'reach_centre' then
    update host_organisation_details d set centre_id = (m.before ->> 'reach_centre')::integer where d.organisation_id = k.id;
  end if;
  update host_service v set organisation_id = g.id, version = v.version + 1 where v.id = any(m.services) and v.organisation_id = k.id;
  delete from branch_rate b using jsonb_to_recordset(m.rates) r (valid_from date, euros numeric)
  where b.organisation_id = k.id and b.valid_from = r.valid_from and b.euros = r.euros;
  perform move_files(moved, g.id);
  update host_merge x set parted_at = now() where x.id = m.id;
  perform tell_host(k.id, 'organisation', k.id, null, 'parted', stood || jsonb_build_object('merged', g.name),
    stood || to_jsonb(h) || back || jsonb_build_object('merged', null));
  perform tell_host(g.id, 'organisation', g.id, null, 'parted', jsonb_build_object('state', 'retired', 'merged_into', k.name),
    jsonb_build_object('state', m.gone_state, 'merged_into', null));
  perform pg_notify('guichet', '');
  return query select 'done', null, jsonb_build_object('conventions', cardinality(moved));
end $$;

-- What was said of a SIRET that a host no longer has.
update guichet.host_organisation o set registered = null, registered_at = null
where o.registered ? 'siret' and o.registered ->> 'siret' is distinct from o.siret;

-- Hosts out of use ---------------------------------------------------------------------------------------------------

create function guichet.unusable_host(chosen text) returns jsonb
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  if chosen is null or chosen !~ '^[0-9]{1,9}$' or not can('ORGA_ACC', 'read') then return null; end if;
  -- Whoever merges it, or takes it out of use, at this moment is waited for.
  perform from host_organisation o where o.id = chosen::integer for key share;
  return (
    select case when i.id is null then jsonb_build_object('code', 'GU066', 'params', jsonb_build_object('name', o.name))
      else jsonb_build_object('code', 'GU054', 'params', jsonb_build_object('name', i.name)) end
    from host_organisation o left join host_organisation i on i.id = o.merged_into
    where o.id = chosen::integer and o.state = 'retired');
end $$;
comment on function guichet.unusable_host(text) is 'Why nothing new takes this host: it is out of use, or merged into another one; null when it is in use, or not there.';

-- Registers ----------------------------------------------------------------------------------------------------------

alter table guichet.register_quota
  add column moments timestamptz[] not null default '{}',
  drop column since,
  drop column asked;
-- Whoever asks names one of these, or leaves rows for ever.
delete from guichet.register_quota where source not in ('sirene', 'company_search');
alter table guichet.register_quota add constraint register_quota_source check (source in ('sirene', 'company_search'));
comment on column guichet.register_quota.moments is 'When it was asked within the last minute.';
comment on table guichet.register_quota is 'When a register was asked lately, by all desks together, and until when it asked to be left alone.';

create or replace function guichet.may_ask_register(source text, a_minute integer) returns timestamptz
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  -- Whatever a desk says, SIRENE takes no more than this from one key.
  most constant integer := least(greatest(coalesce(a_minute, 1), 1), case source when 'sirene' then 30 else 120 end);
  q register_quota;
  moment timestamptz;
begin
  -- Of the staff who keep hosts, and of the nightly batch: whoever only adds one does not ask, and could keep them all from it.
  if not (keeps_hosts('read') or pg_has_role(session_user, 'guichet_worker', 'member')) then
    raise exception using errcode = 'GU002', message = 'right missing',
      detail = jsonb_build_object('function', 'ORGA_ACC', 'right', 'modify', 'grantors', grantors())::text;
  end if;
  insert into register_quota (source) values (left(may_ask_register.source, 40)) on conflict do nothing;
  select * into q from register_quota x where x.source = left(may_ask_register.source, 40) for update;
  -- After the lock: whoever waited for it asks later than those before.
  moment := clock_timestamp();
  if q.closed_until > moment then return q.closed_until; end if;
  q.moments := array(select m from unnest(q.moments) m where m > moment - interval '1 minute' and m <= moment order by m);
  if cardinality(q.moments) >= most then
    return q.moments[cardinality(q.moments) - most + 1] + interval '1 minute';
  end if;
  update register_quota x set moments = q.moments || moment where x.source = q.source;
  return null;
end $$;
comment on function guichet.may_ask_register(text, integer) is
  'Takes one of the questions that all desks together may ask a register within any minute; or says when there is one again.';

create or replace function guichet.leave_register(source text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
begin
  -- Whoever asks the register hears this of it: they keep everybody from it for some minutes at most.
  if not (keeps_hosts('read') or pg_has_role(session_user, 'guichet_worker', 'member')) then return; end if;
  update register_quota q set closed_until = greatest(q.closed_until, least(leave_register.until, clock_timestamp() + interval '5 minutes'))
  where q.source = left(leave_register.source, 40);
end $$;
comment on function guichet.leave_register(text, timestamptz) is 'The register asked to be left alone until then: five minutes at most are believed.';

create function guichet.town_key(name text) returns text
language sql immutable parallel safe as $$
  select btrim(regexp_replace(regexp_replace(translate(guichet.fold(name), '-''’', '   '), '\mst(e?)\M', 'saint\1', 'g'), ' [0-9]+$', ''))
$$;
comment on function guichet.town_key(text) is 'A commune as people type it, whatever stands between its words, and without its district.';
create index commune_town on guichet.commune (guichet.town_key(name));

create function guichet.town_in(words text[]) returns table (first integer, last integer, town text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  final constant integer := least(cardinality(words), 12);
begin
  -- The longest name, that at the end rather than that at the beginning, which a company more often has as its own. With a number it
  -- is a name of its own: « Paris 8 » is in Saint-Denis.
  return query
  select r.a, r.b, k.key
  from (
    select n as a, final as b from generate_series(greatest(2, final - 5), final) n
    union all select 1, n from generate_series(1, least(final - 1, 6)) n) r
  cross join lateral (select array_to_string(words[r.a:r.b], ' ') as said) w
  cross join lateral (select town_key(w.said) as key) k
  where length(k.key) > 2 and w.said !~ '[0-9]' and exists (select from commune c where town_key(c.name) = k.key)
  order by r.b < final, r.b - r.a desc limit 1;
end $$;
comment on function guichet.town_in(text[]) is
  'Which of these words, from one to another, name a commune at their end or else at their beginning, and its name written out; some are left over.';
grant execute on function guichet.town_in(text[]) to guichet_person, guichet_worker;

-- What else this changes stands in functions that are written out in 0076 and 0078.
