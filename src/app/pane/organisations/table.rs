//! A table of hosts brought in: first what would become of its lines, then, once that was seen, the good ones.

use super::boxes::HostForm;
use super::update::read;
use crate::app::begun;
use crate::app::effect::Effect;
use crate::app::message::JobId;
use crate::app::model::{Level, Model, Pane};
use crate::app::overlay::{Field, FieldsBox, Overlay, Purpose};
use crate::domain::organisation::Kept;
use crate::domain::organisation::table::{Table, Tabled};
use crate::i18n::Texts;

/// Wrong lines that the box tells: all of them stand in the file that is written of them.
const SHOWN: usize = 8;

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
    told.extend(tabled.wrong.iter().take(SHOWN).cloned());
    // A line may be told of twice, and not all of them are told.
    if let Some(more) = tabled.wrong.len().max(bad).checked_sub(SHOWN).filter(|more| *more > 0) {
        told.push(texts.format("host-table-more", &[("count", more.into())]));
    }
    let mut fields = Vec::new();
    let asks = if good > 0 { "host-table-asks" } else { "host-table-asks-none" };
    told.push(texts.format(asks, &[("bad", bad.into())]));
    if bad > 0 {
        let path = format!("{}{REJECTED}", table.path.strip_suffix(".csv").unwrap_or(&table.path));
        fields.push(Field::text(texts.get("host-table-rejected"), &path));
    }
    let form = HostForm::Tabled { path: table.path.clone(), bad };
    FieldsBox::new(Purpose::Organisation(form), texts.get("host-table").to_owned(), told, fields)
}

/// What a box says that asks whether the lines are to come in.
pub(super) fn decided(path: &str, bad: usize, fields: &[Field]) -> Table {
    let rejected = fields.first().map(Field::typed).unwrap_or_default().to_owned();
    // All were good when they were tried: if one is not any more, nothing comes in before that was seen.
    Table { path: path.to_owned(), dry: false, only_good: bad > 0, rejected }
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
    if tabled.added {
        begun::taken(model, job);
        model.say(Level::Info, counts(texts, "host-table-added", &tabled));
        if tabled.bad() > 0 && !table.rejected.is_empty() {
            let said = texts.format("host-table-kept", &[("path", table.rejected.as_str().into())]);
            model.say(Level::Warning, said);
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
