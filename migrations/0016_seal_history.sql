-- The history that proves itself. Beside the chains of the files stands one chain of what was administered. Seals bind
-- both, in order, so that what was sealed cannot change unseen; an export kept elsewhere binds the seals.
-- The program computes every one of these hashes again, in code of its own.

create function guichet.admin_hash(previous bytea, seq integer, at timestamptz, person_id integer, login text, verb text,
  details jsonb) returns bytea
language sql immutable parallel safe as $$
  select sha256(
    coalesce(previous, '\x'::bytea)
    || int4send(seq)
    || int8send((extract(epoch from at) * 1000000)::bigint)
    || int4send(coalesce(person_id, 0))
    || int4send(octet_length(convert_to(login, 'UTF8'))) || convert_to(login, 'UTF8')
    || int4send(octet_length(convert_to(verb, 'UTF8'))) || convert_to(verb, 'UTF8')
    || convert_to(details::text, 'UTF8'))
$$;
comment on function guichet.admin_hash(bytea, integer, timestamptz, integer, text, text, jsonb) is
  'The hash of an administrative entry over canonical bytes, as history_hash() for those of a file.';
grant execute on function guichet.admin_hash(bytea, integer, timestamptz, integer, text, text, jsonb) to guichet_history;

set local role guichet_history;
create table guichet.admin_history (
  seq integer primary key,
  at timestamptz not null,
  person_id integer,
  login text not null,
  verb text not null check (verb ~ '^[a-z][a-z_]*$'),
  details jsonb not null check (jsonb_typeof(details) = 'object'),
  hash bytea not null
);
comment on table guichet.admin_history is 'What was administered: rights, people, centres, erasures. One chain for the database.';
comment on column guichet.admin_history.person_id is 'Who acted; null for a login that is nobody''s, such as a DBA''s.';
comment on column guichet.admin_history.details is 'What changed, by ids and codes: nothing here is ever erased, so no name of a person.';
alter table guichet.admin_history enable row level security;
create policy admin_history_read on guichet.admin_history for select to guichet_owner using (true);
create policy admin_history_append on guichet.admin_history for insert to guichet_owner with check (true);
grant select, insert on guichet.admin_history to guichet_owner;
set local role guichet_owner;

-- The number is the lock: whoever takes one makes the others wait for its commit, and they then take the next. An
-- advisory lock would let anyone who may connect hold everybody up.
create function guichet.append_admin(verb text, details jsonb) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare entry integer;
begin
  loop
    insert into admin_history (seq, at, person_id, login, verb, details, hash)
    select coalesce(l.seq, 0) + 1, now(), me(), session_user, append_admin.verb, append_admin.details,
      admin_hash(l.hash, coalesce(l.seq, 0) + 1, now(), me(), session_user, append_admin.verb, append_admin.details)
    from (select 1) one left join (select h.seq, h.hash from admin_history h order by h.seq desc limit 1) l on true
    on conflict on constraint admin_history_pkey do nothing
    returning seq into entry;
    exit when entry is not null;
  end loop;
  return entry;
end $$;
comment on function guichet.append_admin(text, jsonb) is
  'Chains one administrative entry and gives its number. For functions of the owner, which have checked who asks; in a transaction of read committed.';
grant execute on function guichet.append_admin(text, jsonb) to guichet_history;

-- Seals --------------------------------------------------------------------------------------------------------------
-- A tree as in RFC 6962: leaves begin with 0, nodes with 1, so that a leaf never passes for a node.

create function guichet.history_leaf(xid xid8, request_id uuid, hash bytea) returns bytea
language sql immutable parallel safe as $$
  select sha256('\x00'::bytea || int8send(xid::text::bigint) || coalesce(uuid_send(request_id), '\x'::bytea) || hash)
$$;
comment on function guichet.history_leaf(xid8, uuid, bytea) is
  'An entry as a seal binds it: its hash, and what the hash leaves out.';

create function guichet.merkle_root(leaves bytea[]) returns bytea
language plpgsql immutable parallel safe set search_path = guichet, pg_temp as $$
declare level bytea[] := leaves;
begin
  if cardinality(level) = 0 then
    return sha256('\x'::bytea);
  end if;
  -- Neighbours are hashed together, level by level; one without a neighbour goes up as it is.
  while cardinality(level) > 1 loop
    level := array(
      select case count(*) when 2 then sha256('\x01'::bytea || string_agg(node, '\x'::bytea order by n))
                           else string_agg(node, '\x'::bytea) end
      from unnest(level) with ordinality as u (node, n)
      group by (n - 1) / 2 order by (n - 1) / 2);
  end loop;
  return level[1];
end $$;

create function guichet.seal_hash(previous bytea, number integer, at timestamptz, last_xid xid8, last_convention integer,
  last_seq integer, entries integer, root bytea, admin_seq integer, admin_head bytea) returns bytea
language sql immutable parallel safe as $$
  select sha256(
    coalesce(previous, '\x'::bytea)
    || int4send(number) || int8send((extract(epoch from at) * 1000000)::bigint)
    || int8send(last_xid::text::bigint) || int4send(last_convention) || int4send(last_seq)
    || int4send(entries) || root || int4send(admin_seq) || coalesce(admin_head, '\x'::bytea))
$$;

set local role guichet_history;

-- What is new for a seal, and what an earlier one holds, is read in this order.
create index history_sealing on guichet.history (xid, convention_id, seq);

create table guichet.history_seal (
  number integer primary key,
  at timestamptz not null,
  last_xid xid8 not null,
  last_convention integer not null,
  last_seq integer not null,
  entries integer not null,
  root bytea not null,
  admin_seq integer not null,
  admin_head bytea,
  hash bytea not null
);
comment on table guichet.history_seal is
  'A seal holds the entries after the last one of the seal before, up to its own last one, in the order of transaction, convention and number.';
comment on column guichet.history_seal.last_xid is
  'Below pg_snapshot_xmin when the seal was made: every transaction up to it had ended, so no late commit adds to a seal.';
comment on column guichet.history_seal.admin_seq is 'How far the chain of administration went, with its head.';
alter table guichet.history_seal enable row level security;
create policy history_seal_read on guichet.history_seal for select to guichet_owner using (true);
create policy history_seal_append on guichet.history_seal for insert to guichet_owner with check (true);
grant select, insert on guichet.history_seal to guichet_owner;
set local role guichet_owner;

grant execute on function guichet.check_right(text, text) to guichet_history;

create function guichet.seal_history() returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  -- Few enough that a seal is made in a fraction of a second.
  batch constant integer := 8192;
  horizon constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
  last history_seal;
  admin admin_history;
  key history;
  leaves bytea[];
  next integer;
  made integer;
begin
  if not pg_has_role(session_user, 'guichet_worker', 'member') then
    perform check_right('PARAM_GLOBAL', 'modify');
  end if;
  loop
    select s.* into last from history_seal s order by s.number desc limit 1;
    if last.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) then
      raise exception using errcode = 'GU041', message = 'the server counts its transactions from further back than the last seal: it was restored from a dump',
        detail = jsonb_build_object('sealed', last.last_xid::text)::text;
    end if;
    select a.* into admin from admin_history a order by a.seq desc limit 1;
    leaves := array(
      select history_leaf(h.xid, h.request_id, h.hash) from history h
      where (h.xid, h.convention_id, h.seq) > (coalesce(last.last_xid, '0'), coalesce(last.last_convention, 0), coalesce(last.last_seq, 0))
        and h.xid < horizon
      order by h.xid, h.convention_id, h.seq limit batch);
    if cardinality(leaves) = 0 and coalesce(admin.seq, 0) <= coalesce(last.admin_seq, 0) then
      return null;
    end if;
    select h.* into key from history h
    where (h.xid, h.convention_id, h.seq) > (coalesce(last.last_xid, '0'), coalesce(last.last_convention, 0), coalesce(last.last_seq, 0))
      and h.xid < horizon
    order by h.xid, h.convention_id, h.seq offset greatest(cardinality(leaves) - 1, 0) limit 1;
    next := coalesce(last.number, 0) + 1;
    -- Of two at once, one makes this seal; the other looks again.
    insert into history_seal (number, at, last_xid, last_convention, last_seq, entries, root, admin_seq, admin_head, hash)
    select next, now(), x.xid, x.convention, x.seq, cardinality(leaves), x.root, coalesce(admin.seq, 0), admin.hash,
      seal_hash(last.hash, next, now(), x.xid, x.convention, x.seq, cardinality(leaves), x.root, coalesce(admin.seq, 0), admin.hash)
    from (select coalesce(key.xid, last.last_xid, '0') as xid, coalesce(key.convention_id, last.last_convention, 0) as convention,
      coalesce(key.seq, last.last_seq, 0) as seq, merkle_root(leaves) as root) x
    on conflict on constraint history_seal_pkey do nothing
    returning number into made;
    if made is not null then
      return cardinality(leaves);
    end if;
  end loop;
end $$;
comment on function guichet.seal_history() is
  'Seals the next entries and says how many; null when nothing is new. For the worker, or an administrator.';
grant execute on function guichet.seal_history() to guichet_worker, guichet_person;

-- Erasing ------------------------------------------------------------------------------------------------------------

-- Owned like the values it erases: nobody else can.
grant select on guichet.establishment to guichet_history;
grant execute on function guichet.today() to guichet_history;
set local role guichet_history;
create function guichet.erase_history_values(before date) returns bigint
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
declare
  latest date;
  cutoff timestamptz;
  erased bigint;
begin
  perform check_right('PARAM_GLOBAL', 'delete');
  select (today() - make_interval(years => e.retention_years))::date, before::timestamp at time zone e.zone
  into latest, cutoff from establishment e;
  if before is null or before > latest or not isfinite(before) then
    raise exception using errcode = 'GU040', message = 'these values are still to be kept',
      detail = jsonb_build_object('latest', latest)::text;
  end if;
  delete from history_payload y using history h
  where h.convention_id = y.convention_id and h.seq = y.seq and h.at < cutoff;
  get diagnostics erased = row_count;
  if erased > 0 then
    perform append_admin('erase_values', jsonb_build_object('before', before,
      'until', (extract(epoch from cutoff) * 1000000)::bigint, 'entries', erased));
  end if;
  return erased;
end $$;
comment on function guichet.erase_history_values(date) is
  'Erases what the entries before a day say (values and reasons), and how many: who acted, when and on which fields stays, and so does the chain.';
grant execute on function guichet.erase_history_values(date) to guichet_person;
set local role guichet_owner;

-- Reading, to verify and to export: in the order of a key, after a key, so many at once ------------------------------

create function guichet.check_audit() returns void
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  if not reads_all() then
    raise exception using errcode = 'GU002', message = 'right missing',
      detail = jsonb_build_object('function', 'CONVENTION', 'right', 'read')::text;
  end if;
end $$;
comment on function guichet.check_audit() is 'The whole history is for those who read every file: administrators and auditors.';

create function guichet.audit_heads(after integer, count integer)
returns table (convention_id integer, seq integer, hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select c.id, c.history_seq, c.history_head from convention c where c.id > after order by c.id limit count;
end $$;
comment on function guichet.audit_heads(integer, integer) is 'Up to which entry each file believes its chain to go, and its head.';

-- The values are hashed here, by the server's own sha256: those of a confidential file are not the auditor's to read.
create function guichet.audit_entries(after_convention integer, after_seq integer, up_to integer, count integer)
returns table (convention_id integer, seq integer, at timestamptz, person_id integer, verb text, fields text[],
  values_hash bytea, hash bytea, values_found bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select h.convention_id, h.seq, h.at, h.person_id, h.verb, h.fields, h.values_hash, h.hash,
    sha256(y.salt || convert_to(y.changes::text, 'UTF8') || '\x00'::bytea || convert_to(coalesce(y.reason, ''), 'UTF8'))
  from history h left join history_payload y on y.convention_id = h.convention_id and y.seq = h.seq
  where (h.convention_id, h.seq) > (after_convention, after_seq) and h.convention_id <= up_to
  order by h.convention_id, h.seq limit count;
end $$;
comment on function guichet.audit_entries(integer, integer, integer, integer) is
  'Entries by convention, with the hash of the values as they lie there now; null when they are gone.';

create function guichet.audit_horizon() returns bigint
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  perform check_audit();
  return pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
end $$;
comment on function guichet.audit_horizon() is 'Every transaction before this one has ended: by number alone, late commits are missed.';

create function guichet.audit_sealed(after_xid bigint, after_convention integer, after_seq integer, before_xid bigint, count integer)
returns table (xid bigint, convention_id integer, seq integer, at timestamptz, person_id integer, verb text, fields text[],
  request_id uuid, values_hash bytea, hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select h.xid::text::bigint, h.convention_id, h.seq, h.at, h.person_id, h.verb, h.fields, h.request_id, h.values_hash, h.hash
  from history h
  where (h.xid, h.convention_id, h.seq) > (after_xid::text::xid8, after_convention, after_seq)
    and h.xid < before_xid::text::xid8
  order by h.xid, h.convention_id, h.seq limit count;
end $$;
comment on function guichet.audit_sealed(bigint, integer, integer, bigint, integer) is 'Entries in the order of the seals.';

create function guichet.audit_seals(after integer, count integer)
returns table (number integer, at timestamptz, last_xid bigint, last_convention integer, last_seq integer, entries integer,
  root bytea, admin_seq integer, admin_head bytea, hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select s.number, s.at, s.last_xid::text::bigint, s.last_convention, s.last_seq, s.entries, s.root, s.admin_seq,
    s.admin_head, s.hash
  from history_seal s where s.number > after order by s.number limit count;
end $$;

create function guichet.audit_admin(after integer, count integer)
returns table (seq integer, at timestamptz, person_id integer, login text, verb text, details text,
  hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select a.seq, a.at, a.person_id, a.login, a.verb, a.details::text, a.hash
  from admin_history a where a.seq > after order by a.seq limit count;
end $$;
comment on function guichet.audit_admin(integer, integer) is 'What was administered; the details as the text that their hash covers.';

create function guichet.audit_find(conventions integer[], seqs integer[])
returns table (n bigint, gone boolean, at timestamptz, hash bytea)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  perform check_audit();
  return query
  select w.n, not exists (select from convention c where c.id = w.id), h.at, h.hash
  from unnest(conventions, seqs) with ordinality as w (id, seq, n)
  left join history h on h.convention_id = w.id and h.seq = w.seq
  order by w.n;
end $$;
comment on function guichet.audit_find(integer[], integer[]) is 'What became of these entries of an earlier export.';

create function guichet.audit_seal_before(day date) returns integer
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  perform check_audit();
  return (
    select coalesce(max(s.number), 0) from history_seal s, establishment e
    where s.at < day::timestamp at time zone e.zone);
end $$;
comment on function guichet.audit_seal_before(date) is 'The last seal made before a day; 0 when there is none.';

grant execute on function guichet.audit_heads(integer, integer), guichet.audit_entries(integer, integer, integer, integer),
  guichet.audit_horizon(), guichet.audit_sealed(bigint, integer, integer, bigint, integer), guichet.audit_seals(integer, integer),
  guichet.audit_admin(integer, integer), guichet.audit_find(integer[], integer[]), guichet.audit_seal_before(date)
  to guichet_person;
