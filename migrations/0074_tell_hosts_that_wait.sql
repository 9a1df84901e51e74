-- A file whose host waits for moderation, or is out of use, is told so. Nothing is said of the others, so that what was found of
-- them stays.

-- What else this changes stands in functions that are written out in 0076.

insert into guichet.touched (kind, key)
select 'organisation', o.id from guichet.host_organisation o
where o.state <> 'active' and exists (select from guichet.convention c where c.organisation_id = o.id);
