-- Lists that were loaded and never read, INSEE's codes of countries (the program reads them from its own list), and the
-- check that policies have written out since they ask who I am once a query.

drop table guichet.naf_section, guichet.template_variable, guichet.mail_template;
alter table guichet.country drop column cog, drop column parent_cog;
drop function guichet.in_scope(integer);
