-- Who may write what, as each centre and the establishment decide; the defaults are those that institutions know.
--   GU034 the centre does not let its students do this
--   GU035 an enrolment of a year for which the centre makes no convention any more

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

create or replace function guichet.enrolments_of(student integer) returns table
  (id integer, year smallint, code text, label text, regime_code text, cesure_code text, centre text, placed_by text, drafts integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  centres constant integer[] := my_centres_to('create');
  own constant boolean := 'own' = any(scopes) and enrolments_of.student = my_student();
begin
  return query
  select n.id, n.year, e.code, e.label, n.regime_code, n.cesure_code, k.code,
    case
      when k.id is null then null
      when exists (select from criterion c where c.etape_id = e.id and c.valid_from <= today()) then 'etape'
      when exists (select from criterion c where c.composante_id = e.composante_id and c.valid_from <= today()) then 'composante'
      else 'establishment' end,
    (select count(*)::integer from convention c where c.enrolment_id = n.id and c.file_state = 'draft')
  from enrolment n
  join etape e on e.id = n.etape_id
  left join centre k on k.id = centre_of(e.id, today())
  where n.student_id = enrolments_of.student
    and case
      when 'all' = any(scopes) then true
      when k.id = any(centres) then year_is_open(n.student_id, n.year, k.earlier_enrolment_months, 'centre')
      else own and k.student_may_create and year_is_open(n.student_id, n.year, 0, 'own') end
  order by n.year desc, e.code;
end $$;

create or replace function guichet.create_convention(enrolment integer, model integer default null, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  n record;
  staff boolean;
  own boolean;
  every jsonb;
  made integer;
  head bytea;
begin
  perform check_isolation();
  if scopes = '{}' then
    return query select 'refused', 'GU002',
      jsonb_build_object('function', 'CONVENTION', 'right', 'create', 'grantors', grantors()), null::integer;
    return;
  end if;
  select h.convention_id into made from history h where h.request_id = request and h.verb = 'create' and h.person_id = me();
  if found then
    return query select 'done', null, null::jsonb, made; return;
  end if;
  select e.*, k.id as centre_id, t.code as etape_code, k.student_may_create, k.earlier_enrolment_months, k.type_by_hand into n
  from enrolment e join etape t on t.id = e.etape_id left join centre k on k.id = centre_of(e.etape_id, today())
  where e.id = create_convention.enrolment;
  staff := coalesce(n.centre_id = any(my_centres_to('create')), false);
  own := 'own' = any(scopes) and coalesce(n.student_id = my_student(), false);
  if n.id is null or not ('all' = any(scopes) or staff or own)
    or create_convention.model is not null and not may_read(create_convention.model)
  then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif n.centre_id is null then
    return query select 'refused', 'GU031', jsonb_build_object('etape', n.etape_code), null::integer; return;
  elsif not staff and not 'all' = any(scopes) and not n.student_may_create then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  elsif not year_is_open(n.student_id, n.year, n.earlier_enrolment_months,
    case when 'all' = any(scopes) then 'all' when staff then 'centre' else 'own' end) then
    return query select 'refused', 'GU035', jsonb_build_object('year', n.year), null::integer; return;
  end if;
  insert into convention as c (student_id, enrolment_id, centre_id, etape_id, year, type_id, regime, nature, created_by)
  select n.student_id, n.id, n.centre_id, n.etape_id, n.year,
    case when not n.type_by_hand then (
      select y.id from list_entry y where y.list = 'convention_type' and not y.retired
        and y.code = case when n.cesure_code <> '' then 'CESURE' else n.regime_code end) end,
    case when n.cesure_code <> '' then 'cesure' else 'initial' end,
    case when n.cesure_code <> '' then 'cesure' end, me()
  returning c.id into made;
  if create_convention.model is not null then
    -- All but what the enrolment says, and the student's own details.
    select jsonb_object_agg(f.field, v.every -> f.field) into every
    from convention m, editable_field f, lateral (select file_values(m) as every offset 0) v
    where m.id = create_convention.model and f.target in ('convention', 'convention_text')
      and f.field not in ('type_id', 'regime', 'nature') and (f.target = 'convention' or may_read_texts(m));
    perform write_fields(made, 'convention', every), write_fields(made, 'convention_text', every),
      write_calendar(made, file_calendar(create_convention.model));
  end if;
  select h.hash into head from append_history(array[made], array[0], array[null::bytea], 'create',
    array[jsonb_build_array(jsonb_build_object('field', 'enrolment_id', 'from', null, 'to', n.id))], null, request) h;
  update convention c set history_seq = 1, history_head = head where c.id = made;
  insert into outbox (convention_id, event, history_seq) values (made, 'create', 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, made;
end $$;

create or replace function guichet.keeps_for(centre integer) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to('create', 'SERVICE_CONTACT_ACC');
begin
  return 'all' = any(scopes) or coalesce(keeps_for.centre = any(my_centres_to('create', 'SERVICE_CONTACT_ACC')), false)
    or 'own' = any(scopes) and exists (
      select from convention c join centre k on k.id = c.centre_id
      where c.student_id = my_student() and c.centre_id = keeps_for.centre and k.student_adds_contacts);
end $$;

create or replace function guichet.add_organisation(details jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  number constant text := nullif(regexp_replace(coalesce(details ->> 'siret', ''), '\s', '', 'g'), '');
  country constant text := coalesce(details_text(details, 'country_code'), 'FR');
  postal constant text := details_text(details, 'postal_code');
  wrong constant text := case
    when details_text(details, 'name') is null then 'name'
    when number is not null and not siret_is_valid(number) then 'siret'
    when country = 'FR' and postal is not null and not exists (select from commune m where m.postal_code = postal) then 'postal_code' end;
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

grant execute on function guichet.set_establishment(text, text) to guichet_person;
