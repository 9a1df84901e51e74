-- Amendments and the history, written out as they stand.

create or replace function guichet.amended(base jsonb, amendment_id integer, on_day date default NULL::date) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  written jsonb := '{}';
  every jsonb;
  one record;
  first date;
  paid constant text[] := array['gratification', 'gratification_amount', 'gratification_unit', 'gratification_basis'];
begin
  for one in
    select m.effective_from as since, e.field, e.value, jsonb_typeof(e.value) = 'object' as is_list
    from amendment_motive m cross join lateral jsonb_each(m.changes) as e (field, value)
    where m.amendment_id = amended.amendment_id and m.effective_from <= coalesce(on_day, m.effective_from)
    order by m.motive, e.field
  loop
    written := written || jsonb_build_object(one.field, case when one.is_list
      then case one.field when 'week_patterns' then with_weeks(coalesce(base -> one.field, '[]'), one.value)
        else with_days(coalesce(base -> one.field, '[]'), one.value) end else one.value end);
  end loop;
  first := coalesce(written ->> 'start_date', base ->> 'start_date')::date;
  if written ->> 'rupture_on' is not null then
    every := base || written;
    if (written ->> 'rupture_on')::date < (every ->> 'end_date')::date then
      written := written || jsonb_build_object('end_date', written -> 'rupture_on');
    end if;
  elsif (written ->> 'end_date')::date > (base ->> 'rupture_on')::date and not written ? 'rupture_on' then
    written := written || '{"rupture_on": null, "rupture_by": null, "rupture_cause": null, "rupture_outcome": null}';
  end if;
  if first < (base ->> 'start_date')::date then
    written := written
      || jsonb_build_object('week_patterns', from_first_day(coalesce(written -> 'week_patterns', base -> 'week_patterns'), base -> 'week_patterns', base -> 'start_date', to_jsonb(first)))
      || jsonb_build_object('gratification_rates', from_first_day(base -> 'gratification_rates', base -> 'gratification_rates', base -> 'start_date', to_jsonb(first)));
  end if;
  for one in
    select m.motive, m.effective_from as since, m.changes from amendment_motive m
    where m.amendment_id = amended.amendment_id and m.effective_from <= coalesce(on_day, m.effective_from)
  loop
    if one.motive = 'schedule' and written ->> 'weekly_hours' is not null then
      every := base || written;
      written := written || jsonb_build_object('week_patterns', (
        select coalesce(jsonb_agg(p order by p), '[]') from (
          -- Until then the week is what it was.
          select even_week(first, (base ->> 'weekly_hours')::numeric)
          where one.since > first and base ->> 'weekly_hours' is not null and not exists (
            select from jsonb_array_elements(every -> 'week_patterns') p where (p ->> 0)::date <= first)
          union all
          select p from jsonb_array_elements(every -> 'week_patterns') p
          where (p ->> 0)::date < one.since
            or (p ->> 0)::date > one.since and exists (select from jsonb_array_elements(one.changes -> 'week_patterns' -> 'added') d where d = p)
          union all
          select even_week(one.since, (written ->> 'weekly_hours')::numeric) where one.since > first) w (p)));
    elsif one.motive = 'gratification' and written ?| paid then
      every := base || written;
      if one.since > first then
        written := written || jsonb_build_object('gratification_rates', (
          select coalesce(jsonb_agg(r order by r), jsonb_build_array(rate_of(base, first)))
          from jsonb_array_elements(coalesce(written -> 'gratification_rates', base -> 'gratification_rates')) r where (r ->> 0)::date < one.since)
          || jsonb_build_array(rate_of(every, one.since)));
      else
        written := written || '{"gratification_rates": []}';
      end if;
    end if;
  end loop;
  return (select coalesce(jsonb_object_agg(e.field, e.value), '{}') from jsonb_each(written) as e (field, value)
    where coalesce(base -> e.field, 'null') <> e.value);
end $$;

create or replace function guichet.amendment_fault(c guichet.convention, a guichet.amendment) returns jsonb
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
    when (every ->> 'rupture_on')::date < (
      select m.effective_from from amendment_motive m where m.amendment_id = a.id and m.motive = 'rupture') then (
      select jsonb_build_object('kind', 'effective', 'motive', m.motive, 'from', m.effective_from)
      from amendment_motive m where m.amendment_id = a.id and m.motive = 'rupture')
    when days is not null then days
    else (
      select jsonb_build_object('kind', 'effective', 'motive', m.motive, 'from', m.effective_from) from amendment_motive m
      where m.amendment_id = a.id and m.motive not in ('period', 'rupture', 'other') and m.effective_from > last limit 1) end;
  if days is not null then
    return jsonb_build_object('code', 'GU050', 'params', days || jsonb_build_object('start', first, 'end', last));
  end if;
  if a.passed_by is null and exists (
    select from amendment_motive m where m.amendment_id = a.id and m.motive in ('period', 'rupture')
      and (m.effective_from > (base ->> 'end_date')::date
        or m.motive = 'rupture' and (every ->> 'rupture_on')::date > (base ->> 'end_date')::date)) then
    return jsonb_build_object('code', 'GU052', 'params', jsonb_build_object('end', base -> 'end_date'));
  end if;
  return null;
end $$;

create or replace function guichet.edit_amendment(id integer, version integer, changes jsonb, motives jsonb default '{}'::jsonb, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  file constant integer := (select a.convention_id from amendment a where a.id = edit_amendment.id);
  halt constant jsonb := open_file(file, edit_amendment.version, request);
  total constant boolean := changes ? 'total_overridden';
  wanted constant jsonb := changes - array['total_hours', 'total_overridden'];
  a amendment;
  c convention;
  verdict text;
  wrong jsonb;
  base jsonb;
  before jsonb;
  after jsonb;
  account jsonb;
begin
  if halt is not null then
    return query select halt ->> 'outcome', halt ->> 'code', halt -> 'params', (halt ->> 'version')::integer; return;
  end if;
  select * into a from amendment x where x.id = edit_amendment.id;
  select * into c from convention f where f.id = file;
  verdict := may_amend(c, 'modify');
  if verdict = 'OK' and a.state <> 'draft' and not (a.state = 'submitted' and c.centre_id = any(my_centres_to('modify', 'AVENANT'))) then
    verdict := 'GU004';
  end if;
  if verdict <> 'OK' then
    return query select 'refused', verdict, case when verdict = 'GU004' and c.file_state = 'validated'
      then jsonb_build_object('amendment', a.state) else amend_refusal(c, verdict, 'modify') end, c.version;
    return;
  end if;
  base := values_through(c, 32767);
  before := amendment_values(a.id);
  wrong := fault_in(jsonb_populate_record(c, base), wanted);
  if wrong is null then
    after := tried(c, wanted);
    wrong := case when after ? 'message' then jsonb_build_object('code', 'GU016', 'params', after) end;
  end if;
  if wrong is not null then
    return query select 'refused', wrong ->> 'code', wrong -> 'params', c.version; return;
  end if;
  begin
    delete from amendment_motive m using jsonb_each(motives) e
    where m.amendment_id = a.id and m.motive = e.key and jsonb_typeof(e.value) = 'null';
    insert into amendment_motive as m (amendment_id, motive, effective_from, comment, changes)
    select a.id, n.motive, coalesce((motives -> n.motive ->> 'effective_from')::date, case when n.motive = 'rupture' then (after -> 'values' ->> 'rupture_on')::date end,
      greatest(today(), (base ->> 'start_date')::date)), nullif(motives -> n.motive ->> 'comment', ''), '{}'
    from (
      select e.key as motive from jsonb_each(motives) e where jsonb_typeof(e.value) <> 'null'
      union select f.motive from editable_field f where wanted ? f.field) n
    on conflict on constraint amendment_motive_pkey do update set
      effective_from = coalesce((motives -> m.motive ->> 'effective_from')::date,
        case when m.motive = 'rupture' then (after -> 'values' ->> 'rupture_on')::date end, m.effective_from),
      comment = case when motives -> m.motive ? 'comment' then excluded.comment else m.comment end;
    -- What becomes again what it was is no change.
    update amendment_motive m set changes = (m.changes - array(select jsonb_object_keys(wanted))) || (
      select coalesce(jsonb_object_agg(f.field, d.value), '{}')
      from editable_field f
      cross join lateral (select case when f.target = 'calendar'
        then days_changed(base -> f.field, after -> 'values' -> f.field) else after -> 'values' -> f.field end as value) d
      where f.motive = m.motive and wanted ? f.field
        and d.value <> coalesce(base -> f.field, 'null') and d.value <> '{"added": [], "removed": []}')
    where m.amendment_id = a.id and exists (select from editable_field f where f.motive = m.motive and wanted ? f.field);
    delete from amendment_motive m
    where m.amendment_id = a.id and m.changes = '{}' and m.comment is null and not motives ? m.motive;
    update amendment x set revision = x.revision + 1, total_hours = case
      when not total then x.total_hours
      when (changes ->> 'total_overridden')::boolean then (changes ->> 'total_hours')::numeric end
    where x.id = a.id;
  exception when data_exception or integrity_constraint_violation then
    return query select 'refused', 'GU016', jsonb_build_object('message', sqlerrm), c.version; return;
  end;
  after := amendment_values(a.id);
  select jsonb_agg(jsonb_build_object('field', format('amendment.%s.%s', a.number, k), 'from', before -> k, 'to', after -> k) order by k)
  into account
  from (select jsonb_object_keys(before) union select jsonb_object_keys(after)) f (k)
  where coalesce(before -> k, 'null') <> coalesce(after -> k, 'null');
  if account is null then
    return query select 'done', null, null::jsonb, c.version; return;
  end if;
  if a.passed_by is not null and exists (
    select from jsonb_array_elements(account) e cross join lateral split_part(e ->> 'field', '.', 3) as s (name)
    where s.name in ('period', 'rupture') or s.name in (select f.field from editable_field f where f.motive in ('period', 'rupture'))) then
    update amendment x set passed_by = null, passed_at = null, pass_reason = null where x.id = a.id;
    account := account || jsonb_build_array(jsonb_build_object(
      'field', format('amendment.%s.pass', a.number), 'from', a.pass_reason, 'to', null));
  end if;
  perform tell_history(c.id, 'amend_edit', account, null, request);
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;

create or replace function guichet.form_of(file guichet.convention, every jsonb) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'version', c.version, 'state', c.file_state,
      'verdict', may_edit(file, null),
      'number', s.number, 'student', upper(s.surname) || ' ' || s.given_name,
      'enrolment', e.code || ' ' || e.label, 'year', c.year, 'etape', e.code,
      'centre', k.code,
      'centre_id', c.centre_id,
      'instructions', k.instructions,
      'documents', (select coalesce(jsonb_agg(to_jsonb(d)), '[]') from documents_of(file) d),
      'staffed', coalesce(c.centre_id = any(my_centres_to('modify')), false),
      'languages', to_jsonb(languages_of(c.type_id, c.centre_id)),
      'templates', (
        select coalesce(jsonb_agg(jsonb_build_array(t.id, t.name) order by t.name), '[]')
        from templates_for(c.type_id, c.centre_id) t where t.language = c.language),
      'elements', (
        select coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'label', l.label, 'ects', l.ects) order by l.code), '[]')
        from element l where l.etape_id = c.etape_id),
      'steps', (
        select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'label', t.label, 'done_at', t.done_at,
          'done_by', p.given_name || ' ' || p.surname, 'on_behalf_of', t.on_behalf_of) order by t.position), '[]')
        from convention_step t left join person p on p.id = t.done_by where t.convention_id = c.id),
      'missing', (select to_jsonb(m.missing) from missing_fields(array[c.id]) m),
      'place', (
        select jsonb_build_object('country', coalesce(v.country_code, o.country_code, c.country_code),
          'postal_code', coalesce(v.postal_code, o.postal_code))
        from (select) one left join host_service v on v.id = c.service_id left join host_organisation o on o.id = c.organisation_id),
      'values', (
        select coalesce(jsonb_object_agg(f.field, v.every -> f.field), '{}')
        from editable_field f, (select form_of.every as every offset 0) v
        where f.target <> 'convention_text' or may_read_texts(file)),
      -- What the numbers of references stand for; entries of lists by the words that are frozen.
      'labels', jsonb_strip_nulls(labels_of(jsonb_populate_record(file, every)) || coalesce(file.frozen_labels - array(
        select d.field from editable_field d where d.list is not null and form_of.every -> d.field <> to_jsonb(file) -> d.field), '{}') || jsonb_build_object(
        'organisation_id', (select concat_ws(', ', o.name, o.town) from host_organisation o where o.id = c.organisation_id),
        'service_id', (select concat_ws(', ', v.name, v.town) from host_service v where v.id = c.service_id),
        'tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.tutor_id),
        'second_tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.second_tutor_id),
        'signatory_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.signatory_id),
        'supervisor_id', (select u.given_name || ' ' || u.surname from supervisor u where u.id = c.supervisor_id),
        'template_id', (select t.name from convention_template t where t.id = c.template_id),
        'country_code', (select n.label from country n where n.iso2 = c.country_code))))
    from jsonb_populate_record(file, every) c
    join student s on s.id = c.student_id
    join etape e on e.id = c.etape_id
    join centre k on k.id = c.centre_id);
end $$;

create or replace function guichet.on_amended_file() returns trigger
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform write_amendment_rows((
    select array_agg(a.id) from before b join after c on c.id = b.id join amendment a on a.convention_id = c.id
    where (b.content_version, b.centre_id, b.etape_id, b.supervisor_id, b.student_id, b.file_state = 'cancelled', b.archived_at is null)
      is distinct from (c.content_version, c.centre_id, c.etape_id, c.supervisor_id, c.student_id, c.file_state = 'cancelled', c.archived_at is null)));
  return null;
end $$;

create or replace function guichet.take_events(files integer, hold interval) returns table (convention_id integer, events jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare turns integer[];
begin
  perform check_worker();
  select array_agg(t.convention_id) into turns from (
    select o.convention_id from outbox o
    where o.routed_at is null and coalesce(o.not_before, o.at + hold) <= clock_timestamp()
      and not exists (select from outbox e where e.convention_id = o.convention_id and e.routed_at is null and e.id < o.id)
    order by o.id limit least(files, 5000)
    for update of o skip locked) t;
  return query
  select o.convention_id, jsonb_agg(jsonb_build_object('id', o.id, 'verb', o.event, 'age', extract(epoch from clock_timestamp() - o.at)::bigint,
      'person', h.person_id, 'by', case when p.id is not null then jsonb_build_object('given_name', p.given_name, 'surname', p.surname) end, 'by_student', s.id is not null,
      'in_hand', case o.event
        when 'edit' then coalesce(c.submitted_at <= o.at and c.file_state not in ('draft', 'to_correct'), false)
        when 'amend_edit' then exists (select from amendment a where a.convention_id = o.convention_id and a.state = 'submitted'
          and a.submitted_at <= o.at and starts_with(y.changes -> 0 ->> 'field', 'amendment.' || a.number || '.'))
        else true end,
      'changes', case when o.event in ('submit', 'validate', 'unvalidate') then coalesce(y.changes, '[]') else changes_told(y.changes) end, 'reason', y.reason, 'told', o.told) order by o.id)
  from outbox o
  left join convention c on c.id = o.convention_id
  left join history h on h.convention_id = o.convention_id and h.seq = o.history_seq
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  left join student s on s.person_id = h.person_id
  where o.convention_id = any(turns) and o.routed_at is null
  group by o.convention_id;
end $$;

create or replace function guichet.set_closures(centre text, seen integer, days jsonb) returns table (outcome text, version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  whose constant text := coalesce('centre.' || set_closures.centre, 'establishment');
  here integer;
  next integer;
  before jsonb;
begin
  perform check_right(case when set_closures.centre is null then 'PARAM_GLOBAL' else 'PARAM_CENTRE' end, 'modify');
  if set_closures.centre is not null then here := known_centre(set_closures.centre, 'modify', 'PARAM_CENTRE'); end if;
  next := next_settings(whose, seen);
  if next is null then
    return query select 'stale', (select v.version from alert_version v where v.owner = whose);
    return;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('first_day', x.first_day, 'last_day', x.last_day) order by x.first_day), '[]') into before
  from closure x where x.centre_id is not distinct from here;
  delete from closure x where x.centre_id is not distinct from here;
  begin
    insert into closure (centre_id, first_day, last_day)
    select here, d.first_day, d.last_day from jsonb_to_recordset(days) as d (first_day date, last_day date);
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', 'closure', 'value', days));
  end;
  -- What waits for a closure that is no more leaves now, but for digests; what falls into a new one waits as it is taken.
  update delivery d set due_at = now() from letter l
  where l.id = d.letter_id and d.state = 'waiting' and d.pace = 'at_once' and d.due_at > now()
    and (here is null or l.centre_id = here);
  perform administered('set_closures', jsonb_build_object('centre', here, 'from', before, 'to', days));
  return query select 'done', next;
end $$;

create or replace function guichet.set_alert_template(centre text, event text, language text, seen integer, subject text, body text)
returns table (outcome text, version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  here integer;
  stands integer;
begin
  perform check_right(case when set_alert_template.centre is null then 'PARAM_GLOBAL' else 'PARAM_CENTRE' end, 'modify');
  if set_alert_template.centre is not null then here := known_centre(set_alert_template.centre, 'modify', 'PARAM_CENTRE'); end if;
  if not exists (select from alert_default d where d.event = set_alert_template.event) and set_alert_template.event <> all(array['pedagogical_undone', 'check_undone', 'administrative_undone', 'amendment_undone', 'restored', 'reopened'])
    or set_alert_template.language not in ('fr', 'en') or set_alert_template.language is null
  then
    perform fault('GU062', jsonb_build_object('field', 'event', 'value', set_alert_template.event));
  end if;
  select t.version into stands from alert_template t
  where t.event = set_alert_template.event and t.language = set_alert_template.language and t.centre_id is not distinct from here for update;
  if coalesce(stands, 0) is distinct from seen then
    return query select 'stale', coalesce(stands, 0); return;
  end if;
  if set_alert_template.body is null then
    delete from alert_template t
    where t.event = set_alert_template.event and t.language = set_alert_template.language and t.centre_id is not distinct from here;
    stands := -1;
  else
    begin
      if stands is null then
        insert into alert_template (event, language, centre_id, subject, body)
        values (set_alert_template.event, set_alert_template.language, here, set_alert_template.subject, set_alert_template.body)
        on conflict do nothing;
        if not found then
          return query select 'stale', 1; return;
        end if;
      else
        update alert_template t set subject = set_alert_template.subject, body = set_alert_template.body, version = t.version + 1
        where t.event = set_alert_template.event and t.language = set_alert_template.language and t.centre_id is not distinct from here;
      end if;
    exception when integrity_constraint_violation then
      perform fault('GU030', jsonb_build_object('field', 'subject', 'value', left(set_alert_template.subject, 60)));
    end;
  end if;
  perform administered('set_alert_template', jsonb_build_object('centre', here, 'event', set_alert_template.event, 'language', set_alert_template.language,
    'subject', set_alert_template.subject, 'body', set_alert_template.body));
  return query select 'done', coalesce(stands, 0) + 1;
end $$;

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
    'several_amendments', 'incoming_signs', 'alert_mail', 'alert_mail_only', 'late_after_days', 'late_again_days'])
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

set local role guichet_history;
create or replace function guichet.erase_history_values(before date) returns bigint
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  latest date;
  cutoff timestamptz;
  erased bigint;
begin
  perform check_right('PARAM_GLOBAL', 'delete');
  select (today() - make_interval(years => e.retention_years))::date, before::timestamp at time zone e.zone
  into latest, cutoff from establishment e;
  if before is null or before > latest or not isfinite(before) then
    raise exception using errcode = 'GU040', message = 'these values are still to be kept',
      detail = jsonb_build_object('latest', latest)::text;
  end if;
  delete from history_payload y using history h
  where h.convention_id = y.convention_id and h.seq = y.seq and h.at < cutoff;
  get diagnostics erased = row_count;
  erased := erased + erase_mails(cutoff);
  if erased > 0 then
    perform append_admin('erase_values', jsonb_build_object('before', before,
      'until', (extract(epoch from cutoff) * 1000000)::bigint, 'entries', erased));
  end if;
  return erased;
end $$;
set local role guichet_owner;
