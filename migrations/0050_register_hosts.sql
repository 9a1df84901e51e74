-- The national register beside the registry: what it said last of a host, its quota shared by everybody, what was asked lately,
-- and hosts that come by the thousand.

create table guichet.register_quota (
  source text primary key,
  since timestamptz not null default '-infinity',
  asked integer not null default 0,
  closed_until timestamptz not null default '-infinity'
);
comment on table guichet.register_quota is 'How often a register was asked within its minute, by all desks together, and until when it asked to be left alone.';
alter table guichet.register_quota enable row level security;

create table guichet.register_answer (
  source text not null,
  asked text not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  primary key (source, asked)
);
create index register_answer_at on guichet.register_answer (at);
comment on table guichet.register_answer is 'What a register answered lately.';
alter table guichet.register_answer enable row level security;

create function guichet.may_ask_register(source text, a_minute integer) returns timestamptz
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  q register_quota;
  moment constant timestamptz := clock_timestamp();
begin
  perform check_right('ORGA_ACC', 'read');
  insert into register_quota (source) values (left(may_ask_register.source, 40)) on conflict do nothing;
  select * into q from register_quota x where x.source = may_ask_register.source for update;
  if q.closed_until > moment then return q.closed_until; end if;
  if q.since <= moment - interval '1 minute' then
    q.since := moment; q.asked := 0;
  elsif q.asked >= a_minute then
    return q.since + interval '1 minute';
  end if;
  update register_quota x set since = q.since, asked = q.asked + 1 where x.source = q.source;
  return null;
end $$;
comment on function guichet.may_ask_register(text, integer) is
  'Takes one of the questions that all desks together may ask a register in a minute; or says when there is one again.';

create function guichet.leave_register(source text, until timestamptz) returns void
language sql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
  update register_quota q set closed_until = greatest(q.closed_until, least(leave_register.until, clock_timestamp() + interval '10 minutes'))
  where q.source = leave_register.source and can('ORGA_ACC', 'read')
$$;
comment on function guichet.leave_register(text, timestamptz) is 'The register asked to be left alone until then: ten minutes at most are believed.';

create function guichet.register_said(source text, asked text, fresh interval) returns table (answer jsonb, at timestamptz)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select a.answer, a.at from register_answer a
  where a.source = register_said.source and a.asked = register_said.asked and a.at > now() - fresh and can('ORGA_ACC', 'read')
$$;
comment on function guichet.register_said(text, text, interval) is 'What a register answered to the same question, if it is not older than this.';

create function guichet.keep_answer(source text, asked text, answer jsonb) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
begin
  if not keeps_hosts('create') or length(asked) > 300 or length(answer::text) > 200000 then return; end if;
  delete from register_answer a where a.at < now() - interval '1 day';
  insert into register_answer as a (source, asked, answer) values (left(keep_answer.source, 40), keep_answer.asked, keep_answer.answer)
  on conflict (source, asked) do update set answer = excluded.answer, at = now();
end $$;
comment on function guichet.keep_answer(text, text, jsonb) is 'Keeps an answer for the next desk that asks.';

-- What the register says fills what is not locked; nothing is emptied by it.
create function guichet.refresh_organisation(id integer, said jsonb)
returns table (outcome text, code text, params jsonb, new_version integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  h host_organisation;
  w host_organisation;
  taken jsonb;
begin
  if not (keeps_hosts('modify') or pg_has_role(session_user, 'guichet_worker', 'member')) then
    perform check_right('ORGA_ACC', 'modify');
  end if;
  select * into h from host_organisation o where o.id = refresh_organisation.id for update;
  if h.id is null then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif h.siret is distinct from said ->> 'siret' or h.merged_into is not null then
    return query select 'refused', 'GU016', jsonb_build_object('field', 'siret'), h.version; return;
  end if;
  taken := jsonb_strip_nulls(tidy(jsonb_build_object('name', said -> 'name', 'naf_code', said #> '{naf,code}', 'naf_revision', said #> '{naf,revision}',
    'legal_category', said -> 'legal_category', 'headcount_band', said -> 'headcount_band', 'address', said -> 'address',
    'postal_code', said -> 'postal_code', 'town', said -> 'town', 'country_code', said -> 'country_code')))
    - h.locked - case when 'naf_code' = any(h.locked) then array['naf_revision'] else '{}' end;
  w := jsonb_populate_record(h, taken);
  -- A code that this version does not know is left alone, rather than the whole answer.
  while host_fault(w, '{}') is not null and taken ? host_fault(w, '{}') loop
    taken := taken - host_fault(w, '{}') - case host_fault(w, '{}') when 'naf_code' then 'naf_revision' else '' end;
    w := jsonb_populate_record(h, taken);
  end loop;
  update host_organisation o set
    (name, naf_code, naf_revision, legal_category, headcount_band, address, postal_code, town, country_code, registered, registered_at, version)
    = (w.name, w.naf_code, w.naf_revision, w.legal_category, w.headcount_band, w.address, w.postal_code, w.town, w.country_code,
       said, now(), o.version + case when to_jsonb(h) - 'registered' = to_jsonb(w) - 'registered'
         and h.registered -> 'is_closed' is not distinct from said -> 'is_closed' then 0 else 1 end)
  where o.id = h.id returning * into w;
  if w.version <> h.version then
    perform tell_host(h.id, 'organisation', h.id, null, 'refreshed',
      to_jsonb(h) || jsonb_build_object('closed', coalesce(h.registered -> 'is_closed', 'false')),
      to_jsonb(w) || jsonb_build_object('closed', coalesce(said -> 'is_closed', 'false')));
    perform pg_notify('guichet', '');
  end if;
  return query select 'done', null, null::jsonb, w.version;
end $$;
comment on function guichet.refresh_organisation(integer, jsonb) is
  'Takes over what the register says of a host: what staff locked stays, what the register leaves out is not emptied.';

create function guichet.to_refresh(before timestamptz, rows integer) returns table (id integer, siret text)
language sql stable security definer set search_path = guichet, pg_temp as $$
  -- Hosts of open files first: there a closure matters.
  select o.id, o.siret from host_organisation o
  where o.state <> 'retired' and o.siret is not null and (o.registered_at is null or o.registered_at < before)
    and (keeps_hosts('modify') or pg_has_role(session_user, 'guichet_worker', 'member'))
  order by not exists (select from convention c where c.organisation_id = o.id and c.file_state not in ('draft', 'cancelled') and c.end_date >= today()),
    o.registered_at nulls first, o.id
  limit least(rows, 10000)
$$;
comment on function guichet.to_refresh(timestamptz, integer) is 'Hosts of which the register was not asked since then, those of open files first.';

create function guichet.looked_at(ids integer[]) returns void
language sql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
  update host_organisation o set registered_at = now() where o.id = any(ids)
    and (keeps_hosts('modify') or pg_has_role(session_user, 'guichet_worker', 'member'))
$$;
comment on function guichet.looked_at(integer[]) is 'The register was asked about these hosts, and does not know them.';
grant execute on function guichet.looked_at(integer[]) to guichet_person, guichet_worker;

create function guichet.import_organisations(lines jsonb, dry boolean) returns table (line integer, outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  one record;
  wanted jsonb;
  h host_organisation;
  wrong text;
  there integer;
  made integer;
  mine constant integer := me();
  added integer[] := '{}';
  told jsonb[] := '{}';
begin
  -- A student adds a host for a file, not a table of them.
  if not keeps_hosts('create') then
    raise exception using errcode = 'GU002', message = 'right missing',
      detail = jsonb_build_object('function', 'ORGA_ACC', 'right', 'create', 'grantors', grantors())::text;
  end if;
  for one in select (e ->> 'line')::integer as line, e -> 'details' as details from jsonb_array_elements(lines) e loop
    wanted := jsonb_strip_nulls(tidy(one.details));
    h := jsonb_populate_record(null::host_organisation, jsonb_build_object('country_code', 'FR', 'locked', '{}'::text[]) || wanted);
    wrong := host_fault(h, wanted);
    there := case when wrong is null then host_is_there(h) end;
    made := null;
    if wrong is null and there is null and not dry then
      begin
        insert into host_organisation as o (name, siret, uai, naf_code, naf_revision, activity, legal_category, headcount_band, kind_id,
          address, postal_code, town, country_code, website, created_by)
        values (h.name, h.siret, h.uai, h.naf_code, h.naf_revision, h.activity, h.legal_category, h.headcount_band, h.kind_id,
          h.address, h.postal_code, h.town, h.country_code, h.website, mine) returning o.id into made;
        added := added || made;
        told := told || wanted;
      exception when unique_violation then
        there := host_is_there(h);
      end;
    end if;
    return query select one.line, case when wrong is null and there is null then 'done' else 'refused' end,
      case when wrong is not null then 'GU016' when there is not null then 'GU032' end,
      case when wrong is not null then jsonb_build_object('field', wrong) when there is not null then
        host_named(there) end,
      coalesce(made, there);
  end loop;
  -- As write_reach and tell_host do for one.
  insert into host_organisation_details (organisation_id, centre_id, phone, mail)
  select n.id, k.centre, n.details ->> 'phone', n.details ->> 'mail'
  from unnest(added, told) n (id, details) cross join (select (my_centres_to('modify', 'ORGA_ACC'))[1] as centre offset 0) k
  where n.details ?| array['phone', 'mail'];
  insert into host_history (organisation_id, part, part_id, person_id, verb, changes)
  select n.id, 'organisation', n.id, mine, 'imported', (
    select coalesce(jsonb_agg(jsonb_build_object('field', d.key, 'from', null, 'to', d.value) order by d.key), '[]') from jsonb_each(n.details) d)
  from unnest(added, told) n (id, details);
end $$;
comment on function guichet.import_organisations(jsonb, boolean) is
  'Adds hosts that a table brings, each line by itself, or only says what would become of each.';

create function guichet.export_organisations(words text, kept text) returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select to_jsonb(o) - array['registered', 'search_key', 'name_key', 'match_key', 'alike_key'] || reach_of(o.id) || jsonb_build_object(
    'kind', (select e.label from list_entry e where e.id = o.kind_id),
    'legal_label', (select l.label from legal_category l where l.code = o.legal_category),
    'headcount_label', (select b.label from headcount_band b where b.code = o.headcount_band),
    'country', (select n.label from country n where n.iso2 = o.country_code))
  from host_organisation o
  where keeps_hosts('read') and case kept when 'retired' then o.state = 'retired' when 'to_moderate' then o.state = 'to_moderate'
      when 'closed' then o.state <> 'retired' and (o.registered -> 'is_closed')::boolean else o.state <> 'retired' end
    and o.search_key like all(coalesce(like_words(words), '{}'))
  order by o.name_key, o.id
$$;
comment on function guichet.export_organisations(text, text) is 'Hosts as a table takes them out, by name.';

grant execute on function guichet.may_ask_register(text, integer), guichet.leave_register(text, timestamptz),
  guichet.register_said(text, text, interval), guichet.keep_answer(text, text, jsonb),
  guichet.refresh_organisation(integer, jsonb), guichet.to_refresh(timestamptz, integer) to guichet_person, guichet_worker;
grant execute on function guichet.import_organisations(jsonb, boolean), guichet.export_organisations(text, text) to guichet_person;
