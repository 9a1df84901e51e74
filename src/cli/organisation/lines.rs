//! What is wrong with a table of hosts, in the words of the person: the file as a whole, and each of its lines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::table;
use crate::cli::exit::Failure;
use crate::cli::out;
use crate::documents::Fault;
use crate::documents::organisations::columns::{Field, Names};
use crate::documents::organisations::{Import, LineError, Reason};
use crate::domain::act::Refusal;
use crate::domain::organisation::Imported;
use crate::i18n::{Lang, Texts};

/// Characters of a name and of an address in the database at most.
const LONGEST_NAME: usize = 150;
const LONGEST_ADDRESS: usize = 200;

/// A table, and the hosts that are in the way of its lines.
pub(super) struct Told {
    pub(super) table: Import,
    taken: BTreeMap<usize, (String, i32)>,
}

/// Something wrong in a line, as scripts read it.
#[derive(Serialize)]
pub(super) struct Wrong<'a> {
    line: usize,
    /// The detail of the host, unless the line as a whole is wrong.
    field: Option<&'static str>,
    column: &'a str,
    value: &'a str,
    reason: &'static str,
    sentence: String,
}

impl Told {
    pub(super) fn new(table: Import) -> Self {
        Self { table, taken: BTreeMap::new() }
    }

    /// Takes out the lines that the database refuses.
    pub(super) fn refuse(&mut self, answers: Vec<Imported>) {
        let mut refusals = Vec::new();
        for Imported { line, made } in answers {
            let (Ok(line), Err(refusal)) = (usize::try_from(line), made) else { continue };
            if let (Some(name), Some(number)) = (&refusal.about.name, refusal.about.number) {
                self.taken.insert(line, (name.clone(), number));
            }
            let at = self.table.lines.binary_search_by_key(&line, |line| line.number);
            let has_siret = at
                .ok()
                .and_then(|at| self.table.lines.get(at))
                .is_some_and(|line| line.values.contains_key(Field::Siret.detail()));
            let (field, reason) = why(&refusal, has_siret);
            refusals.push((line, field, reason));
        }
        self.table.refuse(refusals);
    }

    /// All that is wrong, as scripts read it.
    pub(super) fn errors(&self, texts: Texts) -> Vec<Wrong<'_>> {
        let wrong = |error: &'_ LineError| (id(&error.reason), self.reason(texts, error));
        self.table
            .errors
            .iter()
            .map(|error| {
                let (id, sentence) = wrong(error);
                Wrong {
                    line: error.line,
                    field: error.field.map(Field::detail),
                    column: &error.column,
                    value: &error.value,
                    reason: id.strip_prefix(WHY).unwrap_or(id),
                    sentence,
                }
            })
            .collect()
    }

    /// All that is wrong, as people read it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn list(&self, texts: Texts) -> Result<(), Failure> {
        if self.table.errors.is_empty() {
            return Ok(());
        }
        let row = |error: &LineError| {
            [error.line.to_string(), error.column.clone(), error.value.clone(), self.reason(texts, error)]
        };
        let heads = ["organisation-line", "organisation-column", "organisation-value", "organisation-why"];
        table(texts, heads, self.table.errors.iter().map(row).collect())?;
        out::line("\n")
    }

    /// What is wrong, with its column.
    pub(super) fn sentence(&self, texts: Texts, error: &LineError) -> String {
        let reason = self.reason(texts, error);
        if error.column.is_empty() {
            return reason;
        }
        texts.format("pair", &[("label", error.column.as_str().into()), ("value", reason.into())])
    }

    fn reason(&self, texts: Texts, error: &LineError) -> String {
        let (most, first, expected, found) = match error.reason {
            Reason::TooLong { most } => (most, 0, 0, 0),
            Reason::TwiceInFile { first } => (0, first, 0, 0),
            Reason::WrongNumberOfCells { expected, found } => (0, 0, expected, found),
            _ => (0, 0, 0, 0),
        };
        let code = if let Reason::Refused(code) = &error.reason { code.as_str() } else { "" };
        let (name, number) = self.taken.get(&error.line).cloned().unwrap_or_default();
        let about = [
            ("most", most.into()),
            ("first", first.to_string().into()),
            ("expected", expected.into()),
            ("found", found.into()),
            ("code", code.into()),
            ("name", name.into()),
            ("number", number.to_string().into()),
        ];
        texts.format(id(&error.reason), &about)
    }
}

/// What the ids of reasons begin with.
const WHY: &str = "organisation-why-";

fn id(reason: &Reason) -> &'static str {
    match reason {
        Reason::Missing => "organisation-why-missing",
        Reason::SiretDigits => "organisation-why-siret-digits",
        Reason::SiretKey => "organisation-why-siret-key",
        Reason::SiretRounded => "organisation-why-siret-rounded",
        Reason::SiretZeros => "organisation-why-siret-zeros",
        Reason::Uai => "organisation-why-uai",
        Reason::Naf => "organisation-why-naf",
        Reason::PostalCode => "organisation-why-postal-code",
        Reason::Phone => "organisation-why-phone",
        Reason::Mail => "organisation-why-mail",
        Reason::Website => "organisation-why-website",
        Reason::Country => "organisation-why-country",
        Reason::LegalCategory => "organisation-why-legal-category",
        Reason::Headcount => "organisation-why-headcount",
        Reason::Kind => "organisation-why-kind",
        Reason::TooLong { .. } => "organisation-why-too-long",
        Reason::NeitherSiretNorUai => "organisation-why-no-siret-uai",
        Reason::NeitherNafNorActivity => "organisation-why-no-activity",
        Reason::TwiceInFile { .. } => "organisation-why-twice",
        Reason::ControlCharacters => "organisation-why-unseen",
        Reason::WrongNumberOfCells { .. } => "organisation-why-cells",
        Reason::OpenQuote => "organisation-why-open-quote",
        Reason::Taken => "organisation-why-taken",
        Reason::Refused(_) => "organisation-why-refused",
    }
}

/// The column and the reason of what the database refused.
fn why(refusal: &Refusal, has_siret: bool) -> (Option<Field>, Reason) {
    if refusal.code == "GU032" {
        return (Some(if has_siret { Field::Siret } else { Field::Uai }), Reason::Taken);
    }
    let name = refusal.about.field.as_deref().map(|name| if name == "kind_id" { "kind" } else { name });
    let field = Field::ALL.into_iter().find(|field| Some(field.detail()) == name);
    let reason = match field {
        Some(Field::Name) => Reason::TooLong { most: LONGEST_NAME },
        Some(Field::Address | Field::Town) => Reason::TooLong { most: LONGEST_ADDRESS },
        Some(Field::PostalCode) => Reason::PostalCode,
        Some(Field::Phone) => Reason::Phone,
        Some(Field::Mail) => Reason::Mail,
        Some(Field::Website) => Reason::Website,
        _ => Reason::Refused(refusal.code.clone()),
    };
    (field, reason)
}

/// Why a file is not read at all, and what to do.
pub(super) fn fault(texts: Texts, path: &str, fault: &Fault) -> String {
    let names = match texts.lang() {
        Lang::Fr => Names::French,
        Lang::En => Names::English,
    };
    let or = format!(" {} ", texts.get("organisation-or"));
    let (id, columns, most) = match fault {
        Fault::Empty => ("organisation-file-empty", String::new(), 0),
        Fault::TooLarge { most } => ("organisation-file-large", String::new(), most / 1_000_000),
        Fault::Workbook => ("organisation-file-workbook", String::new(), 0),
        Fault::NotText => ("organisation-file-no-text", String::new(), 0),
        Fault::MissingColumns(groups) => {
            let group = |fields: &Vec<Field>| {
                fields.iter().map(|field| field.title(names)).collect::<Vec<_>>().join(&or)
            };
            ("organisation-file-lacks", groups.iter().map(group).collect::<Vec<_>>().join(", "), 0)
        }
        Fault::TwiceColumns(columns) => ("organisation-file-twice", columns.join(", "), 0),
        Fault::TooManyLines { most } => ("organisation-file-long", String::new(), *most),
        Fault::Unwritten(why) => ("cli-refused", why.clone(), 0),
    };
    let about = [
        ("path", path.to_owned().into()),
        ("columns", columns.clone().into()),
        ("most", most.into()),
        ("why", columns.into()),
    ];
    texts.format(id, &about)
}
