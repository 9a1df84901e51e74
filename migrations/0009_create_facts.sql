-- What the rules read, and what they found. Completeness is SQL; the other rules run in the program over facts(),
-- and their findings are recorded here. A file without findings for its present content cannot be acted upon.

create function guichet.sees(centre_id integer, supervisor_id integer, etape_id integer, student_id integer,
  centres integer[], supervised integer[], etapes integer[], student integer) returns boolean
language sql immutable parallel safe as $$
  select case
    when centre_id = any(centres) then true
    when supervisor_id = any(supervised) then true
    when etape_id = any(etapes) then true
    when student_id = student then true
    else false
  end
$$;
comment on function guichet.sees(integer, integer, integer, integer, integer[], integer[], integer[], integer) is
  'The scope of the policies, for definer functions: given my centres, supervised, étapes and student. No fixed path: it is inlined.';

create function guichet.missing_fields(ids integer[]) returns table (convention_id integer, missing text[])
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select c.id, array_remove(array[
    case when c.organisation_id is null then 'organisation' end,
    case when c.service_id is null then 'service' end,
    case when c.tutor_id is null then 'tutor' end,
    case when c.signatory_id is null then 'signatory' end,
    case when c.supervisor_id is null then 'supervisor' end,
    case when c.start_date is null then 'start_date' end,
    case when c.end_date is null then 'end_date' end,
    case when c.weekly_hours is null and not exists (select from week_pattern w where w.convention_id = c.id) then 'weekly_hours' end,
    case when c.total_hours is null then 'total_hours' end,
    case when c.gratification is null then 'gratification' end,
    case when c.gratification and (c.gratification_amount is null or c.gratification_unit is null) then 'gratification_amount' end,
    case when coalesce(t.subject, '') = '' then 'subject' end,
    case when coalesce(t.tasks, '') = '' then 'tasks' end,
    case when coalesce(t.skills, '') = '' then 'skills' end,
    case when c.type_id is null then 'type' end,
    case when c.regime <> 'cesure' and c.teaching_hours is null then 'teaching_hours' end
  ], null)
  from convention c left join convention_text t on t.convention_id = c.id
  where c.id = any(ids);
end $$;
comment on function guichet.missing_fields(integer[]) is 'Completeness (D124-4): the mandatory fields that are empty, by name.';

create function guichet.facts_of(ids integer[]) returns table (convention_id integer, version integer, facts jsonb)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select c.id, c.version, jsonb_build_object(
    'regime', c.regime,
    'year', c.year,
    'year_starts', jsonb_build_array(e.year_starts_month, e.year_starts_day),
    'year_extension_days', k.year_extension_days,
    'start_date', c.start_date,
    'end_date', c.end_date,
    'weekly_hours', c.weekly_hours,
    'total_hours', c.total_hours,
    'interruptions', coalesce((
      select jsonb_agg(jsonb_build_array(i.start_date, i.end_date) order by i.start_date, i.id)
      from interruption i where i.convention_id = c.id), '[]'),
    'missing', to_jsonb(m.missing),
    'supervisor_optional', k.supervisor_optional_at_submission,
    'other_hours', coalesce((
      select sum(o.total_hours) from convention o
      join host_organisation h on h.id = o.organisation_id
      where o.student_id = c.student_id and o.id <> c.id and o.year = c.year
        and o.file_state not in ('draft', 'cancelled')
        and h.siren = (select siren from host_organisation where id = c.organisation_id)), 0))
  from convention c
  join missing_fields(ids) m on m.convention_id = c.id
  join centre k on k.id = c.centre_id
  cross join establishment e
  where c.id = any(ids);
end $$;
comment on function guichet.facts_of(integer[]) is
  'What the rules read of these files: figures, dates and names of fields, never a person''s name.';

create function guichet.facts(ids integer[]) returns table (convention_id integer, version integer, facts jsonb, facts_hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select f.convention_id, f.version, f.facts, sha256(convert_to(f.facts::text, 'UTF8'))
  from facts_of((
    select array_agg(c.id) from convention c
    where c.id = any(ids)
      and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id,
               (select my_centres())::integer[], (select my_supervised())::integer[], (select my_etapes())::integer[], (select my_student()))
  )) f;
end $$;
comment on function guichet.facts(integer[]) is 'facts_of() for those of these files that I may read.';

-- checks: [{"id", "version", "rules_version", "facts_hash" (hex), "findings": [{"rule", "severity", "figures"}]}]
create function guichet.record_findings(checks jsonb) returns table (convention_id integer, outcome text)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  centres integer[] := my_centres();
  supervised integer[] := my_supervised();
  etapes integer[] := my_etapes();
  student integer := my_student();
  ids integer[] := array(select (e ->> 'id')::integer from jsonb_array_elements(checks) e);
  good integer[];
begin
  perform from convention c
  where c.id = any(ids)
    and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id, centres, supervised, etapes, student)
  order by c.id for update;

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
comment on function guichet.record_findings(jsonb) is
  'Records what the rules found, if the facts are still those that were read; otherwise answers stale.';

grant execute on function guichet.facts(integer[]), guichet.record_findings(jsonb) to guichet_person, guichet_worker;
