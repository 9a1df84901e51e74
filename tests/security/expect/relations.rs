//! Every relation of the schema: a new one without a line here fails the suite.

use super::super::cast::Group;
use super::super::model::Rows;

/// A relation that somebody may select from.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// Its name.
    pub name: &'static str,
    /// Who may select.
    pub readers: &'static [Group],
    /// Which rows they then see.
    pub rows: Rows,
    /// The columns that tell one row from the others; none for a list that everybody reads whole.
    pub key: &'static [&'static str],
    /// What a row speaks of, as an array of numbers.
    pub of: &'static str,
}

const P: Group = Group::Person;
const W: Group = Group::Worker;
const A: Group = Group::Portal;
const ALL: &[Group] = &[P, W, A];
const NOTHING: &str = "'{}'::int[]";
const ID: &[&str] = &["id"];
const FILE: &[&str] = &["convention_id"];

const fn relation(
    name: &'static str,
    readers: &'static [Group],
    rows: Rows,
    key: &'static [&'static str],
    of: &'static str,
) -> Relation {
    Relation { name, readers, rows, key, of }
}

/// A reference list: nothing personal.
const fn list(name: &'static str, readers: &'static [Group]) -> Relation {
    relation(name, readers, Rows::Reference, &[], NOTHING)
}

/// What hangs on a file.
const fn child(name: &'static str, readers: &'static [Group], key: &'static [&'static str]) -> Relation {
    relation(name, readers, Rows::Files, key, "array[convention_id]")
}

/// What nobody reads but through functions.
const fn closed(name: &'static str) -> Relation {
    relation(name, &[], Rows::Reference, &[], NOTHING)
}

/// All of them; sequences apart, which are nobody's.
pub const RELATIONS: [Relation; 98] = [
    // Reference.
    list("commune", ALL),
    list("composante", ALL),
    list("convention_template", &[P, A]),
    list("country", ALL),
    list("country_risk", &[P, W]),
    list("cpam", ALL),
    list("editable_field", &[P, A]),
    list("element", ALL),
    list("establishment", ALL),
    list("etape", ALL),
    list("headcount_band", ALL),
    list("hourly_ceiling", &[P, W]),
    list("legal_category", ALL),
    list("list_entry", ALL),
    list("naf", ALL),
    list("schema_version", &[P, W]),
    // The house.
    relation("app_role", &[P, W], Rows::Rules, &["code"], NOTHING),
    relation("role_right", &[P, W], Rows::Rules, &["role", "function"], NOTHING),
    relation("person", &[P, W], Rows::People, ID, "array[id]"),
    relation("person_role", &[P, W], Rows::People, &["person_id", "role"], "array[person_id]"),
    relation(
        "centre_staff",
        &[P, W],
        Rows::Attachments,
        &["centre_id", "person_id"],
        "array[person_id, centre_id]",
    ),
    relation("centre", &[P, W], Rows::Centres, ID, "array[id]"),
    relation("centre_step", &[P, W], Rows::Centres, &["centre_id", "kind"], "array[centre_id]"),
    relation("centre_severity", &[P, W], Rows::Centres, &["centre_id", "rule"], "array[centre_id]"),
    relation("document_kind", &[P, W], Rows::Asked, ID, "array[centre_id]"),
    relation("criterion", &[P, W], Rows::Centres, ID, "array[centre_id]"),
    relation("return_reason", &[P, A], Rows::Reasons, ID, "array[centre_id]"),
    relation("supervisor", ALL, Rows::Supervisors, ID, "array[id]"),
    relation("deputy", &[P, W], Rows::Deputies, ID, "array[person_id, head_id, supervisor_id]"),
    relation("programme_head", &[P, W], Rows::Heads, ID, "array[person_id, centre_id]"),
    relation("saved_view", &[P], Rows::Views, ID, "array[person_id, centre_id]"),
    // Students.
    relation("student", ALL, Rows::Students, ID, "array[id]"),
    relation("student_civil", ALL, Rows::Civil, &["student_id"], "array[student_id]"),
    relation("enrolment", ALL, Rows::Enrolments, ID, "array[student_id, etape_id]"),
    // Hosts.
    relation("host_organisation", ALL, Rows::Organisations, ID, NOTHING),
    relation("branch_rate", &[P, W], Rows::Organisations, &["organisation_id", "valid_from"], NOTHING),
    relation("host_organisation_details", &[P, A], Rows::Reaching, &["organisation_id"], "array[centre_id]"),
    relation("host_service", ALL, Rows::Hosts, ID, "array[centre_id]"),
    relation("contact", &[P, W], Rows::Contacts, ID, "array[centre_id]"),
    // Files.
    relation("convention", ALL, Rows::Files, ID, "array[id]"),
    child("convention_row", ALL, FILE),
    relation("amendment_row", &[P, W], Rows::Amendments, &["amendment_id"], "array[convention_id]"),
    child("convention_check", ALL, FILE),
    child("finding", ALL, &["convention_id", "rule"]),
    child("convention_student", &[P, A], FILE),
    child("interruption", &[P, A], ID),
    child("irregular_period", &[P, A], ID),
    child("authorised_absence", &[P, A], ID),
    child("worked_holiday", &[P, A], &["convention_id", "day"]),
    child("week_pattern", &[P, A], &["convention_id", "valid_from"]),
    child("convention_step", &[P, A], &["convention_id", "kind"]),
    child("convention_signature", &[P, A], &["convention_id", "signer"]),
    child("convention_return", &[P, A], ID),
    child("convention_document", &[P, W], &["convention_id", "kind_id"]),
    relation(
        "convention_return_reason",
        &[P, A],
        Rows::Files,
        &["return_id", "reason_id"],
        "array[(select r.convention_id from guichet.convention_return r where r.id = return_id)]",
    ),
    relation("convention_text", &[P, A], Rows::Texts, FILE, "array[convention_id]"),
    relation("note", &[P], Rows::Notes, ID, "array[convention_id]"),
    child("history", &[P], &["convention_id", "seq"]),
    relation("outbox", &[W], Rows::Reference, ID, NOTHING),
    // Through functions only.
    closed("_migrations"),
    closed("host_distinct"),
    closed("alert_default"),
    closed("centre_alert"),
    closed("closure"),
    closed("person_alert"),
    closed("alert_template"),
    closed("alert_version"),
    closed("delivery"),
    closed("letter"),
    closed("mail"),
    closed("evaluation"),
    closed("mail_pace"),
    closed("reminder"),
    closed("host_history"),
    closed("host_merge"),
    closed("register_answer"),
    closed("register_quota"),
    closed("host_name_claim"),
    closed("dossier"),
    closed("enrolment_origin"),
    closed("own_dossier"),
    closed("student_change"),
    closed("admin_history"),
    closed("amendment"),
    closed("amendment_check"),
    closed("amendment_finding"),
    closed("amendment_motive"),
    closed("amendment_row_source"),
    closed("amendment_signature"),
    closed("amendment_step"),
    closed("gratification_rate"),
    closed("convention_row_source"),
    closed("convention_search"),
    closed("document_file"),
    closed("history_payload"),
    closed("history_seal"),
    closed("queue_count"),
    closed("touched"),
];

#[test]
fn each_relation_is_expected_once() {
    let names: std::collections::BTreeSet<_> = RELATIONS.iter().map(|relation| relation.name).collect();
    assert_eq!(names.len(), RELATIONS.len());
}
