-- Who administers what, completed: nobody gives a right where they do not hold it, centres that one does not administer read
-- as absent, and nobody waits for anybody beyond two seconds.

create function guichet.known_centre(code text, act text, function text) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare found_id constant integer := (
  select c.id from centre c where c.code = known_centre.code and c.id = any(my_centres_to(act, function)));
begin
  if found_id is null then
    perform fault('GU024', jsonb_build_object('kind', 'centre', 'name', code));
  end if;
  return found_id;
end $$;
comment on function guichet.known_centre(text, text, text) is
  'A centre where I may do this; any other reads as one that does not exist.';

create or replace function guichet.known_centre(code text) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return known_centre(code, 'modify', 'CONVENTION');
end $$;
comment on function guichet.known_centre(text) is 'A centre whose files I work on.';

drop function guichet.check_grantable(text);
create function guichet.check_grantable(role text, holder integer) returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  wanted constant text := (select r.scope from app_role r where r.code = role);
  -- A role of centres reaches into all those that its holder is attached to.
  inside constant boolean := wanted <> 'centre' or not exists (
    select from centre_staff s where s.person_id = holder
      and s.centre_id not in (select m.centre_id from centre_staff m where m.person_id = me()));
  wider constant boolean := not has_scope('all') and not (has_scope(wanted) and inside);
  lacking constant jsonb := (
    select jsonb_agg(r.function || '.' || a.act order by r.function, a.act) from role_right r
    cross join lateral (values ('read', r.can_read), ('create', r.can_create), ('modify', r.can_modify),
      ('delete', r.can_delete), ('validate', r.can_validate)) a (act, held)
    cross join lateral (select my_scopes_to(a.act, r.function) as scopes) mine
    where r.role = check_grantable.role and a.held
      and not ('all' = any(mine.scopes) or wanted = any(mine.scopes) and inside));
begin
  if wider or lacking is not null then
    perform fault('GU025', jsonb_build_object('role', role, 'scope', wider, 'lacking', coalesce(lacking, '[]')));
  end if;
end $$;
comment on function guichet.check_grantable(text, integer) is
  'Nobody gives anybody a role with a right that they lack themselves where that person would hold it.';

-- Two who administer at once wait for each other at the entry, and whoever comes second looks again.
create or replace function guichet.administered(verb text, details jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform check_isolation();
  perform append_admin(verb, details);
  perform check_administered();
  perform pg_notify('guichet', '');
end $$;

create or replace function guichet.add_role(code text, label text, origin text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  perform check_right('PARAM_GLOBAL', 'create');
  perform check_grantable(known_role(origin), null);
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

create or replace function guichet.set_right(role text, function text, acts text[]) returns void
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
  -- The matrix is everybody's.
  select jsonb_agg(function || '.' || a) into lacking from unnest(acts) a where a <> all(before) and 'all' <> all(my_scopes_to(a, function));
  if lacking is not null then
    perform fault('GU025', jsonb_build_object('role', role, 'scope', false, 'lacking', lacking));
  end if;
  insert into role_right (role, function, can_read, can_create, can_modify, can_delete, can_validate)
  values (role, function, 'read' = any(acts), 'create' = any(acts), 'modify' = any(acts), 'delete' = any(acts), 'validate' = any(acts))
  on conflict on constraint role_right_pkey do update set (can_read, can_create, can_modify, can_delete, can_validate)
    = (excluded.can_read, excluded.can_create, excluded.can_modify, excluded.can_delete, excluded.can_validate);
  perform administered('set_right', jsonb_build_object('role', role, 'function', function, 'from', to_jsonb(before),
    'to', (select coalesce(jsonb_agg(a order by array_position(known, a)), '[]') from unnest(acts) a)));
end $$;

create or replace function guichet.set_person_roles(login text, roles text[]) returns void
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
  perform check_grantable(known_role(r), who) from unnest(roles) r where r <> all(before);
  delete from person_role l where l.person_id = who and l.role <> all(roles);
  insert into person_role (person_id, role) select distinct who, r from unnest(roles) r on conflict do nothing;
  perform administered('set_roles', jsonb_build_object('person', who, 'from', to_jsonb(before),
    'to', (select coalesce(jsonb_agg(distinct r), '[]') from unnest(roles) r)));
end $$;

create or replace function guichet.set_person_centres(login text, centres text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  who integer;
  mine integer[] := my_centres_to('modify', 'PARAM_CENTRE');
  wanted integer[];
  before integer[];
begin
  perform check_right('PARAM_CENTRE', 'modify');
  who := known_person(login);
  if who = me() and 'all' <> all(my_scopes_to('modify', 'PARAM_CENTRE')) then
    perform fault('GU026', jsonb_build_object('person', login));
  end if;
  perform from person p where p.id = who for update;
  select coalesce(array_agg(distinct known_centre(c, 'modify', 'PARAM_CENTRE')), '{}') into wanted from unnest(centres) c;
  -- Centres that are not mine stay as they are.
  select coalesce(array_agg(s.centre_id order by s.centre_id), '{}') into before
  from centre_staff s where s.person_id = who and s.centre_id = any(mine);
  delete from centre_staff s where s.person_id = who and s.centre_id = any(mine) and s.centre_id <> all(wanted);
  insert into centre_staff (person_id, centre_id) select who, c from unnest(wanted) c on conflict do nothing;
  perform administered('set_centres', jsonb_build_object('person', who, 'from', to_jsonb(before), 'to', to_jsonb(wanted)));
end $$;

create or replace function guichet.disable_person(login text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare who integer;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  if who = me() then
    perform fault('GU026', jsonb_build_object('person', login));
  end if;
  update person p set active = false where p.id = who;
  perform administered('disable_person', jsonb_build_object('person', who));
  perform disable_login(login);
end $$;

create or replace function guichet.enable_person(login text, secret text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare who integer;
begin
  perform check_right('PARAM_GLOBAL', 'modify');
  who := known_person(login);
  -- Whoever comes back comes back with their roles.
  perform check_grantable(l.role, who) from person_role l where l.person_id = who;
  update person p set active = true where p.id = who;
  perform administered('enable_person', jsonb_build_object('person', who));
  perform add_login(login, secret);
end $$;

create or replace function guichet.set_centre(code text, setting text, value text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  here integer;
  before text;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
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

create or replace function guichet.set_centre_steps(code text, kinds text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  here integer;
  before jsonb;
  labels jsonb;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
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

create or replace function guichet.people()
returns table (id integer, login text, surname text, given_name text, mail text, active boolean, roles text[], centres text[])
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  person integer := me();
  everybody boolean := can('PARAM_GLOBAL', 'read');
  mine integer[] := my_centres_to('read', 'PARAM_CENTRE');
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

-- Centres, views and severities -------------------------------------------------------------------------------------------

create or replace function guichet.add_centre(code text, name text, level text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare here integer;
begin
  if 'all' <> all(my_scopes_to('create', 'PARAM_CENTRE')) then
    perform lacks('PARAM_CENTRE', 'create');
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

create or replace function guichet.remove_view(id integer) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  delete from saved_view v where v.id = remove_view.id and v.person_id = me();
  if not found then
    -- Whoever administers a centre may clear what others have left there; it stays its owner's.
    update saved_view v set centre_id = null
    where v.id = remove_view.id and v.centre_id = any((select my_centres_to('modify', 'PARAM_CENTRE'))::integer[]);
  end if;
  if found then
    perform pg_notify('guichet', '');
  end if;
  return found;
end $$;

create or replace function guichet.set_centre_severity(code text, rule text, severity text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  here integer;
  before text;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
  select s.severity into before from centre_severity s where s.centre_id = here and s.rule = set_centre_severity.rule for update;
  begin
    if severity is null then
      delete from centre_severity s where s.centre_id = here and s.rule = set_centre_severity.rule;
    else
      insert into centre_severity as s (centre_id, rule, severity)
      values (here, set_centre_severity.rule, set_centre_severity.severity)
      on conflict on constraint centre_severity_pkey do update set severity = excluded.severity;
    end if;
  exception when data_exception or integrity_constraint_violation then
    perform fault('GU030', jsonb_build_object('field', rule, 'value', severity));
  end;
  perform administered('set_severity', jsonb_build_object('centre', here, 'field', rule, 'from', before, 'to', severity));
end $$;

-- Nobody waits long for a transaction that somebody else has left open.
alter function guichet.add_role(text, text, text) set lock_timeout = '2s';
alter function guichet.remove_role(text) set lock_timeout = '2s';
alter function guichet.set_right(text, text, text[]) set lock_timeout = '2s';
alter function guichet.set_person_roles(text, text[]) set lock_timeout = '2s';
alter function guichet.set_person_centres(text, text[]) set lock_timeout = '2s';
alter function guichet.add_person(text, text, text, text, text[], text[], text, boolean) set lock_timeout = '2s';
alter function guichet.disable_person(text) set lock_timeout = '2s';
alter function guichet.enable_person(text, text) set lock_timeout = '2s';
alter function guichet.set_centre(text, text, text) set lock_timeout = '2s';
alter function guichet.set_centre_steps(text, text[]) set lock_timeout = '2s';
alter function guichet.seal_history() set lock_timeout = '2s';
alter function guichet.add_centre(text, text, text) set lock_timeout = '2s';
alter function guichet.set_person(text, text, text) set lock_timeout = '2s';
alter function guichet.save_view(text, text, text, text, boolean) set lock_timeout = '2s';
alter function guichet.share_view(integer, text) set lock_timeout = '2s';
alter function guichet.remove_view(integer) set lock_timeout = '2s';
alter function guichet.set_centre_severity(text, text, text) set lock_timeout = '2s';
set local role guichet_history;
alter function guichet.erase_history_values(date) set lock_timeout = '2s';
set local role guichet_owner;
