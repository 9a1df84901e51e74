-- Services of hosts and the people in them are changed and taken out of use by the centre that keeps them.

create function guichet.keeps_part(centre integer, added_by integer, act text) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select can('SERVICE_CONTACT_ACC', act) and (
    'all' = any(my_scopes_to(act, 'SERVICE_CONTACT_ACC'))
    or coalesce(keeps_part.centre = any(my_centres_to(act, 'SERVICE_CONTACT_ACC')), false)
    or coalesce(keeps_part.added_by = me(), false))
$$;
comment on function guichet.keeps_part(integer, integer, text) is 'Whether I may change a service or a contact of this centre: mine, or one that I added.';

create function guichet.edit_service(id integer, version integer, changes jsonb) returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  v host_service;
  w host_service;
  wrong text;
begin
  perform check_right('SERVICE_CONTACT_ACC', 'modify');
  select * into v from host_service x where x.id = edit_service.id for update;
  if v.id is null or not (v.centre_id = any(my_host_centres()) or v.added_by = me()) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif not keeps_part(v.centre_id, v.added_by, 'modify') then
    return query select 'refused', 'GU055', jsonb_build_object('centre', (select k.code from centre k where k.id = v.centre_id)), v.version; return;
  elsif v.version <> edit_service.version then
    return query select 'stale', 'GU003', null::jsonb, v.version; return;
  end if;
  w := jsonb_populate_record(v, (
    select coalesce(jsonb_object_agg(d.key, case when jsonb_typeof(d.value) = 'string' then
      to_jsonb(nullif(btrim(left(d.value #>> '{}', 300)), '')) else d.value end), '{}')
    from jsonb_each(changes) d where d.key in ('name', 'address', 'postal_code', 'town', 'country_code', 'phone', 'retired')));
  wrong := case
    when w.name is null or length(w.name) > 150 then 'name'
    when not exists (select from country n where n.iso2 = w.country_code) then 'country_code'
    when length(w.postal_code) > 10 or w.country_code = 'FR' and w.postal_code !~ '^[0-9]{5}$' then 'postal_code' end;
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), v.version; return;
  end if;
  update host_service x set (name, address, postal_code, town, country_code, phone, retired, version)
    = (w.name, w.address, w.postal_code, w.town, w.country_code, w.phone, coalesce(w.retired, false), x.version + 1)
  where x.id = v.id;
  perform tell_host(v.organisation_id, 'service', v.id, v.centre_id, 'edited', to_jsonb(v), to_jsonb(w));
  return query select 'done', null, null::jsonb, v.version + 1;
end $$;
comment on function guichet.edit_service(integer, integer, jsonb) is 'Changes a service of a host, or takes it out of use (retired).';

create function guichet.edit_contact(id integer, version integer, changes jsonb) returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  t contact;
  w contact;
  wrong text;
begin
  perform check_right('SERVICE_CONTACT_ACC', 'modify');
  select * into t from contact x where x.id = edit_contact.id for update;
  if t.id is null or not (t.centre_id = any(my_host_centres()) or t.added_by = me()) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif not keeps_part(t.centre_id, t.added_by, 'modify') then
    return query select 'refused', 'GU055', jsonb_build_object('centre', (select k.code from centre k where k.id = t.centre_id)), t.version; return;
  elsif t.version <> edit_contact.version then
    return query select 'stale', 'GU003', null::jsonb, t.version; return;
  end if;
  w := jsonb_populate_record(t, (
    select coalesce(jsonb_object_agg(d.key, case when jsonb_typeof(d.value) = 'string' then
      to_jsonb(nullif(btrim(left(d.value #>> '{}', 300)), '')) else d.value end), '{}')
    from jsonb_each(changes) d where d.key in ('surname', 'given_name', 'job_title', 'mail', 'phone', 'retired')));
  wrong := case
    when w.surname is null or length(w.surname) > 50 then 'surname'
    when w.given_name is null or length(w.given_name) > 50 then 'given_name'
    when w.job_title is null or length(w.job_title) > 100 then 'job_title'
    when w.mail is not null and w.mail !~ '^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$' then 'mail'
    when length(w.phone) > 50 then 'phone' end;
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), t.version; return;
  end if;
  update contact x set (surname, given_name, job_title, mail, phone, retired, version)
    = (w.surname, w.given_name, w.job_title, w.mail, w.phone, coalesce(w.retired, false), x.version + 1)
  where x.id = t.id;
  perform tell_host((select v.organisation_id from host_service v where v.id = t.service_id), 'contact', t.id, t.centre_id, 'edited',
    to_jsonb(t), to_jsonb(w));
  return query select 'done', null, null::jsonb, t.version + 1;
end $$;
comment on function guichet.edit_contact(integer, integer, jsonb) is 'Changes somebody in a service of a host, or takes them out of use (retired).';

create function guichet.on_host_part() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  -- What the program loads by itself is nobody's.
  if me() is null then return null; end if;
  if tg_table_name = 'host_service' then
    perform tell_host(a.organisation_id, 'service', a.id, a.centre_id, 'created', null, to_jsonb(a)) from added a;
  else
    perform tell_host(v.organisation_id, 'contact', a.id, a.centre_id, 'created', null, to_jsonb(a)) from added a
    join host_service v on v.id = a.service_id;
  end if;
  return null;
end $$;
create trigger host_service_added after insert on guichet.host_service
  referencing new table as added for each statement execute function guichet.on_host_part();
create trigger contact_added after insert on guichet.contact
  referencing new table as added for each statement execute function guichet.on_host_part();

grant execute on function guichet.edit_service(integer, integer, jsonb), guichet.edit_contact(integer, integer, jsonb)
  to guichet_person, guichet_api;
