//! What the registry says of an action: where it is offered, what it needs, what it asks for.

use super::argument::Argument;
use crate::i18n::Texts;

/// Where the hand is; also the sections of a key map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere, even while a text is typed.
    Always,
    /// The desk, whatever the pane.
    Global,
    /// Any of the three panes.
    Pane,
    /// The queues.
    Queues,
    /// The list.
    List,
    /// The file under the cursor.
    File,
    /// Roles, people, centres and the establishment.
    Administration,
    /// A file being written.
    Writing,
    /// The registry of hosts.
    Organisations,
    /// Alerts and mails.
    Alerts,
    /// The `:` line and the filter line.
    Prompt,
    /// Any box over the desk.
    Overlay,
    /// A confirmation.
    Confirm,
    /// A form: reasons for a return, a note, a date.
    Form,
    /// A text of several lines in a form.
    Text,
    /// A list narrowed by typing: palette, help, find.
    Picker,
    /// A text to read: history, journal, zoom.
    Reader,
    /// The long work of the session.
    Jobs,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 18] = [
        Self::Always,
        Self::Global,
        Self::Pane,
        Self::Queues,
        Self::List,
        Self::File,
        Self::Administration,
        Self::Writing,
        Self::Organisations,
        Self::Alerts,
        Self::Prompt,
        Self::Overlay,
        Self::Confirm,
        Self::Form,
        Self::Text,
        Self::Picker,
        Self::Reader,
        Self::Jobs,
    ];

    /// Its section in a key map.
    pub fn id(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Global => "global",
            Self::Pane => "pane",
            Self::Queues => "queues",
            Self::List => "list",
            Self::File => "file",
            Self::Administration => "administration",
            Self::Writing => "writing",
            Self::Organisations => "organisations",
            Self::Alerts => "alerts",
            Self::Prompt => "prompt",
            Self::Overlay => "overlay",
            Self::Confirm => "confirm",
            Self::Form => "form",
            Self::Text => "text",
            Self::Picker => "picker",
            Self::Reader => "reader",
            Self::Jobs => "jobs",
        }
    }

    /// What it is called on the screen: `Liste`.
    pub fn label(self, texts: Texts) -> &'static str {
        texts.find(&format!("context-{}", self.id())).unwrap_or(self.id())
    }

    /// The context with this id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.id() == id)
    }

    /// The sections whose keys hold here, nearest first: this is what [`Keymap::resolve`] takes.
    ///
    /// [`Keymap::resolve`]: crate::app::keymap::Keymap::resolve
    pub fn chain(self) -> &'static [Self] {
        use Context::{
            Administration, Alerts, Always, Confirm, File, Form, Global, Jobs, List, Organisations, Overlay,
            Pane, Picker, Prompt, Queues, Reader, Text, Writing,
        };
        match self {
            Always => &[Always],
            Global => &[Global, Always],
            Pane => &[Pane, Global, Always],
            Queues => &[Queues, Pane, Global, Always],
            List => &[List, Pane, Global, Always],
            File => &[File, Pane, Global, Always],
            Administration => &[Administration, Global, Always],
            Writing => &[Writing, Global, Always],
            Organisations => &[Organisations, Global, Always],
            Alerts => &[Alerts, Global, Always],
            Prompt => &[Prompt, Always],
            Overlay => &[Overlay, Always],
            Confirm => &[Confirm, Overlay, Always],
            Form => &[Form, Overlay, Always],
            Text => &[Text, Overlay, Always],
            Picker => &[Picker, Overlay, Always],
            Reader => &[Reader, Overlay, Always],
            Jobs => &[Jobs, Overlay, Always],
        }
    }

    /// Whether an action of scope `scope` makes sense on a key of this section: one must lie within the other.
    pub fn admits(self, scope: Self) -> bool {
        self.chain().contains(&scope) || scope.chain().contains(&self)
    }
}

/// What the desk looks like, as far as keys and actions care: plain yes and no, read from the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// A row is under the cursor, or rows are marked.
    pub has_target: bool,
    /// At least one row is marked.
    pub has_marks: bool,
    /// A filter is set.
    pub has_filter: bool,
    /// The target files have been drawn.
    pub seen: bool,
    /// A range is being marked.
    pub in_range: bool,
    /// A bulk action, or the marking of a whole list, is running.
    pub bulk_running: bool,
    /// An ended bulk action left files undone.
    pub has_undone: bool,
    /// There is an act of this session to undo.
    pub can_undo: bool,
    /// There is an act to repeat.
    pub can_repeat: bool,
    /// The box over the desk has a text field in focus.
    pub typing: bool,
    /// One pane shows at a time.
    pub narrow: bool,
    /// An amendment is looked at.
    pub amendment: bool,
    /// A file is being written, and has come.
    pub writing: bool,
    /// Mails are in hand, among the alerts.
    pub mails: bool,
    /// A matrix is.
    pub matrix: bool,
    /// A pane is zoomed.
    pub zoomed: bool,
    /// The database answers.
    pub connected: bool,
    /// Others have changed rows of this list.
    pub has_news: bool,
    /// An error waits to be dismissed.
    pub has_error: bool,
}

/// What must hold before an action may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// A row under the cursor, or marks.
    Target,
    /// That file drawn: nobody validates what they have not seen.
    Drawn,
    /// Marks.
    Marks,
    /// A filter.
    Filter,
    /// A bulk action running.
    Bulk,
    /// A bulk action that left files undone.
    Undone,
    /// An act to undo.
    Undoable,
    /// Several panes on the screen.
    Split,
    /// A file being written.
    Writing,
    /// An amendment that is looked at.
    Amendment,
    /// An act to repeat.
    Repeatable,
    /// A right, named as the database does: `CONVENTION.validate`. The database still decides.
    Right(&'static str),
}

impl Need {
    /// The Fluent id of the sentence that says what is missing.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Target => "need-target",
            Self::Drawn => "need-drawn",
            Self::Marks => "need-marks",
            Self::Filter => "need-filter",
            Self::Bulk => "need-bulk",
            Self::Undone => "need-undone",
            Self::Undoable => "need-undoable",
            Self::Split => "need-split",
            Self::Writing => "need-writing",
            Self::Amendment => "need-amendment",
            Self::Repeatable => "need-repeatable",
            Self::Right(_) => "need-right",
        }
    }
}

/// One row of the registry.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Its id, `area.name`; its Fluent id is `action-area-name`.
    pub id: &'static str,
    /// Where it is offered.
    pub scope: Context,
    /// Whether it changes files, and so opens its confirmation first.
    pub danger: bool,
    /// What it takes on the `:` line.
    pub argument: Argument,
    /// What must hold first, in the order it is told.
    pub needs: &'static [Need],
    /// Whether the palette and the `:` line offer it.
    pub palette: bool,
    /// Whether the hint bar may show it.
    pub hint: bool,
}

impl Spec {
    /// The first need that does not hold now; `has_right` knows the person's rights.
    pub fn unmet(&self, now: &Snapshot, has_right: impl Fn(&str) -> bool) -> Option<Need> {
        self.needs.iter().copied().find(|need| !match need {
            Need::Target => now.has_target,
            Need::Drawn => now.seen,
            Need::Marks => now.has_marks,
            Need::Filter => now.has_filter,
            Need::Bulk => now.bulk_running,
            Need::Undone => now.has_undone,
            Need::Undoable => now.can_undo,
            Need::Split => !now.narrow && !now.zoomed,
            Need::Writing => now.writing,
            Need::Amendment => now.amendment,
            Need::Repeatable => now.can_repeat,
            Need::Right(right) => has_right(right),
        })
    }

    /// Changes the file under the cursor, or those marked.
    pub(super) const fn act(self, needs: &'static [Need]) -> Self {
        Self { danger: true, needs, ..self }
    }

    pub(super) const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }

    pub(super) const fn argument(self, argument: Argument) -> Self {
        Self { argument, ..self }
    }

    pub(super) const fn keys_only(self) -> Self {
        Self { palette: false, ..self }
    }

    pub(super) const fn hint(self) -> Self {
        Self { hint: true, ..self }
    }
}

/// A row with nothing said yet but where it is offered.
pub(super) const fn row(id: &'static str, scope: Context) -> Spec {
    Spec { id, scope, danger: false, argument: Argument::None, needs: &[], palette: true, hint: false }
}
