-- Applying what was classified as done. Every act: lock, skip what this request already did, classify, write history,
-- change the files (their rows and counts follow by trigger), queue the events, ring the bell. One transaction.

create function guichet.apply_steps(verb text, ids integer[], args jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare person integer := me();
begin
  case verb
    when 'validate' then
      update convention_step s set done_at = now(), done_by = person, on_behalf_of = args ->> 'on_behalf_of',
        on_behalf_origin = args ->> 'on_behalf_origin', on_behalf_date = (args ->> 'on_behalf_date')::date
      from convention c
      where c.id = any(ids) and s.convention_id = c.id and s.kind = c.circuit[c.steps_done + 1];
    when 'unvalidate' then
      update convention_step s set done_at = null, done_by = null, on_behalf_of = null, on_behalf_origin = null, on_behalf_date = null
      from convention c
      where c.id = any(ids) and s.convention_id = c.id and s.kind = c.circuit[c.steps_done];
    when 'return' then
      update convention_step s set done_at = null, done_by = null, on_behalf_of = null, on_behalf_origin = null, on_behalf_date = null
      where s.convention_id = any(ids) and s.done_at is not null;
      with given as (
        insert into convention_return (convention_id, returned_by, history_seq, free_text)
        select c.id, person, c.history_seq + 1, nullif(args ->> 'reason', '') from convention c where c.id = any(ids)
        returning id)
      insert into convention_return_reason (return_id, reason_id)
      select given.id, n::integer from given, jsonb_array_elements_text(coalesce(args -> 'reasons', '[]')) n;
    when 'submit' then
      delete from convention_step s where s.convention_id = any(ids);
      insert into convention_step (convention_id, kind, position, label)
      select c.id, s.kind, s.position, s.label
      from convention c join centre_step s on s.centre_id = c.centre_id where c.id = any(ids);
    when 'restore' then
      update convention_step s set done_at = p.done_at, done_by = p.done_by, on_behalf_of = p.on_behalf_of,
        on_behalf_origin = p.on_behalf_origin, on_behalf_date = p.on_behalf_date
      from convention c
      join history_payload h on h.convention_id = c.id and h.seq = c.history_seq
      cross join lateral jsonb_array_elements(h.changes) e
      cross join lateral jsonb_populate_record(null::convention_step,
        case jsonb_typeof(e -> 'from') when 'object' then e -> 'from' end) p
      where c.id = any(ids) and starts_with(e ->> 'field', 'step.') and s.convention_id = c.id and s.kind = p.kind;
      delete from convention_return r using convention c
      where c.id = any(ids) and r.convention_id = c.id and r.history_seq = c.history_seq;
    when 'pass' then
      update finding f set passed_by = person, passed_at = now(), pass_reason = args ->> 'reason'
      where f.convention_id = any(ids) and f.severity = 'blocking' and f.passed_by is null
        and (not args ? 'rule' or f.rule = args ->> 'rule');
      update convention_check k set blocking = (
        select count(*) from finding f where f.convention_id = k.convention_id and f.severity = 'blocking' and f.passed_by is null)
      where k.convention_id = any(ids);
    else null;
  end case;
end $$;
comment on function guichet.apply_steps(text, integer[], jsonb) is 'What an act does to the children of its files.';

-- A label that changes or is retired later does not change what was submitted.
create function guichet.labels_of(c guichet.convention) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(jsonb_object_agg(f.field, e.label), '{}')
  from (values ('type_id', c.type_id), ('theme_id', c.theme_id), ('working_time_id', c.working_time_id), ('origin_id', c.origin_id),
    ('assessed_work_id', c.assessed_work_id), ('assessment_mode_id', c.assessment_mode_id), ('payment_mode_id', c.payment_mode_id)) f (field, id)
  join list_entry e on e.id = f.id
$$;
comment on function guichet.labels_of(guichet.convention) is 'The labels of the lists that a file refers to, by field.';

create function guichet.apply_act(verb text, ids integer[], args jsonb, request uuid) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  accounts jsonb[];
  ordered integer[];
  seqs integer[];
  heads bytea[];
begin
  select array_agg(c.id order by c.id), array_agg(d.changes order by c.id),
    array_agg(c.history_seq order by c.id), array_agg(c.history_head order by c.id)
  into ordered, accounts, seqs, heads
  from convention c join changes_of(verb, ids, args) d on d.convention_id = c.id;

  perform apply_steps(verb, ordered, args);

  select array_agg(h.seq order by h.convention_id), array_agg(h.hash order by h.convention_id) into seqs, heads
  from append_history(ordered, seqs, heads, verb, accounts, args ->> 'reason', request) h;

  update convention c set
    file_state = coalesce((select e ->> 'to' from jsonb_array_elements(a.account) e where e ->> 'field' = 'file_state'), c.file_state),
    steps_done = case verb
      when 'validate' then c.steps_done + 1
      when 'unvalidate' then c.steps_done - 1
      when 'return' then 0
      when 'submit' then 0
      when 'restore' then (select count(*) from convention_step s where s.convention_id = c.id and s.done_at is not null)
      else c.steps_done end,
    circuit = case verb
      when 'submit' then array(select s.kind from convention_step s where s.convention_id = c.id order by s.position)
      else c.circuit end,
    corrected = case verb
      when 'submit' then c.file_state = 'to_correct'
      when 'restore' then coalesce((
        select (e ->> 'to')::boolean from jsonb_array_elements(a.account) e where e ->> 'field' = 'corrected'), c.corrected)
      when 'validate' then false
      when 'return' then false
      else c.corrected end,
    frozen_labels = case verb when 'submit' then labels_of(c) else c.frozen_labels end,
    submitted_at = case verb when 'submit' then now() else c.submitted_at end,
    hold_until = case verb when 'hold' then (args ->> 'until')::date else c.hold_until end,
    -- What is undone has waited since the step before it, or since it was submitted.
    state_since = case
      when verb in ('hold', 'pass') then c.state_since
      when verb in ('unvalidate', 'restore') then coalesce(
        (select max(s.done_at) from convention_step s where s.convention_id = c.id), c.submitted_at, now())
      else now() end,
    claimed_by = case when verb in ('validate', 'return', 'cancel') then null else c.claimed_by end,
    claimed_until = case when verb in ('validate', 'return', 'cancel') then null else c.claimed_until end,
    version = c.version + 1,
    history_seq = a.seq,
    history_head = a.head
  from unnest(ordered, accounts, seqs, heads) as a (id, account, seq, head)
  where c.id = a.id;

  insert into outbox (convention_id, event, history_seq)
  select a.id, verb, a.seq from unnest(ordered, seqs) as a (id, seq);
  perform pg_notify('guichet', '');
  -- Now and then whoever acts sums the counts, so that they stay few even where no worker runs.
  if random() < 0.02 then
    perform compact_counts();
  end if;
end $$;

create function guichet.act(verb text, ids integer[], versions integer[], request uuid, args jsonb default '{}')
returns table (convention_id integer, outcome text, code text, params jsonb, version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  already integer[];
  verdict jsonb;
  done integer[];
begin
  if cardinality(ids) is distinct from cardinality(versions) then
    raise exception using errcode = 'GU016', message = 'one version an id is expected',
      detail = jsonb_build_object('ids', cardinality(ids), 'versions', cardinality(versions))::text;
  end if;
  perform lock_conventions(ids);
  select coalesce(array_agg(h.convention_id), '{}') into already
  from history h where h.request_id = request and h.convention_id = any(ids);
  -- Classified once, under the locks; what follows changes what a second look would say.
  select coalesce(jsonb_agg(to_jsonb(k)), '[]'),
    coalesce(array_agg(k.convention_id) filter (where k.outcome = 'done' and k.convention_id <> all(already)), '{}')
  into verdict, done
  from classify(verb, ids, versions, args) k;
  if cardinality(done) > 0 then
    perform apply_act(verb, done, args, request);
  end if;
  return query
  select w.id,
    case when w.id = any(already) then 'done' else v.outcome end,
    case when w.id = any(already) then null else v.code end,
    case when w.id = any(already) then null else v.params end,
    case when w.id = any(done) then v.version + 1 else v.version end
  from unnest(ids) with ordinality as w (id, n)
  join jsonb_to_recordset(verdict) as v (convention_id integer, outcome text, code text, params jsonb, version integer)
    on v.convention_id = w.id
  order by w.n;
end $$;
comment on function guichet.act(text, integer[], integer[], uuid, jsonb) is
  'One act on many files: validate, unvalidate, return, submit, cancel, restore, hold or pass. Each file answers done, stale or refused with its version as it stands. The same request never acts twice on a file.';

create function guichet.outcome(request uuid) returns table (convention_id integer, seq integer, verb text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select h.convention_id, h.seq, h.verb from history h
  where h.request_id = request and h.person_id = me()
  order by h.convention_id;
end $$;
comment on function guichet.outcome(uuid) is 'What a request of mine did: asked after a lost answer, instead of sending again.';

grant execute on function guichet.preview(text, integer[], integer[], jsonb),
  guichet.act(text, integer[], integer[], uuid, jsonb), guichet.outcome(uuid) to guichet_person;
