-- Who is at the desk: asked once a session, and again after a notice.

create function guichet.whoami() returns jsonb
language plpgsql stable security definer set search_path = guichet, pg_temp as $$
begin
  return (
    select jsonb_build_object(
      'id', p.id,
      'name', p.given_name || ' ' || upper(p.surname),
      'establishment', (
        select jsonb_build_object('name', name, 'zone', zone, 'year_starts', jsonb_build_array(year_starts_month, year_starts_day))
        from establishment),
      'today', today(),
      'roles', (select coalesce(jsonb_agg(r.role order by r.role), '[]') from person_role r where r.person_id = p.id),
      'rights', (
        select coalesce(jsonb_agg(distinct r.function || '.' || a.act), '[]')
        from person_role l join role_right r on r.role = l.role
        cross join lateral (values ('read', r.can_read), ('create', r.can_create), ('modify', r.can_modify),
          ('delete', r.can_delete), ('validate', r.can_validate)) a (act, held)
        where l.person_id = p.id and a.held),
      'centres', to_jsonb(my_centres()),
      'supervised', to_jsonb(my_supervised()),
      'etapes', to_jsonb(my_etapes()),
      'student', my_student(),
      'centre_codes', (select coalesce(jsonb_agg(c.code order by c.code), '[]')
        from centre_staff s join centre c on c.id = s.centre_id where s.person_id = p.id))
    from person p where p.id = me());
end $$;
comment on function guichet.whoami() is 'The person of this session: roles, rights, and through what they read files; null for a stranger.';
grant execute on function guichet.whoami() to guichet_person;
