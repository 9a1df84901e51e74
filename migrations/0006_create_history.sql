-- What happened to each file: one hash chain a convention. The tables belong to guichet_history; the owner of the
-- functions may only insert and select. The values lie apart, so that retention can erase them without breaking a chain.

create function guichet.history_hash(previous bytea, convention_id integer, seq integer, at timestamptz, person_id integer,
  verb text, fields text[], values_hash bytea) returns bytea
language sql immutable parallel safe as $$
  select sha256(
    coalesce(previous, '\x'::bytea)
    || int4send(convention_id) || int4send(seq)
    || int8send((extract(epoch from at) * 1000000)::bigint)
    || int4send(coalesce(person_id, 0))
    || int4send(octet_length(convert_to(verb, 'UTF8'))) || convert_to(verb, 'UTF8')
    || int4send(cardinality(fields))
    || convert_to(coalesce((select string_agg(length(f) || ':' || f, '' order by n)
                            from unnest(fields) with ordinality as u(f, n)), ''), 'UTF8')
    || coalesce(values_hash, '\x'::bytea))
$$;
comment on function guichet.history_hash(bytea, integer, integer, timestamptz, integer, text, text[], bytea) is
  'The hash of an entry over canonical bytes: independent of every setting of the session.';

create function guichet.history_values_hash(salt bytea, changes jsonb, reason text) returns bytea
language sql immutable parallel safe as $$
  select sha256(salt || convert_to(changes::text, 'UTF8') || '\x00'::bytea || convert_to(coalesce(reason, ''), 'UTF8'))
$$;

create function guichet.history_fields(changes jsonb) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(c ->> 'field' order by n), '{}') from jsonb_array_elements(changes) with ordinality as e(c, n)
$$;

grant execute on function guichet.history_hash(bytea, integer, integer, timestamptz, integer, text, text[], bytea),
  guichet.history_values_hash(bytea, jsonb, text), guichet.history_fields(jsonb)
  to guichet_history, guichet_person, guichet_worker;

set local role guichet_history;

create table guichet.history (
  convention_id integer not null,
  seq integer not null,
  at timestamptz not null,
  person_id integer,
  verb text not null,
  fields text[] not null,
  request_id uuid,
  values_hash bytea not null,
  hash bytea not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (convention_id, seq)
);
create unique index history_request on guichet.history (request_id, convention_id) where request_id is not null;
comment on column guichet.history.person_id is 'Who acted; null for the program''s own acts.';

create table guichet.history_payload (
  convention_id integer not null,
  seq integer not null,
  salt bytea not null,
  changes jsonb not null,
  reason text,
  primary key (convention_id, seq)
);
comment on column guichet.history_payload.changes is 'An array of {field, from, to}.';

grant select, insert on guichet.history, guichet.history_payload to guichet_owner;

set local role guichet_owner;
