//! The texts in use, read once: those of a centre, else of the establishment, else the program's own.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::domain::alert::{Event, Template};
use crate::mail::letter::subject_line;
use crate::mail::template::{Fault, Renderer, Variables};
use crate::mail::texts;

/// The texts in use.
#[derive(Debug, Default)]
pub struct Library {
    reader: Renderer,
    /// Names of texts that cannot be read, so that each is complained of once.
    faulty: BTreeSet<String>,
}

/// A text that somebody wrote, under the name by which it is kept.
#[derive(Debug)]
pub(super) struct Shelved<'a> {
    name: String,
    template: &'a Template,
}

/// The texts that hold, for each event, language and centre of a batch.
#[derive(Debug, Default)]
pub(super) struct Shelf<'a>(BTreeMap<(Event, &'a str, i32), Vec<Shelved<'a>>>);

impl<'a> Shelf<'a> {
    fn of(
        &mut self,
        event: Event,
        language: &'a str,
        centre: i32,
        templates: &'a [Template],
    ) -> &[Shelved<'a>] {
        self.0.entry((event, language, centre)).or_insert_with(|| {
            Template::that_hold(templates, event, language, Some(centre))
                .map(|template| Shelved { name: name(template), template })
                .collect()
        })
    }
}

/// A text that was let go of and written anew begins again at its first version: what it says names it.
fn name(template: &Template) -> String {
    let print = Sha256::digest(format!("{}\n{}", template.subject, template.body).as_bytes());
    let print: String = print.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{}.{}.{print}", template.event, template.language)
}

impl Library {
    /// The subject and the body of a mail; what is wrong with a text that somebody wrote is logged, and the next one is used, so
    /// that nobody goes untold.
    ///
    /// # Errors
    /// When even the program's own text cannot be written.
    pub(super) fn write<'a>(
        &mut self,
        shelf: &mut Shelf<'a>,
        (event, language, centre): (Event, &'a str, i32),
        templates: &'a [Template],
        variables: &Variables,
    ) -> Result<(String, String), String> {
        for one in shelf.of(event, language, centre, templates) {
            match self.read(&one.name, &one.template.subject, &one.template.body, variables) {
                Ok(written) => return Ok(written),
                Err(fault) => {
                    if self.faulty.insert(one.name.clone()) {
                        let centre = one.template.centre_id;
                        tracing::warn!(event = event.code(), language, centre, "text of a mail: {fault}");
                    }
                }
            }
        }
        let own = texts::of(event, language).ok_or("no text")?;
        let name = format!("{}.{language}", event.code());
        self.read(&name, &own.subject, &own.body, variables).map_err(|fault| fault.to_string())
    }

    fn read(
        &mut self,
        name: &str,
        subject: &str,
        body: &str,
        variables: &Variables,
    ) -> Result<(String, String), Fault> {
        let names = [format!("{name}.subject"), format!("{name}.body")];
        if !self.reader.knows(&names[1]) {
            self.reader.learn(&names[0], subject)?;
            self.reader.learn(&names[1], body)?;
        }
        let subject = subject_line(&self.reader.write(&names[0], variables)?);
        Ok((subject, self.reader.write(&names[1], variables)?))
    }
}
