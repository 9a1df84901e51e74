# The sentences of Guichet in English.

# Acts on a convention
action-convention-validate = validate
    .help = Does the next validation step of the file, or of each marked file.
    .command = validate
action-convention-validate-for = validate on behalf
    .help = Records the pedagogical validation of a teacher, received by mail or on paper.
    .command = validate-for
action-convention-return = to correct
    .help = Sends the file back to its author with reasons; the steps done are void.
    .command = return
action-convention-unvalidate = take the validation back
    .help = Takes back the last validated step of a file, or the validation of an amendment, whoever gave it, with a reason.
    .command = unvalidate
action-convention-undo = undo
    .help = Undoes your last act, if nobody has touched the file since.
    .command = undo
action-convention-open = open
    .help = Shows the file in full, or the convention whose number you give.
    .command = open
action-convention-history = history
    .help = Shows all that happened to the file: who, when, what, why.
    .command = history
action-convention-changes = changes since the return
    .help = Shows what the author changed since the file was returned.
    .command = changes
action-convention-on-day = the file on a day
    .help = Shows the file as it is on a given day, past or to come, with what validated amendments would change.
    .command = at
action-convention-claim = take or release
    .help = Says that you are working on the file, or gives it back to the others.
    .command = take
action-convention-hold = hold
    .help = Puts the file aside until a date.
    .command = hold
action-convention-note = internal note
    .help = Adds a note that only the office sees, never printed.
    .command = note
action-convention-pass-finding = override
    .help = Lets the file through in spite of a blocking finding, with a reason.
    .command = override
action-convention-cancel = cancel the convention
    .help = Cancels the convention itself; to take an act back, use undo.
    .command = cancel-convention
action-convention-repeat = repeat
    .help = Does the last act again on the file under the cursor.
    .command = repeat
action-writing-open = write
    .help = Opens the file field by field, to write it or correct it.
    .command = write
action-amendment-show = amendments
    .help = Shows the latest amendment of the file, then those before, then the file.
    .command = amendments
action-amendment-create = make an amendment
    .help = Makes an amendment of the convention, to be written field by field.
    .command = amend
action-amendment-against = compare with
    .help = Compares the amendment with the original, with an earlier one, with what is signed, or with what is validated.
    .command = compare
action-amendment-unfold = unfold
    .help = Shows, or hides, what the amendment leaves as it is.
    .command = unfold
action-amendment-next-change = next change
    .help = Goes to the next change of the amendment.
action-amendment-previous-change = previous change
    .help = Goes to the change before.
action-amendment-sign = record the signature of the amendment
    .help = Records that everybody has signed the amendment, and when.
    .command = amendment-signature
action-amendment-submit = hand the amendment in
    .help = Hands the amendment in, to be validated.
    .command = submit-amendment
action-amendment-export = export the amendment
    .help = Writes what the amendment changes into a file, as Markdown.
    .command = export-amendment
action-writing-create = new convention
    .help = Makes a convention for a student, from an enrolment.
    .command = new
action-writing-duplicate = duplicate
    .help = Makes a convention like the file, for the same student or another one.
    .command = duplicate
action-writing-group = make for a group
    .help = Makes a draft for each student of a list, like the file.
    .command = group
action-writing-edit = write the field
    .help = Opens the field in hand.
action-writing-clear = empty the field
    .help = Empties the field in hand.
action-writing-go = go to
    .help = Finds a line of the file by its name, and goes there.
action-writing-missing = missing field
    .help = Goes to the next field that a submission asks for.
action-writing-next-section = next section
    .help = Goes to the next section.
action-writing-previous-section = previous section
    .help = Goes to the previous section.
action-writing-take-back = undo the edit
    .help = Writes again what the last edit replaced.
action-writing-explain = why these days
    .help = Explains the days, the hours and the least gratification, line by line.
    .command = why
action-writing-compare = compare with the sources
    .help = Asks Apogée, Pégase or the directory about the student, and shows what differs, to be taken over field by field.
    .command = sources
action-convention-submit = submit
    .help = Hands the file in: its steps begin.
    .command = submit
action-writing-delete = delete the draft
    .help = Deletes the draft; what was submitted is never deleted.
    .command = delete

# Marking
action-mark-toggle = mark
    .help = Marks the row, or unmarks it.
    .command = mark
action-mark-extend-down = mark downwards
    .help = Marks the row and goes down.
action-mark-extend-up = mark upwards
    .help = Marks the row and goes up.
action-mark-range = mark a range
    .help = Begins a range of marks, or ends it.
    .command = range
action-mark-all = mark all
    .help = Marks every row that the filter lets through.
    .command = mark-all
action-mark-group = mark the group
    .help = Marks the rows of the same host; of the same motive, where the list is in that order.
    .command = mark-group
action-mark-invert = invert marks
    .help = Marks what is not marked, and the other way round.
    .command = invert-marks
action-mark-clear = clear marks
    .help = Removes every mark.
    .command = clear-marks

# Filtering
action-filter-open = filter
    .help = Shows only the files wanted: words, field:value, - to exclude.
    .command = filter
action-filter-clear = clear the filter
    .help = Shows the whole queue again.
    .command = clear-filter

# The list
action-list-sort = sort
    .help = Sorts the list on a column.
    .command = sort
action-list-reverse = reverse the order
    .help = Sorts the other way round.
    .command = reverse
action-list-reload = reload
    .help = Reads the list again and shows what others changed.
    .command = reload
action-list-queue = queue
    .help = Shows the queue named.
    .command = queue
action-list-next-queue = next queue
    .help = Goes to the next queue.
    .command = next-queue
action-list-previous-queue = previous queue
    .help = Goes to the previous queue.
    .command = previous-queue
action-list-columns = columns
    .help = Chooses the columns of the list and their order, separated by commas.
    .command = columns

# Views
action-view-open = view
    .help = Shows a saved view: its queue, its filter, its order.
    .command = view
action-view-save = save the view
    .help = Saves the queue, the filter and the order of the list under a name.
    .command = view save
action-view-remove = remove a view
    .help = Removes a saved view; no file is touched.
    .command = view remove
action-view-share = share a view
    .help = Shows your view to the staff of a centre too: its name, then the code of the centre.
    .command = view share
action-view-unshare = stop sharing a view
    .help = Keeps your view to yourself again.
    .command = view unshare

# The layout
action-layout-wider = widen
    .help = Widens the pane, at the cost of its neighbour.
    .command = widen
action-layout-narrower = narrow
    .help = Narrows the pane, to the benefit of its neighbour.
    .command = narrow
action-layout-width = width
    .help = Sets the width of a pane: file 45, queues 30, or default.
    .command = width

# Moving
action-cursor-down = down
    .help = Goes down one row.
action-cursor-up = up
    .help = Goes up one row.
action-cursor-half-page-down = half a page down
    .help = Goes down half a page.
action-cursor-half-page-up = half a page up
    .help = Goes up half a page.
action-cursor-page-down = page down
    .help = Goes down a page.
action-cursor-page-up = page up
    .help = Goes up a page.
action-cursor-top = top
    .help = Goes to the first row.
action-cursor-bottom = bottom
    .help = Goes to the last row.
action-focus-queues = queues
    .help = Goes to the queues.
    .command = queues
action-focus-list = list
    .help = Goes to the list.
    .command = list
action-focus-file = file
    .help = Goes to the file under the cursor.
    .command = show-file
action-focus-next = next pane
    .help = Goes to the next pane.
action-focus-previous = previous pane
    .help = Goes to the previous pane.

# The program
action-administration-roles = roles and rights
    .help = Shows the roles and what each allows.
    .command = roles
action-administration-people = people
    .help = Shows the people, their roles and their centres.
    .command = people
action-administration-centres = centres
    .help = Shows the centres and their settings.
    .command = centres
action-administration-establishment = establishment
    .help = Shows the settings that hold for all centres, and changes them.
    .command = establishment
action-administration-change = change
    .help = Changes what is in hand: a right, a role, a setting.
action-administration-add = add
    .help = Adds a role, a person or a centre.
action-administration-remove = remove
    .help = Removes a role of the establishment’s own, or closes an account.
action-administration-search = search
    .help = Shows only what holds these words.
action-administration-next = next register
    .help = Goes on to people, to centres, to the establishment, then back to roles.
action-administration-previous = previous register
    .help = Goes back to the previous register.
action-administration-into = enter
    .help = Goes into the details, then from right to right.
action-administration-out = leave
    .help = Goes out of the details.
action-organisation-open = host organisations
    .help = Opens the registry of host organisations: find, correct, moderate, merge duplicates.
    .command = hosts
action-organisation-search = search
    .help = Searches by name, SIRET, UAI, town or activity, in any order.
action-organisation-change = change
    .help = Changes the line in hand; of two organisations, takes the value of the other.
action-organisation-add = add
    .help = Adds a host organisation.
action-organisation-register = register
    .help = Takes over what the national register says: adds the establishment it proposes, or updates the organisation.
action-organisation-import = import a table
    .help = Imports organisations from a CSV file: shows first what would become of each line.
action-organisation-export = export as a table
    .help = Writes the organisations of the shelf, or those that the search finds, into a CSV file or a workbook.
action-organisation-approve = approve
    .help = Approves an organisation that waits, or puts one back in use.
action-organisation-retire = take out of use
    .help = Takes the organisation out of use; files keep it.
action-organisation-history = history
    .help = What happened to the organisation, with what stood before and after.
action-organisation-duplicates = duplicates
    .help = Shows the organisations that are likely this one.
action-organisation-swap = keep the other
    .help = Keeps the other of the two organisations.
action-organisation-merge = merge
    .help = Merges the two organisations: services, contacts and files go to the one that stays.
action-organisation-apart = they are two
    .help = Notes that these are two organisations: they are no longer proposed.
action-organisation-undo = undo
    .help = Undoes the last change made here.
action-organisation-next = next shelf
    .help = The next shelf: in use, to moderate, closed, out of use, duplicates.
action-organisation-previous = previous shelf
    .help = The previous shelf.
action-organisation-into = go in
    .help = Goes into the details.
action-organisation-out = go out
    .help = Goes out of the details.
action-alerts-open = alerts
    .help = Shows who is told of what: the establishment, then each centre.
    .command = alerts
action-alerts-mine = my alerts
    .help = Shows how fast I am told, and in which language.
    .command = my-alerts
action-alerts-undelivered = mail not delivered
    .help = Shows the mails that did not arrive, and why.
    .command = undelivered
action-alerts-foretell = who would be told?
    .help = Says who would receive what of an event on this file, and why, and shows the mail.
    .command = who-would-be-told
action-alerts-deliveries = mails sent
    .help = Shows the mails about this file: when, to whom, delivered or not.
    .command = mails
action-alerts-change = change
    .help = Changes what is in hand: a cell, a pace, the language.
action-alerts-edit = text
    .help = Opens the text of the mail of this event.
action-alerts-try = try
    .help = Sends me the text of this event, filled from the newest file.
action-alerts-variables = variables
    .help = Shows the variables of texts, and what each would say of the newest file.
action-alerts-inherit = original text
    .help = Lets go of one’s own text for that of the establishment, or of the program.
action-alerts-closures = closures
    .help = Writes the periods during which no mail leaves.
action-alerts-read = read
    .help = Shows the text of the mail.
action-alerts-retry = send again
    .help = Sends the mail once more.
action-alerts-redirect = other address
    .help = Sends the mail to another address.
action-alerts-drop = let go
    .help = Gives up sending the mail.
action-alerts-next = next
    .help = Goes to the next centre, then to my preferences and to mails not delivered.
action-alerts-previous = previous
    .help = Goes back to the one before.
action-alerts-into = next audience
    .help = Goes to the next audience.
action-alerts-out = previous audience
    .help = Goes back to the audience before.
action-app-command = command
    .help = Opens the command line, with completion; a number opens that convention.
action-app-help = help
    .help = Searches the actions and keys available here.
    .command = help
action-app-find = find
    .help = Finds a student, a convention, a teacher or a host organisation.
    .command = find
action-app-journal = journal
    .help = Shows the messages and errors of the session.
    .command = journal
action-app-jobs = jobs
    .help = Shows the long work of the session: how far it is, what it did and refused.
    .command = jobs
action-app-copy = copy
    .help = Copies the row or the file to the clipboard.
    .command = copy
action-app-zoom = zoom
    .help = Shows the pane alone, as plain text, to copy with the mouse.
    .command = zoom
action-app-theme = theme
    .help = Changes the colours.
    .command = theme
action-app-lang = language
    .help = Changes the language of the screen: fr or en.
    .command = lang
action-app-keymap = keys
    .help = Changes the key map.
    .command = keymap
action-app-redraw = redraw
    .help = Draws the whole screen again.
    .command = redraw
action-app-stop-bulk = stop the bulk action
    .help = Stops the bulk action under way; what is done stays done.
    .command = stop
action-app-escape = step out
    .help = Steps out of whatever is going on.
action-app-suspend = suspend
    .help = Suspends Guichet and goes back to the shell.
action-app-quit = quit
    .help = Leaves the pane, then Guichet.
    .command = quit

# Long work
action-job-open = report
    .help = Shows what the work did, and what it did not do.
action-job-mark = mark again
    .help = Marks again what the work did not do.
    .command = mark-again

# Boxes
action-overlay-confirm = confirm
    .help = Does what is announced.
action-overlay-cancel = close
    .help = Closes without doing anything.
action-overlay-discard = forget
    .help = Closes, and lets go of what the box kept.
action-overlay-toggle = tick
    .help = Ticks or unticks the option.
action-overlay-next-field = next field
    .help = Goes to the next field.
action-overlay-newline = new line
    .help = Begins a line in the text.
action-overlay-previous-field = previous field
    .help = Goes to the previous field.
action-prompt-accept = accept
    .help = Takes the line as typed.
action-prompt-cancel = give up
    .help = Closes the line without taking it.
action-prompt-complete = complete
    .help = Takes the next proposal.
action-prompt-complete-previous = complete backwards
    .help = Takes the previous proposal.
action-prompt-history-previous = previous line
    .help = Takes the line typed before.
action-prompt-history-next = next line
    .help = Goes back to the line typed after.

# Arguments of commands
argument-column = column
argument-queue = queue
argument-theme = theme
argument-lang = fr or en
argument-keymap = key map
argument-day = day
argument-number = number
argument-filter = filter
argument-columns = columns separated by commas, or default
argument-width = pane and width, or default
argument-view = view
argument-name = name
argument-view-and-centre = view and code of the centre
argument-text = text

# Why an action is not possible
need-target = No file under the cursor.
need-drawn = Show the file first: nobody acts on what they have not seen.
need-marks = No row is marked.
need-filter = No filter is set.
need-bulk = No bulk action is running.
need-undone = No work has left a file undone.
need-undoable = Nothing to undo in this session.
need-split = Only one pane shows: widen the window, or bring the panes back (:zoom).
need-writing = Open a file to write in first.
need-amendment = Show an amendment first.
need-repeatable = No act to repeat.

# Contexts, for the help
context-always = Everywhere
context-global = Desk
context-pane = Every pane
context-queues = Queues
context-list = List
context-file = File
context-administration = Administration
context-writing = Writing a file
context-prompt = Input line
context-overlay = Boxes
context-confirm = Confirmation
context-form = Form
context-text = Text of several lines
context-picker = Choice
context-reader = Reading
context-jobs = Long work

# Marks
marks-count = { $count ->
    [one] { $count } marked
   *[other] { $count } marked
}

# Typing errors
did-you-mean = {" "}Did you mean “{ $name }”?
command-error-empty = Type a command, or the number of a convention.
command-error-unknown = No command is called “{ $found }”.
command-error-unwanted = “{ $command }” takes nothing after its name.
command-error-missing = “{ $command }” needs: { $argument }.
command-error-bad = “{ $command }” needs: { $argument }, not “{ $found }”.
filter-error-field = No field is called “{ $found }”.
filter-error-word = “{ $field }” does not know “{ $found }”.
filter-error-empty = A value is missing after “{ $field }:”.
filter-error-date = “{ $field }” needs a date, such as 2026-03-01, 2026-03 or <7d, not “{ $found }”.
filter-error-age = “{ $field }” needs a length of time or a date, such as >10d or >=2026-03-01, not “{ $found }”.
filter-error-number = “{ $field }” needs a number, such as 28413, >28000 or 28000..29000, not “{ $found }”.
entry-not-a-day = { $what }: “{ $found }” is no date; write 2026-03-02 or 02/03/2026.
entry-no-such-day = { $what }: there is no day “{ $found }”.
entry-not-a-period = { $what }: “{ $found }” is no period; write 2026-07-27..2026-08-14.
entry-not-irregular = { $what }: “{ $found }” does not say the days and their hours; write 2026-06-01..2026-06-05=3.5.
entry-reversed = { $what }: the period ends on { $to }, before it begins on { $from }.
entry-not-hours = { $what }: “{ $found }” is no number of hours; write 35, 35.5 or 7:30.
entry-not-an-amount = { $what }: “{ $found }” is no amount; write 4.50 or 600/month.
entry-negative = { $what }: “{ $found }” is negative.
entry-too-much = { $what }: “{ $found }” is too much; at most { $most }.
entry-too-fine = { $what }: “{ $found }” does not make a whole number of hundredths.
entry-not-a-number = { $what }: “{ $found }” is not a number.
entry-not-whole = { $what }: “{ $found }” is not a whole number.
entry-too-long = { $count ->
    [one] { $what }: { $count } letter too many; { $most } at most.
   *[other] { $what }: { $count } letters too many; { $most } at most.
}
entry-not-seven = { $count ->
    [one] { $what }: { $count } number of hours; seven are needed, from Monday to Sunday.
   *[other] { $what }: { $count } numbers of hours; seven are needed, from Monday to Sunday.
}
entry-unknown-unit = { $what }: nothing is paid by the “{ $found }”; expected: { $known }.

# Dates and units
date-first = {""}
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Mo
weekday-2 = Tu
weekday-3 = We
weekday-4 = Th
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = Su
unit-second = s
unit-minute = min
unit-hour = h
unit-day = d
days-spoken = { $count ->
    [0] less than a day
    [one] { $count } day
   *[other] { $count } days
}

# The signs, read aloud
sign-done = done:
sign-to-do = to do:
sign-passed = passed:
sign-blocking = blocking:
sign-warning = to look at:
sign-information = for information:
sign-nobody = nobody
sign-to = to
sign-next = then
sign-error = error:
sign-ticked = ticked:
sign-unticked = not ticked:

# Keys
key-ctrl = Ctrl
key-alt = Alt
key-shift = Shift
key-space = space
key-enter = Enter
key-esc = Esc
key-tab = Tab
key-backspace = Backspace
key-delete = Del
key-insert = Ins
key-up = ↑
    .typed = Up
key-down = ↓
    .typed = Down
key-left = ←
    .typed = Left
key-right = →
    .typed = Right
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

# The queues
queue-pedagogical = Pedagogical validation
queue-check = Administrative check
queue-administrative = Administrative validation
queue-corrected = Corrected
queue-amendments = Amendments to validate
queue-amendments-unsigned = Amendments not signed
queue-to-correct = To correct
queue-soon-unsigned = Starts < 7 d, unsigned
queue-started-unsigned = Started unsigned
queue-enrolment = Enrolment to check
queue-to-sign = To sign
queue-signed = Signed
queue-draft = Drafts
queue-cancelled = Cancelled
queue-archived = Archived
queue-all = All

# States, steps, regimes
file-state-draft = draft
file-state-submitted = submitted
file-state-to-correct = to correct
file-state-in-validation = in validation
file-state-validated = validated
file-state-cancelled = cancelled
signature-state-not-sent = not sent for signature
signature-state-under-way = signature under way
signature-state-refused = signature refused
signature-state-partial = partly signed
signature-state-signed = signed
signature-short-not-sent = not sent
signature-short-under-way = under way
signature-short-refused = refused
signature-short-partial = partial
signature-short-signed = signed
step-pedagogical = pedagogical validation
step-check = administrative check
step-administrative = administrative validation
regime-initial = initial education
regime-cesure = gap period
regime-abroad = abroad
regime-outside = outside L124-1
severity-blocking = blocking
severity-warning = to check
severity-information = for information
nature-mandatory = mandatory
nature-optional = optional
nature-cesure = gap period
signer-student = student
signer-supervisor = supervisor
signer-tutor = tutor
signer-signatory = host signatory
signer-establishment = establishment
signer-guardian = legal representative
means-electronic = electronic
means-paper = paper
per-hour = hour
per-day = day
per-week = week
per-month = month
per-total = whole internship
basis-net = net
basis-gross = gross
currency-EUR = euro
currency-CHF = Swiss franc
currency-GBP = pound sterling
currency-USD = US dollar
spoken-fr = French
spoken-en = English
spoken-es = Spanish
spoken-de = German
spoken-it = Italian
host-name = name
host-siret = SIRET
host-address = address
host-postal-code = postal code
host-town = town
host-country-code = country (ISO code: FR, IT...)
host-activity = activity
host-phone = phone
host-surname = surname
host-given-name = given name
host-job-title = post
host-mail = e-mail
host-uai = UAI
host-naf-code = NAF code
host-legal-category = legal category
host-headcount-band = headcount
host-kind-id = kind of organisation
host-website = website
host-centre = kept by the centre
host-locked = keep from the register
host-retired = out of use
host-state-active = in use
host-state-to-moderate = to moderate
host-state-retired = out of use
host-reason = reason
host-nearly = alike ·
host-closed = closed ·
host-waits = to moderate ·
host-gone-into = Merged into { $name }.
host-is-retired = Out of use: files keep it, no new one takes it.
host-is-retired-part = out of use
host-waits-since = To moderate: added by { $by }, { $at }. v approves it, x rejects it, d looks for a duplicate.
host-used = { $now ->
    [one] { $now } convention under way
   *[other] { $now } conventions under way
}, { $all } in all
host-week = { $week ->
    [one] { $week } intern
   *[other] { $week } interns
} this week
host-limit = limit { $limit }
host-register-said = { $source }, { $at }: open
host-register-closed = { $source }: closed { $on }
host-register-has = register: { $value }
host-register-now = { $source }: open; r takes over what it says
host-register-now-closed = { $source }: closed
host-may-be = From { $source }
host-is-known = in the registry
host-twins = { $count ->
    [one] 1 other has this name or SIREN in the same place: d compares
   *[other] { $count } others have this name or SIREN in the same place: d compares
}
host-proposed = { $source }, not here yet: r adds it
host-proposed-closed = { $source }: closed, not here
host-proposed-nameless = { $source }, not here yet, with no name to tell: r asks for the name
host-will-be = This organisation is { $name } ({ $siret }, { $town }): it takes its SIRET.
host-proposed-known = Already here under another name: r goes there
host-table = Import organisations
host-table-path = CSV file
host-table-rejected = refused lines into
host-table-told = The file is read and checked first: nothing is added before you have seen what would become of it. What has neither SIRET nor UAI will be to moderate.
host-table-columns = Columns: those that “guichet organisation export” or the export of ESUP-Stage give; “;” or “,”, UTF-8, UTF-16 or Windows.
host-table-no-path = Say where the file is.
host-table-wrong = Line { $line }, “{ $value }”: { $why }
host-table-more = { $count ->
    [one] and 1 other
   *[other] and { $count } others
}
host-table-tried = { $read ->
    [0] no line read
    [one] 1 line read
   *[other] { $read } lines read
}: { $good ->
    [0] none good
    [one] 1 good
   *[other] { $good } good
}, { $bad ->
    [0] none refused
    [one] 1 refused
   *[other] { $bad } refused
}
host-table-asks = Nothing is added yet. Each refused line is written with its reason, ready to be corrected.
host-table-asks-all = Nothing is added yet: Enter adds them all.
host-table-what = what to do
host-table-add = add the good lines, write the refused ones
host-table-write = add nothing, write the refused ones
host-table-read = first read all that is refused
host-table-no-rejected = Say into which file the refused lines are written.
host-table-added = { $good ->
    [0] no organisation added
    [one] 1 organisation added
   *[other] { $good } organisations added
} ({ $read ->
    [0] no line read
    [one] 1 line read
   *[other] { $read } lines read
}).
host-table-kept = The refused lines are in { $path }.
host-table-asks-none = No line can be added. Each refused line is written with its reason, ready to be corrected.
host-table-unsure = The line fell at the last word: the organisations may be there. Look for one of them, or start again: those that are there will be refused.
host-table-to = write into
host-export = Export organisations
host-export-all = All organisations of this shelf, with the columns that an import reads.
host-export-found = The organisations that “{ $words }” finds, with the columns that an import reads.
host-export-told = A workbook if the name ends in .xlsx, a CSV file otherwise; nothing is written over.
host-export-staff = The registry goes out as a table only for the staff who keep its organisations.
register-asked = the register is asked
register-proposes = { $count ->
    [one] 1 from the register, at the end
   *[other] { $count } from the register, at the end
}
register-proposes-part = register: { $told } of { $all }
register-goes-on = say more, or Enter reads on in the register
host-is-locked = kept
host-taken = { $taken } (the other: { $left })
host-will-be-approved = It can then be chosen in files.
host-will-be-rejected = It is no longer offered to anybody. If it is there already under another name, merge instead (d).
host-will-come-back = It can then be chosen again.
host-will-go = Files keep it, no new one takes it. u undoes this.
host-will-merge = { $gone } goes into { $kept }: { $services ->
    [0] no service
    [one] 1 service
   *[other] { $services } services
} and { $conventions ->
    [0] no file
    [one] 1 file
   *[other] { $conventions } files
} move, with their contacts.
host-merge-undone = Nothing is lost: u, here, parts the two again; later, the sheet of the one that stays does.
host-merged-here = Merged into this one
host-merged-there = Merged into
host-merged-files = { $count ->
    [0] no file
    [one] 1 file
   *[other] { $count } files
}
host-was-merged = Merged on { $at }, by { $by }.
host-will-part = { $gone } is an organisation of its own again: its services go with it, and { $conventions ->
    [0] the files begun since in these services.
    [one] the file that came from it, with those begun since in these services.
   *[other] the { $conventions } files that came from it, with those begun since in these services.
}
host-will-part-kept = What was corrected since in { $kept } stays.
hosts-found = “{ $search }”: { $count ->
    [0] none exactly
    [one] 1 organisation
   *[other] { $count } organisations
}{ $more ->
    [1] , and others: type on
   *[other] {""}
}
hosts-none = None here.
hosts-no-match = No organisation: a adds it.
hosts-no-pair = No likely duplicate.
pair-score = { $score }%
pair-files = Left stays ({ $kept } files), right goes ({ $gone }). s swaps, m merges
register-companies = Company search
register-settings = The register cannot be asked: { $why }. Correct [sis.sirene] or [sis.companies] in config.toml.
register-none = No register is configured: give a key ([sis.sirene] key_file) or enable [sis.companies] in config.toml.
sis-settings = A source cannot be asked: { $why }. Correct [sis.*] in config.toml.
sis-none = No source is configured: describe one in config.toml, [sis.siscol] for instance.
sis-no-source = “{ $name }” is no source of config.toml. These are: { $known }.
sis-no-students = None of the sources asked knows of students: [sis.pegase], [sis.apogee] and [sis.siscol] of config.toml do.
sis-asked-of-nobody = By [[sis.students]] of config.toml, no source is asked about { $number } in that year.
sis-no-number = “{ $number }” is no number of a student: letters, digits, points and dashes only.
sis-unknown-student = No source knows of student { $number }. Check the number, or ask for the year with --year.
sis-answers = answers in { $took } ms, { $lines ->
    [0] no line
    [one] 1 line
   *[other] { $lines } lines
}
sis-clock-ahead = beware, its clock is { $by } ahead of ours: passes and signatures may be refused
sis-clock-behind = beware, its clock is { $by } behind ours: passes and signatures may be refused
sis-does-not = { $what } ({ $why })
sis-silent = { $source }: { $why }
sis-student = student
sis-year = year
sis-identity = — identity
sis-civil-status = — civil status
sis-years = — years
sis-enrolments = — enrolments
sis-directory = — directory
sis-affiliations = affiliations
sis-entities = entities
sis-enrolled = enrolled in
sis-name = name
sis-birth-name = name at birth
sis-birth-date = born on
sis-mail = mail
sis-ine = INE
sis-login = login
sis-nationality = nationality
sis-etape = étape
sis-diploma = diploma
sis-composante = composante
sis-cesure = césure
sis-credits = ({ $credits } credits)
sis-told = asked
sis-told-at = { $at }, by { $by }
sis-batch = a batch
sis-nothing-kept = Nothing is kept of student { $number }, or it is not for you. Without --kept, the sources are asked.
sis-synced = { $told ->
    [0] No new answer
    [one] 1 student asked about
   *[other] { $told } students asked about
}, { $unknown ->
    [0] none unknown
    [one] 1 unknown
   *[other] { $unknown } unknown
}, { $failed ->
    [0] none without an answer
   *[other] { $failed } without an answer
}
mail-settings = Mail settings: { $why }
mail-no-address = No address is known.
mail-gone = This person has no account any more.
mail-switched-off = Mail is switched off here ([mail] deliver = false).
mail-unsendable = Cannot be sent: { $why }
mail-changed = { $field }: changed
mail-changed-to = { $field }: { $from } → { $to }
mail-digest-subject = { $count ->
    [one] Guichet: 1 alert
   *[other] Guichet: { $count } alerts
}
mail-digest-greeting = Dear { $name }, this is what happened:
worker-no-mail = No mail server: add [mail] to config.toml, with server and from.
worker-greeted = { $server } answers and lets us in.
worker-not-greeted = { $server } does not take our mail: { $why }
worker-unreachable = mail server: { $why }
worker-report = { $events ->
    [one] 1 event
   *[other] { $events } events
} · { $sent ->
    [one] 1 mail sent
   *[other] { $sent } mails sent
} · { $waiting ->
    [one] 1 waiting
   *[other] { $waiting } waiting
} · { $failed ->
    [one] 1 not delivered
   *[other] { $failed } not delivered
}
sis-stopped = The sources no longer answer: guichet sis check says why. Run this again then, it goes on from here.
silence-nothing = knows nothing of it
silence-unsure = answers without saying anything, perhaps since what stands behind it is down
silence-unreachable = cannot be reached
silence-late = does not answer in time
silence-resting = left alone until { $until }, after too many failures or questions
silence-bad-login = does not accept our login
silence-refused = refuses the question
silence-odd = answers against its contract, at { $place }
affiliation-student = student
affiliation-teacher = teacher
affiliation-faculty = teaching or research staff
affiliation-researcher = researcher
affiliation-staff = administrative or technical staff
affiliation-employee = employee
affiliation-member = member
affiliation-affiliate = affiliate
affiliation-alum = former student
enrolment-valid = valid enrolment
enrolment-pending = enrolment under way
enrolment-cancelled = enrolment cancelled
register-later = The register was asked too often: again possible { $at }.
register-again = register: at { $at }
register-mute = register silent
register-unreachable = The register does not answer: work goes on without it, it is asked again at the next search.
register-bad-key = The register refuses the key: tell whoever keeps the settings ([sis.sirene] key_file).
register-bad-key-beside = SIRENE refuses the key: another register answers in its place. Tell whoever keeps the settings ([sis.sirene] key_file).
register-not-told = The register knows this establishment and may not tell.
register-odd = The register answers otherwise than expected ({ $why }): add the organisation by hand.
register-adds-siret = --add takes a SIRET.
register-no-siret = Organisation no. { $id } has no SIRET: the register cannot be asked.
register-added = Added: no. { $id }.
register-going = { $count ->
    [one] 1 organisation looked at...
   *[other] { $count } organisations looked at...
}
register-done = { $count ->
    [one] 1 organisation looked at
   *[other] { $count } organisations looked at
}, of which { $closed } closed in the register.
register-part = { $told } of { $all }: say more, or ask for more (--least).
register-not-diffused = [not diffused]
register-source = source
host-state-title = state
shelf-in-use = In use
shelf-to-moderate = To moderate
shelf-closed = Closed
shelf-retired = Out of use
shelf-duplicates = Duplicates
alike-uai = same UAI
alike-siren = same SIREN
alike-name = same name
alike-alike = similar name
alike-postal-code = same postal code
alike-town = same town
alike-address = same address
alike-website = same website
alike-other-siren = different SIRENs
pane-organisations = Host organisations
context-organisations = Host organisations
pane-alerts = Alerts
context-alerts = Alerts
form-lacks-centre = Tick the centre that keeps it.
form-lacks-job = Give what they do there.
said-pair-first = First choose two organisations to compare (duplicates: d).
said-host-nothing-to-undo = Nothing to undo here in this session. An older merge is undone on the sheet of the organisation that stayed.
said-host-in-hand = First choose an organisation.
said-host-active = It is in use already.
said-host-retired = It is out of use already.
said-host-merged = Merged. u parts them again.
said-host-parted = Parted: each has its services and files again.
said-host-apart = Noted: these are two organisations. They are no longer proposed.
said-host-refreshed = Taken over from the register. u puts back what was there.
said-host-refreshed-closed = Taken over from the register: the establishment is closed. u puts back what was there.
said-host-no-siret = This organisation has no SIRET: the register cannot be asked.
said-register-unknown = The register does not know this SIRET.
said-table-stopped = Import stopped: nothing is added.
said-host-added = Added.
value-yes = yes
value-no = no
value-done = done
value-passed = overridden
value-empty = empty
value-masked = hidden
somebody = somebody
the-program = Guichet

# Fields of a convention
field-organisation = host organisation
field-service = host service
field-contact = contact
field-state = state
field-closed = closed in the register
field-locked = kept from the register
field-merged = organisation merged
field-merged-into = merged into
field-retired = out of use
field-tutor = tutor
field-second-tutor = second tutor
field-signatory = signatory
field-supervisor = supervisor
field-start-date = start
field-end-date = end
field-weekly-hours = hours a week
field-total-hours = hours in all
field-total-overridden = total typed by hand
field-gratification = gratification
field-gratification-amount = amount of the gratification
field-gratification-unit = period of the gratification
field-gratification-basis = gratification net or gross
field-currency = currency
field-payment-mode = means of payment
field-subject = subject
field-tasks = tasks
field-skills = skills
field-details = details
field-supervision = supervision
field-presence = night, Sunday and holiday presence
field-leave-terms = leave
field-benefits = benefits
field-comment = comment
field-type = type of convention
field-regime = regime
field-student-number = student number
field-surname = surname
field-given-name = first name
field-mail = e-mail
field-ine = INE
field-etape = étape code
field-year = university year
field-student = student
field-nature = nature
field-teaching-hours = teaching hours
field-elp-code = ELP code
field-elp-label = ELP
field-ects = credits
field-language = language
field-country = country
field-theme = theme
field-working-time = working time
field-origin = origin of the internship
field-assessed-work = assessed work
field-assessment-mode = means of assessment
field-confidential = confidential
field-cpam = CPAM
field-address = address
field-postal-code = postal code
field-town = town
field-personal-mail = personal mail
field-phone = phone
field-file-state = state of the file
field-corrected = corrected
field-calendar = public holidays
field-declared-hours = hours declared elsewhere
field-teaching-on-site = hours of teaching in presence
field-abroad-sheet = information sheet of the country
field-abroad-exchange = exchange with the student beforehand
field-abroad-authorisation = named authorisation
field-rupture-day = date of the early end
field-rupture-by = who ended it
field-rupture-why = why it ended
field-rupture-outcome = what follows it
field-hold-until = on hold until
field-checked-by = checked by
field-note = internal note
field-week-patterns = other weeks
field-interruptions = interruptions
field-irregular-periods = days with other hours
field-authorised-absences = authorised leave and absences
field-worked-holidays = public holidays worked
field-enrolment = enrolment
field-return = reason ({ $field })
field-finding = check “{ $rule }”
field-mention = mention
field-document = document “{ $label }”
field-document-until = end of validity of “{ $label }”
field-document-reference = reference of “{ $label }”
field-document-file = file of “{ $label }”
field-valid-until = end of validity
field-outside-programme = outside the programme
field-template = template of the convention
field-own-convention = convention of the host’s own
field-own-reference = its reference
field-own-mentions = mentions of D124-4 found
field-own-opinion = legal opinion
field-own-opinion-by = opinion given by
field-own-opinion-on = opinion given on
field-rupture-on = day of the early end
field-rupture-cause = reason of the early end
field-remote-days = days of remote work a week
field-gratification-rates = allowance over time
field-amendment = amendment no. { $number }
field-amended = amendment no. { $number }, { $field }
field-effective-from = { $motive }, effective day
field-motive-comment = { $motive }, comment
field-signed-by = signature ({ $signer })
mention-programme = programme and hours of teaching
mention-people = supervisor and tutor
mention-skills = skills to acquire
mention-activities = activities
mention-dates = dates and total presence
mention-presence = weekly hours, nights, Sundays, holidays
mention-supervision = supervision by establishment and host
mention-gratification = allowance and how it is paid
mention-protection = social protection, insurance, liability
mention-absences = authorised absences
mention-termination = suspension and termination
mention-validation = validation after an interruption
mention-benefits = benefits
mention-rules = rules of the host
mention-certificate = certificate of the internship
opinion-favourable = favourable
opinion-reserved = favourable with reservations
opinion-unfavourable = unfavourable
rupture-by-intern = the student
rupture-by-host = the host organisation
rupture-by-establishment = the university
rupture-by-agreement = all parties
rupture-cause-illness = illness
rupture-cause-accident = accident
rupture-cause-parenthood = pregnancy, paternity or adoption
rupture-cause-breach = breach of the teaching terms
rupture-cause-other = other reason
rupture-outcome-validated = validated all the same
rupture-outcome-otherwise = validated another way
rupture-outcome-postponed = end postponed
motive-rupture = early end
motive-period = period
motive-schedule = hours
motive-subject = subject
motive-gratification = allowance
motive-place = place
motive-tutor = tutor
motive-supervisor = supervisor
motive-signatory = signatory
motive-other = other
glimpse = { $field } { $from } → { $to }
short-start-date = start
short-end-date = end
short-gratification-amount = pay
short-supervisor-id = supervisor
short-tutor-id = tutor
short-service-id = place
short-weekly-hours = week
short-interruptions = interruption
short-rupture-on = early end
short-presence = presence
short-remote-days = remote
motive-effective = from { $date }
motive-effective-comment = from { $date } · { $comment }
motive-nothing-said = nothing
motive-from = takes effect on
motive-comment = comment
motive-help = Without a day, the one that is given already, else today.
motive-remove = Enter takes this motive out, with what it changes: { $fields }.
motive-remove-comment = Enter takes this motive out, with its comment.
amendment-state-draft = draft
amendment-state-submitted = submitted
amendment-state-validated = validated
amendment-state-signed = signed
amendment-state-cancelled = cancelled
amendment-title = Amendment no. { $number } · convention no. { $id } · { $student }
amendment-number = amendment no. { $number }
amendment-of = { $file }, amendment no. { $number }
amendment-unsigned = validated, not signed
amendment-past = (already past)
amendment-nothing = nothing changes
amendment-calendar = Calendar
amendment-no-finding = nothing new
amendment-known = { $count ->
    [one] { $count } finding known already
   *[other] { $count } findings known already
}
against-original = compared with the original convention
against-amendment-unsigned = compared with the convention after amendment no. { $number }, validated, not signed
against-signed = compared with what is signed
against-unsigned = { $count ->
    [one] on amendment no. { $numbers }, validated, not signed
   *[other] on amendments no. { $numbers }, validated, not signed
}
against-amendment = compared with the convention after amendment no. { $number }
form-sign-title = Signature: { $whom }
form-signed-on = signed by all on
form-signed-means = signature
form-signed-bad = Give the day of the signature, today at the latest.
amendment-stands = Amendment no. { $number } { $state } since { $since }
amendment-stands-unsigned = Amendment no. { $number } validated, not signed, since { $since }
amendment-changes = What changes
amendment-figures = Consequences
amendment-findings = Checks
amendment-fresh = new: { $finding }
amendment-cleared = no longer found: { $rule }
delta-days-more = { $count ->
    [one] + { $count } day
   *[other] + { $count } days
}
delta-days-less = { $count ->
    [one] - { $count } day
   *[other] - { $count } days
}
delta-more = + { $value }
delta-less = - { $value }
far-more = +{ $value }
far-less = -{ $value }
figure-days = days of presence
figure-hours = hours of presence
figure-legal = legal duration
figure-due = allowance due
figure-minimum = legal minimum
figure-offered = allowance offered
table-field = Field
table-before = Before
table-after = After
table-delta = Difference
document-state-expected = expected
document-state-received = received
document-state-refused = refused
document-state-expired = expired
needed-for-nothing = nothing waits for it
needed-for-submission = needed for the submission
needed-for-pedagogical = needed for the pedagogical validation
needed-for-check = needed for the administrative check
needed-for-administrative = needed for the administrative validation
applies-all = every file
applies-france = internships in France
applies-abroad = internships abroad
applies-own-convention = conventions of the hosts’ own
document-valid = valid until { $day }
document-is = This document is
document-which = Tick where the document stands.
document-path = File to attach (path)
document-reference = Reference, where it is kept
document-until = Valid until
document-reason = Why it is refused
document-help = A file of this machine (10 MB at most), or the reference of the original; both may stay empty.
document-help-own = Attach the file, of this machine, 10 MB at most; the office will look at it.
document-stands = Where it stands
unread-empty = This file is empty.
unread-too-long = This file is over 10 MB: make it smaller, or give its reference.
unread-because = The file cannot be read ({ $why }): check the path.
step-done = { $for ->
    [none] done by { $by }, { $at }
   *[other] done by { $by } for { $for }, { $at }
}
step-waits = to do
line-instructions = instructions of the centre
line-history = history
line-history-opens = Enter opens it
value-of = { $count } of { $of }

# What happened to a file, after somebody’s name
verb-create = created the file
verb-edit = changed the file
verb-document = recorded a document
verb-delete = deleted the draft
verb-note = added a note
verb-validate = validated
verb-unvalidate = took a validation back
verb-return = returned the file
verb-submit = submitted
verb-cancel = cancelled the convention
verb-restore = took the act back
verb-hold = changed the hold
verb-pass = overrode a finding
verb-amend-create = made an amendment
verb-amend-edit = changed an amendment
verb-amend-delete = deleted a draft amendment
verb-amend-submit = submitted an amendment
verb-amend-validate = validated an amendment
verb-amend-unvalidate = withdrew the validation of an amendment
verb-amend-return = returned an amendment
verb-amend-cancel = cancelled an amendment
verb-amend-restore = took back their act
verb-amend-pass = let an amendment through
verb-amend-sign = recorded the signature of an amendment
verb-sign = recorded a signature
verb-host-merged = merged two host organisations
verb-organisation-created = added the organisation
verb-organisation-edited = changed the organisation
verb-organisation-imported = imported the organisation
verb-organisation-approved = approved the organisation
verb-organisation-rejected = rejected the organisation
verb-organisation-retired = took the organisation out of use
verb-organisation-restored = put the organisation back in use
verb-organisation-refreshed = took over what the register says
verb-organisation-merged = merged another organisation into this one
verb-organisation-merged-into = merged this organisation into another
verb-organisation-parted = parted two merged organisations
verb-service-created = added a service
verb-service-edited = changed a service
verb-contact-created = added a contact
verb-contact-edited = changed a contact

# Acts, to be done
act-validate = Validate
act-validate-for = Validate on behalf of { $name }
act-unvalidate = Take the validation back
act-return = Return
act-submit = Submit
act-cancel = Cancel the convention
act-restore = Restore the previous state
act-hold = Hold until { $date }
act-hold-none = Take up again
act-pass = Override blocking findings
act-sign = Record that all have signed

# Acts, done on one convention or several
act-validate-done = { $count ->
   *[other] validated
}
act-unvalidate-done = { $count ->
   *[other] put back in validation
}
act-return-done = { $count ->
   *[other] returned
}
act-submit-done = { $count ->
   *[other] submitted
}
act-cancel-done = { $count ->
   *[other] cancelled
}
act-restore-done = { $count ->
   *[other] restored
}
act-hold-done = { $count ->
   *[other] held until { $date }
}
act-hold-none-done = { $count ->
   *[other] taken up again
}
act-pass-done = { $count ->
   *[other] overridden
}
act-sign-done = { $count ->
    [one] signature recorded
   *[other] signatures recorded
}
amended-validate-done = { $count ->
    [one] validated
   *[other] validated
}
amended-unvalidate-done = { $count ->
    [one] to be validated again
   *[other] to be validated again
}
amended-return-done = { $count ->
    [one] returned
   *[other] returned
}
amended-submit-done = { $count ->
    [one] submitted
   *[other] submitted
}
amended-cancel-done = { $count ->
    [one] cancelled
   *[other] cancelled
}
amended-restore-done = { $count ->
    [one] restored
   *[other] restored
}
amended-hold-done = { $count ->
    [one] nothing done
   *[other] nothing done
}
amended-pass-done = { $count ->
    [one] let through
   *[other] let through
}
amended-sign-done = { $count ->
    [one] signed
   *[other] signed
}

# Findings: name, article, sentence
rule-mandatory-content = mandatory content
rule-own-convention = convention of the host’s own
rule-documents = documents of the file
rule-dates-order = order of the dates
rule-dates-length = length of the internship
rule-dates-interruption = interruption
rule-end-of-year = end of year
rule-duration-max = length in the year
rule-overlap = overlap
rule-gratification-due = allowance due
rule-gratification-min = minimum allowance
rule-gratification-public = host of public law
rule-waiting-period = waiting period
rule-host-quota = interns of the host
rule-host-closed = host closed
rule-host-unchecked = host to be checked
rule-tutor-quota = interns of the tutor
rule-supervisor-quota = interns of the supervisor
rule-enrolment = enrolment
rule-teaching-volume = teaching volume
rule-signed-before-start = signed before the start
rule-presence-limits = longest presence
rule-leave-clause = leave and absences
rule-purpose = purpose
rule-rupture = early end
rule-abroad = internship abroad
rule-after = end of the internship
rule-outside = out of scope
article-mandatory-content = D124-4
article-own-convention = D124-4
article-documents = setting of the centre
article-dates-order = D124-4
article-dates-length = L124-5
article-dates-interruption = D124-4
article-end-of-year = centre setting
article-duration-max = L124-5, D124-6
article-overlap = L124-14
article-gratification-due = L124-6
article-gratification-min = L124-6, D124-8
article-gratification-public = D124-8
article-waiting-period = L124-11
article-host-quota = L124-8, R124-10
article-host-closed = national register
article-host-unchecked = registry of hosts
article-tutor-quota = L124-10, R124-13
article-supervisor-quota = L124-2, D124-3
article-enrolment = student information system
article-teaching-volume = D124-2
article-signed-before-start = L124-1
article-presence-limits = L124-14
article-leave-clause = L124-13
article-purpose = L124-7
article-rupture = L124-15
article-abroad = L124-20
article-after = L124-4, D124-9
article-outside = L124-1
finding-mandatory-content = Missing: { $fields }.
finding-own-convention = { $case ->
    [mentions] Convention of the host’s own: mentions not found: { $fields }.
    [unfavourable] Convention of the host’s own: the legal opinion is unfavourable.
    [reserved] Convention of the host’s own: the legal opinion makes reservations.
   *[unseen] Convention of the host’s own: the legal opinion is awaited.
}
finding-documents = A document is valid until { $day } only, before the internship ends ({ $bound }): { $documents }.
finding-dates-order = Ends on { $day }, before it starts on { $bound }.
finding-dates-length = Ends on { $day }: an internship ends before { $bound }, one year after its start.
finding-dates-interruption = Interruption of { $day } outside the dates of the internship.
finding-end-of-year = Ends on { $day }, after the academic year ({ $bound }).
finding-duration-max = { $others ->
    [none] { $hours } h of presence, for a limit of { $limit } h (six months) in one organisation and year.
   *[other] { $hours } h of presence, of which { $others } h outside this file, for a limit of { $limit } h (six months) in one organisation and year.
}
finding-overlap = { $case ->
    [within] Present in another internship too, from { $day } to { $bound }.
    [week] { $hours } h with another internship, in the week of { $day }, at most { $limit } h a week.
   *[day] { $hours } h with another internship, on { $day }, at most { $limit } h a day.
}
finding-gratification-due = { $case ->
    [abroad] { $hours } h of presence: in France an allowance would be due above { $limit } h; here the law of the country holds.
   *[france] { $hours } h of presence, over { $limit } h: an allowance is due, of at least { $amount }.
}
finding-gratification-min = { $case ->
    [year] { $amount } offered, less than the minimum at the rate of each civil year: { $minimum }.
   *[signature] { $amount } offered, less than the minimum at the rate of the day of signature: { $minimum }.
}
finding-gratification-public = { $amount } offered: a host of public law pays exactly the legal rate, { $minimum }.
finding-waiting-period = { $case ->
    [tutor] An internship in the same service, with the same tutor, ended on { $day }: the next one starts on { $bound } at the earliest.
   *[service] An internship in the same service ended on { $day }: on the same post, the next one starts on { $bound } at the earliest.
}
finding-host-quota = { $case ->
    [between] At least { $count ->
        [one] { $count } intern
       *[other] { $count } interns
    } in the organisation in one week, for a limit between { $low } and { $high }.
    [at-least] At least { $count ->
        [one] { $count } intern
       *[other] { $count } interns
    } in the organisation in one week, for a limit of at least { $low }.
   *[exactly] At least { $count ->
        [one] { $count } intern
       *[other] { $count } interns
    } in the organisation in one week, for a limit of { $low }.
}
finding-host-closed = { $case ->
    [since] The organisation has been closed since { $day } according to the register: check where the internship takes place.
   *[unknown] The organisation is closed according to the register: check where the internship takes place.
}
finding-host-unchecked = { $case ->
    [retired] The organisation is out of use: choose another one, or bring it back.
   *[to-moderate] The organisation waits for moderation: check who it is before you validate.
}
finding-tutor-quota = On the first day, the tutor already is one in { $count ->
    [one] { $count } running convention
   *[other] { $count } running conventions
}, at most { $limit }.
finding-supervisor-quota = The supervisor follows up to { $count ->
    [one] { $count } intern
   *[other] { $count } interns
} at once, at most { $limit }.
finding-enrolment = { $case ->
    [by-hand] The enrolment was typed by hand; no source has confirmed it.
    [none] No enrolment is known in that year: ask the registrar.
    [cancelled] The enrolment is cancelled: ask the registrar.
   *[otherwise] The student is enrolled in another étape ({ $etapes }): check that of the file.
}
finding-teaching-volume = { $case ->
    [on-site] { $hours } h of teaching in the presence of the student, at least { $limit } h in the year.
   *[total] { $hours } h of teaching, at least { $limit } h in the year.
}
finding-signed-before-start = { $case ->
    [begun] The internship began on { $day }, and not everybody has signed the convention.
   *[soon] The internship starts on { $day }, and not everybody has signed the convention.
}
finding-presence-limits = { $case ->
    [minor-day] { $hours } h on { $day }, at most, under eighteen, { $limit } h a day.
    [minor-week] { $hours } h in the week of { $day }, at most, under eighteen, { $limit } h a week.
    [week] { $hours } h in the week of { $day }, at most { $limit } h a week.
   *[day] { $hours } h on { $day }, at most { $limit } h a day.
}
finding-leave-clause = { $hours } h of presence, over two months ({ $limit } h): the convention provides for leave and authorised absences.
finding-purpose = For the pedagogical validation to confirm: no regular task of a post, no replacement, no peak of activity, no seasonal job.
finding-rupture = Early end; missing: { $fields }.
finding-abroad = { $case ->
    [orange] Abroad, in a country to avoid unless imperative; missing: { $fields }.
    [red] Abroad, in a country formally advised against; missing: { $fields }.
   *[none] Abroad; missing: { $fields }.
}
finding-after = { $amount ->
    [none] Ended on { $day }: the student evaluates it, and the host attests its length ({ $hours } h).
   *[other] Ended on { $day }: the student evaluates it, and the host attests its length ({ $hours } h) and the allowance paid ({ $amount }).
}
finding-outside = { $case ->
    [template] Outside L124-1: this type of convention is the one for students.
   *[scope] Outside L124-1: the rules of internships do not apply.
}

# Calendars and public holidays
calendar-metropolitan = metropolitan France
calendar-alsace-moselle = Alsace-Moselle
calendar-guadeloupe = Guadeloupe
calendar-martinique = Martinique
calendar-guyane = French Guiana
calendar-reunion = Réunion
calendar-mayotte = Mayotte
calendar-saint-barthelemy = Saint-Barthélemy
calendar-saint-martin = Saint-Martin
calendar-saint-pierre-et-miquelon = Saint-Pierre-et-Miquelon
calendar-wallis-et-futuna = Wallis and Futuna
calendar-polynesie = French Polynesia
calendar-nouvelle-caledonie = New Caledonia
calendar-none = no public holiday
feast-new-year = New Year’s Day
feast-gospel = arrival of the Gospel
feast-good-friday = Good Friday
feast-easter-monday = Easter Monday
feast-chanel = Saint Peter Chanel
feast-labour = Labour Day
feast-victory = Victory of 1945
feast-ascension = Ascension
feast-whit-monday = Whit Monday
feast-abolition = abolition of slavery
feast-autonomy = Autonomy Day
feast-national = national day
feast-schoelcher = Victor Schœlcher Day
feast-territory = Territory Day
feast-assumption = Assumption
feast-citizenship = Citizenship Day
feast-all-saints = All Saints’ Day
feast-armistice = Armistice of 1918
feast-matarii = Matari’i
feast-christmas = Christmas
feast-saint-stephen = Saint Stephen’s Day

# Durations and allowances, computed
duration-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
duration-hours = { $hours } h
duration-nothing = 0 days
explain-span = from { $from } to { $to }
explain-rest = days without planned presence
explain-holiday = { $day }, { $feast }
explain-worked-holiday = { $day }, { $feast }: worked
explain-interruption = interruption from { $from } to { $to }
explain-absence = authorised absence from { $from } to { $to }, not paid
explain-override = total typed by hand

# Why the database refuses
refusal-unknown = Refused by the database, code { $code } (no. { $id }): give this code to your administrator.
refusal-GU001 = Convention no. { $id } not found, or out of your scope.
refusal-GU002 = You lack the right “{ $right }” on { $function } (no. { $id }): ask { $grantors }.
refusal-GU003 = File no. { $id } has changed since: { $by } { $verb } ({ $at }). Read it again (:reload).
refusal-GU004 = Convention no. { $id } is “{ $state }”: this does not apply to it.
refusal-GU004-nothing = Nothing to do here for convention no. { $id }: this does not apply to it.
refusal-GU004-amendment = The amendment is “{ $amendment }” (no. { $id }): this does not apply to it.
refusal-GU005 = { $code ->
   *[other] { $step } missing (no. { $id }).
}
refusal-GU006 = Already done by { $by } on { $at }: { $step } (no. { $id }).
refusal-GU006-nobody = Already done: { $step } (no. { $id }).
refusal-GU007 = First undo the step after it: { $step } (no. { $id }).
refusal-GU008 = The centre’s circuit does not have this step: { $step } (no. { $id }).
refusal-GU009 = The pedagogical validation is { $supervisor }’s; record it on their behalf, with their agreement (no. { $id }).
refusal-GU009-nobody = The pedagogical validation is the supervisor’s, and there is none: name one (no. { $id }).
refusal-GU010 = The findings are out of date: open file no. { $id } again.
refusal-GU011 = Blocking finding: { $rules } (no. { $id }). Return the file, or have a manager override it.
refusal-GU012 = A reason is needed (no. { $id }).
refusal-GU013 = No supervisor (no. { $id }): name one before the last step.
refusal-GU014 = This step is for the centre: { $step } (no. { $id }).
refusal-GU015 = File no. { $id } can no longer be changed: make an amendment.
refusal-GU016 = Value refused: { $field } (no. { $id }). Correct it.
refusal-GU016-some = The database refuses this value (no. { $id }). Correct it.
refusal-GU018 = Incomplete file (no. { $id }), missing: { $missing }.
refusal-GU020 = Internship no. { $id } began on { $start }: it can no longer be cancelled, end it early by an amendment.
refusal-GU021 = Already sent for signature (no. { $id }): only an amendment can change it.
refusal-GU022 = Nothing of yours to restore (no. { $id }): the file has changed since.
refusal-GU023 = The database does not know this act (no. { $id }): update Guichet.
refusal-GU031 = No centre is in charge of étape { $etape }: attach it, or its composante, to one (management criteria).
refusal-GU033 = An entry retired from its list: { $field } (no. { $id }). Choose another one.
refusal-GU034 = The centre, or the establishment, does not let students do this: ask the office.
refusal-GU035 = This enrolment is of a year for which the centre makes no convention any more.
refusal-GU037 = Confidential text (no. { $id }): its centre, its supervisor and the student alone write it.
refusal-GU038 = A document is missing (no. { $id }): { $documents }.
refusal-GU039 = This document is not asked for with file no. { $id }.
refusal-GU042 = It begins on { $start }: a student hands in an internship that begins between tomorrow and { $until }. Ask the office.
refusal-GU044 = No host in use has this SIRET: add it first, or make this convention apart.
refusal-GU045 = Attach the file of the document (no. { $id }): the office records those that come otherwise.
refusal-GU046 = Not changed by an amendment: { $field } (no. { $id }). Another host needs a new convention.
refusal-GU048 = Amendment no. { $amendments } of file no. { $id } is under way: finish it, or cancel it.
refusal-GU049 = The amendment is not complete (no. { $id }), missing: { $missing }.
refusal-GU050 = { $kind ->
    [reversed] The end ({ $end }) comes before the start ({ $start }): no. { $id }.
    [too_long] From { $start } to { $end } is more than a year: no. { $id }.
    [rupture] The early end ({ $from }) comes before the start ({ $start }): no. { $id }.
    [effective] { $motive }: effective on { $from }, after the end ({ $end }): no. { $id }.
   *[other] { $field } from { $from } to { $until }, outside the internship ({ $start } - { $end }): no. { $id }.
}
refusal-GU051 = Amendment no. { $amendments } is about the same thing, or depends on it (no. { $id }): begin with it.
refusal-GU052 = Dated after the end of the internship ({ $end }): only a manager lets it through, with a reason (no. { $id }).
refusal-GU032 = Already there: { $name } (no. { $number }) has this SIRET, this UAI, or this name in the same place, itself or an organisation merged into it.
refusal-GU053 = { $count ->
    [one] A file under way names it
   *[other] { $count } files under way name it
}: take them to another organisation first (merge).
refusal-GU054 = This organisation was merged into { $name }: that is the one to open.
refusal-GU055 = Kept by the centre { $centre }: it alone changes it.
refusal-GU066 = { $name } is out of use: choose another organisation, or bring this one back.
refusal-GU067 = { $count ->
    [one] File no. { $number } holds
   *[other] { $count } files (no. { $number } first) hold
} something of both organisations, by a service, a tutor or a signatory: give them those of one, then undo the merge.
refusal-GU056 = The étape { $etape } is not known here: check its code, or wait until a source tells it.
refusal-GU057 = This is missing or makes no sense: { $field }.
refusal-GU059 = This number is that of a student of another name: check it.
refusal-GU070 = Amendment no. { $amendments } rests on this validation (no. { $id }): cancel it first, or take its validation back and cancel it.
refusal-GU058 = Somebody just changed what is known of the student: read it again, then go on.
refusal-GU036 = Several enrolments, none in the étape of the file: make this convention by itself.
right-read = read
right-create = create
right-modify = modify
right-delete = delete
right-validate = validate

# The same, to be counted
refused-unknown = refused by the database
refused-GU001 = not found
refused-GU002 = right missing
refused-GU003 = changed since
refused-GU004 = in a state it does not apply to
refused-GU005 = previous step missing
refused-GU006 = step already done
refused-GU007 = following step done
refused-GU008 = step not in the circuit
refused-GU009 = for the supervisor
refused-GU010 = findings out of date
refused-GU011 = blocking finding
refused-GU012 = reason missing
refused-GU013 = no supervisor
refused-GU014 = for the centre
refused-GU015 = can no longer be changed
refused-GU016 = value refused
refused-GU018 = incomplete
refused-GU020 = internship begun
refused-GU021 = sent for signature
refused-GU022 = nothing to restore
refused-GU023 = act unknown to the database
refused-GU031 = without a centre in charge
refused-GU033 = entry retired from its list
refused-GU034 = closed to students
refused-GU035 = closed year
refused-GU037 = confidential texts
refused-GU038 = document missing
refused-GU039 = document not asked for
refused-GU042 = begins outside the days open to students
refused-GU044 = host unknown
refused-GU045 = document without its file
refused-GU046 = not changed by an amendment
refused-GU048 = an amendment is under way
refused-GU049 = amendment not complete
refused-GU050 = dates that do not hold together
refused-GU051 = another amendment comes first
refused-GU070 = an amendment rests on it
refused-GU052 = dated after the end
refused-GU032 = already there
refused-GU053 = files name it
refused-GU054 = merged into another one
refused-GU055 = kept by another centre
refused-GU066 = organisation out of use
refused-GU067 = files hold something of both organisations
refused-GU056 = unknown étape
refused-GU057 = a field is missing
refused-GU059 = number of another student
refused-GU058 = the student was just changed
refused-GU036 = several enrolments

# What the desk says
said-done-one = no. { $id }: { $act }
said-done-amendment = No. { $id }, amendment: { $act }
said-done-many = { $what }: { $act }
said-undone-one = no. { $id }: undone
said-undone-many = { $count ->
    [one] { $count } convention
   *[other] { $count } conventions
}: undone
said-undone-amendments = { $count ->
    [one] { $count } amendment
   *[other] { $count } amendments
}: undone
said-nothing-to-undo = Nothing to undo in this session.
said-undo-skips = This cannot be undone: { $act }. It is the act before that would be.
said-cannot-undo = This cannot be undone: { $act }.
said-link-back = Connected again.
said-no-link = The database does not answer: nothing was done.
said-copied = { $count ->
    [one] { $count } character copied
   *[other] { $count } characters copied
}
said-copied-doubtful = If tmux or screen keeps the copy to itself, z shows the pane as text for the mouse.
said-copy-too-long = Too long for the clipboard of the terminal: nothing was copied.
said-nothing-to-copy = Nothing to copy here.
said-file-not-found = Convention no. { $id } not found, or out of your scope.
said-amendment-not-found = { $number ->
    [none] Convention no. { $id } has no amendment that you may read.
   *[other] Convention no. { $id } has no amendment no. { $number } that you may read.
}
said-no-amendment = Convention no. { $id } has no amendment.
said-amendment-created = Amendment made for convention no. { $id }: write what it changes.
said-no-more-changes = No more change that way.
said-exported = Written to { $path }.
said-export-exists = { $path } is there already: choose another name.
said-export-failed = { $path } cannot be written: { $why }.
said-host-first = Choose the host organisation first.
said-service-first = Choose the service first.
said-nothing-missing = Nothing is missing: the file can be submitted.
said-no-days = Give the first and the last day first.
said-cleared = Emptied with this change: { $fields }.
said-created = Draft no. { $id } made.
said-deleted = Draft no. { $id } deleted.
draft-will-go = The draft of { $student } will be deleted. Its history stays.
said-bulk-running = A bulk act is running: wait for its end, or stop it.
jobs-title = Long work of the session
jobs-none = No long work in this session.
jobs-marking = Mark all
jobs-done = { $count } done
jobs-refused = { $count } refused
jobs-left = { $count } left
said-report-kept = The report is kept with the long work (:jobs).
said-not-kept = The session cannot be kept in { $folder } ({ $why }): make room there or correct its rights, else a cut would lose what is not sent.
kept-newer = { $path } comes from a later Guichet: update Guichet to take it up.
kept-damaged = What the last desk kept cannot be read; the file is put aside: { $path }.
said-text-kept = Your text is kept: open the form again to find it.
said-bulk-stopped = Stopped: { $done } done, { $left } left.
said-bulk-ended = { $done } done, { $refused } refused.
said-none-accepted = No file accepts this.
said-marked-all = { $count ->
    [one] { $count } row marked.
   *[other] { $count } rows marked.
}
said-marked-loaded = { $count ->
    [one] { $count } row read so far marked; the list goes on.
   *[other] { $count } rows read so far marked; the list goes on.
}
said-filter-cleared = Filter cleared.
said-noted = no. { $id }: note added
said-claimed = no. { $id }: yours until { $until }
said-released = no. { $id }: released
said-claimed-by = { $by } is working on file no. { $id } until { $until }.
said-theme = Theme: { $name }
said-keymap = Keys: { $name }
said-view-saved = View “{ $name }” saved.
said-view-replaced = View “{ $name }” saved in the place of the old one.
said-view-removed = View “{ $name }” removed (/{ $filter }).
said-view-shared = View “{ $name }” shared with centre { $centre }.
said-view-unshared = View “{ $name }”: shared no more.
said-no-view = No view of yours is called “{ $name }”.
said-view-name = “{ $name }” will not do as a name of a view: at most 60 signs, and no word of a command.
said-view-centre = Give the view, then the code of the centre: for example Urgent SCI.
said-no-key = Nothing on { $keys } here; { $help } lists the keys.
said-no-key-here = Nothing on { $keys } here.
said-quit-running = A bulk act is running: stop it before you leave.
said-reason-empty = Write a reason.
said-reasons-empty = Tick a reason, or write one.
said-note-empty = Write the note.
said-day-bad = Give a day: 01/03/2026, 2026-03-01, 15d.
said-date-bad = Give a day, such as 2026-03-01, or nothing to end the hold.
said-date-past = That day is over: give one to come.
said-undo-reason = Undone by its author in the same session.

# The desk
screen-too-small = Window too small: { $columns } columns and { $rows } rows are needed.
pane-queues = To do
views-mine = My views
views-shared = Shared views
pane-file = File
pane-writing = Writing
writing-results = Calculations and findings
writing-unsent = Typed and not saved yet. The file says: “{ $value }”. To give it up, empty it, then Escape.
writing-changed-meanwhile = This field changed while you were writing. Enter keeps your text, Escape puts it aside.
writing-not-taken-back = Nothing was taken back: somebody has written since.
writing-hidden = This text is confidential: its centre, its supervisor and the student alone write it.
writing-for-staff = This is for the office to say.
writing-other-file = This is of file no. { $id }, which is open no more: open it again.
writing-has-unsent = text not saved: Enter takes it up
writing-theirs = { $field }, meanwhile: “{ $value }”.
writing-host-refused = { $field }: value refused, or missing.
writing-help-periods = Periods: 27/07/2026..14/08/2026; a day alone: 24/12/2026. A semicolon parts them; arrows change the last day.
writing-help-days = Days: 14/07/2026; 15/08/2026. Arrows change the last one.
writing-help-weeks = The hours of each day, from Monday to Sunday: 7 7 7 7 3.5 0 0. From another day on: 01/06/2026=7 7 7 7 7 0 0. A semicolon parts them.
writing-help-irregular = Days and the hours of each: 01/06/2026..05/06/2026=3.5. A semicolon parts them.
writing-help-day = A day: 02/03/2026. Arrows: a week; pages: a month; Tab: a day.
writing-help-hours = Hours: 35, 35.5 or 35h30.
writing-help-total = Nothing: the total that the days make. Another total takes its place, and shows.
writing-help-amount = An amount: 4.50, or 600/month.
writing-help-service = Without an address, the service is at the host’s.
section-student = Student and programme
section-host = Host, tutor, signatory
section-internship = Internship
section-calendar = Dates and hours
section-gratification = Gratification
section-supervision = Supervision
section-own = Convention of the host’s own
section-rupture = Early end
section-motives = Motives, effective days and comments
section-documents = Instructions and documents
section-validation = Validation and history
section-missing = { $count ->
    [one] { $count } field missing
   *[other] { $count } fields missing
}
section-missing-documents = { $count ->
    [one] { $count } document missing
   *[other] { $count } documents missing
}
count-many = { $count }+
link-connecting = connecting…
link-down = !! no database for { $elapsed }
news-new = { $count } new
news-changed = { $count } changed
news-gone = { $count } gone
role-adm = administrator
role-consultation = auditor
role-ens = teacher
role-etu = student
role-ges = clerk
role-resp-ges = manager
role-resp-peda = programme head
conventions = { $count ->
    [one] { $count } convention
   *[other] { $count } conventions
}
amendments-count = { $count ->
    [one] { $count } amendment
   *[other] { $count } amendments
}

# The list
column-number = No.
column-student = Student
column-student-number = Student ID
column-organisation = Host
column-etape = Étape
column-town = Town
column-start = Start
column-effective = Effect
column-changes = What changes
column-motive = Motive
column-end = End
column-supervisor = Supervisor
column-centre = Centre
column-state = State
column-signature = Signature
column-hours = Hours
column-since = Since
column-signs = !!
list-range = range begun
list-loading = reading…
list-at-least = { $count }+
list-connecting = Connecting to the database…
list-reading = Reading the queue…
list-no-match = No file matches the filter.
list-no-match-key = No file matches the filter. { $key } clears it.
list-empty = Nothing in this queue.

# The file
file-reading = Reading the file…
file-none = No file under the cursor.
file-archived = archived
file-since = for { $elapsed }
file-claimed = { $by } is working on this file
file-held = On hold until { $date }
label-blocked-by = Blocked by:
blocked-author = its author, who has to submit it
blocked-nobody = no supervisor named
blocked-person = { $name } ({ $step })
blocked-findings = { $count ->
    [one] { $count } blocking finding
   *[other] { $count } blocking findings
}
blocked-signers = signature: { $names }
heading-findings = Findings
findings-unchecked = Not checked yet on this content.
findings-none = Nothing found.
finding-passed = overridden by { $by }: { $why }
heading-corrected = Corrected after a return
heading-returned = To correct
returned-by = { $at } · { $by }
heading-steps = Steps
heading-documents = Documents
heading-amendments = Amendments
step-on-behalf = for { $name }
heading-dates = Dates and hours
value-hours = { $hours } h
value-typed = (typed)
value-missing = !! missing
label-weekly = week
label-total = total
label-interruption = interruption
heading-host = Host organisation
label-name = name
label-siret = SIRET
label-kind = kind
label-service = service
host-public = public law
heading-people = Supervision
label-supervisor = supervisor
label-tutor = tutor
heading-signatures = Signatures
heading-notes = Internal notes
heading-texts = Internship
texts-masked = Confidential: subject, tasks and skills hidden.
texts-confidential = Confidential: not to be passed on.
heading-student = Student and programme
label-mail = mail
label-composante = composante
label-year = year
label-type = type
label-teaching = teaching

# The bottom of the screen
bulk-progress = { $done } / { $total }
bulk-stop = { $key } stops
bulk-stopping = stopping…

# The boxes
confirm-undo = Undo: { $act }
confirm-reason = Reason: { $reason }
confirm-decided = Decided on { $date }, { $means }.
confirm-signed = Signed by all on { $date }, { $means }.
decided-by-mail = received by mail
decided-on-paper = received on paper
confirm-step = { $step }.
confirm-last-step = { $step }, the last step: the convention will be validated.
confirm-last-step-amendment = { $step }, the last step: the amendment will be validated.
confirm-checking = Checking…
confirm-eager = Confirmed: the database is answering…
confirm-ready = Nothing stands in the way.
confirm-ready-warned = Nothing blocks it: yours to judge.
confirm-will = { $what } { $count ->
    [one] will be
   *[other] will be
} { $act }.
confirm-warned = { $count } with a warning, to be included too
confirm-refused = { $count } refused:
and-more = … and { $count } more.
form-hold = Hold
form-reason = reason
form-note = Internal note
form-return-help = Tick the reasons, add words if needed. The author gets them; the steps done are void.
form-unvalidate-help = The last validated step, or the amendment, is to be validated again. The reason stays in the history.
form-cancel-help = The convention itself is cancelled. The reason stays in its history.
form-pass-help = The file will pass in spite of its blocking findings. The reason stays on it and is counted.
form-hold-help = The file is put aside until that day: 2026-03-01, 15d. Nothing: the hold ends.
form-on-behalf-title = Validate on behalf of the teacher · { $whom }
form-on-behalf-help = Somebody else’s pedagogical validation: the history keeps who took it, how it came, and who records it.
form-on-behalf-name = on behalf of
form-on-behalf-means = decision
form-on-behalf-date = taken on
form-on-behalf-nobody = Who decided is missing.
form-on-behalf-date-bad = The day of the decision: 2026-03-02, today at the latest.
form-note-help = Only the office sees it; it is never printed.
form-return-label = In words:{" "}
form-reason-label = Reason:{" "}
form-hold-label = Until:{" "}
form-note-label = Note:{" "}
box-begun = What you had begun is back.
address-guessed = (perhaps)
resume-title = Take up the session of { $at }?
resume-title-day = Take up the session of { $at }?
resume-file = no. { $id }
resume-unsent = Not sent: { $form }
resume-text = {" "}“{ $text }”
resume-line = Being typed: “{ $text }”
resume-kept = Starting afresh leaves these texts in their forms.
resume-yes = take up
resume-no = start afresh
resume-forget = forget it all
picker-actions = Actions and keys
picker-files = Find a file
picker-no-action = No action matches.
picker-no-file = No file matches.
picker-searching = Searching…
picker-files-help = Number of the convention or the student, name, SIRET.
pick-student = For which student?
pick-student-help = Student number, INE or name.
pick-enrolment = For which enrolment?
pick-value = Choose
pick-line = Go to which line?
pick-nothing = Nothing matches.
pick-new-host = New host organisation
pick-new-service = New service
pick-new-contact = New person
pick-new-student = Another student, to be typed
pick-new-enrolment = Another enrolment, to be typed
pick-new-enrolment-detail = if none of those that are open will do
sources-asked = asking the sources…
source-silent = { $source }: { $why }
heading-sources = Sources
sources-told = { $sources }, { $ago }
sources-told-by = { $sources }, { $ago } (asked by { $by })
sources-unknown = No source knows this student.
origin-other = { $source }: { $value }
ago-now = just now
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
said-filled = Filled from { $source }: { $fields }.
said-student-refreshed = The student is up to date.
compare-amendment = An amendment does not change the student: open the file itself.
compare-asking = Asking the sources…
compare-nothing-told = No source tells anything of this student.
compare-same = The sources say the same as the file.
compare-same-so-far = Nothing else in what was told.
compare-line = { $field }: { $held } -> { $told } ({ $source })
compare-told = Told on { $at }. Space ticks what is to be taken over.
compare-changed = Somebody just wrote here: see what differs, then confirm.
compare-later = The sources have answered: r shows what differs.
compare-fields = Take over
compare-none-ticked = Tick at least one field (Space), or leave with Esc.
hand-title = Student typed by hand
hand-told = The file says so until a source confirms the enrolment.
hand-wrong = { $field }: to be filled in, or corrected.
pick-other-element = Another element, to be typed
group-title = Make for a group
group-told = A draft for each student, like file no. { $id }. A student number a line, with the SIRET of a host of their own after it if need be; a subject of their own after a semicolon.
group-students = Students
group-nobody = Write one student number at least.
group-crowd = { $most } students at once, at most.
group-progress = { $done } of { $total }… Escape stops; what is done stays.
group-done = { $done ->
    [one] { $done } draft made of { $total }.
   *[other] { $done } drafts made of { $total }.
}
group-made = { $number }: draft no. { $id }
group-refused = { $number }: { $why }
group-unknown = no open enrolment of which a centre of yours is in charge
pick-enrolment-line = { $year } { $code } { $label } ({ $regime })
enrolment-placed = { $drafts ->
    [0] { $centre }, { $by }
    [one] { $centre }, { $by }; { $drafts } draft
   *[other] { $centre }, { $by }; { $drafts } drafts
}
enrolment-unplaced = no centre is in charge
placed-by-etape = by its étape
placed-by-composante = by its composante
placed-by-establishment = the establishment’s centre
reader-on-day = On { $date }
reader-history = History
reader-changes = Changes since the return
reader-journal = Journal of the session
reader-months = Least gratification, month by month
reader-days = Days and hours
reader-report = Report: { $act }
reader-loading = Reading…
reader-no-change = Nothing has changed since the return.
reader-no-history = No history.
reader-no-journal = Nothing has been said yet.
report-warned = { $count } with a warning, not included
report-left = { $count } left when stopped
change-label = { $field }:

# The linear view, read line by line
linear-welcome = Guichet, linear view. Type a line, then Enter: { $help } gives the actions, { $quit } leaves.
linear-waiting = Reading…
linear-here = in hand
linear-choose-queue = A number opens the queue.
linear-at-least = more than { $count }
linear-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
linear-files-at-least = { $count ->
    [one] more than { $count } file
   *[other] more than { $count } files
}
linear-amendments-at-least = { $count ->
    [one] more than { $count } amendment
   *[other] more than { $count } amendments
}
linear-at-top = This is the first row.
linear-at-bottom = This is the last row.
linear-lang = The screen is in English.
linear-range-begun = Range begun: go down or up, then end it.
linear-filter = filter “{ $filter }”
linear-sorted-up = by { $column }, ascending
linear-sorted-down = by { $column }, descending
linear-place = { $place } of { $total }
linear-number = No. { $id }
linear-starts = starts on { $date }
linear-started = started on { $date }
linear-no-start = no start date
linear-amendment = amendment no. { $number }
linear-takes-effect = takes effect on { $date }
linear-took-effect = effect already past, on { $date }
linear-crosses = crosses { $hours } hours
linear-abroad = abroad
linear-pays = touches the allowance
linear-cleared = { $count ->
    [one] { $count } finding cleared
   *[other] { $count } findings cleared
}
linear-warnings = { $count } to look at
linear-unchecked = not checked yet
linear-mine = taken by you
linear-theirs = taken by somebody else
linear-changed = changed meanwhile
linear-gone = gone from this queue
linear-held = on hold until { $date }
linear-marked = marked
linear-marks = { $count ->
    [0] No mark left.
    [one] { $count } file marked.
   *[other] { $count } files marked.
}
linear-range-ended = Range ended.
linear-more-rows = The next page has more; a number goes to that file.
linear-not-read = Row { $place } has not been read yet: go towards the end, or filter.
linear-no-choice = There is no choice { $number }; “:{ $number }” opens the convention of that number.
linear-first = Enter reads the file, { $next } and { $previous } change rows, { $queues } gives the queues.
linear-others = Meanwhile: { $others }; { $key } reads the list again.
linear-file = File { $name }
linear-missing = missing
linear-contents = { $acts }, > next file; Enter reads on, or a number: { $parts }.
linear-file-later = The database does not answer: the file will come when it is back.
linear-file-changed = File No. { $id } has just changed: type “{ $key }” to read it again.
linear-file-end = End of the file.
linear-file-start = Start of the file.
linear-progress = { $done } of { $total }
linear-confirm = Enter confirms, any other word gives up.
linear-let-in = let in the files with a warning too
linear-leave-out = leave out the files with a warning
linear-read-refused = read the refusals
linear-given-up = Given up: nothing was done.
linear-draft-kept = Given up: your text is kept.
linear-closed = Closed.
linear-none-ticked = No reason ticked.
linear-ticked = Reasons ticked: { $reasons }.
linear-form-return = Numbers tick, a sentence is added as text, Enter sends, { $cancel } gives up.
linear-form-empty = Type the text then Enter, or { $cancel } to give up.
linear-form-filled = Enter sends, another text replaces it, { $cancel } gives up.
linear-pick = { $first } to { $last } of { $total }. A number picks, text searches, { $cancel } closes.
linear-pick-only = Enter opens it, text searches, { $cancel } closes.
linear-pick-more = { $first } to { $last } of { $total }. Enter reads on, a number picks, text searches, { $cancel } closes.
linear-search = Type what you look for, or { $cancel } to close.
linear-more = Enter reads on, { $cancel } closes.
linear-end = End.
linear-ask-command = Which command? Type it, or its number.
linear-ask-filter = Which filter? Words, field:value, - to exclude.
linear-change-right = Two numbers change a right: the line, then the right.
linear-change-cell = Two numbers change a cell: the line, then the audience.
linear-read-mail = A number reads that mail.
linear-change-line = A number changes that line, Esc goes back to the list.
linear-writing = A number opens a field, Enter the one in hand, Tab the next section, Escape goes back to the list.
linear-open-entry = A number opens that entry.
linear-text-goes = The text goes to: { $label }.
linear-paragraph = A first line replaces the text, those that follow are added to it, Enter sends, { $cancel } gives up.
linear-fields = A number ticks or takes a field, text fills it, Enter sends, { $cancel } gives up.
linear-no-field = Choose a field by its number first.
linear-secret = typed
linear-ask-search = Which words to search for?
linear-jobs = A number opens the report, Enter or { $cancel } closes.
linear-mark-again = { $key } marks again what was not done.
linear-resume = Enter takes the session up, any other line leaves it for later.
linear-answer = Type the answer, or Enter to give up.
linear-unknown = { $why } { $help } gives the actions.
linear-nothing = Nothing has changed.
linear-copied = To copy: { $text }
linear-change = { $field }: from { $from } to { $to }
linear-read-first = Read out since: listen to it, then try again.

# Database
worker-down-settings = The connection settings are wrong: { $reason }. Correct the configuration and start again.
worker-down-unreachable = { $address } does not answer. Trying again; check the network.
worker-down-tls = No secure encrypted connection to { $address }. Tell the database administrator.
worker-down-password = The password of { $login } is refused. Quit and start again to type it.
worker-down-not-accepted = The server does not accept { $login } from here. Tell the database administrator.
worker-down-no-database = There is no database { $database }. Check the configuration.
worker-down-full = The server has no connection left. Trying again.
worker-down-server-too-old = This version of PostgreSQL is too old for Guichet. Tell the database administrator.
worker-down-pooler = A transaction pooler stands in front of { $address }. Connect to PostgreSQL itself.
worker-down-no-schema = The database { $database } is not installed. The administrator has to run “guichet db init”, then “guichet db migrate”.
worker-down-no-extension = The extension { $extension } is missing from the database. The administrator has to run “guichet db init”.
worker-down-schema-too-old = The database is older than this program. The administrator has to run “guichet db migrate”.
worker-down-program-too-old = The database is newer than this program. Update Guichet.
worker-down-restarting = The server is stopping or restarting. Trying again; nothing is lost.
worker-down-lost = The line to the database is cut. Trying again; nothing is lost.
worker-down-stranger = Your login is nobody in this database. Tell the administrator of Guichet.
worker-failed-lost = The line is cut each time. Try again; if it lasts, tell the database administrator.
worker-failed-outdated = The database has just changed version. Quit and start Guichet again.
worker-failed-locked = Somebody else holds these files. Try again in a moment.
worker-failed-slow = The database took too long to answer. Narrow the filter, or try again.
worker-failed-not-found = File not found, or outside your scope.
worker-failed-right = You have no right to do this. Ask the administrator of Guichet for it.
worker-failed-value = The database does not know this field or value. Correct the filter.
worker-failed-sending = The line was cut during the sending. Read again: if what you sent is not there, send it again.
worker-failed-other = The database refused: { $reason }. Try again; if it lasts, tell the administrator.
# Small texts
counted = { $what }: { $count }
toast-close = { $key } closes
# Commands
# What is wrong in a configuration file
fault-at = { $place }: { $problem }
fault-unreadable = { $file } cannot be read ({ $why }). Correct its rights, or remove it.
fault-unknown = “{ $found }” is unknown; expected: { $expected }.
fault-type = expected: { $expected }; found: { $found }.
fault-expected = expected: { $expected }.
fault-syntax = malformed TOML ({ $why }).
fault-syntax-expected = malformed TOML ({ $why }); expected: { $expected }.
fault-no-profile-section = this file has no section [profiles.{ $name }].
fault-missing-depth = this colour has no “{ $depth }”: it needs rgb, x256 and ansi.
fault-reserved-colour = “{ $name }” is the terminal’s own colour, which cannot be redefined.
fault-circle = “{ $name }” inherits itself: change its inherits.
fault-no-keymap = No key map is called “{ $name }”; there are: { $known }.
fault-no-theme = No theme is called “{ $name }”; there are: { $known }.
fault-unknown-section = no section is called [{ $found }].
fault-bad-key = “{ $keys }” is not a key: write a character, or a name such as <Enter> or <C-f>; a blank separates the keys of a chord.
fault-unknown-action = no action is called “{ $found }”.
fault-bad-argument = “{ $argument }” does not suit “{ $action }”.
fault-out-of-scope = “{ $action }” belongs to [{ $scope }] and cannot stand in [{ $section }].
fault-bad-condition = the condition “{ $condition }” cannot be read; expected: facts joined by &&, || and !, among { $known }.
fault-bound-twice = “{ $keys }” is already taken in this section ({ $place }).
fault-dead-prefix = “{ $keys }” can never be reached: “{ $prefix }” already does something ({ $place }).
fault-not-bound = nothing is on “{ $keys }” in this section: there is nothing to unbind.
wanted-u16 = a whole number from 0 to 65535
wanted-a-string = a text in quotes
wanted-path-string = a path in quotes
wanted-a-boolean = true or false
wanted-true-or-false = true or false
wanted-a-map = a table
wanted-struct-profile = a section [profiles.name]
wanted-the-name-of-a-key-map = the name of a key map
wanted-a-section-such-as-list-before-any-key = a section, such as [list], before any key
wanted-a-list-of-keys-to-unbind = a list of keys to unbind
wanted-keys-as-text = keys, in quotes
wanted-an-action-or-a-list-of-actions = an action, or a list of actions
wanted-run-action-when-condition = {"{"} run = "action", when = "condition" {"}"}
wanted-a-theme-name = the name of a theme
wanted-dark-or-light = "dark" or "light"
wanted-a-table-of-colours = a table of colours
wanted-a-table-of-meanings = a table of meanings
wanted-rgb-rrggbb-x256-16-to-255-ansi-a-name = {"{"} rgb = "#rrggbb", x256 = 16 to 255, ansi = a name {"}"}
wanted-the-name-of-one-of-the-16-colours = the name of one of the 16 colours
wanted-fg-a-colour-bold-true = {"{"} fg = a colour, bold = true, ... {"}"}
wanted-bold-true = {"{"} bold = true, ... {"}"}
wanted-a-colour-of-the-palette = a colour of the palette
wanted-a-number-from-16-to-255 = a number from 16 to 255
found-string = a text
found-integer = a number
found-float = a decimal number
found-boolean = true or false
found-datetime = a date
found-array = a list
found-sequence = a list
found-table = a table
found-map = a table
toml-key-with-no-value = key with no value
toml-duplicate-key = duplicate key
toml-invalid-key = unreadable key
toml-unclosed-table = unclosed bracket
toml-unclosed-array = unclosed list
toml-unclosed-inline-table = unclosed brace
toml-string-values-must-be-quoted = a text goes in quotes
toml-invalid-basic-string = badly closed text
toml-invalid-literal-string = badly closed text
toml-missing-value-for-key = key with no value
toml-extra-key-after-value = something is left over on the line
toml-unexpected-key-or-value = a key or value too many

# What the commands say
cli-refused = The server refused: { $why }
cli-no-json = Cannot write this as JSON: { $why }.
cli-no-output = Cannot write the output: { $why }.
cli-no-document = { $near ->
    [none] File no. { $id } has no document “{ $label }”: guichet document list tells them.
   *[other] File no. { $id } has no document “{ $label }”: did you mean “{ $near }”?
}
cli-no-paper = No file is kept for “{ $label }”, or it is hidden from you.
recheck-going = Files looked at: { $done } of { $total }
recheck-done = { $seen ->
    [0] No file to look at again.
    [one] { $seen } file looked at again, { $changed } of them changed.
   *[other] { $seen } files looked at again, { $changed } of them changed.
}
cli-cannot-write = { $path } cannot be written ({ $why }).
cli-cannot-start = Cannot start: { $why }.
cli-no-terminal = The desk needs a terminal, and { $which ->
    [output] the output is not one
   *[input] the input is not one
}; in a script, use guichet inspect; without a screen, --linear.
cli-terminal-failed = The terminal failed: { $reason }.
cli-nobody = The login { $login } is no person of Guichet (guichet_person): ask an administrator to add it.
cli-password-prompt = { $login } @ { $address } - password:{" "}
cli-password-file-unreadable = The password file { $file } cannot be read: { $why }. Correct password_file in the profile.
cli-password-in-clear = The password of [profiles.{ $profile }] lies in clear in { $file }: put it in a file that only you can read (chmod 600), and name that file by password_file.
cli-password-file-open = The password file { $file } is open to others. Close it: chmod 600 { $file }
cli-no-profile = There is no profile “{ $name }”: add [profiles.{ $name }] to config.toml (“guichet config path” says where it is).
cli-no-profile-near = There is no profile “{ $name }”. Did you mean “{ $nearest }”?
connect-settings = The connection settings are wrong: { $why }. Correct the profile, DATABASE_URL or the PG variables.
connect-unreachable = { $address } does not answer ({ $why }). Check the address and that PostgreSQL runs there, or try “guichet demo”.
connect-tls = No verified encrypted connection to { $address }: { $why }. Give the authority’s certificate (sslrootcert), or another sslmode in the profile.
connect-password-wrong = The password of { $login } is wrong. Type it again, or correct the password file.
connect-password-missing = The server asks for the password of { $login }. Run from a terminal, or name a password_file in the profile.
connect-not-accepted = The server does not let { $login } in: { $why }. Ask the DBA for the login, or name another one.
connect-no-database = There is no database { $database }. The DBA makes it with “guichet db init --database { $database }”.
connect-full = The server has no connection left. Try again, or raise max_connections.
connect-too-old = This server is PostgreSQL { $found }; Guichet needs { $oldest } or later. Upgrade it first.
connect-pooler = A transaction pooler (PgBouncer or the like) stands in front of { $address }. Guichet needs its own sessions: connect to PostgreSQL itself, or use session pooling.
connect-no-schema = The database { $database } holds no Guichet schema. Run “guichet db migrate” on it first.
connect-no-extension = The extension { $name } is missing from the schema guichet_ext. The DBA adds it with “guichet db init”.
connect-schema-too-old = The schema serves Guichet { $serves }, older than this program. Run “guichet db migrate”.
connect-program-too-old = The schema serves Guichet { $serves }, newer than this program. Update guichet.
migrate-not-a-member = { $login } may not migrate ({ $role } is missing). The DBA allows it with “grant guichet_owner, guichet_history to { $login }”.
migrate-not-prepared = The roles or the schema are missing. The DBA makes them with “guichet db init”.
migrate-busy = Another migration is running, or a desk holds a table. Try again in a moment.
migrate-changed = Migration { $version } is not the one that was applied here. Use the program that made this schema, or a later one.
migrate-newer = The database already has migration { $version }, unknown to this program. Update guichet.
migrate-failed = Migration { $version } failed and was undone: { $why }. The schema stands as before it; correct the cause and run it again.
migrate-half = The schema is half applied: { $how } Restore the last backup, or ask for help with “guichet db status”.
migrate-half-unfinished = migration { $count } did not finish.
migrate-half-skipped = migration { $count } was skipped, though later ones were applied.
migrate-half-unrecorded = { $count ->
    [one] it holds { $count } table that no migration has recorded.
   *[other] it holds { $count } tables that no migration has recorded.
}
init-name = “{ $name }” cannot be the name of a database: a lower-case letter, then letters, digits and underscores.
init-not-superuser = { $login } is not a superuser. Have the DBA run: guichet db init --print | psql --dbname postgres
db-initialised = { $database }: roles, database, schema and extensions are there.
db-migrated = { $count ->
    [one] { $database }: { $count } migration applied, the schema is up to date.
   *[other] { $database }: { $count } migrations applied, the schema is up to date.
}
db-not-current = The schema is not up to date. Run “guichet db migrate”.
db-state-applied = applied
db-state-pending = pending
db-state-changed = CHANGED after it was applied
db-state-unknown = UNKNOWN to this program
seed-not-empty = The database already holds people or conventions: demonstration data go into an empty one, make another (“guichet db init --database NAME”).
seed-not-owner = { $login } may not fill the database. The DBA allows it with “grant guichet_owner to { $login }”.
seed-missing-entry = The list “{ $list }” has no entry “{ $entry }”. Run “guichet db migrate” with this program.
seed-communes = The list of communes carried by the program is unreadable. Install guichet again.
seed-progress = { $stage }: { $percent } %
seed-stage-university = Centres, programmes and people
seed-stage-organisations = Host organisations
seed-stage-students = Students
seed-stage-conventions = Conventions
seed-stage-rows = Lists
seed-stage-statistics = Statistics
seed-stage-checks = Checks
seed-loaded = { $conventions ->
    [one] { $conventions } convention
   *[other] { $conventions } conventions
}, { $open } of them under way, { $students ->
    [one] { $students } student
   *[other] { $students } students
}, { $organisations ->
    [one] { $organisations } organisation
   *[other] { $organisations } organisations
} and { $people ->
    [one] { $people } person who logs in
   *[other] { $people } people who log in
}.
seed-not-checked = The files under way are not checked yet: { $login } cannot connect from here. Each will be when it is first opened.
cluster-no-programs = The PostgreSQL server programs are not installed. Install the package { $package }: { $command }
cluster-too-old = PostgreSQL { $found } in { $folder } is too old: install version { $oldest } or later, or name its folder in GUICHET_PG_BIN.
cluster-not-a-bin-folder = GUICHET_PG_BIN names { $folder }, which does not hold initdb, pg_ctl and postgres. Name the folder that does.
cluster-no-account = PostgreSQL does not run as root, and there is no “postgres” account here. Run as an ordinary account.
cluster-no-socket-folder = No place for the server’s socket: { $folder } cannot be made or is too long. Make /tmp writable.
cluster-foreign-folder = { $folder } belongs to somebody else. Remove it, or run as its owner.
cluster-program = { $program } failed: { $why }
cluster-io = { $path }: { $why }. Check the rights of this path and the space that is left.
demo-install = The PostgreSQL server programs are missing. Install the package postgresql now, without a system server? [y/N]
demo-installing = Installing PostgreSQL...
demo-begin-anew = The demonstration that is here comes from another version of the program and cannot be taken up. Prepare a new one? What was done in the old one will be lost. [y/N]
demo-of-another-version = The demonstration that is here comes from another version of the program and cannot be taken up. To prepare a new one, losing what was done in the old one: “guichet demo --anew”.
demo-open-elsewhere = The demonstration is open elsewhere. Close the other desks that show it, then try again.
demo-preparing = Preparing the demonstration...
keys-place = where
keys-keys = keys
keys-action = action
keys-does = what it does
keys-and = and
keys-or = or
keys-not = not { $fact }
fact-has-target = with a file
fact-has-marks = with marks
fact-has-filter = with a filter
fact-seen = on a file that was seen
fact-in-range = while a range is marked
fact-bulk-running = during a bulk action
fact-can-undo = with something to undo
fact-can-repeat = with something to repeat
fact-typing = while typing
fact-narrow = in a narrow window
fact-amendment = on an amendment
fact-matrix = in the table of alerts
fact-mails = among the mails
fact-zoomed = on a pane shown alone
fact-connected = with the database
fact-has-news = with news
fact-has-undone = with files left undone
fact-has-error = with an error shown
config-right = { $what }: nothing wrong.
config-absent = { $file } does not exist: the defaults hold.
config-keymap = Key map “{ $name }”
config-theme = Theme “{ $name }”
doctor-ok = ok
doctor-wrong = WRONG
doctor-configuration = configuration
doctor-log-folder = log folder
doctor-server = server
doctor-login = login
doctor-schema = schema
doctor-sessions = sessions
doctor-pooler = pooler
doctor-register = register
doctor-terminal = terminal
doctor-no-log = { $folder } cannot be made ({ $why }): nothing is logged. Make it writable.
doctor-server-at = PostgreSQL { $version } at { $address }, database { $database }
doctor-superuser = { $login } is a superuser, whom no right holds back. Work under a person’s login.
doctor-person = { $login } is a person
doctor-schema-serves = serves this program, with its extensions
doctor-register-answers = SIRENE answers and accepts the key
doctor-no-pooler = none between here and the server
doctor-sessions-fit = { $used } of { $room } taken; { $people ->
    [one] { $people } person can open two
   *[other] { $people } people can open two each
}
doctor-sessions-few = Room for { $room }, but { $people ->
    [one] { $people } person takes two
   *[other] { $people } people take two each
}. Raise max_connections to { $needed }.
doctor-no-terminal = There is no terminal here. Open the desk from one (ssh -t).
doctor-no-size = The size of the terminal is not known: { $why }.
doctor-too-small = { $columns }x{ $rows } is too small: 40x10 at least, 80x24 to work.
doctor-not-utf8 = The locale “{ $locale }” is not UTF-8: the desk shows without accents. Set LANG=fr_FR.UTF-8 or C.UTF-8.
inspect-no-queue = No queue is called “{ $name }”; there are: { $known }.
inspect-number = no.
inspect-student = student
inspect-state = state
inspect-since = since
inspect-findings = findings
inspect-unchecked = to be checked
inspect-clear = nothing wrong
inspect-found = { $blocking } blocking, { $warnings } to verify
inspect-etape = étape
inspect-centre = centre
inspect-year = year
inspect-amendment = Amendment
inspect-against = Compared
inspect-at = As of
inspect-projected = { $in-force } (amendment validated, not signed: { $projected })
inspect-corrected = corrected
inspect-archived = archived
inspect-signature = signature
inspect-signed-by = signature: { $signer }
inspect-claimed-by = being read by
inspect-interruption = interruption
inspect-waiting = waiting
inspect-on-behalf = (on behalf of { $name })
inspect-refused = refused: { $why }
inspect-passed = (passed by { $name }: { $why })
inspect-returned = last return
inspect-reason = reason
pair = { $label }: { $value }

# -- The rules

law-worked-days = worked days
law-computed = hours that the days make
law-paid-hours = paid hours
law-legal = legal duration
law-presence = presence in the year
law-due = allowance due
law-minimum = minimum allowance
law-both = { $year } at the rate of each civil year, { $signature } at the rate of the day of signature
law-smoothed = smoothed
law-instalments = { $count ->
    [one] { $amount } in { $count } instalment
   *[other] { $amount } a month, in { $count } instalments
}
law-offered = allowance offered
law-month = by month
law-month-line = from { $from } to { $to }: { $hours } h, { $amount }
law-rates = ceilings
law-provisional = the hourly ceiling of { $year } is not known: computed with the last one published
law-quota = quota of interns
law-between = between { $low } and { $high }
law-at-least = at least { $low }
law-why = count
law-line = { $days } d, { $hours } h: { $why }
law-sum = in all
law-missing = { $what }: a value is missing.
law-no-hours = The hours are missing: --weekly-hours 35, --pattern '7 7 7 7 7 0 0', or --irregular 2026-06-01..2026-06-05=3.5.
law-reversed = The internship ends on { $end }, before it starts on { $start }.
law-too-long = The internship lasts over three years: check its dates.
law-unknown = { $what }: “{ $found }” is unknown; expected: { $known }.
law-csv-place = { $file }, line { $line }, { $column }
law-csv-unreadable = { $file } cannot be read: { $why }. Check its name and its rights.
law-csv-missing = { $file }: the column “{ $column }” is missing.
law-csv-column = { $file }: no column is called “{ $found }”; there are: { $known }.
law-csv-cells = { $file }, line { $line }: { $found } values, where the header has { $expected }.
law-csv-malformed = { $file }, line { $line }: not CSV in UTF-8.
law-csv-differs = { $column }: expected { $expected }, computed { $computed }
law-csv-count = { $different ->
    [0] Cases: { $count }, all as expected.
    [one] Cases: { $count }, of which { $different } differs.
   *[other] Cases: { $count }, of which { $different } differ.
}

# -- Administration

grantors-unknown = an administrator
function-view = name of a view
function-views = number of views (50 at most)
function-avenant = amendments
function-convention = conventions
function-creation-en-masse-convention = creation in bulk
function-nomenclature = nomenclatures
function-orga-acc = host organisations
function-param-centre = settings of centres
function-param-global = global settings
function-service-contact-acc = services and contacts
scope-all = the whole establishment
scope-centre = their centres
scope-supervised = their interns
scope-programme = their programmes
scope-own = their own conventions
denied-GU002 = You lack the right “{ $right }” ({ $function }): ask { $grantors }.
denied-GU024 = { $kind ->
    [role] No role is called “{ $name }”: see guichet role list.
    [person] Nobody has the login “{ $name }”: see guichet person list.
    [view] No view of yours has the number { $name }: read the list again (:reload).
    [programme] No étape or composante “{ $name }” here: an étape is written CODE/VERSION.
   *[centre] No centre of yours has the code “{ $name }”: see guichet centre list.
}
denied-GU025 = One grants only what one has, and you lack: { $lacking }.
denied-GU025-scope = One grants only what one has, and “{ $role }” sees more files than you.
denied-GU026 = Nobody changes their own rights: ask another administrator.
denied-GU027 = No administrator would be left: give the role to somebody else first.
denied-GU028 = { $kind ->
    [role] The role “{ $name }” exists already.
    [centre] The centre “{ $name }” exists already.
   *[person] The login “{ $name }” is taken.
}
denied-GU029 = The role “{ $role }” stays: it is a standard one, or somebody still holds it.
denied-GU030 = “{ $value }” is not a value for “{ $field }”.
denied-GU043 = { $count ->
    [one] { $name }: { $count } file of this centre relies on it; rather give this programme to another centre from a day on.
   *[other] { $name }: { $count } files of this centre rely on it; rather give this programme to another centre from a day on.
}
denied-GU001 = This mail is not of your centres, or is no more.
denied-GU061 = “{ $value }” is not a mail address.
denied-GU062 = “{ $value }” is not an event, an audience, a pace or a language.
denied-GU063 = This mail has left already, or somebody has decided about it.
denied-GU090 = The server already has a role “{ $login }” which is not Guichet’s: choose another login.
denied-GU091 = “{ $login }” cannot be a login: lower case, digits, dot, dash, 2 to 63 signs.

register-roles = Roles and rights
register-people = People
register-centres = Centres
register-establishment = Establishment
register-empty = Nothing to administer here.
register-no-match = Nothing matches; Esc shows everything.
role-sees = sees { $scope }
role-from = from “{ $role }”
role-will-go = The role “{ $role }” will be removed; nobody may still hold it.
right-given = “{ $role }” will be able to { $right }: { $function }.
right-taken = “{ $role }” will no longer be able to { $right }: { $function }.
administration-at-once = The change holds at once for everybody, and stays in the history.
said-administered = Saved.
said-not-changeable = This line cannot be changed.
said-not-removable = Nothing to remove here: only a role of the establishment’s own is removed, and an account is closed.
said-not-addable = Nothing to add here: there is one establishment.
form-sending = Saving…
form-code = code
form-name = name
form-origin = from the role
form-password = password
form-password-told = Without a password the server knows the person in its own way: LDAP, certificate, system account.
form-add-role = New role
form-add-person = New person
form-add-centre = New centre
form-lacks-code = The code is missing.
form-lacks-name = The surname or the given name is missing.
form-lacks-login = The login is missing.
form-lacks-origin = Tick the role that the new one starts from.
form-lacks-level = Tick the level of the centre.
form-bad-day = Give a day, such as 01/09/2026, or nothing.
setting-name = name
setting-level = level
setting-level-establishment = establishment
setting-level-ufr = faculty
setting-level-etape = étape
setting-mail = mail
setting-phone = phone
setting-address = address
setting-postal-code = postal code
setting-town = town
setting-confidentiality = host services and contacts
setting-confidentiality-open = seen by other centres
setting-confidentiality-closed = kept to the centre
setting-supervisor-optional-at-submission = supervisor optional at submission
setting-overlap-allowed = overlaps allowed
setting-alert-mail = address for alerts
setting-alert-mail-only = alerts to that address alone
setting-late-after-days = days before a file is late
setting-late-again-days = days between two reminders that it is late
setting-alert-days = alert before the start (days)
setting-year-extension-days = extension after the year (days)
setting-amendment-values = values shown after an amendment
setting-student-may-create = students make their conventions
setting-student-adds-contacts = students add services and tutors
setting-earlier-enrolment-months = last year’s enrolments taken (months)
setting-type-by-hand = type of convention chosen by hand
setting-zone = time zone
setting-year-starts-month = the university year starts (month)
setting-year-starts-day = the university year starts (day)
setting-orphans-allowed = conventions without a centre allowed
setting-retention-years = values kept (years)
setting-supervisor-quota = interns a supervisor
setting-students-add-french-hosts = students add hosts in France
setting-students-add-foreign-hosts = students add hosts abroad
setting-student-hosts-active = students’ hosts without moderation
setting-amendment-values-projected = those of the validated amendment
setting-amendment-values-in-force = those of the signed amendment
setting-steps = circuit
setting-instructions = instructions
setting-elp-optional = element of the programme (ELP) optional
setting-cesure-codes = césure codes of the SIS (parted by “;”)
setting-pedagogical-label = name of the pedagogical validation
setting-administrative-label = name of the administrative validation
asked-line = document asked for
asked-add = Enter asks for another
asked-told = { $label } ({ $told })
asked-label = Document
asked-applies = Asked for with
asked-needed-for = When
asked-expires = It has an end of validity
asked-retired = It is asked for no more
asked-is-dated = with an end of validity
asked-is-retired = no longer asked for
template-line = template of conventions
template-add = Enter adds another
template-type = Code of the type of convention
template-language = Language
template-name = Name
template-told = Without a type it is for all of them; without a name it is the standard one.
template-standard = standard template
template-all-types = every type
template-is-retired = out of use
template-will-go = { $template }: will be offered no more; files that have it keep it.
template-will-come = { $template }: will be offered again.
programme-line = programme in charge of
programme-add = Enter adds another
programme-code = Étape (CODE/VERSION) or composante
programme-since = From
programme-told = Without a day: from today, or always where nobody was in charge. Files that are there stay where they are.
programme-from = from { $day }
programme-will-go = { $programme }: the centre will not be in charge of it any more.
role-list-head = role
role-list-name = name
role-list-scope = sees
role-list-origin = after
role-saved = { $role }: saved.
role-removed = { $role }: removed.
role-unknown-right = “{ $name }” is no right: { $known }, or - for none.
person-login = login
person-name = name
person-roles = roles
person-centres = centres
person-surname = surname
person-given-name = given name
person-mail = mail
person-account = account
person-will-close = The account { $login } will be closed and its connections cut; what it did stays in its name.
person-will-open = The account { $login } opens again, with the roles and centres it had.
person-state = state
person-active = active
person-disabled = closed
person-added = { $login }: account added.
person-saved = { $login }: saved.
person-disabled-now = { $login }: account closed, its connections are cut.
person-enabled = { $login }: account open again.
person-password-prompt = Password of { $login }:{" "}
centre-code = centre
centre-name = name
centre-steps = circuit
centre-mine = mine
centre-is-mine = mine
centre-steps-told = Files submitted from now on go through these steps, in this order; the others keep theirs.
establishment-saved = Setting of the establishment saved.
centre-saved = { $code }: saved.

# -- Audit

audit-not-allowed = The login { $login } may not do this: the whole history is for administrators, and auditors may only read it.
audit-still-kept = These values are still to be kept: choose an earlier day, or see retention_years of the establishment.
audit-restored = This database was restored from a dump, and the server counts its transactions from further back: nothing can be sealed. Restore a physical backup, or have the DBA advance the counter (pg_resetwal).
audit-file = The file { $file } cannot be used: { $why }.
audit-no-seal = There is no seal { $number }.
audit-no-key = The key { $file } cannot be read: { $why }. Make one: guichet audit key
audit-key-open = The key { $file } is open to others. Close it: chmod 600 { $file }
audit-key-wrong = The file { $file } holds no key: 64 hexadecimal digits are expected.
audit-key-made = The key is in { $file }, and what checks its signatures in { $public }: keep a copy of the latter elsewhere.
audit-nobody-trusted = No public key to check the signature with: give --public-key, or put it into { $file }.
audit-public-key-wrong = A public key is 64 hexadecimal digits.
audit-not-signed = The file { $file } is not what the trusted key has signed: it was changed or cut, or another key signed it.
audit-erase-unasked = Nobody to ask here: give --yes to erase without asking.
audit-erase-ask = The values and reasons of all entries before { $day } will be erased for good. Type the day as 2021-03-31 to confirm.
audit-erase-not-done = Nothing was erased.
audit-erased = { $count ->
    [one] { $count } entry before { $day } has lost its values; the erasure is logged.
   *[other] { $count } entries before { $day } have lost their values; the erasure is logged.
}
audit-sealed = { $count ->
    [one] { $count } entry sealed.
   *[other] { $count } entries sealed.
}
audit-exported = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
} exported, up to seal { $seal }. Keep the file elsewhere than on this server.
audit-progress = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
} verified
audit-followed = Followed: { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
} of { $conventions ->
    [one] { $conventions } convention
   *[other] { $conventions } conventions
}, { $seals ->
    [one] { $seals } seal
   *[other] { $seals } seals
}, { $administration ->
    [one] { $administration } entry
   *[other] { $administration } entries
} of the administration.
audit-erasure = Erased on { $at } by { $login }: the values of { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}.
audit-without-values = { $count ->
    [one] { $count } entry has
   *[other] { $count } entries have
} no values any more, as logged.
audit-unsealed = { $count ->
    [one] { $count } entry is
   *[other] { $count } entries are
} not sealed yet (guichet audit seal).
audit-found-again = { $count ->
    [one] { $count } line
   *[other] { $count } lines
} of the export found again.
audit-whole = The history is whole.
audit-broken = The history is broken: { $place } { $wrong }.
audit-broken-at = The history is broken: { $place } ({ $at }) { $wrong }.
audit-at-entry = entry { $seq } of convention no. { $convention }
audit-at-seal = seal { $seq }
audit-at-administration = entry { $seq } of the administration
audit-wrong-changed = was changed, or no longer follows the one before
audit-wrong-missing = is missing
audit-wrong-values-changed = no longer holds the values that were written
audit-wrong-values-gone = has lost its values, and no logged erasure says why
audit-wrong-head = ends its chain, and is not the end that the file names
audit-wrong-convention-gone = belongs to a convention that is gone
audit-wrong-sealed = does not hold what was sealed: entries were changed, added or removed
audit-wrong-rewritten = is not what was exported: the chain was computed again
audit-wrong-cut = was exported, and is no longer there

# -- The registry of host organisations, by command
organisation-not-found = No organisation has the number or SIRET { $which }: guichet organisation search finds it by its name.
organisation-no-number = “{ $which }” is neither the number of an organisation nor a SIRET (14 digits): guichet organisation search gives the numbers.
organisation-changed = Somebody else has just changed organisation no. { $which }: read it again (guichet organisation show) and start over.
organisation-out-of-use = Organisation no. { $which } is out of use: keep one that serves.
organisation-same = Two organisations are needed, and no. { $which } is given twice.
organisation-no-shelf = “{ $name }” says no kind of organisations; there are: { $known }.
organisation-none = No organisation answers to “{ $words }”, not even nearly.
organisation-nearly = nearly named so
organisation-closed = closed
organisation-country = country
organisation-files = files
organisation-score = likeness
organisation-reasons = why
organisation-register = register
organisation-used = conventions
organisation-interns = interns
organisation-service = service
organisation-contact = contact
organisation-merge = merge
organisation-merge-stands = with { $other }, { $at }, by { $by }, { $conventions ->
    [0] no file moved
    [one] 1 file moved
   *[other] { $conventions } files moved
} (guichet organisation part { $merge } undoes it)
organisation-gone-into = merged into { $name } (no. { $number })
organisation-waits = to be moderated, added by { $by }, { $at }
organisation-no-history = Nothing has happened to it since it was loaded.
organisation-ask = Type { $which }, the number of the one that goes, to confirm.
organisation-unasked = Nobody to ask here: give --yes to merge without asking.
organisation-not-done = Nothing was merged.
organisation-merged = { $gone } went into { $kept }, { $conventions ->
    [0] no file moved
    [one] 1 file moved
   *[other] { $conventions } files moved
}. To part them again: guichet organisation part { $merge }
organisation-parted = Parted: { $conventions ->
    [0] no file had to go back
    [one] 1 file went back
   *[other] { $conventions } files went back
}.
organisation-no-merge = There is no merge no. { $merge } to undo: guichet organisation show gives those of an organisation.
organisation-no-workbook = A workbook is not written to the output: give --to the name of a file, or --format csv.
organisation-exists = { $path } is there already, and nothing is written over: give another name.
organisation-exported = { $count ->
    [0] No organisation: { $path } has only the columns.
    [one] 1 organisation written to { $path }.
   *[other] { $count } organisations written to { $path }.
}
organisation-unread = { $path } cannot be read ({ $why }): check its name and its folder.
organisation-going = Lines looked at: { $done } of { $total }
organisation-line = line
organisation-column = column
organisation-value = value
organisation-why = reason
organisation-ignored = Columns that are not read: { $columns }.
organisation-imported = { $read ->
    [one] { $read } line read
   *[other] { $read } lines read
}, { $added ->
    [0] none added
    [one] 1 added
   *[other] { $added } added
}, { $rejected ->
    [0] none rejected
    [one] 1 rejected
   *[other] { $rejected } rejected
}.
organisation-tried = A trial: { $read ->
    [one] { $read } line read
   *[other] { $read } lines read
}, { $added ->
    [0] none can be added
    [one] 1 can be added
   *[other] { $added } can be added
}, { $rejected ->
    [0] none rejected
    [one] 1 rejected
   *[other] { $rejected } rejected
}. Nothing was added.
organisation-would-reject = { $rejected ->
    [one] { $rejected } line would be rejected
   *[other] { $rejected } lines would be rejected
}: --rejected PATH writes them apart, ready to be corrected.
organisation-nothing-added = Nothing was added, { $rejected ->
    [one] { $rejected } line is to be corrected
   *[other] { $rejected } lines are to be corrected
}: correct them (--rejected PATH writes them apart), or add only the good ones (--only-good).
organisation-or = or
organisation-file-empty = { $path } is empty: a line of columns is needed, then a line for each organisation.
organisation-file-large = { $path } is larger than { $most } MB: cut it into several files.
organisation-file-workbook = { $path } is a workbook: save it as CSV (UTF-8) first, then import that file.
organisation-file-no-text = { $path } is not text: save the table as CSV (UTF-8).
organisation-file-lacks = { $path } lacks columns: { $columns }. Add them to its first line.
organisation-file-twice = In { $path }, columns stand there twice: { $columns }. Keep one of each.
organisation-file-long = { $path } has more than { $most } lines: cut it into several files.
organisation-why-missing = A value is needed.
organisation-why-siret-digits = A SIRET has 14 digits.
organisation-why-siret-key = The key of the SIRET is wrong: a digit is mistyped, or two are swapped.
organisation-why-siret-rounded = The spreadsheet rounded this SIRET: type it again, with the column as text.
organisation-why-siret-zeros = The spreadsheet took the zeros from the front: put them back, with the column as text.
organisation-why-uai = A UAI has seven digits and a letter.
organisation-why-naf = No activity has this code, or not in this revision.
organisation-why-postal-code = There is no such postal code: five digits in France, ten characters at most elsewhere.
organisation-why-phone = This is no telephone number.
organisation-why-mail = This is no mail address.
organisation-why-website = This is no address of a site.
organisation-why-country = No country is called so: give its ISO code (FR) or its name in French.
organisation-why-legal-category = No legal category has this code or name.
organisation-why-headcount = No headcount band has this code or name (10 to 19).
organisation-why-kind = No kind of organisation is called so.
organisation-why-too-long = Too long: { $most } characters at most.
organisation-why-no-siret-uai = A French organisation has a SIRET or a UAI.
organisation-why-no-activity = The NAF code or the activity is needed.
organisation-why-twice = Line { $first } is of the same organisation.
organisation-why-unseen = It holds characters that are not to be seen: type the value again.
organisation-why-cells = { $found } cells for { $expected } columns.
organisation-why-open-quote = A quote opens here and never closes: all that follows is lost.
organisation-why-taken = Already there: { $name } (no. { $number }) has this SIRET, this UAI, or this name in the same place, itself or an organisation merged into it.
organisation-why-refused = Refused by the database, code { $code }.

# Alerts: who is told of what, and mails.

event-created-by-student = handed in by the student
event-changed-by-student = changed by the student
event-created-by-staff = handed in by staff
event-changed-by-staff = changed by staff
event-amendment-created-by-student = amendment by the student
event-amendment-changed-by-student = amendment changed by student
event-amendment-created-by-staff = amendment by staff
event-amendment-changed-by-staff = amendment changed by staff
event-pedagogical-done = pedagogical validation
event-pedagogical-undone = pedagogical validation undone
event-check-done = administrative check
event-check-undone = administrative check undone
event-administrative-done = administrative validation
event-administrative-undone = administrative validation undone
event-amendment-validated = amendment validated
event-amendment-undone = amendment validation undone
event-signed = everybody has signed
event-supervisor-changed = supervisor changed
event-tutor-evaluated = tutor’s evaluation
event-supervisor-evaluated = supervisor’s evaluation
event-student-evaluated = student’s evaluation
event-evaluations-complete = evaluations complete
event-returned = returned for correction
event-cancelled = cancellation
event-trial = trial of a text
event-restored = return undone
event-reopened = cancellation undone
event-late = late file
event-finding = finding on a file
event-host-closed = host closed
event-amendment-waiting = late amendment
event-delivery-failed = mail not delivered
event-digest = digest
audience-student = student
audience-clerk = clerk
audience-manager = manager
audience-supervisor = supervisor
pace-at-once = at once
pace-daily = once a day
pace-weekly = once a week
pace-never = never
delivery-waiting = to leave
delivery-sent = sent
delivery-gathered = in a digest
delivery-failed = not delivered
delivery-dropped = let go of
delivery-bounced = came back
whose-centre = The centre’s own text.
whose-establishment = The text of the establishment.
whose-program = The program’s own text: nobody has written one yet.
alerts-establishment = Establishment
alerts-mine = My preferences
alerts-received = Received
alerts-undelivered = Not delivered
alerts-file = Mails { $whom }
alerts-text-of = { $event } ({ $language })
alerts-reading = Reading the alerts…
alerts-none = Nothing to show here.
alerts-all-delivered = Every mail has arrived.
alerts-none-received = No mail was sent to you.
alerts-no-mails = No mail about this file.
alerts-own = the centre’s choice; other cells follow the establishment
alerts-i-am-told = I am told
alerts-any = All events
alerts-language = Language of my mails
alerts-as-others = as the others ({ $pace })
alerts-any-told = Holds for the events that have no pace of their own. Never more than your centre decides.
alerts-not-told = not sent here
alerts-not-told-though = { $pace } · not sent here
alerts-not-told-about = Neither your centre nor the establishment sends any to your address.
alerts-event-told = Only where your centre tells you of this event. The daily digest leaves in the morning, the weekly one on Mondays.
alerts-language-told = The mails that you receive will be written in this language.
alerts-address = Address
alerts-will-drop = The mail to { $name } will not be sent.
alerts-closures = Periods without mail
alerts-closures-told = One period a line: 21/12/2026..03/01/2027, or a single day. Mails leave on the day after.
alerts-text-told = Variables are written so: { $some }. Tab completes the one that is begun; v, in the table, shows them all.
alerts-subject = Subject
alerts-body = Text
alerts-text-empty = A subject and a text are needed.
alerts-will-inherit = The text of the establishment, or of the program, will hold again for this centre.
alerts-will-inherit-program = The program’s own text will hold again.
decided-establishment = setting of the establishment
decided-centre = the centre’s choice
cell-of = { $event }, { $audience }
cell-on = Told: yes ({ $by }).
cell-off = Told: no ({ $by }).
cell-establishment-says = The establishment says: { $value }.
cell-staff = In this centre: { $names }.
cell-nobody = In this centre nobody is a { $audience }.
cell-shared = At the centre’s address alone: { $address }.
cell-shared-none = At the centre’s address alone, and it has none: nobody is told.
cell-also = Holds too for: { $events }.
cell-own-text = Own text: { $text }.
said-alerts-cell = { $event }, { $audience }: { $value }.
said-alerts-cell-of-centre = { $event }, { $audience }: { $value }, the centre’s choice.
said-alerts-inherits = { $event }, { $audience }: as the establishment.
said-alerts-stale = Somebody has changed these settings meanwhile: here they are. Make your choice again.
alerts-stale-box = Somebody has changed it meanwhile. Close and open again: what you typed will still be there.
said-alerts-no-closures = Closures are those of a centre or of the establishment: Tab leads there.
said-alerts-no-mail = No mail is in hand.
said-alerts-tried = The text leaves for { $address }.
said-alerts-no-mail-of-mine = Your address is not known: the administrator can enter it with your rights.
alerts-variables = Variables of texts
alerts-variable = { $name }: { $says }
alerts-variables-told = A variable is written { $written }; then comes what each would say of the newest file. { $when } speaks only if it has a value, { $each } repeats.
said-alerts-no-text = A text is that of an event: choose one in a centre or the establishment.
said-alerts-inherits-already = Nobody here has written a text for this event.
said-alerts-text-inherits = The original text holds again.
said-mail-again = The mail will be sent again.
said-mail-dropped = The mail is let go of.
said-mail-redirected = The mail will go to { $address }.
mail-to-nowhere = To: { $name }, no address known
mail-to = To: { $name } <{ $address }>
mail-to-other = To: { $name } <{ $address }>, sent to { $other }
mail-about = { $event }, file no. { $id }
mail-state = { $state }, { $at }
mail-error = { $count ->
    [0] Cause: { $why }
    [one] Cause, after { $count } try: { $why }
   *[other] Cause, after { $count } tries: { $why }
}
mail-decided = Decided by { $who }.
foretold-title = Who would be told: { $event }
foretold-one = { $verdict }: { $name }, { $audience } <{ $address }>
foretold-one-nowhere = { $verdict }: { $name }, { $audience }
foretold-doer = Whoever does it is not told of it.
foretold-nobody = Nobody would be told. The mail would be:
foretold-mail = Mail in { $language }
foretold-subject = Subject: { $subject }
verdict-told = yes, { $pace } ({ $by })
verdict-off = no ({ $by })
verdict-never = no, asked never to be
verdict-did-it = no, did it
verdict-at-the-centre = no, at the centre’s address
verdict-no-address = no, no address is known
verdict-already = no, told already at that address
fault-in-subject = Subject
fault-in-line = Text, line { $line }
fault-variable = { $place }: no variable is called “{ $name }”.
fault-unwanted = { $place }: “{ $what }” has no place in a text, which only names variables, chooses (if) and repeats (for).
fault-text = { $place }: { $why }
