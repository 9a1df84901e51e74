//! Texts with variables: `${convention.numero}`, as institutions write them today, and Jinja's `{% if %}` and `{% for %}`.
//! Nothing else of Jinja: what a text may do is bounded by what it holds, whoever wrote it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};
use serde::Serialize;

/// How many steps a text may take: far more than any needs, so that one that never ends is a fault like another.
const FUEL: u64 = 50_000;

/// How many bytes it may come to: ten times what the longest one holds.
const MOST: usize = 200_000;

/// Stands in a text for the name of who reads it, until it is known: a letter of no alphabet. The database knows it too.
const READER: char = '\u{e000}';

/// The first words of `{% %}`.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// What a parenthesis may follow: nothing is called.
const BEFORE: [&str; 6] = ["if", "elif", "not", "and", "or", "in"];

/// Words of Jinja that are not known here.
const UNKNOWN: [&str; 2] = ["is", "recursive"];

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A variable that does not exist.
    #[error("line {line}: no variable {name}")]
    Variable {
        /// The line, from 1.
        line: usize,
        /// Its name.
        name: String,
    },
    /// Something that no text does: only variables, `if` and `for` are read.
    #[error("line {line}: {what} is not for texts")]
    Unwanted {
        /// The line, from 1.
        line: usize,
        /// What it is.
        what: String,
    },
    /// Something that cannot be read, or done.
    #[error("line {line}: {why}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        why: String,
    },
}

impl Fault {
    /// The line of the fault, from 1.
    pub fn line(&self) -> usize {
        match self {
            Self::Variable { line, .. } | Self::Unwanted { line, .. } | Self::Syntax { line, .. } => *line,
        }
    }
}

/// What a text may say, ready to be said: cheap to copy.
#[derive(Clone, Debug)]
pub struct Variables(minijinja::Value);

impl Variables {
    /// Of anything that has names.
    pub fn new(of: &impl Serialize) -> Self {
        Self(minijinja::Value::from(minijinja::value::Serde(of)))
    }

    /// The same, said to nobody yet: who reads it is filled in as it leaves.
    #[must_use]
    pub fn to_anybody(&self) -> Self {
        Self(context! { destinataire => context! { nom => READER.to_string() }, ..self.0.clone() })
    }
}

/// Reads texts; one for many.
#[derive(Debug)]
pub struct Renderer(Environment<'static>);

impl Renderer {
    /// A reader that escapes nothing: what it writes is plain text.
    ///
    /// # Panics
    /// Never: the marks are fixed.
    pub fn new() -> Self {
        let mut environment = Environment::empty();
        if let Ok(syntax) = SyntaxConfig::builder()
            .variable_delimiters("${", "}")
            .block_delimiters("{%", "%}")
            .comment_delimiters("{#", "#}")
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
        {
            environment.set_syntax(syntax);
        }
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        // What a file does not say is said by nothing.
        environment.set_formatter(|out, state, value| {
            if value.is_none() { Ok(()) } else { minijinja::escape_formatter(out, state, value) }
        });
        Self(environment)
    }

    /// Whether a text can be read, and knows only these variables: `convention.numero`.
    ///
    /// # Errors
    /// The first fault, from the top.
    pub fn check(&self, text: &str, known: &[&str]) -> Result<(), Fault> {
        plain(text)?;
        let template = self.0.template_from_str(text).map_err(|error| fault(text, &error))?;
        let known: BTreeSet<&str> = known.iter().copied().collect();
        let is_known = |name: &str| {
            known.contains(name)
                || known.iter().any(|one| one.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
        };
        let unknown = template.undeclared_variables(true).into_iter().filter(|name| !is_known(name));
        let first =
            unknown.map(|name| Fault::Variable { line: line_of(text, &name), name }).min_by_key(Fault::line);
        first.map_or(Ok(()), Err)
    }

    /// Keeps a text under a name, to write it often.
    ///
    /// # Errors
    /// When it cannot be read, or would do more than a text may.
    pub fn learn(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        plain(text)?;
        self.0.add_template_owned(name.to_owned(), text.to_owned()).map_err(|error| fault(text, &error))
    }

    /// Whether a text is kept under this name.
    pub fn knows(&self, name: &str) -> bool {
        self.0.get_template(name).is_ok()
    }

    /// The text that is kept under a name, with its variables.
    ///
    /// # Errors
    /// The first fault.
    pub fn write(&self, name: &str, variables: &Variables) -> Result<String, Fault> {
        let template = self.0.get_template(name).map_err(|error| fault("", &error))?;
        let mut page = Page(Vec::new());
        template
            .render_captured_to(&variables.0, &mut page)
            .map_err(|error| fault(template.source(), &error))?;
        String::from_utf8(page.0).map_err(|error| Fault::Syntax { line: 1, why: error.to_string() })
    }

    /// A text with its variables, read for this once.
    ///
    /// # Errors
    /// The first fault.
    pub fn render(&mut self, text: &str, variables: &Variables) -> Result<String, Fault> {
        const ONCE: &str = "";
        self.learn(ONCE, text)?;
        self.write(ONCE, variables)
    }
}

/// What is written, as far as there is room.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.0.len() + more.len() > MOST {
            return Err(io::Error::other("the text grows too long"));
        }
        self.0.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a text does nothing but name variables, choose and repeat: nothing is computed, joined or kept, so that what it
/// comes to grows with what it is told alone.
fn plain(text: &str) -> Result<(), Fault> {
    let mut rest = text;
    let at = |rest: &str| text[..text.len() - rest.len()].matches('\n').count() + 1;
    while let Some((place, marks)) =
        ["${", "{%", "{#"].into_iter().filter_map(|marks| Some((rest.find(marks)?, marks))).min()
    {
        let opened = &rest[place..];
        let inside = &opened[marks.len()..];
        rest = match marks {
            "{#" => inside.split_once("#}").map_or("", |(_, after)| after),
            "${" => said(inside, "}").map_err(|what| refused(at(opened), &what))?.1,
            _ => {
                let (told, after) = said(inside, "%}").map_err(|what| refused(at(opened), &what))?;
                let told = told.trim_matches(['-', '+']).trim_start();
                let word = told.split(|letter: char| !is_of_word(letter)).next().unwrap_or_default();
                if !STATEMENTS.contains(&word) {
                    return Err(refused(at(opened), word));
                }
                after
            }
        };
    }
    Ok(())
}

/// What stands inside a mark, and what follows its end; or what it may not hold.
fn said<'a>(inside: &'a str, end: &str) -> Result<(&'a str, &'a str), String> {
    let mut quote = None;
    let mut escaped = false;
    for (place, letter) in inside.char_indices() {
        // The word that ends here, or before the blanks that end here.
        let word = || {
            inside[..place].trim_end().rsplit(|letter: char| !is_of_word(letter)).next().unwrap_or_default()
        };
        match (quote, letter) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, letter) if !is_of_word(letter) && UNKNOWN.contains(&word()) => {
                return Err(word().to_owned());
            }
            (None, _) if inside[place..].starts_with(end) => {
                return Ok((&inside[..place], &inside[place + end.len()..]));
            }
            // Beside a mark's end they only say what becomes of the blanks there.
            (None, '-' | '+') if place == 0 || inside[place + 1..].starts_with(end) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') if !word().is_empty() && !BEFORE.contains(&word()) => {
                return Err(format!("{}(", word()));
            }
            (None, '.' | '=' | '!' | '<' | '>' | '(' | ')') => {}
            (None, letter) if is_of_word(letter) || letter.is_whitespace() => {}
            (None, letter) => return Err(letter.to_string()),
        }
    }
    // What is not closed is a fault that the reader names better.
    Ok((inside, ""))
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn refused(line: usize, what: &str) -> Fault {
    Fault::Unwanted { line, what: what.to_owned() }
}

impl Default for Renderer {
    fn default() -> Self {
        Self::new()
    }
}

fn fault(text: &str, error: &Error) -> Fault {
    let line = error.line().unwrap_or(1);
    let variable = (error.kind() == ErrorKind::UndefinedError)
        .then(|| error.range().and_then(|range| text.get(range)).map(|name| name.trim().to_owned()))
        .flatten();
    match variable {
        Some(name) => Fault::Variable { line, name },
        None => Fault::Syntax {
            line,
            why: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
        },
    }
}

/// Where a variable stands first.
fn line_of(text: &str, name: &str) -> usize {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let whole = |line: &str| {
        line.match_indices(name)
            .any(|(at, _)| !line[..at].ends_with(part) && !line[at + name.len()..].starts_with(part))
    };
    text.lines().position(whole).map_or(1, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KNOWN: [&str; 4] = ["convention.numero", "etudiant.nom", "motif", "changements"];

    fn rendered(text: &str, about: &serde_json::Value) -> Result<String, Fault> {
        Renderer::new().render(text, &Variables::new(about))
    }

    #[test]
    fn variables_are_written_and_what_is_unknown_is_named_with_its_line() {
        let reader = Renderer::new();
        let about = json!({ "convention": { "numero": 28413 }, "etudiant": { "nom": null }, "motif": "", "changements": ["a", "b"] });
        let text = "N° ${convention.numero}\n{% if motif %}\nMotif : ${motif}\n{% endif %}\n[${etudiant.nom}]\n{% for un in changements %}\n- ${un}\n{% endfor %}\n";
        assert_eq!(reader.check(text, &KNOWN), Ok(()));
        assert_eq!(rendered(text, &about).unwrap(), "N° 28413\n[]\n- a\n- b\n");

        let wrong = "Bonjour,\n\n${etudiant.prenon} a déposé ${convention.numero}.";
        let fault = reader.check(wrong, &KNOWN).unwrap_err();
        assert_eq!(fault, Fault::Variable { line: 3, name: "etudiant.prenon".into() });
        assert_eq!(rendered(wrong, &about).unwrap_err().line(), 3);
        assert_eq!(reader.check("a\n${convention.numero", &KNOWN).unwrap_err().line(), 2);
        assert_eq!(reader.check("{% if motif %}\nx", &KNOWN).unwrap_err().line(), 2);
        assert_eq!(
            reader.check("${motifs}", &KNOWN).unwrap_err(),
            Fault::Variable { line: 1, name: "motifs".into() }
        );
    }

    #[test]
    fn who_reads_it_is_filled_in_afterwards() {
        let about = Variables::new(&json!({ "motif": "x" })).to_anybody();
        let text = Renderer::new().render("Bonjour ${destinataire.nom}, ${motif}", &about).unwrap();
        assert_eq!(text.replace(READER, "Inès Benali"), "Bonjour Inès Benali, x");
    }

    #[test]
    fn a_text_that_never_ends_or_grows_is_a_fault() {
        let long = json!({ "changements": vec!["longer than one"; 1000] });
        let never = "{% for a in changements %}{% for b in changements %}{% for c in changements %}x{% endfor %}{% endfor %}{% endfor %}";
        assert!(rendered(never, &long).is_err());
        let grows = "{% for a in changements %}${changements}{% endfor %}";
        assert!(rendered(grows, &long).unwrap_err().to_string().contains("line 1"));
    }

    #[test]
    fn nothing_is_computed_joined_or_kept() {
        let refused = [
            ("a\n{% set x = motif %}", "set"),
            ("{%- with x = motif %}{% endwith %}", "with"),
            ("{% macro m %}{% endmacro %}", "macro"),
            ("{% raw %}${x}{% endraw %}", "raw"),
            ("${motif ~ motif}", "~"),
            ("${motif + motif}", "+"),
            ("${'x' * 99999999}", "*"),
            ("{% for a in [motif] %}{% endfor %}", "["),
            ("{% for a in changements %}${a|upper}{% endfor %}", "|"),
            ("${'}' ~ 'x'}", "~"),
            ("${'\\'}' ~ 'x'}", "~"),
            ("{# ${ #}${motif - 1}", "-"),
            ("{% if motif is defined %}{% endif %}", "is"),
            ("{% for a in changements recursive%}{% endfor %}", "recursive"),
            ("${loop(changements)}", "loop("),
            ("${motif ()}", "motif("),
        ];
        for (text, what) in refused {
            for found in [Renderer::new().check(text, &KNOWN), Renderer::new().learn("x", text)] {
                assert!(
                    matches!(&found, Err(Fault::Unwanted { what: named, .. }) if named == what),
                    "{text} {found:?}"
                );
            }
        }
        assert_eq!(Renderer::new().check("a\n\n{% set x = motif %}", &KNOWN).unwrap_err().line(), 3);
        let about = json!({ "motif": "m", "changements": ["a"] });
        for (text, comes) in [
            ("{%- if motif == \"}%}\" or not (motif != 'x') -%} a {%+ else %}b{% endif +%}", "b"),
            ("{# {% set x = 1 %} #}${ motif }$ {1} %}", "m$ {1} %}"),
            ("1 + 1 ~ 2 [x]", "1 + 1 ~ 2 [x]"),
            ("{%if(motif)%}{%for un in(changements)%}${un}é{%endfor-%}{%else-%}{%endif+%}", "aé"),
        ] {
            assert_eq!(Renderer::new().check(text, &KNOWN), Ok(()), "{text}");
            assert_eq!(rendered(text, &about).unwrap(), comes);
        }
    }
}
