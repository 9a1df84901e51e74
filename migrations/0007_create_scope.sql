-- Who sees which file. One policy a table, written as one CASE: an OR of scopes reads every row.

create function guichet.reads_all() returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return coalesce('all' = any(reading_scopes()), false);
end $$;
comment on function guichet.reads_all() is 'Administrators and auditors: the whole establishment.';

create function guichet.my_staffed() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case when cardinality(reading_scopes()) > 0 then
      coalesce((select array_agg(centre_id) from centre_staff where person_id = me()), '{}') else '{}' end);
end $$;
comment on function guichet.my_staffed() is 'The centres I am attached to, whatever else I may read.';

create function guichet.my_programmes() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select coalesce(array_agg(id), '{}') from (
      select unnest(my_etapes()) as id
      union
      select e.id from etape e where centre_of(e.id, today()) = any((select my_centres())::integer[])) e);
end $$;
comment on function guichet.my_programmes() is 'The étapes whose enrolled students I may look up.';

alter table guichet.convention enable row level security;
create policy convention_read on guichet.convention for select using (
  case
    when centre_id = any((select guichet.my_centres())::integer[]) then true
    when supervisor_id = any((select guichet.my_supervised())::integer[]) then true
    when etape_id = any((select guichet.my_etapes())::integer[]) then true
    when student_id = (select guichet.my_student()) then true
    else false
  end);

create function guichet.in_scope(id integer) returns boolean
language sql stable security invoker set search_path = guichet, pg_temp as $$
  select exists (select from convention c where c.id = in_scope.id)
$$;
comment on function guichet.in_scope(integer) is 'Whether I may read this file: absent and out of scope answer alike.';

-- What hangs on a file is read with it.
do $$
declare child text;
begin
  foreach child in array array['convention_student', 'interruption', 'week_pattern', 'convention_step',
    'convention_signature', 'convention_return', 'convention_check', 'finding']
  loop
    execute format('alter table guichet.%I enable row level security', child);
    execute format('create policy %I on guichet.%I for select using (guichet.in_scope(convention_id))', child || '_read', child);
    execute format('grant select on guichet.%I to guichet_person', child);
  end loop;
end $$;

alter table guichet.convention_return_reason enable row level security;
create policy convention_return_reason_read on guichet.convention_return_reason for select
  using (exists (select from guichet.convention_return r where r.id = return_id));

-- A confidential text is for its centre, its supervisor and its student; not for a programme head.
alter table guichet.convention_text enable row level security;
create policy convention_text_read on guichet.convention_text for select using (
  exists (
    select from guichet.convention c
    where c.id = convention_id
      and case
        when not c.confidential then true
        when c.supervisor_id = any((select guichet.my_supervised())::integer[]) then true
        when c.student_id = (select guichet.my_student()) then true
        else c.centre_id = any((select guichet.my_staffed())::integer[])
      end));

-- Internal notes are for the staff of the file's centre.
alter table guichet.note enable row level security;
create policy note_read on guichet.note for select using (
  exists (
    select from guichet.convention c
    where c.id = convention_id and c.centre_id = any((select guichet.my_centres())::integer[])));

alter table guichet.student enable row level security;
create policy student_read on guichet.student for select using (
  case
    when person_id = (select guichet.me()) then true
    when (select guichet.reads_all()) then true
    else exists (select from guichet.convention c where c.student_id = student.id)
      or exists (select from guichet.enrolment e where e.student_id = student.id)
  end);
alter table guichet.student_civil enable row level security;
create policy student_civil_read on guichet.student_civil for select
  using (exists (select from guichet.student s where s.id = student_id)
    and ((select guichet.reads_all()) or (select guichet.has_scope('centre')) or student_id = (select guichet.my_student())));
alter table guichet.enrolment enable row level security;
create policy enrolment_read on guichet.enrolment for select using (
  case
    when (select guichet.reads_all()) then true
    when student_id = (select guichet.my_student()) then true
    else etape_id = any((select guichet.my_programmes())::integer[])
  end);

alter table guichet.return_reason enable row level security;
create policy return_reason_read on guichet.return_reason for select
  using ((select guichet.me()) is not null);

grant select on guichet.convention, guichet.convention_text, guichet.convention_return_reason, guichet.note,
  guichet.return_reason to guichet_person;
grant execute on function guichet.in_scope(integer), guichet.reads_all(), guichet.my_staffed(), guichet.my_programmes()
  to guichet_person, guichet_worker;
grant select on guichet.convention, guichet.convention_check, guichet.finding, guichet.outbox to guichet_worker;
