-- A student who is not here yet comes in with an enrolment that a source told, or that somebody types while none serves: the
-- latter is told on the file until a source tells it. What is said of those who are here is taken over where somebody accepts it.
--   GU056 an étape that is not here, typed by hand
--   GU057 what is said of a student or an enrolment is missing or makes no sense
--   GU058 what is known of the student has changed meanwhile
--   GU059 the number that was typed is that of somebody of another name

create function guichet.is_source(code text) returns boolean
language sql immutable set search_path = guichet, pg_temp as $$
  select code in ('pegase', 'apogee', 'ldap', 'siscol-apogee', 'siscol-pcscol', 'siscol-ldap')
$$;
comment on function guichet.is_source(text) is 'Whether a source of students is called so.';

create table guichet.enrolment_origin (
  enrolment_id integer primary key references guichet.enrolment on delete cascade,
  source text check (guichet.is_source(source)),
  person_id integer not null references guichet.person,
  at timestamptz not null default now()
);
comment on table guichet.enrolment_origin is
  'Which source told an enrolment that came in from a desk, and to whom; no source where it was typed by hand.';
alter table guichet.enrolment_origin enable row level security;

create table guichet.student_change (
  id bigint generated always as identity primary key,
  student_id integer not null references guichet.student on delete cascade,
  person_id integer not null references guichet.person,
  at timestamptz not null default now(),
  source text not null check (guichet.is_source(source)),
  before jsonb not null,
  after jsonb not null
);
create index student_change_student on guichet.student_change (student_id, id);
comment on table guichet.student_change is 'What was taken over of what sources said of students who were here: by whom, and what stood there before.';
alter table guichet.student_change enable row level security;

create table guichet.own_dossier (
  person_id integer not null references guichet.person on delete cascade,
  number text not null check (length(number) <= 40),
  year smallint not null check (year between 1990 and 2100),
  told jsonb not null check (pg_column_size(told) < 1000000),
  at timestamptz not null default now(),
  primary key (person_id, number, year)
);
comment on table guichet.own_dossier is
  'What the sources said of students to somebody who asked about one of them: kept for that person alone, and for a week.';
alter table guichet.own_dossier enable row level security;

create or replace function guichet.kept_dossier(student text, of_year integer) returns table (told jsonb, at timestamptz, by text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select k.told, k.at, p.login
  from (
    select d.year, d.told, d.at, d.by from dossier d where d.number = student and may_read_dossier(student)
    union all
    select o.year, o.told, o.at, o.person_id from own_dossier o
    where o.number = student and o.person_id = me() and my_scopes_to('create') <> '{}' and o.at > now() - interval '7 days') k
  left join person p on p.id = k.by
  where of_year is null or k.year = of_year
  order by k.year desc, k.at desc limit 1
$$;

create function guichet.keep_own_dossier(student text, of_year integer, told jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
begin
  -- Whoever makes conventions for others asks about one student after the other: the answers are theirs alone.
  if not my_scopes_to('create') && array['centre', 'all'] then
    return;
  end if;
  delete from own_dossier o where o.person_id = me() and o.at < now() - interval '7 days';
  insert into own_dossier as o (person_id, number, year, told) values (me(), student, of_year, keep_own_dossier.told)
  on conflict (person_id, number, year) do update set told = excluded.told, at = now();
end $$;
comment on function guichet.keep_own_dossier(text, integer, jsonb) is
  'Keeps what was told of a student for myself, where I make conventions for others; nothing otherwise.';

create or replace function guichet.forget_dossiers(before timestamptz) returns bigint
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare gone bigint;
begin
  perform check_keeps_dossiers();
  delete from own_dossier o where o.at < now() - interval '7 days';
  -- Never what is of this month: it fills forms.
  with gone as (delete from dossier d where d.at < least(before, now() - interval '30 days') returning d.number),
    looked_at as (insert into touched (kind, key) select distinct 'student', s.id from gone g join student s on s.number = g.number)
  select count(*) into gone from gone;
  return gone;
end $$;

-- The étape that a source means: of the version that it tells, of the latest where it tells none.
create function guichet.etape_told(code text, version text) returns integer
language sql stable security definer set search_path = guichet, pg_temp as $$
  select e.id from etape e
  where e.code = etape_told.code and (coalesce(etape_told.version, '') = '' or e.version in (etape_told.version, ''))
  order by e.version = coalesce(etape_told.version, '') desc, e.id desc limit 1
$$;
comment on function guichet.etape_told(text, text) is 'The étape of this code and version, or that stands here without one; of the latest version where none is told.';

create function guichet.centre_told(code text, version text, composante text) returns table (centre_id integer, placed_by text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select k.centre_id, k.by from (
    select c.centre_id, 'etape' as by, 1 as rank, c.valid_from from criterion c
    where c.etape_id = etape_told(centre_told.code, centre_told.version) and c.valid_from <= today()
    union all
    select c.centre_id, 'composante', 2, c.valid_from from criterion c
    where c.valid_from <= today() and c.composante_id = coalesce(
      (select e.composante_id from etape e where e.id = etape_told(centre_told.code, centre_told.version)),
      (select p.id from composante p where p.code = centre_told.composante))
    union all
    select min(c.id), 'establishment', 3, null from centre c
    where c.level = 'ESTABLISHMENT' and (select orphans_allowed from establishment) having min(c.id) is not null) k
  order by k.rank, k.valid_from desc limit 1
$$;
comment on function guichet.centre_told(text, text, text) is
  'The centre of an étape that a source tells, by its own criterion, that of its composante, or the establishment''s if orphans are allowed.';

create function guichet.may_enrol(centre integer) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select 'all' = any(my_scopes_to('create')) or coalesce(centre = any(my_centres_to('create')), false)
$$;
comment on function guichet.may_enrol(integer) is 'Whether I may bring in an enrolment of which this centre is in charge.';

create function guichet.told_enrolments(student text, told jsonb) returns table
  (place integer, known integer, centre text, placed_by text, may boolean)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select t.place::integer - 1, n.id, c.code, k.placed_by, coalesce(may_enrol(k.centre_id), false)
  from items_of(told) with ordinality t (told, place)
  left join lateral centre_told(t.told #>> '{etape,code}', t.told #>> '{etape,version}', t.told #>> '{composante,code}') k on true
  left join centre c on c.id = k.centre_id
  left join enrolment n on n.etape_id = etape_told(t.told #>> '{etape,code}', t.told #>> '{etape,version}')
    and n.student_id = (select s.id from student s where s.number = student)
    and n.year = (t.told ->> 'year')::integer
  where my_scopes_to('create') <> '{}' and t.place <= 100
  order by t.place
$$;
comment on function guichet.told_enrolments(text, jsonb) is
  'For each enrolment that a source tells of a student: the one that is here, the centre that would be in charge and what places it there, and whether I may make a convention in it.';

create function guichet.student_here(student text) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object('id', s.id, 'surname', s.surname, 'given_name', s.given_name, 'mail', s.mail, 'ine', s.ine)
  from student s where s.number = student and may_read_dossier(student)
$$;
comment on function guichet.student_here(text) is 'What is known here of a student for whom I may make a convention.';

-- Texts that are typed or told, cut to what is kept; nothing is no text.
create function guichet.said_text(told jsonb, name text, longest integer) returns text
language sql immutable set search_path = guichet, pg_temp as $$
  select nullif(btrim(left(told ->> name, longest)), '')
$$;
comment on function guichet.said_text(jsonb, text, integer) is 'A text of what was told, without the spaces around it; null where nothing is said.';

create function guichet.was_told(student text, of_year integer, etape text) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select exists (
    select from (
      select d.told from dossier d where d.number = student and d.year = of_year
      union all
      select o.told from own_dossier o where o.person_id = me() and o.number = student and o.year = of_year) k
    cross join lateral items_of(k.told #> '{enrolments,value,enrolments}') e
    where e #>> '{etape,key,code}' = etape)
$$;
comment on function guichet.was_told(text, integer, text) is
  'Whether a source told an enrolment, to me or to whoever asks about all students: what comes in under its name leaves this trace.';

create function guichet.enrol(told jsonb) returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  source constant text := said_text(told, 'source', 40);
  etape_code constant text := said_text(told -> 'etape', 'code', 40);
  etape_version constant text := said_text(told -> 'etape', 'version', 40);
  composante_code constant text := said_text(told -> 'composante', 'code', 40);
  of_year constant integer := case when told ->> 'year' ~ '^[0-9]{4}$' then (told ->> 'year')::integer end;
  wrong text;
  regime text := said_text(told, 'regime', 40);
  cesure text := said_text(told, 'cesure', 40);
  centre record;
  etape integer;
  student integer;
  made integer;
begin
  perform check_isolation();
  select f.name into wrong from (values
    ('student_number', coalesce(told ->> 'number' ~ '^[A-Za-z0-9._-]{1,40}$', false)),
    ('surname', said_text(told, 'surname', 200) is not null),
    ('given_name', said_text(told, 'given_name', 200) is not null),
    ('etape', etape_code is not null),
    ('year', coalesce(of_year between 1990 and 2100, false)),
    ('source', coalesce(is_source(source), true))) f (name, is_right)
  where not f.is_right limit 1;
  if wrong is not null then
    return query select 'refused', 'GU057', jsonb_build_object('field', wrong), null::integer; return;
  end if;
  select k.* into centre from centre_told(etape_code, etape_version, composante_code) k;
  etape := etape_told(etape_code, etape_version);
  if etape is null and (source is null or composante_code is null) then
    return query select 'refused', 'GU056', jsonb_build_object('etape', etape_code), null::integer; return;
  elsif my_scopes_to('create') = '{}' then
    return query select 'refused', 'GU002',
      jsonb_build_object('function', 'CONVENTION', 'right', 'create', 'grantors', grantors()), null::integer;
    return;
  elsif centre.centre_id is null then
    return query select 'refused', 'GU031', jsonb_build_object('etape', etape_code), null::integer; return;
  elsif not may_enrol(centre.centre_id) or source is not null and not was_told(told ->> 'number', of_year, etape_code) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  end if;
  -- One typed by hand is of a type of convention that the establishment has.
  if source is null and regime is null then
    select case when y.code <> 'CESURE' then y.code end, case when y.code = 'CESURE' then y.code end into regime, cesure
    from list_entry y
    where y.list = 'convention_type' and y.id = case when told ->> 'type_id' ~ '^[0-9]{1,9}$' then (told ->> 'type_id')::integer end;
  end if;
  -- What its source takes for a césure is one here too, whatever the codes that the establishment has for it.
  if cesure is not null and not is_cesure(cesure) then
    select (regexp_split_to_array(e.cesure_codes, '\s*;\s*'))[1] into cesure from establishment e;
  end if;
  if etape is null then
    insert into composante (code, label) values (composante_code, coalesce(said_text(told -> 'composante', 'label', 200), composante_code))
    on conflict (code) do nothing;
    insert into etape (code, version, label, composante_id, diploma)
    select etape_code, coalesce(etape_version, ''), coalesce(said_text(told -> 'etape', 'label', 200), etape_code), p.id, said_text(told, 'diploma', 200)
    from composante p where p.code = composante_code
    on conflict (code, version) do nothing;
    etape := etape_told(etape_code, etape_version);
  end if;
  insert into student (number, ine, surname, given_name, mail)
  values (told ->> 'number', said_text(told, 'ine', 20), said_text(told, 'surname', 200), said_text(told, 'given_name', 200), said_text(told, 'mail', 255))
  on conflict (number) do nothing;
  select s.id into student from student s where s.number = told ->> 'number';
  -- One wrong digit is another student.
  if source is null and exists (
    select from student s where s.id = student
      and (fold(s.surname), fold(s.given_name)) <> (fold(said_text(told, 'surname', 200)), fold(said_text(told, 'given_name', 200))))
  then
    return query select 'refused', 'GU059', null::jsonb, null::integer; return;
  end if;
  if said_text(told -> 'civil', 'birth_name', 200) is not null and said_text(told -> 'civil', 'given_names', 200) is not null then
    insert into student_civil (student_id, birth_name, given_names, sex, birth_date, nationality_code)
    select student, said_text(told -> 'civil', 'birth_name', 200), said_text(told -> 'civil', 'given_names', 200),
      case when told #>> '{civil,sex}' in ('F', 'M', 'X') then told #>> '{civil,sex}' end,
      case when told #>> '{civil,birth_date}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then (told #>> '{civil,birth_date}')::date end,
      (select y.iso2 from country y where y.iso2 = told #>> '{civil,nationality}')
    on conflict (student_id) do nothing;
  end if;
  insert into enrolment (student_id, year, etape_id, regime_code, cesure_code)
  values (student, of_year, etape, coalesce(regime, ''), cesure)
  on conflict (student_id, year, etape_id) do nothing returning id into made;
  if made is null then
    select n.id into made from enrolment n where n.student_id = student and n.year = of_year and n.etape_id = etape;
  else
    insert into enrolment_origin (enrolment_id, source, person_id) values (made, source, me());
    -- What the programme offers, where nothing is known of it.
    insert into element (etape_id, code, label, ects)
    select etape, left(e ->> 'code', 30), coalesce(said_text(e, 'label', 200), e ->> 'code'),
      case when e ->> 'ects' ~ '^[0-9]{1,3}([.][0-9]+)?$' then (e ->> 'ects')::numeric end
    from items_of(told -> 'elements') e
    where source is not null and e ->> 'code' <> '' and not exists (select from element o where o.etape_id = etape)
    limit 50
    on conflict (etape_id, code) do nothing;
  end if;
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.enrol(jsonb) is
  'Brings in an enrolment that a source told, or that was typed by hand, with its student and its étape where they are not here; the one that is here stays as it is. Answers done or refused, and its number.';

create function guichet.refresh_student(student text, before jsonb, after jsonb, source text)
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  s student;
  names constant text[] := array(select jsonb_object_keys(after) order by 1);
  held jsonb;
begin
  perform check_isolation();
  select * into s from student k where k.number = refresh_student.student for update;
  -- Whoever changes a file of the student changes what it says of them.
  if s.id is null or not exists (
    select from convention c where c.student_id = s.id and c.file_state <> 'cancelled' and coalesce(c.end_date >= today(), true)
    and ('all' = any(my_scopes_to('modify')) or c.centre_id = any(my_centres_to('modify')))) then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif not coalesce(is_source(refresh_student.source), false) or not names <@ array['surname', 'given_name', 'mail', 'ine']
    or after ? 'surname' and said_text(after, 'surname', 200) is null or after ? 'given_name' and said_text(after, 'given_name', 200) is null then
    return query select 'refused', 'GU057', jsonb_build_object('field', 'student'), null::integer; return;
  end if;
  select jsonb_object_agg(n, to_jsonb(s) -> n) into held from unnest(names) n;
  if held = after then
    return query select 'done', null, null::jsonb, s.id; return;
  elsif held is distinct from (select jsonb_object_agg(n, before -> n) from unnest(names) n) then
    return query select 'refused', 'GU058', null::jsonb, null::integer; return;
  end if;
  update student k set
    surname = case when after ? 'surname' then said_text(after, 'surname', 200) else k.surname end,
    given_name = case when after ? 'given_name' then said_text(after, 'given_name', 200) else k.given_name end,
    mail = case when after ? 'mail' then said_text(after, 'mail', 255) else k.mail end,
    ine = case when after ? 'ine' then said_text(after, 'ine', 20) else k.ine end
  where k.id = s.id;
  insert into student_change (student_id, person_id, source, before, after) values (s.id, me(), refresh_student.source, held, refresh_student.after);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, s.id;
end $$;
comment on function guichet.refresh_student(text, jsonb, jsonb, text) is
  'Takes over what a source says of a student who is here, where it is still what was seen. Answers done or refused, and the student''s number.';

-- An enrolment that was typed by hand is told so until a source tells the student''s year.
create function guichet.enrolment_facts(enrolment integer) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(
    enrolment_told(d.told -> 'enrolments', p.code),
    (select jsonb_build_object('enrolment', jsonb_build_object('etape', p.code, 'told', '[]'::jsonb, 'by_hand', true))
      from enrolment_origin o where o.enrolment_id = n.id and o.source is null))
  from enrolment n join student s on s.id = n.student_id join etape p on p.id = n.etape_id
  left join dossier d on d.number = s.number and d.year = n.year
  where n.id = enrolment_facts.enrolment
$$;
comment on function guichet.enrolment_facts(integer) is
  'What the sources told of the student and year of an enrolment, or that it was typed by hand; null when nothing is to be said.';

do $$
declare
  facts constant text := pg_get_functiondef('guichet.facts_of(integer[],jsonb)'::regprocedure);
  before constant text := '(
        select enrolment_told(d.told -> ''enrolments'', p.code)
        from enrolment n join student s on s.id = n.student_id join etape p on p.id = n.etape_id
        join dossier d on d.number = s.number and d.year = n.year
        where n.id = c.enrolment_id)';
begin
  if position(before in facts) = 0 then raise 'guichet.facts_of is not the one that this changes'; end if;
  execute replace(facts, before, 'enrolment_facts(c.enrolment_id)');
end $$;

-- A file being written says of which year and étape it is, so that what is told of them can fill it.
do $$
declare
  form constant text := pg_get_functiondef('guichet.form_of(guichet.convention,jsonb)'::regprocedure);
  before constant text := '''enrolment'', e.code || '' '' || e.label,';
begin
  if position(before in form) = 0 then raise 'guichet.form_of is not the one that this changes'; end if;
  execute replace(form, before, before || ' ''year'', c.year, ''etape'', e.code,');
end $$;

grant execute on function guichet.keep_own_dossier(text, integer, jsonb), guichet.told_enrolments(text, jsonb), guichet.student_here(text), guichet.enrol(jsonb),
  guichet.refresh_student(text, jsonb, jsonb, text) to guichet_person;
