//! Recording somebody else's pedagogical validation: whose, how it came, and when they decided.

use super::super::acts::Gesture;
use super::super::begun;
use super::super::effect::Effect;
use super::super::model::Model;
use super::super::overlay::{Field, FieldsBox, Overlay, Purpose, Ticking};
use super::super::words;
use super::acting;
use super::boxes::day;
use crate::domain::act::{Act, OnBehalf, Target};

/// How a decision came.
const MEANS: [(&str, &str); 2] = [("mail", "decided-by-mail"), ("paper", "decided-on-paper")];

/// Opens the box, for the marks or the row in hand.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let targets = model.targets();
    if targets.is_empty() || !acting::may_act(model) {
        return Vec::new();
    }
    // The supervisor of a single file is who decides, as a rule.
    let whose = match targets.as_slice() {
        [target] => model.file.current().filter(|sheet| sheet.id == target.id),
        _ => None,
    };
    let name = whose.and_then(|sheet| sheet.supervisor.as_ref()).map_or("", |named| named.name.as_str());
    let texts = model.texts;
    let means = MEANS.map(|(code, id)| (code.to_owned(), texts.get(id).to_owned()));
    let fields = vec![
        Field::text(texts.get("form-on-behalf-name"), name),
        Field::choice(texts.get("form-on-behalf-means"), means.to_vec(), &["mail".to_owned()], Ticking::One),
        Field::text(texts.get("form-on-behalf-date"), &words::date(texts, model.today)),
    ];
    let whom = acting::whom(model, &targets);
    let title = texts.format("form-on-behalf-title", &[("whom", whom.into())]);
    let told = vec![texts.get("form-on-behalf-help").to_owned()];
    begun::show(model, FieldsBox::new(Purpose::OnBehalf(targets), title, told, fields));
    Vec::new()
}

/// Takes what the box says, or says what it lacks.
pub fn submit(model: &mut Model, targets: Vec<Target>, mut fields: FieldsBox) -> Vec<Effect> {
    let typed = |at: usize| fields.fields.get(at).map(|field| field.typed().to_owned()).unwrap_or_default();
    let by_mail = fields.fields.get(1).is_some_and(|field| field.ticked() == ["mail"]);
    let decided = match (typed(0), day(model, &typed(2)).filter(|day| *day <= model.today)) {
        (name, _) if name.is_empty() => Err("form-on-behalf-nobody"),
        (_, None) => Err("form-on-behalf-date-bad"),
        (name, Some(date)) => Ok(OnBehalf { name, by_mail, date }),
    };
    // Until it is done: it may be refused, or the line may be lost.
    begun::keep(model, &fields);
    match decided {
        // For a single file the box was the confirmation.
        Ok(whose) if targets.len() == 1 => {
            acting::perform(model, Gesture::plain(Act::ValidateFor(whose), targets.clone()), targets)
        }
        Ok(whose) => acting::begin(model, Act::ValidateFor(whose), targets, false),
        Err(lacking) => {
            fields.error = Some(model.texts.get(lacking).to_owned());
            model.overlay = Some(Overlay::Fields(fields));
            Vec::new()
        }
    }
}
