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

-- What is kept is shown to everybody who makes conventions for the student: whoever asks for all of them writes it, and nobody else.
create function guichet.keeps_dossiers() returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select pg_has_role(session_user, 'guichet_worker', 'member') or 'all' = any(my_scopes_to('create'))
$$;
comment on function guichet.keeps_dossiers() is 'Whether I ask the sources about all students, and keep what they say.';

create function guichet.check_keeps_dossiers() returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if not keeps_dossiers() then
    raise exception using errcode = 'GU002', message = 'right missing',
      detail = jsonb_build_object('function', 'CONVENTION', 'right', 'create', 'grantors', grantors())::text;
  end if;
end $$;
comment on function guichet.check_keeps_dossiers() is 'Refuses those who do not ask the sources about all students.';

create function guichet.may_read_dossier(student text) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  scopes constant text[] := my_scopes_to('create');
  known constant integer := (select s.id from student s where s.number = student);
begin
  return keeps_dossiers()
    or coalesce('own' = any(scopes) and known = my_student(), false)
    or 'centre' = any(scopes) and exists (
      select from enrolment e join placements(today()) p on p.etape_id = e.etape_id
      where e.student_id = known and p.centre_id = any(my_centres_to('create')));
end $$;
comment on function guichet.may_read_dossier(text) is 'Whether I may make a convention for this student, and so know what the sources say of them.';

create function guichet.kept_dossier(student text, of_year integer) returns table (told jsonb, at timestamptz, by text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select d.told, d.at, p.login from dossier d left join person p on p.id = d.by
  where d.number = student and (of_year is null or d.year = of_year) and may_read_dossier(student)
  order by d.year desc limit 1
$$;
comment on function guichet.kept_dossier(text, integer) is 'What was told of a student in a year, in the last one without.';

create function guichet.keep_dossier(student text, of_year integer, told jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare before jsonb;
begin
  perform check_keeps_dossiers();
  select d.told -> 'enrolments' into before from dossier d where d.number = student and d.year = of_year for update;
  insert into dossier as d (number, year, told, by) values (student, of_year, keep_dossier.told, me())
  on conflict (number, year) do update set told = excluded.told, at = now(), by = excluded.by;
  -- The rules look again at the files of those of whom something else is told.
  if before is distinct from keep_dossier.told -> 'enrolments' then
    insert into touched (kind, key) select 'student', s.id from student s where s.number = student;
  end if;
end $$;
comment on function guichet.keep_dossier(text, integer, jsonb) is 'Keeps what was told of a student in a year.';

create function guichet.dossiers_to_ask(before timestamptz, after text, rows integer) returns table (number text, year integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_keeps_dossiers();
  -- By the students in order, each with their few files: a batch stops where it is full. Of several years the one that was
  -- asked about longest ago.
  return query
  select s.number, y.year
  from student s cross join lateral (
    select n.year::integer as year from convention c join enrolment n on n.id = c.enrolment_id
    left join dossier d on d.number = s.number and d.year = n.year
    where c.student_id = s.id and c.file_state <> 'cancelled' and coalesce(c.end_date >= today(), true)
      and (d.at is null or d.at < before)
    order by d.at nulls first, n.year desc limit 1) y
  where s.number > coalesce(dossiers_to_ask.after, '')
  order by s.number limit least(rows, 1000);
end $$;
comment on function guichet.dossiers_to_ask(timestamptz, text, integer) is
  'Students of files that are not over, with a year of theirs of which the sources were not asked since then; after this number.';

create function guichet.forget_dossiers(before timestamptz) returns bigint
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare gone bigint;
begin
  perform check_keeps_dossiers();
  -- Never what is of this month: it fills forms.
  with gone as (delete from dossier d where d.at < least(before, now() - interval '30 days') returning d.number),
    looked_at as (insert into touched (kind, key) select distinct 'student', s.id from gone g join student s on s.number = g.number)
  select count(*) into gone from gone;
  return gone;
end $$;
comment on function guichet.forget_dossiers(timestamptz) is 'Forgets what was told before then and over a month ago: what nobody asked about since is kept for nobody.';

grant execute on function guichet.kept_dossier(text, integer), guichet.keep_dossier(text, integer, jsonb),
  guichet.dossiers_to_ask(timestamptz, text, integer), guichet.forget_dossiers(timestamptz) to guichet_person, guichet_worker;
