-- Mails: written when an event is routed, sent by whichever worker comes first, and kept with what became of them. A worker that
-- dies lets go of what it held: a mail is sent again only if it died between the server's acceptance and its own record.
--   GU063 sent already, or given up

create table guichet.delivery (
  id bigint generated always as identity primary key,
  outbox_id bigint,
  event text not null,
  convention_id integer,
  centre_id integer references guichet.centre on delete cascade,
  audience text check (audience in ('student', 'clerk', 'manager', 'supervisor')),
  person_id integer references guichet.person on delete set null,
  name text not null,
  address text not null,
  language text not null,
  pace text not null check (pace in ('at_once', 'daily', 'weekly')),
  subject text not null,
  body text not null,
  message_id text not null unique check (message_id ~ '^[!-~]+@[!-~]+$'),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'gathered', 'failed', 'dropped', 'bounced')),
  due_at timestamptz not null,
  written_at timestamptz not null default now(),
  attempts smallint not null default 0,
  tried_since timestamptz,
  error text,
  sent_at timestamptz,
  sent_to text,
  gathered_in bigint references guichet.delivery,
  decided_by integer references guichet.person,
  unique (outbox_id, event, address)
);
comment on table guichet.delivery is 'Each mail, to one person at one address, with its text and what became of it.';
comment on column guichet.delivery.message_id is 'The same for every attempt, so that whoever receives it twice can tell.';
comment on column guichet.delivery.pace is 'At once, or with others in a digest, which is a delivery of its own.';
comment on column guichet.delivery.sent_to is 'Where it went, when that was not its address: all mail was redirected, or somebody redirected it.';
create index delivery_due on guichet.delivery (due_at, id) where state = 'waiting';
create index delivery_turn on guichet.delivery (convention_id, address, id) where state = 'waiting' and pace = 'at_once';
create index delivery_digest on guichet.delivery (address, pace, id) where state = 'waiting' and pace <> 'at_once';
create index delivery_file on guichet.delivery (convention_id, id);
create index delivery_person on guichet.delivery (person_id, id);
create index delivery_centre on guichet.delivery (centre_id, id) where state in ('failed', 'bounced');

alter table guichet.delivery enable row level security;
-- Events -------------------------------------------------------------------------------------------------------------

-- Of texts, comments, lists, steps and of what is the student's own only the name: mail is read anywhere.
create function guichet.changes_told(changes jsonb) returns jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', e.value -> 'field') || case
    when n.name like '%.comment' or f.target not in ('convention', 'calendar') or f.field is null and n.name <> e.value ->> 'field'
      or jsonb_typeof(e.value -> 'from') in ('object', 'array') or jsonb_typeof(e.value -> 'to') in ('object', 'array')
      then '{"hidden": true}'
    when n.name like '%\_id' then jsonb_build_object('from', named(n.name, e.value -> 'from'), 'to', named(n.name, e.value -> 'to'))
    else jsonb_build_object('from', e.value -> 'from', 'to', e.value -> 'to') end order by e.n), '[]')
  from jsonb_array_elements(changes) with ordinality e (value, n)
  cross join lateral (select regexp_replace(e.value ->> 'field', '^amendment\.\d+\.', '') as name) n
  left join editable_field f on f.field = n.name
$$;

-- The oldest event of a file that waits is the file's turn: whoever holds it alone reads those that follow.
create function guichet.take_events(files integer, hold interval) returns table (convention_id integer, events jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare turns integer[];
begin
  perform check_worker();
  select array_agg(t.convention_id) into turns from (
    select o.convention_id from outbox o
    where o.routed_at is null and coalesce(o.not_before, o.at + hold) <= clock_timestamp()
      and not exists (select from outbox e where e.convention_id = o.convention_id and e.routed_at is null and e.id < o.id)
    order by o.id limit least(files, 5000)
    for update of o skip locked) t;
  return query
  select o.convention_id, jsonb_agg(jsonb_build_object('id', o.id, 'verb', o.event, 'age', extract(epoch from clock_timestamp() - o.at)::bigint,
      'person', h.person_id, 'by', case when p.id is not null then jsonb_build_object('given_name', p.given_name, 'surname', p.surname) end, 'by_student', s.id is not null,
      'in_hand', case o.event
        when 'edit' then coalesce(c.submitted_at <= o.at and c.file_state not in ('draft', 'to_correct'), false)
        when 'amend_edit' then exists (select from amendment a where a.convention_id = o.convention_id and a.state = 'submitted'
          and a.submitted_at <= o.at and starts_with(y.changes -> 0 ->> 'field', 'amendment.' || a.number || '.'))
        else true end,
      'changes', changes_told(y.changes), 'reason', y.reason, 'told', o.told) order by o.id)
  from outbox o
  left join convention c on c.id = o.convention_id
  left join history h on h.convention_id = o.convention_id and h.seq = o.history_seq
  left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  left join person p on p.id = h.person_id
  left join student s on s.person_id = h.person_id
  where o.convention_id = any(turns) and o.routed_at is null
  group by o.convention_id;
end $$;
comment on function guichet.take_events(integer, interval) is
  'The events of some files that have waited for longer than they are held, with what follows them; other workers pass these files by until the transaction ends. For the worker.';

create function guichet.settle_events(ids bigint[], became text[]) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  update outbox o set routed_at = now(), became = u.became
  from unnest(ids, settle_events.became) as u (id, became) where o.id = u.id and o.routed_at is null;
end $$;

create function guichet.postpone_events(ids bigint[], by interval) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  update outbox o set not_before = clock_timestamp() + by where o.id = any(ids) and o.routed_at is null;
end $$;

create function guichet.write_mails(mails jsonb) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare written integer;
begin
  perform check_worker();
  insert into delivery (outbox_id, event, convention_id, centre_id, audience, person_id, name, address, language, pace, subject, body,
    message_id, due_at, state, error)
  select m.outbox_id, m.event, m.convention_id, m.centre_id, m.audience, m.person_id, m.name, m.address, m.language, m.pace, m.subject, m.body,
    m.message_id, coalesce(m.due at time zone (select e.zone from establishment e), clock_timestamp()), case when m.error is null then 'waiting' else 'failed' end, m.error
  from jsonb_to_recordset(mails) as m (outbox_id bigint, event text, convention_id integer, centre_id integer, audience text,
    person_id integer, name text, address text, language text, pace text, subject text, body text, message_id text, due timestamp,
    error text)
  on conflict do nothing;
  get diagnostics written = row_count;
  return written;
end $$;
comment on function guichet.write_mails(jsonb) is
  'Keeps what is to be sent, when it is due in the establishment''s time; of an event, one address gets one mail. One with an error cannot be sent, and says why. For the worker.';

-- Sending ------------------------------------------------------------------------------------------------------------

create table guichet.mail_pace (
  id boolean primary key default true check (id),
  since timestamptz not null default '-infinity',
  sent integer not null default 0
);
comment on table guichet.mail_pace is 'How many mails left within the minute, by all workers together.';
insert into guichet.mail_pace default values;
alter table guichet.mail_pace enable row level security;

-- One reads of a file in the order in which it happened: what comes before, and is not written or not sent yet, comes first.
create function guichet.mail_in_turn(d guichet.delivery) returns boolean
language sql stable set search_path = guichet, pg_temp as $$
  select not exists (select from delivery e
      where e.convention_id = d.convention_id and e.address = d.address and e.state = 'waiting' and e.pace = 'at_once' and e.id < d.id)
    and not exists (select from outbox o where o.convention_id = d.convention_id and o.routed_at is null and o.id < d.outbox_id)
$$;

create function guichet.may_mail(a_minute integer) returns interval
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare
  pace mail_pace;
  moment constant timestamptz := clock_timestamp();
begin
  perform check_worker();
  if not exists (select from delivery d
    where d.state = 'waiting' and d.pace = 'at_once' and d.due_at <= moment and mail_in_turn(d))
  then
    return null;
  end if;
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

create function guichet.take_mail() returns setof guichet.delivery
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  return query
  select d.* from delivery d
  where d.state = 'waiting' and d.pace = 'at_once' and d.due_at <= clock_timestamp() and mail_in_turn(d)
  order by d.due_at, d.id limit 1
  for update of d skip locked;
end $$;
comment on function guichet.take_mail() is 'The next mail that is due, which other workers pass by until the transaction ends. For the worker.';

create function guichet.mail_health() returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  perform check_worker();
  return jsonb_build_object(
    'events', (select count(*) from outbox o where o.routed_at is null),
    'waiting', (select count(*) from delivery d where d.state = 'waiting'),
    'oldest', (select extract(epoch from clock_timestamp() - min(d.due_at))::bigint from delivery d where d.state = 'waiting' and d.due_at <= clock_timestamp()),
    'failed', (select count(*) from delivery d where d.state in ('failed', 'bounced')));
end $$;
comment on function guichet.mail_health() is 'How many events and mails wait, for how many seconds the first that is due does, and how many did not arrive. For the worker.';

create function guichet.mail_sent(id bigint, "to" text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  update delivery d set state = 'sent', attempts = d.attempts + 1, sent_at = clock_timestamp(), error = null,
    sent_to = case when mail_sent."to" <> d.address then mail_sent."to" else d.sent_to end
  where d.id = mail_sent.id;
end $$;

create function guichet.raise_failure(d guichet.delivery, why text) returns void
language sql volatile security definer set search_path = guichet, pg_temp as $$
  -- Of a mail about a mail nobody is told.
  select raise_alert(array[d.convention_id], 'delivery_failed', jsonb_build_object('delivery', d.id, 'name', d.name, 'address', d.address,
    'subject', d.subject, 'why', why))
  where d.convention_id is not null and d.event <> 'delivery_failed'
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
    perform raise_failure(d, why);
  end if;
  return d.state;
end $$;
comment on function guichet.mail_failed(bigint, text, boolean, interval) is
  'A mail was not accepted: it is tried again later, unless it is refused forever or has waited for too long; of one that is given up its centre is told. For the worker.';

create function guichet.mail_dropped(id bigint, why text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
begin
  perform check_worker();
  update delivery d set state = 'dropped', error = left(why, 500) where d.id = mail_dropped.id and d.state = 'waiting';
end $$;

create function guichet.mail_bounced(message_id text, why text) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare d delivery;
begin
  perform check_worker();
  update delivery x set state = 'bounced', error = left(why, 500)
  where x.message_id = mail_bounced.message_id and x.state = 'sent' returning * into d;
  if found then
    perform raise_failure(d, why);
  end if;
  return found;
end $$;
comment on function guichet.mail_bounced(text, text) is 'A mail that was accepted came back; whether it is one of ours that was sent. For the worker.';

create function guichet.take_digest() returns setof guichet.delivery
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
declare first delivery;
begin
  perform check_worker();
  select d.* into first from delivery d
  where d.state = 'waiting' and d.pace <> 'at_once' and d.due_at <= clock_timestamp()
    and not exists (select from delivery e
      where e.address = d.address and e.pace = d.pace and e.state = 'waiting' and e.pace <> 'at_once' and e.id < d.id and e.due_at <= clock_timestamp())
  order by d.due_at, d.id limit 1 for update of d skip locked;
  return query
  select d.* from delivery d
  where d.address = first.address and d.pace = first.pace and d.state = 'waiting' and d.due_at <= clock_timestamp()
  order by d.convention_id, d.id for update of d;
end $$;
comment on function guichet.take_digest() is 'What somebody is told in one digest that is due. For the worker.';

create function guichet.gather(ids bigint[], subject text, body text, message_id text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '5s' as $$
#variable_conflict use_column
declare made bigint;
begin
  perform check_worker();
  insert into delivery (event, centre_id, person_id, name, address, language, pace, subject, body, message_id, due_at)
  select 'digest', (select min(e.centre_id) from delivery e where e.id = any(ids) having count(distinct e.centre_id) = 1),
    d.person_id, d.name, d.address, d.language, 'at_once', gather.subject, gather.body, gather.message_id, now()
  from delivery d where d.id = ids[1] returning id into made;
  update delivery d set state = 'gathered', gathered_in = made where d.id = any(ids);
end $$;

grant execute on function guichet.take_events(integer, interval), guichet.settle_events(bigint[], text[]), guichet.postpone_events(bigint[], interval),
  guichet.write_mails(jsonb), guichet.may_mail(integer), guichet.take_mail(), guichet.mail_health(), guichet.mail_sent(bigint, text),
  guichet.mail_failed(bigint, text, boolean, interval), guichet.mail_dropped(bigint, text), guichet.mail_bounced(text, text), guichet.take_digest(),
  guichet.gather(bigint[], text, text, text) to guichet_worker;

-- For people ----------------------------------------------------------------------------------------------------------

create function guichet.told_of(d guichet.delivery) returns jsonb
language sql stable set search_path = guichet, pg_temp as $$
  select to_jsonb(d) - array['outbox_id', 'message_id', 'decided_by'] || jsonb_build_object(
    'decided_by', (select p.given_name || ' ' || p.surname from person p where p.id = d.decided_by))
$$;

create function guichet.deliveries_of(convention integer) returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(d) from delivery d
  where d.convention_id = deliveries_of.convention
    and (d.person_id = me() or can('CONVENTION', 'read') and d.centre_id = any((select my_centres())::integer[]))
  order by d.id desc limit 500
$$;
comment on function guichet.deliveries_of(integer) is 'The mails about a file of my centres, or that I was sent about it, the newest first, each with its text.';

create function guichet.my_deliveries() returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(d) from delivery d where d.person_id = me() order by d.id desc limit 500
$$;
comment on function guichet.my_deliveries() is 'The mails that I was sent, the newest first.';

create function guichet.undelivered() returns setof jsonb
language sql stable security definer set search_path = guichet, pg_temp as $$
  select told_of(d) from delivery d
  where d.state in ('failed', 'bounced') and can('CONVENTION', 'read') and d.centre_id = any((select my_centres())::integer[])
  order by d.id desc limit 1000
$$;
comment on function guichet.undelivered() is 'The mails of my centres that did not arrive, the newest first.';

create function guichet.decide_delivery(id bigint, decision text, address text default null)
returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare d delivery;
begin
  perform check_right('CONVENTION', 'modify');
  select * into d from delivery x where x.id = decide_delivery.id and x.centre_id = any(my_centres_to('modify')) for update;
  if d.id is null then
    return query select 'refused', 'GU001', null::jsonb; return;
  elsif d.state not in ('waiting', 'failed', 'bounced') then
    return query select 'refused', 'GU063', jsonb_build_object('state', d.state); return;
  elsif decide_delivery.decision = 'redirect' and is_mail(decide_delivery.address) is not true then
    return query select 'refused', 'GU061', jsonb_build_object('address', decide_delivery.address); return;
  end if;
  case decide_delivery.decision
    when 'retry' then
      update delivery x set state = 'waiting', due_at = now(), attempts = 0, tried_since = null, error = null, decided_by = me(), written_at = now() where x.id = d.id;
    when 'redirect' then
      update delivery x set state = 'waiting', due_at = now(), attempts = 0, tried_since = null, error = null, sent_to = decide_delivery.address, decided_by = me(), written_at = now()
      where x.id = d.id;
    when 'drop' then
      update delivery x set state = 'dropped', decided_by = me() where x.id = d.id;
    else
      perform fault('GU030', jsonb_build_object('field', 'decision', 'value', decide_delivery.decision));
  end case;
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb;
end $$;
comment on function guichet.decide_delivery(bigint, text, text) is
  'What becomes of a mail of my centres that did not arrive: retry, redirect to another address, or drop.';
grant execute on function guichet.deliveries_of(integer), guichet.my_deliveries(), guichet.undelivered(),
  guichet.decide_delivery(bigint, text, text) to guichet_person;
