-- What somebody is to be told of, beside what an act puts in the outbox already: a signature, an evaluation, a finding, a host
-- that closes, a file that waits too long. Each is raised by the transaction that causes it.

alter table guichet.outbox rename column sent_at to routed_at;
alter table guichet.outbox
  alter column history_seq drop not null,
  add column told jsonb not null default '{}',
  add column not_before timestamptz,
  add column became text check (became in ('told', 'nobody', 'undone', 'merged', 'old', 'quiet'));
-- What happened before anybody could be told is not news.
update guichet.outbox set routed_at = at, became = 'old' where routed_at is null;
comment on column guichet.outbox.history_seq is 'The entry of the history that it is; null for what is raised beside one.';
comment on column guichet.outbox.told is 'What an event that is no entry of the history says.';
comment on column guichet.outbox.not_before is 'Looked at, and not to be looked at again before: more of the same is coming in.';
comment on column guichet.outbox.became is
  'told: mails were written. nobody: none is wanted. undone, merged: an event that follows says it. old: too late to be news. quiet: nobody is told of such.';
create index outbox_waiting on guichet.outbox (id) where routed_at is null;
create index outbox_of_file on guichet.outbox (convention_id, id) where routed_at is null;

create function guichet.raise_alert(ids integer[], event text, told jsonb) returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  insert into outbox (convention_id, event, told) select i.id, raise_alert.event, raise_alert.told from unnest(ids) i (id) order by i.id
$$;
comment on function guichet.raise_alert(integer[], text, jsonb) is 'Puts an event of these files in the outbox.';

-- The rules whose findings somebody is told of: duration and gratification.
create function guichet.told_rules() returns text[]
language sql immutable parallel safe as $$
  select array['duration-max', 'presence-limits', 'gratification-due', 'gratification-min', 'gratification-public']
$$;

create function guichet.raise_by_file() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
declare
  signed integer[];
  submitted integer[];
begin
  select array_agg(a.id) filter (where a.signature_state = 'signed' and b.signature_state <> 'signed'),
    array_agg(a.id) filter (where a.file_state = 'submitted' and b.file_state in ('draft', 'to_correct'))
  into signed, submitted
  from before b join after a on a.id = b.id
  where (a.signature_state, a.file_state) is distinct from (b.signature_state, b.file_state);
  if signed is not null then
    perform raise_alert(signed, 'sign', '{}');
  end if;
  if submitted is not null then
    insert into outbox (convention_id, event, told)
    select f.convention_id, 'finding', jsonb_build_object('findings', jsonb_agg(jsonb_build_object('rule', f.rule, 'figures', f.figures) order by f.rule)) from finding f
    where f.convention_id = any(submitted) and f.rule = any(told_rules()) and f.severity <> 'information' group by f.convention_id;
  end if;
  return null;
end $$;
comment on function guichet.raise_by_file() is 'A file that everybody has signed, or that is submitted with findings that somebody is told of.';
create trigger convention_raises after update on guichet.convention
  referencing old table as before new table as after for each statement execute function guichet.raise_by_file();

create function guichet.raise_by_finding() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  insert into outbox (convention_id, event, told)
  select c.id, 'finding', jsonb_build_object('findings', jsonb_agg(jsonb_build_object('rule', f.rule, 'figures', f.figures) order by f.rule))
  from found f join convention c on c.id = f.convention_id
  where f.rule = any(told_rules()) and f.severity <> 'information' and c.file_state in ('submitted', 'in_validation') and c.archived_at is null
  group by c.id;
  return null;
end $$;
comment on function guichet.raise_by_finding() is 'A finding that is new on a file that waits.';
create trigger finding_raises after insert on guichet.finding
  referencing new table as found for each statement execute function guichet.raise_by_finding();

create function guichet.raise_by_host() returns trigger
language plpgsql security definer set search_path = guichet, pg_temp as $$
begin
  perform raise_alert(
    array(select c.id from convention c where c.organisation_id = new.id and c.file_state <> 'cancelled' and c.archived_at is null
      and coalesce(c.end_date, today()) >= today()),
    'host_closed', jsonb_build_object('host', new.name, 'on', new.registered -> 'closed_on'));
  return null;
end $$;
comment on function guichet.raise_by_host() is 'The register says that a host of open files is closed.';
create trigger host_organisation_raises after update of registered on guichet.host_organisation
  for each row when ((new.registered ->> 'is_closed') = 'true' and (old.registered ->> 'is_closed') is distinct from 'true')
  execute function guichet.raise_by_host();

-- Evaluations --------------------------------------------------------------------------------------------------------
-- They are filled elsewhere; here it is kept that one was, and by whom.

create table guichet.evaluation (
  convention_id integer not null references guichet.convention on delete cascade,
  filled_by text not null check (filled_by in ('student', 'supervisor', 'tutor')),
  at timestamptz not null default now(),
  primary key (convention_id, filled_by)
);
comment on table guichet.evaluation is 'Who has filled their evaluation of an internship.';
alter table guichet.evaluation enable row level security;

create function guichet.record_evaluation(convention integer, filled_by text, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare c convention;
begin
  perform lock_conventions(array[record_evaluation.convention]);
  select * into c from convention x where x.id = record_evaluation.convention;
  if c.id is null or not may_read(c.id) then
    return query select 'refused', 'GU001', null::jsonb; return;
  elsif record_evaluation.filled_by is null or record_evaluation.filled_by not in ('student', 'supervisor', 'tutor') then
    return query select 'refused', 'GU030', jsonb_build_object('field', 'filled_by', 'value', record_evaluation.filled_by); return;
  -- Each fills their own; the tutor logs in nowhere, and the centre records what comes from them, as for the others.
  elsif not (record_evaluation.filled_by = 'student' and coalesce(c.student_id = my_student(), false)
    or record_evaluation.filled_by = 'supervisor' and coalesce(c.supervisor_id = any(my_supervised()), false)
    or c.centre_id = any(my_centres_to('modify')))
  then
    return query select 'refused', 'GU002', jsonb_build_object('function', 'CONVENTION', 'right', 'modify', 'grantors', grantors()); return;
  elsif c.file_state <> 'validated' then
    return query select 'refused', 'GU004', jsonb_build_object('state', c.file_state); return;
  end if;
  insert into evaluation (convention_id, filled_by) values (c.id, record_evaluation.filled_by) on conflict do nothing;
  if found then
    perform tell_history(c.id, 'evaluate', jsonb_build_array(
      jsonb_build_object('field', 'evaluation.' || record_evaluation.filled_by, 'from', null, 'to', 'filled')), null, request);
    if (select count(*) from evaluation e where e.convention_id = c.id) = 3 then
      perform raise_alert(array[c.id], 'evaluations_complete', '{}');
    end if;
  end if;
  return query select 'done', null, null::jsonb;
end $$;
comment on function guichet.record_evaluation(integer, text, uuid) is
  'Somebody has filled their evaluation: student, supervisor or tutor. Once; doing it again changes nothing.';
grant execute on function guichet.record_evaluation(integer, text, uuid) to guichet_person, guichet_api;

-- What waits too long ------------------------------------------------------------------------------------------------

alter table guichet.centre
  add column late_after_days smallint not null default 10 check (late_after_days between 1 and 365),
  add column late_again_days smallint not null default 7 check (late_again_days between 0 and 365);
comment on column guichet.centre.late_after_days is 'For how many days a file or an amendment may wait for its next step before it counts as late.';
comment on column guichet.centre.late_again_days is 'After how many more days one is told of it again; 0 for never.';

create table guichet.reminder (
  kind text not null check (kind in ('late', 'amendment_waiting')),
  id integer not null,
  since timestamptz not null,
  at timestamptz not null default now(),
  primary key (kind, id)
);
comment on table guichet.reminder is 'When one was last told that a file, or an amendment, waits, and since when it then did.';
alter table guichet.reminder enable row level security;

create function guichet.check_worker() returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if not pg_has_role(session_user, 'guichet_worker', 'member') then
    raise exception using errcode = 'GU060', message = 'this is for the worker', detail = '{}';
  end if;
end $$;

create function guichet.raise_late(most integer) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare raised integer;
begin
  perform check_worker();
  with waiting as (
    select 'late' as kind, c.id, c.id as file, c.state_since as since, c.circuit[c.steps_done + 1] as step, null::smallint as number, k.late_again_days
    from convention c join centre k on k.id = c.centre_id
    where c.file_state in ('submitted', 'in_validation') and c.archived_at is null and coalesce(c.hold_until <= today(), true)
      and c.state_since < now() - make_interval(days => k.late_after_days)
    union all
    select 'amendment_waiting', a.id, a.convention_id, a.state_since, a.circuit[a.steps_done + 1], a.number, k.late_again_days
    from amendment a join convention c on c.id = a.convention_id join centre k on k.id = c.centre_id
    where a.state = 'submitted' and c.archived_at is null and a.state_since < now() - make_interval(days => k.late_after_days)
  ), due as (
    select w.* from waiting w left join reminder r on r.kind = w.kind and r.id = w.id
    where r.since is distinct from w.since or w.late_again_days > 0 and r.at < now() - make_interval(days => w.late_again_days)
    limit least(most, 10000)
  ), marked as (
    insert into reminder as r (kind, id, since) select d.kind, d.id, d.since from due d
    on conflict on constraint reminder_pkey do update set since = excluded.since, at = now()
    -- Of two workers at once, one tells.
    where r.since <> excluded.since or r.at < now() - interval '1 hour'
    returning r.kind, r.id
  )
  insert into outbox (convention_id, event, told)
  select d.file, d.kind, jsonb_strip_nulls(jsonb_build_object('since', (d.since at time zone (select e.zone from establishment e))::date, 'step', d.step, 'amendment', d.number))
  from marked m join due d using (kind, id) order by d.file;
  get diagnostics raised = row_count;
  return raised;
end $$;
comment on function guichet.raise_late(integer) is
  'Raises what has waited for longer than its centre allows, once and then as often as the centre says; tells how many. For the worker.';
grant execute on function guichet.raise_late(integer) to guichet_worker;
