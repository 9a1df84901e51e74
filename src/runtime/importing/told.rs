//! What is wrong with a table of hosts, in the words of the person: the file as a whole, and each of its lines.

use std::collections::BTreeMap;
use std::path::Path;

use super::TableFault;
use crate::documents::Fault;
use crate::documents::organisations::columns::Field;
use crate::documents::organisations::{Import, LineError, Reason};
use crate::domain::act::Refusal;
use crate::domain::organisation::Imported;
use crate::i18n::Texts;
use crate::runtime::exporting::names;

/// Characters of a name and of an address in the database at most.
const LONGEST_NAME: usize = 150;
const LONGEST_ADDRESS: usize = 200;

/// A table, and the hosts that are in the way of its lines.
#[derive(Debug)]
pub struct Told {
    /// The table, without the lines that are wrong.
    pub table: Import,
    taken: BTreeMap<usize, (String, i32)>,
}

impl Told {
    /// A table as it was read.
    pub fn new(table: Import) -> Self {
        Self { table, taken: BTreeMap::new() }
    }

    /// Takes out the lines that the database refuses.
    pub fn refuse(&mut self, answers: Vec<Imported>) {
        let mut refusals = Vec::new();
        for Imported { line, made } in answers {
            let (Ok(line), Err(refusal)) = (usize::try_from(line), made) else { continue };
            if let (Some(name), Some(number)) = (&refusal.about.name, refusal.about.number) {
                self.taken.insert(line, (name.clone(), number));
            }
            let (field, reason) = why(&refusal);
            refusals.push((line, field, reason));
        }
        self.table.refuse(refusals);
    }

    /// What is wrong, with its column.
    pub fn sentence(&self, texts: Texts, error: &LineError) -> String {
        let reason = self.reason(texts, error);
        if error.column.is_empty() {
            return reason;
        }
        texts.format("pair", &[("label", error.column.as_str().into()), ("value", reason.into())])
    }

    /// What is wrong.
    pub fn reason(&self, texts: Texts, error: &LineError) -> String {
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

/// A reason by a name of its own, for scripts.
pub fn name(reason: &Reason) -> &'static str {
    let id = id(reason);
    id.strip_prefix(WHY).unwrap_or(id)
}

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
fn why(refusal: &Refusal) -> (Option<Field>, Reason) {
    let about = &refusal.about;
    // Of a host that is there, what it has in common with the line.
    let name = if refusal.code == "GU032" { about.same.as_deref() } else { about.field.as_deref() };
    let name = name.map(|name| if name == "kind_id" { "kind" } else { name });
    let field = Field::ALL.into_iter().find(|field| Some(field.detail()) == name);
    if refusal.code == "GU032" {
        return (field, Reason::Taken);
    }
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

/// Why a table does not come in at all, and what to do.
pub fn fault(texts: Texts, path: &Path, rejected: Option<&Path>, why: &TableFault) -> String {
    let named = |path: &Path| ("path", path.display().to_string().into());
    let said = |error: &std::io::Error| ("why", error.to_string().into());
    match why {
        TableFault::File(why) => of_file(texts, &path.display().to_string(), why),
        TableFault::Unread(error) => texts.format("organisation-unread", &[named(path), said(error)]),
        TableFault::Unwritten(error) => {
            let id = match error.kind() {
                std::io::ErrorKind::AlreadyExists => "organisation-exists",
                _ => "cli-cannot-write",
            };
            texts.format(id, &[named(rejected.unwrap_or(path)), said(error)])
        }
    }
}

fn of_file(texts: Texts, path: &str, fault: &Fault) -> String {
    let names = names(texts);
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
