-- Writing amendments: drafts on a file with every step done, changed field by field like a file, each field under its
-- motive.
--   GU046 a field that no amendment changes
--   GU048 an amendment is under way already

create function guichet.motive_order(motive text) returns integer
language sql immutable parallel safe as $$
  select array_position(array['rupture', 'period', 'schedule', 'subject', 'gratification', 'place', 'tutor', 'supervisor', 'signatory', 'other'], motive)
$$;

create function guichet.may_amend(c guichet.convention, act text) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to(act, 'AVENANT');
begin
  return case
    when scopes = '{}' then 'GU002'
    when not (c.centre_id = any(my_centres_to(act, 'AVENANT'))
      or 'supervised' = any(scopes) and coalesce(c.supervisor_id = any(my_supervised()), false)
      or 'programme' = any(scopes) and c.etape_id = any(my_etapes())
      or 'own' = any(scopes) and c.student_id is not distinct from my_student()) then 'GU002'
    when c.file_state <> 'validated' or c.archived_at is not null then 'GU004'
    else 'OK' end;
end $$;
comment on function guichet.may_amend(guichet.convention, text) is
  'Whether I may do this to amendments of a file: create, modify, delete or validate, where every step is done.';

create function guichet.amend_refusal(c guichet.convention, code text, act text) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select case code
    when 'GU002' then jsonb_build_object('function', 'AVENANT', 'right', act, 'grantors', grantors())
    when 'GU004' then jsonb_build_object('state', c.file_state) end
$$;

create function guichet.open_file(file integer, version integer, request uuid) returns jsonb
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare stands integer;
begin
  perform lock_conventions(array[file]);
  if file is null or not may_read(file) then
    return '{"outcome": "refused", "code": "GU001"}';
  end if;
  select c.version into stands from convention c where c.id = file;
  if exists (select from history h where h.request_id = request and h.convention_id = file) then
    return jsonb_build_object('outcome', 'done', 'version', stands);
  elsif stands is distinct from version then
    return (
      select jsonb_build_object('outcome', 'stale', 'code', k.code, 'params', k.params, 'version', k.version)
      from classify('edit', array[file], array[version], '{}') k);
  end if;
  return null;
end $$;
comment on function guichet.open_file(integer, integer, uuid) is
  'Locks a file to change it; what to answer at once when it is not found, done already or changed since, else nothing.';

create function guichet.tell_history(file integer, verb text, account jsonb, reason text, request uuid) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare head bytea;
begin
  select h.hash into head from convention c cross join lateral
    append_history(array[c.id], array[c.history_seq], array[c.history_head], verb, array[account], reason, request) h
  where c.id = file;
  update convention c set version = c.version + 1, history_seq = c.history_seq + 1, history_head = head where c.id = file;
  insert into outbox (convention_id, event, history_seq) select c.id, verb, c.history_seq from convention c where c.id = file;
  perform pg_notify('guichet', '');
end $$;
comment on function guichet.tell_history(integer, text, jsonb, text, uuid) is
  'One more entry of a locked file, its next version, the event, and the bell.';

create function guichet.create_amendment(convention integer, version integer, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  halt constant jsonb := open_file(create_amendment.convention, create_amendment.version, request);
  c convention;
  verdict text;
  open integer[];
  made integer;
  next smallint;
begin
  if halt is not null then
    return query select halt ->> 'outcome', halt ->> 'code', halt -> 'params', (halt ->> 'version')::integer, case
      when halt ->> 'outcome' = 'done' then (
        select a.id from amendment a join history h on h.convention_id = a.convention_id
        join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
        where h.request_id = request and a.convention_id = create_amendment.convention
          and y.changes -> 0 ->> 'field' = 'amendment.' || a.number) end;
    return;
  end if;
  select * into c from convention f where f.id = create_amendment.convention;
  verdict := may_amend(c, 'create');
  if verdict <> 'OK' then
    return query select 'refused', verdict, amend_refusal(c, verdict, 'create'), c.version, null::integer; return;
  end if;
  open := array(select a.number from amendment a where a.convention_id = c.id and a.state in ('draft', 'submitted') order by a.number);
  if open <> '{}' and not (select k.several_amendments from centre k where k.id = c.centre_id) then
    return query select 'refused', 'GU048', jsonb_build_object('amendments', to_jsonb(open)), c.version, null::integer; return;
  end if;
  select coalesce(max(a.number), 0) + 1 into next from amendment a where a.convention_id = c.id;
  insert into amendment as a (convention_id, number, created_by) values (c.id, next, me()) returning a.id into made;
  perform tell_history(c.id, 'amend_create', jsonb_build_array(
    jsonb_build_object('field', 'amendment.' || next, 'from', null, 'to', 'draft')), null, request);
  return query select 'done', null, null::jsonb, c.version + 1, made;
end $$;
comment on function guichet.create_amendment(integer, integer, uuid) is
  'An empty amendment of a file with every step done; one at a time, unless the centre lets several be under way.';

-- Whether the fields hold what they would be given: tried on the file itself, and taken back.
create function guichet.tried(c guichet.convention, changes jsonb) returns jsonb
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare after jsonb;
begin
  begin
    perform write_fields(c.id, 'convention', changes), write_fields(c.id, 'convention_text', changes), write_calendar(c.id, changes);
    select jsonb_object_agg(k, v.every -> k) into after
    from (select file_values(f) as every from convention f where f.id = c.id offset 0) v, jsonb_object_keys(changes) k;
    raise exception using errcode = 'GU000';
  exception
    when sqlstate 'GU000' then return jsonb_build_object('values', coalesce(after, '{}'));
    when data_exception or integrity_constraint_violation then return jsonb_build_object('message', sqlerrm);
  end;
end $$;
comment on function guichet.tried(guichet.convention, jsonb) is
  'What the fields of a file would then hold, as the database writes it, or why not: nothing is changed.';

create function guichet.fault_in(c guichet.convention, changes jsonb) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  longest constant integer := 30000;
  wrong text;
begin
  select k into wrong from jsonb_each_text(changes) e (k, v)
  where not exists (select from editable_field f where f.field = k) or length(v) > longest limit 1;
  if wrong is not null then
    return jsonb_build_object('code', 'GU016', 'params', jsonb_build_object('field', wrong));
  end if;
  select f.field into wrong from editable_field f where changes ? f.field and f.motive is null limit 1;
  if wrong is not null then
    return jsonb_build_object('code', 'GU046', 'params', jsonb_build_object('field', wrong));
  end if;
  -- Whoever does not see them would write over them unseen.
  if not may_read_texts(c) and exists (
    select from editable_field f where f.target = 'convention_text' and changes ? f.field) then
    return '{"code": "GU037"}';
  end if;
  wrong := unlisted_entry(changes);
  if wrong is not null then
    return jsonb_build_object('code', 'GU033', 'params', jsonb_build_object('field', wrong));
  end if;
  wrong := coalesce(hidden_reference(c, changes), misplaced_reference(jsonb_populate_record(c, changes)));
  if wrong is not null then
    return jsonb_build_object('code', 'GU016', 'params', jsonb_build_object('field', wrong));
  end if;
  return null;
exception when data_exception or integrity_constraint_violation then
  return jsonb_build_object('code', 'GU016', 'params', jsonb_build_object('message', sqlerrm));
end $$;
comment on function guichet.fault_in(guichet.convention, jsonb) is 'Why an amendment cannot change these fields so; null when it can.';

-- motives: {"period": {"effective_from", "comment"}, "tutor": null}: null takes a motive out with all that it changes.
create function guichet.edit_amendment(id integer, version integer, changes jsonb, motives jsonb default '{}',
  request uuid default gen_random_uuid())
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
    select a.id, n.motive, coalesce((motives -> n.motive ->> 'effective_from')::date, (after -> 'values' ->> 'rupture_on')::date,
      greatest(today(), (base ->> 'start_date')::date)), nullif(motives -> n.motive ->> 'comment', ''), '{}'
    from (
      select e.key as motive from jsonb_each(motives) e where jsonb_typeof(e.value) <> 'null'
      union select f.motive from editable_field f where wanted ? f.field) n
    on conflict on constraint amendment_motive_pkey do update set
      effective_from = coalesce((motives -> m.motive ->> 'effective_from')::date,
        case when m.motive = 'rupture' then excluded.effective_from end, m.effective_from),
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
  perform tell_history(c.id, 'amend_edit', account, null, request);
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;
comment on function guichet.edit_amendment(integer, integer, jsonb, jsonb, uuid) is
  'Changes what an amendment makes of fields, each under its motive, and the motives themselves: a draft, or one handed in that staff correct.';

create function guichet.amendment_values(amendment_id integer) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object('total_hours', a.total_hours)) || coalesce((
    select jsonb_object_agg(e.field, e.value)
    from amendment_motive m
    cross join lateral (
      select d.field, d.value from jsonb_each(m.changes) as d (field, value)
      union all
      select m.motive || '.' || w.what, w.value
      from (values ('effective_from', to_jsonb(m.effective_from)), ('comment', to_jsonb(m.comment))) w (what, value)
      where w.value is not null) e
    where m.amendment_id = a.id), '{}')
  from amendment a where a.id = amendment_values.amendment_id
$$;
comment on function guichet.amendment_values(integer) is 'What an amendment says, by name: its changes, and each motive''s day and comment.';

create function guichet.delete_amendment(id integer, version integer, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  file integer := (select a.convention_id from amendment a where a.id = delete_amendment.id);
  halt jsonb;
  a amendment;
  c convention;
  verdict text;
begin
  -- Deleted already, by this request.
  file := coalesce(file, (select h.convention_id from history h where h.request_id = request and h.verb = 'amend_delete' and h.person_id = me()));
  halt := open_file(file, delete_amendment.version, request);
  if halt is not null then
    return query select halt ->> 'outcome', halt ->> 'code', halt -> 'params', (halt ->> 'version')::integer; return;
  end if;
  select * into a from amendment x where x.id = delete_amendment.id;
  select * into c from convention f where f.id = file;
  verdict := may_amend(c, 'delete');
  if a.state <> 'draft' and verdict in ('OK', 'GU004') then
    return query select 'refused', 'GU004', jsonb_build_object('amendment', a.state), c.version; return;
  elsif verdict not in ('OK', 'GU004') then
    return query select 'refused', verdict, amend_refusal(c, verdict, 'delete'), c.version; return;
  end if;
  delete from amendment x where x.id = a.id;
  perform tell_history(c.id, 'amend_delete', jsonb_build_array(
    jsonb_build_object('field', 'amendment.' || a.number, 'from', 'draft', 'to', null)), null, request);
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;
comment on function guichet.delete_amendment(integer, integer, uuid) is 'Deletes an amendment that was not handed in.';

-- Only an amendment writes some fields, and what is amended changes by amendments alone.
create or replace function guichet.may_edit(c guichet.convention, reason text) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare scopes constant text[] := my_scopes_to('modify');
begin
  return case
    when scopes = '{}' then 'GU002'
    when c.file_state = 'cancelled' or c.archived_at is not null or c.signature_state <> 'not_sent' or is_amended(c.id) then 'GU015'
    when 'all' = any(scopes) then
      case when c.steps_done > 0 and coalesce(reason, '') = '' then 'GU012' else 'OK' end
    when c.centre_id = any(my_centres_to('modify')) then
      case when c.file_state = 'validated' or 'administrative' = any(c.circuit[1:c.steps_done]) then 'GU015' else 'OK' end
    when 'own' = any(scopes) and c.student_id = my_student() then
      case when c.steps_done > 0 or c.file_state = 'validated' then 'GU015' else 'OK' end
    else 'GU002' end;
end $$;

create function guichet.is_amended(file integer) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select exists (select from amendment a where a.convention_id = file and a.state in ('validated', 'signed'))
$$;
comment on function guichet.is_amended(integer) is 'A validated amendment has changed what this file says.';

grant execute on function guichet.create_amendment(integer, integer, uuid),
  guichet.edit_amendment(integer, integer, jsonb, jsonb, uuid), guichet.delete_amendment(integer, integer, uuid) to guichet_person, guichet_api;
