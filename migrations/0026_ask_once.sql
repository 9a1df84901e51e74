-- Lists and acts ask who somebody is and how far they read once, where they asked it in each function again. The roles of
-- one person are read for that person: joined with everybody's, they cost four times as much once the planner knows how
-- few people there are.

create or replace function guichet.reading_scopes() returns text[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  scopes constant text[] := (
    select array(
      select a.scope
      from person_role l
      join app_role a on a.code = l.role
      join role_right r on r.role = l.role and r.function = 'CONVENTION' and r.can_read
      where l.person_id = p.id)
    from person p where p.login = session_user and p.active);
begin
  -- Another front end has no login of a person's.
  return case when scopes is null then my_scopes_to('read') else scopes end;
end $$;

create or replace function guichet.my_centres() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  person integer;
  scopes text[];
begin
  -- A student for whom another front end acts has no login, and no centres.
  select p.id, array(
      select a.scope
      from person_role l
      join app_role a on a.code = l.role
      join role_right r on r.role = l.role and r.function = 'CONVENTION' and r.can_read
      where l.person_id = p.id)
    into person, scopes
  from person p where p.login = session_user and p.active;
  return case
    when 'all' = any(scopes) then (select coalesce(array_agg(id order by id), '{}') from centre)
    when 'centre' = any(scopes) then
      (select coalesce(array_agg(s.centre_id order by s.centre_id), '{}') from centre_staff s where s.person_id = person)
    else '{}' end;
end $$;

create or replace function guichet.my_supervised() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare person integer;
begin
  -- Most people supervise nobody: their every list asks, so the answer must cost nothing.
  select p.id into person from person p
  where p.login = session_user and p.active and exists (
    select from person_role l
    join app_role a on a.code = l.role and a.scope = 'supervised'
    join role_right r on r.role = l.role and r.function = 'CONVENTION' and r.can_read
    where l.person_id = p.id);
  if person is null then
    return '{}';
  end if;
  return (
    select coalesce(array_agg(id), '{}')
    from (
      select id from supervisor where person_id = person
      union
      select supervisor_id from deputy
      where person_id = person and supervisor_id is not null and today() between valid_from and valid_until) s);
end $$;

create or replace function guichet.changes_of(verb text, ids integer[], args jsonb) returns table (convention_id integer, changes jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare doer constant integer := me();
begin
  return query
  select c.id, case verb
    when 'validate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done + 1], 'from', null, 'to', 'done'))
      || state_change(c.file_state, case when c.steps_done + 1 = cardinality(c.circuit) then 'validated' else 'in_validation' end)
      || relied_on(k.by)
    when 'unvalidate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done], 'from', 'done', 'to', null))
      || state_change(c.file_state, case when c.steps_done = 1 then 'submitted' else 'in_validation' end)
    when 'return' then state_change(c.file_state, 'to_correct')
      || case when c.corrected then jsonb_build_array(jsonb_build_object('field', 'corrected', 'from', true, 'to', false)) else '[]' end
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'step.' || s.kind, 'from', to_jsonb(s), 'to', null) order by s.position)
                   from convention_step s where s.convention_id = c.id and s.done_at is not null), '[]')
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'return.' || r.field, 'from', null, 'to', r.label_fr) order by r.id)
                   from return_reason r where r.id in (select n::integer from jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) n)), '[]')
    when 'submit' then state_change(c.file_state, 'submitted') || relied_on(k.by)
    when 'cancel' then state_change(c.file_state, 'cancelled')
    when 'hold' then jsonb_build_array(jsonb_build_object('field', 'hold_until', 'from', c.hold_until, 'to', args -> 'until'))
    when 'restore' then (
      select coalesce(jsonb_agg(jsonb_build_object('field', e -> 'field', 'from', e -> 'to', 'to', e -> 'from') order by n), '[]')
      from history_payload h, jsonb_array_elements(h.changes) with ordinality as u (e, n)
      where h.convention_id = c.id and h.seq = c.history_seq and not starts_with(e ->> 'field', 'return.'))
    when 'pass' then (
      select jsonb_agg(jsonb_build_object('field', 'finding.' || f.rule, 'from', f.severity, 'to', 'passed') order by f.rule)
      from finding f where f.convention_id = c.id and f.severity = 'blocking' and f.passed_by is null
        and (not args ? 'rule' or f.rule = args ->> 'rule'))
  end
  from convention c
  left join lateral (
    select p.given_name || ' ' || p.surname as by
    from convention_check f join person p on p.id = f.checked_by
    where f.convention_id = c.id and f.checked_by is distinct from doer) k on verb in ('validate', 'submit')
  where c.id = any(ids);
end $$;

drop function guichet.relied_on(guichet.convention);
create function guichet.relied_on(checker text) returns jsonb
language sql stable as $$
  select case when checker is null then '[]' else
    jsonb_build_array(jsonb_build_object('field', 'checked_by', 'from', null, 'to', checker)) end
$$;
comment on function guichet.relied_on(text) is 'Whose findings an act relies on, when they are somebody else''s, as a change.';
