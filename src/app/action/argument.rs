//! What an action may be given: a column, a queue, a language, a number... read from the `:` line or a key map.

use std::fmt;

use super::Action;
use crate::app::filter::Field;
use crate::app::layout::{self, ListColumn, Width};
use crate::app::nearest::nearest;
use crate::app::words;
use crate::domain::queue::Queue;
use crate::i18n::{Lang, Texts};

/// A column the list sorts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The number of the convention.
    Number,
    /// The student's name.
    Student,
    /// The host organisation.
    Host,
    /// The first day.
    Start,
    /// The last day.
    End,
    /// How long the file has waited.
    Since,
    /// The étape.
    Etape,
    /// The centre.
    Centre,
    /// The supervisor.
    Supervisor,
    /// The state of the file.
    State,
    /// Why a convention is amended.
    Motive,
    /// What the rules find.
    Findings,
}

impl Column {
    /// Every column, in the order the list shows them.
    pub const ALL: [Self; 12] = [
        Self::Number,
        Self::Student,
        Self::Host,
        Self::Start,
        Self::End,
        Self::Since,
        Self::Etape,
        Self::Centre,
        Self::Supervisor,
        Self::State,
        Self::Motive,
        Self::Findings,
    ];

    /// The filter field of the same name.
    pub fn field(self) -> Field {
        match self {
            Self::Number => Field::Number,
            Self::Student => Field::Student,
            Self::Host => Field::Host,
            Self::Start => Field::Start,
            Self::End => Field::End,
            Self::Since => Field::Since,
            Self::Etape => Field::Etape,
            Self::Centre => Field::Centre,
            Self::Supervisor => Field::Supervisor,
            Self::State => Field::State,
            Self::Motive => Field::Amends,
            Self::Findings => Field::Finding,
        }
    }

    /// Its name where it is typed: `début`, `start`.
    pub fn name(self, lang: Lang) -> &'static str {
        self.field().name(lang)
    }

    /// The column with this name, in either language.
    pub fn named(text: &str) -> Option<Self> {
        let field = Field::named(text)?;
        Self::ALL.into_iter().find(|column| column.field() == field)
    }
}

/// What kind of argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArgKind {
    /// A column of the list.
    Column,
    /// A queue, by its name.
    Queue,
    /// A theme.
    Theme,
    /// A language.
    Lang,
    /// A key map.
    Keymap,
    /// The number of a convention.
    Number,
    /// A filter, to the end of the line.
    Filter,
    /// Columns of the list, with commas.
    Columns,
    /// A pane and its width.
    Width,
    /// A saved view, by its name.
    View,
    /// A name for a view.
    Name,
    /// A saved view, and the code of a centre.
    ViewAndCentre,
    /// A day, in any of the ways that a filter takes.
    Day,
    /// Anything, to the end of the line.
    Text,
}

impl ArgKind {
    /// How the `:` line names it: `<colonne>`.
    pub fn label(self, texts: Texts) -> &'static str {
        let id = match self {
            Self::Column => "argument-column",
            Self::Queue => "argument-queue",
            Self::Theme => "argument-theme",
            Self::Lang => "argument-lang",
            Self::Keymap => "argument-keymap",
            Self::Number => "argument-number",
            Self::Filter => "argument-filter",
            Self::Columns => "argument-columns",
            Self::Width => "argument-width",
            Self::View => "argument-view",
            Self::Name => "argument-name",
            Self::ViewAndCentre => "argument-view-and-centre",
            Self::Day => "argument-day",
            Self::Text => "argument-text",
        };
        texts.find(id).unwrap_or(id)
    }

    /// Reads one. Names that only the running program knows (themes, key maps) are taken as they are.
    pub fn read(self, text: &str) -> Result<Arg, ArgError> {
        let bad = |nearest: Option<&str>| ArgError::Bad {
            kind: self,
            found: text.to_owned(),
            nearest: nearest.map(str::to_owned),
        };
        match self {
            Self::Column => Column::named(text).map(Arg::Column).ok_or_else(|| {
                let names = Column::ALL.iter().flat_map(|c| Lang::ALL.map(|lang| c.name(lang)));
                bad(nearest(text, names))
            }),
            Self::Lang => text.parse().map(Arg::Lang).map_err(|_| bad(None)),
            Self::Queue => words::queue_named(text).map(Arg::Queue).ok_or_else(|| {
                let names = Lang::ALL
                    .iter()
                    .flat_map(|lang| Queue::ALL.iter().map(|q| words::queue(Texts::of(*lang), *q)));
                bad(nearest(text, names))
            }),
            Self::Number => {
                let digits = text.trim_start_matches("n°").trim_start_matches("N°");
                digits.trim().parse().map(Arg::Number).map_err(|_| bad(None))
            }
            Self::Columns => layout::read_columns(text).map(Arg::Columns).map_err(|unknown| {
                let names = ListColumn::ALL.iter().flat_map(|c| Lang::ALL.map(|lang| c.name(lang)));
                ArgError::Bad {
                    kind: self,
                    found: unknown.to_owned(),
                    nearest: nearest(unknown, names).map(str::to_owned),
                }
            }),
            Self::Width => Width::read(text).map(Arg::Width).ok_or_else(|| bad(None)),
            Self::Theme => Ok(Arg::Theme(text.to_owned())),
            Self::Keymap => Ok(Arg::Keymap(text.to_owned())),
            Self::Filter | Self::View | Self::Name | Self::ViewAndCentre | Self::Day | Self::Text => {
                Ok(Arg::Text(text.to_owned()))
            }
        }
    }
}

/// Whether an action takes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// None.
    None,
    /// One, or none.
    Optional(ArgKind),
    /// One, always.
    Required(ArgKind),
}

impl Argument {
    /// How it is shown after the name of a command: `<colonne>`, `[filtre]`; nothing where nothing is taken.
    pub fn hint(self, texts: Texts) -> String {
        match self {
            Self::None => String::new(),
            Self::Optional(kind) => format!("[{}]", kind.label(texts)),
            Self::Required(kind) => format!("<{}>", kind.label(texts)),
        }
    }

    /// What kind, if any.
    pub fn kind(self) -> Option<ArgKind> {
        match self {
            Self::None => None,
            Self::Optional(kind) | Self::Required(kind) => Some(kind),
        }
    }
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// A column of the list.
    Column(Column),
    /// A queue.
    Queue(Queue),
    /// A theme.
    Theme(String),
    /// A language.
    Lang(Lang),
    /// A key map.
    Keymap(String),
    /// The number of a convention.
    Number(i64),
    /// Columns of the list; none for the usual ones.
    Columns(Vec<ListColumn>),
    /// A pane's width.
    Width(Width),
    /// A filter, or anything else, as it was written.
    Text(String),
}

impl Arg {
    /// How it is typed on the `:` line in this language.
    pub fn text(&self, texts: Texts) -> String {
        match self {
            Self::Column(column) => column.name(texts.lang()).to_owned(),
            Self::Queue(queue) => words::queue(texts, *queue).to_owned(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(column) => f.write_str(column.name(Lang::En)),
            Self::Lang(lang) => write!(f, "{lang}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Columns(columns) => f.write_str(&layout::columns_text(columns, Lang::En)),
            Self::Width(width) => f.write_str(&width.text(Lang::En)),
            Self::Queue(queue) => f.write_str(queue.code()),
            Self::Theme(text) | Self::Keymap(text) | Self::Text(text) => f.write_str(text),
        }
    }
}

/// Why an argument does not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgError {
    /// The action takes none.
    #[error("takes no argument")]
    Unwanted,
    /// The action takes one.
    #[error("needs an argument")]
    Missing(ArgKind),
    /// It is not of the kind wanted.
    #[error("`{found}` will not do{}", nearest.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Bad {
        /// What was wanted.
        kind: ArgKind,
        /// What was written.
        found: String,
        /// The valid name nearest to it.
        nearest: Option<String>,
    },
}

/// An action with its argument: what a key or a command asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// What to do.
    pub action: Action,
    /// With what.
    pub arg: Option<Arg>,
}

impl Call {
    /// Checks an argument, empty for none, against what the action takes.
    pub fn new(action: Action, argument: &str) -> Result<Self, ArgError> {
        let arg = match (action.spec().argument, argument.trim()) {
            (Argument::None | Argument::Optional(_), "") => None,
            (Argument::Required(kind), "") => return Err(ArgError::Missing(kind)),
            (Argument::None, _) => return Err(ArgError::Unwanted),
            (Argument::Optional(kind) | Argument::Required(kind), text) => Some(kind.read(text)?),
        };
        Ok(Self { action, arg })
    }

    /// What to show for it: the action's name, and its argument if it has one.
    pub fn label(&self, texts: Texts) -> String {
        let label = self.action.label(texts);
        match &self.arg {
            None => label.to_owned(),
            Some(arg) => format!("{label} {}", arg.text(texts)),
        }
    }
}

impl From<Action> for Call {
    fn from(action: Action) -> Self {
        Self { action, arg: None }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.action.id())?;
        self.arg.as_ref().map_or(Ok(()), |arg| write!(f, " {arg}"))
    }
}
