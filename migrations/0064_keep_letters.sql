-- What a mail says is kept once for all who read it, in a letter; a delivery is one copy for one person at one address. The name of
-- who reads it stands in the letter as a mark, and is filled in as it leaves.

create table guichet.letter (
  id bigint generated always as identity primary key,
  outbox_id bigint,
  event text not null,
  language text not null,
  convention_id integer,
  centre_id integer references guichet.centre on delete cascade,
  subject text not null,
  body text not null,
  written_at timestamptz not null default now(),
  was bigint,
  unique (outbox_id, event, language)
);
comment on table guichet.letter is 'What a mail says of an event, in one language; a digest is a letter without an event of the outbox.';
create index letter_file on guichet.letter (convention_id, id);
alter table guichet.letter enable row level security;

insert into guichet.letter (event, language, convention_id, centre_id, subject, body, written_at, was)
select d.event, d.language, d.convention_id, d.centre_id, d.subject, d.body, d.written_at, d.id from guichet.delivery d order by d.id;

do $$
declare f record;
begin
  -- They name columns that go; each comes back below.
  for f in
    select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'guichet'::regnamespace and p.proname = any(array['mail_in_turn', 'take_mail',
      'take_digest', 'raise_failure', 'told_of', 'may_mail', 'mail_failed', 'mail_bounced', 'gather', 'deliveries_of', 'my_deliveries', 'undelivered',
      'write_mails', 'decide_delivery', 'mail_sent', 'mail_health'])
  loop
    execute 'drop function ' || f.name;
  end loop;
end $$;

alter table guichet.delivery
  add column letter_id bigint references guichet.letter on delete cascade,
  add column key uuid not null default gen_random_uuid(),
  add column redirect text,
  drop constraint delivery_gathered_in_fkey,
  add constraint delivery_gathered_in_fkey foreign key (gathered_in) references guichet.delivery on delete set null;
update guichet.delivery d set letter_id = l.id, redirect = case when d.state in ('waiting', 'failed') then d.sent_to end,
  sent_to = case when d.state not in ('waiting', 'failed') then d.sent_to end
from guichet.letter l where l.was = d.id;
alter table guichet.letter drop column was;
alter table guichet.delivery alter column letter_id set not null, drop column outbox_id, drop column event, drop column convention_id, drop column centre_id,
  drop column language, drop column subject, drop column body, drop column message_id, drop column written_at;
comment on table guichet.delivery is 'A copy of a letter for one person at one address, and what became of it. Without an address it fails as it is written.';
comment on column guichet.delivery.key is 'With the number, its identifier as mail: the same for every attempt, and nobody guesses it who has not received it.';
comment on column guichet.delivery.redirect is 'Where somebody decided that it goes instead of its address.';
comment on column guichet.delivery.sent_to is 'Where it went, when that was not its address: it, or all mail, was redirected.';
create index delivery_letter on guichet.delivery (letter_id, id);
create index delivery_undelivered on guichet.delivery (id) where state in ('failed', 'bounced');
create index delivery_gathered on guichet.delivery (gathered_in) where gathered_in is not null;

-- The mark is a letter of no alphabet.
create function guichet.addressed(text text, name text) returns text
language sql immutable parallel safe as $$
  select replace(addressed.text, chr(57344), addressed.name)
$$;

create view guichet.mail as
  select d.*, l.outbox_id, l.event, l.language, l.convention_id, l.centre_id, l.written_at,
    guichet.addressed(l.subject, d.name) as subject, guichet.addressed(l.body, d.name) as body
  from guichet.delivery d join guichet.letter l on l.id = d.letter_id;
comment on view guichet.mail is 'Each delivery with what it says to whoever reads it.';

-- Writing ------------------------------------------------------------------------------------------------------------

create function guichet.write_mails(letters jsonb, of_letter integer[], audience text[], person integer[], name text[], address text[], pace text[],
  due timestamp[], error text[]) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  written integer;
  zone constant text := (select e.zone from establishment e);
begin
  perform check_worker();
  with said as (
    select * from rows from (jsonb_to_recordset(letters) as (outbox_id bigint, event text, language text, convention_id integer, centre_id integer,
      subject text, body text)) with ordinality as x (outbox_id, event, language, convention_id, centre_id, subject, body, n)
  ), kept as (
    insert into letter (outbox_id, event, language, convention_id, centre_id, subject, body)
    select s.outbox_id, s.event, s.language, s.convention_id, s.centre_id, s.subject, s.body from said s
    on conflict do nothing returning id, outbox_id, event, language
  )
  insert into delivery (letter_id, audience, person_id, name, address, pace, due_at, state, error)
  select k.id, m.audience, m.person, m.name, m.address, m.pace, coalesce(m.due at time zone zone, clock_timestamp()),
    case when m.error is null then 'waiting' else 'failed' end, m.error
  from unnest(write_mails.of_letter, write_mails.audience, write_mails.person, write_mails.name, write_mails.address, write_mails.pace, write_mails.due,
    write_mails.error) with ordinality as m (of_letter, audience, person, name, address, pace, due, error, place)
  join said s on s.n = m.of_letter join kept k using (outbox_id, event, language)
  order by m.place;
  get diagnostics written = row_count;
  return written;
end $$;
comment on function guichet.write_mails(jsonb, integer[], text[], integer[], text[], text[], text[], timestamp[], text[]) is
  'Keeps letters, and for each mail of which of them it is a copy (from 1), to whom, and when it is due in the establishment''s time. A letter that is kept already is not written again, nor are its copies. A mail with an error cannot be sent, and says why. For the worker.';

-- Sending ------------------------------------------------------------------------------------------------------------

create function guichet.opens_on(centre integer) returns date
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare
  day date := today();
  shut date;
begin
  loop
    select max(x.last_day) into shut from closure x where (x.centre_id is null or x.centre_id = centre) and day between x.first_day and x.last_day;
    if shut is null then return day; end if;
    -- A closure of more than two years is not believed.
    if shut > today() + 732 then return today(); end if;
    day := shut + 1;
  end loop;
end $$;
comment on function guichet.opens_on(integer) is 'The first day, from today on, on which this centre sends mail.';

-- One reads of a file in the order in which it happened: what comes before, and is not written or not sent yet, comes first.
-- Not in plain SQL, which would be planned anew for each mail.
create function guichet.next_mail(moment timestamptz) returns setof guichet.delivery
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  return query
  select d.* from delivery d join letter l on l.id = d.letter_id
  where d.state = 'waiting' and d.pace = 'at_once' and d.due_at <= moment
    and not exists (select from letter b join delivery e on e.letter_id = b.id
      where b.convention_id = l.convention_id and e.address = d.address and e.state = 'waiting' and e.pace = 'at_once' and e.id < d.id)
    and not exists (select from outbox o where o.convention_id = l.convention_id and o.routed_at is null and o.id < l.outbox_id)
  order by d.due_at, d.id limit 1
  for update of d skip locked;
end $$;

create function guichet.may_mail(a_minute integer) returns interval
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare
  pace mail_pace;
  moment constant timestamptz := clock_timestamp();
begin
  perform check_worker();
  perform next_mail(moment);
  if not found then
    return null;
  end if;
  -- Workers wait for each other here; that a few mails are not counted when the server falls harms nobody.
  perform set_config('synchronous_commit', 'off', true);
  select * into pace from mail_pace for update;
  if pace.since <= moment - interval '1 minute' then
    update mail_pace set since = moment, sent = 1;
  elsif pace.sent < a_minute then
    update mail_pace set sent = pace.sent + 1;
  else
    return pace.since + interval '1 minute' - moment;
  end if;
  return interval '0';
end $$;
comment on function guichet.may_mail(integer) is
  'Takes one of the mails that all workers together may send in a minute, or says how long to wait for one; null when no mail is due. For the worker.';

-- Whether a mail leaves as it is due. What is for somebody who logs in no more, or works no more in the centre, is dropped, unless it
-- was sent elsewhere; what falls into a closure waits until this time of the first day after it, which is no time of trying.
create function guichet.may_leave(d guichet.delivery, opens_at time, gone text) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  about constant letter := (select l from letter l where l.id = d.letter_id);
  opens constant date := case when about.event = 'trial' then today() else opens_on(about.centre_id) end;
begin
  if d.redirect is null and d.person_id is not null and (
    not exists (select from person p where p.id = d.person_id and p.active)
    or d.audience in ('clerk', 'manager') and not exists (select from centre_staff s where s.person_id = d.person_id and s.centre_id = about.centre_id))
  then
    update delivery x set state = 'dropped', error = gone where x.id = d.id;
    return false;
  elsif opens > today() then
    update delivery x set due_at = (opens + opens_at) at time zone (select e.zone from establishment e), tried_since = null where x.id = d.id;
    return false;
  end if;
  return true;
end $$;

create function guichet.take_mail(opens_at time, gone text) returns table
  (leaves boolean, id bigint, key uuid, name text, address text, redirect text, language text, subject text, body text)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  d delivery;
  last bigint;
begin
  perform check_worker();
  -- What does not leave is done with before one that does is held while a server answers.
  for place in 1..200 loop
    select * into d from next_mail(clock_timestamp());
    exit when d.id is null;
    if may_leave(d, opens_at, gone) then
      exit when last is not null;
      return query select true, m.id, m.key, m.name, m.address, m.redirect, m.language, m.subject, m.body from mail m where m.id = d.id;
      return;
    end if;
    last := d.id;
  end loop;
  if last is not null then
    return query select false, m.id, m.key, m.name, m.address, m.redirect, m.language, m.subject, m.body from mail m where m.id = last;
  end if;
end $$;
comment on function guichet.take_mail(time, text) is
  'The next mail that is due, which other workers pass by until the transaction ends; or, where some that are due do not leave, the last of those, which are put off or dropped. For the worker.';

create function guichet.mail_health() returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare moment constant timestamptz := clock_timestamp();
begin
  perform check_worker();
  return jsonb_build_object(
    'events', (select count(*) from outbox o where o.routed_at is null),
    'waiting', (select count(*) from delivery d where d.state = 'waiting'),
    'oldest', (select extract(epoch from moment - min(d.due_at))::bigint from delivery d where d.state = 'waiting' and d.due_at <= moment),
    'failed', (select count(*) from delivery d where d.state in ('failed', 'bounced')));
end $$;
comment on function guichet.mail_health() is 'How many events and mails wait, for how many seconds the first that is due does, and how many did not arrive. For the worker.';

create function guichet.mail_sent(id bigint, "to" text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  update delivery d set state = 'sent', attempts = d.attempts + 1, sent_at = clock_timestamp(), error = null, sent_to = nullif(mail_sent."to", d.address)
  where d.id = mail_sent.id;
end $$;

-- What a digest gathers is of several centres: each is told by a file of its own. Of a mail about a mail nobody is told.
create function guichet.raise_failure(failed bigint, why text) returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  select raise_alert(array[about.convention_id], 'delivery_failed', jsonb_build_object('delivery', failed, 'name', m.name, 'address', m.address,
    'subject', m.subject, 'why', raise_failure.why))
  from mail m cross join lateral (
    select distinct on (g.centre_id) g.convention_id from mail g
    where (g.id = m.id or g.gathered_in = m.id) and g.convention_id is not null and g.event <> 'delivery_failed'
    order by g.centre_id, g.id) about
  where m.id = failed
$$;

create function guichet.mail_failed(id bigint, why text, forever boolean, give_up interval) returns text
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare d delivery;
begin
  perform check_worker();
  update delivery x set attempts = x.attempts + 1, error = left(why, 500),
    tried_since = coalesce(x.tried_since, clock_timestamp()),
    state = case when forever or x.tried_since + give_up < clock_timestamp() then 'failed' else 'waiting' end,
    -- Twice as long each time, up to two hours.
    due_at = clock_timestamp() + interval '30 seconds' * (2 ^ least(x.attempts, 8))::integer
  where x.id = mail_failed.id and x.state = 'waiting' returning * into d;
  if d.state = 'failed' then
    perform raise_failure(d.id, why);
  end if;
  return d.state;
end $$;
comment on function guichet.mail_failed(bigint, text, boolean, interval) is
  'A mail was not accepted: it is tried again later, unless it is refused forever or has waited for too long; of one that is given up its centre is told. For the worker.';

create function guichet.mail_bounced(id bigint, key uuid, why text) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare came_back bigint;
begin
  perform check_worker();
  update delivery x set state = 'bounced', error = left(why, 500)
  where x.id = mail_bounced.id and x.key = mail_bounced.key and x.state = 'sent' returning x.id into came_back;
  if found then
    perform raise_failure(came_back, why);
  end if;
  return came_back is not null;
end $$;
comment on function guichet.mail_bounced(bigint, uuid, text) is 'A mail that was accepted came back; whether it is one of ours that was sent. For the worker.';

create function guichet.take_digest(opens_at time, gone text) returns setof guichet.mail
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare
  moment constant timestamptz := clock_timestamp();
  first delivery;
  parts bigint[];
begin
  perform check_worker();
  loop
    select d.* into first from delivery d
    where d.state = 'waiting' and d.pace <> 'at_once' and d.due_at <= moment
      and not exists (select from delivery e
        where e.address = d.address and e.pace = d.pace and e.state = 'waiting' and e.pace <> 'at_once' and e.id < d.id and e.due_at <= moment)
    order by d.due_at, d.id limit 1 for update of d skip locked;
    if first.id is null then return; end if;
    select array_agg(p.id) into parts from (
      select d.id from delivery d
      where d.address = first.address and d.pace = first.pace and d.state = 'waiting' and d.due_at <= moment
      order by d.id for update of d) p;
    select array_agg(d.id order by d.id) into parts from delivery d where d.id = any(parts) and may_leave(d, opens_at, gone);
    return query
    select m.* from mail m where m.id = any(parts) order by m.convention_id, m.id;
    if found then return; end if;
  end loop;
end $$;
comment on function guichet.take_digest(time, text) is
  'What somebody is told in one digest that is due; without what is of a centre that is closed today, and nothing for who logs in no more. For the worker.';

create function guichet.gather(ids bigint[], subject text, body text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare made bigint;
begin
  perform check_worker();
  with kept as (
    insert into letter (event, language, centre_id, subject, body)
    select 'digest', min(m.language) filter (where m.id = ids[1]), case when count(distinct m.centre_id) = 1 then min(m.centre_id) end, gather.subject, gather.body
    from mail m where m.id = any(ids) returning id
  )
  insert into delivery (letter_id, person_id, name, address, pace, due_at)
  select k.id, d.person_id, d.name, d.address, 'at_once', now() from kept k, delivery d where d.id = ids[1] returning id into made;
  update delivery d set state = 'gathered', gathered_in = made where d.id = any(ids);
end $$;

grant execute on function guichet.write_mails(jsonb, integer[], text[], integer[], text[], text[], text[], timestamp[], text[]), guichet.may_mail(integer),
  guichet.take_mail(time, text), guichet.mail_health(), guichet.mail_sent(bigint, text), guichet.mail_failed(bigint, text, boolean, interval),
  guichet.mail_bounced(bigint, uuid, text), guichet.take_digest(time, text), guichet.gather(bigint[], text, text) to guichet_worker;

-- For people ----------------------------------------------------------------------------------------------------------

-- Whether a mail, or a part of what it gathers, is of these centres; of a digest also whether all of it is.
create function guichet.mail_of(mail bigint, centres integer[], out any_of boolean, out all_of boolean)
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(bool_or(m.centre_id = any(centres)), false), coalesce(bool_and(m.centre_id = any(centres)), false)
  from mail m where (m.id = mail_of.mail or m.gathered_in = mail_of.mail) and m.centre_id is not null
$$;

create function guichet.told_of(m guichet.mail, whole boolean) returns jsonb
language sql stable set search_path = guichet, pg_temp as $$
  select to_jsonb(m) - array['letter_id', 'outbox_id', 'key', 'decided_by'] || jsonb_build_object(
    'decided_by', (select p.given_name || ' ' || p.surname from person p where p.id = m.decided_by))
    || case when whole then '{}' else '{"body": ""}'::jsonb end
$$;

create function guichet.deliveries_of(convention integer) returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(m, true) from mail m
  where m.convention_id = deliveries_of.convention
    and (m.person_id = me() or can('CONVENTION', 'read') and m.centre_id = any((select my_centres())::integer[]))
  order by m.id desc limit 500
$$;
comment on function guichet.deliveries_of(integer) is 'The mails about a file of my centres, or that I was sent about it, the newest first, each with its text.';

create function guichet.my_deliveries() returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(m, true) from mail m where m.person_id = me() order by m.id desc limit 500
$$;
comment on function guichet.my_deliveries() is 'The mails that I was sent, the newest first.';

create function guichet.undelivered() returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(m, coalesce(o.all_of, true)) from mail m
  left join lateral mail_of(m.id, (select my_centres())::integer[]) o on m.centre_id is null
  where m.state in ('failed', 'bounced') and can('CONVENTION', 'read') and (m.centre_id = any((select my_centres())::integer[]) or o.any_of)
  order by m.id desc limit 1000
$$;
comment on function guichet.undelivered() is
  'The mails of my centres that did not arrive, the newest first; of a digest that is also of others not what it says.';

create function guichet.decide_delivery(id bigint, decision text, address text default null)
returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  d delivery;
  about mail;
  mine record;
begin
  perform check_right('CONVENTION', 'modify');
  select * into d from delivery x where x.id = decide_delivery.id for update;
  select o.any_of, o.all_of into mine from mail_of(d.id, my_centres_to('modify')) o;
  if d.id is null or not mine.any_of then
    return query select 'refused', 'GU001', null::jsonb; return;
  -- A text that could not be written has nothing to say.
  elsif d.state not in ('waiting', 'failed', 'bounced')
    or decide_delivery.decision <> 'drop' and exists (select from letter l where l.id = d.letter_id and l.body = '')
  then
    return query select 'refused', 'GU063', jsonb_build_object('state', d.state); return;
  elsif decide_delivery.decision = 'redirect' and is_mail(decide_delivery.address) is not true then
    return query select 'refused', 'GU061', jsonb_build_object('address', decide_delivery.address); return;
  -- Somebody else's files are sent to nobody whom their centre does not know.
  elsif decide_delivery.decision = 'redirect' and not mine.all_of then
    return query select 'refused', 'GU002', jsonb_build_object('function', 'CONVENTION', 'right', 'modify', 'grantors', grantors()); return;
  end if;
  case decide_delivery.decision
    when 'retry', 'redirect' then
      update delivery x set state = 'waiting', due_at = now(), attempts = 0, tried_since = null, error = null, sent_at = null, sent_to = null,
        decided_by = me(),
        -- Elsewhere it goes by itself: a digest is for its own address.
        pace = case when decide_delivery.decision = 'redirect' then 'at_once' else x.pace end,
        redirect = case when decide_delivery.decision = 'redirect' then decide_delivery.address else x.redirect end
      where x.id = d.id;
    when 'drop' then
      update delivery x set state = 'dropped', decided_by = me() where x.id = d.id;
    else
      perform fault('GU030', jsonb_build_object('field', 'decision', 'value', decide_delivery.decision));
  end case;
  select * into about from mail m where m.id = d.id;
  perform administered('decide_delivery', jsonb_strip_nulls(jsonb_build_object('delivery', d.id, 'convention', about.convention_id, 'centre', about.centre_id,
    'from', d.state, 'decision', decide_delivery.decision)));
  return query select 'done', null, null::jsonb;
end $$;
comment on function guichet.decide_delivery(bigint, text, text) is
  'What becomes of a mail of my centres that did not arrive: retry, redirect to another address, or drop.';

grant execute on function guichet.deliveries_of(integer), guichet.my_deliveries(), guichet.undelivered(),
  guichet.decide_delivery(bigint, text, text) to guichet_person;
