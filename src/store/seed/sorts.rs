//! The sorts of host organisations, which fields of study send students to each, and how each is called.

use super::fields::Field;
use super::names::Names;
use super::rng::Rng;

/// What sort of host. The order is that of [`KINDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Tech,
    Industry,
    Lab,
    Commerce,
    Finance,
    Advice,
    Media,
    Shop,
    Farm,
    Town,
    Territory,
    State,
    Hospital,
    School,
    Association,
    Culture,
    Club,
    Foreign,
}

/// A sort, and what the registers say of it.
pub(super) struct Sort {
    pub(super) kind: Kind,
    pub(super) weight: f64,
    pub(super) naf: &'static [&'static str],
    pub(super) legal: &'static [&'static str],
    /// Range of headcount bands, as indices into [`BANDS`].
    pub(super) bands: (usize, usize),
    pub(super) list_kind: &'static str,
}

/// Codes of the headcount bands.
pub(super) const BANDS: [&str; 15] =
    ["00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53"];

const PRIVATE: &str = "Entreprise privée";
const COMPANY: &[&str] = &["54", "57", "57", "55"];
const PUBLIC: &str = "Administration";

/// One a [`Kind`], in its order.
pub(super) const KINDS: [Sort; 18] = [
    Sort {
        kind: Kind::Tech,
        weight: 12.0,
        naf: &["62.01Z", "62.02A", "58.29C", "63.11Z"],
        legal: COMPANY,
        bands: (1, 11),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Industry,
        weight: 14.0,
        naf: &[
            "25.62B", "26.51B", "28.99B", "29.32Z", "30.30Z", "35.11Z", "10.71A", "10.51C", "20.30Z",
            "41.20A", "43.21A", "71.12B",
        ],
        legal: COMPANY,
        bands: (3, 14),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Lab,
        weight: 5.0,
        naf: &["72.19Z", "72.11Z"],
        legal: &["83", "73", "57"],
        bands: (3, 11),
        list_kind: PUBLIC,
    },
    Sort {
        kind: Kind::Commerce,
        weight: 8.0,
        naf: &["46.69B", "52.29B", "49.41A", "47.91A", "38.11Z"],
        legal: COMPANY,
        bands: (2, 11),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Finance,
        weight: 4.0,
        naf: &["64.19Z", "65.12Z", "66.22Z"],
        legal: &["57", "55", "56", "92"],
        bands: (3, 12),
        list_kind: "Mutuelle Coopérative",
    },
    Sort {
        kind: Kind::Advice,
        weight: 8.0,
        naf: &["69.20Z", "69.10Z", "70.22Z", "71.11Z"],
        legal: &["69", "65", "54", "10"],
        bands: (0, 6),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Media,
        weight: 5.0,
        naf: &["73.11Z", "59.11B", "58.14Z", "58.11Z", "60.10Z", "74.30Z"],
        legal: &["54", "57", "10"],
        bands: (0, 5),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Shop,
        weight: 5.0,
        naf: &["47.11F", "47.71Z"],
        legal: &["54", "57", "10"],
        bands: (1, 8),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Farm,
        weight: 2.0,
        naf: &["01.13Z", "11.01Z"],
        legal: &["54", "10"],
        bands: (0, 3),
        list_kind: PRIVATE,
    },
    Sort {
        kind: Kind::Town,
        weight: 8.0,
        naf: &["84.11Z"],
        legal: &["72"],
        bands: (3, 11),
        list_kind: PUBLIC,
    },
    Sort {
        kind: Kind::Territory,
        weight: 4.0,
        naf: &["84.11Z", "84.13Z"],
        legal: &["72", "73"],
        bands: (5, 12),
        list_kind: PUBLIC,
    },
    Sort {
        kind: Kind::State,
        weight: 2.0,
        naf: &["84.11Z", "84.12Z", "84.23Z", "84.30A"],
        legal: &["71", "73", "81"],
        bands: (6, 11),
        list_kind: PUBLIC,
    },
    Sort {
        kind: Kind::Hospital,
        weight: 6.0,
        naf: &["86.10Z", "87.10C", "86.90D"],
        legal: &["73", "73", "92"],
        bands: (6, 13),
        list_kind: PUBLIC,
    },
    Sort {
        kind: Kind::School,
        weight: 6.0,
        naf: &["85.20Z", "85.31Z", "85.42Z"],
        legal: &["71", "73"],
        bands: (3, 9),
        list_kind: "Etablissement d'enseignement",
    },
    Sort {
        kind: Kind::Association,
        weight: 7.0,
        naf: &["94.99Z", "88.99B", "87.30A", "85.59A", "88.10C"],
        legal: &["92"],
        bands: (0, 7),
        list_kind: "Association",
    },
    Sort {
        kind: Kind::Culture,
        weight: 4.0,
        naf: &["91.02Z", "91.01Z", "90.01Z"],
        legal: &["73", "92"],
        bands: (1, 7),
        list_kind: "Autres",
    },
    Sort {
        kind: Kind::Club,
        weight: 3.0,
        naf: &["93.12Z", "93.11Z"],
        legal: &["92"],
        bands: (0, 4),
        list_kind: "Association",
    },
    Sort { kind: Kind::Foreign, weight: 6.0, naf: &[], legal: &[], bands: (3, 12), list_kind: PRIVATE },
];

const BRAND_HEADS: [&str; 36] = [
    "Bruva", "Sélou", "Orvi", "Maldo", "Kérou", "Tavri", "Galmi", "Ombri", "Véloru", "Nuvi", "Ardo", "Lissa",
    "Trébo", "Quéli", "Zéphi", "Hauto", "Picar", "Somma", "Valdo", "Isara", "Cambri", "Rivo", "Florva",
    "Méri", "Octa", "Palu", "Sarco", "Tulli", "Ultra", "Verdi", "Yvo", "Xylo", "Dorma", "Érabli", "Funi",
    "Gerbo",
];
const BRAND_TAILS: [&str; 22] = [
    "lys", "nexa", "vance", "tis", "métrie", "dyne", "plast", "mark", "gest", "phare", "logue", "bois",
    "terre", "flux", "pierre", "tex", "line", "soft", "nova", "grain", "vent", "form",
];
const FORMS: [&str; 5] = ["SAS", "SA", "SARL", "", ""];

/// Where internships of a field are, the usual sorts several times.
pub(super) fn kinds_of(field: Field) -> &'static [Kind] {
    use Kind::{
        Advice, Association, Club, Commerce, Culture, Farm, Finance, Hospital, Industry, Lab, Media, School,
        Shop, State, Tech, Territory, Town,
    };
    match field {
        Field::Computing => &[Tech, Tech, Tech, Industry, Finance, Territory, Hospital],
        Field::Data => &[Tech, Finance, Lab, State, Hospital, Industry],
        Field::Biology => &[Lab, Lab, Hospital, Farm, Industry, Territory],
        Field::Chemistry | Field::Engineering => &[Industry, Industry, Lab, Tech],
        Field::Law => &[Advice, Advice, Town, Territory, State, Finance],
        Field::Business => &[Advice, Finance, Industry, Commerce, Association, Tech],
        Field::Marketing => &[Shop, Commerce, Media, Finance, Tech, Farm],
        Field::Heritage => &[Culture, Culture, Town, Association],
        Field::Languages => &[Media, Culture, Commerce, Association],
        Field::Social => &[Association, Association, Town, Territory],
        Field::Psychology => &[Hospital, Hospital, Association, School],
        Field::Health => &[Hospital, Hospital, Advice, State],
        Field::Sport => &[Club, Club, Town, School, Association],
        Field::Media => &[Media, Town, Culture, Tech],
        Field::Teaching => &[School, School, School, Association],
        Field::Planning => &[Territory, Town, Advice, Industry],
        Field::Logistics => &[Commerce, Commerce, Industry, Shop],
    }
}

fn brand(rng: &mut Rng) -> String {
    format!("{}{}", rng.pick(&BRAND_HEADS), rng.pick(&BRAND_TAILS))
}

/// `de Gap`, `d'Amiens`: the registers' capitals make it `DE GAP`, `D'AMIENS`.
fn of_town(town: &str) -> String {
    if town.starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'H']) {
        format!("D'{town}")
    } else {
        format!("DE {town}")
    }
}

/// A name in the manner of the registers.
pub(super) fn name(rng: &mut Rng, names: &Names, kind: Kind, town: &str, suffix: &str) -> String {
    let by = |rng: &mut Rng, of: &[&str]| format!("{} {}", rng.pick(of), of_town(town));
    let family = |rng: &mut Rng| names.surname(rng).to_uppercase();
    let company = |rng: &mut Rng, activity: &str| {
        let form = *rng.pick(&FORMS);
        format!("{} {activity} {form}", brand(rng).to_uppercase()).trim().replace("  ", " ")
    };
    match kind {
        Kind::Tech => {
            let activity = *rng.pick(&["INFORMATIQUE", "NUMÉRIQUE", "LOGICIELS", "CYBER", ""]);
            if rng.chance(0.2) { brand(rng) } else { company(rng, activity) }
        }
        Kind::Industry if rng.chance(0.3) => format!("ÉTABLISSEMENTS {} ET FILS", family(rng)),
        Kind::Industry => {
            let activity =
                *rng.pick(&["INDUSTRIES", "MÉCANIQUE", "ÉNERGIES", "CHIMIE", "AGROALIMENTAIRE", "BÂTIMENT"]);
            company(rng, activity)
        }
        Kind::Lab if rng.chance(0.4) => by(rng, &["INSTITUT DE RECHERCHE", "LABORATOIRE D'ANALYSES"]),
        Kind::Lab => format!("LABORATOIRE {}", brand(rng).to_uppercase()),
        Kind::Commerce => {
            let activity = *rng.pick(&["LOGISTIQUE", "DISTRIBUTION", "NÉGOCE", "TRANSPORTS", "RECYCLAGE"]);
            company(rng, activity)
        }
        Kind::Finance => {
            let head = *rng.pick(&["MUTUELLE", "ASSURANCES", "CRÉDIT COOPÉRATIF", "COURTAGE"]);
            format!("{head} {}", brand(rng).to_uppercase())
        }
        Kind::Advice => {
            let head = *rng.pick(&["CABINET", "SELARL", "ÉTUDE", "ATELIER"]);
            let tail = if rng.chance(0.5) { " & ASSOCIÉS" } else { "" };
            format!("{head} {}{tail}", family(rng))
        }
        Kind::Media => {
            let head = *rng.pick(&["Studio", "Éditions", "Radio", "Agence", "Le Courrier"]);
            format!("{head} {}", brand(rng))
        }
        Kind::Shop if rng.chance(0.5) => {
            format!("{} {}", rng.pick(&["CHEZ", "MAISON", "BOUTIQUE"]), family(rng))
        }
        Kind::Shop => format!("MAGASINS {} {town}", brand(rng).to_uppercase()),
        Kind::Farm => format!("{} {}", rng.pick(&["EARL", "FERME", "GAEC", "DOMAINE"]), family(rng)),
        Kind::Town => by(rng, &["MAIRIE", "MAIRIE", "COMMUNE", "CCAS"]),
        Kind::Territory => by(
            rng,
            &[
                "COMMUNAUTÉ DE COMMUNES DU PAYS",
                "SYNDICAT DES EAUX",
                "OFFICE DE TOURISME",
                "AGENCE D'URBANISME",
            ],
        ),
        Kind::State => {
            by(rng, &["TRIBUNAL JUDICIAIRE", "SOUS-PRÉFECTURE", "CAISSE D'ALLOCATIONS FAMILIALES"])
        }
        Kind::Hospital => {
            by(rng, &["CENTRE HOSPITALIER", "EHPAD LES TILLEULS", "CLINIQUE", "MAISON DE SANTÉ"])
        }
        Kind::School => by(rng, &["ÉCOLE ÉLÉMENTAIRE", "COLLÈGE", "LYCÉE", "ÉCOLE MATERNELLE"]),
        Kind::Association => {
            let cause = [
                "Solidarités",
                "Les Amis de la nature",
                "Foyer rural",
                "Entraide",
                "Maison des jeunes",
                "Terre d'accueil",
            ];
            format!(
                "{} {}",
                rng.pick(&cause),
                of_town(town).replacen("DE ", "de ", 1).replacen("D'", "d'", 1)
            )
        }
        Kind::Culture => by(rng, &["MUSÉE", "MÉDIATHÈQUE", "THÉÂTRE MUNICIPAL", "ARCHIVES"]),
        Kind::Club => by(rng, &["UNION SPORTIVE", "CLUB NAUTIQUE", "ATHLÉTIC CLUB", "JUDO CLUB"]),
        Kind::Foreign => format!("{} {suffix}", brand(rng)),
    }
}
