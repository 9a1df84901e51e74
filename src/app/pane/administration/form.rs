//! The boxes of the administration: what each asks for, and the change that its answers make.

use super::asking::{NOTHING, asked, template};
use crate::app::effect::Password;
use crate::app::entry;
use crate::app::model::Model;
use crate::app::overlay::{Field, FieldsBox, Purpose, Ticking};
use crate::app::words;
use crate::domain::access::{
    APPLIES, Asked, Centre, CentreLine, Change, LEVELS, Member, Newcomer, RIGHTS, Role, SettingKind, Template,
};
use crate::domain::convention::StepKind;
use crate::domain::form::LANGUAGES;
use crate::i18n::Texts;

/// What a box asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Yes or no to a change that is decided.
    Confirm(Change),
    /// A role of the establishment's own.
    AddRole,
    /// Somebody new.
    AddPerson,
    /// A centre.
    AddCentre,
    /// One detail of somebody.
    Person {
        /// Whose.
        login: String,
        /// Which.
        field: &'static str,
    },
    /// Somebody's roles.
    Roles(String),
    /// Somebody's centres.
    Centres(String),
    /// Somebody comes back.
    Enable(String),
    /// A setting of a centre.
    Setting {
        /// Whose.
        centre: String,
        /// Which.
        name: String,
    },
    /// A setting of the establishment.
    Establishment(String),
    /// The circuit of a centre.
    Steps(String),
    /// A document that is asked for.
    Asked {
        /// By which centre; nothing for the establishment.
        centre: Option<String>,
        /// The one that it was; nothing for another one.
        label: Option<String>,
    },
    /// Another template; of a centre, or of the establishment.
    Template(Option<String>),
    /// Another programme of a centre.
    Programme(String),
}

impl Form {
    /// The name under which it is kept when it is closed half filled; nothing for a single value.
    pub fn about(&self) -> Option<String> {
        let of = |centre: &Option<String>| centre.clone().unwrap_or_default();
        Some(match self {
            Self::AddRole => "add-role".to_owned(),
            Self::AddPerson => "add-person".to_owned(),
            Self::AddCentre => "add-centre".to_owned(),
            Self::Setting { centre, name } if SettingKind::of(name) == SettingKind::Paragraph => {
                format!("{name} {centre}")
            }
            Self::Asked { centre, label } => {
                format!("asked {} {}", of(centre), label.as_deref().unwrap_or_default())
            }
            Self::Template(centre) => format!("add-template {}", of(centre)),
            Self::Programme(centre) => format!("add-programme {centre}"),
            _ => return None,
        })
    }
}

/// The change that a box's answers make, with the password if one was typed; or the text that says what is missing.
pub fn submit(form: &Form, fields: &[Field]) -> Result<(Change, Option<Password>), &'static str> {
    let typed = |at: usize| fields.get(at).map(|field| field.typed().to_owned()).unwrap_or_default();
    let some = |at: usize| Some(typed(at)).filter(|text| !text.is_empty());
    let whole = |at: usize| {
        let text = fields.get(at).and_then(Field::whole_text)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let ticked = |at: usize| fields.get(at).map(Field::ticked).unwrap_or_default();
    let one = |at: usize| ticked(at).into_iter().next();
    let mut password = None;
    let change = match form {
        Form::Confirm(change) => change.clone(),
        Form::AddRole => Change::AddRole {
            code: some(0).ok_or("form-lacks-code")?,
            label: some(1).ok_or("form-lacks-name")?,
            origin: one(2).ok_or("form-lacks-origin")?,
        },
        Form::AddPerson => {
            password = some(4).map(Password::new);
            Change::AddPerson(Newcomer {
                login: some(0).ok_or("form-lacks-login")?,
                surname: some(1).ok_or("form-lacks-name")?,
                given_name: some(2).ok_or("form-lacks-name")?,
                mail: some(3),
                roles: ticked(5),
                centres: ticked(6),
                login_is_made: false,
            })
        }
        Form::AddCentre => Change::AddCentre {
            code: some(0).ok_or("form-lacks-code")?,
            name: some(1).ok_or("form-lacks-name")?,
            level: one(2).ok_or("form-lacks-level")?,
        },
        Form::Person { login, field } => Change::SetPerson { login: login.clone(), field, value: some(0) },
        Form::Roles(login) => Change::SetRoles { login: login.clone(), roles: ticked(0) },
        Form::Centres(login) => Change::SetCentres { login: login.clone(), centres: ticked(0) },
        Form::Enable(login) => {
            password = some(0).map(Password::new);
            Change::Enable(login.clone())
        }
        Form::Setting { centre, name } => Change::SetCentre {
            code: centre.clone(),
            setting: name.clone(),
            value: whole(0).or_else(|| one(0)),
        },
        Form::Establishment(name) => {
            Change::SetEstablishment { setting: name.clone(), value: whole(0).or_else(|| one(0)) }
        }
        Form::Steps(centre) => Change::SetSteps { code: centre.clone(), steps: ticked(0) },
        Form::Asked { centre, label } => {
            let new = some(0).ok_or("form-lacks-name")?;
            let yes = |at: usize| fields.get(at).is_some_and(Field::is_yes);
            Change::Ask {
                centre: centre.clone(),
                named: label.clone().unwrap_or_else(|| new.clone()),
                asked: Asked {
                    label: new,
                    applies: one(1).unwrap_or_else(|| APPLIES[0].to_owned()),
                    needed_for: one(2).filter(|code| code != NOTHING),
                    expires: yes(3),
                    retired: yes(4),
                },
            }
        }
        Form::Programme(centre) => Change::Attach {
            centre: centre.clone(),
            programme: some(0).ok_or("form-lacks-code")?,
            since: match some(1) {
                Some(text) => Some(entry::day(&text).map_err(|_| "form-bad-day")?),
                None => None,
            },
        },
        Form::Template(centre) => Change::SetTemplate {
            centre: centre.clone(),
            template: Template {
                kind: some(0),
                language: one(1).unwrap_or_else(|| LANGUAGES[0].to_owned()),
                name: typed(2),
                retired: false,
            },
        },
    };
    Ok((change, password))
}

pub(super) fn of(form: Form, title: String, told: Vec<String>, fields: Vec<Field>) -> FieldsBox {
    FieldsBox::new(Purpose::Administration(form), title, told, fields)
}

/// Codes with their names.
fn named<'a>(codes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    codes.map(|(code, name)| (code.to_owned(), format!("{code} {name}"))).collect()
}

fn role_options(model: &Model) -> Vec<(String, String)> {
    let roles = model.administration.roles.iter();
    named(roles.map(|role| (role.code.as_str(), words::role_of(model.texts, role))))
}

/// Only one's own centres can be given.
fn centre_options(model: &Model) -> Vec<(String, String)> {
    let mine = model.administration.centres.iter().filter(|centre| centre.mine);
    named(mine.map(|centre| (centre.code.as_str(), centre.setting("name").unwrap_or_default())))
}

/// Gives a role one more right, or takes it away.
pub(super) fn right(texts: Texts, role: &Role, line: usize, column: usize) -> Option<FieldsBox> {
    let (function, held) = role.rights.get(line)?;
    let right = *RIGHTS.get(column)?;
    let holds = held.iter().any(|held| held == right);
    let acts = RIGHTS.iter().filter(|act| held.iter().any(|held| held == *act) != (**act == right));
    let acts = acts.map(|act| (*act).to_owned()).collect();
    let about = [
        ("role", words::role_of(texts, role).into()),
        ("right", words::right(texts, right).into()),
        ("function", words::function(texts, function).into()),
    ];
    let told = texts.format(if holds { "right-taken" } else { "right-given" }, &about);
    let change = Change::SetRight { role: role.code.clone(), function: function.clone(), acts };
    Some(of(Form::Confirm(change), role.code.clone(), vec![told, at_once(texts)], Vec::new()))
}

fn at_once(texts: Texts) -> String {
    texts.get("administration-at-once").to_owned()
}

pub(super) fn add_role(model: &Model) -> FieldsBox {
    let texts = model.texts;
    let origin = model.administration.role().map(|role| role.code.clone());
    let fields = vec![
        Field::text(texts.get("form-code"), ""),
        Field::text(texts.get("form-name"), ""),
        Field::choice(
            texts.get("form-origin"),
            role_options(model),
            &origin.into_iter().collect::<Vec<_>>(),
            Ticking::One,
        ),
    ];
    of(Form::AddRole, texts.get("form-add-role").to_owned(), Vec::new(), fields)
}

pub(super) fn add_person(model: &Model) -> FieldsBox {
    let texts = model.texts;
    let text = |id: &'static str| Field::text(texts.get(id), "");
    let fields = vec![
        text("person-login"),
        text("person-surname"),
        text("person-given-name"),
        text("person-mail"),
        Field::secret(texts.get("form-password")),
        Field::choice(texts.get("person-roles"), role_options(model), &[], Ticking::Many),
        Field::choice(texts.get("person-centres"), centre_options(model), &[], Ticking::Many),
    ];
    let told = vec![texts.get("form-password-told").to_owned()];
    of(Form::AddPerson, texts.get("form-add-person").to_owned(), told, fields)
}

pub(super) fn add_centre(texts: Texts) -> FieldsBox {
    let levels =
        LEVELS.map(|code| (code.to_owned(), words::setting_value(texts, "level", code).into_owned()));
    let fields = vec![
        Field::text(texts.get("form-code"), ""),
        Field::text(texts.get("form-name"), ""),
        Field::choice(words::setting(texts, "level"), levels.to_vec(), &[], Ticking::One),
    ];
    of(Form::AddCentre, texts.get("form-add-centre").to_owned(), Vec::new(), fields)
}

pub(super) fn own_detail(texts: Texts, who: &Member, field: &'static str) -> FieldsBox {
    let value = match field {
        "surname" => &who.surname,
        "given_name" => &who.given_name,
        _ => who.mail.as_deref().unwrap_or_default(),
    };
    let label = words::person_field(texts, field);
    let form = Form::Person { login: who.login.clone(), field };
    of(form, who.login.clone(), Vec::new(), vec![Field::text(label, value)])
}

pub(super) fn roles(model: &Model, who: &Member) -> FieldsBox {
    let label = model.texts.get("person-roles");
    let field = Field::choice(label, role_options(model), &who.roles, Ticking::Many);
    of(Form::Roles(who.login.clone()), who.name(), vec![at_once(model.texts)], vec![field])
}

pub(super) fn centres(model: &Model, who: &Member) -> FieldsBox {
    let label = model.texts.get("person-centres");
    let field = Field::choice(label, centre_options(model), &who.centres, Ticking::Many);
    of(Form::Centres(who.login.clone()), who.name(), vec![at_once(model.texts)], vec![field])
}

/// Closes an account, or opens it again.
pub(super) fn account(texts: Texts, who: &Member) -> FieldsBox {
    let whose = [("login", who.login.as_str().into())];
    if who.active {
        let told = texts.format("person-will-close", &whose);
        let form = Form::Confirm(Change::Disable(who.login.clone()));
        return of(form, who.name(), vec![told], Vec::new());
    }
    let told = texts.format("person-will-open", &whose);
    let fields = vec![Field::secret(texts.get("form-password"))];
    let told = vec![told, texts.get("form-password-told").to_owned()];
    of(Form::Enable(who.login.clone()), who.name(), told, fields)
}

pub(super) fn remove_role(texts: Texts, role: &Role) -> FieldsBox {
    let told = texts.format("role-will-go", &[("role", words::role_of(texts, role).into())]);
    of(Form::Confirm(Change::RemoveRole(role.code.clone())), role.code.clone(), vec![told], Vec::new())
}

/// What stands at this line of a centre, or of the establishment; nothing for a setting that cannot be changed.
pub(super) fn of_centre(texts: Texts, centre: &Centre, line: usize) -> Option<FieldsBox> {
    let whose = || Some(centre.code.clone()).filter(|code| !code.is_empty());
    let title = whose().unwrap_or_else(|| centre.setting("name").unwrap_or_default().to_owned());
    match centre.lines().get(line)? {
        CentreLine::Setting(at) => {
            let (name, value) = centre.settings.get(*at)?;
            let field = setting_field(texts, name, value.as_deref())?;
            let (form, told) = match whose() {
                Some(centre) => (Form::Setting { centre, name: name.clone() }, Vec::new()),
                None => (Form::Establishment(name.clone()), vec![at_once(texts)]),
            };
            Some(of(form, title, told, vec![field]))
        }
        CentreLine::Steps => Some(steps(texts, centre)),
        CentreLine::Asked(at) => Some(asked(texts, whose(), title, centre.asked.get(*at))),
        CentreLine::AddAsked => Some(asked(texts, whose(), title, None)),
        CentreLine::Template(at) => Some(template(texts, whose(), title, centre.templates.get(*at))),
        CentreLine::AddTemplate => Some(template(texts, whose(), title, None)),
        CentreLine::Programme(at) => {
            let known = centre.programmes.get(*at)?;
            let about = [("programme", words::programme(texts, known).into())];
            let told = texts.format("programme-will-go", &about);
            let change = Change::Detach { centre: centre.code.clone(), programme: known.code.clone() };
            Some(of(Form::Confirm(change), title, vec![told], Vec::new()))
        }
        CentreLine::AddProgramme => {
            let fields = vec![
                Field::text(texts.get("programme-code"), ""),
                Field::text(texts.get("programme-since"), ""),
            ];
            Some(of(
                Form::Programme(centre.code.clone()),
                title,
                vec![texts.get("programme-told").to_owned()],
                fields,
            ))
        }
    }
}

fn steps(texts: Texts, centre: &Centre) -> FieldsBox {
    let options = StepKind::ALL
        .iter()
        .map(|&kind| (kind.code().to_owned(), words::capitalised(words::step(texts, kind))));
    let label = words::setting(texts, super::STEPS_LINE);
    let field = Field::choice(label, options.collect(), &centre.steps, Ticking::Ordered);
    let told = vec![texts.get("centre-steps-told").to_owned()];
    of(Form::Steps(centre.code.clone()), centre.code.clone(), told, vec![field])
}

/// How a setting is given; nothing for one that is not.
fn setting_field(texts: Texts, name: &str, value: Option<&str>) -> Option<Field> {
    let label = words::setting(texts, name);
    let choice = |codes: &[&str]| {
        let option = |code: &&str| ((*code).to_owned(), words::setting_value(texts, name, code).into_owned());
        let chosen = value.map(str::to_owned);
        Field::choice(label, codes.iter().map(option).collect(), chosen.as_slice(), Ticking::One)
    };
    match SettingKind::of(name) {
        SettingKind::Fixed => None,
        SettingKind::Text => Some(Field::text(label, value.unwrap_or_default())),
        SettingKind::Paragraph => Some(Field::paragraph(label, value.unwrap_or_default())),
        SettingKind::Flag => Some(choice(&["true", "false"])),
        SettingKind::Choice(codes) => Some(choice(codes)),
    }
}
