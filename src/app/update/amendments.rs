//! The amendment that is looked at: which of them, against what, from change to change; making one, handing it in, its
//! signature, and what it says as Markdown.

use super::super::action::{AmendmentAction, Arg};
use super::super::begun;
use super::super::effect::{Ask, Effect};
use super::super::model::{Level, Model, Pane};
use super::super::overlay::{Field, FieldsBox, Overlay, Purpose, Ticking};
use super::super::pane::{convention, queue, writing};
use super::super::words;
use super::acting;
use super::boxes::day;
use crate::app::acts::Gesture;
use crate::domain::act::{Act, Subject, Target};
use crate::domain::amendment::SIGNED;
use crate::domain::form::Made;

/// What an action does here.
pub fn run(model: &mut Model, action: AmendmentAction, arg: Option<Arg>) -> Vec<Effect> {
    match action {
        AmendmentAction::Show => show(model),
        AmendmentAction::Create => create(model),
        AmendmentAction::Against => against(model),
        AmendmentAction::Unfold => {
            model.file.unfolded = !model.file.unfolded;
            Vec::new()
        }
        AmendmentAction::NextChange => go(model, model.drawn.next_change),
        AmendmentAction::PreviousChange => go(model, model.drawn.previous_change),
        AmendmentAction::Sign => ask_signature(model),
        AmendmentAction::Submit => {
            let targets = model.targets();
            acting::begin(model, Act::Submit, targets, false)
        }
        AmendmentAction::Export => export(model, arg),
    }
}

/// Shows the latest amendment of the file in hand, then the one before, then the file again.
fn show(model: &mut Model) -> Vec<Effect> {
    let texts = model.texts;
    let Some(target) = model.target_in_hand() else { return Vec::new() };
    let Some(sheet) = model.file.current() else {
        // Its pane is not on the screen: the file is shown first.
        model.focus = Pane::File;
        return queue::show_file(model);
    };
    if sheet.amendments.is_empty() {
        let text = texts.format("said-no-amendment", &[("id", target.id.to_string().into())]);
        model.say(Level::Info, text);
        return Vec::new();
    }
    let shown = sheet.amendments.iter().position(|one| Some(one.id) == target.amendment);
    let next = match shown {
        Some(at) => at.checked_sub(1),
        None => Some(sheet.amendments.len() - 1),
    };
    let amendment = next.and_then(|at| sheet.amendments.get(at)).map(|one| one.id);
    let effects = queue::ask_file(model, Subject { id: target.id, amendment });
    // Where one pane shows at a time, it is the one to look at.
    if model.is_narrow() {
        model.focus = Pane::File;
    }
    effects
}

/// Makes an amendment of the file in hand, to be written at once.
fn create(model: &mut Model) -> Vec<Effect> {
    if !acting::may_act(model) {
        return Vec::new();
    }
    let Some(target) = model.target_in_hand() else { return Vec::new() };
    let job = model.new_job();
    vec![Effect::Ask(job, Ask::Amend(Target::file(target.id, target.version)))]
}

/// An amendment was made, or not.
pub fn created(model: &mut Model, file: i32, made: Made) -> Vec<Effect> {
    match made {
        Ok(amendment) => {
            model.list.own.insert(file);
            let text = model.texts.format("said-amendment-created", &[("id", file.to_string().into())]);
            model.say(Level::Info, text);
            let subject = Subject { id: file, amendment: Some(amendment) };
            let mut effects = Vec::new();
            // Whoever has gone on to something else is not torn out of it.
            if model.overlay.is_none() {
                model.file.wanted = Some(subject);
                effects.extend(writing::open(model, subject));
            }
            effects.extend(queue::refresh(model));
            effects
        }
        Err(refusal) => {
            let text = words::refusal(model.texts, &refusal, file);
            model.say(Level::Warning, text);
            Vec::new()
        }
    }
}

/// Compares with the original, then with each earlier amendment, then with what is signed alone, then with what stands again.
fn against(model: &mut Model) -> Vec<Effect> {
    let Some(sheet) = model.file.current() else { return Vec::new() };
    let (subject, Some(review)) = (sheet.subject(), &sheet.review) else { return Vec::new() };
    let signed = review.sheet.may_be_against_signed(&sheet.amendments).then_some(SIGNED);
    let bases: Vec<i32> =
        std::iter::once(0).chain(review.sheet.others.iter().copied()).chain(signed).collect();
    let next = match model.file.against {
        None => bases.first().copied(),
        Some(now) => bases.iter().position(|base| *base == now).and_then(|at| bases.get(at + 1)).copied(),
    };
    (model.file.against, model.file.change) = (next, None);
    let job = model.new_job();
    model.file.loading = Some(job);
    vec![Effect::Ask(job, Ask::Sheet(subject, next))]
}

/// To a change, which is in hand from then on.
fn go(model: &mut Model, to: Option<(usize, usize)>) -> Vec<Effect> {
    match to {
        Some((change, line)) => {
            model.file.change = Some(change);
            model.file.scroll = line.min(model.drawn.last_scroll);
        }
        None => {
            let text = model.texts.get("said-no-more-changes").to_owned();
            model.hint(text);
        }
    }
    Vec::new()
}

/// Asks when and how everybody signed.
fn ask_signature(model: &mut Model) -> Vec<Effect> {
    let targets: Vec<Target> =
        model.targets().into_iter().filter(|target| target.amendment.is_some()).collect();
    if targets.is_empty() || !acting::may_act(model) {
        return Vec::new();
    }
    let texts = model.texts;
    let means =
        [true, false].map(Act::means).map(|code| (code.to_owned(), words::means(texts, code).to_owned()));
    let usual = Act::means(false).to_owned();
    let fields = vec![
        Field::day(texts.get("form-signed-on"), &words::date(texts, model.today), model.today),
        Field::choice(texts.get("form-signed-means"), means.to_vec(), &[usual], Ticking::One),
    ];
    let whom = acting::whom(model, &targets);
    let title = texts.format("form-sign-title", &[("whom", whom.into())]);
    begun::show(model, FieldsBox::new(Purpose::Sign(targets), title, Vec::new(), fields));
    Vec::new()
}

/// Takes what the box says, or says what is wrong with it.
pub fn sign(model: &mut Model, targets: Vec<Target>, mut fields: FieldsBox) -> Vec<Effect> {
    let typed = fields.fields.first().map(Field::typed).unwrap_or_default().to_owned();
    let electronic = fields.fields.get(1).is_some_and(|field| field.ticked() == [Act::means(true)]);
    let Some(on) = day(model, &typed).filter(|day| *day <= model.today) else {
        fields.error = Some(model.texts.get("form-signed-bad").to_owned());
        model.overlay = Some(Overlay::Fields(fields));
        return Vec::new();
    };
    let act = Act::Sign { on, electronic };
    match targets.len() {
        // For a single one the box was the confirmation.
        1 => acting::perform(model, Gesture::plain(act, targets.clone()), targets),
        _ => acting::begin(model, act, targets, false),
    }
}

/// What the amendment that is looked at says, as Markdown.
pub fn markdown(model: &Model) -> Option<String> {
    let review = model.file.current()?.review.as_ref()?;
    Some(convention::markdown(model.texts, &review.sheet, review.facts.as_ref()))
}

/// Writes it into a file that is not there yet.
fn export(model: &mut Model, arg: Option<Arg>) -> Vec<Effect> {
    match (arg, markdown(model)) {
        (Some(Arg::Text(path)), Some(text)) => vec![Effect::Write { path, text }],
        _ => Vec::new(),
    }
}
