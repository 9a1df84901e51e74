//! The `:` line: `:valider`, `:trier début`, `:42813`. Names are those of the language of the screen, those of the
//! other language, and the actions' ids; completion is fuzzy and errors name the nearest valid name.

mod complete;

pub use complete::{Completion, Fuzzy, Known, Names};

use super::action::{Action, AppAction, Arg, ArgError, ArgKind, Call, ConventionAction};
use super::nearest::nearest;
use crate::domain::fold::fold;
use crate::i18n::{Lang, Texts};

/// A number with at least this many digits is no convention: a student number, a SIRET.
const LONG_NUMBER: usize = 8;

/// What hands that know vi type to leave.
const LEAVE: &str = "q";

/// The names on the `:` line in one language.
#[derive(Clone, Debug)]
pub struct Commands {
    texts: Texts,
    /// The name in this language, and the action.
    names: Vec<(&'static str, Action)>,
}

/// Why a line is no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// No command has this name.
    #[error("no command is called `{found}`")]
    Unknown {
        /// The name typed.
        found: String,
        /// The nearest one.
        nearest: Option<&'static str>,
    },
    /// The argument will not do.
    #[error("`{command}` {error}")]
    Argument {
        /// The command, as it is called in the language of the screen.
        command: &'static str,
        /// What is wrong.
        error: ArgError,
    },
}

impl CommandError {
    /// One sentence for the screen.
    pub fn text(&self, texts: Texts) -> String {
        let guess = |name: Option<&str>| {
            name.map_or_else(String::new, |name| texts.format("did-you-mean", &[("name", name.into())]))
        };
        match self {
            Self::Empty => texts.get("command-error-empty").to_owned(),
            Self::Unknown { found, nearest } => {
                texts.format("command-error-unknown", &[("found", found.as_str().into())]) + &guess(*nearest)
            }
            Self::Argument { command, error } => {
                let command = ("command", (*command).into());
                match error {
                    ArgError::Unwanted => texts.format("command-error-unwanted", &[command]),
                    ArgError::Missing(kind) => texts
                        .format("command-error-missing", &[command, ("argument", kind.label(texts).into())]),
                    ArgError::Bad { kind, found, nearest } => {
                        let args = [
                            command,
                            ("argument", kind.label(texts).into()),
                            ("found", found.as_str().into()),
                        ];
                        texts.format("command-error-bad", &args) + &guess(nearest.as_deref())
                    }
                }
            }
        }
    }
}

impl Commands {
    /// The commands as the language of the screen names them.
    pub fn new(texts: Texts) -> Self {
        let names = Action::palette().filter_map(|action| Some((action.command(texts)?, action))).collect();
        Self { texts, names }
    }

    /// The action with this name: in this language, in the other one, or its id.
    fn named(&self, name: &str) -> Option<Action> {
        let wanted = fold(name);
        if wanted == LEAVE {
            return Some(Action::App(AppAction::Quit));
        }
        let here = self.names.iter().find(|(known, _)| fold(known) == wanted).map(|&(_, action)| action);
        here.or_else(|| {
            Action::palette().find(|action| {
                action.id() == wanted
                    || Lang::ALL.iter().any(|&lang| {
                        action.command(Texts::of(lang)).is_some_and(|known| fold(known) == wanted)
                    })
            })
        })
    }

    /// The longest name, of two words at most, that the line begins with: as it is typed, its action, what follows.
    fn split<'l>(&self, line: &'l str) -> Option<(&'l str, Action, &'l str)> {
        let blanks = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        let ends = blanks.chain([line.len()]).filter(|&end| !line[..end].ends_with(char::is_whitespace));
        let named = |end: usize| {
            let (name, rest) = line.split_at(end);
            self.named(name).map(|action| (name, action, rest))
        };
        ends.take(2).filter_map(named).last()
    }

    /// Reads a line, without its colon.
    pub fn parse(&self, line: &str, names: &Names) -> Result<Call, CommandError> {
        let line = line.trim().trim_start_matches(':').trim_start();
        if line.is_empty() {
            return Err(CommandError::Empty);
        }
        if let Some(call) = number(line) {
            return Ok(call);
        }
        let Some((_, action, argument)) = self.split(line) else {
            let name = line.split_whitespace().next().unwrap_or(line);
            let nearest = nearest(name, self.names.iter().map(|(known, _)| *known));
            return Err(CommandError::Unknown { found: name.to_owned(), nearest });
        };
        let command = action.command(self.texts).unwrap_or(action.id());
        Call::new(action, argument)
            .and_then(|call| known(call, names))
            .map_err(|error| CommandError::Argument { command, error })
    }

    /// What to show after a command whose argument is not typed yet: `<colonne>`, `[filtre]`.
    pub fn argument_hint(&self, line: &str) -> Option<String> {
        let (_, action, argument) = self.split(line.trim_start())?;
        if !argument.trim().is_empty() {
            return None;
        }
        Some(action.spec().argument.hint(self.texts)).filter(|takes| !takes.is_empty())
    }
}

/// A theme or a key map must be one of those that there are.
fn known(call: Call, names: &Names) -> Result<Call, ArgError> {
    let (kind, found, names) = match &call.arg {
        Some(Arg::Theme(name)) => (ArgKind::Theme, name, &names.themes),
        Some(Arg::Keymap(name)) => (ArgKind::Keymap, name, &names.keymaps),
        _ => return Ok(call),
    };
    if names.contains(found) {
        return Ok(call);
    }
    let nearest = nearest(found, names.iter().map(String::as_str)).map(str::to_owned);
    Err(ArgError::Bad { kind, found: found.clone(), nearest })
}

/// `42813` and `n° 42813` open that convention; a longer number, with or without spaces, is looked for everywhere.
fn number(line: &str) -> Option<Call> {
    let digits: String =
        line.trim_start_matches(['n', 'N', '°']).chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(if digits.len() < LONG_NUMBER {
        Call { action: Action::Convention(ConventionAction::Open), arg: digits.parse().ok().map(Arg::Number) }
    } else {
        Call { action: Action::App(AppAction::Find), arg: Some(Arg::Text(digits)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Column;
    use crate::app::action::{FilterAction, ListAction, ViewAction};
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn french() -> Commands {
        Commands::new(Texts::of(Lang::Fr))
    }

    fn read(line: &str) -> Result<Call, CommandError> {
        french().parse(line, &Names::default())
    }

    fn known<'a>(names: &'a Names) -> Known<'a> {
        Known { queues: &[], names, views: &[], centres: &[] }
    }

    fn call(action: Action, arg: Option<Arg>) -> Result<Call, CommandError> {
        Ok(Call { action, arg })
    }

    #[test]
    fn a_line_is_read_in_either_language_or_by_id() {
        let validate = call(Action::Convention(ConventionAction::Validate), None);
        for line in ["valider", ":Valider ", "validate", "convention.validate"] {
            assert_eq!(read(line), validate, "{line}");
        }
        let sort = call(Action::List(ListAction::Sort), Some(Arg::Column(Column::Start)));
        for line in ["trier début", "trier debut", "sort début", "sort  START"] {
            assert_eq!(read(line), sort, "{line}");
        }
        let filter = call(Action::Filter(FilterAction::Open), Some(Arg::Text("début:<7j -gap".into())));
        assert_eq!(read("filtrer début:<7j -gap"), filter);
        assert_eq!(read("langue en"), call(Action::App(AppAction::Lang), Some(Arg::Lang(Lang::En))));
    }

    #[test]
    fn a_number_opens_that_convention_and_a_long_one_is_looked_for() {
        let open = call(Action::Convention(ConventionAction::Open), Some(Arg::Number(42813)));
        for line in ["42813", "n° 42813", "42 813"] {
            assert_eq!(read(line), open, "{line}");
        }
        let find = call(Action::App(AppAction::Find), Some(Arg::Text("00000102400012".into())));
        assert_eq!(read("000 001 024 00012"), find);
    }

    #[test]
    fn errors_are_one_sentence_with_the_nearest_name() {
        for (line, sentence) in [
            ("", "Tapez une commande, ou un numéro de convention."),
            ("vallider", "Aucune commande ne s’appelle « vallider ». Vouliez-vous dire « valider » ?"),
            ("zzzz", "Aucune commande ne s’appelle « zzzz »."),
            ("valider tout", "« valider » ne prend rien après son nom."),
            ("trier", "« trier » attend : colonne."),
            ("theme drak", "« theme » attend : thème, et non « drak ». Vouliez-vous dire « dark » ?"),
            (
                "touches emcas",
                "« touches » attend : jeu de touches, et non « emcas ». Vouliez-vous dire « emacs » ?",
            ),
            ("file coriger", "« file » attend : file, et non « coriger »."),
            (
                "file a coriger",
                "« file » attend : file, et non « a coriger ». Vouliez-vous dire « À corriger » ?",
            ),
            ("trier débu", "« trier » attend : colonne, et non « débu ». Vouliez-vous dire « début » ?"),
        ] {
            let error = read(line).expect_err(line);
            assert_eq!(error.text(Texts::of(Lang::Fr)).replace('\u{a0}', " "), sentence);
        }
    }

    #[test]
    fn completion_is_fuzzy_and_folds_accents() {
        let first = |line: &str| {
            let queues = ["À corriger".to_owned(), "Validation administrative".to_owned()];
            let names = Names::default();
            let known = Known { queues: &queues, ..known(&names) };
            french().complete(line, known, &mut Fuzzy::default()).into_iter().next().map(|c| c.line)
        };
        assert_eq!(first("vali").as_deref(), Some("valider"));
        assert_eq!(first("défai").as_deref(), Some("defaire"));
        assert_eq!(first("tri").as_deref(), Some("trier "));
        assert_eq!(first("trier etu").as_deref(), Some("trier étudiant"));
        assert_eq!(first("file a cor").as_deref(), Some("file À corriger"));
        assert_eq!(first("valider x"), None);
        let all = french().complete("", known(&Names::default()), &mut Fuzzy::default());
        assert_eq!(all.len(), Action::palette().count());
    }

    #[test]
    fn a_command_of_two_words_goes_before_the_argument_of_one() {
        let view = |action, arg: &str| call(Action::View(action), Some(Arg::Text(arg.into())));
        assert_eq!(read("vue Mes urgences"), view(ViewAction::Open, "Mes urgences"));
        assert_eq!(read("VUE  Enregistrer mes urgences"), view(ViewAction::Save, "mes urgences"));
        assert_eq!(read("view save x y"), view(ViewAction::Save, "x y"));
        assert!(read("vue enregistrer").is_err());
        assert_eq!(french().argument_hint("vue enregistrer ").as_deref(), Some("<nom>"));
        let views = [("Urgences".to_owned(), true), ("À signer IUT".to_owned(), false)];
        let centres = ["SCI".to_owned()];
        let names = Names::default();
        let known = Known { views: &views, centres: &centres, ..known(&names) };
        let lines = |line: &str| -> Vec<String> {
            french().complete(line, known, &mut Fuzzy::default()).into_iter().map(|c| c.line).collect()
        };
        assert_eq!(lines("vue ")[..3], ["vue Urgences", "vue À signer IUT", "vue enregistrer "]);
        assert_eq!(lines("vue enr")[0], "vue enregistrer ");
        assert_eq!(lines("vue urg"), ["vue Urgences"]);
        assert_eq!(lines("vue partager "), ["vue partager Urgences"]);
        assert_eq!(lines("vue partager Urgences "), ["vue partager Urgences SCI"]);
        assert_eq!(lines("vue supprimer a si"), ["vue supprimer À signer IUT"]);
    }

    #[test]
    fn hints_name_the_argument() {
        assert_eq!(french().argument_hint("trier").as_deref(), Some("<colonne>"));
        assert_eq!(french().argument_hint("filtrer ").as_deref(), Some("[filtre]"));
        assert_eq!(french().argument_hint("trier début"), None);
        assert_eq!(french().argument_hint("valider"), None);
    }

    #[test]
    fn no_name_means_two_things() {
        let mut seen: HashMap<String, Action> = HashMap::new();
        for lang in Lang::ALL {
            for (name, action) in Commands::new(Texts::of(lang)).names {
                assert!(name.split_whitespace().count() <= 2 && name == name.trim(), "{name}");
                let before = seen.insert(fold(name), action);
                assert!(before.is_none_or(|other| other == action), "{name}: {before:?} and {action:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in "\\PC*") {
            let commands = french();
            let names = Names::default();
            let _ = commands.parse(&line, &names).map_err(|error| error.text(Texts::of(Lang::En)));
            let _ = commands.argument_hint(&line);
            let _ = commands.complete(&line, known(&names), &mut Fuzzy::default());
        }
    }
}
