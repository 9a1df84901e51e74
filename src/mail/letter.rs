//! A mail as it leaves: plain text with a simple HTML twin, headers that nothing in it can change, and an identifier that stays
//! the same however often it is sent.

use std::fmt::Write as _;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use uuid::Uuid;

use crate::domain::text::is_unseen;

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
    /// Its number.
    pub id: i64,
    /// With its number, its identifier: the same however often it is sent.
    pub key: Uuid,
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
    let unsendable = || Unsendable::Address(on_one_line(text));
    let told: Mailbox = text.trim().parse().map_err(|_| unsendable())?;
    let email = address_of(told.email.as_ref()).ok_or_else(unsendable)?;
    Ok(Mailbox { email, ..told })
}

/// An address as mail carries it: one whose domain is not ASCII in its encoded form. Before the `@` only ASCII reaches everybody.
fn address_of(text: &str) -> Option<Address> {
    let (user, domain) = text.rsplit_once('@')?;
    let domain = if domain.is_ascii() { domain.to_owned() } else { idna::domain_to_ascii(domain).ok()? };
    Address::new(user, domain).ok().filter(|_| user.is_ascii())
}

/// Makes it.
///
/// # Errors
/// When its address is none.
pub fn write(letter: &Letter<'_>, from: &Mailbox) -> Result<Message, Unsendable> {
    let address = letter.redirected.unwrap_or(letter.address).trim();
    let address = address_of(address).ok_or_else(|| Unsendable::Address(on_one_line(address)))?;
    let name = on_one_line(letter.name);
    let to = Mailbox::new((!name.is_empty()).then_some(name), address);
    let mut message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(on_one_line(letter.subject))
        .message_id(Some(format!("<{}.{}@{}>", letter.id, letter.key.simple(), from.email.domain())))
        .header(AutoSubmitted);
    if letter.redirected.is_some() {
        message = message.header(WrittenFor(on_one_line(letter.address)));
    }
    message
        .multipart(MultiPart::alternative_plain_html(letter.body.to_owned(), html(letter.body)))
        .map_err(|error| Unsendable::Other(error.to_string()))
}

/// The number and the key in the identifier of a mail of ours, without angle brackets.
pub fn identified(message_id: &str) -> Option<(i64, Uuid)> {
    let (id, key) = message_id.split_once('@')?.0.split_once('.')?;
    Some((id.parse().ok()?, Uuid::parse_str(key).ok()?))
}

/// What a mail is about: on one line, and of no more letters than are shown anywhere.
pub fn subject_line(text: &str) -> String {
    on_one_line(text).chars().take(200).collect()
}

/// A text without line breaks, other control characters and what is not seen.
pub fn on_one_line(text: &str) -> String {
    let parts = |letter: char| letter.is_control() || matches!(letter, ' ' | '\u{2028}' | '\u{2029}');
    let seen = text.chars().filter(|letter| parts(*letter) || !is_unseen(*letter));
    let clean: String = seen.map(|letter| if parts(letter) { ' ' } else { letter }).collect();
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
            id: 12,
            key: uuid::uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
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
        for address in [evil, "a@b\r\nRCPT TO:<c@d>", "", "nobody", "a b@c", "<script>@x", "inès@univ.test"]
        {
            assert!(
                matches!(written(&Letter { address, ..letter() }), Err(Unsendable::Address(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_not_seen_does_not_leave_in_a_subject() {
        let subject = subject_line("Convention\u{2028}\tn°\u{a0}28413 \u{202e}eéd\u{200b}ilav\u{feff}");
        assert_eq!(subject, "Convention n°\u{a0}28413 eédilav");
    }

    #[test]
    fn a_domain_of_other_letters_goes_in_its_encoded_form() {
        let text = written(&Letter { address: "ines@école.test", ..letter() }).unwrap();
        assert!(text.contains("<ines@xn--cole-9oa.test>"), "{text}");
        assert_eq!(mailbox("Bureau <b@école.test>").unwrap().email.to_string(), "b@xn--cole-9oa.test");
    }

    #[test]
    fn a_letter_says_the_same_twice_and_knows_for_whom_it_was() {
        let text = written(&letter()).unwrap();
        let id = "12.67e5504410b1426f9247bb680e5fe0c8@univ.test";
        assert!(text.contains(&format!("Message-ID: <{id}>")), "{text}");
        assert_eq!(identified(id), Some((12, letter().key)));
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
