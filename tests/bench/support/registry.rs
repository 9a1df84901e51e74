//! A registry of hosts as a large university has it after years: common first words, a few large towns and thousands of
//! small ones, chains with hundreds of places, firms abroad, and one host in fifty written down twice. None exists: every
//! SIREN begins with 000.

/// The share of hosts, of a thousand, that repeat an earlier one, nearly.
const TWICE: u64 = 20;
/// The share, of a thousand, that are abroad.
const ABROAD: u64 = 150;
/// How many chains there are.
const CHAINS: u64 = 24;
/// Legal persons of a chain: each numbers ten thousand places at most.
const PERSONS: u64 = 60;
/// SIREN numbers that begin with 000; the first ones are of chains.
const SIRENS: u64 = 100_000;

const TOWNS_ABROAD: [(&str, &str, &str); 12] = [
    ("BRUXELLES", "BE", "SRL"),
    ("BERLIN", "DE", "GmbH"),
    ("KÖLN", "DE", "GmbH"),
    ("MADRID", "ES", "SL"),
    ("TORINO", "IT", "Srl"),
    ("LONDON", "GB", "Ltd"),
    ("DUBLIN", "IE", "Ltd"),
    ("MONTREAL", "CA", "Inc."),
    ("GENEVE", "CH", "SA"),
    ("LISBOA", "PT", "Lda"),
    ("TOKYO", "JP", "K.K."),
    ("BEYROUTH", "LB", "SARL"),
];
const HEADS: [&str; 40] = [
    "BRU", "SÉLO", "ORVI", "MAL", "KÉRO", "TAVRI", "GAL", "OMBRI", "VÉLO", "NUVI", "ARDO", "LISSA", "TRÉBO",
    "QUÉ", "ZÉPHI", "HAUTO", "PICA", "SOMMA", "VAL", "ISA", "CAMBRI", "RIVO", "FLORVA", "MÉRI", "OCTA",
    "PALU", "SARCO", "TULLI", "ULTRA", "VERDI", "YVO", "XYLO", "DORMA", "ÉRA", "FUNI", "GERBO", "BLON",
    "CHARDE", "DUVA", "LEGRA",
];
const MIDDLES: [&str; 20] = [
    "", "", "", "LI", "RO", "NA", "TE", "VI", "DU", "MO", "SA", "RI", "BE", "CO", "GA", "LU", "PE", "FA",
    "NO", "ZE",
];
const TAILS: [&str; 32] = [
    "LYS", "NEXA", "VANCE", "TIS", "MÉTRIE", "DYNE", "PLAST", "MARK", "GEST", "PHARE", "LOGUE", "BOIS",
    "TERRE", "FLUX", "PIERRE", "TEX", "LINE", "SOFT", "NOVA", "GRAIN", "VENT", "FORM", "VILLE", "MONT",
    "COURT", "RAND", "BERT", "NIER", "TEAU", "QUET", "ZAC", "GNON",
];
const TRADES: [&str; 18] = [
    "INFORMATIQUE",
    "NUMÉRIQUE",
    "LOGICIELS",
    "CONSEIL",
    "INGÉNIERIE",
    "BÂTIMENT",
    "TRANSPORTS",
    "DISTRIBUTION",
    "IMMOBILIER",
    "FORMATION",
    "SERVICES",
    "INDUSTRIES",
    "ÉNERGIES",
    "COMMUNICATION",
    "PAYSAGES",
    "ÉLECTRICITÉ",
    "NÉGOCE",
    "RESTAURATION",
];
const CAUSES: [&str; 12] = [
    "SPORTIVE",
    "CULTURELLE",
    "FAMILIALE",
    "DES PARENTS D'ÉLÈVES",
    "D'AIDE À DOMICILE",
    "POUR L'ENVIRONNEMENT",
    "DES AMIS DU MUSÉE",
    "DES JEUNES",
    "DE QUARTIER",
    "TUTÉLAIRE",
    "DE PRÉVENTION",
    "POUR L'INSERTION",
];
/// What many towns have, each under the same name.
const EVERYWHERE: [&str; 14] = [
    "PHARMACIE DE LA GARE",
    "PHARMACIE DU CENTRE",
    "BOULANGERIE DE LA PLACE",
    "LYCÉE JULES FERRY",
    "COLLÈGE JEAN MOULIN",
    "ÉCOLE PRIMAIRE JACQUES PRÉVERT",
    "ÉCOLE MATERNELLE LES LILAS",
    "EHPAD LES TILLEULS",
    "CENTRE HOSPITALIER",
    "OFFICE DE TOURISME",
    "GARAGE DU STADE",
    "AUTO ÉCOLE DU CENTRE",
    "CABINET VÉTÉRINAIRE",
    "LABORATOIRE D'ANALYSES",
];
const STREETS: [&str; 12] = [
    "rue de la République",
    "rue Victor-Hugo",
    "avenue de la Gare",
    "rue des Jacobins",
    "boulevard Jules-Verne",
    "place de l'Hôtel-de-Ville",
    "chemin de Halage",
    "allée des Tilleuls",
    "rue du Moulin",
    "rue Pasteur",
    "zone d'activités du Pôle Nord",
    "rue des Écoles",
];
const NAF: [&str; 10] =
    ["62.01Z", "62.02A", "84.11Z", "94.99Z", "47.11F", "71.12B", "86.10Z", "85.31Z", "70.22Z", "41.20A"];
const LEGAL: [&str; 6] = ["54", "57", "72", "92", "73", "55"];
const BANDS: [&str; 6] = ["00", "01", "03", "11", "21", "32"];

/// A host, as a line of a table has it.
#[derive(Clone, Debug)]
pub struct Host {
    pub name: String,
    pub siret: Option<String>,
    pub naf: &'static str,
    pub legal: Option<&'static str>,
    pub band: &'static str,
    pub address: String,
    pub postal_code: Option<String>,
    pub town: String,
    pub country: &'static str,
}

/// Draws that are the same for the same host.
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number under the bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A place in a list of which the first are far more common.
    fn skewed(&mut self, length: usize) -> usize {
        let share = self.below(1 << 30) as f64 / f64::from(1 << 30);
        (share.powf(2.5) * length as f64) as usize
    }

    fn brand(&mut self) -> String {
        format!("{}{}{}", self.pick(&HEADS), self.pick(&MIDDLES), self.pick(&TAILS))
    }
}

/// Host `n` of the registry; `communes` are names with their postal codes, the largest first.
pub fn host(n: u64, communes: &[(String, String)]) -> Host {
    let mut draw = Draw(n.wrapping_mul(0x2545_f491_4f6c_dd1d));
    if n > 1_000 && draw.below(1_000) < TWICE {
        let mut again = host(n - 1 - draw.below(1_000), communes);
        again.siret = None;
        again.name = match draw.below(4) {
            0 => again.name.replace("SARL ", "").to_lowercase(),
            1 => format!("{} SAS", again.name),
            2 => again.name.replace(['É', 'È'], "E"),
            _ => mistyped(&again.name, draw.next()),
        };
        return again;
    }
    let (naf, band) = (draw.pick(&NAF), draw.pick(&BANDS));
    let address = format!("{} {}", 1 + draw.below(120), draw.pick(&STREETS));
    if draw.below(1_000) < ABROAD {
        let (town, country, form) = draw.pick(&TOWNS_ABROAD);
        let name = format!("{} {form}", draw.brand());
        let (siret, postal_code, legal) = (None, None, None);
        return Host { name, siret, naf, legal, band, address, postal_code, town: town.to_owned(), country };
    }
    let (mut town, mut postal_code) = communes[draw.skewed(communes.len())].clone();
    let chain = draw.below(100);
    let kind = draw.below(100);
    let (name, siret) = if chain < 5 {
        // The first one has thousands of places.
        let chain = draw.skewed(CHAINS as usize) as u64;
        let siret = siret(chain * PERSONS + n / 10_000 % PERSONS, n % 10_000);
        (format!("{} {}", Draw(chain).brand(), Draw(chain).pick(&TRADES)), siret)
    } else {
        let name = match kind {
            0..=7 => {
                // Each town has one.
                (town, postal_code) = communes[draw.below(communes.len() as u64) as usize].clone();
                format!("{} DE {town}", draw.pick(&["MAIRIE", "MAIRIE", "COMMUNE", "CCAS"]))
            }
            8..=14 => format!("ASSOCIATION {} {}", draw.brand(), draw.pick(&CAUSES)),
            15..=21 => format!("ASSOCIATION {} DE {town}", draw.pick(&CAUSES)),
            22..=43 => format!("SARL {} {}", draw.brand(), draw.pick(&TRADES)),
            44..=59 => format!("{} {}", draw.brand(), draw.pick(&["SAS", "SA", "GROUPE", "FRANCE", "SCOP"])),
            60..=65 => format!("ÉTABLISSEMENTS {} ET FILS", draw.brand()),
            66..=75 => format!("CABINET {} & ASSOCIÉS", draw.brand()),
            76..=79 => format!("ÉCOLE ÉLÉMENTAIRE {} {town}", draw.brand()),
            80..=83 => format!("LYCÉE {} DE {town}", draw.brand()),
            84..=93 => draw.pick(&EVERYWHERE).to_owned(),
            _ => format!("{} {}", draw.brand(), draw.brand()),
        };
        let own = SIRENS - CHAINS * PERSONS;
        // Places of those invented with files come first.
        (name, siret(CHAINS * PERSONS + n % own, 5_000 + n / own))
    };
    let legal = Some(draw.pick(&LEGAL));
    Host {
        name,
        siret: Some(siret),
        naf,
        legal,
        band,
        address,
        postal_code: Some(postal_code),
        town,
        country: "FR",
    }
}

fn siret(siren: u64, place: u64) -> String {
    let siren = with_key(format!("000{siren:05}"));
    with_key(format!("{siren}{place:04}"))
}

/// The digits, and the one that makes Luhn's sum a multiple of ten.
fn with_key(mut digits: String) -> String {
    let luhn = |(at, digit): (usize, u8)| match (at % 2 == 0, u32::from(digit - b'0')) {
        (true, digit @ 5..) => 2 * digit - 9,
        (true, digit) => 2 * digit,
        (false, digit) => digit,
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(luhn).sum();
    digits.push(char::from(b'0' + ((10 - sum % 10) % 10) as u8));
    digits
}

/// The words, two letters of the longest one swapped.
pub fn mistyped(words: &str, draw: u64) -> String {
    let longest = words.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    let at = 1 + Draw(draw).below(letters.len().saturating_sub(2) as u64) as usize;
    if at + 1 < letters.len() {
        letters.swap(at, at + 1);
    }
    words.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}
