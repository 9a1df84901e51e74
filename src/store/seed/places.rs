//! Where people live and work: real communes and postal codes, invented streets, telephone numbers kept for fiction.

use super::SeedError;
use super::rng::{Rng, Weighted};

const COMMUNES: &str = include_str!("../../../migrations/nomenclatures/communes.csv");

/// Towns where most hosts are, the university's own region first.
const TOWNS: [(&str, &str, u32); 40] = [
    ("AMIENS", "80000", 150),
    ("ST QUENTIN", "02100", 60),
    ("BEAUVAIS", "60000", 55),
    ("COMPIEGNE", "60200", 50),
    ("ABBEVILLE", "80100", 30),
    ("LAON", "02000", 28),
    ("SOISSONS", "02200", 28),
    ("CREIL", "60100", 25),
    ("PERONNE", "80200", 12),
    ("ALBERT", "80300", 12),
    ("LILLE", "59000", 70),
    ("ARRAS", "62000", 22),
    ("ROUEN", "76000", 25),
    ("REIMS", "51100", 25),
    ("PARIS 13", "75013", 45),
    ("PARIS 08", "75008", 40),
    ("PARIS 12", "75012", 30),
    ("PARIS 15", "75015", 30),
    ("NANTERRE", "92000", 25),
    ("ST DENIS", "93200", 20),
    ("MONTREUIL", "93100", 15),
    ("LYON 03", "69003", 18),
    ("GRENOBLE", "38000", 12),
    ("TOULOUSE", "31000", 14),
    ("NANTES", "44000", 14),
    ("RENNES", "35000", 12),
    ("STRASBOURG", "67000", 12),
    ("BORDEAUX", "33000", 12),
    ("MARSEILLE 01", "13001", 10),
    ("MONTPELLIER", "34000", 9),
    ("DIJON", "21000", 8),
    ("METZ", "57000", 8),
    ("LE HAVRE", "76600", 8),
    ("DUNKERQUE", "59140", 8),
    ("VALENCIENNES", "59300", 8),
    ("GAP", "05000", 3),
    ("ANNECY", "74000", 6),
    ("BREST", "29200", 6),
    ("AJACCIO", "20000", 3),
    ("ST DENIS", "97400", 6),
];

const STREETS: [&str; 26] = [
    "rue de la République",
    "rue Victor-Hugo",
    "avenue de la Gare",
    "rue des Jacobins",
    "rue du Faubourg-de-Noyon",
    "boulevard Jules-Verne",
    "place de l'Hôtel-de-Ville",
    "rue Saint-Leu",
    "chemin de Halage",
    "rue des Trois-Cailloux",
    "avenue du Général-Leclerc",
    "rue de la Vallée",
    "allée des Tilleuls",
    "rue Lamarck",
    "impasse des Lilas",
    "rue du Moulin",
    "rue Pasteur",
    "zone d'activités du Pôle Nord",
    "rue de l'Industrie",
    "quai Bélu",
    "rue George-Sand",
    "rue des Écoles",
    "avenue de l'Europe",
    "route de Rouen",
    "rue Marie-Curie",
    "cours de la Liberté",
];

/// A commune and one of its postal codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// As the postal service writes it.
    pub(super) town: &'static str,
    /// Five digits.
    pub(super) postal_code: &'static str,
}

impl Place {
    /// The department, from the postal code.
    pub(super) fn department(&self) -> &'static str {
        &self.postal_code[..2]
    }
}

/// The gazetteer.
#[derive(Debug)]
pub(super) struct Places {
    all: Vec<Place>,
    near: Vec<Place>,
    towns: Vec<Place>,
    weights: Weighted,
}

impl Places {
    /// Reads the embedded list of communes.
    pub(super) fn new() -> Result<Self, SeedError> {
        let all: Vec<Place> = COMMUNES
            .lines()
            .skip(1)
            .filter_map(|line| line.rsplit_once(','))
            .map(|(town, postal_code)| Place {
                town: town.trim_matches('"'),
                postal_code: postal_code.trim(),
            })
            .filter(|p| p.postal_code.len() == 5)
            .collect();
        let near: Vec<Place> =
            all.iter().copied().filter(|p| matches!(p.department(), "80" | "02" | "60")).collect();
        let known: Vec<(Place, u32)> = TOWNS
            .iter()
            .filter_map(|&(town, code, weight)| {
                let found = all.iter().find(|p| p.town == town && p.postal_code == code)?;
                Some((*found, weight))
            })
            .collect();
        if known.is_empty() || near.is_empty() {
            return Err(SeedError::Communes);
        }
        let weights = Weighted::new(known.iter().map(|(_, w)| f64::from(*w)));
        Ok(Self { towns: known.into_iter().map(|(p, _)| p).collect(), weights, near, all })
    }

    /// Where a company is: mostly in towns.
    pub(super) fn urban(&self, rng: &mut Rng) -> Place {
        if rng.chance(0.8) { self.towns[self.weights.draw(rng)] } else { self.anywhere(rng) }
    }

    /// A commune of the university's region, or of France.
    pub(super) fn anywhere(&self, rng: &mut Rng) -> Place {
        if rng.chance(0.6) { *rng.pick(&self.near) } else { *rng.pick(&self.all) }
    }
}

/// A street and number.
pub(super) fn address(rng: &mut Rng) -> String {
    format!("{} {}", rng.between(1, 180), rng.pick(&STREETS))
}

/// A telephone number of the ranges that the regulator keeps for works of fiction.
pub(super) fn phone(rng: &mut Rng, mobile: bool) -> String {
    let (a, b) = (rng.below(100), rng.below(100));
    if mobile { format!("06 39 98 {a:02} {b:02}") } else { format!("03 53 01 {a:02} {b:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_town_is_in_the_list_of_communes() {
        let places = Places::new().expect("the list of communes");
        assert_eq!(places.towns.len(), TOWNS.len());
        assert!(places.all.len() > 30_000);
    }
}
