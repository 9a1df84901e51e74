-- Whoever adds a service of a host, or somebody in one, refers to them in a file, whatever their centre keeps to itself; and a
-- file refers only to templates and languages that it may have.

alter table guichet.host_service add column added_by integer references guichet.person default guichet.me();
alter table guichet.contact add column added_by integer references guichet.person default guichet.me();
comment on column guichet.host_service.added_by is 'Who added it; null for what was loaded.';
comment on column guichet.contact.added_by is 'Who added them; null for those who were loaded.';

create or replace function guichet.hidden_reference(c guichet.convention, changes jsonb) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  wanted constant convention := jsonb_populate_record(c, changes);
  everybody constant boolean := reads_all() or can('CONVENTION', 'create');
  hosts constant integer[] := my_host_centres();
begin
  return case
    -- Whether a host's own convention will do is for the centre to say.
    when (wanted.own_mentions, wanted.own_opinion, wanted.own_opinion_by, wanted.own_opinion_on)
        is distinct from (c.own_mentions, c.own_opinion, c.own_opinion_by, c.own_opinion_on)
      and not coalesce(c.centre_id = any(my_centres_to('modify')), false) then 'own_opinion'
    when wanted.language <> c.language and wanted.language <> all(languages_of(wanted.type_id, c.centre_id)) then 'language'
    when wanted.template_id is distinct from c.template_id and not (wanted.template_id is null or exists (
      select from templates_for(wanted.type_id, c.centre_id) t where t.id = wanted.template_id and t.language = wanted.language)) then 'template_id'
    when wanted.supervisor_id is distinct from c.supervisor_id and not (wanted.supervisor_id is null or exists (
      select from supervisor u where u.id = wanted.supervisor_id
        and (everybody or u.person_id = me() or u.id = any(my_supervised())))) then 'supervisor_id'
    when wanted.organisation_id is distinct from c.organisation_id and not (wanted.organisation_id is null
      or can('ORGA_ACC', 'read') and exists (select from host_organisation o where o.id = wanted.organisation_id)) then 'organisation_id'
    when wanted.service_id is distinct from c.service_id and not (wanted.service_id is null or exists (
      select from host_service v where v.id = wanted.service_id and (v.centre_id = any(hosts) or v.added_by = me()))) then 'service_id'
    else (
      select w.field from (values ('tutor_id', wanted.tutor_id, c.tutor_id),
        ('second_tutor_id', wanted.second_tutor_id, c.second_tutor_id),
        ('signatory_id', wanted.signatory_id, c.signatory_id)) w (field, id, before)
      where w.id is distinct from w.before and w.id is not null
        and not exists (select from contact t where t.id = w.id and (t.centre_id = any(hosts) or t.added_by = me()))
      limit 1) end;
end $$;

create or replace function guichet.services_of(organisation integer) returns table (id integer, name text, town text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select v.id, v.name, v.town from host_service v
  where v.organisation_id = services_of.organisation and (v.centre_id = any((select my_host_centres())::integer[]) or v.added_by = (select me()))
  order by fold(v.name), v.id;
end $$;

create or replace function guichet.contact_names(service integer) returns table (id integer, surname text, given_name text, job_title text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select t.id, t.surname, t.given_name, t.job_title from contact t
  where t.service_id = service and (t.centre_id = any((select my_host_centres())::integer[]) or t.added_by = (select me()))
  order by t.surname, t.given_name, t.id;
end $$;

create or replace function guichet.add_contact(service integer, centre integer, details jsonb) returns table (outcome text, code text, params jsonb, id integer)
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
    select from host_service v where v.id = add_contact.service and (v.centre_id = any(my_host_centres()) or v.added_by = me())) then
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
