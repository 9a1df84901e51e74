//! What Université Lamarck teaches and how its offices work: centres with their circuits, composantes, étapes.

use super::fields::{Field, Level};

/// A management centre: its circuit, and its share of the files.
pub(super) struct CentreSpec {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) level: &'static str,
    pub(super) steps: &'static [(&'static str, Option<&'static str>)],
    pub(super) weight: f64,
    pub(super) closed: bool,
}

const PEDAGOGICAL: &str = "pedagogical";
const CHECK: &str = "check";
const ADMINISTRATIVE: &str = "administrative";

/// Twelve centres: the establishment's, the faculties', and two kept by a single étape.
pub(super) const CENTRES: [CentreSpec; 12] = [
    CentreSpec {
        code: "DEVE",
        name: "Direction des études et de la vie étudiante",
        level: "ESTABLISHMENT",
        steps: &[(ADMINISTRATIVE, None)],
        weight: 5.0,
        closed: false,
    },
    CentreSpec {
        code: "SCI",
        name: "UFR des Sciences",
        level: "UFR",
        steps: &[(PEDAGOGICAL, None), (ADMINISTRATIVE, None)],
        weight: 13.0,
        closed: false,
    },
    CentreSpec {
        code: "DEG",
        name: "UFR Droit, Économie, Gestion",
        level: "UFR",
        steps: &[
            (PEDAGOGICAL, Some("Avis pédagogique")),
            (CHECK, Some("Contrôle juridique")),
            (ADMINISTRATIVE, Some("Visa du doyen")),
        ],
        weight: 13.0,
        closed: false,
    },
    CentreSpec {
        code: "LLA",
        name: "UFR Lettres, Langues et Arts",
        level: "UFR",
        steps: &[(CHECK, None), (PEDAGOGICAL, None), (ADMINISTRATIVE, None)],
        weight: 8.0,
        closed: false,
    },
    CentreSpec {
        code: "SHS",
        name: "UFR Sciences humaines et sociales",
        level: "UFR",
        steps: &[(PEDAGOGICAL, None), (ADMINISTRATIVE, None)],
        weight: 10.0,
        closed: false,
    },
    CentreSpec {
        code: "SAN",
        name: "UFR de Santé",
        level: "UFR",
        steps: &[(CHECK, Some("Contrôle de l'assurance")), (ADMINISTRATIVE, None)],
        weight: 8.0,
        closed: true,
    },
    CentreSpec {
        code: "STA",
        name: "UFR STAPS",
        level: "UFR",
        steps: &[(ADMINISTRATIVE, None), (PEDAGOGICAL, Some("Accord du responsable"))],
        weight: 7.0,
        closed: false,
    },
    CentreSpec {
        code: "IUT",
        name: "IUT de la vallée de la Somme",
        level: "UFR",
        steps: &[(PEDAGOGICAL, Some("Accord du département")), (ADMINISTRATIVE, Some("Scolarité"))],
        weight: 11.0,
        closed: false,
    },
    CentreSpec {
        code: "ING",
        name: "École d'ingénieurs Lamarck",
        level: "UFR",
        steps: &[
            (CHECK, Some("Relations entreprises")),
            (PEDAGOGICAL, None),
            (ADMINISTRATIVE, Some("Direction des stages")),
        ],
        weight: 7.0,
        closed: false,
    },
    CentreSpec {
        code: "IAE",
        name: "Institut d'administration des entreprises",
        level: "UFR",
        steps: &[(CHECK, None), (ADMINISTRATIVE, None)],
        weight: 7.0,
        closed: false,
    },
    CentreSpec {
        code: "M2DATA",
        name: "Master Science des données",
        level: "ETAPE",
        steps: &[(PEDAGOGICAL, None)],
        weight: 2.0,
        closed: false,
    },
    CentreSpec {
        code: "M2PSY",
        name: "Masters de psychologie",
        level: "ETAPE",
        steps: &[(PEDAGOGICAL, None), (CHECK, Some("Commission des stages")), (ADMINISTRATIVE, None)],
        weight: 4.0,
        closed: false,
    },
];

/// Code, label, and index of the centre that a criterion gives it.
pub(super) const COMPOSANTES: [(&str, &str, usize); 10] = [
    ("SCI", "UFR des Sciences", 1),
    ("DEG", "UFR Droit, Économie, Gestion", 2),
    ("LLA", "UFR Lettres, Langues et Arts", 3),
    ("SHS", "UFR Sciences humaines et sociales", 4),
    ("SAN", "UFR de Santé", 5),
    ("STA", "UFR STAPS", 6),
    ("IUT", "IUT de la vallée de la Somme", 7),
    ("ING", "École d'ingénieurs Lamarck", 8),
    ("IAE", "Institut d'administration des entreprises", 9),
    ("INSPE", "Institut du professorat et de l'éducation", 0),
];

/// An étape: code, version, label, diploma, composante, field and level; and the centre of its own criterion.
pub(super) struct EtapeSpec(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) usize,
    pub(super) Field,
    pub(super) Level,
    pub(super) Option<usize>,
);

use Field as F;
use Level as L;

/// Sixty étapes.
pub(super) const ETAPES: [EtapeSpec; 60] = [
    EtapeSpec("L2INFO", "Licence 2 Informatique", 0, F::Computing, L::Licence2, None),
    EtapeSpec("L3INFO", "Licence 3 Informatique", 0, F::Computing, L::Licence3, None),
    EtapeSpec("M1INFO", "Master 1 Informatique", 0, F::Computing, L::Master1, None),
    EtapeSpec("M2INFO", "Master 2 Informatique, parcours Systèmes sûrs", 0, F::Computing, L::Master2, None),
    EtapeSpec("L3MATH", "Licence 3 Mathématiques", 0, F::Data, L::Licence3, None),
    EtapeSpec("M1DATA", "Master 1 Science des données", 0, F::Data, L::Master1, None),
    EtapeSpec("M2DATA", "Master 2 Science des données", 0, F::Data, L::Master2, Some(10)),
    EtapeSpec("L3BIO", "Licence 3 Sciences de la vie", 0, F::Biology, L::Licence3, None),
    EtapeSpec("M1BIO", "Master 1 Biologie des organismes", 0, F::Biology, L::Master1, None),
    EtapeSpec("M2ECO", "Master 2 Écologie opérationnelle", 0, F::Biology, L::Master2, None),
    EtapeSpec("L3CHI", "Licence 3 Chimie", 0, F::Chemistry, L::Licence3, None),
    EtapeSpec("M2CHI", "Master 2 Chimie durable", 0, F::Chemistry, L::Master2, None),
    EtapeSpec("L3DRT", "Licence 3 Droit", 1, F::Law, L::Licence3, None),
    EtapeSpec("M1DRPUB", "Master 1 Droit public", 1, F::Law, L::Master1, None),
    EtapeSpec("M2DRENV", "Master 2 Droit de l'environnement", 1, F::Law, L::Master2, None),
    EtapeSpec("M2DRSOC", "Master 2 Droit social", 1, F::Law, L::Master2, None),
    EtapeSpec("L3ECO", "Licence 3 Économie et gestion", 1, F::Business, L::Licence3, None),
    EtapeSpec("M1MBFA", "Master 1 Monnaie, banque, finance, assurance", 1, F::Business, L::Master1, None),
    EtapeSpec("M2MBFA", "Master 2 Monnaie, banque, finance, assurance", 1, F::Business, L::Master2, None),
    EtapeSpec("LPASSU", "Licence professionnelle Assurance", 1, F::Business, L::LicencePro, None),
    EtapeSpec("L3LEA", "Licence 3 Langues étrangères appliquées", 2, F::Languages, L::Licence3, None),
    EtapeSpec("M2TRAD", "Master 2 Traduction et rédaction technique", 2, F::Languages, L::Master2, None),
    EtapeSpec("L3LET", "Licence 3 Lettres modernes", 2, F::Media, L::Licence3, None),
    EtapeSpec("L3ARTS", "Licence 3 Arts du spectacle", 2, F::Heritage, L::Licence3, None),
    EtapeSpec("M1EDIT", "Master 1 Métiers du livre et de l'édition", 2, F::Media, L::Master1, None),
    EtapeSpec("M2EDIT", "Master 2 Métiers du livre et de l'édition", 2, F::Media, L::Master2, None),
    EtapeSpec("L3HIST", "Licence 3 Histoire", 3, F::Heritage, L::Licence3, None),
    EtapeSpec("M2PATR", "Master 2 Patrimoine et musées", 3, F::Heritage, L::Master2, None),
    EtapeSpec("L3SOC", "Licence 3 Sociologie", 3, F::Social, L::Licence3, None),
    EtapeSpec("M1INTER", "Master 1 Intervention sociale", 3, F::Social, L::Master1, None),
    EtapeSpec("M2INTER", "Master 2 Intervention sociale", 3, F::Social, L::Master2, None),
    EtapeSpec("M1GEO", "Master 1 Géographie et aménagement", 3, F::Planning, L::Master1, None),
    EtapeSpec("M2URBA", "Master 2 Urbanisme et transitions", 3, F::Planning, L::Master2, None),
    EtapeSpec("L3PSY", "Licence 3 Psychologie", 3, F::Psychology, L::Licence3, None),
    EtapeSpec("M1PSY", "Master 1 Psychologie", 3, F::Psychology, L::Master1, Some(11)),
    EtapeSpec("M2PSYCL", "Master 2 Psychologie clinique", 3, F::Psychology, L::Master2, Some(11)),
    EtapeSpec("M2PSYTR", "Master 2 Psychologie du travail", 3, F::Psychology, L::Master2, Some(11)),
    EtapeSpec("M1SANPU", "Master 1 Santé publique", 4, F::Health, L::Master1, None),
    EtapeSpec("M2SANPU", "Master 2 Santé publique", 4, F::Health, L::Master2, None),
    EtapeSpec("L3SANIT", "Licence 3 Sciences sanitaires et sociales", 4, F::Health, L::Licence3, None),
    EtapeSpec("DUPALLI", "DU Soins palliatifs", 4, F::Health, L::Diploma, None),
    EtapeSpec("L2APAS", "Licence 2 STAPS Activité physique adaptée", 5, F::Sport, L::Licence2, None),
    EtapeSpec("L3APAS", "Licence 3 STAPS Activité physique adaptée", 5, F::Sport, L::Licence3, None),
    EtapeSpec("L3ENTR", "Licence 3 STAPS Entraînement sportif", 5, F::Sport, L::Licence3, None),
    EtapeSpec(
        "M2EOPS",
        "Master 2 Entraînement et optimisation de la performance",
        5,
        F::Sport,
        L::Master2,
        None,
    ),
    EtapeSpec("BUT2INFO", "BUT 2 Informatique", 6, F::Computing, L::But2, None),
    EtapeSpec("BUT3INFO", "BUT 3 Informatique", 6, F::Computing, L::But3, None),
    EtapeSpec(
        "BUT2GEA",
        "BUT 2 Gestion des entreprises et des administrations",
        6,
        F::Business,
        L::But2,
        None,
    ),
    EtapeSpec("BUT3TC", "BUT 3 Techniques de commercialisation", 6, F::Marketing, L::But3, None),
    EtapeSpec("BUT3GMP", "BUT 3 Génie mécanique et productique", 6, F::Engineering, L::But3, None),
    EtapeSpec(
        "BUT2QLIO",
        "BUT 2 Qualité, logistique industrielle et organisation",
        6,
        F::Logistics,
        L::But2,
        None,
    ),
    EtapeSpec("ING4GM", "Ingénieur 4e année Génie mécanique", 7, F::Engineering, L::Engineer4, None),
    EtapeSpec("ING5GM", "Ingénieur 5e année Génie mécanique", 7, F::Engineering, L::Engineer5, None),
    EtapeSpec("ING5INFO", "Ingénieur 5e année Informatique et réseaux", 7, F::Computing, L::Engineer5, None),
    EtapeSpec("ING4MAT", "Ingénieur 4e année Matériaux", 7, F::Chemistry, L::Engineer4, None),
    EtapeSpec("M1MKG", "Master 1 Marketing et vente", 8, F::Marketing, L::Master1, None),
    EtapeSpec("M2MKG", "Master 2 Marketing et vente", 8, F::Marketing, L::Master2, None),
    EtapeSpec("M2CCA", "Master 2 Comptabilité, contrôle, audit", 8, F::Business, L::Master2, None),
    EtapeSpec("M1MEEF1", "Master 1 MEEF premier degré", 9, F::Teaching, L::Master1, None),
    EtapeSpec("M2MEEF1", "Master 2 MEEF premier degré", 9, F::Teaching, L::Master2, None),
];
