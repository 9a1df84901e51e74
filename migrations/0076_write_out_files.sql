-- Files and what is read of them, written out as they stand.

create or replace function guichet.edit(id integer, version integer, changes jsonb, reason text default null, request uuid default gen_random_uuid())
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
  if wanted -> 'organisation_id' is distinct from before -> 'organisation_id' and unusable_host(wanted ->> 'organisation_id') is not null then
    return query select 'refused', u ->> 'code', u -> 'params', c.version from unusable_host(wanted ->> 'organisation_id') u; return;
  end if;
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

create or replace function guichet.create_convention(enrolment integer, model integer default NULL::integer, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  n record;
  staff boolean;
  own boolean;
  every jsonb;
  made integer;
  head bytea;
begin
  perform check_isolation();
  if scopes = '{}' then
    return query select 'refused', 'GU002',
      jsonb_build_object('function', 'CONVENTION', 'right', 'create', 'grantors', grantors()), null::integer;
    return;
  end if;
  select h.convention_id into made from history h where h.request_id = request and h.verb = 'create' and h.person_id = me();
  if found then
    return query select 'done', null, null::jsonb, made; return;
  end if;
  select e.*, k.id as centre_id, t.code as etape_code, k.student_may_create, k.earlier_enrolment_months, k.type_by_hand into n
  from enrolment e join etape t on t.id = e.etape_id left join centre k on k.id = centre_of(e.etape_id, today())
  where e.id = create_convention.enrolment;
  staff := coalesce(n.centre_id = any(my_centres_to('create')), false);
  own := 'own' = any(scopes) and coalesce(n.student_id = my_student(), false);
  if n.id is null or not ('all' = any(scopes) or staff or own)
    or create_convention.model is not null and not may_read(create_convention.model)
  then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif n.centre_id is null then
    return query select 'refused', 'GU031', jsonb_build_object('etape', n.etape_code), null::integer; return;
  elsif not staff and not 'all' = any(scopes) and not n.student_may_create then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  elsif not year_is_open(n.student_id, n.year, n.earlier_enrolment_months,
    case when 'all' = any(scopes) then 'all' when staff then 'centre' else 'own' end) then
    return query select 'refused', 'GU035', jsonb_build_object('year', n.year), null::integer; return;
  end if;
  insert into convention as c (student_id, enrolment_id, centre_id, etape_id, year, type_id, regime, nature, created_by)
  select n.student_id, n.id, n.centre_id, n.etape_id, n.year,
    case when not n.type_by_hand then (
      select y.id from list_entry y where y.list = 'convention_type' and not y.retired
        and y.code = case when is_cesure(n.cesure_code) then 'CESURE' else n.regime_code end) end,
    case when is_cesure(n.cesure_code) then 'cesure' else 'initial' end,
    case when is_cesure(n.cesure_code) then 'cesure' end, me()
  returning c.id into made;
  -- What the programme leaves no choice of.
  update convention c set (elp_code, elp_label, ects) = (l.code, l.label, l.ects)
  from element l
  where c.id = made and l.etape_id = c.etape_id and c.regime <> 'cesure'
    and not exists (select from element o where o.etape_id = l.etape_id and o.code <> l.code);
  if create_convention.model is not null then
    -- Whoever merges its host at this moment is waited for.
    perform from host_organisation o where o.id = (select m.organisation_id from convention m where m.id = create_convention.model) for key share;
    -- All but what the enrolment says, and what is true of one student only.
    select jsonb_object_agg(f.field, v.every -> f.field) into every
    from convention m, editable_field f, lateral (select file_values(m) as every offset 0) v
    where m.id = create_convention.model and f.target <> 'convention_student'
      and f.field not in ('type_id', 'regime', 'nature', 'cpam', 'declared_hours', 'abroad_sheet', 'abroad_exchange', 'abroad_authorisation',
        'own_reference', 'own_mentions', 'own_opinion', 'own_opinion_by', 'own_opinion_on')
      and (m.etape_id = n.etape_id or f.field not in ('elp_code', 'elp_label', 'ects', 'outside_programme'))
      -- Nothing new goes to a host that is out of use.
      and (f.field not in ('organisation_id', 'service_id', 'tutor_id', 'second_tutor_id', 'signatory_id')
        or not exists (select from host_organisation o where o.id = m.organisation_id and o.state = 'retired'))
      and (f.target <> 'convention_text' or may_read_texts(m));
    perform write_fields(made, 'convention', every), write_fields(made, 'convention_text', every), write_calendar(made, every);
  end if;
  update convention c set language = coalesce(l.known[1], c.language), template_id = null
  from (select languages_of(f.type_id, f.centre_id) as known from convention f where f.id = made) l
  where c.id = made and c.language <> all(l.known);
  update convention c set template_id = null
  where c.id = made and c.template_id is not null and not exists (
    select from templates_for(c.type_id, c.centre_id) t where t.id = c.template_id and t.language = c.language);
  select h.hash into head from append_history(array[made], array[0], array[null::bytea], 'create',
    array[jsonb_build_array(jsonb_build_object('field', 'enrolment_id', 'from', null, 'to', n.id)) || coalesce((
      select jsonb_agg(jsonb_build_object('field', k, 'from', null, 'to', v) order by k) from jsonb_each(every) e (k, v)
      where v not in ('null', '[]', 'false')), '[]')], null, request) h;
  update convention c set history_seq = 1, history_head = head where c.id = made;
  insert into outbox (convention_id, event, history_seq) values (made, 'create', 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, made;
end $$;

create or replace function guichet.facts_of(ids integer[], amended jsonb default '{}'::jsonb)
returns table (convention_id integer, version integer, facts jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp set plan_cache_mode = 'force_generic_plan' as $$
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
          order by 3 desc, o.end_date desc, o.start_date limit 5) p), '[]'))
      || case when (h.registered -> 'is_closed')::boolean then
        jsonb_build_object('host_closed', jsonb_build_object('on', h.registered -> 'closed_on')) else '{}' end
      || case when h.state <> 'active' then jsonb_build_object('host_state', h.state) else '{}' end
      || coalesce(enrolment_facts(c.enrolment_id), '{}'),
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
    (convention_id, content_version, rules_version, facts_hash, checked_at, checked_by, blocking, warnings, enrolment_differs)
  select c.id, c.content_version, (e ->> 'rules_version')::integer, decode(e ->> 'facts_hash', 'hex'), now(), me(),
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'blocking' and f.passed_by is null),
    (select count(*) from finding f where f.convention_id = c.id and f.severity = 'warning'),
    exists (select from finding f where f.convention_id = c.id and f.rule = 'enrolment')
  from jsonb_array_elements(checks) e
  join convention c on c.id = (e ->> 'id')::integer
  where c.id = any(good)
  on conflict on constraint convention_check_pkey do update set
    (content_version, rules_version, facts_hash, checked_at, checked_by, blocking, warnings, enrolment_differs)
    = (excluded.content_version, excluded.rules_version, excluded.facts_hash, excluded.checked_at, excluded.checked_by,
       excluded.blocking, excluded.warnings, excluded.enrolment_differs);

  return query
  select (e ->> 'id')::integer, case when (e ->> 'id')::integer = any(good) then 'done' else 'stale' end
  from jsonb_array_elements(checks) e;
end $$;

create or replace function guichet.write_rows(ids integer[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  with old as (
    select convention_id, centre_id, queue, corrected from convention_row where convention_id = any(ids)
  ), new as materialized (
    select * from convention_row_source where convention_id = any(ids)
  ), gone as (
    delete from convention_row r using old where r.convention_id = old.convention_id
      and not exists (select from new where new.convention_id = old.convention_id)
  ), words_gone as (
    delete from convention_search r where r.convention_id = any(ids)
      and not exists (select from new where new.convention_id = r.convention_id)
  ), words as (
    insert into convention_search (convention_id, centre_id, start_date, search_key)
    select n.convention_id, n.centre_id, n.start_date, n.search_key from new n
    where not exists (
      select from convention_search w where w.convention_id = n.convention_id
        and (w.centre_id, w.start_date, w.search_key) = (n.centre_id, n.start_date, n.search_key))
    on conflict (convention_id) do update set
      (centre_id, start_date, search_key) = (excluded.centre_id, excluded.start_date, excluded.search_key)
  ), upsert as (
    insert into convention_row select * from new
    on conflict (convention_id) do update set
      (centre_id, etape_id, supervisor_id, student_id, queue, open, corrected, unsigned, file_state, signature_state, steps_done,
       circuit, year, regime, confidential, country_code, type_code, start_date, end_date, since, student_key, organisation_key,
       supervisor_key, country_key, student_name, student_number, organisation_name, town, etape_code, composante_code,
       supervisor_name, centre_code, total_hours, gratification, checked, blocking, warnings, finding, claimed_by, claimed_until, hold_until, version, search_key, enrolment_differs)
      = (excluded.centre_id, excluded.etape_id, excluded.supervisor_id, excluded.student_id, excluded.queue, excluded.open,
         excluded.corrected, excluded.unsigned, excluded.file_state, excluded.signature_state, excluded.steps_done,
         excluded.circuit, excluded.year, excluded.regime, excluded.confidential, excluded.country_code, excluded.type_code,
         excluded.start_date, excluded.end_date, excluded.since, excluded.student_key, excluded.organisation_key,
         excluded.supervisor_key, excluded.country_key, excluded.student_name, excluded.student_number,
         excluded.organisation_name, excluded.town, excluded.etape_code, excluded.composante_code, excluded.supervisor_name,
         excluded.centre_code, excluded.total_hours, excluded.gratification, excluded.checked, excluded.blocking,
         excluded.warnings, excluded.finding, excluded.claimed_by, excluded.claimed_until,
         excluded.hold_until, excluded.version, excluded.search_key, excluded.enrolment_differs)
  )
  insert into queue_count (centre_id, queue, delta)
  select centre_id, queue, sum(delta)
  from (
    select centre_id, queue, -1 as delta from old
    union all select centre_id, 'corrected', -1 from old where corrected
    union all select centre_id, queue, 1 from new
    union all select centre_id, 'corrected', 1 from new where corrected) d
  group by centre_id, queue having sum(delta) <> 0;
end $$;
