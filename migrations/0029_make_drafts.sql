-- Drafts: made for an enrolment of a student who is found by number or name, empty or like another file, and deleted.
--   GU031 nothing places the étape in a centre
--   GU034 the centre does not let its students do this
--   GU035 an enrolment of a year for which the centre makes no convention any more

create function guichet.like_words(words text) returns text[]
language sql stable set search_path = guichet, pg_temp as $$
  select array_agg('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%' order by length(w) desc, w)
  from regexp_split_to_table(fold(left(words, 200)), '\s+') w where w <> ''
$$;
comment on function guichet.like_words(text) is 'A pattern for each word, the longest first: the one that an index looks for.';

create index student_words on guichet.student
  using gin (guichet.fold(number || ' ' || coalesce(ine, '') || ' ' || surname || ' ' || given_name) guichet_ext.gin_trgm_ops);

create function guichet.find_students(words text, rows integer) returns table (id integer, number text, surname text, given_name text)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  etapes constant integer[] := case when 'centre' = any(scopes) and not 'all' = any(scopes) then array(
    select p.etape_id from placements(today()) p where p.centre_id = any(my_centres_to('create'))) end;
  patterns constant text[] := like_words(words);
  own constant integer := case when 'own' = any(scopes) then my_student() end;
begin
  return query
  select s.id, s.number, s.surname, s.given_name
  from student s
  -- Fewer letters than the index needs would read everybody.
  where length(patterns[1]) >= 5
    and fold(s.number || ' ' || coalesce(s.ine, '') || ' ' || s.surname || ' ' || s.given_name) like patterns[1]
    and fold(s.number || ' ' || coalesce(s.ine, '') || ' ' || s.surname || ' ' || s.given_name) like all(patterns)
    and case
      when 'all' = any(scopes) then true
      when s.id = own then true
      else exists (select from enrolment e where e.student_id = s.id and e.etape_id = any(etapes)) end
  order by fold(s.surname), fold(s.given_name), s.id
  limit least(rows, 100);
end $$;
comment on function guichet.find_students(text, integer) is
  'Students for whom I may make a convention, by number, INE or name: every word occurs, accents and case do not matter.';

create function guichet.enrolments_of(student integer) returns table
  (id integer, year smallint, code text, label text, regime_code text, cesure_code text, centre text, placed_by text, drafts integer)
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  centres constant integer[] := my_centres_to('create');
  own constant boolean := 'own' = any(scopes) and coalesce(enrolments_of.student = my_student(), false);
begin
  return query
  select n.id, n.year, e.code, e.label, n.regime_code, n.cesure_code, k.code,
    case
      when k.id is null then null
      when exists (select from criterion c where c.etape_id = e.id and c.valid_from <= today()) then 'etape'
      when exists (select from criterion c where c.composante_id = e.composante_id and c.valid_from <= today()) then 'composante'
      else 'establishment' end,
    (select count(*)::integer from convention c
      where c.student_id = n.student_id and c.enrolment_id = n.id and c.file_state = 'draft')
  from enrolment n
  join etape e on e.id = n.etape_id
  left join centre k on k.id = centre_of(e.id, today())
  where n.student_id = enrolments_of.student
    and case
      when 'all' = any(scopes) then true
      when k.id = any(centres) then year_is_open(n.student_id, n.year, k.earlier_enrolment_months, 'centre')
      else own and k.student_may_create and year_is_open(n.student_id, n.year, 0, 'own') end
  order by n.year desc, e.code;
end $$;
comment on function guichet.enrolments_of(integer) is
  'The enrolments for which I may make a convention: the centre that would be in charge and what places it there, and how many drafts there are.';

create function guichet.create_convention(enrolment integer, model integer default null, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb, id integer)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('create');
  n record;
  staff boolean;
  own boolean;
  every jsonb;
  made integer;
  head bytea;
begin
  perform check_isolation();
  if scopes = '{}' then
    return query select 'refused', 'GU002',
      jsonb_build_object('function', 'CONVENTION', 'right', 'create', 'grantors', grantors()), null::integer;
    return;
  end if;
  select h.convention_id into made from history h where h.request_id = request and h.verb = 'create' and h.person_id = me();
  if found then
    return query select 'done', null, null::jsonb, made; return;
  end if;
  select e.*, k.id as centre_id, t.code as etape_code, k.student_may_create, k.earlier_enrolment_months, k.type_by_hand into n
  from enrolment e join etape t on t.id = e.etape_id left join centre k on k.id = centre_of(e.etape_id, today())
  where e.id = create_convention.enrolment;
  staff := coalesce(n.centre_id = any(my_centres_to('create')), false);
  own := 'own' = any(scopes) and coalesce(n.student_id = my_student(), false);
  if n.id is null or not ('all' = any(scopes) or staff or own)
    or create_convention.model is not null and not may_read(create_convention.model)
  then
    return query select 'refused', 'GU001', null::jsonb, null::integer; return;
  elsif n.centre_id is null then
    return query select 'refused', 'GU031', jsonb_build_object('etape', n.etape_code), null::integer; return;
  elsif not staff and not 'all' = any(scopes) and not n.student_may_create then
    return query select 'refused', 'GU034', null::jsonb, null::integer; return;
  elsif not year_is_open(n.student_id, n.year, n.earlier_enrolment_months,
    case when 'all' = any(scopes) then 'all' when staff then 'centre' else 'own' end) then
    return query select 'refused', 'GU035', jsonb_build_object('year', n.year), null::integer; return;
  end if;
  insert into convention as c (student_id, enrolment_id, centre_id, etape_id, year, type_id, regime, nature, created_by)
  select n.student_id, n.id, n.centre_id, n.etape_id, n.year,
    case when not n.type_by_hand then (
      select y.id from list_entry y where y.list = 'convention_type' and not y.retired
        and y.code = case when n.cesure_code <> '' then 'CESURE' else n.regime_code end) end,
    case when n.cesure_code <> '' then 'cesure' else 'initial' end,
    case when n.cesure_code <> '' then 'cesure' end, me()
  returning c.id into made;
  if create_convention.model is not null then
    -- All but what the enrolment says, and what is true of one student only.
    select jsonb_object_agg(f.field, v.every -> f.field) into every
    from convention m, editable_field f, lateral (select file_values(m) as every offset 0) v
    where m.id = create_convention.model and f.target <> 'convention_student'
      and f.field not in ('type_id', 'regime', 'nature', 'cpam', 'declared_hours', 'abroad_sheet', 'abroad_exchange', 'abroad_authorisation')
      and (f.target <> 'convention_text' or may_read_texts(m));
    perform write_fields(made, 'convention', every), write_fields(made, 'convention_text', every), write_calendar(made, every);
  end if;
  select h.hash into head from append_history(array[made], array[0], array[null::bytea], 'create',
    array[jsonb_build_array(jsonb_build_object('field', 'enrolment_id', 'from', null, 'to', n.id)) || coalesce((
      select jsonb_agg(jsonb_build_object('field', k, 'from', null, 'to', v) order by k) from jsonb_each(every) e (k, v)
      where v not in ('null', '[]', 'false')), '[]')], null, request) h;
  update convention c set history_seq = 1, history_head = head where c.id = made;
  insert into outbox (convention_id, event, history_seq) values (made, 'create', 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb, made;
end $$;
comment on function guichet.create_convention(integer, integer, uuid) is
  'A draft for an enrolment, with all that another file says but its student, or empty. Answers done or refused, and its number.';

create function guichet.delete_draft(id integer, version integer, request uuid default gen_random_uuid())
returns table (outcome text, code text, params jsonb)
language plpgsql volatile security definer set search_path = guichet, pg_temp set lock_timeout = '2s' as $$
#variable_conflict use_column
declare
  scopes constant text[] := my_scopes_to('delete');
  c convention;
begin
  perform lock_conventions(array[delete_draft.id]);
  select * into c from convention f
  where f.id = delete_draft.id and sees(f.centre_id, f.supervisor_id, f.etape_id, f.student_id,
    my_centres(), my_supervised(), my_etapes(), my_student());
  if not found then
    if exists (select from history h where h.request_id = request and h.convention_id = delete_draft.id and h.person_id = me()) then
      return query select 'done', null, null::jsonb; return;
    end if;
    return query select 'refused', 'GU001', null::jsonb; return;
  elsif c.version <> delete_draft.version then
    return query select 'stale', k.code, k.params from classify('edit', array[c.id], array[delete_draft.version], '{}') k; return;
  elsif not ('all' = any(scopes) or c.centre_id = any(my_centres_to('delete'))
    or 'own' = any(scopes) and coalesce(c.student_id = my_student(), false)) then
    return query select 'refused', 'GU002', jsonb_build_object('function', 'CONVENTION', 'right', 'delete', 'grantors', grantors()); return;
  elsif c.file_state <> 'draft' then
    return query select 'refused', 'GU004', jsonb_build_object('state', c.file_state); return;
  end if;
  perform append_history(array[c.id], array[c.history_seq], array[c.history_head], 'delete', array['[]'::jsonb], null, request);
  delete from convention f where f.id = c.id;
  insert into outbox (convention_id, event, history_seq) values (c.id, 'delete', c.history_seq + 1);
  perform pg_notify('guichet', '');
  return query select 'done', null, null::jsonb;
end $$;
comment on function guichet.delete_draft(integer, integer, uuid) is 'Deletes a draft, and nothing that was ever submitted; its history stays.';

grant execute on function guichet.find_students(text, integer), guichet.enrolments_of(integer),
  guichet.create_convention(integer, integer, uuid), guichet.delete_draft(integer, integer, uuid) to guichet_person, guichet_api;
