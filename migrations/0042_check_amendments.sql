-- What the rules read of a file as an amendment would make it, what they found there, and what else is told of amended
-- files: early ends (L124-15), and what is paid from one day to another.

drop function guichet.facts_of(integer[]);
drop function guichet.schedule_of(guichet.convention);

create function guichet.schedule_of(c guichet.convention, written jsonb default '{}') returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object(
    'start', c.start_date, 'end', c.end_date,
    'weekly_hours', c.weekly_hours::text,
    'patterns', coalesce(written -> 'week_patterns', (
      select jsonb_agg(jsonb_build_array(w.valid_from, w.hours::text[]) order by w.valid_from)
      from week_pattern w where w.convention_id = c.id), '[]'),
    'irregular', coalesce(written -> 'irregular_periods', (
      select jsonb_agg(jsonb_build_array(i.start_date, i.end_date, i.hours::text) order by i.start_date, i.id)
      from irregular_period i where i.convention_id = c.id), '[]'),
    'interruptions', coalesce(written -> 'interruptions', (
      select jsonb_agg(jsonb_build_array(i.start_date, i.end_date) order by i.start_date, i.id)
      from interruption i where i.convention_id = c.id), '[]'),
    'absences', coalesce(written -> 'authorised_absences', (
      select jsonb_agg(jsonb_build_array(a.start_date, a.end_date) order by a.start_date, a.id)
      from authorised_absence a where a.convention_id = c.id), '[]'),
    'worked_holidays', coalesce(written -> 'worked_holidays', (
      select jsonb_agg(h.day order by h.day) from worked_holiday h where h.convention_id = c.id), '[]'),
    'calendar', c.calendar,
    'country', coalesce(v.country_code, o.country_code, c.country_code),
    'postal_code', coalesce(v.postal_code, o.postal_code),
    'total', case when c.total_overridden then c.total_hours::text end)
  from (select) one
  left join host_service v on v.id = c.service_id
  left join host_organisation o on o.id = c.organisation_id
  where c.start_date is not null and c.end_date is not null
$$;
comment on function guichet.schedule_of(guichet.convention, jsonb) is
  'When the intern of a file is present: days, hours and the place whose public holidays hold, with what an amendment writes; null without dates.';

-- The cross-convention figures are of files that are neither drafts nor cancelled, of whatever centre: sums, counts, days.
create function guichet.facts_of(ids integer[], amended jsonb default '{}') returns table (convention_id integer, version integer, facts jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  this_day constant date := today();
begin
  return query
  with file as materialized (
    select c, '{}'::jsonb as written from convention c where c.id = any(ids) and not amended ? c.id::text
    union all
    -- As it would be with what an amendment writes.
    select jsonb_populate_record(f, amended -> f.id::text), amended -> f.id::text
    from convention f where f.id = any(ids) and amended ? f.id::text
  ), about as materialized (
    select f.c, f.written,
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
    from file f
    cross join lateral (select (f.c).*) c
    left join host_organisation h on h.id = c.organisation_id
    left join contact k on k.id = c.tutor_id
    left join contact s on s.id = c.second_tutor_id)
  select c.id, c.version, jsonb_build_object(
    'regime', c.regime,
    'year', c.year,
    'year_starts', jsonb_build_array(e.year_starts_month, e.year_starts_day),
    'year_extension_days', k.year_extension_days,
    'start_date', c.start_date,
    'end_date', c.end_date,
    'schedule', schedule_of(a.c, a.written),
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
      'gratification', c.gratification or exists (select from jsonb_array_elements(r.rates) o where o ->> 1 is not null),
      'offers', case
        when c.start_date is null or coalesce(c.currency, 'EUR') <> 'EUR' then '[]'
        when r.rates <> '[]' then (
          select jsonb_agg(jsonb_build_object('from', o ->> 0, 'amount', coalesce(o ->> 1, '0'), 'unit', coalesce(o ->> 2, 'hour'),
            'basis', o ->> 3) order by n)
          from jsonb_array_elements(r.rates) with ordinality as u (o, n))
        when c.gratification_amount is null or c.gratification_unit is null then '[]'
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
        select jsonb_agg(jsonb_build_object('period', jsonb_build_array(p.start_date, p.end_date), 'same_tutor', p.same_tutor,
              'ended_by_intern', p.ended_by_intern)
            order by p.same_tutor desc, p.end_date desc, p.start_date)
        from (
          select o.start_date, o.end_date, coalesce(o.tutor_id = any(a.tutor), false) as same_tutor,
            coalesce(o.rupture_by = 'intern', false) as ended_by_intern
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
    'rupture', case when c.rupture_on is not null then jsonb_build_object('day', c.rupture_on, 'by', c.rupture_by is not null,
      'why', c.rupture_cause is not null, 'outcome', c.rupture_outcome is not null) end,
    'severities', (
      select coalesce(jsonb_object_agg(s.rule, s.severity), '{}') from centre_severity s where s.centre_id = c.centre_id))
  from about a
  cross join lateral (select (a.c).*) c
  cross join lateral (
    select coalesce(a.written -> 'gratification_rates', (
      select jsonb_agg(jsonb_build_array(g.valid_from, g.amount::text, g.unit, g.basis) order by g.valid_from)
      from gratification_rate g where g.convention_id = c.id), '[]') as rates) r
  join missing_fields(ids) m on m.convention_id = c.id
  join centre k on k.id = c.centre_id
  cross join establishment e
  left join convention_text t on t.convention_id = c.id
  left join host_organisation h on h.id = c.organisation_id
  left join legal_category l on l.code = h.legal_category;
end $$;
comment on function guichet.facts_of(integer[], jsonb) is
  'What the rules read of these files: figures, dates and codes, no name; of some, as they would be with these values, by number.';

create or replace function guichet.write_calendar(id integer, changes jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  crowded constant text := (
    select k from jsonb_each(changes) as e (k, v)
    where case jsonb_typeof(v) when 'array' then jsonb_array_length(v) end > 200 limit 1);
begin
  if crowded is not null then
    raise exception using errcode = 'data_exception', message = format('%s: more than 200 entries', crowded);
  end if;
  if changes ? 'interruptions' then
    delete from interruption i where i.convention_id = write_calendar.id;
    insert into interruption (convention_id, start_date, end_date)
    select write_calendar.id, (e ->> 0)::date, (e ->> 1)::date from jsonb_array_elements(changes -> 'interruptions') e;
  end if;
  if changes ? 'week_patterns' then
    delete from week_pattern w where w.convention_id = write_calendar.id;
    insert into week_pattern (convention_id, valid_from, hours)
    select write_calendar.id, (e ->> 0)::date,
      array(select h::numeric from jsonb_array_elements_text(e -> 1) with ordinality u (h, n) order by n)
    from jsonb_array_elements(changes -> 'week_patterns') e;
  end if;
  if changes ? 'irregular_periods' then
    delete from irregular_period i where i.convention_id = write_calendar.id;
    insert into irregular_period (convention_id, start_date, end_date, hours)
    select write_calendar.id, (e ->> 0)::date, (e ->> 1)::date, (e ->> 2)::numeric
    from jsonb_array_elements(changes -> 'irregular_periods') e;
  end if;
  if changes ? 'authorised_absences' then
    delete from authorised_absence a where a.convention_id = write_calendar.id;
    insert into authorised_absence (convention_id, start_date, end_date)
    select write_calendar.id, (e ->> 0)::date, (e ->> 1)::date from jsonb_array_elements(changes -> 'authorised_absences') e;
  end if;
  if changes ? 'worked_holidays' then
    delete from worked_holiday h where h.convention_id = write_calendar.id;
    insert into worked_holiday (convention_id, day)
    select distinct write_calendar.id, d::date from jsonb_array_elements_text(changes -> 'worked_holidays') d;
  end if;
  if changes ? 'gratification_rates' then
    delete from gratification_rate r where r.convention_id = write_calendar.id;
    insert into gratification_rate (convention_id, valid_from, amount, unit, basis)
    select write_calendar.id, (e ->> 0)::date, (e ->> 1)::numeric, e ->> 2, e ->> 3 from jsonb_array_elements(changes -> 'gratification_rates') e;
  end if;
end $$;

create or replace function guichet.edit(id integer, version integer, changes jsonb, reason text default null,
  request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  longest constant integer := 30000;
  c convention;
  verdict text;
  wanted jsonb;
  wrong text;
  before jsonb;
  after jsonb;
  account jsonb;
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
  select k into wrong from jsonb_each_text(changes) e (k, v)
  where not exists (select from editable_field f where f.field = k and not f.by_amendment) or length(v) > longest limit 1;
  if wrong is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', wrong), c.version; return;
  end if;
  -- Whoever does not see them would write over them unseen.
  if not may_read_texts(c) and exists (
    select from editable_field f where f.target = 'convention_text' and changes ? f.field) then
    return query select 'refused', 'GU037', null::jsonb, c.version; return;
  end if;
  wanted := with_consequences(c, changes);
  before := file_values(c);
  -- What was chosen before it was retired stays.
  wrong := unlisted_entry(wanted - array(select k from jsonb_object_keys(wanted) k where wanted -> k = before -> k));
  if wrong is not null then
    return query select 'refused', 'GU033', jsonb_build_object('field', wrong), c.version; return;
  end if;
  begin
    wrong := coalesce(hidden_reference(c, wanted), case
      when wanted ?| array['organisation_id', 'service_id', 'tutor_id', 'second_tutor_id', 'signatory_id']
      then misplaced_reference(jsonb_populate_record(c, wanted)) end);
    if wrong is not null then
      return query select 'refused', 'GU016', jsonb_build_object('field', wrong), c.version; return;
    end if;
    perform write_fields(c.id, 'convention', wanted), write_fields(c.id, 'convention_text', wanted),
      write_fields(c.id, 'convention_student', wanted), write_calendar(c.id, wanted);
  exception when data_exception or integrity_constraint_violation then
    return query select 'refused', 'GU016', jsonb_build_object('message', sqlerrm), c.version; return;
  end;
  select file_values(f) into after from convention f where f.id = c.id;
  select jsonb_agg(jsonb_build_object('field', k, 'from', before -> k, 'to', after -> k) order by k) into account
  from jsonb_object_keys(wanted) k
  where coalesce(before -> k, 'null') <> coalesce(after -> k, 'null');
  if account is null then
    return query select 'done', null, null::jsonb, c.version; return;
  end if;
  select h.hash into head
  from append_history(array[c.id], array[c.history_seq], array[c.history_head], 'edit', array[account], reason, request) h;
  update convention f set version = f.version + 1, history_seq = f.history_seq + 1, history_head = head,
    content_version = f.content_version + case when exists (
      select from jsonb_array_elements(account) e join editable_field d on d.field = e ->> 'field' where d.content) then 1 else 0 end,
    -- The label that is frozen is that of the entry that was chosen.
    frozen_labels = case when f.frozen_labels is not null then labels_of(f) || (f.frozen_labels - array(
      select d.field from editable_field d where d.list is not null and wanted ? d.field)) end
  where f.id = c.id;
  insert into outbox (convention_id, event, history_seq) values (c.id, 'edit', c.history_seq + 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;

create or replace function guichet.file_history(id integer) returns table
  (seq integer, at timestamptz, by text, verb text, changes jsonb, reason text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select h.seq, h.at, p.given_name || ' ' || p.surname, h.verb,
    (select coalesce(jsonb_agg(case
        when w.name in (select f.field from editable_field f where f.target = 'convention_text') and not may_read_texts(c)
          or w.name = 'note' and not (c.centre_id = any((select my_centres())::integer[]))
        then jsonb_build_object('field', e -> 'field', 'masked', true)
        else e || jsonb_build_object('from', value_told(w.name, e -> 'from'), 'to', value_told(w.name, e -> 'to'))
        end order by n), '[]')
     from jsonb_array_elements(y.changes) with ordinality as u (e, n)
     cross join lateral (select regexp_replace(e ->> 'field', '^amendment\.\d+\.', '') as name) w),
    y.reason
  from convention c
  join history h on h.convention_id = c.id
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  where c.id = file_history.id and may_read(c.id)
  order by h.seq;
end $$;

-- Checks of amendments -----------------------------------------------------------------------------------------------

create function guichet.amended_values(c guichet.convention, a guichet.amendment) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select pending_values(c) || amended(values_through(c, 32767), a.id) || case
    when a.total_hours is not null then jsonb_build_object('total_hours', a.total_hours, 'total_overridden', true)
    when 'presence' = any(amendment_topics(a.id)) then '{"total_overridden": false}'
    else '{}' end
$$;
comment on function guichet.amended_values(guichet.convention, guichet.amendment) is
  'What an amendment under way would change of what its file shows.';

create function guichet.amendment_facts(ids integer[]) returns table
  (amendment_id integer, convention_id integer, version integer, facts jsonb, facts_hash bytea, before jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare one record;
begin
  -- One after the other: two of them may be of one file.
  for one in
    select a.id, c.id as file, c.version, jsonb_build_object(c.id::text, amended_values(c, a)) as written
    from unnest(ids) with ordinality as w (id, n)
    join amendment a on a.id = w.id and a.state in ('draft', 'submitted')
    join convention c on c.id = a.convention_id and can('AVENANT', 'read') and may_read(c.id)
    order by w.n
  loop
    return query
    select one.id, one.file, one.version, f.facts, sha256(convert_to(f.facts::text, 'UTF8')), b.facts
    from facts_of(array[one.file], one.written) f, facts_of(array[one.file]) b;
  end loop;
end $$;
comment on function guichet.amendment_facts(integer[]) is
  'What the rules read of the files of these amendments under way, as they would be and as they are, where I may read them.';

-- checks: [{"id", "version", "rules_version", "facts_hash" (hex), "total_hours", "findings": [{"rule", "severity", "figures", "fresh"}], "cleared"}]
create function guichet.record_amendment_findings(checks jsonb) returns table (amendment_id integer, outcome text)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  files constant integer[] := workable(array(
    select a.convention_id from jsonb_array_elements(checks) e join amendment a on a.id = (e ->> 'id')::integer));
  good integer[];
begin
  perform lock_conventions(files);
  good := array(
    select a.id from jsonb_array_elements(checks) e
    join amendment a on a.id = (e ->> 'id')::integer
    join convention c on c.id = a.convention_id and c.version = (e ->> 'version')::integer
    join amendment_facts(array(select (e ->> 'id')::integer from jsonb_array_elements(checks) e)) f
      on f.amendment_id = a.id and f.facts_hash = decode(e ->> 'facts_hash', 'hex')
    where a.convention_id = any(files));
  -- What a manager let through was what blocked then.
  update amendment a set passed_by = null, passed_at = null, pass_reason = null
  where a.id = any(good) and a.passed_by is not null and exists (
    select from jsonb_array_elements(checks) e, jsonb_array_elements(e -> 'findings') n
    where (e ->> 'id')::integer = a.id and n ->> 'severity' = 'blocking' and (n -> 'fresh')::boolean and not exists (
      select from amendment_finding f
      where f.amendment_id = a.id and f.fresh and (f.rule, f.severity, f.figures) = (n ->> 'rule', n ->> 'severity', n -> 'figures')));
  delete from amendment_finding f where f.amendment_id = any(good);
  insert into amendment_finding (amendment_id, rule, severity, figures, fresh)
  select (e ->> 'id')::integer, n ->> 'rule', n ->> 'severity', n -> 'figures', (n -> 'fresh')::boolean
  from jsonb_array_elements(checks) e, jsonb_array_elements(e -> 'findings') n
  where (e ->> 'id')::integer = any(good);
  insert into amendment_check as k
    (amendment_id, content_version, revision, rules_version, facts_hash, total_hours, checked_by, blocking, fresh, cleared)
  select a.id, c.content_version, a.revision, (e ->> 'rules_version')::integer, decode(e ->> 'facts_hash', 'hex'),
    (e ->> 'total_hours')::numeric, me(),
    (select count(*) from amendment_finding f where f.amendment_id = a.id and f.fresh and f.severity = 'blocking'),
    (select count(*) from amendment_finding f where f.amendment_id = a.id and f.fresh),
    array(select jsonb_array_elements_text(e -> 'cleared'))
  from jsonb_array_elements(checks) e
  join amendment a on a.id = (e ->> 'id')::integer
  join convention c on c.id = a.convention_id
  where a.id = any(good)
  on conflict on constraint amendment_check_pkey do update set
    (content_version, revision, rules_version, facts_hash, total_hours, checked_at, checked_by, blocking, fresh, cleared)
    = (excluded.content_version, excluded.revision, excluded.rules_version, excluded.facts_hash, excluded.total_hours, now(),
       excluded.checked_by, excluded.blocking, excluded.fresh, excluded.cleared);
  return query
  select (e ->> 'id')::integer, case when (e ->> 'id')::integer = any(good) then 'done' else 'stale' end
  from jsonb_array_elements(checks) e;
end $$;
comment on function guichet.record_amendment_findings(jsonb) is
  'Records what the rules would find on the files of these amendments, which of it is new and what is cleared, if the facts are still those that were read.';

grant execute on function guichet.amendment_facts(integer[]), guichet.record_amendment_findings(jsonb) to guichet_person, guichet_api;
