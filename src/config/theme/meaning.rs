//! What a colour is for. Themes speak of meanings, never of panes, and a meaning that a theme leaves out looks like
//! the one it falls back to: small themes keep working when meanings are added.

macro_rules! meanings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal < $parent:ident,)+) => {
        /// Something the screen can mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Meaning {
            $($(#[$doc])* $variant,)+
        }

        impl Meaning {
            /// Every meaning.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in a theme file.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The meaning it looks like when a theme leaves it out; [`Meaning::Text`] is its own.
            pub fn fallback(self) -> Self {
                match self {
                    $(Self::$variant => Self::$parent,)+
                }
            }
        }
    };
}

meanings! {
    /// Ordinary text.
    Text = "text" < Text,
    /// Text that matters less.
    Muted = "muted" < Text,
    /// Text that matters more.
    Strong = "strong" < Text,
    /// The title of a pane or box.
    Title = "title" < Strong,
    /// The title of the pane that has the keys.
    TitleFocused = "title.focused" < Title,
    /// The way here, on the top line.
    Breadcrumb = "breadcrumb" < Strong,
    /// Who and where one is, on the top line.
    Identity = "identity" < Muted,
    /// A heading inside a pane.
    Heading = "heading" < Strong,
    /// The label of a value.
    Label = "label" < Muted,
    /// What stands for a missing value.
    Missing = "missing" < StatusWarning,
    /// The border of a pane.
    Border = "border" < Muted,
    /// The border of the pane that has the keys.
    BorderFocused = "border.focused" < Border,
    /// The border of a box over the panes.
    BorderPopup = "border.popup" < BorderFocused,
    /// The position on the edge of a list.
    Scroll = "scroll" < Border,
    /// The header of a table.
    Header = "header" < Muted,
    /// The header of the sorted column.
    HeaderSorted = "header.sorted" < Header,
    /// The row under the cursor.
    RowCursor = "row.cursor" < Strong,
    /// The row under the cursor in a pane that has not the keys.
    RowCursorUnfocused = "row.cursor-unfocused" < Strong,
    /// A marked row.
    RowMarked = "row.marked" < Strong,
    /// A row that someone else has changed.
    RowChanged = "row.changed" < StatusInfo,
    /// A row on which nothing can be done.
    RowDisabled = "row.disabled" < Muted,
    /// The glyph of a mark.
    Mark = "mark" < RowMarked,
    /// All is well.
    StatusOk = "status.ok" < Text,
    /// Worth knowing.
    StatusInfo = "status.info" < Text,
    /// Worth a look.
    StatusWarning = "status.warning" < Strong,
    /// Waiting for too long.
    StatusLate = "status.late" < StatusWarning,
    /// Stops what follows.
    StatusBlocking = "status.blocking" < StatusLate,
    /// What a change brings.
    DiffAdded = "diff.added" < Strong,
    /// What a change takes away.
    DiffRemoved = "diff.removed" < Muted,
    /// A key to press.
    Key = "key" < Strong,
    /// What a key does.
    Hint = "hint" < Muted,
    /// Between two hints.
    Separator = "separator" < Muted,
    /// A message.
    ToastInfo = "toast.info" < Strong,
    /// A message to look at.
    ToastWarning = "toast.warning" < StatusWarning,
    /// A message that stays until it is dismissed.
    ToastError = "toast.error" < StatusBlocking,
    /// The label of a line being typed.
    Prompt = "prompt" < Strong,
    /// What is being typed.
    Input = "input" < Text,
    /// The proposed end of what is being typed.
    Ghost = "ghost" < Muted,
    /// The letters that match a search.
    Match = "match" < Strong,
    /// A number of rows.
    Count = "count" < Muted,
    /// A number of rows that wait for someone.
    CountPending = "count.pending" < Strong,
    /// News from others.
    News = "news" < StatusInfo,
    /// What is done of a job.
    ProgressDone = "progress.done" < Strong,
    /// What is left of a job.
    ProgressLeft = "progress.left" < Muted,
}

impl Meaning {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its place in [`Meaning::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The meaning of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|meaning| meaning.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_falls_back_to_text_in_the_end() {
        for (index, &meaning) in Meaning::ALL.iter().enumerate() {
            assert_eq!(meaning.index(), index);
            assert_eq!(Meaning::of_name(meaning.name()), Some(meaning));
            let mut at = meaning;
            for _ in 0..Meaning::COUNT {
                at = at.fallback();
            }
            assert_eq!(at, Meaning::Text, "{meaning:?}");
        }
    }
}
