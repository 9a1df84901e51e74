-- Who may what, changed by those who may: roles and their rights, people, the staff and the settings of centres. Nobody
-- grants a right or a scope they lack, nor changes their own roles; the last administrator stays. Every change holds
-- from the next statement of anybody on, and is an entry of the administrative history.
--   GU002 right missing              GU024 no such role, person or centre     GU025 right or scope that one lacks oneself
--   GU026 one's own roles            GU027 the last administrator             GU028 exists already
--   GU029 role still held or standard                                         GU030 not a value of this setting

create function guichet.fault(code text, about jsonb) returns void
language plpgsql immutable set search_path = guichet, pg_temp as $$
begin
  raise exception using errcode = code, message = 'refused', detail = about::text;
end $$;

create function guichet.known_role(code text) returns text
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if not exists (select from app_role r where r.code = known_role.code) then
    perform fault('GU024', jsonb_build_object('kind', 'role', 'name', code));
  end if;
  return code;
end $$;

create function guichet.known_person(login text) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare found_id integer := (select p.id from person p where p.login = known_person.login);
begin
  if found_id is null then
    perform fault('GU024', jsonb_build_object('kind', 'person', 'name', login));
  end if;
  return found_id;
end $$;

-- A centre that is not mine reads as one that does not exist.
create function guichet.known_centre(code text) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare found_id integer := (select c.id from centre c where c.code = known_centre.code and c.id = any(my_centres()));
begin
  if found_id is null then
    perform fault('GU024', jsonb_build_object('kind', 'centre', 'name', code));
  end if;
  return found_id;
end $$;

create function guichet.check_grantable(role text) returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  wider boolean := not has_scope('all') and not has_scope((select r.scope from app_role r where r.code = role));
  lacking jsonb := (
    select jsonb_agg(r.function || '.' || a.act order by r.function, a.act) from role_right r
    cross join lateral (values ('read', r.can_read), ('create', r.can_create), ('modify', r.can_modify),
      ('delete', r.can_delete), ('validate', r.can_validate)) a (act, held)
    where r.role = check_grantable.role and a.held and not can(r.function, a.act));
begin
  if wider or lacking is not null then
    perform fault('GU025', jsonb_build_object('role', role, 'scope', wider, 'lacking', coalesce(lacking, '[]')));
  end if;
end $$;
comment on function guichet.check_grantable(text) is 'Nobody grants a role with a right or a scope that they lack.';

create function guichet.check_administered() returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if not exists (
    select from person p join person_role l on l.person_id = p.id join app_role a on a.code = l.role
    join role_right r on r.role = l.role and r.function = 'PARAM_GLOBAL'
    where p.active and a.scope = 'all' and r.can_modify)
  then
    perform fault('GU027', '{}');
  end if;
end $$;
comment on function guichet.check_administered() is 'Somebody must remain who can administer everything.';

create function guichet.administered(verb text, details jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform append_admin(verb, details);
  perform pg_notify('guichet', '');
end $$;

-- Roles --------------------------------------------------------------------------------------------------------------

create function guichet.add_role(code text, label text, origin text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform check_right('PARAM_GLOBAL', 'create');
  perform check_grantable(known_role(origin));
  if code is null or code !~ '^[A-Z][A-Z_]{1,30}$' or coalesce(trim(label), '') = '' then
    perform fault('GU030', jsonb_build_object('field', 'code', 'value', code));
  end if;
  insert into app_role (code, scope, origin, label)
  select add_role.code, r.scope, coalesce(r.origin, r.code), trim(add_role.label) from app_role r where r.code = add_role.origin
  on conflict do nothing;
  if not found then
    perform fault('GU028', jsonb_build_object('kind', 'role', 'name', code));
  end if;
  insert into role_right (role, function, can_read, can_create, can_modify, can_delete, can_validate)
  select add_role.code, r.function, r.can_read, r.can_create, r.can_modify, r.can_delete, r.can_validate
  from role_right r where r.role = add_role.origin;
  perform administered('add_role', jsonb_build_object('role', code, 'origin', origin));
end $$;
comment on function guichet.add_role(text, text, text) is 'A role of the establishment''s own, with the scope and, to begin with, the rights of another.';

create function guichet.remove_role(code text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform check_right('PARAM_GLOBAL', 'delete');
  if exists (select from app_role r where r.code = known_role(remove_role.code) and r.origin is null)
    or exists (select from person_role l where l.role = remove_role.code)
  then
    perform fault('GU029', jsonb_build_object('role', code));
  end if;
  delete from app_role r where r.code = remove_role.code;
  perform administered('remove_role', jsonb_build_object('role', code));
end $$;
comment on function guichet.remove_role(text) is 'Only a role of the establishment''s own, which nobody holds any more.';

create function guichet.set_right(role text, function text, acts text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_variable
declare
  known constant text[] := array['read', 'create', 'modify', 'delete', 'validate'];
  before text[];
  lacking jsonb;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  perform known_role(role);
  if exists (select from person_role l where l.person_id = me() and l.role = set_right.role) then
    perform fault('GU026', jsonb_build_object('role', role));
  end if;
  if not acts <@ known or not exists (select from role_right r where r.function = set_right.function) then
    perform fault('GU030', jsonb_build_object('field', function, 'value', array_to_string(acts, ', ')));
  end if;
  select array_agg(a.act) filter (where a.held) into before
  from role_right r cross join lateral (values ('read', r.can_read), ('create', r.can_create), ('modify', r.can_modify),
    ('delete', r.can_delete), ('validate', r.can_validate)) a (act, held)
  where r.role = set_right.role and r.function = set_right.function;
  before := coalesce(before, '{}');
  select jsonb_agg(function || '.' || a) into lacking from unnest(acts) a where a <> all(before) and not can(function, a);
  if lacking is not null then
    perform fault('GU025', jsonb_build_object('role', role, 'scope', false, 'lacking', lacking));
  end if;
  insert into role_right (role, function, can_read, can_create, can_modify, can_delete, can_validate)
  values (role, function, 'read' = any(acts), 'create' = any(acts), 'modify' = any(acts), 'delete' = any(acts), 'validate' = any(acts))
  on conflict on constraint role_right_pkey do update set (can_read, can_create, can_modify, can_delete, can_validate)
    = (excluded.can_read, excluded.can_create, excluded.can_modify, excluded.can_delete, excluded.can_validate);
  perform check_administered();
  perform administered('set_right', jsonb_build_object('role', role, 'function', function, 'from', to_jsonb(before),
    'to', (select coalesce(jsonb_agg(a order by array_position(known, a)), '[]') from unnest(acts) a)));
end $$;
comment on function guichet.set_right(text, text, text[]) is 'What a role may do with one function: exactly these of read, create, modify, delete, validate.';

-- People -------------------------------------------------------------------------------------------------------------

create function guichet.set_person_roles(login text, roles text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  who integer;
  before text[];
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  if who = me() then
    perform fault('GU026', jsonb_build_object('person', login));
  end if;
  -- Two who change the same person wait for each other.
  perform from person p where p.id = who for update;
  select coalesce(array_agg(l.role order by l.role), '{}') into before from person_role l where l.person_id = who;
  perform check_grantable(known_role(r)) from unnest(roles) r where r <> all(before);
  delete from person_role l where l.person_id = who and l.role <> all(roles);
  insert into person_role (person_id, role) select distinct who, r from unnest(roles) r on conflict do nothing;
  perform check_administered();
  perform administered('set_roles', jsonb_build_object('person', who, 'from', to_jsonb(before),
    'to', (select coalesce(jsonb_agg(distinct r), '[]') from unnest(roles) r)));
end $$;
comment on function guichet.set_person_roles(text, text[]) is 'Somebody else''s roles: exactly these.';

create function guichet.set_person_centres(login text, centres text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  who integer;
  mine integer[] := my_centres();
  wanted integer[];
  before integer[];
begin
  perform check_right('PARAM_CENTRE', 'modify');
  who := known_person(login);
  if who = me() and not has_scope('all') then
    perform fault('GU026', jsonb_build_object('person', login));
  end if;
  perform from person p where p.id = who for update;
  select coalesce(array_agg(distinct known_centre(c)), '{}') into wanted from unnest(centres) c;
  -- Centres that are not mine stay as they are.
  select coalesce(array_agg(s.centre_id order by s.centre_id), '{}') into before
  from centre_staff s where s.person_id = who and s.centre_id = any(mine);
  delete from centre_staff s where s.person_id = who and s.centre_id = any(mine) and s.centre_id <> all(wanted);
  insert into centre_staff (person_id, centre_id) select who, c from unnest(wanted) c on conflict do nothing;
  perform administered('set_centres', jsonb_build_object('person', who, 'from', to_jsonb(before), 'to', to_jsonb(wanted)));
end $$;
comment on function guichet.set_person_centres(text, text[]) is 'Of my centres, those that somebody is attached to: exactly these.';

-- The login is a role of the server: made here, or by the DBA beforehand where nobody else may.
create function guichet.add_person(login text, surname text, given_name text, mail text, roles text[], centres text[],
  secret text, make_login boolean) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare added integer;
begin
  perform check_right('PARAM_GLOBAL', 'create');
  if login is null or login !~ '^[a-z][a-z0-9._-]{1,62}$' or coalesce(trim(surname), '') = '' or coalesce(trim(given_name), '') = '' then
    perform fault('GU030', jsonb_build_object('field', case when login ~ '^[a-z][a-z0-9._-]{1,62}$' then 'name' else 'login' end, 'value', login));
  end if;
  insert into person (login, surname, given_name, mail)
  values (login, trim(surname), trim(given_name), nullif(trim(mail), '')) on conflict do nothing returning id into added;
  if added is null then
    perform fault('GU028', jsonb_build_object('kind', 'person', 'name', login));
  end if;
  if make_login then
    perform add_login(login, secret);
  end if;
  perform administered('add_person', jsonb_build_object('person', added, 'login', login));
  if cardinality(roles) > 0 then
    perform set_person_roles(login, roles);
  end if;
  if cardinality(centres) > 0 then
    perform set_person_centres(login, centres);
  end if;
  return added;
end $$;
comment on function guichet.add_person(text, text, text, text, text[], text[], text, boolean) is
  'Somebody new, with roles and centres. A null secret leaves authentication to the server: peer, certificate, LDAP.';

create function guichet.disable_person(login text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare who integer;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  if who = me() then
    perform fault('GU026', jsonb_build_object('person', login));
  end if;
  update person p set active = false where p.id = who;
  perform check_administered();
  perform administered('disable_person', jsonb_build_object('person', who));
  perform disable_login(login);
end $$;
comment on function guichet.disable_person(text) is 'Takes the login away and ends its connections; what the person did stays theirs.';

create function guichet.enable_person(login text, secret text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare who integer;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  -- Whoever comes back comes back with their roles.
  perform check_grantable(l.role) from person_role l where l.person_id = who;
  update person p set active = true where p.id = who;
  perform administered('enable_person', jsonb_build_object('person', who));
  perform add_login(login, secret);
end $$;
comment on function guichet.enable_person(text, text) is 'Gives a login back, with the roles and centres it had.';

-- Centres ------------------------------------------------------------------------------------------------------------

create function guichet.set_centre(code text, setting text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  here integer;
  before text;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code);
  if setting is null or setting <> all(array['name', 'mail', 'phone', 'address', 'postal_code', 'town', 'confidentiality',
    'supervisor_optional_at_submission', 'overlap_allowed', 'alert_days', 'year_extension_days', 'amendment_values'])
  then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end if;
  execute format('select %I::text from centre where id = $1 for update', setting) into before using here;
  begin
    execute format('update centre set %1$I = (jsonb_populate_record(null::centre, jsonb_build_object(%1$L, $2))).%1$I where id = $1', setting)
    using here, value;
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', setting, 'value', value));
  end;
  perform administered('set_centre', jsonb_build_object('centre', here, 'field', setting, 'from', before, 'to', value));
end $$;
comment on function guichet.set_centre(text, text, text) is 'One setting of a centre of mine, given as text; null empties it.';

create function guichet.set_centre_steps(code text, kinds text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  here integer;
  before jsonb;
  labels jsonb;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code);
  perform from centre c where c.id = here for update;
  if coalesce(cardinality(kinds), 0) = 0 or not kinds <@ array['pedagogical', 'check', 'administrative']
    or cardinality(kinds) > (select count(distinct k) from unnest(kinds) k)
  then
    perform fault('GU030', jsonb_build_object('field', 'steps', 'value', array_to_string(kinds, ', ')));
  end if;
  select coalesce(jsonb_agg(s.kind order by s.position), '[]') into before from centre_step s where s.centre_id = here;
  select coalesce(jsonb_object_agg(s.kind, s.label), '{}') into labels from centre_step s where s.centre_id = here;
  delete from centre_step s where s.centre_id = here;
  insert into centre_step (centre_id, kind, position, label)
  select here, k, n, labels ->> k from unnest(kinds) with ordinality as u (k, n);
  perform administered('set_steps', jsonb_build_object('centre', here, 'from', before, 'to', to_jsonb(kinds)));
end $$;
comment on function guichet.set_centre_steps(text, text[]) is
  'The circuit of a centre of mine, in order: for files submitted from now on.';

-- Reading ------------------------------------------------------------------------------------------------------------

create function guichet.people()
returns table (id integer, login text, surname text, given_name text, mail text, active boolean, roles text[], centres text[])
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  person integer := me();
  everybody boolean := can('PARAM_GLOBAL', 'read');
  mine integer[] := case when can('PARAM_CENTRE', 'read') then my_centres() else '{}' end;
begin
  return query
  select p.id, p.login, p.surname, p.given_name, p.mail, p.active,
    (select coalesce(array_agg(l.role order by l.role), '{}') from person_role l where l.person_id = p.id),
    (select coalesce(array_agg(c.code order by c.code), '{}') from centre_staff s join centre c on c.id = s.centre_id
     where s.person_id = p.id and (everybody or p.id = person or s.centre_id = any(mine)))
  from person p
  where person is not null and (everybody or p.id = person
    or exists (select from centre_staff s where s.person_id = p.id and s.centre_id = any(mine)))
  order by p.login;
end $$;
comment on function guichet.people() is
  'Whom I may administer, with roles and centres: everybody, the staff of my centres, or myself.';

grant execute on function guichet.add_role(text, text, text), guichet.remove_role(text), guichet.set_right(text, text, text[]),
  guichet.set_person_roles(text, text[]), guichet.set_person_centres(text, text[]),
  guichet.add_person(text, text, text, text, text[], text[], text, boolean), guichet.disable_person(text),
  guichet.enable_person(text, text), guichet.set_centre(text, text, text), guichet.set_centre_steps(text, text[]),
  guichet.people() to guichet_person;
