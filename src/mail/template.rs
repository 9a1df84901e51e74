//! Texts with variables: `${convention.numero}`, as institutions write them today, and Jinja's `{% if %}` and `{% for %}`.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};
use serde::Serialize;

/// How many steps a text may take: far more than any needs, so that one that never ends is a fault like another.
const FUEL: u64 = 50_000;

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
            Self::Variable { line, .. } | Self::Syntax { line, .. } => *line,
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

    /// The same, said to somebody.
    #[must_use]
    pub fn addressed(&self, name: &str) -> Self {
        Self(context! { destinataire => context! { nom => name }, ..self.0.clone() })
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
    /// When it cannot be read.
    pub fn learn(&mut self, name: &str, text: &str) -> Result<(), Fault> {
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
    pub fn write(&self, name: &str, variables: Variables) -> Result<String, Fault> {
        let template = self.0.get_template(name).map_err(|error| fault("", &error))?;
        template.render(variables.0).map_err(|error| fault(template.source(), &error))
    }

    /// The text with its variables.
    ///
    /// # Errors
    /// The first fault.
    pub fn render(&self, text: &str, variables: &impl Serialize) -> Result<String, Fault> {
        let template = self.0.template_from_str(text).map_err(|error| fault(text, &error))?;
        template.render(minijinja::value::Serde(variables)).map_err(|error| fault(text, &error))
    }
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

    #[test]
    fn variables_are_written_and_what_is_unknown_is_named_with_its_line() {
        let reader = Renderer::new();
        let about = json!({ "convention": { "numero": 28413 }, "etudiant": { "nom": null }, "motif": "", "changements": ["a", "b"] });
        let text = "N° ${convention.numero}\n{% if motif %}\nMotif : ${motif}\n{% endif %}\n[${etudiant.nom}]\n{% for un in changements %}\n- ${un}\n{% endfor %}\n";
        assert_eq!(reader.check(text, &KNOWN), Ok(()));
        assert_eq!(reader.render(text, &about).unwrap(), "N° 28413\n[]\n- a\n- b\n");

        let wrong = "Bonjour,\n\n${etudiant.prenon} a déposé ${convention.numero}.";
        let fault = reader.check(wrong, &KNOWN).unwrap_err();
        assert_eq!(fault, Fault::Variable { line: 3, name: "etudiant.prenon".into() });
        assert_eq!(reader.render(wrong, &about).unwrap_err().line(), 3);
        assert_eq!(reader.check("a\n${convention.numero", &KNOWN).unwrap_err().line(), 2);
        assert_eq!(reader.check("{% if motif %}\nx", &KNOWN).unwrap_err().line(), 2);
        assert_eq!(
            reader.check("${motifs}", &KNOWN).unwrap_err(),
            Fault::Variable { line: 1, name: "motifs".into() }
        );
    }

    #[test]
    fn a_text_that_never_ends_is_a_fault() {
        let reader = Renderer::new();
        let long: Vec<u32> = (0..1000).collect();
        let text = "{% for a in changements %}{% for b in changements %}{% for c in changements %}x{% endfor %}{% endfor %}{% endfor %}";
        assert!(reader.render(text, &json!({ "changements": long })).is_err());
    }
}
