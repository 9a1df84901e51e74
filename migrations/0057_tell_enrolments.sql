-- A file whose enrolment the student information system no longer tells is told so: what was told last of its student and year
-- is a fact of it. Nothing is said where nothing was told, so that what was found of the others stays.
create function guichet.enrolment_told(enrolment integer) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object('enrolment', jsonb_build_object('etape', e.code, 'told', case
    when jsonb_typeof(d.told #> '{enrolments,value}') = 'object' then (
      select coalesce(jsonb_agg(jsonb_build_array(o #> '{etape,key,code}', coalesce(o -> 'status' = '"cancelled"', false)) order by o #>> '{etape,key,code}'), '[]')
      from jsonb_array_elements(d.told #> '{enrolments,value,enrolments}') o)
    else '[]' end))
  from enrolment n join student s on s.id = n.student_id join etape e on e.id = n.etape_id
  join dossier d on d.number = s.number and d.year = n.year
  where n.id = enrolment
    -- A source that failed says nothing about the student.
    and (jsonb_typeof(d.told #> '{enrolments,value}') = 'object' or (
      jsonb_array_length(d.told #> '{enrolments,silent}') > 0
      and not exists (select from jsonb_array_elements(d.told #> '{enrolments,silent}') o where o ->> 'why' is distinct from 'nothing')))
$$;
comment on function guichet.enrolment_told(integer) is
  'The étape of an enrolment, and the étapes that the sources told of its student and year, each with whether it is cancelled; nothing when they told nothing.';

do $$
declare
  facts constant text := pg_get_functiondef('guichet.facts_of(integer[],jsonb)'::regprocedure);
  before constant text := ' else ''{}'' end,
    ''abroad'', jsonb_build_object(';
begin
  if position(before in facts) = 0 then raise 'guichet.facts_of is not the one that this changes'; end if;
  execute replace(facts, before, ' else ''{}'' end
      || coalesce(enrolment_told(c.enrolment_id), ''{}''),
    ''abroad'', jsonb_build_object(');
end $$;

create or replace function guichet.keep_dossier(student text, of_year integer, told jsonb) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare before jsonb;
begin
  if not may_ask_about(student) or length(student) > 40 or length(told::text) > 200000 then return false; end if;
  select d.told -> 'enrolments' into before from dossier d where d.number = student and d.year = of_year for update;
  insert into dossier as d (number, year, told, by) values (student, of_year, keep_dossier.told, me())
  on conflict (number, year) do update set told = excluded.told, at = now(), by = excluded.by;
  -- The rules look again at the files of those of whom something else is told.
  if before is distinct from keep_dossier.told -> 'enrolments' then
    insert into touched (kind, key) select 'student', s.id from student s where s.number = student;
  end if;
  return true;
end $$;
