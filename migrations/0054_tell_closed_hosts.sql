-- A file whose host the register says is closed is told so. Nothing is said of the others, so that what was found of them stays:
-- those that are closed by now are looked at again, as any host that changes.
do $$
declare
  facts constant text := pg_get_functiondef('guichet.facts_of(integer[],jsonb)'::regprocedure);
  before constant text := '''[]'')),
    ''abroad'', jsonb_build_object(';
begin
  if position(before in facts) = 0 then raise 'guichet.facts_of is not the one that this changes'; end if;
  execute replace(facts, before, '''[]''))
      || case when (h.registered -> ''is_closed'')::boolean then
        jsonb_build_object(''host_closed'', jsonb_build_object(''on'', h.registered -> ''closed_on'')) else ''{}'' end,
    ''abroad'', jsonb_build_object(');
end $$;

insert into guichet.touched (kind, key)
select 'organisation', o.id from guichet.host_organisation o where o.state <> 'retired' and (o.registered -> 'is_closed')::boolean;
