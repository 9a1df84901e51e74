-- Who may write what, as each centre and the establishment decide; the defaults are those that institutions know.

alter table guichet.centre
  add column student_may_create boolean not null default false,
  add column student_adds_contacts boolean not null default false,
  add column earlier_enrolment_months smallint not null default 0 check (earlier_enrolment_months between 0 and 12),
  add column type_by_hand boolean not null default false;
comment on column guichet.centre.student_may_create is 'Its students make conventions themselves.';
comment on column guichet.centre.student_adds_contacts is 'Its students add the services and the people of their hosts.';
comment on column guichet.centre.earlier_enrolment_months is
  'For how many months of a university year its staff still make conventions on an enrolment of the year before; 0 for none.';
comment on column guichet.centre.type_by_hand is 'The type of convention is chosen, not taken from the regime of the enrolment.';

alter table guichet.establishment
  add column students_add_french_hosts boolean not null default false,
  add column students_add_foreign_hosts boolean not null default false,
  add column student_hosts_active boolean not null default false;
comment on column guichet.establishment.student_hosts_active is 'A host that a student adds is in use at once, without moderation.';

create function guichet.set_establishment(setting text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare before text;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  if not 'all' = any(my_scopes_to('modify', 'PARAM_GLOBAL')) then
    perform lacks('PARAM_GLOBAL', 'modify');
  elsif setting is null or setting <> all(array['name', 'zone', 'year_starts_month', 'year_starts_day', 'orphans_allowed', 'retention_years',
    'supervisor_quota', 'students_add_french_hosts', 'students_add_foreign_hosts', 'student_hosts_active'])
    or setting = 'zone' and not exists (select from pg_timezone_names z where z.name = value)
  then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end if;
  execute format('select %I::text from establishment for update', setting) into before;
  begin
    execute format('update establishment set %1$I = (jsonb_populate_record(null::establishment, jsonb_build_object(%1$L, $1))).%1$I', setting)
    using value;
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end;
  perform administered('set_establishment', jsonb_build_object('field', setting, 'from', before, 'to', value));
end $$;
comment on function guichet.set_establishment(text, text) is 'One setting of the establishment, given as text; null empties it.';

create or replace function guichet.set_centre(code text, setting text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  here integer;
  before text;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
  if setting is null or setting <> all(array['name', 'mail', 'phone', 'address', 'postal_code', 'town', 'confidentiality',
    'supervisor_optional_at_submission', 'overlap_allowed', 'alert_days', 'year_extension_days', 'amendment_values',
    'student_may_create', 'student_adds_contacts', 'earlier_enrolment_months', 'type_by_hand'])
  then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end if;
  execute format('select %I::text from centre where id = $1 for update', setting) into before using here;
  begin
    execute format('update centre set %1$I = (jsonb_populate_record(null::centre, jsonb_build_object(%1$L, $2))).%1$I where id = $1', setting)
    using here, value;
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end;
  perform administered('set_centre', jsonb_build_object('centre', here, 'field', setting, 'from', before, 'to', value));
end $$;

create function guichet.university_year(day date) returns integer
language sql stable security definer set search_path = guichet, pg_temp as $$
  select extract(year from day)::integer - case
    when (extract(month from day), extract(day from day)) < (e.year_starts_month, e.year_starts_day) then 1 else 0 end
  from establishment e
$$;
comment on function guichet.university_year(date) is 'First civil year of the university year in which a day lies.';

-- The reference is this university year, or the last one for which the student is enrolled.
create function guichet.year_is_open(student integer, year integer, months integer, scope text) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select case scope
    when 'all' then true
    else year_is_open.year >= r.year - case
      when scope = 'centre' and today() < make_date(university_year(today()), e.year_starts_month, e.year_starts_day) + make_interval(months => months)
      then 1 else 0 end
    end
  from establishment e, (
    select least(university_year(today()), (select max(n.year) from enrolment n where n.student_id = year_is_open.student)) as year) r
$$;
comment on function guichet.year_is_open(integer, integer, integer, text) is
  'Whether conventions are still made on an enrolment of this year: administrators on any, staff on last year''s for some months, students on this year''s.';

grant execute on function guichet.set_establishment(text, text) to guichet_person;
