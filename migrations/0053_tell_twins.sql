-- Whoever reads a host is told that another one in the same place has its name, or its company: two keys that indexes hold, where
-- the full comparison looks at what is nearly the same too.
create function guichet.host_twins(organisation integer) returns integer
language sql stable security definer set search_path = guichet, pg_temp as $$
  select count(distinct b.id)::integer
  from host_organisation a
  cross join lateral (
    select x.id from host_organisation x where x.match_key = a.match_key and x.postal_code = a.postal_code and x.state <> 'retired'
    union all
    select x.id from host_organisation x where x.siren = a.siren and x.postal_code = a.postal_code and x.state <> 'retired'
  ) b
  where a.id = host_twins.organisation and a.state <> 'retired' and b.id <> a.id and keeps_hosts('modify')
    and not exists (select from host_distinct d where d.one = least(a.id, b.id) and d.other = greatest(a.id, b.id))
$$;
comment on function guichet.host_twins(integer) is
  'How many other hosts in use bear the name of this one, or are of its company, in its place, and were not told apart from it.';
grant execute on function guichet.host_twins(integer) to guichet_person;
