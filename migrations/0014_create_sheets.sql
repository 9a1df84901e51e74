-- Reading one file: everything its reader may see of it, in one answer. Definer functions, since a teacher sees the
-- tutor of an intern without seeing the contacts of the host; each applies the scope and the masks itself.

create function guichet.may_read(id integer) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select exists (
      select from convention c
      where c.id = may_read.id and sees(c.centre_id, c.supervisor_id, c.etape_id, c.student_id,
        (select my_centres())::integer[], (select my_supervised())::integer[], (select my_etapes())::integer[], (select my_student()))));
end $$;

create function guichet.may_read_texts(c guichet.convention) returns boolean
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select case
      when not c.confidential then true
      when c.supervisor_id = any((select my_supervised())::integer[]) then true
      when c.student_id = (select my_student()) then true
      else c.centre_id = any((select my_staffed())::integer[])
    end);
end $$;
comment on function guichet.may_read_texts(guichet.convention) is 'The subject, tasks and skills of a confidential internship are for its centre, supervisor and student.';

create function guichet.file_sheet(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'version', c.version, 'year', c.year, 'regime', c.regime, 'nature', c.nature, 'confidential', c.confidential,
      'masked', not may_read_texts(c),
      'file_state', c.file_state, 'signature_state', c.signature_state, 'state_since', c.state_since, 'corrected', c.corrected,
      'archived', c.archived_at is not null, 'hold_until', c.hold_until,
      'claimed_by', (select p.given_name || ' ' || p.surname from person p where p.id = c.claimed_by and c.claimed_until > now()),
      'student', jsonb_build_object('number', s.number, 'surname', s.surname, 'given_name', s.given_name, 'mail', s.mail),
      'etape', jsonb_build_object('code', e.code, 'version', e.version, 'label', e.label, 'composante', m.label),
      'centre', jsonb_build_object('code', k.code, 'name', k.name),
      'type', coalesce(c.frozen_labels ->> 'type_id', (select t.label from list_entry t where t.id = c.type_id)),
      'elp_label', c.elp_label, 'ects', c.ects, 'teaching_hours', c.teaching_hours,
      'country', (select n.label from country n where n.iso2 = c.country_code),
      'supervisor', (select jsonb_build_object('name', u.given_name || ' ' || u.surname, 'mail', u.mail) from supervisor u where u.id = c.supervisor_id),
      'organisation', (select jsonb_build_object('name', o.name, 'siret', o.siret, 'address', o.address, 'postal_code', o.postal_code,
          'town', o.town, 'naf', o.naf_code, 'public_law', coalesce(l.public_law, false), 'headcount', b.label)
        from host_organisation o left join legal_category l on l.code = o.legal_category
        left join headcount_band b on b.code = o.headcount_band where o.id = c.organisation_id),
      'service', (select v.name from host_service v where v.id = c.service_id),
      'tutor', (select jsonb_build_object('name', t.given_name || ' ' || t.surname, 'job_title', t.job_title, 'mail', t.mail, 'phone', t.phone)
        from contact t where t.id = c.tutor_id),
      'second_tutor', (select jsonb_build_object('name', t.given_name || ' ' || t.surname, 'job_title', t.job_title, 'mail', t.mail, 'phone', t.phone)
        from contact t where t.id = c.second_tutor_id),
      'signatory', (select jsonb_build_object('name', t.given_name || ' ' || t.surname, 'job_title', t.job_title, 'mail', t.mail, 'phone', t.phone)
        from contact t where t.id = c.signatory_id),
      'start_date', c.start_date, 'end_date', c.end_date, 'weekly_hours', c.weekly_hours, 'total_hours', c.total_hours,
      'total_overridden', c.total_overridden,
      'gratification', c.gratification, 'gratification_amount', c.gratification_amount, 'gratification_unit', c.gratification_unit,
      'currency', c.currency,
      'texts', (select case when may_read_texts(c) then
          jsonb_build_object('subject', t.subject, 'tasks', t.tasks, 'skills', t.skills) end
        from convention_text t where t.convention_id = c.id),
      'interruptions', (select coalesce(jsonb_agg(jsonb_build_array(i.start_date, i.end_date) order by i.start_date), '[]')
        from interruption i where i.convention_id = c.id),
      'steps', (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'label', t.label, 'done_at', t.done_at,
            'done_by', p.given_name || ' ' || p.surname, 'on_behalf_of', t.on_behalf_of) order by t.position), '[]')
        from convention_step t left join person p on p.id = t.done_by where t.convention_id = c.id),
      'signatures', (select coalesce(jsonb_agg(jsonb_build_object('signer', g.signer, 'signed_on', g.signed_on, 'means', g.means,
            'refused_reason', g.refused_reason) order by array_position(array['student', 'supervisor', 'tutor', 'signatory', 'establishment', 'guardian'], g.signer)), '[]')
        from convention_signature g where g.convention_id = c.id),
      'checked', coalesce(f.content_version = c.content_version, false),
      'findings', (select coalesce(jsonb_agg(jsonb_build_object('rule', d.rule, 'severity', d.severity, 'figures', d.figures,
            'passed_by', p.given_name || ' ' || p.surname, 'pass_reason', d.pass_reason)
            order by array_position(array['blocking', 'warning', 'information'], d.severity), d.rule), '[]')
        from finding d left join person p on p.id = d.passed_by where d.convention_id = c.id),
      'returned', (select jsonb_build_object('at', r.returned_at, 'by', p.given_name || ' ' || p.surname, 'free_text', r.free_text,
            'reasons', (select coalesce(jsonb_agg(jsonb_build_object('field', q.field, 'fr', q.label_fr, 'en', q.label_en) order by q.id), '[]')
              from convention_return_reason w join return_reason q on q.id = w.reason_id where w.return_id = r.id))
        from convention_return r join person p on p.id = r.returned_by where r.convention_id = c.id order by r.id desc limit 1),
      'notes', (select coalesce(jsonb_agg(jsonb_build_object('at', n.written_at, 'by', p.given_name || ' ' || p.surname, 'body', n.body) order by n.id), '[]')
        from note n join person p on p.id = n.author_id
        where n.convention_id = c.id and c.centre_id = any((select my_centres())::integer[])))
    from convention c
    join student s on s.id = c.student_id
    join etape e on e.id = c.etape_id
    join composante m on m.id = e.composante_id
    join centre k on k.id = c.centre_id
    left join convention_check f on f.convention_id = c.id
    where c.id = file_sheet.id and may_read(c.id));
end $$;
comment on function guichet.file_sheet(integer) is 'One file as its reader may see it; null when absent or out of scope.';

create function guichet.file_history(id integer) returns table
  (seq integer, at timestamptz, by text, verb text, changes jsonb, reason text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select h.seq, h.at, p.given_name || ' ' || p.surname, h.verb,
    (select coalesce(jsonb_agg(case
        when e ->> 'field' in ('subject', 'tasks', 'skills', 'details') and not may_read_texts(c)
          or e ->> 'field' = 'note' and not (c.centre_id = any((select my_centres())::integer[]))
        then jsonb_build_object('field', e -> 'field', 'masked', true) else e end order by n), '[]')
     from jsonb_array_elements(y.changes) with ordinality as u (e, n)),
    y.reason
  from convention c
  join history h on h.convention_id = c.id
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  where c.id = file_history.id and may_read(c.id)
  order by h.seq;
end $$;
comment on function guichet.file_history(integer) is 'Everything that happened to one file, oldest first; changes are {field, from, to}.';

create function guichet.changes_since_return(id integer) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select coalesce(jsonb_agg(e order by h.seq, n), '[]')
    from (select r.history_seq from convention_return r where r.convention_id = changes_since_return.id order by r.id desc limit 1) last
    join file_history(changes_since_return.id) h on h.seq > last.history_seq and h.verb = 'edit'
    cross join lateral jsonb_array_elements(h.changes) with ordinality as u (e, n));
end $$;
comment on function guichet.changes_since_return(integer) is 'What was edited since the last return: the first thing to read of a corrected file.';

grant execute on function guichet.file_sheet(integer), guichet.file_history(integer), guichet.changes_since_return(integer) to guichet_person;

set local role guichet_history;
alter table guichet.history enable row level security;
create policy history_read on guichet.history for select using (case when current_user = 'guichet_owner' then true else guichet.in_scope(convention_id) end);
create policy history_append on guichet.history for insert to guichet_owner with check (true);
alter table guichet.history_payload enable row level security;
create policy history_payload_read on guichet.history_payload for select to guichet_owner using (true);
create policy history_payload_append on guichet.history_payload for insert to guichet_owner with check (true);
grant select on guichet.history to guichet_person;
set local role guichet_owner;
