-- Which centre is in charge of which programmes, changed by those who administer centres: an étape as CODE/VERSION, or a
-- composante by its code. Files that are there stay where they are.
--   GU043 files of the programme are with the centre

create function guichet.known_programme(programme text) returns guichet.criterion
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
declare found_one criterion;
begin
  if programme like '%/%' then
    select e.id into found_one.etape_id from etape e where e.code || '/' || e.version = btrim(programme);
  else
    select m.id into found_one.composante_id from composante m where m.code = btrim(programme);
  end if;
  if coalesce(found_one.etape_id, found_one.composante_id) is null then
    perform fault('GU024', jsonb_build_object('kind', 'programme', 'name', programme));
  end if;
  return found_one;
end $$;
comment on function guichet.known_programme(text) is 'An étape by CODE/VERSION, or a composante by its code.';

create function guichet.attach_programme(code text, programme text, since date) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  mine constant integer[] := my_centres_to('modify', 'PARAM_CENTRE');
  here integer;
  what criterion;
  before criterion;
  from_day date;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
  what := known_programme(programme);
  select * into before from criterion c
  where c.etape_id is not distinct from what.etape_id and c.composante_id is not distinct from what.composante_id
  order by c.valid_from desc limit 1 for update;
  from_day := coalesce(since, case when before.id is null then '-infinity' else today() end);
  -- What another centre has, now or from that day on, is taken from it by whoever administers both.
  if exists (
    select from criterion c
    where c.etape_id is not distinct from what.etape_id and c.composante_id is not distinct from what.composante_id
      and c.centre_id <> all(mine))
    or exists (
      select from etape e
      cross join lateral (values (today()), (greatest(from_day, today()))) d (day)
      where (e.id = what.etape_id or e.composante_id = what.composante_id
          and not exists (select from criterion x where x.etape_id = e.id))
        and centre_of(e.id, d.day) <> all(mine))
  then
    perform lacks('PARAM_CENTRE', 'modify');
  end if;
  insert into criterion as c (centre_id, etape_id, composante_id, valid_from) values (here, what.etape_id, what.composante_id, from_day)
  on conflict do nothing;
  if not found then
    update criterion c set centre_id = here
    where c.etape_id is not distinct from what.etape_id and c.composante_id is not distinct from what.composante_id
      and c.valid_from = from_day and c.centre_id = any(mine);
    if not found then
      perform lacks('PARAM_CENTRE', 'modify');
    end if;
  end if;
  perform administered('attach_programme', jsonb_build_object('centre', here, 'field', btrim(programme),
    'from', before.centre_id, 'to', here, 'since', from_day));
end $$;
comment on function guichet.attach_programme(text, text, date) is
  'A centre is in charge of a programme from a day on; without one, from the beginning if nobody was, else from today.';

create function guichet.detach_programme(code text, programme text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
declare
  here integer;
  what criterion;
  files integer;
begin
  perform check_right('PARAM_CENTRE', 'modify');
  here := known_centre(code, 'modify', 'PARAM_CENTRE');
  what := known_programme(programme);
  perform from criterion c
  where c.centre_id = here and c.etape_id is not distinct from what.etape_id and c.composante_id is not distinct from what.composante_id
  for update;
  if not found then
    perform fault('GU024', jsonb_build_object('kind', 'programme', 'name', programme));
  end if;
  select count(*) into files from convention c join etape e on e.id = c.etape_id
  where c.centre_id = here and c.file_state <> 'cancelled' and c.archived_at is null
    and (e.id = what.etape_id or e.composante_id = what.composante_id);
  if files > 0 then
    perform fault('GU043', jsonb_build_object('name', programme, 'count', files));
  end if;
  delete from criterion c
  where c.centre_id = here and c.etape_id is not distinct from what.etape_id and c.composante_id is not distinct from what.composante_id;
  perform administered('detach_programme', jsonb_build_object('centre', here, 'field', btrim(programme)));
end $$;
comment on function guichet.detach_programme(text, text) is
  'A centre is in charge of a programme no more: refused while it has files of it that are neither cancelled nor archived.';

grant execute on function guichet.attach_programme(text, text, date), guichet.detach_programme(text, text) to guichet_person;
