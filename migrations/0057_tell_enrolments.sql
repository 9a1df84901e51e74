-- A file whose enrolment the student information system no longer tells is told so: what was told last of its student and year
-- is a fact of it. Nothing is said where nothing was told, so that what was found of the others stays.
-- What is kept may be of another version of the program: what is no list of étapes is none.
create function guichet.items_of(list jsonb) returns setof jsonb
language sql immutable set search_path = guichet, pg_temp as $$
  select e.item from jsonb_array_elements(case when jsonb_typeof(list) = 'array' then list else '[]' end) e (item)
$$;
comment on function guichet.items_of(jsonb) is 'The items of a list; none of what is no list.';

create function guichet.enrolment_told(enrolments jsonb, etape text) returns jsonb
language sql immutable set search_path = guichet, pg_temp as $$
  select jsonb_build_object('enrolment', jsonb_build_object('etape', etape, 'told', (
    select coalesce(jsonb_agg(jsonb_build_array(e.code, e.cancelled) order by e.code, e.cancelled), '[]')
    from (
      select left(o #>> '{etape,key,code}', 40) as code, coalesce(o -> 'status' = '"cancelled"', false) as cancelled
      from items_of(enrolments #> '{value,enrolments}') o where jsonb_typeof(o #> '{etape,key,code}') = 'string' limit 20) e)))
  -- A source that failed says nothing about the student.
  where jsonb_typeof(enrolments -> 'value') = 'object'
    or (select bool_and(o -> 'why' = '"nothing"') from items_of(enrolments -> 'silent') o)
$$;
comment on function guichet.enrolment_told(jsonb, text) is
  'The étape of an enrolment, and those that the sources told of its student and year, each with whether it is cancelled; null when they told nothing.';

do $$
declare
  facts constant text := pg_get_functiondef('guichet.facts_of(integer[],jsonb)'::regprocedure);
  before constant text := ' else ''{}'' end,
    ''abroad'', jsonb_build_object(';
begin
  if position(before in facts) = 0 then raise 'guichet.facts_of is not the one that this changes'; end if;
  execute replace(facts, before, ' else ''{}'' end
      || coalesce((
        select enrolment_told(d.told -> ''enrolments'', p.code)
        from enrolment n join student s on s.id = n.student_id join etape p on p.id = n.etape_id
        join dossier d on d.number = s.number and d.year = n.year
        where n.id = c.enrolment_id), ''{}''),
    ''abroad'', jsonb_build_object(');
end $$;
