//! Names of invented people: French surnames and given names drawn as real ones are, with particles, hyphens,
//! apostrophes and diacritics, and a long tail of rare names built from syllables.

use unicode_normalization::UnicodeNormalization as _;

use super::rng::{Rng, Weighted};

const SURNAMES: &str = "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre \
Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefèvre Faure \
André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas \
Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard \
Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal \
Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet \
Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis \
Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles \
Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost \
Millet Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Le_Gall Pelletier Lévêque Perrier Leblanc Barré Lebrun \
Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier \
Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy \
Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Diallo Traoré Nguyen Benali Haddad Kaya Amrani \
Coulibaly Konaté Ouédraogo Belkacem Bouzid Cissé Mansouri Yılmaz Nowak Kowalski Pereira Ferreira Lopes Santos Ahmed \
Khelifi Saïdi Rahmani Tran Pham Chen Wang Rakotomalala Andrianarivo Moussavi Popescu Ionescu Ivanov Rossi Bianchi";

const PARTICLES: [&str; 9] = ["de ", "d'", "du ", "de La ", "Le ", "De ", "van der ", "El ", "Ben "];

/// Few, and deliberately hard on columns, sorting and searching.
const UNUSUAL: [&str; 14] = [
    "Ng",
    "Ba",
    "Lê",
    "O'Donnell",
    "L'Hôpital-Saint-Blaise",
    "de Beaumanoir de La Tour d'Argenson",
    "Štěpánková",
    "Þórsdóttir",
    "Nuñez-Cañizares",
    "Bœuf",
    "d'Haëne",
    "Ratsimbazafindrakoto-Razafimahatratra",
    "M'Barek",
    "Sørensen",
];

const ROOTS: &str = "Ab Al Am Ar Au Ba Bar Bel Ber Bli Bo Bour Bra Bri Cal Cam Car Cau Cha Chan Co Cor Cou Cra Dau De \
Del Des Dor Du Es Fa Fer Flo Fo Fre Ga Gau Ger Gi Go Gra Gri Gui Ha Har Hé Ja Jo La Lam Lau Li Lo Ma Mal Mar Mau Mé Mon \
Mou Na No Or Pa Pé Pi Poi Pra Qué Ra Ré Ri Ro Sa Sau Sé Sou Ta Ter To Va Ver Vi Wa";
const MIDDLES: &str =
    "ba be bi bo cha che da de di fe ga go la le li lo man me mi mo na ne ni ra ri ro sa se ta ti va ve";
const ENDINGS: &str = "bert bois bon card cel chard chet court dart din don dot eau el elle et fert geois gnac gnon got \
gue lard let lier lin llon mard melin met mont nais nard nat neau net nier not pin quet quin rand reau ret riat rin \
ron rot roux sart seau sin son tard teau tel thier tier tin ton vain veau ville vin zac";

const WOMEN: &str = "Léa Manon Emma Camille Chloé Inès Sarah Marie Jade Louise Lucie Clara Anaïs Laura Mathilde Pauline \
Julie Océane Juliette Alice Lola Zoé Eva Lisa Maëlle Romane Justine Margaux Charlotte Noémie Élise Célia Jeanne Agathe \
Marion Amandine Lina Nina Yasmine Ambre Anna Clémence Elsa Ève Fatou Aïcha Solène Valentine Apolline Garance Héloïse \
Salomé Capucine Victoire Mélissa Aurore Salma Maryam Nour Khadija Aminata Thị_Mai Gaëlle Maïwenn Rozenn Éloïse Iris \
Flavie Léonie Lucile Morgane Perrine Séverine Blandine Joséphine Marguerite Suzanne Astrid Ingrid Zélie Daphné Ornella";
const MEN: &str = "Lucas Hugo Thomas Théo Nathan Enzo Louis Léo Maxime Antoine Clément Alexandre Quentin Paul Romain \
Valentin Arthur Mathis Jules Baptiste Nicolas Adrien Tom Raphaël Gabriel Adam Mohamed Julien Pierre Simon Victor Rayan \
Axel Bastien Benjamin Yanis Samuel Florian Noé Martin Kévin Dylan Loïc Corentin Rémi Tristan Mehdi Amine Ibrahim Ismaël \
Oscar Gaspard Augustin Timothée Éliott Maël Ewen Yann Erwan Malo Ulysse Côme Anatole Félix Basile Léandre Aurélien \
Cédric Fabien Guillaume Matthieu Moussa Souleymane Ousmane Karim Bilal Minh Wei Tiago Diogo Aleksander Björn Zéphyrin";

/// What a person is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Usage surname.
    pub(super) surname: String,
    /// Usual given name.
    pub(super) given: String,
    /// Whether civil status says F rather than M.
    pub(super) woman: bool,
}

impl Name {
    /// `prenom.nom`: how logins and mail addresses are made.
    pub(super) fn login(&self) -> String {
        format!("{}.{}", slug(&self.given), slug(&self.surname))
    }
}

/// The register that names are drawn from.
#[derive(Debug)]
pub(super) struct Names {
    surnames: Vec<String>,
    common: Weighted,
    roots: Vec<&'static str>,
    middles: Vec<&'static str>,
    endings: Vec<&'static str>,
    women: Vec<String>,
    men: Vec<String>,
    given: Weighted,
}

impl Names {
    pub(super) fn new() -> Self {
        let words =
            |list: &'static str| list.split_whitespace().map(|w| w.replace('_', " ")).collect::<Vec<_>>();
        let (surnames, women, men) = (words(SURNAMES), words(WOMEN), words(MEN));
        Self {
            common: Weighted::zipf(surnames.len(), 6.0),
            given: Weighted::zipf(women.len().min(men.len()), 9.0),
            roots: ROOTS.split_whitespace().collect(),
            middles: MIDDLES.split_whitespace().collect(),
            endings: ENDINGS.split_whitespace().collect(),
            surnames,
            women,
            men,
        }
    }

    /// A person.
    pub(super) fn draw(&self, rng: &mut Rng) -> Name {
        let woman = rng.chance(0.55);
        Name { surname: self.surname(rng), given: self.given(rng, woman), woman }
    }

    /// A surname alone.
    pub(super) fn surname(&self, rng: &mut Rng) -> String {
        match rng.below(1_000) {
            0..=589 => self.plain(rng),
            590..=899 => self.rare(rng),
            900..=949 => format!("{}-{}", self.plain(rng), self.rare(rng)),
            950..=991 => format!("{}{}", rng.pick(&PARTICLES), self.rare(rng)),
            _ => (*rng.pick(&UNUSUAL)).to_owned(),
        }
    }

    fn plain(&self, rng: &mut Rng) -> String {
        self.surnames[self.common.draw(rng)].clone()
    }

    /// One of some 200 000, the shorter ones the more frequent.
    fn rare(&self, rng: &mut Rng) -> String {
        let (root, end) = (*rng.pick(&self.roots), *rng.pick(&self.endings));
        if rng.chance(0.4) {
            format!("{root}{end}")
        } else {
            format!("{root}{}{end}", rng.pick(&self.middles))
        }
    }

    /// A given name, sometimes compound.
    pub(super) fn given(&self, rng: &mut Rng, woman: bool) -> String {
        let list = if woman { &self.women } else { &self.men };
        let first = &list[self.given.draw(rng)];
        match rng.below(100) {
            0 => format!("{}-{first}", if woman { "Marie" } else { "Jean" }),
            1 => format!("{first}-{}", if woman { "Rose" } else { "Baptiste" }),
            _ => first.clone(),
        }
    }
}

/// Letters a to z, digits and hyphens: without accents, apostrophes nor spaces.
pub(super) fn slug(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.nfd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '-' => out.push(c),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'þ' => out.push_str("th"),
            'đ' => out.push('d'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn logins_are_plain() {
        let name = Name { surname: "d'Haëne Bœuf".into(), given: "Thị Mai".into(), woman: true };
        assert_eq!(name.login(), "thimai.dhaeneboeuf");
    }

    #[test]
    fn surnames_are_few_frequent_and_many_rare() {
        let (names, mut rng) = (Names::new(), Rng::new(3));
        let mut counts: HashMap<String, u32> = HashMap::new();
        for _ in 0..50_000 {
            *counts.entry(names.surname(&mut rng)).or_default() += 1;
        }
        let martin = counts["Martin"];
        assert!((800..3_000).contains(&martin), "{martin}");
        let once = counts.values().filter(|&&n| n == 1).count();
        assert!(once > 5_000, "{once}");
    }
}
