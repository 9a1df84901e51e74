-- Hosts are kept: what is known of each is checked in one way, changed at a version, taken out of use and back, and every
-- change is told with what stood before.
--   GU053 something in use refers to it
--   GU054 it is merged into another one    GU055 another centre keeps it

create or replace function guichet.siret_is_valid(siret text) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
-- Every second digit from the first counts twice, less nine from five on.
declare twice constant text := translate(siret, '0123456789', '0246813579');
begin
  if siret is null or siret !~ '^[0-9]{14}$' then return siret ~ '^[0-9]{14}$'; end if;
  return (ascii(twice) + ascii(substr(twice, 3)) + ascii(substr(twice, 5)) + ascii(substr(twice, 7)) + ascii(substr(twice, 9))
      + ascii(substr(twice, 11)) + ascii(substr(twice, 13)) + ascii(substr(siret, 2)) + ascii(substr(siret, 4)) + ascii(substr(siret, 6))
      + ascii(substr(siret, 8)) + ascii(substr(siret, 10)) + ascii(substr(siret, 12)) + ascii(substr(siret, 14)) - 14 * ascii('0')) % 10 = 0
    -- La Poste: its seat has Luhn's key, the sum of the digits of its offices is a multiple of five.
    or left(siret, 9) = '356000000'
      and (select sum(substr(siret, i, 1)::integer) from generate_series(1, 14) i) % 5 = 0;
end $$;

alter table guichet.host_organisation
  add column locked text[] not null default '{}',
  add column merged_into integer references guichet.host_organisation,
  add column registered jsonb,
  add column registered_at timestamptz,
  add constraint host_organisation_merged check (merged_into is null or state = 'retired' and merged_into <> id);
create unique index host_organisation_uai on guichet.host_organisation (uai) where state <> 'retired';
create index host_organisation_merged_into on guichet.host_organisation (merged_into) where merged_into is not null;
create index host_organisation_moderated on guichet.host_organisation (created_at, id) where state = 'to_moderate';
comment on column guichet.host_organisation.locked is 'The fields that staff keep as they are, whatever the register says.';
comment on column guichet.host_organisation.merged_into is 'The one that took its place.';
comment on column guichet.host_organisation.registered is 'What the national register last said of it.';

alter table guichet.host_service
  add column version integer not null default 1,
  add column retired boolean not null default false;
alter table guichet.contact
  add column version integer not null default 1,
  add column retired boolean not null default false;

set local role guichet_history;
create table guichet.host_history (
  id bigint generated always as identity primary key,
  organisation_id integer not null,
  part text not null check (part in ('organisation', 'service', 'contact')),
  part_id integer not null,
  centre_id integer,
  at timestamptz not null default now(),
  person_id integer,
  verb text not null check (verb ~ '^[a-z][a-z_]*$'),
  changes jsonb not null check (jsonb_typeof(changes) = 'array'),
  reason text
);
create index host_history_organisation on guichet.host_history (organisation_id, id);
comment on table guichet.host_history is 'What happened to hosts, their services and the people in them.';
comment on column guichet.host_history.centre_id is 'Whose service or contact it is; null for what everybody sees.';
comment on column guichet.host_history.changes is 'An array of {field, from, to}.';
alter table guichet.host_history enable row level security;
create policy host_history_read on guichet.host_history for select to guichet_owner using (true);
create policy host_history_append on guichet.host_history for insert to guichet_owner with check (true);
grant select, insert on guichet.host_history to guichet_owner;
set local role guichet_owner;

create function guichet.tell_host(organisation integer, part text, part_id integer, centre integer, verb text, before jsonb, after jsonb,
  reason text default null) returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  insert into host_history (organisation_id, part, part_id, centre_id, person_id, verb, changes, reason)
  select tell_host.organisation, tell_host.part, tell_host.part_id, tell_host.centre, me(), tell_host.verb,
    coalesce(jsonb_agg(jsonb_build_object('field', k, 'from', before -> k, 'to', after -> k) order by k)
      filter (where k is not null), '[]'), tell_host.reason
  from (
    select k from jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) k
    where coalesce(before -> k, 'null') is distinct from coalesce(after -> k, 'null')
      and k <> all(array['id', 'version', 'created_at', 'created_by', 'added_by', 'siren', 'registered', 'registered_at', 'organisation_id', 'name_key', 'match_key', 'alike_key', 'search_key',
        'service_id', 'centre_id'])) changed;
$$;
comment on function guichet.tell_host(integer, text, integer, integer, text, jsonb, jsonb, text) is
  'One more entry: what differs between two accounts of a host, a service or a contact.';

create function guichet.host_fields() returns text[]
language sql immutable parallel safe as $$
  select array['name', 'siret', 'uai', 'naf_code', 'naf_revision', 'activity', 'legal_category', 'headcount_band', 'kind_id',
    'address', 'postal_code', 'town', 'country_code', 'website', 'phone', 'mail', 'locked']
$$;

create function guichet.tidy(details jsonb) returns jsonb
language sql immutable parallel safe set search_path = guichet, pg_temp as $$
  select coalesce(jsonb_object_agg(d.key, case
    when d.key in ('siret', 'uai', 'naf_code') and jsonb_typeof(d.value) = 'string' then
      to_jsonb(nullif(upper(regexp_replace(d.value #>> '{}', '\s', '', 'g')), ''))
    when d.key = 'country_code' and jsonb_typeof(d.value) = 'string' then to_jsonb(upper(btrim(d.value #>> '{}')))
    when jsonb_typeof(d.value) = 'string' then to_jsonb(nullif(btrim(left(d.value #>> '{}', 300)), ''))
    else d.value end), '{}')
  from jsonb_each(details) d where d.key = any(host_fields())
$$;
comment on function guichet.tidy(jsonb) is 'What is said of a host, without what is no field, nor spaces that mean nothing.';

create function guichet.host_fault(h guichet.host_organisation, reach jsonb) returns text
language sql stable set search_path = guichet, pg_temp as $$
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
    when reach ->> 'mail' is not null and reach ->> 'mail' !~ '^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$' then 'mail'
    when reach ->> 'phone' is not null and (length(reach ->> 'phone') > 50 or reach ->> 'phone' !~ '[0-9]') then 'phone'
    when not h.locked <@ host_fields() then 'locked' end
$$;
comment on function guichet.host_fault(guichet.host_organisation, jsonb) is
  'The first thing said of a host, or of how to reach it, that cannot be; null when all can.';

create function guichet.host_is_there(h guichet.host_organisation) returns integer
language sql stable set search_path = guichet, pg_temp as $$
  select o.id from host_organisation o
  where o.state <> 'retired' and o.id is distinct from h.id and (o.siret = h.siret or o.uai = h.uai)
  order by o.siret is distinct from h.siret, o.id limit 1
$$;
comment on function guichet.host_is_there(guichet.host_organisation) is 'The other host in use that has its SIRET or its UAI.';

create function guichet.host_named(host integer) returns jsonb
language sql stable set search_path = guichet, pg_temp as $$
  select jsonb_build_object('number', o.id, 'name', o.name) from host_organisation o where o.id = host
$$;

create function guichet.keeps_hosts(act text) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select my_scopes_to(act, 'ORGA_ACC') && '{all,centre}'
$$;
comment on function guichet.keeps_hosts(text) is 'Whether I am of the staff who keep hosts, rather than a student or a teacher who adds one.';

-- How to reach a host follows the setting of a centre: mine, when I have one, or everybody's.
create function guichet.write_reach(organisation integer, wanted jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  if not wanted ?| array['phone', 'mail'] then return; end if;
  insert into host_organisation_details as d (organisation_id, centre_id, phone, mail)
  select write_reach.organisation, (my_centres_to('modify', 'ORGA_ACC'))[1], wanted ->> 'phone', wanted ->> 'mail'
  on conflict (organisation_id) do update set
    phone = case when wanted ? 'phone' then excluded.phone else d.phone end,
    mail = case when wanted ? 'mail' then excluded.mail else d.mail end;
  delete from host_organisation_details d where d.organisation_id = write_reach.organisation and d.phone is null and d.mail is null;
end $$;

create function guichet.reach_of(organisation integer) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce((
    select jsonb_build_object('phone', d.phone, 'mail', d.mail) from host_organisation_details d
    where d.organisation_id = reach_of.organisation and (d.centre_id is null or d.centre_id = any(shared_centres('ORGA_ACC')))), '{}')
$$;
comment on function guichet.reach_of(integer) is 'How to reach a host, if that is for me.';

create or replace function guichet.add_organisation(details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  wanted constant jsonb := jsonb_strip_nulls(tidy(details));
  h constant host_organisation := jsonb_populate_record(null::host_organisation,
    jsonb_build_object('country_code', 'FR', 'locked', '{}'::text[]) || wanted);
  wrong constant text := host_fault(h, wanted);
  staff constant boolean := keeps_hosts('create');
  made integer := host_is_there(h);
begin
  perform check_right('ORGA_ACC', 'create');
  if not staff and not (select case when h.country_code = 'FR' then e.students_add_french_hosts else e.students_add_foreign_hosts end from establishment e) then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  elsif wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), null::integer; return;
  elsif made is not null then
    return query select 'refused', 'GU032', host_named(made), made; return;
  end if;
  begin
    insert into host_organisation as o (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id,
      address, postal_code, town, country_code, website, locked, state, created_by)
    values (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id,
      h.address, h.postal_code, h.town, h.country_code, h.website, h.locked,
      case when staff or (select e.student_hosts_active from establishment e) then 'active' else 'to_moderate' end, me())
    returning o.id into made;
  exception when unique_violation then
    -- Somebody added it at the same time.
    return query select 'refused', 'GU032', host_named(host_is_there(h)), host_is_there(h); return;
  end;
  perform write_reach(made, wanted);
  perform tell_host(made, 'organisation', made, null, 'created', null, wanted);
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.add_organisation(jsonb) is
  'A host that is not there yet; to be moderated when a student adds it. One with this SIRET or UAI is refused, with its number.';

create function guichet.lock_host(id integer, act text, version integer, out host guichet.host_organisation, out halt jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  select * into host from host_organisation o where o.id = lock_host.id for update;
  if not coalesce(act = 'modify' and host.created_by = me() and host.state = 'to_moderate' and can('ORGA_ACC', 'create'), false) then
    perform check_right('ORGA_ACC', act);
    if not keeps_hosts(act) then host := null; end if;
  end if;
  halt := case
    when host.id is null then jsonb_build_object('outcome', 'refused', 'code', 'GU001')
    when host.merged_into is not null then
      jsonb_build_object('outcome', 'refused', 'code', 'GU054', 'params', jsonb_build_object('name', (
        select o.name from host_organisation o where o.id = host.merged_into)))
    when host.version <> lock_host.version then jsonb_build_object('outcome', 'stale', 'code', 'GU003') end;
end $$;
comment on function guichet.lock_host(integer, text, integer) is
  'A host to be changed, locked; or why it is not: out of reach, merged away, or changed meanwhile. Whoever added one that waits for moderation changes it too.';

create function guichet.edit_organisation(id integer, version integer, changes jsonb, reason text default null)
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
  elsif there is not null then
    return query select 'refused', 'GU032', host_named(there), (locked.host).version; return;
  end if;
  update host_organisation o set
    (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id, address, postal_code, town,
     country_code, website, locked, version)
    = (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id, h.address,
       h.postal_code, h.town, h.country_code, h.website, h.locked, o.version + 1)
  where o.id = h.id;
  perform write_reach(h.id, wanted);
  perform tell_host(h.id, 'organisation', h.id, null, 'edited', before, before || to_jsonb(h) || wanted, nullif(btrim(edit_organisation.reason), ''));
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, h.version + 1;
end $$;
comment on function guichet.edit_organisation(integer, integer, jsonb, text) is 'Changes what is known of a host, at the version that was read.';

create function guichet.set_organisation_state(id integer, version integer, state text, reason text default null)
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
end $$;
comment on function guichet.set_organisation_state(integer, integer, text, text) is
  'Approves a host that waited for it, takes one out of use (files keep it, no new one takes it), or brings it back.';
grant execute on function guichet.keeps_hosts(text) to guichet_person;
grant execute on function guichet.edit_organisation(integer, integer, jsonb, text),
  guichet.set_organisation_state(integer, integer, text, text) to guichet_person, guichet_api;
