-- What a file refers to: hosts, services and teachers found, and added where they are missed.
--   GU032 a host with this SIRET is there already

create index host_organisation_words on guichet.host_organisation
  using gin (guichet.fold(name || ' ' || coalesce(siret, '') || ' ' || coalesce(town, '')) guichet_ext.gin_trgm_ops);

create function guichet.find_organisations(words text, rows integer) returns table
  (id integer, name text, siret text, town text, state text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare patterns constant text[] := like_words(words);
begin
  if not can('ORGA_ACC', 'read') then return; end if;
  return query
  select o.id, o.name, o.siret, o.town, o.state
  from host_organisation o
  where fold(o.name || ' ' || coalesce(o.siret, '') || ' ' || coalesce(o.town, '')) like patterns[1]
    and fold(o.name || ' ' || coalesce(o.siret, '') || ' ' || coalesce(o.town, '')) like all(patterns)
    and o.state <> 'retired'
  order by fold(o.name), o.id
  limit least(rows, 100);
end $$;
comment on function guichet.find_organisations(text, integer) is 'Hosts by name, SIRET or town: every word occurs, accents and case do not matter.';

create function guichet.services_of(organisation integer) returns table (id integer, name text, town text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select v.id, v.name, v.town from host_service v
  where v.organisation_id = services_of.organisation and v.centre_id = any((select my_host_centres())::integer[])
  order by fold(v.name), v.id;
end $$;
comment on function guichet.services_of(integer) is 'The services of a host that I see.';

create function guichet.find_supervisors(words text, rows integer) returns table (id integer, surname text, given_name text, mail text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare patterns constant text[] := like_words(words);
begin
  if not (reads_all() or can('CONVENTION', 'create') or can('CONVENTION', 'modify')) then return; end if;
  return query
  select u.id, u.surname, u.given_name, u.mail from supervisor u
  where patterns is null or fold(u.surname || ' ' || u.given_name || ' ' || u.uid) like all(patterns)
  order by fold(u.surname), fold(u.given_name), u.id
  limit least(rows, 100);
end $$;
comment on function guichet.find_supervisors(text, integer) is 'The teachers who may be in charge, by name.';

create function guichet.details_text(details jsonb, field text) returns text
language sql immutable parallel safe as $$
  select nullif(btrim(left(details ->> field, 300)), '')
$$;

create function guichet.add_organisation(details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  number constant text := nullif(regexp_replace(coalesce(details ->> 'siret', ''), '\s', '', 'g'), '');
  country constant text := upper(coalesce(details_text(details, 'country_code'), 'FR'));
  postal constant text := details_text(details, 'postal_code');
  wrong constant text := case
    when details_text(details, 'name') is null then 'name'
    when number is not null and not siret_is_valid(number) then 'siret'
    when not exists (select from country n where n.iso2 = country) then 'country_code'
    -- Those of large firms (CEDEX) are no commune's: the department is.
    when country = 'FR' and postal is not null and not (postal ~ '^[0-9]{5}$'
      and exists (select from commune m where left(m.postal_code, 2) = left(postal, 2))) then 'postal_code' end;
  staff constant boolean := my_scopes_to('create', 'ORGA_ACC') && '{all,centre}';
  made integer;
begin
  perform check_right('ORGA_ACC', 'create');
  if not staff and not (select case when country = 'FR' then e.students_add_french_hosts else e.students_add_foreign_hosts end from establishment e) then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  elsif wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), null::integer; return;
  end if;
  begin
    insert into host_organisation as o (name, siret, address, postal_code, town, country_code, legal_category, headcount_band,
      activity, state, created_by)
    values (details_text(details, 'name'), number, details_text(details, 'address'), postal, details_text(details, 'town'), country,
      details_text(details, 'legal_category'), details_text(details, 'headcount_band'), details_text(details, 'activity'),
      case when staff or (select e.student_hosts_active from establishment e) then 'active' else 'to_moderate' end, me())
    returning o.id into made;
  exception
    when unique_violation then
      select o.id into made from host_organisation o where o.siret = number and o.state <> 'retired';
      return query select 'refused', 'GU032', null::jsonb, made; return;
    when data_exception or integrity_constraint_violation then
      return query select 'refused', 'GU016', jsonb_build_object('message', sqlerrm), null::integer; return;
  end;
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.add_organisation(jsonb) is
  'A host that is not there yet; to be moderated when a student adds it. One with this SIRET is refused, with its number.';

create function guichet.keeps_for(centre integer) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to('create', 'SERVICE_CONTACT_ACC');
begin
  return 'all' = any(scopes) or coalesce(keeps_for.centre = any(my_centres_to('create', 'SERVICE_CONTACT_ACC')), false)
    or 'own' = any(scopes) and exists (
      select from convention c join centre k on k.id = c.centre_id
      where c.student_id = my_student() and c.centre_id = keeps_for.centre and k.student_adds_contacts);
end $$;
comment on function guichet.keeps_for(integer) is 'Whether I may add services and contacts of hosts for a centre: mine, or that of a file of mine.';

create function guichet.add_service(organisation integer, centre integer, details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare made integer;
begin
  perform check_right('SERVICE_CONTACT_ACC', 'create');
  if not keeps_for(add_service.centre) or not can('ORGA_ACC', 'read')
    or not exists (select from host_organisation o where o.id = add_service.organisation) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif details_text(details, 'name') is null then
    return query select 'refused', 'GU016', jsonb_build_object('field', 'name'), null::integer; return;
  end if;
  insert into host_service as v (organisation_id, centre_id, name, address, postal_code, town, country_code, phone)
  select o.id, add_service.centre, details_text(details, 'name'), coalesce(details_text(details, 'address'), o.address),
    coalesce(details_text(details, 'postal_code'), o.postal_code), coalesce(details_text(details, 'town'), o.town), o.country_code,
    details_text(details, 'phone')
  from host_organisation o where o.id = add_service.organisation
  returning v.id into made;
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.add_service(integer, integer, jsonb) is 'A service of a host, owned by a centre; where it says nothing, at the address of the host.';

create function guichet.add_contact(service integer, centre integer, details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  lacking constant text := (
    select f from unnest(array['surname', 'given_name', 'job_title']) with ordinality u (f, n)
    where details_text(details, f) is null order by n limit 1);
  made integer;
begin
  perform check_right('SERVICE_CONTACT_ACC', 'create');
  if not keeps_for(add_contact.centre) or not exists (
    select from host_service v where v.id = add_contact.service and v.centre_id = any(my_host_centres())) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif lacking is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', lacking), null::integer; return;
  end if;
  insert into contact as t (service_id, centre_id, surname, given_name, job_title, mail, phone)
  values (add_contact.service, add_contact.centre, details_text(details, 'surname'), details_text(details, 'given_name'),
    details_text(details, 'job_title'), details_text(details, 'mail'), details_text(details, 'phone'))
  returning t.id into made;
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.add_contact(integer, integer, jsonb) is 'Somebody in a service, owned by a centre: name and post, mail and phone if known.';

grant execute on function guichet.find_organisations(text, integer), guichet.services_of(integer),
  guichet.find_supervisors(text, integer), guichet.add_organisation(jsonb), guichet.add_service(integer, integer, jsonb),
  guichet.add_contact(integer, integer, jsonb) to guichet_person, guichet_api;
