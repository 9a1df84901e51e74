-- Every list is read through the index of its own order.

-- The states of files follow their days, which a planner does not know: where a state is common, it would rather walk all files
-- by their start until enough of that state are met, through tens of thousands of old ones. These indexes are for the list of
-- all files, which says so by a condition that every file meets.
drop index guichet.convention_row_all;
drop index guichet.convention_row_all_student;
drop index guichet.convention_row_centre_all;
create index convention_row_all on guichet.convention_row (start_date, convention_id) where convention_id > 0;
create index convention_row_all_student on guichet.convention_row (student_key, convention_id) where convention_id > 0;
create index convention_row_centre_all on guichet.convention_row (centre_id, start_date, convention_id) where convention_id > 0;

do $$
declare
  search constant text := pg_get_functiondef('guichet.search(jsonb,jsonb,text,boolean,text,integer,integer)'::regprocedure);
  before constant text := 'union all select ''r.corrected'' where shape ? ''corrected''';
begin
  if position(before in search) = 0 then raise 'guichet.search is not the one that this changes'; end if;
  execute replace(search, before, 'union all select ''r.convention_id > 0'' where not shape ? ''queue''
    ' || before);
end $$;

-- Those who triage order what waits by host, by motive or by how long it has waited as often as by day of effect. Only what
-- waits is in these.
create index amendment_row_centre_organisation on guichet.amendment_row (centre_id, queue, organisation_key, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');
create index amendment_row_centre_motive on guichet.amendment_row (centre_id, queue, motive, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');
create index amendment_row_centre_since on guichet.amendment_row (centre_id, queue, since, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');
create index amendment_row_queue_organisation on guichet.amendment_row (queue, organisation_key, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');
create index amendment_row_queue_motive on guichet.amendment_row (queue, motive, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');
create index amendment_row_queue_since on guichet.amendment_row (queue, since, amendment_id)
  where queue in ('amendments', 'amendments_unsigned');

-- Whoever triages does it for their centres: one look says so, where the right and the scope took one each.
create function guichet.my_amended_centres() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  person integer;
  scopes text[];
begin
  select p.id, array(
      select a.scope
      from person_role l
      join app_role a on a.code = l.role
      join role_right r on r.role = l.role and r.function = 'CONVENTION' and r.can_read
      where l.person_id = p.id and exists (
        select from person_role m join role_right t on t.role = m.role and t.function = 'AVENANT' and t.can_read
        where m.person_id = p.id))
    into person, scopes
  from person p where p.login = session_user and p.active;
  return case
    when 'all' = any(scopes) then (select coalesce(array_agg(id order by id), '{}') from centre)
    when 'centre' = any(scopes) then
      (select coalesce(array_agg(s.centre_id order by s.centre_id), '{}') from centre_staff s where s.person_id = person)
    else '{}' end;
end $$;
comment on function guichet.my_amended_centres() is 'The centres whose files and their amendments I may read.';
grant execute on function guichet.my_amended_centres() to guichet_person, guichet_worker;

alter policy amendment_row_read on guichet.amendment_row using (
  case
    when centre_id = any((select guichet.my_amended_centres())::integer[]) then true
    when not (select guichet.can('AVENANT', 'read')) then false
    when supervisor_id = any((select guichet.my_supervised())::integer[]) then true
    when etape_id = any((select guichet.my_etapes())::integer[]) then true
    when student_id = (select guichet.my_student()) then true
    else false
  end);
