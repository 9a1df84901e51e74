//! The boxes of alerts: another address, closures, a text, and the change that their answers make.

use chrono::NaiveDate;

use crate::app::entry;
use crate::app::model::Model;
use crate::app::overlay::{Content, Field, FieldsBox, Purpose};
use crate::app::words;
use crate::domain::alert::{AlertChange, Closure, Decision, TextOf, Wording};
use crate::i18n::{DateStyle, Texts};

/// Between the first and the last day of a period.
const TO: &str = "..";

/// Variables of texts that everybody needs.
const SOME: &str = "${etudiant.nom}, ${convention.numero}, ${motif}";

/// What a box asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertForm {
    /// Another address for a mail, by its number.
    Redirect(i64),
    /// Yes or no to a change that is decided.
    Confirm(AlertChange),
    /// When no mail leaves a centre, or any, at the version that was read.
    Closures(Option<String>, i32),
    /// A text, at the version that was read.
    Text(TextOf, i32),
}

impl AlertForm {
    /// The name under which it is kept when it is closed half filled; nothing for a single value.
    pub fn about(&self) -> Option<String> {
        let of = |centre: &Option<String>| centre.clone().unwrap_or_default();
        Some(match self {
            Self::Redirect(_) | Self::Confirm(_) => return None,
            Self::Closures(centre, _) => format!("closures {}", of(centre)),
            Self::Text(text, _) => {
                format!("mail-text {} {} {}", of(&text.centre), text.event.code(), text.language)
            }
        })
    }
}

fn boxed(form: AlertForm, title: String, told: Vec<String>, fields: Vec<Field>) -> FieldsBox {
    FieldsBox::new(Purpose::Alerts(form), title, told, fields)
}

/// Another address for the mail in hand.
pub(super) fn redirect(model: &Model) -> Option<FieldsBox> {
    let mail = model.alerts.mail()?;
    let field = Field::text(model.texts.get("alerts-address"), &mail.address);
    Some(boxed(AlertForm::Redirect(mail.id), mail.subject.clone(), Vec::new(), vec![field]))
}

/// Whether the mail in hand is let go of.
pub(super) fn drop_mail(model: &Model) -> Option<FieldsBox> {
    let mail = model.alerts.mail()?;
    let told = model.texts.format("alerts-will-drop", &[("name", mail.name.as_str().into())]);
    let form = AlertForm::Confirm(AlertChange::Decide { id: mail.id, decision: Decision::Drop });
    Some(boxed(form, mail.subject.clone(), vec![told], Vec::new()))
}

/// The closures of what is in hand, a period a line.
pub(super) fn closures(model: &Model) -> Option<FieldsBox> {
    let (texts, pane) = (model.texts, &model.alerts);
    let settings = pane.settings.as_ref().filter(|_| pane.is_on_matrix())?;
    let day = |day: NaiveDate| texts.date(day, DateStyle::Full);
    let period = |Closure(first, last): &Closure| format!("{}{TO}{}", day(*first), day(*last));
    let known: Vec<String> = settings.closures.iter().map(period).collect();
    let field = Field::paragraph(texts.get("alerts-closures"), &known.join("\n"));
    let told = vec![texts.get("alerts-closures-told").to_owned()];
    let title = words::alert_scope(texts, &pane.scope);
    let form = AlertForm::Closures(pane.centre().map(str::to_owned), settings.version);
    Some(boxed(form, title, told, vec![field]))
}

/// A text, as it stands.
pub(super) fn text(texts: Texts, wording: &Wording) -> FieldsBox {
    let of = &wording.of;
    let whose = words::coded(texts, "whose", wording.whose.code());
    let told = vec![whose.to_owned(), texts.format("alerts-text-told", &[("some", SOME.into())])];
    let mut body = Field::paragraph(texts.get("alerts-body"), wording.body.trim_end());
    if let Content::Paragraph(editor) = &mut body.content {
        // A text is read from its beginning.
        editor.step(isize::MIN);
    }
    let fields = vec![Field::text(texts.get("alerts-subject"), &wording.subject), body];
    let title = words::alert_text(texts, of);
    boxed(AlertForm::Text(of.clone(), wording.seen), title, told, fields)
}

/// Whether one's own text goes, so that the one above holds again.
pub(super) fn inherit(texts: Texts, of: TextOf, seen: i32) -> FieldsBox {
    let id = if of.centre.is_some() { "alerts-will-inherit" } else { "alerts-will-inherit-program" };
    let title = words::alert_text(texts, &of);
    let form = AlertForm::Confirm(AlertChange::Text { of, seen, text: None });
    boxed(form, title, vec![texts.get(id).to_owned()], Vec::new())
}

/// The change that a box's answers make; or what is wrong with them.
pub fn submit(texts: Texts, form: &AlertForm, fields: &[Field]) -> Result<AlertChange, String> {
    let whole = |at: usize| fields.get(at).and_then(Field::whole_text).unwrap_or_default();
    Ok(match form {
        AlertForm::Confirm(change) => change.clone(),
        AlertForm::Redirect(id) => {
            let address = whole(0).trim().to_owned();
            AlertChange::Decide { id: *id, decision: Decision::Redirect(address) }
        }
        AlertForm::Closures(centre, seen) => {
            let text = whole(0);
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let period = |line: &str| entry::period(line).map(|period| Closure(period.from, period.to));
            let days: Result<Vec<Closure>, entry::Fault> = lines.map(period).collect();
            let days = days.map_err(|fault| words::entry(texts, texts.get("alerts-closures"), &fault))?;
            AlertChange::Closures { centre: centre.clone(), seen: *seen, days }
        }
        AlertForm::Text(of, seen) => {
            let (subject, body) = (whole(0).trim().to_owned(), whole(1).trim_end().to_owned());
            if subject.is_empty() || body.is_empty() {
                return Err(texts.get("alerts-text-empty").to_owned());
            }
            AlertChange::Text { of: of.clone(), seen: *seen, text: Some((subject, body)) }
        }
    })
}
