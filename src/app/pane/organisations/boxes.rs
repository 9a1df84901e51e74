//! The boxes of the registry: what each asks for, and the change that its answers make.

use super::table;
use crate::app::model::Model;
use crate::app::overlay::{Content, Field, FieldsBox, Purpose, Ticking};
use crate::app::words;
use crate::domain::form::{Value, Values};
use crate::domain::organisation::registered::Proposed;
use crate::domain::organisation::table::{Table, TakenOut};
use crate::domain::organisation::{
    CONTACT_FIELDS as CONTACT, Contact, HostChange, HostSheet, HostState, Kept, Merge,
    SERVICE_FIELDS as SERVICE, Service,
};
use crate::i18n::Texts;

/// What is asked of a host that is not there yet, in order.
const ORGANISATION: &[&str] = &[
    "name",
    "siret",
    "uai",
    "address",
    "postal_code",
    "town",
    "country_code",
    "activity",
    "phone",
    "mail",
    "website",
];

/// A street is corrected together with the place it is in, since an address is completed as a whole.
const ADDRESS: &str = "address";
const REST: [&str; 2] = ["postal_code", "town"];

/// The value of a field that the register may not change.
const LOCKED: &str = "locked";

/// What a box of the registry is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostForm {
    /// A host that is not there yet.
    Add,
    /// One field of a host, and whether the register may change it.
    Field {
        /// The host, at the version that was read.
        host: (i32, i32),
        /// Which.
        field: &'static str,
        /// The fields that are kept from the register.
        locked: Vec<String>,
    },
    /// A service, or another one of a host.
    Service {
        /// The host.
        organisation: i32,
        /// The service, at the version that was read.
        known: Option<(i32, i32)>,
    },
    /// Somebody, or somebody else in a service.
    Contact {
        /// The service.
        service: i32,
        /// Who, at the version that was read.
        known: Option<(i32, i32)>,
    },
    /// Takes a host out of use, or brings it back, with a reason if there is one.
    State {
        /// The host, at the version that was read.
        host: (i32, i32),
        /// What it becomes.
        state: HostState,
    },
    /// A host is the establishment that the register proposes.
    Adopt {
        /// The host, at the version that was read.
        host: (i32, i32),
        /// Its SIRET.
        siret: String,
    },
    /// A table of hosts, to be tried.
    Table,
    /// Hosts of a shelf, to be taken out as a table.
    TakeOut {
        /// What they were looked for by.
        words: String,
        /// The shelf.
        kept: Kept,
    },
    /// A table that was tried, to be brought in.
    Tabled {
        /// Where it is.
        path: String,
        /// Its bad lines.
        bad: usize,
        /// What is wrong with them, a sentence each.
        wrong: Vec<String>,
    },
    /// A merge is undone, by its number.
    Part(i32),
    /// Two hosts become one.
    Merge {
        /// The one that is kept, at the version that was read.
        kept: (i32, i32),
        /// The one that goes into it.
        gone: (i32, i32),
        /// What the one that is kept becomes.
        changes: Values,
    },
}

impl HostForm {
    /// The name under which it is kept when it is closed half filled.
    pub fn about(&self) -> Option<String> {
        Some(match self {
            Self::Add => "add-organisation".to_owned(),
            Self::Service { organisation, known: None } => format!("add-service {organisation}"),
            Self::Contact { service, known: None } => format!("add-contact {service}"),
            Self::Service { known: Some((id, _)), .. } => format!("service {id}"),
            Self::Contact { known: Some((id, _)), .. } => format!("contact {id}"),
            Self::Field { .. }
            | Self::State { .. }
            | Self::Adopt { .. }
            | Self::Table
            | Self::Tabled { .. }
            | Self::TakeOut { .. }
            | Self::Part(_)
            | Self::Merge { .. } => return None,
        })
    }
}

/// What a box says.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// To change the registry so.
    Change(HostChange),
    /// To try a table, or to bring it in.
    Table(Table),
    /// To take hosts out as a table.
    TakeOut(TakenOut),
}

/// What a box's answers say; or the text that says what is missing.
pub fn submit(form: &HostForm, fields: &[Field]) -> Result<Sent, &'static str> {
    let typed = |at: usize| fields.get(at).map(Field::typed).unwrap_or_default();
    let one = |at: usize| fields.get(at).map(Field::ticked).unwrap_or_default().into_iter().next();
    let yes = |at: usize| fields.get(at).is_some_and(Field::is_yes);
    // What is left empty is said too: it empties what stood there.
    let said = |names: &[&str], first: usize| -> Values {
        let value = |(name, field): (&&str, &Field)| {
            let text = field.typed();
            ((*name).to_owned(), if text.is_empty() { Value::Null } else { text.into() })
        };
        names.iter().zip(fields.iter().skip(first)).map(value).collect()
    };
    let change = match form {
        HostForm::TakeOut { .. } if typed(0).is_empty() => return Err("host-table-no-path"),
        HostForm::TakeOut { words, kept } => {
            let (words, path) = (words.clone(), typed(0).to_owned());
            return Ok(Sent::TakeOut(TakenOut { words, kept: *kept, path }));
        }
        HostForm::Table => return table::asked(fields).map(Sent::Table),
        HostForm::Tabled { path, bad, .. } => return table::decided(path, *bad, fields).map(Sent::Table),
        HostForm::Add if typed(0).is_empty() => return Err("form-lacks-name"),
        HostForm::Add => {
            let mut details = said(ORGANISATION, 0);
            details.retain(|_, value| !value.is_null());
            HostChange::Add(details)
        }
        HostForm::Field { host, field, locked } => {
            let value = match fields.first().map(|field| &field.content) {
                Some(Content::Choice { .. }) => {
                    one(0).filter(|code| !code.is_empty()).map_or(Value::Null, |code| {
                        match code.parse::<i64>() {
                            Ok(id) if *field == "kind_id" => Value::Whole(id),
                            _ => code.into(),
                        }
                    })
                }
                _ if typed(0).is_empty() => Value::Null,
                _ => typed(0).into(),
            };
            let mut kept: Vec<Value> =
                locked.iter().filter(|name| name != field).map(|name| name.as_str().into()).collect();
            // What is typed together is kept together.
            let together: &[&str] = if *field == ADDRESS { &REST } else { &[] };
            kept.retain(|name| !together.iter().any(|one| name.as_str() == Some(one)));
            if fields.iter().skip(1).any(Field::is_yes) {
                kept.push((*field).into());
                kept.extend(together.iter().map(|name| Value::from(*name)));
            }
            let mut changes =
                Values::from([((*field).to_owned(), value), (LOCKED.to_owned(), Value::List(kept))]);
            if *field == ADDRESS {
                changes.extend(said(&REST, 1));
            }
            HostChange::Edit(*host, changes)
        }
        HostForm::Service { .. } if typed(0).is_empty() => return Err("form-lacks-name"),
        HostForm::Service { organisation, known: None } => HostChange::AddService {
            organisation: *organisation,
            centre: one(SERVICE.len()).ok_or("form-lacks-centre")?,
            details: said(&SERVICE, 0),
        },
        HostForm::Service { known: Some(service), .. } => {
            let mut changes = said(&SERVICE, 0);
            changes.insert("retired".into(), yes(SERVICE.len()).into());
            HostChange::EditService(*service, changes)
        }
        HostForm::Contact { .. } if typed(0).is_empty() || typed(1).is_empty() => {
            return Err("form-lacks-name");
        }
        HostForm::Contact { .. } if typed(2).is_empty() => return Err("form-lacks-job"),
        HostForm::Contact { service, known: None } => HostChange::AddContact {
            service: *service,
            centre: one(CONTACT.len()).ok_or("form-lacks-centre")?,
            details: said(&CONTACT, 0),
        },
        HostForm::Contact { known: Some(contact), .. } => {
            let mut changes = said(&CONTACT, 0);
            changes.insert("retired".into(), yes(CONTACT.len()).into());
            HostChange::EditContact(*contact, changes)
        }
        HostForm::Adopt { host, siret } => {
            HostChange::Edit(*host, Values::from([("siret".to_owned(), siret.as_str().into())]))
        }
        HostForm::State { host, state } => {
            let reason = Some(typed(0)).filter(|text| !text.is_empty()).map(str::to_owned);
            HostChange::State(*host, *state, reason)
        }
        HostForm::Part(merge) => HostChange::Part(*merge),
        HostForm::Merge { kept, gone, changes } => {
            HostChange::Merge { kept: *kept, gone: *gone, changes: changes.clone() }
        }
    };
    Ok(Sent::Change(change))
}

fn of(form: HostForm, title: String, told: Vec<String>, fields: Vec<Field>) -> FieldsBox {
    FieldsBox::new(Purpose::Organisation(form), title, told, fields)
}

fn line(texts: Texts, name: &str, value: &str) -> Field {
    Field::text(words::host_field(texts, name), value)
}

/// Which of my centres keeps it.
fn centre(model: &Model) -> Field {
    let codes = model.person.as_ref().map(|person| person.centre_codes.clone()).unwrap_or_default();
    let first: Vec<String> = codes.first().cloned().into_iter().collect();
    let options = codes.into_iter().map(|code| (code.clone(), code)).collect();
    Field::choice(model.texts.get("host-centre"), options, &first, Ticking::One)
}

/// Asks for a host, of which this is known.
pub(super) fn add(texts: Texts, known: &Values) -> FieldsBox {
    let fields = ORGANISATION.iter().map(|name| match (*name, known.get(*name).and_then(Value::as_str)) {
        (_, Some(text)) => line(texts, name, text),
        ("country_code", None) => line(texts, name, "FR"),
        (_, None) => line(texts, name, ""),
    });
    let title = texts.get("pick-new-host").to_owned();
    of(HostForm::Add, title, Vec::new(), fields.collect()).completing(ORGANISATION)
}

/// Asks whether a host is the establishment that the register proposes.
pub(super) fn adopt(texts: Texts, sheet: &HostSheet, one: &Proposed) -> FieldsBox {
    let siret = one.said.siret.as_str();
    let about = [
        ("name", words::registered_name(texts, &one.said).to_owned().into()),
        ("siret", words::siret(siret).into()),
        ("town", one.said.town.clone().unwrap_or_default().into()),
    ];
    let form = HostForm::Adopt { host: (sheet.id, sheet.version), siret: siret.to_owned() };
    of(form, sheet.text("name"), vec![texts.format("host-will-be", &about)], Vec::new())
}

pub(super) fn field(model: &Model, sheet: &HostSheet, name: &'static str) -> FieldsBox {
    let texts = model.texts;
    let value = sheet.text(name);
    let label = words::host_field(texts, name);
    let content = match name {
        "legal_category" | "headcount_band" | "kind_id" => {
            let mut options = vec![(String::new(), texts.get("value-empty").to_owned())];
            options.extend(model.organisations.lists.of(name).iter().cloned());
            Field::choice(label, options, &[value], Ticking::One)
        }
        _ => Field::text(label, &value),
    };
    let form = HostForm::Field { host: (sheet.id, sheet.version), field: name, locked: sheet.locked.clone() };
    let mut fields = vec![content];
    let mut names = vec![name];
    if name == ADDRESS {
        fields.extend(REST.map(|name| line(texts, name, &sheet.text(name))));
        names.extend(REST);
    }
    if sheet.values.get("siret").is_some_and(|siret| !siret.is_null()) && name != "siret" {
        fields.push(Field::yes_or_no(texts, "host-locked", sheet.locked.iter().any(|locked| locked == name)));
    }
    of(form, sheet.text("name"), Vec::new(), fields).completing(&names)
}

pub(super) fn service(model: &Model, sheet: &HostSheet, known: Option<&Service>) -> FieldsBox {
    let texts = model.texts;
    let value = |name: &str| {
        let text = known.and_then(|service| match name {
            "name" => Some(service.name.clone()),
            "address" => service.address.clone(),
            "postal_code" => service.postal_code.clone(),
            "town" => service.town.clone(),
            _ => service.phone.clone(),
        });
        text.unwrap_or_default()
    };
    let mut fields: Vec<Field> = SERVICE.iter().map(|name| line(texts, name, &value(name))).collect();
    let (title, told) = match known {
        Some(service) => {
            fields.push(Field::yes_or_no(texts, "host-retired", service.retired));
            (service.name.clone(), Vec::new())
        }
        None => {
            fields.push(centre(model));
            (texts.get("pick-new-service").to_owned(), vec![texts.get("writing-help-service").to_owned()])
        }
    };
    let known = known.map(|service| (service.id, service.version));
    of(HostForm::Service { organisation: sheet.id, known }, title, told, fields).completing(&SERVICE)
}

pub(super) fn contact(model: &Model, service: &Service, known: Option<&Contact>) -> FieldsBox {
    let texts = model.texts;
    let value = |name: &str| {
        let text = known.and_then(|who| match name {
            "surname" => Some(who.surname.clone()),
            "given_name" => Some(who.given_name.clone()),
            "job_title" => Some(who.job_title.clone()),
            "mail" => who.mail.clone(),
            _ => who.phone.clone(),
        });
        text.unwrap_or_default()
    };
    let mut fields: Vec<Field> = CONTACT.iter().map(|name| line(texts, name, &value(name))).collect();
    let title = match known {
        Some(who) => {
            fields.push(Field::yes_or_no(texts, "host-retired", who.retired));
            format!("{} {}", who.given_name, who.surname)
        }
        None => {
            fields.push(centre(model));
            texts.get("pick-new-contact").to_owned()
        }
    };
    let known = known.map(|who| (who.id, who.version));
    of(HostForm::Contact { service: service.id, known }, title, vec![service.name.clone()], fields)
}

pub(super) fn state(texts: Texts, sheet: &HostSheet, state: HostState) -> FieldsBox {
    let told = texts.get(match (sheet.state, state) {
        (HostState::ToModerate, HostState::Active) => "host-will-be-approved",
        (HostState::ToModerate, _) => "host-will-be-rejected",
        (_, HostState::Active) => "host-will-come-back",
        _ => "host-will-go",
    });
    let fields = match state {
        HostState::Active => Vec::new(),
        _ => vec![Field::text(texts.get("host-reason"), "")],
    };
    let form = HostForm::State { host: (sheet.id, sheet.version), state };
    of(form, sheet.text("name"), vec![told.to_owned()], fields)
}

pub(super) fn merge(texts: Texts, compared: &super::Compared) -> FieldsBox {
    let (kept, gone) = (&compared.kept, &compared.gone);
    let told = texts.format(
        "host-will-merge",
        &[
            ("gone", gone.text("name").into()),
            ("kept", kept.text("name").into()),
            ("services", gone.services.len().into()),
            ("conventions", gone.in_all.into()),
        ],
    );
    let form = HostForm::Merge {
        kept: (kept.id, kept.version),
        gone: (gone.id, gone.version),
        changes: compared.changes(),
    };
    of(form, kept.text("name"), vec![told, texts.get("host-merge-undone").to_owned()], Vec::new())
}

/// Asks whether a merge is to be undone.
pub(super) fn part(texts: Texts, sheet: &HostSheet, merge: &Merge) -> FieldsBox {
    let (this, other) = (sheet.text("name"), merge.other.clone());
    let (kept, gone) = if merge.kept == sheet.id { (this, other) } else { (other, this) };
    let about = [("gone", gone.into()), ("conventions", merge.conventions.into())];
    let made = [("at", texts.moment(merge.at).into()), ("by", words::who(texts, merge.by.as_deref()).into())];
    let told = vec![
        texts.format("host-was-merged", &made),
        texts.format("host-will-part", &about),
        texts.format("host-will-part-kept", &[("kept", kept.into())]),
    ];
    of(HostForm::Part(merge.id), sheet.text("name"), told, Vec::new())
}
