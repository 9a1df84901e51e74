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
