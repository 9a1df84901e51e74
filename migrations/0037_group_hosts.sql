-- Students of a group may have a host of their own.
--   GU044 no host in use has this SIRET

drop function guichet.create_for(text, integer, text, uuid);
create function guichet.create_for(number text, model integer, host text, subject text, request uuid)
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  whose constant integer := (select s.id from student s where s.number = btrim(create_for.number));
  chosen integer;
  several integer;
  place integer;
  changes jsonb;
  made record;
  written record;
begin
  perform check_right('CREATION_EN_MASSE_CONVENTION', 'create');
  if create_for.host <> '' then
    select o.id into place from host_organisation o
    where o.siret = regexp_replace(create_for.host, '\s', '', 'g') and o.state <> 'retired' and can('ORGA_ACC', 'read');
    if place is null then
      return query select 'refused', 'GU044', null::jsonb, null::integer; return;
    end if;
  end if;
  -- The enrolment that is most like that of the file: its étape and year, its étape, or the only one.
  select e.id, e.alike, count(*) over () into made
  from (
    select n.id, n.year, case when n.etape_id = c.etape_id then case when n.year = c.year then 2 else 1 end else 0 end as alike
    from enrolments_of(whose) o
    join enrolment n on n.id = o.id
    left join convention c on c.id = create_for.model and may_read(c.id)) e
  order by e.alike desc, e.year desc limit 1;
  chosen := made.id;
  several := made.count;
  if chosen is null then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif made.alike = 0 and several > 1 then
    return query select 'refused', 'GU036', null::jsonb, null::integer; return;
  end if;
  changes := case when place is null then '{}' else jsonb_build_object('organisation_id', place) end
    || case when create_for.subject <> '' then jsonb_build_object('subject', create_for.subject) else '{}' end;
  begin
    select c.* into made from create_convention(chosen, create_for.model, request) c;
    if made.outcome = 'done' and changes <> '{}' then
      -- Sent again, it changes nothing.
      select e.* into written from convention c, edit(c.id, c.version, changes) e where c.id = made.id;
      if written.outcome <> 'done' then
        raise exception using errcode = 'GU046';
      end if;
    end if;
  exception when sqlstate 'GU046' then
    -- Nothing is made by halves.
    return query select 'refused', written.code, written.params, null::integer; return;
  end;
  return query select made.outcome, made.code, made.params, made.id;
end $$;
comment on function guichet.create_for(text, integer, text, text, uuid) is
  'A draft for the student with this number, like a file, with a host (SIRET) and a subject of its own if they are given. No step is ever done by it.';
grant execute on function guichet.create_for(text, integer, text, text, uuid) to guichet_person;
