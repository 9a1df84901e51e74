-- What student information systems say of students is kept, so that it is there when they are slow or down, with its age.
create table guichet.dossier (
  number text not null,
  year smallint not null check (year between 1990 and 2100),
  told jsonb not null,
  at timestamptz not null default now(),
  by integer references guichet.person,
  primary key (number, year)
);
create index dossier_at on guichet.dossier (at);
comment on table guichet.dossier is
  'What the sources said of a student in a university year, and who asked (nobody: a batch). It fills forms, and is no part of a file.';
alter table guichet.dossier enable row level security;

create function guichet.may_ask_about(student text) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  scopes constant text[] := my_scopes_to('create');
  known constant integer := (select s.id from student s where s.number = student);
begin
  if pg_has_role(session_user, 'guichet_worker', 'member') or 'all' = any(scopes) then return true; end if;
  if 'own' = any(scopes) and known = my_student() then return true; end if;
  -- Of a student who is not here yet, no centre is known.
  return 'centre' = any(scopes) and (known is null or exists (
    select from enrolment e join placements(today()) p on p.etape_id = e.etape_id
    where e.student_id = known and p.centre_id = any(my_centres_to('create'))));
end $$;
comment on function guichet.may_ask_about(text) is 'Whether I may make a convention for this student, and so ask the sources about them.';

create function guichet.kept_dossier(student text, of_year integer) returns table (told jsonb, at timestamptz, by text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select d.told, d.at, p.login from dossier d left join person p on p.id = d.by
  where d.number = student and (of_year is null or d.year = of_year) and may_ask_about(student)
  order by d.year desc limit 1
$$;
comment on function guichet.kept_dossier(text, integer) is 'What was told of a student in a year, in the last one without.';

create function guichet.keep_dossier(student text, of_year integer, told jsonb) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
begin
  if not may_ask_about(student) or length(student) > 40 or length(told::text) > 200000 then return false; end if;
  insert into dossier as d (number, year, told, by) values (student, of_year, keep_dossier.told, me())
  on conflict (number, year) do update set told = excluded.told, at = now(), by = excluded.by;
  return true;
end $$;
comment on function guichet.keep_dossier(text, integer, jsonb) is 'Keeps what was told of a student in a year; false when I may not ask about them.';

create function guichet.dossiers_to_ask(before timestamptz, after text, rows integer) returns table (number text, year integer)
language sql stable security definer set search_path = guichet, pg_temp as $$
  -- By the students in order, each with their few files: a batch stops where it is full.
  select s.number, y.year
  from student s cross join lateral (
    select max(n.year)::integer as year from convention c join enrolment n on n.id = c.enrolment_id
    where c.student_id = s.id and c.file_state <> 'cancelled' and c.end_date >= today()
      and not exists (select from dossier d where d.number = s.number and d.year = n.year and d.at >= before)) y
  where s.number > coalesce(dossiers_to_ask.after, '') and y.year is not null
    and (pg_has_role(session_user, 'guichet_worker', 'member') or 'all' = any(my_scopes_to('create')))
  order by s.number limit least(rows, 1000)
$$;
comment on function guichet.dossiers_to_ask(timestamptz, text, integer) is
  'Students of files that are not over, with the latest of their years, of whom the sources were not asked since then; after this number.';

create function guichet.forget_dossiers(before timestamptz) returns bigint
language sql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
  with gone as (
    delete from dossier d where d.at < forget_dossiers.before
      and (pg_has_role(session_user, 'guichet_worker', 'member') or 'all' = any(my_scopes_to('create'))) returning 1)
  select count(*) from gone
$$;
comment on function guichet.forget_dossiers(timestamptz) is 'Forgets what was told before then: what nobody asked about since is kept for nobody.';

grant execute on function guichet.kept_dossier(text, integer), guichet.keep_dossier(text, integer, jsonb),
  guichet.dossiers_to_ask(timestamptz, text, integer), guichet.forget_dossiers(timestamptz) to guichet_person, guichet_worker;
