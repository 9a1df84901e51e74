-- Who does what. One classification says, for each file, whether an act is done, stale or refused and why; preview()
-- shows it, act() locks, classifies again and applies, in one transaction, set-based. Reasons are codes; sentences
-- live in the program's texts:
--   GU001 not found                  GU002 right missing              GU003 changed since it was read
--   GU004 state does not allow it    GU005 previous step missing      GU006 step already done
--   GU007 following step done        GU008 step not in the circuit    GU009 step belongs to the supervisor
--   GU010 findings missing           GU011 blocking findings          GU012 reason required
--   GU013 supervisor missing         GU014 step is for the centre     GU015 not editable
--   GU016 unknown field or value     GU018 incomplete                 GU020 internship already begun
--   GU021 sent for signature         GU022 nothing of mine to restore GU023 unknown verb

create function guichet.is_manager() returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select exists (
      select from person_role p join app_role r on r.code = p.role
      where p.person_id = me() and coalesce(r.origin, r.code) in ('RESP_GES', 'ADM')));
end $$;
comment on function guichet.is_manager() is 'Manager or administrator: may pass a blocking finding, reassign a claim.';
grant execute on function guichet.is_manager() to guichet_person;

create function guichet.classify(verb text, ids integer[], versions integer[], args jsonb)
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
  validates boolean := can('CONVENTION', 'validate');
  modifies boolean := can('CONVENTION', 'modify');
  reasoned boolean := coalesce(args ->> 'reason', '') <> '' or jsonb_array_length(coalesce(args -> 'reasons', '[]')) > 0;
  on_behalf boolean := args ? 'on_behalf_of';
begin
  return query
  select w.id,
    case r.code when 'OK' then 'done' when 'GU003' then 'stale' else 'refused' end,
    nullif(r.code, 'OK'),
    case r.code
      when 'GU002' then jsonb_build_object('function', 'CONVENTION', 'right', case when verb in ('validate', 'unvalidate', 'return') then 'validate' else 'modify' end, 'grantors', grantors())
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
      c.centre_id = any(centres) as staff,
      coalesce(c.supervisor_id = any(supervised), false) or c.etape_id = any(etapes) as teacher,
      c.student_id is not distinct from student as own,
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
    when verb = 'restore' then case
      when not exists (
        select from history h where h.convention_id = c.id and h.seq = c.history_seq
          and h.verb in ('return', 'cancel') and h.person_id = person) then 'GU022'
      else 'OK' end
    when verb = 'hold' then case
      when not modifies or not x.staff then 'GU002'
      when c.file_state in ('cancelled', 'draft') then 'GU004'
      else 'OK' end
    when verb = 'pass' then case
      when not x.staff or not is_manager() then 'GU002'
      when not reasoned then 'GU012'
      when not exists (select from finding f where f.convention_id = c.id and f.severity = 'blocking'
        and f.passed_by is null and (not args ? 'rule' or f.rule = args ->> 'rule')) then 'GU004'
      else 'OK' end
    else 'GU023'
  end as code) r
  order by w.n;
end $$;

create function guichet.preview(verb text, ids integer[], versions integer[], args jsonb default '{}')
returns table (convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select * from classify(verb, ids, versions, args);
end $$;
comment on function guichet.preview(text, integer[], integer[], jsonb) is 'What act() would answer now, changing nothing.';

create function guichet.lock_conventions(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
begin
  perform from convention c
  where c.id = any(ids)
    and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, centres, supervised, etapes, student)
  order by c.id for update;
end $$;
comment on function guichet.lock_conventions(integer[]) is 'Locks those of these files that I may read, in ascending order. Every act begins here.';

create function guichet.append_history(ids integer[], seqs integer[], heads bytea[], act_verb text, act_changes jsonb[],
  act_reason text, act_request uuid) returns table (convention_id integer, seq integer, hash bytea)
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with entry as materialized (
    select e.id, e.seq + 1 as seq, e.head, e.changes, uuid_send(gen_random_uuid()) as salt
    from unnest(ids, seqs, heads, act_changes) as e (id, seq, head, changes)
  ), hashed as materialized (
    select e.*, history_values_hash(e.salt, e.changes, act_reason) as values_hash from entry e
  ), payload as (
    insert into history_payload (convention_id, seq, salt, changes, reason)
    select id, seq, salt, changes, act_reason from hashed
  )
  insert into history (convention_id, seq, at, person_id, verb, fields, request_id, values_hash, hash)
  select id, seq, now(), me(), act_verb, history_fields(changes), act_request, values_hash,
    history_hash(head, id, seq, now(), me(), act_verb, history_fields(changes), values_hash)
  from hashed
  returning convention_id, seq, hash;
end $$;
comment on function guichet.append_history(integer[], integer[], bytea[], text, jsonb[], text, uuid) is
  'One entry a file, chained to its head. The caller holds the locks and stores the new heads.';

create function guichet.state_change(before text, after text) returns jsonb
language sql immutable parallel safe as $$
  select case when before = after then '[]'::jsonb
    else jsonb_build_array(jsonb_build_object('field', 'file_state', 'from', before, 'to', after)) end
$$;

-- What an act changes in each file, before it is applied: the history's account of it.
create function guichet.changes_of(verb text, ids integer[], args jsonb) returns table (convention_id integer, changes jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select c.id, case verb
    when 'validate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done + 1], 'from', null, 'to', 'done'))
      || state_change(c.file_state, case when c.steps_done + 1 = cardinality(c.circuit) then 'validated' else 'in_validation' end)
    when 'unvalidate' then jsonb_build_array(
        jsonb_build_object('field', 'step.' || c.circuit[c.steps_done], 'from', 'done', 'to', null))
      || state_change(c.file_state, case when c.steps_done = 1 then 'submitted' else 'in_validation' end)
    when 'return' then state_change(c.file_state, 'to_correct')
      || case when c.corrected then jsonb_build_array(jsonb_build_object('field', 'corrected', 'from', true, 'to', false)) else '[]' end
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'step.' || s.kind, 'from', to_jsonb(s), 'to', null) order by s.position)
                   from convention_step s where s.convention_id = c.id and s.done_at is not null), '[]')
      || coalesce((select jsonb_agg(jsonb_build_object('field', 'return.' || r.field, 'from', null, 'to', r.label_fr) order by r.id)
                   from return_reason r where r.id in (select n::integer from jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) n)), '[]')
    when 'submit' then state_change(c.file_state, 'submitted')
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
