//! A centre as it is administered: its settings, its circuit, the documents it asks for and the templates of its conventions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

/// What a centre manages: the whole establishment, a faculty, or an étape.
pub const LEVELS: [&str; 3] = ["ESTABLISHMENT", "UFR", "ETAPE"];

/// With which files a document is asked for.
pub const APPLIES: [&str; 4] = ["all", "france", "abroad", "own_convention"];

/// What may wait for a document: handing the file in, or a step.
pub const NEEDED_FOR: [&str; 4] = ["submission", "pedagogical", "check", "administrative"];

/// A centre, as its staff and the administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Centre {
    /// Its code.
    pub code: String,
    /// Whether it is one of mine, so that its settings are mine to change.
    pub mine: bool,
    /// Its settings, by name, as text; those that are empty are none.
    #[serde(serialize_with = "as_map")]
    pub settings: Vec<(String, Option<String>)>,
    /// The steps of its circuit, in order.
    pub steps: Vec<String>,
    /// The documents that it asks for.
    pub asked: Vec<Asked>,
    /// The templates of its conventions.
    pub templates: Vec<Template>,
    /// The programmes that it is in charge of.
    pub programmes: Vec<Programme>,
}

/// A document that a centre, or the establishment, asks for with each file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What it is called.
    pub label: String,
    /// With which files: of [`APPLIES`].
    pub applies: String,
    /// What is refused while it is not there: of [`NEEDED_FOR`]; nothing where nothing is.
    pub needed_for: Option<String>,
    /// It is valid until a day, as an insurance is.
    pub expires: bool,
    /// It is asked for no more.
    pub retired: bool,
}

/// A template of conventions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Code of the type of convention; nothing for every type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Code of the language.
    pub language: String,
    /// What it is called; the standard one has no name.
    pub name: String,
    /// It is out of use.
    pub retired: bool,
}

/// A programme that a centre is in charge of (*critère de gestion*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// `CODE/VERSION` of an étape, or the code of a composante.
    pub code: String,
    /// Its name.
    pub label: String,
    /// From which day; nothing for as long as it is there.
    pub since: Option<NaiveDate>,
}

/// A line of the details of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CentreLine {
    /// A setting, by its place.
    Setting(usize),
    /// The circuit; the establishment has none.
    Steps,
    /// A document that is asked for, by its place.
    Asked(usize),
    /// Another document.
    AddAsked,
    /// A template, by its place.
    Template(usize),
    /// Another template.
    AddTemplate,
    /// A programme, by its place.
    Programme(usize),
    /// Another programme.
    AddProgramme,
}

impl Centre {
    /// Whether it stands for the whole establishment.
    pub fn is_establishment(&self) -> bool {
        self.code.is_empty()
    }

    /// The lines of its details, in their order.
    pub fn lines(&self) -> Vec<CentreLine> {
        let settings = (0..self.settings.len()).map(CentreLine::Setting);
        let steps = (!self.is_establishment()).then_some(CentreLine::Steps);
        let asked = (0..self.asked.len()).map(CentreLine::Asked).chain([CentreLine::AddAsked]);
        let templates = (0..self.templates.len()).map(CentreLine::Template).chain([CentreLine::AddTemplate]);
        let programmes =
            (0..self.programmes.len()).map(CentreLine::Programme).chain([CentreLine::AddProgramme]);
        let programmes = programmes.filter(|_| !self.is_establishment());
        settings.chain(steps).chain(asked).chain(templates).chain(programmes).collect()
    }

    /// A setting that is not empty.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == name)?.1.as_deref()
    }
}

fn as_map<S: Serializer>(pairs: &[(String, Option<String>)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// What a setting of a centre can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A text, or nothing.
    Text,
    /// A text of several lines, or nothing.
    Paragraph,
    /// Yes or no: `true`, `false`.
    Flag,
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// Told, not changed.
    Fixed,
}

impl SettingKind {
    /// Of the setting with this name; the database has the last word.
    pub fn of(name: &str) -> Self {
        match name {
            "level" => Self::Fixed,
            "instructions" => Self::Paragraph,
            "confidentiality" => Self::Choice(&["open", "closed"]),
            "amendment_values" => Self::Choice(&["projected", "in_force"]),
            "supervisor_optional_at_submission"
            | "overlap_allowed"
            | "student_may_create"
            | "student_adds_contacts"
            | "type_by_hand"
            | "orphans_allowed"
            | "elp_optional"
            | "students_add_french_hosts"
            | "students_add_foreign_hosts"
            | "student_hosts_active"
            | "alert_mail_only" => Self::Flag,
            _ => Self::Text,
        }
    }
}
