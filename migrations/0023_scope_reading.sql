-- Every table with something personal in it has its scope; a right reaches as far as the roles that hold it, so that
-- two roles together never do what neither does; and other front ends name the student they act for.

-- For whom a session speaks -------------------------------------------------------------------------------------------
-- Other front ends log in as members of guichet_api, share their sessions among everybody, and name the student in each
-- transaction. Anyone may write the setting; it is only believed of such a login, only in the transaction that the mark
-- names, and only says a student.

create function guichet.transaction_mark() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text
$$;

create function guichet.acting_for() returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare said constant text := current_setting('guichet.acting_for', true);
begin
  if coalesce(said, '') !~ '^[0-9]+ [0-9]{1,9}$' or split_part(said, ' ', 1) <> transaction_mark()
    or not pg_has_role(session_user, 'guichet_api', 'member') or exists (select from person p where p.login = session_user)
  then
    return null;
  end if;
  return split_part(said, ' ', 2)::integer;
end $$;
comment on function guichet.acting_for() is 'The student named in this transaction by another front end; null for a person.';

create function guichet.act_for(number text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  named constant integer := (
    select s.id from student s join person p on p.id = s.person_id
    where s.number = act_for.number and p.active and exists (
      select from person_role l join app_role a on a.code = l.role where l.person_id = p.id and a.scope = 'own'));
begin
  if named is null or exists (select from person p where p.login = session_user) then
    raise exception using errcode = 'GU024', message = 'refused',
      detail = jsonb_build_object('kind', 'student', 'name', number)::text;
  end if;
  perform set_config('guichet.acting_for', transaction_mark() || ' ' || named, true);
end $$;
comment on function guichet.act_for(text) is
  'Says, until this transaction ends, for which student another front end acts: it then sees and does what that student may, and no more.';
grant execute on function guichet.act_for(text) to guichet_api;

create or replace function guichet.me() returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare who integer := (select id from person where login = session_user and active);
begin
  if who is null then
    who := (select p.id from student s join person p on p.id = s.person_id where s.id = acting_for() and p.active);
  end if;
  return who;
end $$;
comment on function guichet.me() is 'The person behind this session, or the student it acts for; null for anyone else.';

-- What a role reaches -------------------------------------------------------------------------------------------------

create function guichet.my_roles() returns setof guichet.app_role
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return query
  select a.* from person_role l join app_role a on a.code = l.role
  where l.person_id = me() and (a.scope = 'own' or acting_for() is null);
end $$;
comment on function guichet.my_roles() is 'My roles; for a student acted for by another front end, those of a student only.';

create function guichet.has_role() returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return exists (select from my_roles());
end $$;

create function guichet.my_scopes_to(act text, function text default 'CONVENTION') returns text[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select coalesce(array_agg(distinct a.scope), '{}')
    from my_roles() a join role_right r on r.role = a.code and r.function = my_scopes_to.function
    where case act
      when 'read' then r.can_read
      when 'create' then r.can_create
      when 'modify' then r.can_modify
      when 'delete' then r.can_delete
      when 'validate' then r.can_validate
      end);
end $$;
comment on function guichet.my_scopes_to(text, text) is
  'How far a right of mine reaches: the scopes of those of my roles that hold it.';

create or replace function guichet.can(function text, act text) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return my_scopes_to(act, function) <> '{}';
end $$;

create or replace function guichet.has_scope(wanted text) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return exists (select from my_roles() a where a.scope = wanted);
end $$;

-- Asked several times by every list: one look for a person.
create or replace function guichet.reading_scopes() returns text[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes text[];
begin
  select array_agg(a.scope) into scopes
  from person p
  join person_role l on l.person_id = p.id
  join app_role a on a.code = l.role
  join role_right r on r.role = l.role and r.function = 'CONVENTION' and r.can_read
  where p.login = session_user and p.active;
  return coalesce(scopes, my_scopes_to('read'));
end $$;

create function guichet.my_centres_to(act text, function text default 'CONVENTION') returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to(act, function);
begin
  return case
    when 'all' = any(scopes) then (select coalesce(array_agg(id order by id), '{}') from centre)
    when 'centre' = any(scopes) then
      (select coalesce(array_agg(s.centre_id order by s.centre_id), '{}') from centre_staff s where s.person_id = me())
    else '{}' end;
end $$;
comment on function guichet.my_centres_to(text, text) is 'The centres in which I may do this.';

create or replace function guichet.my_staffed() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case when reading_scopes() && '{all,centre}' then
      coalesce((select array_agg(centre_id) from centre_staff where person_id = me()), '{}') else '{}' end);
end $$;

create function guichet.my_known_centres() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select coalesce(array_agg(c.id), '{}') from centre c
    where has_role()
      and (c.level = 'ESTABLISHMENT' or c.id = any(my_centres()) or c.id = any(my_centres_to('read', 'PARAM_CENTRE'))));
end $$;
comment on function guichet.my_known_centres() is 'The centres whose settings I see: mine, and the establishment''s.';

create function guichet.my_people() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select coalesce(array_agg(distinct s.person_id), '{}') from centre_staff s
    where s.centre_id = any(my_centres_to('read', 'PARAM_CENTRE')));
end $$;
comment on function guichet.my_people() is 'The staff of the centres that I administer.';

-- Where étapes lie, all at once: asked étape by étape, a programme head's every list cost a look a piece. It has no path
-- of its own: it is inlined.
create function guichet.placements(on_day date) returns table (etape_id integer, centre_id integer)
language sql stable as $$
  select e.id, coalesce(
    (select c.centre_id from guichet.criterion c
      where c.etape_id = e.id and c.valid_from <= on_day order by c.valid_from desc limit 1),
    (select c.centre_id from guichet.criterion c
      where c.composante_id = e.composante_id and c.valid_from <= on_day order by c.valid_from desc limit 1),
    (select k.id from guichet.centre k
      where k.level = 'ESTABLISHMENT' and (select o.orphans_allowed from guichet.establishment o) order by k.id limit 1))
  from guichet.etape e
$$;
comment on function guichet.placements(date) is
  'The centre of each étape on a day: by étape, then composante, then the establishment centre if orphans are allowed; null when nothing places it.';

create or replace function guichet.centre_of(wanted_etape integer, on_day date) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (select p.centre_id from placements(on_day) p where p.etape_id = wanted_etape);
end $$;

create or replace function guichet.my_etapes() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  person integer;
  day date;
begin
  if 'programme' = any(reading_scopes()) is not true then
    return '{}';
  end if;
  person := me();
  day := today();
  return (
    with heading as (
      select h.etape_id, h.centre_id from programme_head h
      where day between h.valid_from and h.valid_until
        and (h.person_id = person or exists (
          select from deputy d
          where d.head_id = h.person_id and d.person_id = person and day between d.valid_from and d.valid_until)))
    select coalesce(array_agg(distinct e.id), '{}')
    from (
      select etape_id as id from heading where etape_id is not null
      union all
      select p.etape_id from placements(day) p where p.centre_id in (select centre_id from heading)) e);
end $$;

create or replace function guichet.my_programmes() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare centres constant integer[] := my_centres();
begin
  return (
    select coalesce(array_agg(id), '{}') from (
      select unnest(my_etapes()) as id
      union
      select p.etape_id from placements(today()) p where p.centre_id = any(centres)) e);
end $$;

-- Who sees whom, and which rules -----------------------------------------------------------------------------------

drop policy person_read on guichet.person;
create policy person_read on guichet.person for select using (
  case
    when id = (select guichet.me()) then true
    when (select guichet.can('PARAM_GLOBAL', 'read')) then true
    else id = any((select guichet.my_people())::integer[])
  end);
drop policy person_role_read on guichet.person_role;
create policy person_role_read on guichet.person_role for select using (
  case
    when person_id = (select guichet.me()) then true
    when (select guichet.can('PARAM_GLOBAL', 'read')) then true
    else person_id = any((select guichet.my_people())::integer[])
  end);
alter table guichet.centre_staff enable row level security;
create policy centre_staff_read on guichet.centre_staff for select using (
  case
    when person_id = (select guichet.me()) then true
    when (select guichet.can('PARAM_GLOBAL', 'read')) then true
    else centre_id = any((select guichet.my_centres_to('read', 'PARAM_CENTRE'))::integer[])
  end);

alter table guichet.app_role enable row level security;
create policy app_role_read on guichet.app_role for select using ((select guichet.has_role()));
alter table guichet.role_right enable row level security;
create policy role_right_read on guichet.role_right for select using ((select guichet.has_role()));

alter table guichet.centre enable row level security;
create policy centre_read on guichet.centre for select using (id = any((select guichet.my_known_centres())::integer[]));
alter table guichet.centre_step enable row level security;
create policy centre_step_read on guichet.centre_step for select
  using (centre_id = any((select guichet.my_known_centres())::integer[]));
alter table guichet.criterion enable row level security;
create policy criterion_read on guichet.criterion for select
  using (centre_id = any((select guichet.my_known_centres())::integer[]));
alter table guichet.centre_severity enable row level security;
create policy centre_severity_read on guichet.centre_severity for select
  using (centre_id = any((select guichet.my_known_centres())::integer[]));
-- It would tell the criteria of every centre.
revoke execute on function guichet.centre_of(integer, date) from guichet_person, guichet_worker;

drop policy return_reason_read on guichet.return_reason;
create policy return_reason_read on guichet.return_reason for select using (
  case when centre_id is null then (select guichet.has_role())
       else centre_id = any((select guichet.my_centres())::integer[]) end);

-- Whoever makes conventions chooses among the supervisors.
alter table guichet.supervisor enable row level security;
create policy supervisor_read on guichet.supervisor for select using (
  case
    when person_id = (select guichet.me()) then true
    when (select guichet.reads_all()) then true
    when (select guichet.can('CONVENTION', 'create')) then true
    else id = any((select guichet.my_supervised())::integer[])
  end);
alter table guichet.deputy enable row level security;
create policy deputy_read on guichet.deputy for select using (
  case
    when person_id = (select guichet.me()) then true
    when head_id = (select guichet.me()) then true
    when supervisor_id = any((select guichet.my_supervised())::integer[]) then true
    else (select guichet.can('PARAM_GLOBAL', 'read'))
  end);
alter table guichet.programme_head enable row level security;
create policy programme_head_read on guichet.programme_head for select using (
  case
    when person_id = (select guichet.me()) then true
    when (select guichet.can('PARAM_GLOBAL', 'read')) then true
    else centre_id = any((select guichet.my_centres_to('read', 'PARAM_CENTRE'))::integer[])
  end);

-- Civil status is for the document: for those who make it, not for whoever supervises or heads a programme.
drop policy student_civil_read on guichet.student_civil;
create policy student_civil_read on guichet.student_civil for select using (
  case
    when (select guichet.reads_all()) then true
    when student_id = (select guichet.my_student()) then true
    else exists (
      select from guichet.convention c
      where c.student_id = student_civil.student_id and c.centre_id = any((select guichet.my_centres())::integer[]))
  end);

-- What hangs on a file is read with it: written out, so that who I am is asked once a query and not once a row.
do $$
declare child text;
begin
  foreach child in array array['convention_student', 'interruption', 'week_pattern', 'convention_step',
    'convention_signature', 'convention_return', 'convention_check', 'finding', 'irregular_period', 'authorised_absence',
    'worked_holiday']
  loop
    execute format('alter policy %I on guichet.%I using (exists (select from guichet.convention c where c.id = convention_id))',
      child || '_read', child);
  end loop;
end $$;
set local role guichet_history;
alter policy history_read on guichet.history using (
  case when current_user = 'guichet_owner' then true
       else exists (select from guichet.convention c where c.id = convention_id) end);
set local role guichet_owner;

-- How to reach hosts -------------------------------------------------------------------------------------------------

create function guichet.shared_centres(function text) returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case
      when not can(function, 'read') then '{}'
      else (select coalesce(array_agg(id), '{}') from centre
            where confidentiality = 'open' or level = 'ESTABLISHMENT' or id = any(my_centres_to('read', function)))
    end);
end $$;
comment on function guichet.shared_centres(text) is 'The centres whose hosts are open to me: theirs are open, or they are mine.';

create or replace function guichet.my_host_centres() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return shared_centres('SERVICE_CONTACT_ACC');
end $$;

create table guichet.host_organisation_details (
  organisation_id integer primary key references guichet.host_organisation on delete cascade,
  centre_id integer references guichet.centre,
  phone text,
  mail text
);
comment on table guichet.host_organisation_details is
  'How to reach an organisation, apart from who it is: it follows the setting of the centre that wrote it down; without one, everybody''s.';
insert into guichet.host_organisation_details (organisation_id, phone, mail)
select id, phone, mail from guichet.host_organisation where num_nonnulls(phone, mail) > 0;
alter table guichet.host_organisation drop column phone, drop column mail;
alter table guichet.host_organisation_details enable row level security;
create policy host_organisation_details_read on guichet.host_organisation_details for select using (
  case when centre_id is null then (select guichet.can('ORGA_ACC', 'read'))
       else centre_id = any((select guichet.shared_centres('ORGA_ACC'))::integer[]) end);

create function guichet.keeps_contacts() returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return reads_all() or my_scopes_to('modify', 'SERVICE_CONTACT_ACC') && '{all,centre}';
end $$;
comment on function guichet.keeps_contacts() is 'Staff who keep the contacts of hosts, and those who read everything.';

-- Names, mails and numbers of people in hosts are for those who keep them; the others find those of a file in its sheet,
-- and choose among names.
alter policy contact_read on guichet.contact using (
  case when (select guichet.keeps_contacts()) then centre_id = any((select guichet.my_host_centres())::integer[]) else false end);

create function guichet.contact_names(service integer) returns table (id integer, surname text, given_name text, job_title text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select t.id, t.surname, t.given_name, t.job_title from contact t
  where t.service_id = service and t.centre_id = any((select my_host_centres())::integer[])
  order by t.surname, t.given_name, t.id;
end $$;
comment on function guichet.contact_names(integer) is
  'The contacts of a service among whom a tutor or a signatory is chosen, without what reaches them.';

-- Every text that a confidential internship hides is hidden in its history too.
create or replace function guichet.file_history(id integer) returns table
  (seq integer, at timestamptz, by text, verb text, changes jsonb, reason text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select h.seq, h.at, p.given_name || ' ' || p.surname, h.verb,
    (select coalesce(jsonb_agg(case
        when e ->> 'field' in (select f.field from editable_field f where f.target = 'convention_text') and not may_read_texts(c)
          or e ->> 'field' = 'note' and not (c.centre_id = any((select my_centres())::integer[]))
        then jsonb_build_object('field', e -> 'field', 'masked', true) else e end order by n), '[]')
     from jsonb_array_elements(y.changes) with ordinality as u (e, n)),
    y.reason
  from convention c
  join history h on h.convention_id = c.id
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  where c.id = file_history.id and may_read(c.id)
  order by h.seq;
end $$;

-- What a person calls, and what the policies call for them.
grant select on guichet.host_organisation_details to guichet_person;
grant execute on function guichet.has_role(), guichet.my_scopes_to(text, text), guichet.my_centres_to(text, text),
  guichet.my_known_centres(), guichet.my_people(), guichet.shared_centres(text), guichet.keeps_contacts()
  to guichet_person, guichet_worker;
grant execute on function guichet.contact_names(integer) to guichet_person, guichet_api;

-- A student reads the same through another front end.
grant select on guichet.establishment, guichet.composante, guichet.etape, guichet.commune, guichet.country, guichet.cpam,
  guichet.naf, guichet.naf_section, guichet.legal_category, guichet.headcount_band, guichet.list_entry,
  guichet.editable_field, guichet.student, guichet.student_civil, guichet.enrolment, guichet.supervisor,
  guichet.host_organisation, guichet.host_organisation_details, guichet.host_service,
  guichet.convention, guichet.convention_text, guichet.convention_student, guichet.interruption, guichet.week_pattern,
  guichet.irregular_period, guichet.authorised_absence, guichet.worked_holiday,
  guichet.convention_step, guichet.convention_signature, guichet.convention_return, guichet.convention_return_reason,
  guichet.return_reason, guichet.convention_check, guichet.finding, guichet.convention_row to guichet_api;
grant execute on function guichet.today(), guichet.me(), guichet.can(text, text), guichet.has_role(), guichet.has_scope(text),
  guichet.reads_all(), guichet.my_scopes_to(text, text), guichet.my_centres(), guichet.my_centres_to(text, text),
  guichet.my_staffed(), guichet.my_supervised(), guichet.my_etapes(), guichet.my_programmes(), guichet.my_student(),
  guichet.my_host_centres(), guichet.shared_centres(text), guichet.in_scope(integer),
  guichet.file_sheet(integer), guichet.file_history(integer), guichet.changes_since_return(integer),
  guichet.preview(text, integer[], integer[], jsonb), guichet.act(text, integer[], integer[], uuid, jsonb),
  guichet.edit(integer, integer, jsonb, text, uuid), guichet.outcome(uuid) to guichet_api;
