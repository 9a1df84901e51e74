//! Every function of the schema: who may execute it, and how it is asked about something out of scope, whose answer must
//! be that about something which does not exist. A new one without a line here fails the suite.

use super::super::cast::Group;

/// What a function is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A convention, by its number.
    File,
    /// A centre, by its code.
    Centre,
    /// A person, by their login.
    Person,
    /// A student, by their number.
    Student,
    /// A saved view, by its number.
    View,
}

/// A function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name with the types of its arguments.
    pub signature: &'static str,
    /// Who may execute it.
    pub callers: &'static [Group],
    /// How it is asked about a thing, `{}`; of a convention, `{version}`, `{facts}` and `{request}` are the true ones.
    pub asked: &'static [(Thing, &'static str)],
}

const P: Group = Group::Person;
const W: Group = Group::Worker;
const A: Group = Group::Portal;

const fn function(signature: &'static str, callers: &'static [Group]) -> Function {
    Function { signature, callers, asked: &[] }
}

/// What only other functions call.
const fn inner(signature: &'static str) -> Function {
    function(signature, &[])
}

impl Function {
    const fn asked(self, asked: &'static [(Thing, &'static str)]) -> Self {
        Self { asked, ..self }
    }
}

/// All of them.
pub const FUNCTIONS: [Function; 270] = [
    function("act_on_amendments(text, integer[], integer[], uuid, jsonb)", &[P, A]),
    function("amendment_facts(integer[])", &[P, A]),
    function("amendment_form(integer)", &[P, A]),
    function("amendment_sheet(integer, integer)", &[P, A]),
    function("amendments_of(integer)", &[P, A])
        .asked(&[(Thing::File, "select * from guichet.amendments_of({})")]),
    function("create_amendment(integer, integer, uuid)", &[P, A])
        .asked(&[(Thing::File, "select outcome, code from guichet.create_amendment({}, {version})")]),
    function("delete_amendment(integer, integer, uuid)", &[P, A]),
    function("edit_amendment(integer, integer, jsonb, jsonb, uuid)", &[P, A]),
    function("file_at(integer, date)", &[P, A])
        .asked(&[(Thing::File, "select guichet.file_at({}, '2026-01-01')")]),
    function("preview_amendments(text, integer[], integer[], jsonb)", &[P, A]),
    function("record_amendment_findings(jsonb)", &[P, A]),
    function("search_amendments(text, jsonb, text, boolean, text, integer, integer)", &[P]),
    inner("amend_refusal(guichet.convention, text, text)"),
    inner("amended(jsonb, integer, date)"),
    inner("amended_values(guichet.convention, guichet.amendment)"),
    inner("amendment_fault(guichet.convention, guichet.amendment)"),
    inner("amendment_head(guichet.convention, guichet.amendment)"),
    inner("amendment_topics(integer)"),
    inner("amendment_values(integer)"),
    inner("apply_to_amendment(text, integer, jsonb, uuid)"),
    inner("classify_amendments(text, integer[], integer[], jsonb)"),
    inner("days_changed(jsonb, jsonb)"),
    inner("even_week(date, numeric)"),
    inner("facts_of(integer[], jsonb)"),
    inner("fault_in(guichet.convention, jsonb)"),
    inner("form_of(guichet.convention, jsonb)"),
    inner("is_amended(integer)"),
    inner("may_amend(guichet.convention, text)"),
    inner("may_read_amendments(integer)"),
    inner("motive_order(text)"),
    inner("open_file(integer, integer, uuid)"),
    inner("pending_values(guichet.convention)"),
    inner("rate_of(jsonb, date)"),
    inner("schedule_of(guichet.convention, jsonb)"),
    inner("show_amendments(integer, boolean)"),
    inner("take_findings(guichet.amendment)"),
    inner("tell_history(integer, text, jsonb, text, uuid)"),
    inner("tried(guichet.convention, jsonb)"),
    inner("values_on(guichet.convention, date, boolean)"),
    inner("values_through(guichet.convention, integer)"),
    inner("with_days(jsonb, jsonb)"),
    inner("write_values(integer, jsonb)"),
    inner("named(text, jsonb)"),
    inner("amendment_told(guichet.convention, guichet.amendment)"),
    inner("write_amendment_rows(integer[])"),
    inner("on_amendment()"),
    inner("on_amended_file()"),
    inner("amendment_condition(jsonb)"),
    function("act(text, integer[], integer[], uuid, jsonb)", &[P, A]).asked(&[
        (Thing::File, "select * from guichet.act('validate', array[{}], array[{version}], gen_random_uuid())"),
        (Thing::File, r#"select * from guichet.act('unvalidate', array[{}], array[{version}], gen_random_uuid(), '{"reason": "x"}')"#),
        (Thing::File, r#"select * from guichet.act('return', array[{}], array[{version}], gen_random_uuid(), '{"reason": "x"}')"#),
        (Thing::File, "select * from guichet.act('submit', array[{}], array[{version}], gen_random_uuid())"),
        (Thing::File, r#"select * from guichet.act('cancel', array[{}], array[{version}], gen_random_uuid(), '{"reason": "x"}')"#),
        (Thing::File, "select * from guichet.act('restore', array[{}], array[{version}], gen_random_uuid())"),
        (Thing::File, r#"select * from guichet.act('hold', array[{}], array[{version}], gen_random_uuid(), '{"until": "2030-01-01"}')"#),
        (Thing::File, r#"select * from guichet.act('pass', array[{}], array[{version}], gen_random_uuid(), '{"reason": "x"}')"#),
        (Thing::File, "select * from guichet.act('validate', array[{}], array[{version}], '{request}')"),
    ]),
    function("act_for(text)", &[A]).asked(&[
        (Thing::Student, "select guichet.act_for('{}')"),
    ]),
    function("add_note(integer, text)", &[P]).asked(&[
        (Thing::File, "select guichet.add_note({}, 'x')"),
        (Thing::File, "select guichet.add_note({}, '')"),
    ]),
    function("add_person(text, text, text, text, text[], text[], text, boolean)", &[P]).asked(&[
        (Thing::Person, "select guichet.add_person('{}', 'x', 'x', null, array[]::text[], array[]::text[], null, false)"),
    ]),
    function("add_role(text, text, text)", &[P]),
    function("audit_admin(integer, integer)", &[P]),
    function("audit_entries(integer, integer, integer, integer)", &[P]),
    function("audit_find(integer[], integer[])", &[P]).asked(&[
        (Thing::File, "select gone from guichet.audit_find(array[{}], array[1])"),
    ]),
    function("audit_heads(integer, integer)", &[P]),
    function("audit_horizon()", &[P]),
    function("audit_seal_before(date)", &[P]),
    function("audit_sealed(bigint, integer, integer, bigint, integer)", &[P]),
    function("audit_seals(integer, integer)", &[P]),
    function("can(text, text)", &[P, W, A]),
    function("changes_since_return(integer)", &[P, A]).asked(&[
        (Thing::File, "select guichet.changes_since_return({})"),
    ]),
    function("add_contact(integer, integer, jsonb)", &[P, A]),
    function("add_organisation(jsonb)", &[P, A]),
    function("add_service(integer, integer, jsonb)", &[P, A]),
    function("claim(integer, integer)", &[P]).asked(&[
        (Thing::File, "select * from guichet.claim({}, 5)"),
        (Thing::File, "select * from guichet.claim({}, 0)"),
    ]),
    function("compact_counts()", &[W]),
    function("disable_person(text)", &[P]).asked(&[
        (Thing::Person, "select guichet.disable_person('{}')"),
    ]),
    function("add_centre(text, text, text)", &[P]),
    function("contact_names(integer)", &[P, A]),
    function("remove_view(integer)", &[P]).asked(&[(Thing::View, "select guichet.remove_view({})")]),
    function("save_view(text, text, text, text, boolean)", &[P]),
    function("set_person(text, text, text)", &[P])
        .asked(&[(Thing::Person, "select guichet.set_person('{}', 'surname', 'X')")]),
    function("share_view(integer, text)", &[P]).asked(&[(Thing::View, "select guichet.share_view({}, null)")]),
    function("create_convention(integer, integer, uuid)", &[P, A])
        .asked(&[(Thing::File, "select * from guichet.create_convention(1, {})")]),
    function("create_for(text, integer, text, text, uuid)", &[P]),
    function("delete_draft(integer, integer, uuid)", &[P, A])
        .asked(&[(Thing::File, "select * from guichet.delete_draft({}, {version})")]),
    function("enrolments_of(integer)", &[P, A]),
    function("file_form(integer)", &[P, A]).asked(&[(Thing::File, "select guichet.file_form({})")]),
    function("find_organisations(text, integer, text)", &[P, A]),
    function("find_alike(text, integer)", &[P, A]),
    function("organisation_sheet(integer)", &[P, A]),
    function("organisation_history(integer)", &[P, A]),
    function("edit_organisation(integer, integer, jsonb, text)", &[P, A]),
    function("set_organisation_state(integer, integer, text, text)", &[P, A]),
    function("edit_service(integer, integer, jsonb)", &[P, A]),
    function("edit_contact(integer, integer, jsonb)", &[P, A]),
    function("duplicates(integer, integer)", &[P]),
    function("tell_apart(integer, integer)", &[P]),
    function("merge_organisations(integer, integer, integer, integer, jsonb)", &[P]),
    function("part_organisations(integer)", &[P]),
    function("merges_of(integer)", &[P]),
    function("may_ask_register(text, integer)", &[P, W]),
    function("leave_register(text, timestamp with time zone)", &[P, W]),
    function("register_said(text, text, interval)", &[P, W]),
    function("keep_answer(text, text, jsonb)", &[P, W]),
    function("refresh_organisation(integer, jsonb)", &[P, W]),
    function("looked_at(integer[])", &[P, W]),
    function("to_refresh(timestamp with time zone, integer)", &[P, W]),
    function("import_organisations(jsonb, boolean)", &[P]),
    function("export_organisations(text, text)", &[P]),
    inner("tell_host(integer, text, integer, integer, text, jsonb, jsonb, text)"),
    inner("host_fields()"),
    inner("tidy(jsonb)"),
    inner("tidy_all(jsonb[])"),
    inner("add_hosts(jsonb[], text, text, boolean)"),
    inner("host_faults(guichet.host_organisation[], jsonb[])"),
    inner("hosts_there(guichet.host_organisation[])"),
    inner("host_fault(guichet.host_organisation, jsonb)"),
    inner("host_is_there(guichet.host_organisation)"),
    inner("all_duplicates(integer)"),
    inner("host_named(integer)"),
    function("keeps_hosts(text)", &[P]),
    inner("write_reach(integer, jsonb)"),
    inner("reach_of(integer)"),
    inner("lock_host(integer, text, integer)"),
    inner("match_key(text)"),
    inner("key_host()"),
    inner("alike(guichet.host_organisation, guichet.host_organisation)"),
    inner("host_files(integer)"),
    inner("move_files(integer[], integer)"),
    inner("keeps_part(integer, integer, text)"),
    inner("on_host_part()"),
    function("find_students(text, integer)", &[P, A]),
    function("find_supervisors(text, integer)", &[P, A]),
    function("services_of(integer)", &[P, A]),
    function("attach_programme(text, text, date)", &[P]).asked(&[
        (Thing::Centre, "select guichet.attach_programme('{}', 'M1INFO/101', null)"),
        (Thing::Centre, "select guichet.attach_programme('{}', 'NO/1', null)"),
    ]),
    function("detach_programme(text, text)", &[P]).asked(&[
        (Thing::Centre, "select guichet.detach_programme('{}', 'M1INFO/101')"),
        (Thing::Centre, "select guichet.detach_programme('{}', 'NO/1')"),
    ]),
    function("changed_facts(integer[], integer)", &[P, A])
        .asked(&[(Thing::File, "select convention_id from guichet.changed_facts(array[{}], 0)")]),
    function("stale_files(integer, integer[])", &[P, A])
        .asked(&[(Thing::File, "select * from guichet.stale_files(0, array[{}])")]),
    function("file_documents(integer)", &[P, A]).asked(&[(Thing::File, "select guichet.file_documents({})")]),
    function("forget_touched()", &[P, W]),
    function("document_bytes(integer, integer)", &[P, A])
        .asked(&[(Thing::File, "select * from guichet.document_bytes({}, 1)")]),
    function("edit(integer, integer, jsonb, text, uuid)", &[P, A]).asked(&[
        (Thing::File, r#"select * from guichet.edit({}, {version}, '{"subject": "x"}', 'x')"#),
        (Thing::File, r#"select * from guichet.edit({}, 0, '{"start_date": "not a day"}')"#),
        (Thing::File, r#"select * from guichet.edit({}, {version}, '{"subject": "x"}', 'x', '{request}')"#),
    ]),
    function("enable_person(text, text)", &[P]).asked(&[
        (Thing::Person, "select guichet.enable_person('{}', null)"),
    ]),
    function("erase_history_values(date)", &[P]),
    function("facts(integer[])", &[P, W]).asked(&[
        (Thing::File, "select * from guichet.facts(array[{}])"),
    ]),
    function("file_history(integer)", &[P, A]).asked(&[
        (Thing::File, "select * from guichet.file_history({})"),
    ]),
    function("file_sheet(integer)", &[P, A]).asked(&[
        (Thing::File, "select guichet.file_sheet({})"),
    ]),
    function("fold(text)", &[P]),
    function("has_role()", &[P, W, A]),
    function("has_scope(text)", &[P, W, A]),
    function("history_fields(jsonb)", &[P, W]),
    function("history_hash(bytea, integer, integer, timestamp with time zone, integer, text, text[], bytea)", &[P, W]),
    function("history_values_hash(bytea, jsonb, text)", &[P, W]),
    function("in_scope(integer)", &[P, W, A]).asked(&[
        (Thing::File, "select guichet.in_scope({})"),
    ]),
    function("keeps_contacts()", &[P, W]),
    function("me()", &[P, W, A]),
    function("my_amended_centres()", &[P, W]),
    function("my_centres()", &[P, W, A]),
    function("my_centres_to(text, text)", &[P, W, A]),
    function("my_etapes()", &[P, W, A]),
    function("my_host_centres()", &[P, W, A]),
    function("my_known_centres()", &[P, W]),
    function("my_people()", &[P, W]),
    function("my_programmes()", &[P, W, A]),
    function("my_scopes_to(text, text)", &[P, W, A]),
    function("my_staffed()", &[P, W, A]),
    function("my_student()", &[P, W, A]),
    function("my_supervised()", &[P, W, A]),
    function("outcome(uuid)", &[P, A]).asked(&[
        (Thing::File, "select * from guichet.outcome('{request}')"),
    ]),
    function("people()", &[P]),
    function("preview(text, integer[], integer[], jsonb)", &[P, A]).asked(&[
        (Thing::File, "select * from guichet.preview('validate', array[{}], array[{version}])"),
        (Thing::File, r#"select * from guichet.preview('cancel', array[{}], array[0], '{"reason": "x"}')"#),
    ]),
    function("queue_counts(jsonb, integer)", &[P]),
    function("reads_all()", &[P, W, A]),
    function("record_findings(jsonb)", &[P, W]).asked(&[
        (Thing::File, r#"select * from guichet.record_findings('[{"id": {}, "version": {version}, "rules_version": 1, "facts_hash": "{facts}", "findings": []}]')"#),
    ]),
    function("remove_role(text)", &[P]),
    function("seal_history()", &[P, W]),
    function("search(jsonb, jsonb, text, boolean, text, integer, integer)", &[P]).asked(&[
        (Thing::File, r#"select * from guichet.search('{"none": 0}', '[{"column": "convention_id", "op": "eq", "value": "{}"}]', 'start_date', false, null, null, 10)"#),
    ]),
    function("set_establishment(text, text)", &[P]),
    function("record_document(integer, integer, integer, jsonb, bytea, uuid)", &[P, A]).asked(&[
        (Thing::File, r#"select * from guichet.record_document({}, {version}, 1, '{"state": "received"}')"#),
        (Thing::File, r#"select * from guichet.record_document({}, 0, 1, '{"state": "refused", "reason": "x"}')"#),
        (Thing::File, r#"select * from guichet.record_document({}, {version}, 1, '{"state": "received"}', null, '{request}')"#),
    ]),
    function("set_document_kind(text, text, jsonb)", &[P]).asked(&[
        (Thing::Centre, r#"select guichet.set_document_kind('{}', 'x', '{"applies": "all"}')"#),
        (Thing::Centre, r#"select guichet.set_document_kind('{}', 'x', '{"applies": "nowhere"}')"#),
    ]),
    function("set_template(text, text, text, text, boolean)", &[P]).asked(&[
        (Thing::Centre, "select guichet.set_template(null, 'fr', '{}', 'x', false)"),
        (Thing::Centre, "select guichet.set_template('No type', 'xx', '{}', 'x', false)"),
    ]),
    function("set_centre(text, text, text)", &[P]).asked(&[
        (Thing::Centre, "select guichet.set_centre('{}', 'mail', 'x@y.example')"),
        (Thing::Centre, "select guichet.set_centre('{}', 'alert_days', 'x')"),
    ]),
    function("set_centre_severity(text, text, text)", &[P]).asked(&[
        (Thing::Centre, "select guichet.set_centre_severity('{}', 'dates-order', 'information')"),
        (Thing::Centre, "select guichet.set_centre_severity('{}', 'No rule', 'x')"),
    ]),
    function("set_centre_steps(text, text[])", &[P]).asked(&[
        (Thing::Centre, "select guichet.set_centre_steps('{}', array['check'])"),
    ]),
    function("set_person_centres(text, text[])", &[P]).asked(&[
        (Thing::Centre, "select guichet.set_person_centres('nadia.lefevre', array['{}'])"),
        (Thing::Person, "select guichet.set_person_centres('{}', array[]::text[])"),
    ]),
    function("set_person_roles(text, text[])", &[P]).asked(&[
        (Thing::Person, "select guichet.set_person_roles('{}', array['GES'])"),
    ]),
    function("set_right(text, text, text[])", &[P]),
    function("shared_centres(text)", &[P, W, A]),
    function("siret_is_valid(text)", &[P, W]),
    function("today()", &[P, W, A]),
    function("whoami()", &[P]),
    inner("acting_for()"),
    inner("add_login(text, text)"),
    inner("admin_hash(bytea, integer, timestamp with time zone, integer, text, text, jsonb)"),
    inner("administered(text, jsonb)"),
    inner("append_admin(text, jsonb)"),
    inner("append_history(integer[], integer[], bytea[], text, jsonb[], text, uuid)"),
    inner("apply_act(text, integer[], jsonb, uuid)"),
    inner("apply_steps(text, integer[], jsonb)"),
    inner("centre_of(integer, date)"),
    inner("changes_of(text, integer[], jsonb)"),
    inner("check_administered()"),
    inner("check_audit()"),
    inner("check_grantable(text, integer)"),
    inner("check_isolation()"),
    inner("check_login(text)"),
    inner("check_right(text, text)"),
    inner("classify(text, integer[], integer[], jsonb)"),
    inner("disable_login(text)"),
    inner("documents_of(guichet.convention)"),
    inner("fault(text, jsonb)"),
    inner("grantors()"),
    inner("hidden_reference(guichet.convention, jsonb)"),
    inner("history_leaf(xid8, uuid, bytea)"),
    inner("is_only_a_person(oid)"),
    inner("is_cesure(text)"),
    inner("is_due(guichet.convention, guichet.convention_check, integer, date, text)"),
    inner("on_recheck()"),
    inner("same_person(integer)"),
    inner("set_centre_id(text)"),
    inner("touch()"),
    inner("touch_by_setting()"),
    inner("touch_former()"),
    inner("touch_others()"),
    inner("known_centre(text)"),
    inner("known_centre(text, text, text)"),
    inner("known_person(text)"),
    inner("known_programme(text)"),
    inner("known_role(text)"),
    inner("labels_of(guichet.convention)"),
    inner("lacking_documents(guichet.convention, text)"),
    inner("lacks(text, text)"),
    inner("languages_of(integer, integer)"),
    inner("lock_conventions(integer[])"),
    inner("login_is_ours(oid)"),
    inner("may_edit(guichet.convention, text)"),
    inner("may_read(integer)"),
    inner("may_read_texts(guichet.convention)"),
    inner("details_text(jsonb, text)"),
    inner("file_calendar(integer)"),
    inner("file_values(guichet.convention)"),
    inner("keeps_for(integer)"),
    inner("like_words(text)"),
    inner("misplaced_reference(guichet.convention)"),
    inner("templates_for(integer, integer)"),
    inner("university_year(date)"),
    inner("unlisted_entry(jsonb)"),
    inner("value_told(text, jsonb)"),
    inner("year_is_open(integer, integer, integer, text)"),
    inner("with_consequences(guichet.convention, jsonb)"),
    inner("write_calendar(integer, jsonb)"),
    inner("merkle_root(bytea[])"),
    inner("missing_fields(integer[])"),
    inner("monday(date)"),
    inner("my_managed()"),
    inner("my_roles()"),
    inner("on_check()"),
    inner("on_convention()"),
    inner("on_name()"),
    inner("placements(date)"),
    inner("queue_of(text, text[], smallint, text, timestamp with time zone)"),
    inner("reading_scopes()"),
    inner("rebuild_counts()"),
    inner("rebuild_rows()"),
    inner("refresh_rows(integer[])"),
    inner("relied_on(text)"),
    inner("same_named(integer)"),
    inner("seal_hash(bytea, integer, timestamp with time zone, xid8, integer, integer, integer, bytea, integer, bytea)"),
    inner("seen_otherwise(integer[], integer[], integer[], integer)"),
    inner("sees(integer, integer, integer, integer, integer[], integer[], integer[], integer)"),
    inner("staffed_file(integer)"),
    inner("state_change(text, text)"),
    inner("term_condition(jsonb)"),
    inner("transaction_mark()"),
    inner("workable(integer[])"),
    inner("write_fields(integer, text, jsonb)"),
    inner("write_rows(integer[])"),
];
