-- A file whose host waits for moderation, or is out of use, is told so. Nothing is said of the others, so that what was found of
-- them stays.
do $$
declare
  facts constant text := pg_get_functiondef('guichet.facts_of(integer[],jsonb)'::regprocedure);
  before constant text := '      || coalesce(enrolment_facts(c.enrolment_id), ''{}''),';
begin
  if position(before in facts) = 0 then raise 'guichet.facts_of is not the one that this changes'; end if;
  execute replace(facts, before, '      || case when h.state <> ''active'' then jsonb_build_object(''host_state'', h.state) else ''{}'' end
' || before);
end $$;

insert into guichet.touched (kind, key)
select 'organisation', o.id from guichet.host_organisation o
where o.state <> 'active' and exists (select from guichet.convention c where c.organisation_id = o.id);
