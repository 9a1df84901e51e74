//! A table of hosts brought in: first what would become of its lines, then, once that was seen, the good ones.

use super::boxes::HostForm;
use super::update::read;
use crate::app::begun;
use crate::app::effect::Effect;
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{Field, FieldsBox, Overlay, Purpose, Ticking};
use crate::domain::organisation::Kept;
use crate::domain::organisation::table::{Table, Tabled};
use crate::i18n::Texts;

/// Wrong lines that the box tells: the others are read apart, and all of them stand in the file that is written of them.
const SHOWN: usize = 4;

/// What is done with the lines: the good ones come in, and the others are written.
const ADD: &str = "add";

/// Nothing comes in, and those that are refused are written.
const WRITE: &str = "write";

/// First all that is wrong is read.
const READ: &str = "read";

/// What the name of the file with the bad lines ends with.
const REJECTED: &str = ".rejets.csv";

/// Asks where the table is.
pub(super) fn ask(texts: Texts) -> FieldsBox {
    let fields = vec![Field::text(texts.get("host-table-path"), "")];
    let told = ["host-table-told", "host-table-columns"].map(|id| texts.get(id).to_owned()).to_vec();
    FieldsBox::new(Purpose::Organisation(HostForm::Table), texts.get("host-table").to_owned(), told, fields)
}

/// Asks where the hosts of a shelf go as a table.
pub(super) fn ask_where(texts: Texts, words: &str, kept: Kept) -> FieldsBox {
    let fields = vec![Field::text(texts.get("host-table-to"), "")];
    let what = match words {
        "" => texts.get("host-export-all").to_owned(),
        words => texts.format("host-export-found", &[("words", words.to_owned().into())]),
    };
    let told = vec![what, texts.get("host-export-told").to_owned()];
    let form = HostForm::TakeOut { words: words.to_owned(), kept };
    FieldsBox::new(Purpose::Organisation(form), texts.get("host-export").to_owned(), told, fields)
}

/// The hosts were taken out, or not.
pub fn taken_out(model: &mut Model, job: JobId, taken: Result<(usize, String), String>) {
    let said = match (taken, &mut model.overlay) {
        (Err(why), Some(Overlay::Fields(fields))) if fields.sending == Some(job) => {
            (fields.sending, fields.error) = (None, Some(why));
            return;
        }
        (Err(why), _) => return model.say(Level::Error, why),
        (Ok((count, path)), _) => {
            model.texts.format("organisation-exported", &[("count", count.into()), ("path", path.into())])
        }
    };
    begun::taken(model, job);
    model.say(Level::Info, said);
}

/// What a box that asks for a table says; or what it lacks.
pub(super) fn asked(fields: &[Field]) -> Result<Table, &'static str> {
    let path = fields.first().map(Field::typed).unwrap_or_default();
    if path.is_empty() {
        return Err("host-table-no-path");
    }
    Ok(Table { path: path.to_owned(), dry: true, only_good: false, rejected: String::new() })
}

/// Says what would become of the lines, and asks whether they are to come in.
fn tried(texts: Texts, table: &Table, tabled: &Tabled) -> FieldsBox {
    let (good, bad) = (tabled.good, tabled.bad());
    let mut told = vec![counts(texts, "host-table-tried", tabled)];
    if !tabled.ignored.is_empty() {
        told.push(texts.format("organisation-ignored", &[("columns", tabled.ignored.join(", ").into())]));
    }
    told.extend(wrong(texts, tabled, SHOWN));
    let asks = match (good, bad) {
        (_, 0) => "host-table-asks-all",
        (0, _) => "host-table-asks-none",
        _ => "host-table-asks",
    };
    told.push(texts.get(asks).to_owned());
    let mut fields = Vec::new();
    if bad > 0 {
        let acts = [(ADD, "host-table-add"), (WRITE, "host-table-write"), (READ, "host-table-read")];
        let open = acts.into_iter().filter(|(act, _)| good > 0 || *act != ADD);
        let options: Vec<_> = open.map(|(act, id)| (act.to_owned(), texts.get(id).to_owned())).collect();
        let first: Vec<String> = options.first().map(|(act, _)| act.clone()).into_iter().collect();
        fields.push(Field::choice(texts.get("host-table-what"), options, &first, Ticking::One));
        let path = format!("{}{REJECTED}", table.path.strip_suffix(".csv").unwrap_or(&table.path));
        fields.push(Field::text(texts.get("host-table-rejected"), &path));
    }
    let wrong = wrong(texts, tabled, usize::MAX).collect();
    let form = HostForm::Tabled { path: table.path.clone(), bad, wrong };
    FieldsBox::new(Purpose::Organisation(form), texts.get("host-table").to_owned(), told, fields)
}

/// What is wrong, so many sentences of it, and how many there are beside.
fn wrong(texts: Texts, tabled: &Tabled, most: usize) -> impl Iterator<Item = String> {
    let told: Vec<String> = tabled.wrong.iter().take(most).cloned().collect();
    // A line may be told of twice, and not all of them are told.
    let more = tabled.wrong.len().max(tabled.bad()) - told.len();
    let more = (more > 0).then(|| texts.format("host-table-more", &[("count", more.into())]));
    told.into_iter().chain(more)
}

fn is_to(fields: &[Field], act: &str) -> bool {
    fields.first().map(Field::ticked).unwrap_or_default() == [act]
}

/// What is wrong with the lines of a table, where a box says that this is read first.
pub fn to_read(form: &HostForm, fields: &[Field]) -> Option<Vec<String>> {
    match form {
        HostForm::Tabled { wrong, .. } if is_to(fields, READ) => Some(wrong.clone()),
        _ => None,
    }
}

/// What a box says that asks whether the lines are to come in; or what it lacks.
pub(super) fn decided(path: &str, bad: usize, fields: &[Field]) -> Result<Table, &'static str> {
    let rejected = fields.last().map(Field::typed).unwrap_or_default().to_owned();
    let dry = is_to(fields, WRITE);
    if dry && rejected.is_empty() {
        return Err("host-table-no-rejected");
    }
    // All were good when they were tried: if one is not any more, nothing comes in before that was seen.
    Ok(Table { path: path.to_owned(), dry, only_good: bad > 0, rejected })
}

/// The database has seen so many lines.
pub fn tabling(model: &mut Model, job: JobId, done: usize, total: usize) {
    let told = model.texts.format("organisation-going", &[("done", done.into()), ("total", total.into())]);
    if let Some(Overlay::Fields(fields)) = &mut model.overlay
        && fields.sending == Some(job)
    {
        fields.progress = Some(told);
    }
}

/// The table was tried, or has come in, or not.
pub fn tabled(model: &mut Model, job: JobId, table: &Table, tabled: Result<Tabled, String>) -> Vec<Effect> {
    model.organisations.tabling.take_if(|tabling| *tabling == job);
    let is_shown = matches!(&model.overlay, Some(Overlay::Fields(fields)) if fields.sending == Some(job));
    let texts = model.texts;
    let tabled = match tabled {
        Ok(tabled) => tabled,
        Err(why) => {
            match &mut model.overlay {
                Some(Overlay::Fields(fields)) if is_shown => {
                    (fields.sending, fields.progress, fields.error) = (None, None, Some(why));
                }
                _ => model.say(Level::Error, why),
            }
            return Vec::new();
        }
    };
    let is_written = tabled.bad() > 0 && !table.rejected.is_empty();
    let kept = || texts.format("host-table-kept", &[("path", table.rejected.as_str().into())]);
    if table.dry && is_written {
        begun::taken(model, job);
        model.say(Level::Info, kept());
        return Vec::new();
    }
    if tabled.added {
        begun::taken(model, job);
        model.say(Level::Info, counts(texts, "host-table-added", &tabled));
        if is_written {
            model.say(Level::Warning, kept());
        }
        return if model.focus == Pane::Organisations { read(model) } else { Vec::new() };
    }
    // Whoever does something else by now is told, and asked nothing.
    if is_shown {
        model.overlay = Some(Overlay::Fields(tried(texts, table, &tabled)));
    } else {
        model.say(Level::Warning, counts(texts, "host-table-tried", &tabled));
    }
    Vec::new()
}

/// The box of a table that is on its way closes: the table stays where it is.
pub fn stop(model: &mut Model, fields: &FieldsBox) -> Option<Vec<Effect>> {
    let job = fields.sending?;
    model.organisations.tabling.take_if(|tabling| *tabling == job)?;
    let text = model.texts.get("said-table-stopped").to_owned();
    model.say(Level::Warning, text);
    Some(vec![Effect::Stop(job)])
}

fn counts(texts: Texts, id: &str, tabled: &Tabled) -> String {
    let counts = [("read", tabled.read.into()), ("good", tabled.good.into()), ("bad", tabled.bad().into())];
    texts.format(id, &counts)
}
