-- The dictionary knows the letter å alone: the sign that some systems write for it kept its ring, and whoever was written
-- with the one was not found with the other.

create or replace function guichet.fold(value text) returns text
language sql immutable parallel safe as $$
  select lower(guichet_ext.unaccent('guichet_ext.unaccent'::regdictionary,
    translate(coalesce(value, ''), U&'\212B', 'A')))
$$;
