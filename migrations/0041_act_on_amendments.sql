-- Acting on amendments: handed in, validated step by step, returned, cancelled, passed, signed, each answered like an act
-- on files. What is validated is written into the file, or where the centre wants it what is signed.
--   GU049 something an amendment needs is missing    GU050 its dates do not hold together
--   GU051 another amendment comes before             GU052 dated after the end in force, which only a manager passes

create function guichet.amendment_topics(amendment_id integer) returns text[]
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(array_agg(distinct case
    -- Days, hours and the public holidays of the place make one total.
    when m.motive in ('rupture', 'period', 'schedule', 'place') then 'presence' else m.motive end), '{}')
  from amendment_motive m where m.amendment_id = amendment_topics.amendment_id and m.motive <> 'other'
$$;
comment on function guichet.amendment_topics(integer) is
  'What an amendment is about: of two about the same, the later one stands on the earlier one.';

create function guichet.amendment_fault(c guichet.convention, a guichet.amendment) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  base constant jsonb := values_through(c, 32767);
  every constant jsonb := base || amended(base, a.id);
  first constant date := (every ->> 'start_date')::date;
  last constant date := (every ->> 'end_date')::date;
  missing text[];
  days jsonb;
begin
  missing := case when not exists (select from amendment_motive m where m.amendment_id = a.id) then array['motive'] else array(
    select x.name from (
      select 'comment', 1 from amendment_motive m where m.amendment_id = a.id and m.motive = 'other' and m.comment is null
      union all
      select m.motive, 2 from amendment_motive m where m.amendment_id = a.id and m.motive <> 'other' and m.changes = '{}'
      union all
      select f.field, 3 from amendment_motive m, unnest(array['rupture_on', 'rupture_by', 'rupture_cause', 'rupture_outcome']) f (field)
      where m.amendment_id = a.id and m.motive = 'rupture' and every ->> f.field is null
      union all
      select 'gratification_amount', 4 where (every ->> 'gratification')::boolean
        and (every ->> 'gratification_amount' is null or every ->> 'gratification_unit' is null)
      union all
      select f.field, 5 from unnest(array['start_date', 'end_date', 'subject', 'tasks', 'skills', 'service_id', 'tutor_id', 'supervisor_id',
        'signatory_id']) f (field) where every ->> f.field is null) x (name, place)
    order by x.place, x.name) end;
  if missing <> '{}' then
    return jsonb_build_object('code', 'GU049', 'params', jsonb_build_object('missing', to_jsonb(missing)));
  end if;
  select jsonb_build_object('kind', e.field, 'from', d ->> 0, 'until', d ->> 1) into days
  from amendment_motive m cross join lateral jsonb_each(m.changes) as e (field, value)
  cross join lateral jsonb_array_elements(e.value -> 'added') d
  where m.amendment_id = a.id and e.field in ('interruptions', 'irregular_periods', 'authorised_absences')
    and ((d ->> 0)::date < first or (d ->> 1)::date > last)
  limit 1;
  days := case
    when last < first then jsonb_build_object('kind', 'reversed')
    when last > first + 365 then jsonb_build_object('kind', 'too_long')
    when (every ->> 'rupture_on')::date < first then jsonb_build_object('kind', 'rupture', 'from', every -> 'rupture_on')
    when days is not null then days
    else (
      select jsonb_build_object('kind', 'effective', 'motive', m.motive, 'from', m.effective_from) from amendment_motive m
      where m.amendment_id = a.id and m.motive not in ('period', 'rupture', 'other') and m.effective_from > last limit 1) end;
  if days is not null then
    return jsonb_build_object('code', 'GU050', 'params', days || jsonb_build_object('start', first, 'end', last));
  end if;
  if a.passed_by is null and exists (
    select from amendment_motive m where m.amendment_id = a.id and m.motive in ('period', 'rupture')
      and m.effective_from > (base ->> 'end_date')::date) then
    return jsonb_build_object('code', 'GU052', 'params', jsonb_build_object('end', base -> 'end_date'));
  end if;
  return null;
end $$;
comment on function guichet.amendment_fault(guichet.convention, guichet.amendment) is
  'Why an amendment cannot be handed in or validated as it stands; null when it can.';

create function guichet.classify_amendments(verb text, ids integer[], versions integer[], args jsonb)
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
      -- About the same thing: later ones when something is done or undone beneath them, earlier ones when it is signed.
      case when verb in ('validate', 'unvalidate', 'sign') then array(
        select o.number from amendment o
        where o.convention_id = a.convention_id and amendment_topics(o.id) && amendment_topics(a.id)
          and case verb when 'sign' then o.state = 'validated' and o.number < a.number
            else o.state in ('validated', 'signed') and o.number > a.number end
        order by o.number) end as others
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
      when (k.content_version, k.revision) is distinct from (c.content_version, a.revision) then 'GU010'
      when k.blocking > 0 and a.passed_by is null then 'GU011'
      else 'OK' end
    when verb = 'unvalidate' then case
      when a.steps_done = 0 or a.state not in ('submitted', 'validated') then 'GU004'
      when exists (select from amendment_signature s where s.amendment_id = a.id and s.signed_on is not null) then 'GU021'
      when y.step = 'pedagogical' and not y.teacher and not (y.staff and exists (
        select from amendment_step s where s.amendment_id = a.id and s.kind = y.step and s.on_behalf_of is not null)) then 'GU009'
      when y.step <> 'pedagogical' and not y.staff then 'GU014'
      when y.others <> '{}' then 'GU051'
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
      when not exists (
        select from history h join history_payload v on v.convention_id = h.convention_id and v.seq = h.seq
        where h.convention_id = c.id and h.seq = c.history_seq and h.verb in ('amend_return', 'amend_cancel') and h.person_id = person
          and v.changes -> 0 ->> 'field' = 'amendment.' || a.number) then 'GU022'
      when not y.staff and not y.teacher then 'GU002'
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
comment on function guichet.classify_amendments(text, integer[], integer[], jsonb) is
  'What an act would do to each of these amendments, at the versions of their files: done, stale, or refused and why.';

create function guichet.preview_amendments(verb text, ids integer[], versions integer[], args jsonb default '{}')
returns table (amendment_id integer, convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query select * from classify_amendments(verb, ids, versions, args);
end $$;
comment on function guichet.preview_amendments(text, integer[], integer[], jsonb) is 'What act_on_amendments() would answer now, changing nothing.';

create function guichet.write_values(file integer, changes jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  if changes = '{}' then return; end if;
  perform write_fields(file, 'convention', changes), write_fields(file, 'convention_text', changes), write_calendar(file, changes);
  update convention c set content_version = c.content_version + 1,
    frozen_labels = case when c.frozen_labels is not null then c.frozen_labels || (
      select coalesce(jsonb_object_agg(l.key, l.value), '{}') from jsonb_each(labels_of(c)) l where changes ? l.key) end
  where c.id = file;
end $$;
comment on function guichet.write_values(integer, jsonb) is 'Writes what an amendment changes, or takes back, into its file.';

-- What the rules would find on the file as amended is what they find on it now.
create function guichet.take_findings(a guichet.amendment) returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  delete from finding f where f.convention_id = a.convention_id and not exists (
    select from amendment_finding n
    where n.amendment_id = a.id and (n.rule, n.severity, n.figures) = (f.rule, f.severity, f.figures));
  insert into finding (convention_id, rule, severity, figures, passed_by, passed_at, pass_reason)
  select a.convention_id, n.rule, n.severity, n.figures,
    case when n.severity = 'blocking' then a.passed_by end, case when n.severity = 'blocking' then a.passed_at end,
    case when n.severity = 'blocking' then a.pass_reason end
  from amendment_finding n where n.amendment_id = a.id
  on conflict do nothing;
  insert into convention_check as k (convention_id, content_version, rules_version, facts_hash, checked_by, blocking, warnings)
  select c.id, c.content_version, n.rules_version, n.facts_hash, n.checked_by,
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'blocking' and f.passed_by is null),
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'warning')
  from amendment_check n join convention c on c.id = a.convention_id
  where n.amendment_id = a.id
  on conflict on constraint convention_check_pkey do update set
    (content_version, rules_version, facts_hash, checked_at, checked_by, blocking, warnings)
    = (excluded.content_version, excluded.rules_version, excluded.facts_hash, now(), excluded.checked_by, excluded.blocking, excluded.warnings)
$$;

-- The history tells amend_submit, amend_validate, amend_unvalidate, amend_return, amend_cancel, amend_restore, amend_pass,
-- amend_sign, with what became of the amendment and of the fields of its file.
create function guichet.apply_to_amendment(verb text, amendment_id integer, args jsonb, request uuid) returns void
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
      insert into amendment_step
      select p.* from history_payload h cross join lateral jsonb_array_elements(h.changes) e
      cross join lateral jsonb_populate_record(null::amendment_step, e -> 'from') p
      where h.convention_id = c.id and h.seq = c.history_seq and jsonb_typeof(e -> 'from') = 'object';
      update amendment x set state = (
        select h.changes -> 0 ->> 'from' from history_payload h where h.convention_id = c.id and h.seq = c.history_seq)
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
    base := a.replaced;
    made := case when verb = 'sign' and told ->> 'to' = 'signed' then a.written else '{}' end;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('field', e.field, 'from', base -> e.field, 'to', e.value) order by e.field), '[]')
  into account from jsonb_each(made) as e (field, value) where base -> e.field <> e.value;
  perform write_values(c.id, made);
  if made <> '{}' and verb in ('validate', 'sign') then
    perform take_findings(a);
  end if;
  account := jsonb_build_array(told) || back || account || case when verb = 'sign' then (
    select jsonb_build_array(jsonb_build_object('field', format('amendment.%s.signature.%s', a.number, coalesce(args ->> 'signer', 'all')),
      'from', null, 'to', coalesce((args ->> 'signed_on')::date, today())))) else '[]' end;
  perform tell_history(c.id, 'amend_' || verb, account, args ->> 'reason', request);
end $$;

create function guichet.act_on_amendments(verb text, ids integer[], versions integer[], request uuid, args jsonb default '{}')
returns table (amendment_id integer, convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  one record;
  already integer[];
begin
  if cardinality(ids) is distinct from cardinality(versions) then
    raise exception using errcode = 'GU016', message = 'one version an id is expected',
      detail = jsonb_build_object('ids', cardinality(ids), 'versions', cardinality(versions))::text;
  end if;
  perform lock_conventions(array(select distinct a.convention_id from amendment a where a.id = any(ids)));
  already := array(
    select a.id from amendment a
    join history h on h.convention_id = a.convention_id and h.request_id = request
    join history_payload v on v.convention_id = h.convention_id and v.seq = h.seq
    where a.id = any(ids) and v.changes -> 0 ->> 'field' = 'amendment.' || a.number);
  -- Of two amendments of one file, the second is looked at on what the first made of it.
  for one in select w.id, w.version, w.n from unnest(ids, versions) with ordinality as w (id, version, n) order by w.n loop
    select k.* into amendment_id, convention_id, outcome, code, params, version
    from classify_amendments(verb, array[one.id], array[one.version], args) k;
    if one.id = any(already) then
      outcome := 'done'; code := null; params := null;
    elsif outcome = 'done' then
      perform apply_to_amendment(verb, one.id, args, request);
      version := version + 1;
    end if;
    return next;
  end loop;
end $$;
comment on function guichet.act_on_amendments(text, integer[], integer[], uuid, jsonb) is
  'One act on many amendments: submit, validate, unvalidate, return, cancel, restore, pass or sign. Versions are those of their files; the same request never acts twice on a file.';

-- What a centre shows -------------------------------------------------------------------------------------------------

create function guichet.show_amendments(centre integer, validated boolean) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  files constant integer[] := array(
    select distinct c.id from convention c join amendment a on a.convention_id = c.id
    where c.centre_id = show_amendments.centre and a.state = 'validated' order by 1);
begin
  perform from convention c where c.id = any(files) order by c.id for update;
  -- Those not signed are the last of each topic: written in their order, taken back the other way round.
  perform write_values(a.convention_id, case when validated
    then jsonb_object_agg(e.field, e.value order by a.number) else jsonb_object_agg(r.field, r.value order by a.number desc) end)
  from amendment a
  cross join lateral jsonb_each(a.written) as e (field, value)
  join lateral jsonb_each(a.replaced) as r (field, value) on r.field = e.field
  where a.convention_id = any(files) and a.state = 'validated'
  group by a.convention_id;
  update convention c set version = c.version + 1 where c.id = any(files);
end $$;
comment on function guichet.show_amendments(integer, boolean) is
  'Writes into the files of a centre what their validated amendments change, or takes it back until they are signed.';

create or replace function guichet.set_centre(code text, setting text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  here integer;
  before text;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
  if setting is null or setting <> all(array['name', 'mail', 'phone', 'address', 'postal_code', 'town', 'confidentiality',
    'supervisor_optional_at_submission', 'overlap_allowed', 'alert_days', 'year_extension_days', 'amendment_values',
    'student_may_create', 'student_adds_contacts', 'earlier_enrolment_months', 'type_by_hand', 'instructions', 'amendment_pedagogical',
    'several_amendments', 'incoming_signs'])
  then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end if;
  execute format('select %I::text from centre where id = $1 for update', setting) into before using here;
  begin
    execute format('update centre set %1$I = (jsonb_populate_record(null::centre, jsonb_build_object(%1$L, $2))).%1$I where id = $1', setting)
    using here, value;
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end;
  if setting = 'amendment_values' and before is distinct from value then
    perform show_amendments(here, value = 'projected');
  end if;
  perform administered('set_centre', jsonb_build_object('centre', here, 'field', setting, 'from', before, 'to', value));
end $$;

grant execute on function guichet.preview_amendments(text, integer[], integer[], jsonb),
  guichet.act_on_amendments(text, integer[], integer[], uuid, jsonb) to guichet_person, guichet_api;
