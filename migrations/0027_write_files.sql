-- Writing a file whole: each of its fields, its calendar, and what goes when the host changes.
--   GU033 an entry of a list that is retired, or of another list
--   GU037 texts of a confidential internship that are hidden from me

alter table guichet.editable_field drop constraint editable_field_target_check;
alter table guichet.editable_field add constraint editable_field_target_check
  check (target in ('convention', 'convention_text', 'convention_student', 'calendar'));
alter table guichet.editable_field add column list text;
comment on column guichet.editable_field.list is 'The list that the field takes an entry of.';
insert into guichet.editable_field (field, target, content) values
  ('interruptions', 'calendar', true), ('week_patterns', 'calendar', true), ('irregular_periods', 'calendar', true),
  ('authorised_absences', 'calendar', true), ('worked_holidays', 'calendar', true);
update guichet.editable_field f set list = l.list
from (values ('type_id', 'convention_type'), ('theme_id', 'theme'), ('working_time_id', 'working_time'), ('origin_id', 'origin'),
  ('assessed_work_id', 'assessed_work'), ('assessment_mode_id', 'assessment_mode'), ('payment_mode_id', 'payment_mode')) l (field, list)
where l.field = f.field;

-- Reading what is written --------------------------------------------------------------------------------------------

create function guichet.file_calendar(id integer) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object(
    'interruptions', coalesce((
      select jsonb_agg(jsonb_build_array(i.start_date, i.end_date) order by i.start_date, i.id)
      from interruption i where i.convention_id = file_calendar.id), '[]'),
    'week_patterns', coalesce((
      select jsonb_agg(jsonb_build_array(w.valid_from, w.hours::text[]) order by w.valid_from)
      from week_pattern w where w.convention_id = file_calendar.id), '[]'),
    'irregular_periods', coalesce((
      select jsonb_agg(jsonb_build_array(i.start_date, i.end_date, i.hours::text) order by i.start_date, i.id)
      from irregular_period i where i.convention_id = file_calendar.id), '[]'),
    'authorised_absences', coalesce((
      select jsonb_agg(jsonb_build_array(a.start_date, a.end_date) order by a.start_date, a.id)
      from authorised_absence a where a.convention_id = file_calendar.id), '[]'),
    'worked_holidays', coalesce((
      select jsonb_agg(h.day order by h.day) from worked_holiday h where h.convention_id = file_calendar.id), '[]'))
$$;
comment on function guichet.file_calendar(integer) is 'The days of a file that its dates and its week do not say, by field.';

create function guichet.file_values(c guichet.convention) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select to_jsonb(c) || file_calendar(c.id)
    || coalesce((select to_jsonb(t) from convention_text t where t.convention_id = c.id), '{}')
    -- The country is that of the internship.
    || coalesce((select to_jsonb(s) - 'country_code' from convention_student s where s.convention_id = c.id), '{}')
$$;
comment on function guichet.file_values(guichet.convention) is 'The value of every field of a file that can be edited.';

create function guichet.file_form(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'version', c.version, 'state', c.file_state,
      'verdict', may_edit(c, null),
      'number', s.number, 'student', upper(s.surname) || ' ' || s.given_name,
      'enrolment', e.code || ' ' || e.label,
      'centre', k.code,
      'centre_id', c.centre_id,
      'missing', (select to_jsonb(m.missing) from missing_fields(array[c.id]) m),
      'place', (
        select jsonb_build_object('country', coalesce(v.country_code, o.country_code, c.country_code),
          'postal_code', coalesce(v.postal_code, o.postal_code))
        from (select) one left join host_service v on v.id = c.service_id left join host_organisation o on o.id = c.organisation_id),
      'values', (
        select coalesce(jsonb_object_agg(f.field, v.every -> f.field), '{}')
        from editable_field f, (select file_values(c) as every offset 0) v
        where f.target <> 'convention_text' or may_read_texts(c)),
      -- What the numbers of references stand for; entries of lists by the words that are frozen.
      'labels', jsonb_strip_nulls(labels_of(c) || coalesce(c.frozen_labels, '{}') || jsonb_build_object(
        'organisation_id', (select concat_ws(', ', o.name, o.town) from host_organisation o where o.id = c.organisation_id),
        'service_id', (select concat_ws(', ', v.name, v.town) from host_service v where v.id = c.service_id),
        'tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.tutor_id),
        'second_tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.second_tutor_id),
        'signatory_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.signatory_id),
        'supervisor_id', (select u.given_name || ' ' || u.surname from supervisor u where u.id = c.supervisor_id),
        'country_code', (select n.label from country n where n.iso2 = c.country_code))))
    from convention c
    join student s on s.id = c.student_id
    join etape e on e.id = c.etape_id
    join centre k on k.id = c.centre_id
    where c.id = file_form.id and may_read(c.id));
end $$;
comment on function guichet.file_form(integer) is
  'One file as it is written: the value of each field, what its references stand for, what is missing, whether I may; null when absent or out of scope.';

-- Writing ------------------------------------------------------------------------------------------------------------

create function guichet.write_calendar(id integer, changes jsonb) returns void
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
end $$;
comment on function guichet.write_calendar(integer, jsonb) is 'Writes whole lists of days: the entries that a list no longer has go.';

create function guichet.with_consequences(c guichet.convention, changes jsonb) returns jsonb
language sql stable as $$
  select case
    when changes ? 'organisation_id' and changes ->> 'organisation_id' is distinct from c.organisation_id::text then
      '{"service_id": null, "tutor_id": null, "second_tutor_id": null, "signatory_id": null}'::jsonb || changes
    when changes ? 'service_id' and changes ->> 'service_id' is distinct from c.service_id::text then
      '{"tutor_id": null, "second_tutor_id": null, "signatory_id": null}'::jsonb || changes
    else changes end
$$;
comment on function guichet.with_consequences(guichet.convention, jsonb) is
  'The changes, with what goes because of them: another host clears service, tutors and signatory, another service the people in it.';

create function guichet.misplaced_reference(c guichet.convention) returns text
language sql stable security definer set search_path = guichet, pg_temp as $$
  select case
    when c.service_id is not null and not exists (
      select from host_service v where v.id = c.service_id and v.organisation_id = c.organisation_id) then 'service_id'
    else (
      select p.field from (values ('tutor_id', c.tutor_id), ('second_tutor_id', c.second_tutor_id), ('signatory_id', c.signatory_id)) p (field, id)
      where p.id is not null and not exists (
        select from contact t join host_service v on v.id = t.service_id
        where t.id = p.id and v.organisation_id = c.organisation_id)
      limit 1) end
$$;
comment on function guichet.misplaced_reference(guichet.convention) is
  'The first of service, tutors and signatory that is not of the host of the file.';

create function guichet.unlisted_entry(changes jsonb) returns text
language sql stable security definer set search_path = guichet, pg_temp as $$
  select f.field from editable_field f
  where f.list is not null and changes ->> f.field is not null and not exists (
    select from list_entry e where e.id::text = changes ->> f.field and e.list = f.list and not e.retired)
  order by f.field limit 1
$$;
comment on function guichet.unlisted_entry(jsonb) is 'The first field given an entry that is retired, or of another list.';

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
  where not exists (select from editable_field f where f.field = k) or length(v) > longest limit 1;
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

-- Telling it -----------------------------------------------------------------------------------------------------------

create function guichet.value_told(field text, value jsonb) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  chosen constant integer := case when jsonb_typeof(value) = 'number' and field like '%\_id' then (value #>> '{}')::integer end;
  told text;
begin
  if chosen is null then return value; end if;
  told := case
    when field = 'organisation_id' then (select o.name from host_organisation o where o.id = chosen)
    when field = 'service_id' then (select v.name from host_service v where v.id = chosen)
    when field in ('tutor_id', 'second_tutor_id', 'signatory_id') then (
      select t.given_name || ' ' || t.surname from contact t where t.id = chosen)
    when field = 'supervisor_id' then (select u.given_name || ' ' || u.surname from supervisor u where u.id = chosen)
    when field = 'enrolment_id' then (
      select e.code || ' ' || e.label from enrolment n join etape e on e.id = n.etape_id where n.id = chosen)
    else (select y.label from list_entry y where y.id = chosen) end;
  return coalesce(to_jsonb(told), value);
end $$;
comment on function guichet.value_told(text, jsonb) is 'A value of the history as people read it: names in the place of numbers.';

create or replace function guichet.file_history(id integer) returns table
  (seq integer, at timestamptz, by text, verb text, changes jsonb, reason text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select h.seq, h.at, p.given_name || ' ' || p.surname, h.verb,
    (select coalesce(jsonb_agg(case
        when e ->> 'field' in (select f.field from editable_field f where f.target = 'convention_text') and not may_read_texts(c)
          or e ->> 'field' = 'note' and not (c.centre_id = any((select my_centres())::integer[]))
        then jsonb_build_object('field', e -> 'field', 'masked', true)
        else e || jsonb_build_object('from', value_told(e ->> 'field', e -> 'from'), 'to', value_told(e ->> 'field', e -> 'to'))
        end order by n), '[]')
     from jsonb_array_elements(y.changes) with ordinality as u (e, n)),
    y.reason
  from convention c
  join history h on h.convention_id = c.id
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  where c.id = file_history.id and may_read(c.id)
  order by h.seq;
end $$;

grant execute on function guichet.file_form(integer) to guichet_person, guichet_api;
