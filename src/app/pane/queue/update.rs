//! Moving in the list, reading more of it, ordering and marking it.

use super::following::ask_rows;
use super::group::Group;
use super::state::Mark;
use crate::app::action::Column;
use crate::app::effect::{Ask, Effect, ListWanted, PageFrom};
use crate::app::message::{JobId, Page};
use crate::app::model::{Level, Model, Pane};
use crate::domain::act::{Subject, Target};
use crate::domain::row::{Place, Row, Sort, SortColumn};
use crate::domain::sheet::Sheet;

/// Rows read at once, at least.
const PAGE: usize = 120;

/// Rows marked at once, at most.
const MARKED: usize = 5_000;

/// How far a cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Rows down, or up when negative.
    Rows(isize),
    /// To the first row of the whole list.
    Top,
    /// To the last row of the whole list.
    Bottom,
}

/// Reads the list for the first time: from its first row, or where an earlier session stood.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let from = model.keeping.returning.clone().map_or(PageFrom::Top, PageFrom::Around);
    empty(model);
    read_from(model, from)
}

/// Reads the list afresh, with the cursor on the file it stands on if that is still there.
pub fn reload(model: &mut Model) -> Vec<Effect> {
    let from = match model.list.row() {
        Some(row) if model.list.is_loaded => PageFrom::Around(row.place()),
        _ => PageFrom::Top,
    };
    read_from(model, from)
}

/// Reads the list from its first row.
pub fn restart(model: &mut Model) -> Vec<Effect> {
    model.keeping.returning = None;
    empty(model);
    read_from(model, PageFrom::Top)
}

fn empty(model: &mut Model) {
    model.list.rows.clear();
    model.list.flags.clear();
    model.list.own.clear();
    (model.list.cursor, model.list.first) = (0, 0);
    (model.list.at_top, model.list.at_bottom) = (true, true);
    model.list.is_loaded = false;
    model.list.range_from = None;
    model.file.clear();
}

fn read_from(model: &mut Model, from: PageFrom) -> Vec<Effect> {
    let mut effects = counts(model);
    effects.push(page(model, from));
    effects
}

/// Asks for the counts of the queues.
pub fn counts(model: &mut Model) -> Vec<Effect> {
    let job = model.new_job();
    model.queues.loading = Some(job);
    vec![Effect::Ask(job, Ask::Counts(model.today))]
}

fn page(model: &mut Model, from: PageFrom) -> Effect {
    let job = model.new_job();
    model.list.loading = Some((job, from.clone()));
    Effect::Ask(job, Ask::Page { list: wanted(model), from, rows: PAGE.max(model.drawn.list_rows * 3) })
}

/// The list in hand, as the database is asked for it.
fn wanted(model: &Model) -> ListWanted {
    let terms = model.list.filter.terms(model.today);
    ListWanted { queue: model.list.queue, today: model.today, terms, sort: model.list.sort }
}

/// A page has come.
pub fn paged(model: &mut Model, job: JobId, page: Page) -> Vec<Effect> {
    let Some((_, from)) = model.list.loading.take_if(|(awaited, _)| *awaited == job) else {
        return Vec::new();
    };
    let height = model.drawn.list_rows.max(1);
    model.keeping.returning = None;
    match from {
        PageFrom::After(_) => model.list.extend_down(page),
        PageFrom::Before(_) => model.list.extend_up(page, height),
        PageFrom::Bottom => {
            model.list.replace(page, None, height);
            let last = model.list.rows.len().saturating_sub(1);
            model.list.go_to(last, height);
        }
        PageFrom::Around(place) => {
            let there = page.rows.iter().find(|row| row.place().id == place.id);
            // The file has left the list: the cursor stands where its neighbour now is.
            let on = there.or(page.rows.get(page.before)).map(Row::subject);
            model.list.replace(page, on, height);
        }
        PageFrom::Top => {
            model.list.first = 0;
            model.list.cursor = 0;
            model.list.replace(page, None, height);
        }
    }
    model.list.is_loaded = true;
    model.list.news = 0;
    model.list.expected = model.queues.count(model.list.queue).flatten();
    follow(model)
}

/// Moves the cursor of the list.
pub fn step(model: &mut Model, step: Step) -> Vec<Effect> {
    let height = model.drawn.list_rows.max(1);
    match step {
        Step::Rows(by) => {
            let to = model.list.cursor.saturating_add_signed(by);
            model.list.go_to(to, height);
        }
        Step::Top if !model.list.at_top => return vec![page(model, PageFrom::Top)],
        Step::Bottom if !model.list.at_bottom => return vec![page(model, PageFrom::Bottom)],
        Step::Top => model.list.go_to(0, height),
        Step::Bottom => model.list.go_to(usize::MAX, height),
    }
    extend_range(model);
    if let (true, Some(subject)) = (model.shows(Pane::File), model.target_in_hand().map(Target::subject)) {
        model.file.pass_over(subject, model.now);
    }
    fill_list(model)
}

/// Puts the cursor on a row, by its place among those read.
pub fn go_to(model: &mut Model, place: usize) -> Vec<Effect> {
    let by = place as isize - model.list.cursor as isize;
    step(model, Step::Rows(by))
}

/// A moment that the desk waited for has come: a file on which the cursor rests is shown.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    if model.file.take_due(model.now) { show_file(model) } else { Vec::new() }
}

/// What the cursor's new place asks for: the file it stands on, and more rows when an end is near.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let mut effects = show_file(model);
    effects.extend(fill_list(model));
    effects
}

/// More rows when an end of those at hand is near.
fn fill_list(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let height = model.drawn.list_rows.max(1);
    if model.list.loading.is_none() && !model.list.rows.is_empty() {
        let near_bottom = model.list.cursor + 2 * height >= model.list.rows.len();
        let near_top = model.list.cursor < 2 * height;
        if near_bottom
            && !model.list.at_bottom
            && let Some(place) = model.list.bottom()
        {
            effects.push(page(model, PageFrom::After(place)));
        } else if near_top
            && !model.list.at_top
            && let Some(place) = model.list.top()
        {
            effects.push(page(model, PageFrom::Before(place)));
        }
    }
    effects
}

/// Asks for the file under the cursor, when its pane is on the screen and does not have it yet.
pub fn show_file(model: &mut Model) -> Vec<Effect> {
    let (Some(row), Some(subject)) = (model.list.row(), model.target_in_hand().map(Target::subject)) else {
        model.file.clear();
        return Vec::new();
    };
    let version = row.version;
    if !model.shows(Pane::File) {
        model.file.wanted = Some(subject);
        return Vec::new();
    }
    if model.file.recall(subject, version, model.now) {
        return Vec::new();
    }
    ask_file(model, subject)
}

/// Asks for a file anew, or for an amendment of it.
pub fn ask_file(model: &mut Model, subject: Subject) -> Vec<Effect> {
    let job = model.new_job();
    model.file.await_answer(subject, job, model.now);
    vec![Effect::Ask(job, Ask::Sheet(subject, model.file.against))]
}

/// A file has come. Its row follows: what the rules just found, and the version that is on the screen.
pub fn file_came(model: &mut Model, sheet: Sheet) -> Vec<Effect> {
    let (id, version, checked) = (sheet.id, sheet.version, sheet.checked);
    let current = sheet.review.as_ref().and_then(|review| Some(review.sheet.check.as_ref()?.current));
    model.file.show(sheet);
    let is_behind = |row: &&Row| match &row.amendment {
        Some(amendment) => row.version != version || Some(amendment.checked) != current.or(Some(true)),
        None => row.version != version || row.checked != checked,
    };
    let behind = model.list.rows.iter().filter(|row| row.id == id).find(is_behind).map(Row::subject);
    match behind {
        Some(subject) => vec![ask_rows(model, vec![subject])],
        None => Vec::new(),
    }
}

/// Reads the list afresh around a place where a file has come back.
pub fn return_to(model: &mut Model, place: Place) -> Vec<Effect> {
    read_from(model, PageFrom::Around(place))
}

/// Sorts on a column; on the same one again, the other way round.
pub fn sort(model: &mut Model, column: Column) -> Vec<Effect> {
    let column = match column {
        Column::Number => SortColumn::Number,
        Column::Student => SortColumn::Student,
        Column::Host => SortColumn::Organisation,
        Column::Start => SortColumn::Start,
        Column::End => SortColumn::End,
        Column::Since => SortColumn::Since,
        Column::Etape => SortColumn::Etape,
        Column::Centre => SortColumn::Centre,
        Column::Supervisor => SortColumn::Supervisor,
        Column::State => SortColumn::Signature,
        Column::Motive => SortColumn::Motive,
        Column::Findings => SortColumn::Findings,
    };
    let descending = model.list.sort.column == column && !model.list.sort.descending;
    model.list.sort = Sort { column, descending };
    restart(model)
}

/// Sorts the other way round.
pub fn reverse(model: &mut Model) -> Vec<Effect> {
    model.list.sort.descending = !model.list.sort.descending;
    restart(model)
}

/// Marks or unmarks the row in hand.
pub fn toggle_mark(model: &mut Model) {
    model.list.toggle([model.list.cursor]);
}

/// Marks the row in hand and moves on.
pub fn extend_mark(model: &mut Model, by: isize) -> Vec<Effect> {
    model.list.mark([model.list.cursor]);
    let effects = step(model, Step::Rows(by));
    model.list.mark([model.list.cursor]);
    effects
}

/// Begins a range of marks, or ends it.
pub fn range(model: &mut Model) {
    if model.list.range_from.take().is_none() {
        model.list.range_from = model.list.row().map(Row::subject);
        extend_range(model);
    }
}

/// While a range is open, everything between its beginning and the cursor is marked.
fn extend_range(model: &mut Model) {
    let Some(from) = model.list.range_from else { return };
    let Some(start) = model.list.rows.iter().position(|row| row.subject() == from) else { return };
    model.list.mark(start.min(model.list.cursor)..=start.max(model.list.cursor));
}

/// Marks every row that the filter lets through: those read at once, the rest when it has come.
pub fn mark_all(model: &mut Model) -> Vec<Effect> {
    model.list.mark(0..model.list.rows.len());
    mark_rest(model, None)
}

/// Marks the rows that go with the one in hand, as [`mark_all`] marks all.
pub fn mark_group(model: &mut Model) -> Vec<Effect> {
    let Some(group) = model.list.row().and_then(|row| Group::of(row, model.list.sort.column)) else {
        return Vec::new();
    };
    let rows = model.list.rows.iter().enumerate();
    let places: Vec<usize> = rows.filter(|(_, row)| group.holds(row)).map(|(place, _)| place).collect();
    model.list.mark(places);
    mark_rest(model, Some(group))
}

fn mark_rest(model: &mut Model, group: Option<Group>) -> Vec<Effect> {
    if model.list.at_top && model.list.at_bottom {
        return Vec::new();
    }
    let job = model.new_job();
    let mut list = wanted(model);
    list.terms.extend(group.iter().map(Group::term));
    model.list.marking = Some((job, group));
    vec![Effect::Ask(job, Ask::Matching { list, rows: MARKED })]
}

/// The rest of what is to be marked has come.
pub fn matched(model: &mut Model, job: JobId, rows: &[Row]) {
    let Some((_, group)) = model.list.marking.take_if(|(awaited, _)| *awaited == job) else { return };
    let meant = rows.iter().filter(|row| group.as_ref().is_none_or(|group| group.holds(row)));
    model.list.marks.extend(meant.map(|row| (row.subject(), Mark::from(row))));
    if rows.len() >= MARKED {
        let text = model.texts.format("said-marked-loaded", &[("count", rows.len().into())]);
        model.say(Level::Warning, text);
    }
}

/// Marks what is not and unmarks what is, among the rows that have been read.
pub fn invert_marks(model: &mut Model) {
    model.list.toggle(0..model.list.rows.len());
}
