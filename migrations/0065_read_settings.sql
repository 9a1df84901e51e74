-- Settings of a centre are read by whoever may change them; preferences say which events one is told of; a text can be tried; a
-- cancellation that is taken back is told to those who were told of it; what retention erases is erased from mails too.

create or replace function guichet.alert_routes(centres integer[]) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select jsonb_build_object(
    'now', now() at time zone (select e.zone from establishment e),
    'defaults', (select coalesce(jsonb_agg(jsonb_build_array(d.event, d.audience) order by d.event, d.audience), '[]') from alert_default d where d.is_on),
    'closures', (select coalesce(jsonb_agg(jsonb_build_array(x.first_day, x.last_day)), '[]') from closure x
      where x.centre_id is null and x.last_day >= today()),
    'centres', (select coalesce(jsonb_object_agg(k.id, jsonb_build_object('code', k.code, 'name', k.name,
      'address', coalesce(k.alert_mail, k.mail), 'only', k.alert_mail_only,
      'choices', (select coalesce(jsonb_agg(jsonb_build_array(a.event, a.audience, a.is_on) order by a.event, a.audience), '[]')
        from centre_alert a where a.centre_id = k.id),
      'closures', (select coalesce(jsonb_agg(jsonb_build_array(x.first_day, x.last_day)), '[]') from closure x
        where x.centre_id = k.id and x.last_day >= today()),
      'staff', coalesce(w.staff, '[]'))), '{}')
      from centre k
      left join (
        select s.centre_id, jsonb_agg(jsonb_build_object('id', p.id, 'name', p.given_name || ' ' || p.surname, 'address', p.mail,
          'language', p.language, 'manages', r.manages,
          'paces', coalesce((select jsonb_object_agg(a.event, a.pace) from person_alert a where a.person_id = p.id), '{}')) order by p.id) as staff
        from centre_staff s join person p on p.id = s.person_id
        join (
          select l.person_id, bool_or(coalesce(g.origin, g.code) = 'RESP_GES') as manages from person_role l join app_role g on g.code = l.role
          where coalesce(g.origin, g.code) in ('GES', 'RESP_GES') group by l.person_id) r on r.person_id = p.id
        where s.centre_id = any(centres) and p.active group by s.centre_id) w on w.centre_id = k.id
      where k.id = any(centres)))
$$;

-- Of which events I am told at my own address: as staff of my centres, as a supervisor, as a student.
create function guichet.told_events() returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  with mine as (
    select s.centre_id, case when r.manages then 'manager' else 'clerk' end as audience
    from centre_staff s join centre k on k.id = s.centre_id
    cross join (
      select bool_or(coalesce(g.origin, g.code) = 'RESP_GES') as manages from person_role l join app_role g on g.code = l.role
      where l.person_id = me() and coalesce(g.origin, g.code) in ('GES', 'RESP_GES')) r
    where s.person_id = me() and r.manages is not null and not k.alert_mail_only
    union all select null, 'supervisor' from supervisor u where u.person_id = me()
    union all select null, 'student' from student t where t.person_id = me()
  )
  select coalesce(jsonb_agg(distinct d.event), '[]')
  from alert_default d join mine m on m.audience = d.audience
  left join centre_alert a on a.centre_id = m.centre_id and a.event = d.event and a.audience = d.audience
  where coalesce(a.is_on, d.is_on)
    or m.centre_id is null and exists (select from centre_alert o where o.event = d.event and o.audience = d.audience and o.is_on)
$$;

create or replace function guichet.alert_settings(centre text) returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  known constant integer[] := my_centres_to('modify') || my_centres_to('modify', 'PARAM_CENTRE');
  here constant integer := (select k.id from centre k where k.code = alert_settings.centre and k.id = any(known));
begin
  if me() is null then return null; end if;
  if alert_settings.centre is not null and here is null then
    perform fault('GU024', jsonb_build_object('kind', 'centre', 'name', alert_settings.centre));
  end if;
  return jsonb_build_object(
    'version', coalesce((select v.version from alert_version v where v.owner = coalesce('centre.' || alert_settings.centre, 'establishment')), 0),
    'defaults', (select jsonb_agg(jsonb_build_array(d.event, d.audience, d.is_on) order by d.event, d.audience) from alert_default d),
    'choices', (select coalesce(jsonb_agg(jsonb_build_array(a.event, a.audience, a.is_on) order by a.event, a.audience), '[]')
      from centre_alert a where a.centre_id = here),
    'closures', (select coalesce(jsonb_agg(jsonb_build_array(x.first_day, x.last_day) order by x.first_day), '[]')
      from closure x where x.centre_id is not distinct from here),
    'templates', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from alert_templates(array_remove(array[here], null)) t),
    'routes', case when here is not null then alert_routes(array[here]) end,
    'centres', (select coalesce(jsonb_agg(k.code order by k.code), '[]') from centre k where k.id = any(known)),
    'mine', jsonb_build_object('version', coalesce((
        select v.version from alert_version v join person p on v.owner = 'person.' || p.login where p.id = me()), 0),
      'paces', paces_of(me()), 'told', told_events(), 'language', (select p.language from person p where p.id = me())));
end $$;
comment on function guichet.alert_settings(text) is
  'The settings of a centre whose files or settings I may change, or without one of the establishment, and my own.';

-- Trying a text ------------------------------------------------------------------------------------------------------

create function guichet.alert_example(centre text) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select alerts_of((
    select c.id from convention c join centre k on k.id = c.centre_id
    where c.centre_id = any((select my_centres_to('modify'))::integer[]) and c.archived_at is null and (alert_example.centre is null or k.code = alert_example.centre)
    -- Of a draft there is little to say.
    order by c.file_state = 'draft', c.id desc limit 1))
$$;
comment on function guichet.alert_example(text) is
  'What alerts_of tells of the newest file that I work on in a centre, or without one in all of them; null where there is none.';
grant execute on function guichet.alert_example(text) to guichet_person;

create function guichet.try_letter(centre text, language text, subject text, body text) returns text
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  here integer;
  reader person;
begin
  perform check_right(case when try_letter.centre is null then 'PARAM_GLOBAL' else 'PARAM_CENTRE' end, 'modify');
  if try_letter.centre is not null then here := known_centre(try_letter.centre, 'modify', 'PARAM_CENTRE'); end if;
  select * into reader from person p where p.id = me();
  if reader.mail is null then
    return null;
  elsif not is_mail(reader.mail) then
    perform fault('GU061', jsonb_build_object('address', reader.mail));
  elsif (try_letter.language in ('fr', 'en') and length(try_letter.subject) between 1 and 200 and octet_length(try_letter.body) <= 200000) is not true then
    perform fault('GU030', jsonb_build_object('field', 'subject', 'value', left(try_letter.subject, 60)));
  end if;
  with kept as (
    insert into letter (event, language, centre_id, subject, body)
    values ('trial', try_letter.language, here, try_letter.subject, try_letter.body) returning id
  )
  insert into delivery (letter_id, person_id, name, address, pace, due_at)
  select k.id, reader.id, reader.given_name || ' ' || reader.surname, reader.mail, 'at_once', now() from kept k;
  perform pg_notify('guichet', '');
  return reader.mail;
end $$;
comment on function guichet.try_letter(text, text, text, text) is 'Sends a text to me, and to nobody else, and tells at which address; null where none of mine is known.';
grant execute on function guichet.try_letter(text, text, text, text) to guichet_person;

-- What is changed in functions that stay -----------------------------------------------------------------------------

do $$
declare
  change record;
  body text;
begin
  for change in values
    ('set_closures(text,integer,jsonb)', '  perform administered(''set_closures''',
      '  -- What waits for a closure that is no more leaves now, but for digests; what falls into a new one waits as it is taken.
  update delivery d set due_at = now() from letter l
  where l.id = d.letter_id and d.state = ''waiting'' and d.pace = ''at_once'' and d.due_at > now()
    and (here is null or l.centre_id = here);
  perform administered(''set_closures'''),
    ('set_alert_template(text,text,text,integer,text,text)', '''amendment_undone'', ''restored''', '''amendment_undone'', ''restored'', ''reopened'''),
    ('take_events(integer,interval)', '''changes'', changes_told(y.changes)',
      -- These change states alone.
      '''changes'', case when o.event in (''submit'', ''validate'', ''unvalidate'') then coalesce(y.changes, ''[]'') else changes_told(y.changes) end'),
    ('erase_history_values(date)', '  get diagnostics erased = row_count;', '  get diagnostics erased = row_count;
  erased := erased + erase_mails(cutoff);')
  loop
    body := pg_get_functiondef(('guichet.' || change.column1)::regprocedure);
    if position(change.column2 in body) = 0 then raise 'guichet.% is not the one that this changes', change.column1; end if;
    if starts_with(change.column1, 'erase') then set local role guichet_history; end if;
    execute replace(body, change.column2, change.column3);
    set local role guichet_owner;
  end loop;
end $$;

create function guichet.erase_mails(before timestamptz) returns bigint
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare erased bigint;
begin
  delete from letter l where l.written_at < erase_mails.before;
  get diagnostics erased = row_count;
  update outbox o set told = '{}' where o.at < erase_mails.before and o.told <> '{}';
  return erased;
end $$;
comment on function guichet.erase_mails(timestamptz) is 'Erases what mails said, to whom, and what events said beside the history, before a moment; how many mails.';
grant execute on function guichet.erase_mails(timestamptz) to guichet_history;
