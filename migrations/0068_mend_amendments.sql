-- Amendments hold together: lists are compared entry by entry, what an undo would leave without ground is named first, checks
-- and passes are those of what stands, and a number that two amendments of one file share is no error of the database.
--   GU070 a validation is not taken back beneath amendments

-- A list holds what is equal to an entry: containment in JSON knows neither order nor how often.
create or replace function guichet.days_changed(before jsonb, after jsonb) returns jsonb
language sql immutable parallel safe as $$
  select jsonb_build_object(
    'added', (select coalesce(jsonb_agg(e order by e), '[]') from jsonb_array_elements(after) e
      where not exists (select from jsonb_array_elements(before) b where b = e)),
    'removed', (select coalesce(jsonb_agg(e order by e), '[]') from jsonb_array_elements(before) e
      where not exists (select from jsonb_array_elements(after) a where a = e)))
$$;

create or replace function guichet.with_days(list jsonb, changed jsonb) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(distinct e order by e), '[]')
  from (
    select e from jsonb_array_elements(list) e where not exists (select from jsonb_array_elements(changed -> 'removed') r where r = e)
    union all
    select e from jsonb_array_elements(changed -> 'added') e) kept
$$;

create function guichet.with_weeks(list jsonb, changed jsonb) returns jsonb
language sql immutable parallel safe as $$
  select guichet.with_days((
    select coalesce(jsonb_agg(w), '[]') from jsonb_array_elements(list) w
    where not exists (select from jsonb_array_elements(changed -> 'added') a where a -> 0 = w -> 0)), changed)
$$;
comment on function guichet.with_weeks(jsonb, jsonb) is
  'A list of weeks with what days_changed() says of it: from one day on, one week.';

create function guichet.from_first_day(list jsonb, stood jsonb, was jsonb, becomes jsonb) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(case
      when e -> 0 = was and exists (select from jsonb_array_elements(stood) s where s = e)
        and not exists (select from jsonb_array_elements(list) d where d ->> 0 <= becomes #>> '{}') then jsonb_set(e, '{0}', becomes)
      else e end order by e), '[]')
  from jsonb_array_elements(list) e
$$;
comment on function guichet.from_first_day(jsonb, jsonb, jsonb, jsonb) is
  'A list of what holds from a day on: what stood from the first day holds from an earlier one, unless something is said of that.';

create function guichet.amendment_beyond(amendment_id integer, day date) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return exists (
    select from amendment_motive m
    where m.amendment_id = amendment_beyond.amendment_id and m.motive not in ('period', 'rupture', 'other') and m.effective_from > day);
end $$;
comment on function guichet.amendment_beyond(integer, date) is 'Whether something that an amendment changes takes effect after a day.';

create function guichet.others_under_way(a guichet.amendment) returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return array(
    select o.number from amendment o join convention c on c.id = o.convention_id join centre k on k.id = c.centre_id
    where o.convention_id = a.convention_id and o.id <> a.id and o.state in ('draft', 'submitted') and not k.several_amendments
    order by o.number);
end $$;
comment on function guichet.others_under_way(guichet.amendment) is
  'The other amendments of its file that are under way, where the centre lets one be.';

-- What a manager had let through on the file, where an amendment made another thing of it.
alter table guichet.amendment add column lifted jsonb;

create or replace function guichet.take_findings(a guichet.amendment) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  with gone as (
    delete from finding f where f.convention_id = a.convention_id and not exists (
      select from amendment_finding n
      where n.amendment_id = a.id and (n.rule, n.severity, n.figures) = (f.rule, f.severity, f.figures))
    returning f.*)
  update amendment x set lifted = (select jsonb_agg(to_jsonb(g)) from gone g where g.passed_by is not null) where x.id = a.id;
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
    = (excluded.content_version, excluded.rules_version, excluded.facts_hash, now(), excluded.checked_by, excluded.blocking, excluded.warnings);
end $$;
comment on function guichet.take_findings(guichet.amendment) is
  'What the rules would find on the file as amended is what they find on it now; what a manager had let through there is kept for an undo.';

create function guichet.give_back_passes(a guichet.amendment) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  insert into finding as f
  select p.* from jsonb_array_elements(a.lifted) e cross join lateral jsonb_populate_record(null::finding, e) p
  on conflict (convention_id, rule) do update set (severity, figures, passed_by, passed_at, pass_reason)
    = (excluded.severity, excluded.figures, excluded.passed_by, excluded.passed_at, excluded.pass_reason);
  update amendment x set lifted = null where x.id = a.id;
end $$;
comment on function guichet.give_back_passes(guichet.amendment) is
  'Puts back what a manager had let through on a file before this amendment: the check that follows keeps it where it is found again.';

create or replace function guichet.values_on(c guichet.convention, day date, signed_only boolean) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  told jsonb := values_through(c, 0);
  one record;
begin
  for one in
    select a.id, a.written, exists (
      select from amendment_motive m
      where m.amendment_id = a.id and m.motive in ('rupture', 'period', 'schedule', 'place') and m.effective_from <= day) as counts
    from amendment a
    where a.convention_id = c.id and (a.state = 'signed' or a.state = 'validated' and not signed_only) order by a.number
  loop
    told := told || amended(told, one.id, day);
    -- The total is that of the days and hours of this day, which whoever reads it counts, or the one that was written over it.
    if one.counts then
      told := told || case when (one.written ->> 'total_overridden')::boolean
        then jsonb_build_object('total_hours', one.written -> 'total_hours', 'total_overridden', true)
        else '{"total_hours": null, "total_overridden": false}' end;
    end if;
  end loop;
  return told;
end $$;

create function guichet.request_about(request uuid, amendment_id integer) returns uuid
language sql immutable parallel safe as $$
  select md5(request::text || '/' || amendment_id)::uuid
$$;
comment on function guichet.request_about(uuid, integer) is
  'What a request is called in the history of a file where it is about a second amendment: none is told twice there.';

create function guichet.version_for(request uuid, file integer, given integer) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return coalesce((
    select c.version from convention c
    where c.id = file and c.version > given and c.version - given = (
      select count(*) from history h
      where h.convention_id = c.id and h.seq > c.history_seq - (c.version - given) and (h.request_id = request
        or h.request_id in (select request_about(request, a.id) from amendment a where a.convention_id = c.id)))), given);
end $$;
comment on function guichet.version_for(uuid, integer, integer) is
  'The version of a file that an act was decided on; where this very request alone has changed it since, the one that it made.';

create or replace function guichet.act_on_amendments(verb text, ids integer[], versions integer[], request uuid, args jsonb default '{}')
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
    join history h on h.convention_id = a.convention_id and h.request_id in (request, request_about(request, a.id))
    join history_payload v on v.convention_id = h.convention_id and v.seq = h.seq
    where a.id = any(ids) and v.changes -> 0 ->> 'field' = 'amendment.' || a.number);
  -- Of several amendments of one file, each is looked at on what those before made of it: the last first where something is taken back.
  for one in
    select w.id, w.version, a.convention_id as file, min(w.n) over (partition by coalesce(a.convention_id, -w.n)) as place
    from unnest(ids, versions) with ordinality as w (id, version, n) left join amendment a on a.id = w.id
    order by place, case when verb in ('unvalidate', 'restore') then -a.number else a.number end
  loop
    select k.* into amendment_id, convention_id, outcome, code, params, version
    from classify_amendments(verb, array[one.id], array[version_for(request, one.file, one.version)], args) k;
    if one.id = any(already) then
      outcome := 'done'; code := null; params := null;
    elsif outcome = 'done' then
      -- What the database refuses of one is no reason to lose the others.
      begin
        perform apply_to_amendment(verb, one.id, args, case
          when exists (select from history h where h.request_id = request and h.convention_id = one.file) then request_about(request, one.id)
          else request end);
        version := version + 1;
      exception when data_exception or integrity_constraint_violation then
        outcome := 'refused'; code := 'GU016'; params := jsonb_build_object('message', sqlerrm);
      end;
    end if;
    return next;
  end loop;
end $$;

create or replace function guichet.amended_values(c guichet.convention, a guichet.amendment) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select pending_values(c) || amended(values_through(c, 32767), a.id) || case
    when a.total_hours is not null then jsonb_build_object('total_hours', a.total_hours, 'total_overridden', true)
    when 'presence' = any(amendment_topics(a.id)) then jsonb_build_object('total_overridden', false, 'total_hours',
      coalesce((
        select k.total_hours from amendment_check k
        where k.amendment_id = a.id and (k.content_version, k.revision) = (c.content_version, a.revision)),
        (values_through(c, 32767) ->> 'total_hours')::numeric))
    else '{}' end
$$;

-- What else this changes stands in functions that are written out in 0075 and 0077.

create or replace view guichet.amendment_row_source as
select
  a.id as amendment_id, a.convention_id, c.centre_id, c.etape_id, c.supervisor_id, c.student_id,
  case a.state when 'submitted' then 'amendments' when 'validated' then 'amendments_unsigned' else 'amendments_' || a.state end as queue,
  a.state, a.number, a.circuit, a.steps_done,
  m.motives, m.fields, guichet.amendment_told(c, a) as told,
  coalesce(m.first, date '9999-12-31') as effective_from,
  a.state_since as since,
  r.student_key, r.organisation_key,
  coalesce(m.motives[1], 'other') as motive,
  a.state in ('validated', 'signed') or coalesce((k.content_version, k.revision) = (c.content_version, a.revision), false) as checked,
  case when a.passed_by is null then coalesce(k.blocking, 0) else 0 end::smallint as blocking,
  coalesce(k.fresh, 0)::smallint as fresh,
  coalesce(cardinality(k.cleared), 0)::smallint as cleared,
  coalesce(v.country_code, 'FR') <> 'FR' as abroad,
  case
    when a.state = 'cancelled' or h.becomes is null then null
    when h.was <= 924 and h.becomes > 924 then 924
    when h.was <= 308 and h.becomes > 308 then 308 end::smallint as crosses,
  m.motives && array['gratification'] as pays,
  r.version, r.queue as file_queue, r.file_state, r.signature_state, r.circuit as file_circuit, r.steps_done as file_steps_done,
  r.corrected, r.since as file_since, r.start_date, r.end_date, r.student_name, r.student_number, r.organisation_name, r.town,
  r.etape_code, r.supervisor_name, r.centre_code, r.regime, r.total_hours, r.confidential, r.checked as file_checked,
  r.blocking as file_blocking, r.warnings, r.claimed_by, r.claimed_until, r.hold_until
from guichet.amendment a
join guichet.convention c on c.id = a.convention_id
join guichet.convention_row r on r.convention_id = a.convention_id
left join guichet.amendment_check k on k.amendment_id = a.id
-- Of what is validated, the total that it replaced and the one that it wrote.
cross join lateral (
  select coalesce((a.replaced ->> 'total_hours')::numeric, c.total_hours) as was,
    case when a.written is null then k.total_hours else (a.written ->> 'total_hours')::numeric end as becomes) h
cross join lateral (
  select coalesce(array_agg(x.motive order by guichet.motive_order(x.motive)), '{}') as motives, min(x.effective_from) as first,
    array(select distinct d.field from guichet.amendment_motive y cross join lateral jsonb_object_keys(y.changes) as d (field)
      where y.amendment_id = a.id order by 1) as fields
  from guichet.amendment_motive x where x.amendment_id = a.id) m
left join lateral (
  select w.country_code from guichet.host_service w
  where w.id = coalesce((select (x.changes ->> 'service_id')::integer from guichet.amendment_motive x
    where x.amendment_id = a.id and x.motive = 'place'), c.service_id)) v on true;
comment on view guichet.amendment_row_source is 'What a row of a list of amendments is, from what its file''s row is.';

update guichet.amendment_row r set crosses = s.crosses
from guichet.amendment_row_source s
where s.amendment_id = r.amendment_id and r.state in ('validated', 'signed') and s.crosses is not null;

-- Whoever sees amendments by a few centres alone has each centre's read in its order: all of a queue were crossed for a page of few.
create or replace function guichet.search_amendments(wanted text, terms jsonb, sort text, descending boolean, after_key text, after_id integer, rows integer)
returns setof guichet.amendment_row
language plpgsql stable security definer set search_path = guichet, pg_temp set enable_seqscan = off as $$
declare
  few constant integer := 40;
  kind constant text := case
    when sort in ('student_key', 'organisation_key', 'motive') then 'text' when sort = 'effective_from' then 'date'
    when sort = 'since' then 'timestamptz' when sort = 'convention_id' then 'integer' when sort = 'fresh' then 'smallint' end;
  way constant text := case when descending then 'desc' else 'asc' end;
  page constant text := format(' order by a.%I %s, a.amendment_id %2$s limit %s', sort, way, least(rows, 1000));
  centres constant integer[] := my_centres();
  supervised constant integer[] := my_supervised();
  etapes constant integer[] := my_etapes();
  student constant integer := my_student();
  condition text;
begin
  if kind is null then
    raise exception using errcode = 'GU016', message = 'unknown column', detail = jsonb_build_object('field', sort)::text;
  elsif not can('AVENANT', 'read') then
    return;
  end if;
  select coalesce(string_agg(s.c, ' and '), 'true') into condition from (
    select amendment_condition(t) from jsonb_array_elements(terms) t
    union all select format('(a.%I, a.amendment_id) %s (%L::%s, %s)', sort, case when descending then '<' else '>' end, after_key, kind, after_id)
      where after_key is not null) s (c);
  condition := 'a.queue = $5 and ' || condition || page;
  return query execute case when cardinality(centres) <= few and supervised = '{}' and etapes = '{}' and student is null
    then 'select a.* from unnest($1) as mine (centre) cross join lateral (
        select a.* from amendment_row a left join convention_row r using (convention_id) where a.centre_id = mine.centre and ' || condition || ') a' || page
    else 'select a.* from amendment_row a left join convention_row r using (convention_id)
        where sees(a.centre_id, a.supervisor_id, a.etape_id, a.student_id, $1, $2, $3, $4) and ' || condition end
  using centres, supervised, etapes, student, wanted;
end $$;
