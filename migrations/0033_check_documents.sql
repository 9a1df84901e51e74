-- What documents and a host's own convention change for the rules and for acts, within which days a student hands a file in
-- (GU042); and the files of a host or a supervisor found by their days, which their quotas are counted on.

drop index guichet.convention_of_organisation;
create index convention_of_organisation on guichet.convention (organisation_id, end_date, start_date);
drop index guichet.convention_of_supervisor;
create index convention_of_supervisor on guichet.convention (supervisor_id, end_date, start_date);

create or replace function guichet.facts_of(ids integer[]) returns table (convention_id integer, version integer, facts jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  this_day constant date := today();
begin
  return query
  with about as materialized (
    select c.id,
      case when c.signature_state = 'signed' then
        coalesce((select max(g.signed_on) from convention_signature g where g.convention_id = c.id), c.start_date)
      else make_date(extract(year from least(this_day, c.start_date))::integer, 1, 1) end as signed,
      -- The establishments of the same legal person.
      case when h.siren is null then array[h.id] else array(select o.id from host_organisation o where o.siren = h.siren) end as places,
      -- The contacts who are the same person: by mail, else by name.
      case when k.mail <> '' then array(select x.id from contact x where lower(x.mail) = lower(k.mail) and x.mail <> '')
        when k.id is not null then same_named(k.id) end as tutor,
      case when s.mail <> '' then array(select x.id from contact x where lower(x.mail) = lower(s.mail) and x.mail <> '')
        when s.id is not null then same_named(s.id) end as second_tutor
    from convention c
    left join host_organisation h on h.id = c.organisation_id
    left join contact k on k.id = c.tutor_id
    left join contact s on s.id = c.second_tutor_id
    where c.id = any(ids))
  select c.id, c.version, jsonb_build_object(
    'regime', c.regime,
    'year', c.year,
    'year_starts', jsonb_build_array(e.year_starts_month, e.year_starts_day),
    'year_extension_days', k.year_extension_days,
    'start_date', c.start_date,
    'end_date', c.end_date,
    'schedule', schedule_of(c),
    -- Not the day itself: what was found holds until the answer changes.
    'stage', case
      when c.end_date < this_day then 'over'
      when c.start_date <= this_day then 'begun'
      when c.start_date <= this_day + 7 then 'soon'
      else 'far' end,
    'unsigned', c.signature_state <> 'signed',
    'validated', c.file_state = 'validated',
    'minor_until', (
      select (s.birth_date + interval '18 years')::date from student_civil s
      where s.student_id = c.student_id and s.birth_date + interval '18 years' > c.start_date),
    'pay', jsonb_build_object(
      'gratification', c.gratification,
      'offers', case
        when c.gratification_amount is null or c.gratification_unit is null or c.start_date is null
          or coalesce(c.currency, 'EUR') <> 'EUR' then '[]'
        else jsonb_build_array(jsonb_build_object('from', c.start_date, 'amount', c.gratification_amount::text,
          'unit', c.gratification_unit, 'basis', c.gratification_basis)) end,
      'signed', a.signed,
      'ceilings', coalesce((
        select jsonb_agg(jsonb_build_array(l.valid_from, l.euros::text) order by l.valid_from) from hourly_ceiling l
        where l.valid_from between date_trunc('year', least(a.signed, c.start_date)::timestamp)::date and c.end_date), '[]'),
      'branch_rates', coalesce((
        select jsonb_agg(jsonb_build_array(b.valid_from, b.euros::text) order by b.valid_from) from branch_rate b
        where b.organisation_id = c.organisation_id), '[]'),
      'public_law', coalesce(l.public_law, false)),
    'content', jsonb_build_object(
      -- Its element is the establishment's to ask for, not the law's.
      'missing', to_jsonb(array_remove(m.missing, 'elp_code')),
      'supervisor_optional', k.supervisor_optional_at_submission,
      'leave_terms', coalesce(t.leave_terms, '') <> '',
      'teaching_hours', c.teaching_hours,
      'teaching_on_site', c.teaching_on_site,
      'student_template', coalesce((select y.code in ('FI', 'INITIALE', 'CESURE') from list_entry y where y.id = c.type_id), false),
      'purpose_vouched', coalesce((
        select s.done_at is not null from convention_step s where s.convention_id = c.id and s.kind = 'pedagogical'), false),
      'expired', coalesce((
        select jsonb_agg(jsonb_build_array(x.label, d.valid_until) order by d.valid_until, x.id)
        from convention_document d join document_kind x on x.id = d.kind_id
        where d.convention_id = c.id and d.state = 'received' and d.valid_until < c.end_date), '[]'),
      'own', case when c.own_convention then
        jsonb_build_object('mentions', to_jsonb(c.own_mentions), 'opinion', c.own_opinion) end),
    'elsewhere', jsonb_build_object(
      'other_hours', coalesce((
        select sum(o.total_hours) from convention o
        where o.student_id = c.student_id and o.id <> c.id and o.year = c.year
          and o.file_state not in ('draft', 'cancelled') and o.organisation_id = any(a.places)), 0)::text,
      'declared_hours', coalesce(c.declared_hours, 0)::text,
      'overlaps', coalesce((
        select jsonb_agg(schedule_of(o) order by o.start_date, o.id) from convention o
        where o.student_id = c.student_id and o.id <> c.id and o.file_state not in ('draft', 'cancelled')
          and o.start_date <= c.end_date and o.end_date >= c.start_date), '[]'),
      'overlap_allowed', k.overlap_allowed,
      'tutor_files', greatest(
        (select count(*) from convention o where o.id <> c.id and o.file_state not in ('draft', 'cancelled')
          and (o.tutor_id = any(a.tutor) or o.second_tutor_id = any(a.tutor))
          and c.start_date between o.start_date and o.end_date),
        case when c.second_tutor_id is not null then
          (select count(*) from convention o where o.id <> c.id and o.file_state not in ('draft', 'cancelled')
            and (o.tutor_id = any(a.second_tutor) or o.second_tutor_id = any(a.second_tutor))
            and c.start_date between o.start_date and o.end_date) end),
      -- The most at once: one more when somebody comes, one less on the day after they leave.
      'supervisor_files', coalesce((
        select max(n.running) from (
          select sum(x.change) over (order by x.day, x.change) as running
          from convention o
          cross join lateral (values (greatest(o.start_date, c.start_date), 1), (o.end_date + 1, -1)) x (day, change)
          where o.supervisor_id = c.supervisor_id and (o.id = c.id or o.file_state not in ('draft', 'cancelled'))
            and o.start_date <= c.end_date and o.end_date >= c.start_date) n), 0),
      'supervisor_quota', e.supervisor_quota,
      'host_files', coalesce((
        select max(n.running) from (
          select sum(x.change) over (order by x.day, x.change) as running
          from convention o
          cross join lateral (values (greatest(monday(o.start_date), monday(c.start_date)), 1), (monday(o.end_date) + 7, -1)) x (day, change)
          where o.organisation_id = any(a.places) and (o.id = c.id or o.file_state not in ('draft', 'cancelled'))
            and o.start_date <= monday(c.end_date) + 6 and o.end_date >= monday(c.start_date)) n), 0),
      'headcount', (select jsonb_build_array(b.low, b.high) from headcount_band b where b.code = h.headcount_band),
      'earlier', coalesce((
        select jsonb_agg(jsonb_build_object('period', jsonb_build_array(p.start_date, p.end_date), 'same_tutor', p.same_tutor)
            order by p.same_tutor desc, p.end_date desc, p.start_date)
        from (
          select o.start_date, o.end_date, coalesce(o.tutor_id = any(a.tutor), false) as same_tutor
          from convention o
          where o.service_id = c.service_id and o.id <> c.id and o.file_state not in ('draft', 'cancelled')
            and o.end_date >= c.start_date - 123 and o.end_date < c.start_date
            and (c.start_date - o.end_date - 1) * 3 < o.end_date - o.start_date + 1
          order by 3 desc, o.end_date desc, o.start_date limit 5) p), '[]')),
    'abroad', jsonb_build_object(
      'sheet_annexed', c.abroad_sheet,
      'exchange_held', c.abroad_exchange,
      'risk', case when c.regime = 'abroad' then (
        select r.level from country_risk r
        where r.country_code = c.country_code and r.valid_from <= coalesce(c.start_date, this_day) order by r.valid_from desc limit 1) end,
      'authorised', coalesce(c.abroad_authorisation, '') <> ''),
    'severities', (
      select coalesce(jsonb_object_agg(s.rule, s.severity), '{}') from centre_severity s where s.centre_id = c.centre_id))
  from about a
  join convention c on c.id = a.id
  join missing_fields(ids) m on m.convention_id = c.id
  join centre k on k.id = c.centre_id
  cross join establishment e
  left join convention_text t on t.convention_id = c.id
  left join host_organisation h on h.id = c.organisation_id
  left join legal_category l on l.code = h.legal_category;
end $$;

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
      when k.content_version is distinct from c.content_version then 'GU010'
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
