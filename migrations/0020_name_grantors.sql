-- Whoever is at the desk is told who can grant a right they lack, before they ask; and somebody's name and mail can be
-- put right by those who administer people.

create or replace function guichet.whoami() returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', p.id,
      'name', p.given_name || ' ' || upper(p.surname),
      'establishment', (
        select jsonb_build_object('name', name, 'zone', zone, 'year_starts', jsonb_build_array(year_starts_month, year_starts_day))
        from establishment),
      'today', today(),
      'roles', (select coalesce(jsonb_agg(r.role order by r.role), '[]') from person_role r where r.person_id = p.id),
      'rights', (
        select coalesce(jsonb_agg(distinct r.function || '.' || a.act), '[]')
        from person_role l join role_right r on r.role = l.role
        cross join lateral (values ('read', r.can_read), ('create', r.can_create), ('modify', r.can_modify),
          ('delete', r.can_delete), ('validate', r.can_validate)) a (act, held)
        where l.person_id = p.id and a.held),
      'centres', to_jsonb(my_centres()),
      'supervised', to_jsonb(my_supervised()),
      'etapes', to_jsonb(my_etapes()),
      'student', my_student(),
      'centre_codes', (select coalesce(jsonb_agg(c.code order by c.code), '[]')
        from centre_staff s join centre c on c.id = s.centre_id where s.person_id = p.id),
      'grantors', to_jsonb(grantors()))
    from person p where p.id = me());
end $$;

create function guichet.set_person(login text, field text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  who integer;
  given text := nullif(trim(value), '');
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  if field is null or field <> all(array['surname', 'given_name', 'mail']) or given is null and field <> 'mail'
    or length(given) > 255 or field = 'mail' and given !~ '^[^@[:space:]]+@[^@[:space:]]+$'
  then
    perform fault('GU030', jsonb_build_object('field', field, 'value', value));
  end if;
  execute format('update person set %I = $1 where id = $2', field) using given, who;
  -- The log of administration is never erased: it names nobody.
  perform administered('set_person', jsonb_build_object('person', who, 'field', field));
end $$;
comment on function guichet.set_person(text, text, text) is 'The surname, the given name or the mail of somebody; a null mail empties it.';
grant execute on function guichet.set_person(text, text, text) to guichet_person;

-- A new centre is nobody's yet: only those who see all of them make one.
create function guichet.add_centre(code text, name text, level text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare here integer;
begin
  perform check_right('PARAM_CENTRE', 'create');
  if not has_scope('all') then
    perform fault('GU002', jsonb_build_object('function', 'PARAM_CENTRE', 'right', 'create', 'grantors', grantors()));
  end if;
  if code is null or code !~ '^[A-Z][A-Z0-9_-]{0,19}$' or coalesce(trim(name), '') = '' then
    perform fault('GU030', jsonb_build_object('field', case when trim(name) <> '' then 'code' else 'name' end,
      'value', case when trim(name) <> '' then code else name end));
  end if;
  if level is null or level <> all(array['ESTABLISHMENT', 'UFR', 'ETAPE']) then
    perform fault('GU030', jsonb_build_object('field', 'level', 'value', level));
  end if;
  insert into centre (code, name, level) values (code, trim(name), level) on conflict do nothing returning id into here;
  if here is null then
    perform fault('GU028', jsonb_build_object('kind', 'centre', 'name', code));
  end if;
  -- At least one step is enabled: the teacher's, then the office's.
  insert into centre_step (centre_id, kind, position) values (here, 'pedagogical', 1), (here, 'administrative', 2);
  perform administered('add_centre', jsonb_build_object('centre', here, 'code', code));
end $$;
comment on function guichet.add_centre(text, text, text) is
  'A centre: ESTABLISHMENT, UFR or ETAPE. Its circuit begins with the pedagogical and the administrative step.';
grant execute on function guichet.add_centre(text, text, text) to guichet_person;

-- A decision is recorded once it has been taken; a day more, since days change with the zone.
alter table guichet.convention_step add constraint convention_step_decided_before
  check (on_behalf_date <= (done_at at time zone 'UTC')::date + 1);
