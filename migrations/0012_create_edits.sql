-- Editing one file field by field, its notes, and the claim that says "somebody is reading this".

create table guichet.editable_field (
  field text primary key,
  target text not null check (target in ('convention', 'convention_text', 'convention_student')),
  content boolean not null
);
comment on table guichet.editable_field is 'What edit() may change, where it lies, and whether the rules read it.';
insert into guichet.editable_field (field, target, content) values
  ('type_id', 'convention', true), ('regime', 'convention', true), ('nature', 'convention', true), ('elp_code', 'convention', false),
  ('elp_label', 'convention', false), ('ects', 'convention', false), ('teaching_hours', 'convention', true),
  ('language', 'convention', false), ('country_code', 'convention', true), ('supervisor_id', 'convention', true),
  ('organisation_id', 'convention', true), ('service_id', 'convention', true), ('tutor_id', 'convention', true),
  ('second_tutor_id', 'convention', false), ('signatory_id', 'convention', true), ('theme_id', 'convention', false),
  ('start_date', 'convention', true), ('end_date', 'convention', true), ('weekly_hours', 'convention', true),
  ('total_hours', 'convention', true), ('total_overridden', 'convention', false), ('working_time_id', 'convention', false),
  ('origin_id', 'convention', false), ('assessed_work_id', 'convention', false), ('assessment_mode_id', 'convention', false),
  ('gratification', 'convention', true), ('gratification_amount', 'convention', true), ('gratification_unit', 'convention', true),
  ('gratification_basis', 'convention', false), ('currency', 'convention', false), ('payment_mode_id', 'convention', false),
  ('confidential', 'convention', false), ('cpam', 'convention', false),
  ('subject', 'convention_text', true), ('tasks', 'convention_text', true), ('skills', 'convention_text', true),
  ('details', 'convention_text', false), ('supervision', 'convention_text', false), ('presence', 'convention_text', false),
  ('leave_terms', 'convention_text', false), ('benefits', 'convention_text', false), ('comment', 'convention_text', false),
  ('address', 'convention_student', false), ('postal_code', 'convention_student', false), ('town', 'convention_student', false),
  ('personal_mail', 'convention_student', false), ('phone', 'convention_student', false);
grant select on guichet.editable_field to guichet_person;

create function guichet.may_edit(c guichet.convention, reason text) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case
      when not can('CONVENTION', 'modify') then 'GU002'
      when c.file_state = 'cancelled' or c.archived_at is not null or c.signature_state <> 'not_sent' then 'GU015'
      when c.centre_id = any(my_centres()) and has_scope('all') then
        case when c.steps_done > 0 and coalesce(reason, '') = '' then 'GU012' else 'OK' end
      when c.centre_id = any(my_centres()) then
        case when c.file_state = 'validated' or 'administrative' = any(c.circuit[1:c.steps_done]) then 'GU015' else 'OK' end
      when c.student_id = my_student() then
        case when c.steps_done > 0 or c.file_state = 'validated' then 'GU015' else 'OK' end
      else 'GU002'
    end);
end $$;
comment on function guichet.may_edit(guichet.convention, text) is
  'The student until any step is done; staff until the administrative step; the administrator until it is sent, with a reason.';

create function guichet.write_fields(id integer, target text, changes jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  columns text;
  key text := case target when 'convention' then 'id' else 'convention_id' end;
begin
  select string_agg(format('%I', f.field), ', ' order by f.field) into columns
  from jsonb_object_keys(changes) k join editable_field f on f.field = k and f.target = write_fields.target;
  if columns is null then return; end if;
  if target <> 'convention' then
    execute format('insert into %I (convention_id) values ($1) on conflict do nothing', target) using id;
  end if;
  execute format(
    'update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::guichet.%1$I, $2)) where t.%3$I = $1',
    target, case when columns like '%,%' then columns else columns || ', ' || key end,
    key) using id, changes || jsonb_build_object(key, id);
end $$;

create function guichet.edit(id integer, version integer, changes jsonb, reason text default null,
  request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  verdict text;
  account jsonb;
  unknown text;
  before jsonb;
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
    return query select 'refused', verdict, jsonb_build_object('function', 'CONVENTION', 'right', 'modify'), c.version; return;
  end if;
  select k into unknown from jsonb_object_keys(changes) k where not exists (select from editable_field f where f.field = k) limit 1;
  if unknown is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', unknown), c.version; return;
  end if;
  before := to_jsonb(c)
    || coalesce((select to_jsonb(t) from convention_text t where t.convention_id = c.id), '{}')
    || coalesce((select to_jsonb(s) from convention_student s where s.convention_id = c.id), '{}');
  begin
    perform write_fields(c.id, 'convention', changes), write_fields(c.id, 'convention_text', changes),
      write_fields(c.id, 'convention_student', changes);
  exception when data_exception or integrity_constraint_violation then
    return query select 'refused', 'GU016', jsonb_build_object('message', sqlerrm), c.version; return;
  end;
  select jsonb_agg(jsonb_build_object('field', k, 'from', before -> k, 'to', after -> k) order by k) into account
  from (select to_jsonb(f) || coalesce(to_jsonb(t), '{}') || coalesce(to_jsonb(s), '{}') as after
        from convention f left join convention_text t on t.convention_id = f.id
        left join convention_student s on s.convention_id = f.id where f.id = c.id) a,
    jsonb_object_keys(changes) k
  where (before -> k) is distinct from (a.after -> k) and coalesce(before -> k, 'null') <> coalesce(a.after -> k, 'null');
  if account is null then
    return query select 'done', null, null::jsonb, c.version; return;
  end if;
  select h.hash into head
  from append_history(array[c.id], array[c.history_seq], array[c.history_head], 'edit', array[account], reason, request) h;
  update convention f set version = f.version + 1, history_seq = f.history_seq + 1, history_head = head,
    content_version = f.content_version + case when exists (
      select from jsonb_array_elements(account) e join editable_field d on d.field = e ->> 'field' where d.content) then 1 else 0 end
  where f.id = c.id;
  insert into outbox (convention_id, event, history_seq) values (c.id, 'edit', c.history_seq + 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, c.version + 1;
end $$;
comment on function guichet.edit(integer, integer, jsonb, text, uuid) is
  'Changes fields of one file: {"field": value}. Answers done, stale or refused, with the version as it stands.';

create function guichet.add_note(id integer, body text) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  head bytea;
begin
  perform lock_conventions(array[add_note.id]);
  select * into c from convention f where f.id = add_note.id and f.centre_id = any(my_centres());
  if not found or not can('CONVENTION', 'modify') then
    raise exception using errcode = 'GU001', message = 'not found', detail = jsonb_build_object('id', add_note.id)::text;
  end if;
  insert into note (convention_id, author_id, body) values (c.id, me(), add_note.body);
  select h.hash into head
  from append_history(array[c.id], array[c.history_seq], array[c.history_head], 'note',
    array[jsonb_build_array(jsonb_build_object('field', 'note', 'from', null, 'to', add_note.body))], null, null) h;
  update convention f set version = f.version + 1, history_seq = f.history_seq + 1, history_head = head where f.id = c.id;
  perform pg_notify('guichet', '');
  return c.version + 1;
end $$;
comment on function guichet.add_note(integer, text) is 'Adds an internal note; returns the file''s new version.';

create function guichet.claim(id integer, minutes integer) returns table (outcome text, by text, until timestamptz)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  c convention;
  person integer := me();
begin
  perform lock_conventions(array[claim.id]);
  select * into c from convention f where f.id = claim.id and f.centre_id = any(my_centres());
  if not found or not can('CONVENTION', 'modify') then
    raise exception using errcode = 'GU001', message = 'not found', detail = jsonb_build_object('id', claim.id)::text;
  end if;
  if minutes > 0 and c.claimed_by <> person and c.claimed_until > now() and not is_manager() then
    return query select 'refused', p.given_name || ' ' || p.surname, c.claimed_until from person p where p.id = c.claimed_by;
    return;
  end if;
  if minutes > 0 then
    update convention f set claimed_by = person, claimed_until = now() + make_interval(mins => minutes) where f.id = c.id;
  elsif c.claimed_by = person or is_manager() then
    update convention f set claimed_by = null, claimed_until = null where f.id = c.id;
  end if;
  perform pg_notify('guichet', '');
  return query select 'done', null, case when minutes > 0 then now() + make_interval(mins => minutes) end;
end $$;
comment on function guichet.claim(integer, integer) is
  'Says who is reading a file, for some minutes; zero releases it. It informs and expires: it refuses nobody''s act and leaves no version.';

grant execute on function guichet.edit(integer, integer, jsonb, text, uuid), guichet.add_note(integer, text),
  guichet.claim(integer, integer) to guichet_person;
