-- Acts, as they stand after the changes that earlier migrations made to them by pieces: nothing changes here but where they
-- can be read.

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
  -- The centres in which something waits for a document, 0 for all of them: elsewhere bulk acts are not held up by asking.
  asking integer[] := case when verb in ('validate', 'submit') then array(
    select distinct coalesce(q.centre_id, 0) from document_kind q
    where not q.retired and (q.needed_for = 'submission') = (verb = 'submit')) else '{}' end;
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
      when 'GU070' then jsonb_build_object('amendments', (
        select jsonb_agg(m.number order by m.number) from amendment m where m.convention_id = c.id and m.state <> 'cancelled'))
      when 'GU016' then jsonb_build_object('field', 'reasons')
      when 'GU018' then jsonb_build_object('missing', to_jsonb(x.missing))
      when 'GU020' then jsonb_build_object('start', c.start_date)
      when 'GU042' then jsonb_build_object('start', c.start_date, 'until', make_date(extract(year from day)::integer + 1, 8, 31))
      when 'GU038' then jsonb_build_object('documents', to_jsonb(d.documents))
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
  left join lateral (
    select case when c.centre_id = any(asking) or 0 = any(asking) then
      lacking_documents(c, case verb when 'submit' then 'submission' else x.step end) end as documents
  ) d on c.id is not null
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
      when k.content_version is distinct from c.content_version or is_own_check(k.checked_by, c.student_id) then 'GU010'
      when k.blocking > 0 then 'GU011'
      when cardinality(d.documents) > 0 then 'GU038'
      when p.position = cardinality(c.circuit) and c.supervisor_id is null then 'GU013'
      else 'OK' end
    when verb = 'unvalidate' then case
      when not validates then 'GU002'
      when c.file_state not in ('in_validation', 'validated') then 'GU004'
      when p.position is null then 'GU008'
      when p.position > c.steps_done then 'GU004'
      when p.position < c.steps_done then 'GU007'
      when c.signature_state <> 'not_sent' then 'GU021'
      when c.file_state = 'validated' and exists (
        select from amendment m where m.convention_id = c.id and m.state <> 'cancelled') then 'GU070'
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
      -- Staff know why; a student hands in what is still to come, and comes before the end of the next year of teaching.
      when not x.staff and not c.start_date between day + 1 and make_date(extract(year from day)::integer + 1, 8, 31) then 'GU042'
      when cardinality(x.missing) > 0 then 'GU018'
      when cardinality(d.documents) > 0 then 'GU038'
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

create or replace function guichet.classify_amendments(verb text, ids integer[], versions integer[], args jsonb)
returns table (amendment_id integer, convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  centres constant integer[] := my_centres();
  supervised constant integer[] := my_supervised();
  etapes constant integer[] := my_etapes();
  student constant integer := my_student();
  needed constant text := case when verb in ('validate', 'unvalidate', 'return', 'sign', 'restore') then 'validate' else 'modify' end;
  scopes constant text[] := my_scopes_to(needed, 'AVENANT');
  staffed constant integer[] := my_centres_to(needed, 'AVENANT');
  managed constant integer[] := my_managed();
  reasoned constant boolean := coalesce(args ->> 'reason', '') <> '' or jsonb_array_length(coalesce(args -> 'reasons', '[]')) > 0;
  person constant integer := me();
  day constant date := today();
begin
  return query
  select w.id, c.id,
    case r.code when 'OK' then 'done' when 'GU003' then 'stale' else 'refused' end,
    nullif(r.code, 'OK'),
    case r.code
      when 'GU002' then jsonb_build_object('function', 'AVENANT', 'right', needed, 'grantors', grantors())
      when 'GU003' then (
        select jsonb_build_object('version', c.version, 'at', h.at, 'verb', h.verb, 'by', p.given_name || ' ' || p.surname)
        from history h left join person p on p.id = h.person_id where h.convention_id = c.id and h.seq = c.history_seq)
      when 'GU004' then case when c.file_state = 'validated' then jsonb_build_object('amendment', a.state)
        else jsonb_build_object('state', c.file_state) end
      when 'GU009' then (
        select jsonb_build_object('supervisor', u.given_name || ' ' || u.surname) from supervisor u where u.id = c.supervisor_id)
      when 'GU011' then (
        select jsonb_build_object('rules', coalesce(jsonb_agg(f.rule order by f.rule), '[]')) from amendment_finding f
        where f.amendment_id = a.id and f.severity = 'blocking' and f.fresh)
      when 'GU014' then jsonb_build_object('step', y.step)
      when 'GU048' then jsonb_build_object('amendments', to_jsonb(others_under_way(a)))
      when 'GU051' then jsonb_build_object('amendments', to_jsonb(y.others))
      when y.fault ->> 'code' then y.fault -> 'params'
    end,
    c.version
  from unnest(ids, versions) with ordinality as w (id, version, n)
  left join amendment a on a.id = w.id
  left join convention c on c.id = a.convention_id
    and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, centres, supervised, etapes, student)
  left join amendment_check k on k.amendment_id = a.id
  left join lateral (
    select case when verb = 'validate' then a.circuit[a.steps_done + 1] else a.circuit[a.steps_done] end as step,
      c.centre_id = any(staffed) as staff,
      coalesce(c.supervisor_id = any(supervised), false) and 'supervised' = any(scopes)
        or c.etape_id = any(etapes) and 'programme' = any(scopes) as teacher,
      c.student_id is not distinct from student and 'own' = any(scopes) as own,
      case when verb in ('submit', 'validate', 'pass') then amendment_fault(c, a) end as fault,
      case when verb in ('validate', 'unvalidate', 'sign') then amendment_depends(verb, c, a) end as others,
      -- Other files, the settings and the day make something else of the same amendment; and nobody checks their own.
      verb = 'validate' and a.state = 'submitted' and (
        (k.content_version, k.revision) is distinct from (c.content_version, a.revision) or is_own_check(k.checked_by, c.student_id)
        or k.facts_hash is distinct from amended_hash(c, a)) as unchecked,
      case when verb = 'restore' then restorable(a, person) end as undone
  ) y on c.id is not null
  cross join lateral (select case
    when c.id is null then 'GU001'
    when w.version is distinct from c.version then 'GU003'
    when scopes = '{}' then 'GU002'
    when c.file_state <> 'validated' and verb not in ('cancel', 'return') then 'GU004'
    when verb = 'submit' then case
      when not y.staff and not y.own then 'GU002'
      when a.state <> 'draft' then 'GU004'
      when y.fault is not null then y.fault ->> 'code'
      else 'OK' end
    when verb = 'validate' then case
      when a.state <> 'submitted' then 'GU004'
      when y.step = 'pedagogical' and not y.teacher and not (y.staff and args ? 'on_behalf_of') then 'GU009'
      when y.step <> 'pedagogical' and not y.staff then 'GU014'
      when y.fault is not null then y.fault ->> 'code'
      when y.others <> '{}' then 'GU051'
      when y.unchecked then 'GU010'
      when k.blocking > 0 and a.passed_by is null then 'GU011'
      else 'OK' end
    when verb = 'unvalidate' then case
      when a.steps_done = 0 or a.state not in ('submitted', 'validated') then 'GU004'
      when exists (select from amendment_signature s where s.amendment_id = a.id and s.signed_on is not null) then 'GU021'
      when y.step = 'pedagogical' and not y.teacher and not (y.staff and exists (
        select from amendment_step s where s.amendment_id = a.id and s.kind = y.step and s.on_behalf_of is not null)) then 'GU009'
      when y.step <> 'pedagogical' and not y.staff then 'GU014'
      when y.others <> '{}' then 'GU051'
      when a.state = 'validated' and others_under_way(a) <> '{}' then 'GU048'
      when not reasoned then 'GU012'
      else 'OK' end
    when verb = 'return' then case
      when a.state <> 'submitted' then 'GU004'
      when not y.staff and not (y.teacher and a.circuit[a.steps_done + 1] = 'pedagogical') then 'GU014'
      when not reasoned then 'GU012'
      else 'OK' end
    when verb = 'cancel' then case
      when not y.staff and not (y.own and a.state = 'draft') then 'GU002'
      when a.state not in ('draft', 'submitted') then 'GU004'
      when not reasoned then 'GU012'
      else 'OK' end
    -- What one did one takes back while one could do it still.
    when verb = 'restore' then case
      when y.undone is null then 'GU022'
      when not y.staff and not y.teacher then 'GU002'
      when a.state = 'cancelled' and others_under_way(a) <> '{}' then 'GU048'
      else 'OK' end
    when verb = 'sign' then case
      when not y.staff then 'GU002'
      when a.state <> 'validated' then 'GU004'
      when y.others <> '{}' then 'GU051'
      when (args ->> 'signed_on')::date > day or coalesce(args ->> 'means', '') <> all(array['electronic', 'paper'])
        or args ? 'signer' and not exists (select from amendment_signature s where s.amendment_id = a.id and s.signer = args ->> 'signer') then 'GU016'
      else 'OK' end
    when verb = 'pass' then case
      when not c.centre_id = any(managed) then 'GU002'
      when a.state not in ('draft', 'submitted') or a.passed_by is not null
        or coalesce(k.blocking, 0) = 0 and y.fault ->> 'code' is distinct from 'GU052' then 'GU004'
      when not reasoned then 'GU012'
      else 'OK' end
    else 'GU023'
  end as code) r
  order by w.n;
end $$;

create or replace function guichet.apply_to_amendment(verb text, amendment_id integer, args jsonb, request uuid) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  a amendment;
  c convention;
  shows_signed boolean;
  base jsonb;
  made jsonb := '{}';
  back jsonb := '[]';
  account jsonb := '[]';
  told jsonb;
  undone integer;
begin
  select * into a from amendment x where x.id = amendment_id;
  select * into c from convention f where f.id = a.convention_id;
  select k.amendment_values = 'in_force' into shows_signed from centre k where k.id = c.centre_id;
  told := jsonb_build_object('field', 'amendment.' || a.number, 'from', a.state);
  case verb
    when 'submit' then
      update amendment x set state = 'submitted', submitted_at = now(), steps_done = 0, circuit = (
        select case when k.amendment_pedagogical then array['pedagogical', 'administrative'] else array['administrative'] end
        from centre k where k.id = c.centre_id)
      where x.id = a.id;
    when 'validate' then
      insert into amendment_step (amendment_id, kind, done_by, on_behalf_of, on_behalf_origin, on_behalf_date)
      values (a.id, a.circuit[a.steps_done + 1], me(), args ->> 'on_behalf_of', args ->> 'on_behalf_origin', (args ->> 'on_behalf_date')::date);
      if a.steps_done + 1 = cardinality(a.circuit) then
        base := values_through(c, 32767);
        made := amended(base, a.id);
        if 'presence' = any(amendment_topics(a.id)) then
          made := made || jsonb_build_object(
            'total_hours', coalesce(a.total_hours, (select k.total_hours from amendment_check k where k.amendment_id = a.id), c.total_hours),
            'total_overridden', a.total_hours is not null);
        end if;
        select coalesce(jsonb_object_agg(e.field, coalesce(base -> e.field, 'null')), '{}') into base from jsonb_each(made) as e (field, value);
        update amendment x set state = 'validated', steps_done = x.steps_done + 1, validated_at = now(), written = made, replaced = base
        where x.id = a.id returning * into a;
        insert into amendment_signature (amendment_id, signer)
        select a.id, s.signer from unnest(array['student', 'supervisor', 'tutor', 'signatory', 'establishment']) s (signer)
        union all
        select a.id, s.signer from (values ('incoming_tutor', 'tutor_id'), ('incoming_supervisor', 'supervisor_id')) s (signer, field), centre k
        where k.id = c.centre_id and k.incoming_signs and made ? s.field
        union all
        select a.id, 'guardian' where exists (
          select from student_civil v where v.student_id = c.student_id and v.birth_date + interval '18 years' > now());
      else
        update amendment x set steps_done = x.steps_done + 1 where x.id = a.id;
      end if;
    when 'unvalidate' then
      delete from amendment_step s where s.amendment_id = a.id and s.kind = a.circuit[a.steps_done];
      delete from amendment_signature s where s.amendment_id = a.id;
      base := coalesce(a.written, '{}');
      made := coalesce(a.replaced, '{}');
      update amendment x set state = 'submitted', steps_done = x.steps_done - 1, validated_at = null, written = null, replaced = null
      where x.id = a.id;
    when 'return' then
      select coalesce(jsonb_agg(jsonb_build_object('field', format('amendment.%s.step.%s', a.number, s.kind), 'from', to_jsonb(s), 'to', null)), '[]')
      into back from amendment_step s where s.amendment_id = a.id;
      back := back || coalesce((
        select jsonb_agg(jsonb_build_object('field', 'return.' || r.field, 'from', null, 'to', r.label_fr) order by r.id) from return_reason r
        where r.id in (select n::integer from jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) n)
          and (r.centre_id is null or r.centre_id = c.centre_id)), '[]');
      delete from amendment_step s where s.amendment_id = a.id;
      update amendment x set state = 'draft', steps_done = 0, circuit = '{}' where x.id = a.id;
    when 'cancel' then
      update amendment x set state = 'cancelled' where x.id = a.id;
    when 'restore' then
      undone := restorable(a, me());
      insert into amendment_step
      select p.* from history_payload h cross join lateral jsonb_array_elements(h.changes) e
      cross join lateral jsonb_populate_record(null::amendment_step, e -> 'from') p
      where h.convention_id = c.id and h.seq = undone and jsonb_typeof(e -> 'from') = 'object';
      update amendment x set state = (
        select h.changes -> 0 ->> 'from' from history_payload h where h.convention_id = c.id and h.seq = undone)
      where x.id = a.id;
      update amendment x set steps_done = (select count(*) from amendment_step s where s.amendment_id = x.id),
        circuit = case when x.state = 'submitted' and x.circuit = '{}' then (
          select case when k.amendment_pedagogical then array['pedagogical', 'administrative'] else array['administrative'] end
          from centre k where k.id = c.centre_id) else x.circuit end
      where x.id = a.id;
    when 'pass' then
      update amendment x set passed_by = me(), passed_at = now(), pass_reason = args ->> 'reason' where x.id = a.id;
    when 'sign' then
      update amendment_signature s set signed_on = coalesce((args ->> 'signed_on')::date, today()), means = args ->> 'means'
      where s.amendment_id = a.id and s.signed_on is null and (not args ? 'signer' or s.signer = args ->> 'signer');
      update amendment x set state = 'signed', signed_at = now() where x.id = a.id and not exists (
        select from amendment_signature s where s.amendment_id = x.id and s.signed_on is null);
  end case;
  update amendment x set state_since = now() where x.id = a.id and x.state <> (told ->> 'from');
  told := told || jsonb_build_object('to', (select x.state from amendment x where x.id = a.id));
  if shows_signed then
    -- Nothing shows before it is signed.
    if verb in ('validate', 'unvalidate') and 'validated' in (told ->> 'from', told ->> 'to') then
      update amendment o set revision = o.revision + 1
      where o.convention_id = c.id and o.id <> a.id and o.state in ('draft', 'submitted');
    end if;
    base := a.replaced;
    made := case when verb = 'sign' and told ->> 'to' = 'signed' then a.written else '{}' end;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('field', e.field, 'from', base -> e.field, 'to', e.value) order by e.field), '[]')
  into account from jsonb_each(made) as e (field, value) where base -> e.field <> e.value;
  perform write_values(c.id, made);
  if made <> '{}' and verb in ('validate', 'sign') and exists (
    select from amendment_check k, facts_of(array[c.id]) f
    where k.amendment_id = a.id and k.facts_hash = sha256(convert_to(f.facts::text, 'UTF8'))) then
    perform take_findings(a);
  elsif verb = 'unvalidate' and a.lifted is not null then
    perform give_back_passes(a);
  end if;
  account := jsonb_build_array(told) || back || account || case when verb = 'sign' then (
    select jsonb_build_array(jsonb_build_object('field', format('amendment.%s.signature.%s', a.number, coalesce(args ->> 'signer', 'all')),
      'from', null, 'to', coalesce((args ->> 'signed_on')::date, today())))) else '[]' end;
  perform tell_history(c.id, 'amend_' || verb, account, args ->> 'reason', request);
end $$;
