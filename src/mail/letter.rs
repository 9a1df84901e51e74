//! A mail as it leaves: plain text with a simple HTML twin, headers that nothing in it can change, and an identifier that stays
//! the same however often it is sent.

use std::fmt::Write as _;

use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

/// What is sent.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// Who is told.
    pub name: &'a str,
    /// Their address.
    pub address: &'a str,
    /// Where it goes instead, when all mail is redirected.
    pub redirected: Option<&'a str>,
    /// What it is about, on one line.
    pub subject: &'a str,
    /// What it says.
    pub body: &'a str,
    /// Its identifier, without angle brackets.
    pub message_id: &'a str,
}

/// Why a letter cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// An address that is none.
    #[error("{0} is no mail address")]
    Address(String),
    /// Anything else that mail cannot carry.
    #[error("{0}")]
    Other(String),
}

/// A sender: `Bureau des stages <stages@univ.fr>`, or an address alone.
///
/// # Errors
/// When it is no address.
pub fn mailbox(text: &str) -> Result<Mailbox, Unsendable> {
    text.trim().parse().map_err(|_| Unsendable::Address(on_one_line(text)))
}

/// Makes it.
///
/// # Errors
/// When its address is none.
pub fn write(letter: &Letter<'_>, from: &Mailbox) -> Result<Message, Unsendable> {
    let address = letter.redirected.unwrap_or(letter.address).trim();
    let address = address.parse().map_err(|_| Unsendable::Address(on_one_line(address)))?;
    let name = on_one_line(letter.name);
    let to = Mailbox::new((!name.is_empty()).then_some(name), address);
    let mut message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(on_one_line(letter.subject))
        .message_id(Some(format!("<{}>", letter.message_id)))
        .header(AutoSubmitted);
    if letter.redirected.is_some() {
        message = message.header(WrittenFor(on_one_line(letter.address)));
    }
    message
        .multipart(MultiPart::alternative_plain_html(letter.body.to_owned(), html(letter.body)))
        .map_err(|error| Unsendable::Other(error.to_string()))
}

/// A text without line breaks and other control characters.
pub fn on_one_line(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Programs that answer by themselves leave it alone (RFC 3834).
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// For whom a redirected mail was written.
#[derive(Clone, Debug)]
struct WrittenFor(String);

impl Header for WrittenFor {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Guichet-For")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// The same text in HTML: paragraphs, lists and links.
fn html(text: &str) -> String {
    let mut html = String::from("<!doctype html><html><body>");
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.push_str("<p>");
        for (place, line) in paragraph.lines().enumerate() {
            if place > 0 {
                html.push_str("<br>");
            }
            write_line(&mut html, line);
        }
        html.push_str("</p>");
    }
    html.push_str("</body></html>");
    html
}

fn write_line(html: &mut String, line: &str) {
    for (place, word) in line.split(' ').enumerate() {
        if place > 0 {
            html.push(' ');
        }
        let safe = escaped(word);
        if word.starts_with("https://") || word.starts_with("http://") {
            // Writing to a string never fails.
            let _ = write!(html, "<a href=\"{safe}\">{safe}</a>");
        } else {
            html.push_str(&safe);
        }
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter<'a>() -> Letter<'a> {
        Letter {
            name: "Inès BENALI",
            address: "ines@univ.test",
            redirected: None,
            subject: "Convention n° 28413 validée",
            body: "Bonjour,\n\nVoir https://stages.univ.test/28413\n<b>&\n",
            message_id: "12.signed.ab@univ.test",
        }
    }

    fn written(letter: &Letter<'_>) -> Result<String, Unsendable> {
        let from = mailbox("Bureau des stages <stages@univ.test>")?;
        Ok(String::from_utf8(write(letter, &from)?.formatted()).unwrap())
    }

    #[test]
    fn nothing_in_a_letter_becomes_a_header() {
        let evil = "x\r\nBcc: all@univ.test\r\n\r\nbody";
        for (name, subject, redirected) in
            [(evil, "s", None), ("n", evil, None), ("n", evil, Some("me@univ.test"))]
        {
            let text = written(&Letter { name, subject, redirected, ..letter() }).unwrap();
            let headers = text.split("\r\n\r\n").next().unwrap();
            assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc:")), "{headers}");
            assert_eq!(headers.lines().filter(|line| line.starts_with("Subject:")).count(), 1);
        }
        for address in [evil, "a@b\r\nRCPT TO:<c@d>", "", "nobody", "a b@c", "<script>@x"] {
            assert!(
                matches!(written(&Letter { address, ..letter() }), Err(Unsendable::Address(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn a_letter_says_the_same_twice_and_knows_for_whom_it_was() {
        let text = written(&letter()).unwrap();
        assert!(text.contains("Message-ID: <12.signed.ab@univ.test>"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"));
        assert!(!text.contains("X-Guichet-For"));
        let redirected = written(&Letter { redirected: Some("test@univ.test"), ..letter() }).unwrap();
        assert!(redirected.contains("X-Guichet-For: ines@univ.test"));
        assert!(redirected.contains("<test@univ.test>"));
        assert_eq!(
            html(letter().body),
            "<!doctype html><html><body><p>Bonjour,</p><p>Voir <a href=\"https://stages.univ.test/28413\">https://stages.univ.test/28413</a><br>&lt;b&gt;&amp;</p></body></html>"
        );
    }
}
