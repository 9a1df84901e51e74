//! Why files are returned: the reasons that all centres share, and a few of some centres.

use sqlx::postgres::PgConnection;

use super::SeedError;
use super::rows::Rows;
use super::university::University;

/// Field, French and English label of the reasons that hold everywhere.
const GENERAL: [(&str, &str, &str); 13] = [
    ("start_date", "Les dates débordent de l'année universitaire", "The dates run past the university year"),
    (
        "end_date",
        "La date de fin ne correspond pas à la durée annoncée",
        "The end date does not match the stated length",
    ),
    ("subject", "Le sujet est trop vague", "The subject is too vague"),
    ("tasks", "Les missions ne relèvent pas de la formation", "The tasks are outside the programme"),
    ("skills", "Les compétences visées ne sont pas précisées", "The intended skills are not stated"),
    (
        "organisation_id",
        "Ce n'est pas le bon établissement de l'organisme (SIRET)",
        "Wrong site of the organisation (SIRET)",
    ),
    ("tutor_id", "Les coordonnées du tuteur sont incomplètes", "The tutor's contact details are incomplete"),
    ("signatory_id", "Le signataire n'est pas habilité à signer", "The signatory has no authority to sign"),
    (
        "supervisor_id",
        "L'enseignant référent n'est pas celui de la formation",
        "The supervisor is not the programme's",
    ),
    (
        "weekly_hours",
        "L'horaire hebdomadaire dépasse la durée légale",
        "The weekly hours exceed the legal limit",
    ),
    (
        "gratification_amount",
        "La gratification est inférieure au minimum légal",
        "The allowance is below the legal minimum",
    ),
    (
        "address",
        "L'adresse de l'étudiant pendant le stage manque",
        "The student's address during the internship is missing",
    ),
    (
        "comment",
        "L'attestation de responsabilité civile est à joindre",
        "The liability certificate is to be attached",
    ),
];

/// Index of the centre, field, French and English label.
const OF_CENTRES: [(usize, &str, &str, &str); 8] = [
    (
        1,
        "presence",
        "Travail en laboratoire : préciser les horaires de présence",
        "Laboratory work: state the hours of presence",
    ),
    (
        2,
        "details",
        "Joindre l'accord de l'ordre professionnel",
        "Attach the agreement of the professional body",
    ),
    (
        4,
        "supervision",
        "Préciser les modalités d'encadrement sur le terrain",
        "State how field work is supervised",
    ),
    (5, "comment", "Vaccinations à jour : justificatif attendu", "Up-to-date vaccinations: proof expected"),
    (
        6,
        "comment",
        "Carte professionnelle ou attestation d'honorabilité attendue",
        "Professional card or good standing certificate expected",
    ),
    (
        7,
        "start_date",
        "Le stage doit commencer après la semaine de soutenances",
        "The internship must start after the week of vivas",
    ),
    (8, "tasks", "Les missions ne sont pas de niveau ingénieur", "The tasks are not at engineering level"),
    (
        8,
        "subject",
        "Confidentialité demandée : sujet public à fournir",
        "Confidentiality requested: a public subject is needed",
    ),
];

/// A reason, as returns need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reason {
    pub(super) id: i32,
    /// The centre it is kept for.
    pub(super) centre: Option<usize>,
    pub(super) field: &'static str,
    pub(super) label: &'static str,
}

/// Writes them.
pub(super) async fn load(conn: &mut PgConnection, university: &University) -> Result<Vec<Reason>, SeedError> {
    let mut rows = Rows::new("return_reason (id, centre_id, field, label_fr, label_en)");
    let mut made = Vec::new();
    let general = GENERAL.iter().map(|&(field, fr, en)| (None, field, fr, en));
    let own = OF_CENTRES.iter().map(|&(centre, field, fr, en)| (Some(centre), field, fr, en));
    for (centre, field, fr, en) in general.chain(own) {
        let owner = match centre {
            Some(index) => match university.centres.get(index) {
                Some(owner) => Some(owner.id),
                None => continue,
            },
            None => None,
        };
        let id = made.len() as i32 + 1;
        rows.show(id).maybe_show(owner).text(field).text(fr).text(en);
        rows.end();
        made.push(Reason { id, centre, field, label: fr });
    }
    rows.send(conn).await?;
    Ok(made)
}
