-- Who does what, completed: acts demand a right where it reaches, references are seen by whoever makes them, nobody waits
-- for anybody beyond two seconds, and nothing depends on a lock that anyone could hold.
--   GU019 an act outside a transaction of read committed

create function guichet.check_isolation() returns void
language plpgsql stable set search_path = guichet, pg_temp as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using errcode = 'GU019', message = 'acts are done in a transaction of read committed';
  end if;
end $$;
comment on function guichet.check_isolation() is
  'An older snapshot would still hold rights that were taken away meanwhile.';

create function guichet.lacks(function text, act text) returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  raise exception using errcode = 'GU002', message = 'right missing',
    detail = jsonb_build_object('function', function, 'right', act, 'grantors', grantors())::text;
end $$;
comment on function guichet.lacks(text, text) is 'Ends what somebody may not do, and says who can grant it.';

create or replace function guichet.check_right(function text, act text) returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if can(function, act) is not true then
    perform lacks(function, act);
  end if;
end $$;

create function guichet.my_managed() returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  scopes constant text[] := array(
    select a.scope from my_roles() a join role_right r on r.role = a.code and r.function = 'CONVENTION' and r.can_modify
    where coalesce(a.origin, a.code) in ('RESP_GES', 'ADM'));
begin
  return (
    select coalesce(array_agg(id), '{}') from centre
    where 'all' = any(scopes)
      or 'centre' = any(scopes) and id in (select s.centre_id from centre_staff s where s.person_id = me()));
end $$;
comment on function guichet.my_managed() is
  'The centres that I manage or administer: where I pass a blocking finding and reassign a claim.';

-- Acts on files ------------------------------------------------------------------------------------------------------

create or replace function guichet.classify(verb text, ids integer[], versions integer[], args jsonb)
returns table (convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  person integer := me();
  day date := today();
  validating text[] := my_scopes_to('validate');
  modifying text[] := my_scopes_to('modify');
  validates boolean := validating <> '{}';
  modifies boolean := modifying <> '{}';
  -- Whoever does the acts of staff is staff by a role that may.
  staffed integer[] := my_centres_to(case when verb in ('validate', 'unvalidate', 'return') then 'validate' else 'modify' end);
  managed integer[] := my_managed();
  reasoned boolean := coalesce(args ->> 'reason', '') <> '' or jsonb_array_length(coalesce(args -> 'reasons', '[]')) > 0;
  on_behalf boolean := args ? 'on_behalf_of';
begin
  return query
  select w.id,
    case r.code when 'OK' then 'done' when 'GU003' then 'stale' else 'refused' end,
    nullif(r.code, 'OK'),
    case r.code
      when 'GU002' then jsonb_build_object('function', 'CONVENTION', 'right', case when verb in ('validate', 'unvalidate', 'return') or x.undone = 'return' then 'validate' else 'modify' end,
        'grantors', grantors())
      when 'GU003' then (
        select jsonb_build_object('version', c.version, 'at', h.at, 'verb', h.verb, 'by', p.given_name || ' ' || p.surname)
        from history h left join person p on p.id = h.person_id where h.convention_id = c.id and h.seq = c.history_seq)
      when 'GU004' then jsonb_build_object('state', c.file_state)
      when 'GU005' then jsonb_build_object('step', c.circuit[c.steps_done + 1])
      when 'GU006' then (
        select jsonb_build_object('step', s.kind, 'at', s.done_at, 'by', p.given_name || ' ' || p.surname)
        from convention_step s left join person p on p.id = s.done_by where s.convention_id = c.id and s.kind = x.step)
      when 'GU007' then jsonb_build_object('step', c.circuit[c.steps_done])
      when 'GU008' then jsonb_build_object('step', x.step)
      when 'GU009' then (
        select jsonb_build_object('supervisor', u.given_name || ' ' || u.surname) from supervisor u where u.id = c.supervisor_id)
      when 'GU011' then (
        select jsonb_build_object('rules', coalesce(jsonb_agg(f.rule order by f.rule), '[]')) from finding f
        where f.convention_id = c.id and f.severity = 'blocking' and f.passed_by is null)
      when 'GU014' then jsonb_build_object('step', x.step)
      when 'GU016' then jsonb_build_object('field', 'reasons')
      when 'GU018' then jsonb_build_object('missing', to_jsonb(x.missing))
      when 'GU020' then jsonb_build_object('start', c.start_date)
    end,
    c.version
  from unnest(ids, versions) with ordinality as w (id, version, n)
  left join convention c on c.id = w.id
    and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, centres, supervised, etapes, student)
  left join convention_check k on k.convention_id = c.id
  left join lateral (
    select
      case when verb = 'validate' then coalesce(args ->> 'step', c.circuit[c.steps_done + 1], c.circuit[c.steps_done])
           else coalesce(args ->> 'step', c.circuit[c.steps_done]) end as step,
      c.centre_id = any(staffed) as staff,
      c.centre_id = any(managed) as manager,
      coalesce(c.supervisor_id = any(supervised), false) and 'supervised' = any(validating)
        or c.etape_id = any(etapes) and 'programme' = any(validating) as teacher,
      c.student_id is not distinct from student and 'own' = any(modifying) as own,
      case when verb = 'restore' then (
        select h.verb from history h where h.convention_id = c.id and h.seq = c.history_seq
          and h.verb in ('return', 'cancel') and h.person_id = person) end as undone,
      verb = 'return' and exists (
        select from jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) given (reason)
        where not exists (
          select from return_reason q where q.id = given.reason::integer and (q.centre_id is null or q.centre_id = c.centre_id))) as foreign_reason,
      case when verb = 'submit' then (
        select array_remove(m.missing, case when e.supervisor_optional_at_submission then 'supervisor' end)
        from missing_fields(array[c.id]) m, centre e where e.id = c.centre_id) end as missing
  ) x on c.id is not null
  left join lateral (select array_position(c.circuit, x.step) as position) p on c.id is not null
  cross join lateral (select case
    when c.id is null then 'GU001'
    when w.version is distinct from c.version then 'GU003'
    when verb = 'validate' then case
      when not validates then 'GU002'
      when p.position is null and c.file_state in ('submitted', 'in_validation') then 'GU008'
      when c.file_state = 'validated' or c.file_state = 'in_validation' and p.position <= c.steps_done then 'GU006'
      when c.file_state not in ('submitted', 'in_validation') then 'GU004'
      when p.position > c.steps_done + 1 then 'GU005'
      when x.step = 'pedagogical' and not x.teacher and not (x.staff and on_behalf) then 'GU009'
      when x.step <> 'pedagogical' and not x.staff then 'GU014'
      when k.content_version is distinct from c.content_version then 'GU010'
      when k.blocking > 0 then 'GU011'
      when p.position = cardinality(c.circuit) and c.supervisor_id is null then 'GU013'
      else 'OK' end
    when verb = 'unvalidate' then case
      when not validates then 'GU002'
      when c.file_state not in ('in_validation', 'validated') then 'GU004'
      when p.position is null then 'GU008'
      when p.position > c.steps_done then 'GU004'
      when p.position < c.steps_done then 'GU007'
      when c.signature_state <> 'not_sent' then 'GU021'
      when x.step = 'pedagogical' and not x.teacher and not (x.staff and exists (
        select from convention_step s where s.convention_id = c.id and s.kind = x.step and s.on_behalf_of is not null)) then 'GU009'
      when x.step <> 'pedagogical' and not x.staff then 'GU014'
      when not reasoned then 'GU012'
      else 'OK' end
    when verb = 'return' then case
      when not validates then 'GU002'
      when c.file_state not in ('submitted', 'in_validation') then 'GU004'
      when not x.staff and not (x.teacher and c.circuit[c.steps_done + 1] = 'pedagogical') then 'GU014'
      when not reasoned then 'GU012'
      when x.foreign_reason then 'GU016'
      else 'OK' end
    when verb = 'submit' then case
      when not modifies then 'GU002'
      when c.file_state not in ('draft', 'to_correct') then 'GU004'
      when not x.staff and not x.own then 'GU002'
      when cardinality(x.missing) > 0 then 'GU018'
      when k.content_version is distinct from c.content_version then 'GU010'
      when k.blocking > 0 then 'GU011'
      else 'OK' end
    when verb = 'cancel' then case
      when not modifies or not x.staff then 'GU002'
      when c.file_state = 'cancelled' then 'GU004'
      when c.file_state = 'validated' and c.start_date <= day then 'GU020'
      when not reasoned then 'GU012'
      else 'OK' end
    -- What one did one takes back while one could do it still.
    when verb = 'restore' then case
      when x.undone is null then 'GU022'
      when x.undone = 'return' and not (c.centre_id = any((select my_centres_to('validate'))::integer[]) or x.teacher) then 'GU002'
      when x.undone = 'cancel' and not x.staff then 'GU002'
      else 'OK' end
    when verb = 'hold' then case
      when not modifies or not x.staff then 'GU002'
      when c.file_state in ('cancelled', 'draft') then 'GU004'
      else 'OK' end
    when verb = 'pass' then case
      when not x.manager then 'GU002'
      when not reasoned then 'GU012'
      when not exists (select from finding f where f.convention_id = c.id and f.severity = 'blocking'
        and f.passed_by is null and (not args ? 'rule' or f.rule = args ->> 'rule')) then 'GU004'
      else 'OK' end
    else 'GU023'
  end as code) r
  order by w.n;
end $$;
drop function guichet.is_manager();

create or replace function guichet.lock_conventions(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
begin
  perform check_isolation();
  perform from convention c
  where c.id = any(ids)
    and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, centres, supervised, etapes, student)
  order by c.id for update;
end $$;

create or replace function guichet.act(verb text, ids integer[], versions integer[], request uuid, args jsonb default '{}')
returns table (convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  already integer[];
  verdict jsonb;
  done integer[];
begin
  if cardinality(ids) is distinct from cardinality(versions) then
    raise exception using errcode = 'GU016', message = 'one version an id is expected',
      detail = jsonb_build_object('ids', cardinality(ids), 'versions', cardinality(versions))::text;
  end if;
  perform lock_conventions(ids);
  select coalesce(array_agg(h.convention_id), '{}') into already
  from history h where h.request_id = request and h.convention_id = any(ids);
  -- Classified once, under the locks; what follows changes what a second look would say.
  select coalesce(jsonb_agg(to_jsonb(k)), '[]'),
    coalesce(array_agg(k.convention_id) filter (where k.outcome = 'done' and k.convention_id <> all(already)), '{}')
  into verdict, done
  from classify(verb, ids, versions, args) k;
  if cardinality(done) > 0 then
    perform apply_act(verb, done, args, request);
  end if;
  return query
  select w.id,
    case when s.already then 'done' else v.outcome end,
    case when s.already then null else v.code end,
    case when s.already then null else v.params end,
    case when w.id = any(done) then v.version + 1 else v.version end
  from unnest(ids) with ordinality as w (id, n)
  join jsonb_to_recordset(verdict) as v (convention_id integer, outcome text, code text, params jsonb, version integer)
    on v.convention_id = w.id
  -- What is out of scope is not found, whatever was done to it.
  cross join lateral (select w.id = any(already) and v.code is distinct from 'GU001' as already) s
  order by w.n;
end $$;

-- The rules run where people work: the account of an act names whoever says that they found nothing.
create function guichet.relied_on(c guichet.convention) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce((
    select jsonb_build_array(jsonb_build_object('field', 'checked_by', 'from', null, 'to', p.given_name || ' ' || p.surname))
    from convention_check k join person p on p.id = k.checked_by
    where k.convention_id = c.id and k.checked_by is distinct from me()), '[]')
$$;
comment on function guichet.relied_on(guichet.convention) is 'Whose findings an act relies on, when they are somebody else''s.';

create or replace function guichet.changes_of(verb text, ids integer[], args jsonb) returns table (convention_id integer, changes jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select c.id, case verb
    when 'validate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done + 1], 'from', null, 'to', 'done'))
      || state_change(c.file_state, case when c.steps_done + 1 = cardinality(c.circuit) then 'validated' else 'in_validation' end)
      || relied_on(c)
    when 'unvalidate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done], 'from', 'done', 'to', null))
      || state_change(c.file_state, case when c.steps_done = 1 then 'submitted' else 'in_validation' end)
    when 'return' then state_change(c.file_state, 'to_correct')
      || case when c.corrected then jsonb_build_array(jsonb_build_object('field', 'corrected', 'from', true, 'to', false)) else '[]' end
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'step.' || s.kind, 'from', to_jsonb(s), 'to', null) order by s.position)
                   from convention_step s where s.convention_id = c.id and s.done_at is not null), '[]')
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'return.' || r.field, 'from', null, 'to', r.label_fr) order by r.id)
                   from return_reason r where r.id in (select n::integer from jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) n)), '[]')
    when 'submit' then state_change(c.file_state, 'submitted') || relied_on(c)
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
  from convention c where c.id = any(ids);
end $$;

create function guichet.workable(ids integer[]) returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  staffed constant integer[] := my_centres_to('modify') || my_centres_to('validate');
  validating constant text[] := my_scopes_to('validate');
  supervised constant integer[] := case when 'supervised' = any(validating) then my_supervised() else '{}' end;
  etapes constant integer[] := case when 'programme' = any(validating) then my_etapes() else '{}' end;
  student constant integer := case when 'own' = any(my_scopes_to('modify')) then my_student() end;
begin
  return array(
    select c.id from convention c
    where c.id = any(ids) and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, staffed, supervised, etapes, student));
end $$;
comment on function guichet.workable(integer[]) is 'Those of these files on which I may act.';

create or replace function guichet.record_findings(checks jsonb) returns table (convention_id integer, outcome text)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  -- Whoever may act on a file says what the rules found there; whoever only reads it changes nothing.
  ids integer[] := workable(array(select (e ->> 'id')::integer from jsonb_array_elements(checks) e));
  good integer[];
begin
  perform lock_conventions(ids);

  select array_agg(c.id) into good
  from jsonb_array_elements(checks) e
  join convention c on c.id = (e ->> 'id')::integer and c.version = (e ->> 'version')::integer
  join facts(ids) f on f.convention_id = c.id and f.facts_hash = decode(e ->> 'facts_hash', 'hex');

  -- A passed finding stays passed while its figures are the same.
  delete from finding f
  where f.convention_id = any(good)
    and not exists (
      select from jsonb_array_elements(checks) e, jsonb_array_elements(e -> 'findings') n
      where (e ->> 'id')::integer = f.convention_id and n ->> 'rule' = f.rule
        and n ->> 'severity' = f.severity and n -> 'figures' = f.figures);
  insert into finding (convention_id, rule, severity, figures)
  select (e ->> 'id')::integer, n ->> 'rule', n ->> 'severity', n -> 'figures'
  from jsonb_array_elements(checks) e, jsonb_array_elements(e -> 'findings') n
  where (e ->> 'id')::integer = any(good)
  on conflict do nothing;

  insert into convention_check as k
    (convention_id, content_version, rules_version, facts_hash, checked_at, checked_by, blocking, warnings)
  select c.id, c.content_version, (e ->> 'rules_version')::integer, decode(e ->> 'facts_hash', 'hex'), now(), me(),
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'blocking' and f.passed_by is null),
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'warning')
  from jsonb_array_elements(checks) e
  join convention c on c.id = (e ->> 'id')::integer
  where c.id = any(good)
  on conflict on constraint convention_check_pkey do update set
    (content_version, rules_version, facts_hash, checked_at, checked_by, blocking, warnings)
    = (excluded.content_version, excluded.rules_version, excluded.facts_hash, excluded.checked_at, excluded.checked_by,
       excluded.blocking, excluded.warnings);

  return query
  select (e ->> 'id')::integer, case when (e ->> 'id')::integer = any(good) then 'done' else 'stale' end
  from jsonb_array_elements(checks) e;
end $$;

-- Editing ------------------------------------------------------------------------------------------------------------

create or replace function guichet.may_edit(c guichet.convention, reason text) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to('modify');
begin
  return case
    when scopes = '{}' then 'GU002'
    when c.file_state = 'cancelled' or c.archived_at is not null or c.signature_state <> 'not_sent' then 'GU015'
    when 'all' = any(scopes) then
      case when c.steps_done > 0 and coalesce(reason, '') = '' then 'GU012' else 'OK' end
    when c.centre_id = any(my_centres_to('modify')) then
      case when c.file_state = 'validated' or 'administrative' = any(c.circuit[1:c.steps_done]) then 'GU015' else 'OK' end
    when 'own' = any(scopes) and c.student_id = my_student() then
      case when c.steps_done > 0 or c.file_state = 'validated' then 'GU015' else 'OK' end
    else 'GU002' end;
end $$;

create function guichet.hidden_reference(c guichet.convention, changes jsonb) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  wanted constant convention := jsonb_populate_record(c, changes);
  everybody constant boolean := reads_all() or can('CONVENTION', 'create');
  hosts constant integer[] := my_host_centres();
begin
  return case
    when wanted.supervisor_id is distinct from c.supervisor_id and not (wanted.supervisor_id is null or exists (
      select from supervisor u where u.id = wanted.supervisor_id
        and (everybody or u.person_id = me() or u.id = any(my_supervised())))) then 'supervisor_id'
    when wanted.organisation_id is distinct from c.organisation_id and not (wanted.organisation_id is null
      or can('ORGA_ACC', 'read') and exists (select from host_organisation o where o.id = wanted.organisation_id)) then 'organisation_id'
    when wanted.service_id is distinct from c.service_id and not (wanted.service_id is null or exists (
      select from host_service v where v.id = wanted.service_id and v.centre_id = any(hosts))) then 'service_id'
    else (
      select w.field from (values ('tutor_id', wanted.tutor_id, c.tutor_id),
        ('second_tutor_id', wanted.second_tutor_id, c.second_tutor_id),
        ('signatory_id', wanted.signatory_id, c.signatory_id)) w (field, id, before)
      where w.id is distinct from w.before and w.id is not null
        and not exists (select from contact t where t.id = w.id and t.centre_id = any(hosts))
      limit 1) end;
end $$;
comment on function guichet.hidden_reference(guichet.convention, jsonb) is
  'The first field that would refer to what I do not see: whoever writes a number does not learn whose it is.';

create or replace function guichet.edit(id integer, version integer, changes jsonb, reason text default null,
  request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  verdict text;
  account jsonb;
  unknown text;
  hidden text;
  before jsonb;
  head bytea;
begin
  perform lock_conventions(array[edit.id]);
  select * into c from convention f
  where f.id = edit.id and sees(f.centre_id, f.supervisor_id, f.etape_id, f.student_id,
    my_centres(), my_supervised(), my_etapes(), my_student());
  if not found then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  end if;
  if exists (select from history h where h.request_id = request and h.convention_id = c.id) then
    return query select 'done', null, null::jsonb, c.version; return;
  end if;
  if c.version <> edit.version then
    return query select 'stale', k.code, k.params, k.version from classify('edit', array[c.id], array[edit.version], '{}') k; return;
  end if;
  verdict := may_edit(c, reason);
  if verdict <> 'OK' then
    return query select 'refused', verdict,
      jsonb_build_object('function', 'CONVENTION', 'right', 'modify', 'grantors', grantors()), c.version;
    return;
  end if;
  select k into unknown from jsonb_object_keys(changes) k where not exists (select from editable_field f where f.field = k) limit 1;
  if unknown is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', unknown), c.version; return;
  end if;
  before := to_jsonb(c)
    || coalesce((select to_jsonb(t) from convention_text t where t.convention_id = c.id), '{}')
    || coalesce((select to_jsonb(s) from convention_student s where s.convention_id = c.id), '{}');
  begin
    hidden := hidden_reference(c, changes);
    if hidden is not null then
      return query select 'refused', 'GU016', jsonb_build_object('field', hidden), c.version; return;
    end if;
    perform write_fields(c.id, 'convention', changes), write_fields(c.id, 'convention_text', changes),
      write_fields(c.id, 'convention_student', changes);
  exception when data_exception or integrity_constraint_violation then
    return query select 'refused', 'GU016', jsonb_build_object('message', sqlerrm), c.version; return;
  end;
  select jsonb_agg(jsonb_build_object('field', k, 'from', before -> k, 'to', after -> k) order by k) into account
  from (select to_jsonb(f) || coalesce(to_jsonb(t), '{}') || coalesce(to_jsonb(s), '{}') as after
        from convention f left join convention_text t on t.convention_id = f.id
        left join convention_student s on s.convention_id = f.id where f.id = c.id) a,
    jsonb_object_keys(changes) k
  where (before -> k) is distinct from (a.after -> k) and coalesce(before -> k, 'null') <> coalesce(a.after -> k, 'null');
  if account is null then
    return query select 'done', null, null::jsonb, c.version; return;
  end if;
  select h.hash into head
  from append_history(array[c.id], array[c.history_seq], array[c.history_head], 'edit', array[account], reason, request) h;
  update convention f set version = f.version + 1, history_seq = f.history_seq + 1, history_head = head,
    content_version = f.content_version + case when exists (
      select from jsonb_array_elements(account) e join editable_field d on d.field = e ->> 'field' where d.content) then 1 else 0 end
  where f.id = c.id;
  insert into outbox (convention_id, event, history_seq) values (c.id, 'edit', c.history_seq + 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;

create function guichet.staffed_file(id integer) returns guichet.convention
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare c convention;
begin
  select * into c from convention f where f.id = staffed_file.id;
  if not found or not may_read(staffed_file.id) then
    raise exception using errcode = 'GU001', message = 'not found', detail = jsonb_build_object('id', staffed_file.id)::text;
  elsif c.centre_id <> all(my_centres_to('modify')) then
    perform lacks('CONVENTION', 'modify');
  end if;
  return c;
end $$;
comment on function guichet.staffed_file(integer) is 'A file that I work on as staff of its centre, else an end that says why not.';

create or replace function guichet.add_note(id integer, body text) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  head bytea;
begin
  perform lock_conventions(array[add_note.id]);
  c := staffed_file(add_note.id);
  insert into note (convention_id, author_id, body) values (c.id, me(), add_note.body);
  select h.hash into head
  from append_history(array[c.id], array[c.history_seq], array[c.history_head], 'note',
    array[jsonb_build_array(jsonb_build_object('field', 'note', 'from', null, 'to', add_note.body))], null, null) h;
  update convention f set version = f.version + 1, history_seq = f.history_seq + 1, history_head = head where f.id = c.id;
  perform pg_notify('guichet', '');
  return c.version + 1;
end $$;

create or replace function guichet.claim(id integer, minutes integer) returns table (outcome text, by text, until timestamptz)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  person integer := me();
begin
  perform lock_conventions(array[claim.id]);
  c := staffed_file(claim.id);
  if minutes > 0 and c.claimed_by <> person and c.claimed_until > now() and c.centre_id <> all(my_managed()) then
    return query select 'refused', p.given_name || ' ' || p.surname, c.claimed_until from person p where p.id = c.claimed_by;
    return;
  end if;
  if minutes > 0 then
    update convention f set claimed_by = person, claimed_until = now() + make_interval(mins => minutes) where f.id = c.id;
  elsif c.claimed_by = person or c.centre_id = any(my_managed()) then
    update convention f set claimed_by = null, claimed_until = null where f.id = c.id;
  end if;
  perform pg_notify('guichet', '');
  return query select 'done', null, case when minutes > 0 then now() + make_interval(mins => minutes) end;
end $$;

-- The counts ---------------------------------------------------------------------------------------------------------

-- Whoever compacts takes the rows that nobody else has, so that a transaction left open holds nobody up.
create or replace function guichet.compact_counts() returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare before integer;
begin
  with free as materialized (
    select q.ctid from queue_count q for update skip locked
  ), taken as (
    delete from queue_count q using free where q.ctid = free.ctid returning q.centre_id, q.queue, q.delta
  ), kept as (
    insert into queue_count (centre_id, queue, delta)
    select centre_id, queue, sum(delta) from taken group by centre_id, queue having sum(delta) <> 0)
  select count(*) into before from taken;
  return before;
end $$;
