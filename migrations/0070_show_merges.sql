-- A merge that can be undone says who made it.

drop function guichet.merges_of(integer);

create function guichet.merges_of(organisation integer)
returns table (id integer, kept integer, gone integer, other text, at timestamptz, conventions integer, by text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
begin
  if not keeps_hosts('modify') then return; end if;
  return query
  select m.id, m.kept, m.gone, o.name, m.at, cardinality(m.conventions), p.given_name || ' ' || p.surname
  from host_merge m join host_organisation o on o.id = case when m.kept = merges_of.organisation then m.gone else m.kept end
    left join person p on p.id = m.merged_by
  where (m.kept = merges_of.organisation or m.gone = merges_of.organisation) and m.parted_at is null
  order by m.id desc;
end $$;
comment on function guichet.merges_of(integer) is 'The merges of a host that can be undone, the last first, and who made them.';

grant execute on function guichet.merges_of(integer) to guichet_person;
