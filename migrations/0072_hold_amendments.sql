-- What an amendment stands on is what is written, not what its motives are called; a check that a student recorded, or that is not
-- of what stands, is no ground for a validation; and amendments of a file that is over wait for nobody.

-- A total that is written over is of the days, whatever else an amendment changes.
create or replace function guichet.amendment_topics(amendment_id integer) returns text[]
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(array_agg(distinct t.topic), '{}')
  from (
    -- Days, hours and the public holidays of the place make one total.
    select case when m.motive in ('rupture', 'period', 'schedule', 'place') then 'presence' else m.motive end
    from amendment_motive m where m.amendment_id = amendment_topics.amendment_id and m.motive <> 'other'
    union all
    select 'presence' from amendment a where a.id = amendment_topics.amendment_id and a.total_hours is not null) t (topic)
$$;

create or replace function guichet.amendment_told(c guichet.convention, a guichet.amendment) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  with base as materialized (select values_through(c, 32767) as told)
  select coalesce(jsonb_agg(t.told order by t.place, t.field), '[]')
  from (
    select motive_order(m.motive) as place, e.field, jsonb_build_object('field', e.field) || case
      when f.target = 'convention_text' then '{}'
      when jsonb_typeof(e.value) = 'object' then e.value
      else jsonb_build_object('from', named(e.field, case when a.replaced is not null then a.replaced -> e.field else b.told -> e.field end),
        'to', named(e.field, e.value)) end as told
    from amendment_motive m
    cross join lateral jsonb_each(m.changes) as e (field, value)
    join editable_field f on f.field = e.field
    cross join base b
    where m.amendment_id = a.id
    union all
    select motive_order('schedule'), 'total_hours', jsonb_build_object('field', 'total_hours',
      'from', case when a.replaced is not null then a.replaced -> 'total_hours' else b.told -> 'total_hours' end, 'to', a.total_hours)
    from base b where a.total_hours is not null) t
$$;

create function guichet.writes_same(one jsonb, other jsonb) returns boolean
language sql immutable parallel safe as $$
  select exists (select from jsonb_object_keys(one) k where other ? k)
$$;
comment on function guichet.writes_same(jsonb, jsonb) is 'Whether two amendments write a field that is the same.';

create function guichet.amendment_depends(verb text, c guichet.convention, a guichet.amendment) returns integer[]
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  topics constant text[] := amendment_topics(a.id);
  would constant jsonb := case when verb = 'validate' and exists (
    select from amendment o where o.convention_id = a.convention_id and o.state in ('validated', 'signed') and o.number > a.number)
    then amended(values_through(c, 32767), a.id) end;
begin
  return array(
    select o.number from amendment o
    where o.convention_id = a.convention_id and o.id <> a.id and case verb
      -- About the same thing: later ones when something is done or undone beneath them, earlier ones when it is signed.
      when 'validate' then o.state in ('validated', 'signed') and o.number > a.number
        and (amendment_topics(o.id) && topics or writes_same(would, o.written))
      when 'unvalidate' then o.state in ('validated', 'signed')
        and (o.number > a.number and (amendment_topics(o.id) && topics or writes_same(a.written, o.written))
          or (o.validated_at, o.number) > (a.validated_at, a.number) and amendment_beyond(o.id, (a.replaced ->> 'end_date')::date))
      when 'sign' then o.state = 'validated'
        and (o.number < a.number and (amendment_topics(o.id) && topics or writes_same(a.written, o.written))
          or (o.validated_at, o.number) < (a.validated_at, a.number) and amendment_beyond(a.id, (o.replaced ->> 'end_date')::date))
      else false end
    order by o.number);
end $$;
comment on function guichet.amendment_depends(text, guichet.convention, guichet.amendment) is
  'The amendments of its file that an act on this one would leave without ground, or that it would pass over.';

create function guichet.restorable(a guichet.amendment, person integer) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare last history;
begin
  select h.* into last from history h join history_payload v on v.convention_id = h.convention_id and v.seq = h.seq
  where h.convention_id = a.convention_id and v.changes -> 0 ->> 'field' = 'amendment.' || a.number
  order by h.seq desc limit 1;
  return case when last.verb in ('amend_return', 'amend_cancel') and last.person_id = person and not exists (
    select from history h
    where h.convention_id = a.convention_id and h.seq > last.seq
      and (h.person_id is distinct from person or h.verb <> all(array['amend_return', 'amend_cancel', 'amend_restore']))) then last.seq end;
end $$;
comment on function guichet.restorable(guichet.amendment, integer) is
  'The entry of the history in which somebody returned or cancelled this amendment, while nothing has come after it but more of this kind by them.';

create function guichet.is_own_check(checked_by integer, student integer) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select exists (select from student s where s.id = is_own_check.student and s.person_id = checked_by)
$$;
comment on function guichet.is_own_check(integer, integer) is 'Whether what the rules found on a file was recorded by its student.';

create function guichet.amended_hash(c guichet.convention, a guichet.amendment) returns bytea
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select sha256(convert_to(f.facts::text, 'UTF8')) from facts_of(array[c.id], jsonb_build_object(c.id::text, amended_values(c, a))) f);
end $$;
comment on function guichet.amended_hash(guichet.convention, guichet.amendment) is
  'The hash of what the rules would read of a file with this amendment, as amendment_facts() gives it.';

create or replace view guichet.amendment_row_source as
select
  a.id as amendment_id, a.convention_id, c.centre_id, c.etape_id, c.supervisor_id, c.student_id,
  case
    -- Of a file that is over nothing waits.
    when a.state <> 'signed' and (c.file_state = 'cancelled' or c.archived_at is not null) then 'amendments_cancelled'
    when a.state = 'submitted' then 'amendments' when a.state = 'validated' then 'amendments_unsigned' else 'amendments_' || a.state end as queue,
  a.state, a.number, a.circuit, a.steps_done,
  m.motives, m.fields, guichet.amendment_told(c, a) as told,
  coalesce(m.first, date '9999-12-31') as effective_from,
  a.state_since as since,
  r.student_key, r.organisation_key,
  coalesce(m.motives[1], 'other') as motive,
  a.state in ('validated', 'signed')
    or coalesce((k.content_version, k.revision) = (c.content_version, a.revision), false) and not guichet.is_own_check(k.checked_by, c.student_id) as checked,
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

-- What else this changes stands in functions that are written out in 0075 and 0077.

revoke execute on function guichet.record_amendment_findings(jsonb) from guichet_api;

select guichet.write_amendment_rows(array(
  select r.amendment_id from guichet.amendment_row r join guichet.amendment_row_source s using (amendment_id)
  where (r.queue, r.checked) <> (s.queue, s.checked)));
