-- Reading amended files: as they are written, as they were through an amendment or on a day, and what an amendment makes
-- of one, beside what it is compared with.

create function guichet.form_of(file guichet.convention, every jsonb) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'version', c.version, 'state', c.file_state,
      'verdict', may_edit(file, null),
      'number', s.number, 'student', upper(s.surname) || ' ' || s.given_name,
      'enrolment', e.code || ' ' || e.label,
      'centre', k.code,
      'centre_id', c.centre_id,
      'instructions', k.instructions,
      'documents', (select coalesce(jsonb_agg(to_jsonb(d)), '[]') from documents_of(file) d),
      'staffed', coalesce(c.centre_id = any(my_centres_to('modify')), false),
      'languages', to_jsonb(languages_of(c.type_id, c.centre_id)),
      'templates', (
        select coalesce(jsonb_agg(jsonb_build_array(t.id, t.name) order by t.name), '[]')
        from templates_for(c.type_id, c.centre_id) t where t.language = c.language),
      'elements', (
        select coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'label', l.label, 'ects', l.ects) order by l.code), '[]')
        from element l where l.etape_id = c.etape_id),
      'steps', (
        select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'label', t.label, 'done_at', t.done_at,
          'done_by', p.given_name || ' ' || p.surname, 'on_behalf_of', t.on_behalf_of) order by t.position), '[]')
        from convention_step t left join person p on p.id = t.done_by where t.convention_id = c.id),
      'missing', (select to_jsonb(m.missing) from missing_fields(array[c.id]) m),
      'place', (
        select jsonb_build_object('country', coalesce(v.country_code, o.country_code, c.country_code),
          'postal_code', coalesce(v.postal_code, o.postal_code))
        from (select) one left join host_service v on v.id = c.service_id left join host_organisation o on o.id = c.organisation_id),
      'values', (
        select coalesce(jsonb_object_agg(f.field, v.every -> f.field), '{}')
        from editable_field f, (select form_of.every as every offset 0) v
        where f.target <> 'convention_text' or may_read_texts(file)),
      -- What the numbers of references stand for; entries of lists by the words that are frozen.
      'labels', jsonb_strip_nulls(labels_of(jsonb_populate_record(file, every)) || coalesce(file.frozen_labels - array(
        select d.field from editable_field d where d.list is not null and form_of.every -> d.field <> to_jsonb(file) -> d.field), '{}') || jsonb_build_object(
        'organisation_id', (select concat_ws(', ', o.name, o.town) from host_organisation o where o.id = c.organisation_id),
        'service_id', (select concat_ws(', ', v.name, v.town) from host_service v where v.id = c.service_id),
        'tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.tutor_id),
        'second_tutor_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.second_tutor_id),
        'signatory_id', (select t.given_name || ' ' || t.surname from contact t where t.id = c.signatory_id),
        'supervisor_id', (select u.given_name || ' ' || u.surname from supervisor u where u.id = c.supervisor_id),
        'template_id', (select t.name from convention_template t where t.id = c.template_id),
        'country_code', (select n.label from country n where n.iso2 = c.country_code))))
    from jsonb_populate_record(file, every) c
    join student s on s.id = c.student_id
    join etape e on e.id = c.etape_id
    join centre k on k.id = c.centre_id);
end $$;
comment on function guichet.form_of(guichet.convention, jsonb) is 'A file as it is written, with these values.';

create or replace function guichet.file_form(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (select form_of(c, file_values(c)) from convention c where c.id = file_form.id and may_read(c.id));
end $$;

create function guichet.may_read_amendments(file integer) returns boolean
language sql stable security definer set search_path = guichet, pg_temp as $$
  select can('AVENANT', 'read') and may_read(file)
$$;
comment on function guichet.may_read_amendments(integer) is 'Whether I may read the amendments of a file.';

create function guichet.amendments_of(convention integer) returns table
  (id integer, number smallint, state text, motives text[], effective_from date, since timestamptz, by text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select a.id, a.number, a.state, m.motives, m.first, a.state_since, p.given_name || ' ' || p.surname
  from amendment a
  left join person p on p.id = a.created_by
  cross join lateral (
    select coalesce(array_agg(x.motive order by motive_order(x.motive)), '{}') as motives, min(x.effective_from) as first
    from amendment_motive x where x.amendment_id = a.id) m
  where a.convention_id = amendments_of.convention and may_read_amendments(a.convention_id)
  order by a.number;
end $$;
comment on function guichet.amendments_of(integer) is 'The amendments of a file that I may read, by their numbers.';

create function guichet.amendment_head(c guichet.convention, a guichet.amendment) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object(
    'id', a.id, 'number', a.number, 'state', a.state, 'since', a.state_since,
    'circuit', to_jsonb(a.circuit), 'steps_done', a.steps_done,
    'motives', (
      select coalesce(jsonb_agg(jsonb_build_object('motive', m.motive, 'effective_from', m.effective_from, 'comment', m.comment,
        'fields', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(m.changes) k)) order by motive_order(m.motive)), '[]')
      from amendment_motive m where m.amendment_id = a.id),
    'steps', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'label', null, 'done_at', s.done_at,
        'done_by', p.given_name || ' ' || p.surname, 'on_behalf_of', s.on_behalf_of) order by s.kind desc), '[]')
      from amendment_step s join person p on p.id = s.done_by where s.amendment_id = a.id),
    'signatures', (
      select coalesce(jsonb_agg(jsonb_build_object('signer', s.signer, 'signed_on', s.signed_on, 'means', s.means, 'refused_reason', null)
        order by s.signer), '[]')
      from amendment_signature s where s.amendment_id = a.id),
    'passed_by', (select p.given_name || ' ' || p.surname from person p where p.id = a.passed_by),
    'pass_reason', a.pass_reason,
    'fault', case when a.state in ('draft', 'submitted') then amendment_fault(c, a) end,
    'verdict', case
      when a.state = 'draft' or a.state = 'submitted' and c.centre_id = any(my_centres_to('modify', 'AVENANT')) then may_amend(c, 'modify')
      else 'GU004' end)
$$;
comment on function guichet.amendment_head(guichet.convention, guichet.amendment) is 'What an amendment is, without what it changes.';

create function guichet.amendment_form(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select form_of(c, case when a.state in ('draft', 'submitted')
        then values_through(c, 32767) || amended_values(c, a) else values_through(c, a.number) end)
      || jsonb_build_object('amendment', h.head || jsonb_build_object('base', b.form -> 'values'), 'verdict', h.head -> 'verdict')
    from amendment a
    join convention c on c.id = a.convention_id
    cross join lateral (select amendment_head(c, a) as head offset 0) h
    cross join lateral (
      select form_of(c, values_through(c, case when a.state in ('draft', 'submitted') then 32767 else a.number - 1 end)) as form offset 0) b
    where a.id = amendment_form.id and may_read_amendments(c.id));
end $$;
comment on function guichet.amendment_form(integer) is
  'A file as an amendment makes it, to be written in; null when absent or out of scope.';

create function guichet.amendment_sheet(id integer, against integer default null) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  a amendment;
  c convention;
  open boolean;
begin
  select * into a from amendment x where x.id = amendment_sheet.id and may_read_amendments(x.convention_id);
  if not found then return null; end if;
  select * into c from convention f where f.id = a.convention_id;
  open := a.state in ('draft', 'submitted', 'cancelled');
  return jsonb_build_object(
    'amendment', amendment_head(c, a),
    'against', coalesce(against, case when open then 32767 else a.number - 1 end),
    'others', (
      select coalesce(jsonb_agg(o.number order by o.number), '[]') from amendment o
      where o.convention_id = c.id and o.state in ('validated', 'signed') and (open or o.number < a.number)),
    'before', form_of(c, values_through(c, coalesce(against, case when open then 32767 else a.number - 1 end))),
    'after', form_of(c, case when open then values_through(c, 32767) || amended_values(c, a) else values_through(c, a.number) end),
    'check', (
      select jsonb_build_object('current', not open or (k.content_version, k.revision) = (c.content_version, a.revision),
        'total_hours', k.total_hours, 'blocking', k.blocking, 'fresh', k.fresh, 'cleared', to_jsonb(k.cleared))
      from amendment_check k where k.amendment_id = a.id),
    'findings', (
      select coalesce(jsonb_agg(jsonb_build_object('rule', f.rule, 'severity', f.severity, 'figures', f.figures, 'fresh', f.fresh)
        order by not f.fresh, array_position(array['blocking', 'warning', 'information'], f.severity), f.rule), '[]')
      from amendment_finding f where f.amendment_id = a.id));
end $$;
comment on function guichet.amendment_sheet(integer, integer) is
  'An amendment, and its file before and after it: against what is in force, or through another amendment (0: the original).';

create function guichet.file_at(id integer, day date) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'shown', k.amendment_values,
      'projected', form_of(c, values_on(c, day, false)),
      'in_force', form_of(c, values_on(c, day, true)),
      'amendments', (
        select coalesce(jsonb_agg(amendment_head(c, a) order by a.number), '[]') from amendment a
        where a.convention_id = c.id and a.state in ('validated', 'signed')))
    from convention c join centre k on k.id = c.centre_id
    where c.id = file_at.id and may_read(c.id));
end $$;
comment on function guichet.file_at(integer, date) is
  'A file as it was, or will be, on a day: with what signed amendments change (in force) and with validated ones too (projected).';

grant execute on function guichet.amendments_of(integer), guichet.amendment_form(integer), guichet.amendment_sheet(integer, integer),
  guichet.file_at(integer, date) to guichet_person, guichet_api;
