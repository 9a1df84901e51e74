-- Filters that people save under a name: their own, or shared with a centre. A view holds no file and gives no right:
-- whoever opens one reads under their own policies. It is taste, not administration, so the history does not tell of it.
--   GU002 right missing    GU024 no such centre of mine, or view of mine    GU030 not a name, a queue, an order

create table guichet.saved_view (
  id integer generated always as identity primary key,
  person_id integer not null references guichet.person on delete cascade,
  centre_id integer references guichet.centre on delete set null,
  name text not null check (length(name) between 1 and 60 and name = btrim(name) and name !~ '[[:cntrl:]]'),
  name_key text not null generated always as (guichet.fold(name)) stored,
  queue text not null check (queue in ('pedagogical', 'check', 'administrative', 'corrected', 'to_correct', 'soon_unsigned',
    'started_unsigned', 'to_sign', 'signed', 'draft', 'cancelled', 'archived', 'all')),
  filter text not null check (length(filter) <= 2000 and filter !~ '[[:cntrl:]]'),
  sort text not null check (sort in ('start_date', 'end_date', 'student_key', 'organisation_key', 'supervisor_key', 'since',
    'convention_id', 'etape_code', 'centre_code', 'town', 'signature_state', 'blocking')),
  descending boolean not null,
  constraint saved_view_name unique (person_id, name_key)
);
comment on table guichet.saved_view is 'A queue, a filter and an order under a name.';
comment on column guichet.saved_view.centre_id is 'The centre whose staff see it too; null for a view of one''s own.';
comment on column guichet.saved_view.filter is 'As the program writes it whatever the language of its screen: start:<7d -host:thales.';
create index saved_view_centre on guichet.saved_view (centre_id) where centre_id is not null;

alter table guichet.saved_view enable row level security;
create policy saved_view_read on guichet.saved_view for select using (
  case
    when person_id = (select guichet.me()) then true
    when centre_id = any((select guichet.my_staffed())::integer[]) then true
    else false
  end);
grant select on guichet.saved_view to guichet_person;

create function guichet.save_view(name text, queue text, filter text, sort text, descending boolean) returns integer
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_variable
declare saved integer;
begin
  perform check_right('CONVENTION', 'read');
  -- Enough for anybody, and no more to read at each desk.
  if (select count(*) from saved_view v where v.person_id = me() and v.name_key <> fold(btrim(name))) >= 50 then
    perform fault('GU030', jsonb_build_object('field', 'views', 'value', '51'));
  end if;
  begin
    insert into saved_view (person_id, name, queue, filter, sort, descending)
    values (me(), btrim(name), queue, filter, sort, descending)
    on conflict on constraint saved_view_name do update
      set (name, queue, filter, sort, descending)
        = (excluded.name, excluded.queue, excluded.filter, excluded.sort, excluded.descending)
    returning saved_view.id into saved;
  exception when check_violation or not_null_violation then
    perform fault('GU030', jsonb_build_object('field', 'view', 'value', name));
  end;
  perform pg_notify('guichet', '');
  return saved;
end $$;
comment on function guichet.save_view(text, text, text, text, boolean) is
  'A view of mine under this name, in the place of one that had it; shared as that one was.';

create function guichet.share_view(id integer, centre text) returns void
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  -- It changes what others have on their screens.
  perform check_right('CONVENTION', 'modify');
  update saved_view v set centre_id = case when centre is not null then known_centre(centre) end
  where v.id = share_view.id and v.person_id = me();
  if not found then
    perform fault('GU024', jsonb_build_object('kind', 'view', 'name', id::text));
  end if;
  perform pg_notify('guichet', '');
end $$;
comment on function guichet.share_view(integer, text) is
  'Shows a view of mine to the staff of a centre of mine too; null keeps it to me again.';

create function guichet.remove_view(id integer) returns boolean
language plpgsql volatile security definer set search_path = guichet, pg_temp as $$
begin
  delete from saved_view v where v.id = remove_view.id and v.person_id = me();
  if not found and can('PARAM_CENTRE', 'modify') then
    -- Whoever administers a centre may clear what others have left there; it stays its owner's.
    update saved_view v set centre_id = null
    where v.id = remove_view.id and v.centre_id = any((select my_centres())::integer[]);
  end if;
  if found then
    perform pg_notify('guichet', '');
  end if;
  return found;
end $$;
comment on function guichet.remove_view(integer) is
  'Removes a view of mine, or takes somebody else''s from a centre that I administer; false when there is none.';

grant execute on function guichet.save_view(text, text, text, text, boolean), guichet.share_view(integer, text),
  guichet.remove_view(integer) to guichet_person;
