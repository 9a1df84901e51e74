//! The operations that are asked for, each with the service it belongs to and the names of its answer, which follow no
//! rule; and the fields that each is asked with, in the order of the contract.

use super::soap::{Field, Fields};
use crate::domain::student::StudentNumber;
use crate::domain::student::enrolment::{Diploma, EtapeKey};

/// A service, which has an address and a login of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metier {
    /// Who students are.
    Student,
    /// In what they are enrolled.
    Administrative,
    /// What is taught.
    Offer,
    /// The lists that all refer to.
    Reference,
}

impl Metier {
    /// Its namespace, in the version that is asked.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::Student => "gouv.education.apogee.commun.servicesmetiers.EtudiantMetier",
            Self::Administrative => "gouv.education.apogee.commun.servicesmetiers.AdministratifMetier",
            Self::Offer => "gouv.education.apogee.commun.servicesmetiers.OffreFormationMetier",
            Self::Reference => "gouv.education.apogee.commun.servicesmetiers.ReferentielMetier_21062012",
        }
    }
}

/// An operation, in the version that is asked: a number in its name is part of it.
pub(super) struct Operation {
    /// Whose it is.
    pub(super) service: Metier,
    /// Its name, which is the name of its question.
    pub(super) name: &'static str,
    /// The name of its answer.
    pub(super) answer: &'static str,
    /// The name of what it returns, once or several times.
    pub(super) returned: &'static str,
    /// It is asked about a student.
    pub(super) is_about_student: bool,
}

/// What tells a student from all others.
pub(super) const IDENTIFIERS: Operation = Operation {
    service: Metier::Student,
    name: "recupererIdentifiantsEtudiant_v2",
    answer: "recupererIdentifiantsEtudiant_v2Response",
    returned: "recupererIdentifiantsEtudiant_v2Return",
    is_about_student: true,
};

/// Who a student is.
pub(super) const STATUS: Operation = Operation {
    service: Metier::Student,
    name: "recupererInfosAdmEtu_v4",
    answer: "recupererInfosAdmEtu_v4Response",
    returned: "recupererInfosAdmEtu_v4Return",
    is_about_student: true,
};

/// Where to reach a student.
pub(super) const ADDRESSES: Operation = Operation {
    service: Metier::Student,
    name: "recupererAdressesEtudiant_v2",
    answer: "recupererAdressesEtudiant_v2Response",
    returned: "recupererAdressesEtudiantReturn",
    is_about_student: true,
};

/// The students of an étape.
pub(super) const STUDENTS: Operation = Operation {
    service: Metier::Student,
    name: "recupererListeEtudiants",
    answer: "recupererListeEtudiantsResponse",
    returned: "etudiant",
    is_about_student: false,
};

/// The years of a student.
pub(super) const YEARS: Operation = Operation {
    service: Metier::Administrative,
    name: "recupererAnneesIa",
    answer: "recupererAnneesIaResponse",
    returned: "recupererAnneesIaReturn",
    is_about_student: true,
};

/// The enrolments of a student in étapes.
pub(super) const ENROLMENTS: Operation = Operation {
    service: Metier::Administrative,
    name: "recupererIAEtapes_v3",
    answer: "recupererIAEtapes_v3Response",
    returned: "recupererIAEtapes_v3Return",
    is_about_student: true,
};

/// The enrolment of a student in a year.
pub(super) const YEAR: Operation = Operation {
    service: Metier::Administrative,
    name: "recupererIAAnnuelles_v2",
    answer: "recupererIAAnnuellesResponse_v2",
    returned: "recupererIAAnnuellesReturn_v2",
    is_about_student: true,
};

/// What is taught: diplomas, their étapes, their elements.
pub(super) const OFFER: Operation = Operation {
    service: Metier::Offer,
    name: "recupererSE_v4",
    answer: "recupererSE_v4Response",
    returned: "recupererSE_v4Return",
    is_about_student: false,
};

/// The regimes of enrolment.
pub(super) const REGIMES: Operation = Operation {
    service: Metier::Reference,
    name: "recupererRegimeInscription",
    answer: "recupererRegimeInscriptionResponse",
    returned: "recupererRegimeInscriptionReturn",
    is_about_student: false,
};

/// The composantes.
pub(super) const COMPOSANTES: Operation = Operation {
    service: Metier::Reference,
    name: "recupererComposante_v2",
    answer: "recupererComposante_v2Response",
    returned: "recupererComposante_v2Return",
    is_about_student: false,
};

/// Words of Apogée's own for all and for none.
const ALL: Field<'static> = Field::Text("tous");
const NONE: Field<'static> = Field::Text("aucun");
const UNTOLD: Field<'static> = Field::Text("");
const YES: Field<'static> = Field::Text("O");
const NO: Field<'static> = Field::Text("N");

/// Neither cancelled nor waiting.
const CURRENT: Field<'static> = Field::Text("E");

/// Asks [`IDENTIFIERS`], without looking into the directory behind Apogée.
pub(super) fn identifiers(number: &StudentNumber) -> Fields<'_> {
    vec![
        ("_codEtu", Field::Text(number.as_str())),
        ("_codInd", UNTOLD),
        ("_numINE", UNTOLD),
        ("_numBoursier", UNTOLD),
        ("_codOPI", UNTOLD),
        ("_nom", UNTOLD),
        ("_prenom", UNTOLD),
        ("_dateNaiss", UNTOLD),
        ("_temoinRecupAnnu", NO),
    ]
}

/// Asks [`STATUS`].
pub(super) fn status(number: &StudentNumber) -> Fields<'_> {
    vec![("_codEtu", Field::Text(number.as_str()))]
}

/// Asks [`ADDRESSES`], of a year if one is told.
pub(super) fn addresses<'a>(number: &'a StudentNumber, year: Option<&'a str>) -> Fields<'a> {
    let year = Field::Text(year.unwrap_or_default());
    vec![("_codEtu", Field::Text(number.as_str())), ("_annee", year), ("_recupAnnuaire", NO)]
}

/// Asks [`YEARS`].
pub(super) fn years(number: &StudentNumber) -> Fields<'_> {
    vec![("_codEtu", Field::Text(number.as_str())), ("_etatInscriptionIA", CURRENT)]
}

/// Asks [`YEAR`].
pub(super) fn year<'a>(number: &'a StudentNumber, year: &'a str) -> Fields<'a> {
    vec![("_codEtu", Field::Text(number.as_str())), ("_annee", Field::Text(year)), ("_etatIAA", CURRENT)]
}

/// Asks [`ENROLMENTS`].
pub(super) fn enrolments<'a>(number: &'a StudentNumber, told: &'a str) -> Fields<'a> {
    let mut fields = year(number, told);
    fields.push(("_etatIAE", CURRENT));
    fields
}

/// Asks [`STUDENTS`].
pub(super) fn students<'a>(
    year: &'a str,
    etape: &'a EtapeKey,
    diploma: &'a Diploma,
    composante: Option<&'a str>,
) -> Fields<'a> {
    let list = |code: &'a str, version: Option<&'a str>| {
        let version = version.map(|version| ("listVersion", Field::Text(version)));
        let item = [("code", Field::Text(code))].into_iter().chain(version).collect();
        Field::Group(vec![("item", Field::Group(item))])
    };
    let mut fields = vec![
        ("annee", Field::Text(year)),
        ("listDiplomes", list(&diploma.code, diploma.version.as_deref())),
        ("listEtapes", list(&etape.code, etape.version.as_deref())),
        ("codeCollectionVET", Field::Nil),
        ("codeGroupeVET", Field::Nil),
        ("codeCollectionELP", Field::Nil),
        ("codeGroupeELP", Field::Nil),
        ("codeRegimeInscrETP", Field::Nil),
        ("sensEchInter", Field::Nil),
        ("codeEchInter", Field::Nil),
        ("maintienInscrAutreEtab", Field::Nil),
    ];
    fields.extend(composante.map(|composante| ("listComposante", Field::Text(composante))));
    fields.extend([
        ("temValAcquisXP", Field::Nil),
        ("temVesCii", Field::Nil),
        ("temVapp", Field::Nil),
        ("temPartInternational", Field::Nil),
        ("etatThese", Field::Nil),
        ("typeResultat", Field::Nil),
        ("objetResultat", Field::Nil),
    ]);
    vec![("_parametres", Field::Group(fields))]
}

/// What of the offer is looked for.
pub(super) enum Sought<'a> {
    /// An étape with all its elements.
    Etape(&'a EtapeKey),
    /// All étapes that are open.
    Etapes,
    /// All diplomas of this composante that are open in this year.
    Diplomas(&'a str, &'a str),
}

/// Asks [`OFFER`].
pub(super) fn offer<'a>(sought: &Sought<'a>) -> Fields<'a> {
    let told = |text: Option<&'a str>| text.map_or(Field::Nil, Field::Text);
    let (key, composante, year) = match *sought {
        Sought::Etape(key) => (Some(key), None, None),
        Sought::Etapes => (None, None, None),
        Sought::Diplomas(composante, year) => (None, Some(composante), Some(year)),
    };
    let diplomas = || if composante.is_some() { ALL } else { NONE };
    let version = key.and_then(|key| key.version.as_deref());
    let criteria = vec![
        ("codAnu", told(year)),
        ("codComposanteVdi", told(composante)),
        ("codDip", diplomas()),
        ("codElp", if key.is_some() { ALL } else { NONE }),
        ("codEtp", key.map_or(ALL, |key| Field::Text(&key.code))),
        ("codNatureDip", Field::Nil),
        ("codNatureElp", Field::Nil),
        ("codTypDip", Field::Nil),
        ("codVrsVdi", diplomas()),
        ("codVrsVet", version.map_or(ALL, Field::Text)),
        ("temOuvertRecrutement", if key.is_some() { Field::Nil } else { YES }),
    ];
    vec![("_seCritere", Field::Group(criteria))]
}

/// Asks [`REGIMES`]: for one that is in use, or for all.
pub(super) fn regimes(code: Option<&str>) -> Fields<'_> {
    let in_use = if code.is_some() { YES } else { UNTOLD };
    vec![("_codRegIns", Field::Text(code.unwrap_or_default())), ("_temoinEnService", in_use)]
}

/// Asks [`COMPOSANTES`]: for one, or for all.
pub(super) fn composantes(code: Option<&str>) -> Fields<'_> {
    vec![("_codCmp", Field::Text(code.unwrap_or_default())), ("_sens", UNTOLD)]
}
