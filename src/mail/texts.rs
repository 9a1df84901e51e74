//! The program's own texts of mails, in French and in English, for what neither a centre nor the establishment has written; and
//! the variables that every text may use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::alert::Event;

/// A text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// What the mail is about, on one line.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// What a text may say: those that institutions know, then what changed and why.
pub const VARIABLES: [&str; 51] = [
    "convention.numero",
    "convention.typeStage",
    "convention.paysAccueil",
    "convention.etape",
    "convention.sujet",
    "convention.fonction",
    "convention.dateDebut",
    "convention.dateFin",
    "convention.tempsTravail",
    "convention.tempsTravailComment",
    "convention.lien",
    "tuteurPro.nom",
    "tuteurPro.prenom",
    "tuteurPro.mail",
    "tuteurPro.tel",
    "tuteurPro.etabAccueil",
    "tuteurPro.serviceAccueil",
    "tuteurPro.fonction",
    "signataire.nom",
    "signataire.prenom",
    "signataire.mail",
    "signataire.tel",
    "signataire.fonction",
    "etudiant.nom",
    "etudiant.prenom",
    "etudiant.mail",
    "etudiant.tel",
    "enseignant.nom",
    "enseignant.prenom",
    "enseignant.mail",
    "organisme.nom",
    "organisme.ville",
    "centre.nom",
    "centre.mail",
    "centre.tel",
    "avenant.numero",
    "modifiePar.nom",
    "modifiePar.prenom",
    "lienEvaluationTuteur",
    "destinataire.nom",
    "motif",
    "changements",
    "constats",
    "attente.etape",
    "attente.depuis",
    "fermeture.date",
    "remise.nom",
    "remise.adresse",
    "remise.objet",
    "remise.cause",
    "corrigee",
];

static FRENCH: LazyLock<BTreeMap<Event, Text>> = LazyLock::new(|| parsed(include_str!("texts/fr.toml")));
static ENGLISH: LazyLock<BTreeMap<Event, Text>> = LazyLock::new(|| parsed(include_str!("texts/en.toml")));

/// The program's own text; every event has one, which a test sees to.
pub fn of(event: Event, language: &str) -> Option<&'static Text> {
    if language == "fr" { FRENCH.get(&event) } else { ENGLISH.get(&event) }
}

fn parsed(source: &str) -> BTreeMap<Event, Text> {
    toml::from_str(source).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::template::Renderer;

    #[test]
    fn every_event_has_a_text_that_can_be_read_in_both_languages() {
        for source in [include_str!("texts/fr.toml"), include_str!("texts/en.toml")] {
            let texts: BTreeMap<Event, Text> = toml::from_str(source).unwrap();
            assert_eq!(texts.len(), Event::ALL.len());
        }
        let reader = Renderer::new();
        for event in Event::ALL {
            for language in ["fr", "en"] {
                let text = of(*event, language).unwrap();
                assert_eq!(reader.check(&text.subject, &VARIABLES), Ok(()), "{event:?} {language}");
                assert_eq!(reader.check(&text.body, &VARIABLES), Ok(()), "{event:?} {language}");
                assert!(text.subject.len() <= 200 && !text.subject.contains('\n'));
            }
        }
    }
}
