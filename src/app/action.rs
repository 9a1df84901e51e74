//! The registry of everything a person can ask for. Key maps, the `:` line, the palette, the help, the hint bar and
//! the README's table all read it, so that a new action is one row here and one line in each language.

mod argument;
mod named;
mod spec;
#[cfg(test)]
mod tests;

pub use argument::{Arg, ArgError, ArgKind, Argument, Call, Column};
pub use spec::{Context, Need, Snapshot, Spec};

use spec::row;

/// A step done or undone: the file has been seen, and the person may validate.
const VALIDATE: &[Need] = &[Need::Target, Need::Drawn, Need::Right("CONVENTION.validate")];
/// The file itself changed.
const MODIFY: &[Need] = &[Need::Target, Need::Drawn, Need::Right("CONVENTION.modify")];

/// Declares, area by area, the enum of its actions and the row each has in the registry.
macro_rules! registry {
    ($( $(#[$area_doc:meta])* $area:ident: $kind:ident { $( $(#[$doc:meta])* $variant:ident = $spec:expr, )+ } )+) => {
        /// Something a person can ask for, by area.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $( $(#[$area_doc])* $area($kind), )+
        }

        $(
            $(#[$area_doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $kind { $( $(#[$doc])* $variant, )+ }
        )+

        impl Action {
            /// Every action, in the order help, palette and hints show them.
            pub const ALL: &[Self] = &[ $( $( Self::$area($kind::$variant), )+ )+ ];

            /// Its row in the registry.
            pub fn spec(self) -> &'static Spec {
                match self {
                    $( $( Self::$area($kind::$variant) => { static SPEC: Spec = $spec; &SPEC } )+ )+
                }
            }
        }
    };
}

registry! {
    /// Acts on a convention.
    Convention: ConventionAction {
        /// Do the next validation step.
        Validate = row("convention.validate", Context::Pane).act(VALIDATE).hint(),
        /// Record the pedagogical validation of somebody else.
        ValidateFor = row("convention.validate-for", Context::Pane).act(VALIDATE),
        /// Return to the author, with reasons.
        Return = row("convention.return", Context::Pane).act(VALIDATE).hint(),
        /// Take back the last validation, whoever did it and whenever, with a reason.
        Unvalidate = row("convention.unvalidate", Context::Pane).act(VALIDATE),
        /// Undo one's last act.
        Undo = row("convention.undo", Context::Pane).act(&[Need::Undoable]).hint(),
        /// Show the file in full, or the one with the number given.
        Open = row("convention.open", Context::Pane).argument(Argument::Optional(ArgKind::Number)),
        /// The history of the file.
        History = row("convention.history", Context::Pane).needs(&[Need::Target]).hint(),
        /// What changed since the file was returned.
        Changes = row("convention.changes", Context::Pane).needs(&[Need::Target]),
        /// The file as it was, or will be, on a day.
        OnDay = row("convention.on-day", Context::Pane)
            .argument(Argument::Required(ArgKind::Day))
            .needs(&[Need::Target]),
        /// Take the file, or let it go.
        Claim = row("convention.claim", Context::Pane).needs(&[Need::Target, Need::Right("CONVENTION.modify")]),
        /// Put the file aside until a date.
        Hold = row("convention.hold", Context::Pane).needs(&[Need::Target, Need::Right("CONVENTION.modify")]),
        /// Add an internal note.
        Note = row("convention.note", Context::Pane).needs(&[Need::Target, Need::Right("CONVENTION.modify")]),
        /// Let the file through in spite of a blocking finding, with a reason.
        PassFinding = row("convention.pass-finding", Context::Pane).act(VALIDATE),
        /// Hand in the file that is being written.
        Submit = row("convention.submit", Context::Writing).needs(&[Need::Writing, Need::Right("CONVENTION.modify")]).hint(),
        /// Cancel the convention itself.
        Cancel = row("convention.cancel", Context::Pane).act(MODIFY),
        /// Do the last act again, on this file.
        Repeat = row("convention.repeat", Context::Pane).act(&[Need::Repeatable, Need::Target, Need::Drawn]),
    }
    /// Writing files.
    Writing: WritingAction {
        /// Write in the file.
        Open = row("writing.open", Context::Pane).needs(&[Need::Target]).hint(),
        /// Make a convention for a student.
        Create = row("writing.create", Context::Global).needs(&[Need::Right("CONVENTION.create")]),
        /// Make one like the file in hand.
        Duplicate = row("writing.duplicate", Context::Global).needs(&[Need::Target, Need::Right("CONVENTION.create")]),
        /// Make drafts for a group of students like the file in hand.
        Group = row("writing.group", Context::Global)
            .needs(&[Need::Target, Need::Right("CREATION_EN_MASSE_CONVENTION.create")]),
        /// Write the field in hand.
        Edit = row("writing.edit", Context::Writing).keys_only().hint(),
        /// Empty the field in hand.
        Clear = row("writing.clear", Context::Writing).keys_only(),
        /// To a line that is looked for by its name.
        Go = row("writing.go", Context::Writing).keys_only().hint(),
        /// To the next field that a submission asks for.
        Missing = row("writing.missing", Context::Writing).keys_only().hint(),
        /// The next section.
        NextSection = row("writing.next-section", Context::Writing).keys_only().hint(),
        /// The previous section.
        PreviousSection = row("writing.previous-section", Context::Writing).keys_only(),
        /// Write again what the last edit replaced.
        TakeBack = row("writing.take-back", Context::Writing).keys_only().hint(),
        /// Why so many days and hours.
        Explain = row("writing.explain", Context::Writing).needs(&[Need::Writing]).hint(),
        /// What the sources tell of the student, beside what stands here.
        Compare = row("writing.compare", Context::Writing).needs(&[Need::Writing]).hint(),
        /// Delete the draft.
        Delete = row("writing.delete", Context::Writing).needs(&[Need::Writing, Need::Right("CONVENTION.delete")]),
    }
    /// Amendments.
    Amendment: AmendmentAction {
        /// Show the amendments of the file, one after the other.
        Show = row("amendment.show", Context::Pane).needs(&[Need::Target]).hint(),
        /// Amend the convention.
        Create = row("amendment.create", Context::Pane).needs(&[Need::Target, Need::Right("AVENANT.create")]),
        /// Compare it with something else: what is in force, the original, an earlier amendment.
        Against = row("amendment.against", Context::Pane).needs(&[Need::Amendment]),
        /// Show, or hide, what it leaves as it is.
        Unfold = row("amendment.unfold", Context::Pane).needs(&[Need::Amendment]),
        /// To its next change.
        NextChange = row("amendment.next-change", Context::Pane).needs(&[Need::Amendment]).keys_only(),
        /// To the change before.
        PreviousChange = row("amendment.previous-change", Context::Pane).needs(&[Need::Amendment]).keys_only(),
        /// Record that everybody has signed it.
        Sign = row("amendment.sign", Context::Pane).act(&[Need::Amendment, Need::Drawn, Need::Right("AVENANT.validate")]),
        /// Hand it in.
        Submit = row("amendment.submit", Context::Pane).act(&[Need::Amendment, Need::Drawn, Need::Right("AVENANT.modify")]),
        /// Write what it changes into a file, as Markdown.
        Export = row("amendment.export", Context::Pane)
            .argument(Argument::Required(ArgKind::Text))
            .needs(&[Need::Amendment]),
    }
    /// Marking rows.
    Mark: MarkAction {
        /// Mark or unmark the row.
        Toggle = row("mark.toggle", Context::List).needs(&[Need::Target]).hint(),
        /// Mark and go down.
        ExtendDown = row("mark.extend-down", Context::List).needs(&[Need::Target]).keys_only(),
        /// Mark and go up.
        ExtendUp = row("mark.extend-up", Context::List).needs(&[Need::Target]).keys_only(),
        /// Begin or end a range.
        Range = row("mark.range", Context::List).needs(&[Need::Target]),
        /// Mark every row that the filter lets through.
        All = row("mark.all", Context::List).needs(&[Need::Target]),
        /// Mark the rows of the same organisation, or of the same motive where the list is in that order.
        Group = row("mark.group", Context::List).needs(&[Need::Target]),
        /// Mark what is not, unmark what is.
        Invert = row("mark.invert", Context::List).needs(&[Need::Target]),
        /// Unmark everything.
        Clear = row("mark.clear", Context::Pane).needs(&[Need::Marks]),
    }
    /// Filtering the list.
    Filter: FilterAction {
        /// Ask for a filter, or set the one given.
        Open = row("filter.open", Context::Pane).argument(Argument::Optional(ArgKind::Filter)).hint(),
        /// Show everything again.
        Clear = row("filter.clear", Context::Pane).needs(&[Need::Filter]),
    }
    /// The list itself.
    List: ListAction {
        /// Sort on a column.
        Sort = row("list.sort", Context::Pane).argument(Argument::Required(ArgKind::Column)),
        /// Turn the order round.
        Reverse = row("list.reverse", Context::Pane),
        /// Read the list again, and show what others changed.
        Reload = row("list.reload", Context::Pane),
        /// Show the queue named.
        Queue = row("list.queue", Context::Pane).argument(Argument::Required(ArgKind::Queue)),
        /// The next queue.
        NextQueue = row("list.next-queue", Context::Pane),
        /// The previous queue.
        PreviousQueue = row("list.previous-queue", Context::Pane),
        /// Show these columns, in this order.
        Columns = row("list.columns", Context::Pane).argument(Argument::Optional(ArgKind::Columns)),
    }
    /// Saved views.
    View: ViewAction {
        /// Show the one named.
        Open = row("view.open", Context::Pane).argument(Argument::Required(ArgKind::View)),
        /// Save what the list shows under a name.
        Save = row("view.save", Context::Pane).argument(Argument::Required(ArgKind::Name)),
        /// Remove one of one's own.
        Remove = row("view.remove", Context::Pane).argument(Argument::Required(ArgKind::View)),
        /// Share one with a centre.
        Share = row("view.share", Context::Pane).argument(Argument::Required(ArgKind::ViewAndCentre)),
        /// Share one no more.
        Unshare = row("view.unshare", Context::Pane).argument(Argument::Required(ArgKind::View)),
    }
    /// How the desk is divided.
    Layout: LayoutAction {
        /// Give the pane some columns of its neighbour's.
        Wider = row("layout.wider", Context::Global).needs(&[Need::Split]),
        /// Give some of its columns to its neighbour.
        Narrower = row("layout.narrower", Context::Global).needs(&[Need::Split]),
        /// Set the width of a pane.
        Width = row("layout.width", Context::Global).argument(Argument::Required(ArgKind::Width)).needs(&[Need::Split]),
    }
    /// Moving the cursor, or scrolling a text.
    Cursor: CursorAction {
        /// One row down.
        Down = row("cursor.down", Context::Always).keys_only(),
        /// One row up.
        Up = row("cursor.up", Context::Always).keys_only(),
        /// Half a page down.
        HalfPageDown = row("cursor.half-page-down", Context::Always).keys_only(),
        /// Half a page up.
        HalfPageUp = row("cursor.half-page-up", Context::Always).keys_only(),
        /// A page down.
        PageDown = row("cursor.page-down", Context::Always).keys_only(),
        /// A page up.
        PageUp = row("cursor.page-up", Context::Always).keys_only(),
        /// The first row.
        Top = row("cursor.top", Context::Always).keys_only(),
        /// The last row.
        Bottom = row("cursor.bottom", Context::Always).keys_only(),
    }
    /// Going from pane to pane.
    Focus: FocusAction {
        /// The queues.
        Queues = row("focus.queues", Context::Global),
        /// The list.
        List = row("focus.list", Context::Global),
        /// The file under the cursor.
        File = row("focus.file", Context::Global),
        /// The next pane.
        Next = row("focus.next", Context::Global).keys_only(),
        /// The previous pane.
        Previous = row("focus.previous", Context::Global).keys_only(),
    }
    /// Roles and their rights, people, centres, the establishment.
    Administration: AdministrationAction {
        /// The roles and what each may do.
        Roles = row("administration.roles", Context::Global),
        /// The people, their roles and their centres.
        People = row("administration.people", Context::Global),
        /// The centres and their settings.
        Centres = row("administration.centres", Context::Global),
        /// The settings of the establishment.
        Establishment = row("administration.establishment", Context::Global),
        /// Change what is in hand.
        Change = row("administration.change", Context::Administration).keys_only().hint(),
        /// Add a role, a person or a centre.
        Add = row("administration.add", Context::Administration).keys_only().hint(),
        /// Remove a role, or close an account.
        Remove = row("administration.remove", Context::Administration).keys_only().hint(),
        /// Narrow the entries.
        Search = row("administration.search", Context::Administration).keys_only().hint(),
        /// The next register.
        Next = row("administration.next", Context::Administration).keys_only().hint(),
        /// The previous register.
        Previous = row("administration.previous", Context::Administration).keys_only(),
        /// Into the details, and from right to right.
        Into = row("administration.into", Context::Administration).keys_only(),
        /// Out of the details.
        Out = row("administration.out", Context::Administration).keys_only(),
    }
    /// The registry of hosts.
    Organisation: OrganisationAction {
        /// The hosts: found, kept, merged.
        Open = row("organisation.open", Context::Global),
        /// Look for hosts.
        Search = row("organisation.search", Context::Organisations).keys_only().hint(),
        /// Change the line in hand; of two hosts, take it from the one that goes.
        Change = row("organisation.change", Context::Organisations).keys_only().hint(),
        /// Add a host.
        Add = row("organisation.add", Context::Organisations).keys_only().hint(),
        /// Take over what the register says of what is in hand.
        Register = row("organisation.register", Context::Organisations).keys_only().hint(),
        /// Bring in a table of hosts.
        Import = row("organisation.import", Context::Organisations).keys_only(),
        /// Take the hosts of the shelf out as a table.
        Export = row("organisation.export", Context::Organisations).keys_only(),
        /// Let a host in that waits, or bring one back.
        Approve = row("organisation.approve", Context::Organisations).keys_only().hint(),
        /// Take a host out of use.
        Retire = row("organisation.retire", Context::Organisations).keys_only().hint(),
        /// What happened to the host.
        History = row("organisation.history", Context::Organisations).keys_only().hint(),
        /// The hosts that are likely this one.
        Duplicates = row("organisation.duplicates", Context::Organisations).keys_only().hint(),
        /// Keep the other of the two.
        Swap = row("organisation.swap", Context::Organisations).keys_only().hint(),
        /// Make one of the two.
        Merge = row("organisation.merge", Context::Organisations).keys_only().hint(),
        /// The two are two.
        Apart = row("organisation.apart", Context::Organisations).keys_only().hint(),
        /// Undo the last change made here.
        Undo = row("organisation.undo", Context::Organisations).keys_only().hint(),
        /// The next shelf.
        Next = row("organisation.next", Context::Organisations).keys_only().hint(),
        /// The previous shelf.
        Previous = row("organisation.previous", Context::Organisations).keys_only(),
        /// Into the details.
        Into = row("organisation.into", Context::Organisations).keys_only(),
        /// Out of the details.
        Out = row("organisation.out", Context::Organisations).keys_only(),
    }
    /// Who is told of what, and mails.
    Alerts: AlertsAction {
        /// The matrix of the establishment, then those of the centres.
        Open = row("alerts.open", Context::Global),
        /// My own preferences.
        Mine = row("alerts.mine", Context::Global),
        /// The mails that did not arrive.
        Undelivered = row("alerts.undelivered", Context::Global),
        /// Who would be told of an event of the file.
        Foretell = row("alerts.foretell", Context::Pane)
            .argument(Argument::Optional(ArgKind::Text))
            .needs(&[Need::Target]),
        /// The mails about the file.
        Deliveries = row("alerts.deliveries", Context::Pane).needs(&[Need::Target]),
        /// Change what is in hand.
        Change = row("alerts.change", Context::Alerts).keys_only().hint(),
        /// Write a text of the event in hand.
        Edit = row("alerts.edit", Context::Alerts).argument(Argument::Optional(ArgKind::Text)).keys_only().hint(),
        /// Let go of one's own text.
        Inherit = row("alerts.inherit", Context::Alerts).keys_only().hint(),
        /// Send me a text of the event in hand.
        Try = row("alerts.try", Context::Alerts).argument(Argument::Optional(ArgKind::Text)).keys_only().hint(),
        /// What texts may say.
        Variables = row("alerts.variables", Context::Alerts).keys_only().hint(),
        /// When no mail leaves.
        Closures = row("alerts.closures", Context::Alerts).keys_only().hint(),
        /// Read the mail in hand.
        Read = row("alerts.read", Context::Alerts).keys_only().hint(),
        /// Send it again.
        Retry = row("alerts.retry", Context::Alerts).keys_only().hint(),
        /// Send it to another address.
        Redirect = row("alerts.redirect", Context::Alerts).keys_only().hint(),
        /// Let go of it.
        Drop = row("alerts.drop", Context::Alerts).keys_only().hint(),
        /// The next centre, then one's own preferences and the mails.
        Next = row("alerts.next", Context::Alerts).keys_only().hint(),
        /// The one before.
        Previous = row("alerts.previous", Context::Alerts).keys_only(),
        /// The next audience.
        Into = row("alerts.into", Context::Alerts).keys_only(),
        /// The audience before.
        Out = row("alerts.out", Context::Alerts).keys_only(),
    }
    /// The program.
    App: AppAction {
        /// The command line.
        Command = row("app.command", Context::Global).keys_only().hint(),
        /// Actions and keys, here.
        Help = row("app.help", Context::Global).hint(),
        /// The student on the phone.
        Find = row("app.find", Context::Global).argument(Argument::Optional(ArgKind::Text)),
        /// Errors and messages of the session.
        Journal = row("app.journal", Context::Global),
        /// The long work of the session, and what it did.
        Jobs = row("app.jobs", Context::Global),
        /// Copy the row or the file.
        Copy = row("app.copy", Context::Always),
        /// The pane alone, as plain text.
        Zoom = row("app.zoom", Context::Global),
        /// Change colours.
        Theme = row("app.theme", Context::Global).argument(Argument::Required(ArgKind::Theme)),
        /// Change language.
        Lang = row("app.lang", Context::Global).argument(Argument::Required(ArgKind::Lang)),
        /// Change keys.
        Keymap = row("app.keymap", Context::Global).argument(Argument::Required(ArgKind::Keymap)),
        /// Draw everything again.
        Redraw = row("app.redraw", Context::Always),
        /// Stop the bulk action that is running.
        StopBulk = row("app.stop-bulk", Context::Always).needs(&[Need::Bulk]),
        /// Step out of whatever is going on.
        Escape = row("app.escape", Context::Always).keys_only(),
        /// Suspend the program.
        Suspend = row("app.suspend", Context::Always).keys_only(),
        /// Leave the pane, then the program.
        Quit = row("app.quit", Context::Global),
    }
    /// The long work of the session.
    Job: JobAction {
        /// Show what the work in hand did and did not do.
        Open = row("job.open", Context::Jobs).keys_only().hint(),
        /// Mark again what it was not done on.
        Mark = row("job.mark", Context::Always).needs(&[Need::Undone]).hint(),
    }
    /// Boxes over the desk: confirmations, forms, pickers, texts.
    Overlay: OverlayAction {
        /// Do what the box says.
        Confirm = row("overlay.confirm", Context::Overlay).keys_only().hint(),
        /// Close without doing it.
        Cancel = row("overlay.cancel", Context::Overlay).keys_only().hint(),
        /// Close, and let go of what the box keeps.
        Discard = row("overlay.discard", Context::Overlay).keys_only(),
        /// Tick or untick.
        Toggle = row("overlay.toggle", Context::Overlay).keys_only().hint(),
        /// Begin a new line.
        Newline = row("overlay.newline", Context::Text).keys_only(),
        /// The next field.
        NextField = row("overlay.next-field", Context::Overlay).keys_only(),
        /// The previous field.
        PreviousField = row("overlay.previous-field", Context::Overlay).keys_only(),
    }
    /// The `:` line and the filter line.
    Prompt: PromptAction {
        /// Take what is typed.
        Accept = row("prompt.accept", Context::Prompt).keys_only().hint(),
        /// Give up.
        Cancel = row("prompt.cancel", Context::Prompt).keys_only().hint(),
        /// The next completion.
        Complete = row("prompt.complete", Context::Prompt).keys_only().hint(),
        /// The previous completion.
        CompletePrevious = row("prompt.complete-previous", Context::Prompt).keys_only(),
        /// What was typed before.
        HistoryPrevious = row("prompt.history-previous", Context::Prompt).keys_only(),
        /// What was typed after.
        HistoryNext = row("prompt.history-next", Context::Prompt).keys_only(),
    }
}
