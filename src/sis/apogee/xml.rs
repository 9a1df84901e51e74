//! Reading XML as far as SOAP needs it: elements by their names without prefixes, those that are nil left out, texts.
//! Nothing is expanded, and neither depth nor number grows without end.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::text::given;
use super::super::tolerant::Text;

/// Elements inside each other at most: three times those of an offer of studies.
const DEEPEST: usize = 64;

/// Elements at most: several times those of all étapes of a large university.
const MOST: usize = 1_000_000;

/// Bytes in which a declaration ends.
const LONGEST_DECLARATION: usize = 256;

/// What makes some bytes no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// They stop in their middle.
    Cut,
    /// They are not what they should be, at this place.
    Broken(&'static str),
}

/// An element that is not nil.
#[derive(Default)]
pub(super) struct Element {
    name: String,
    text: String,
    children: Vec<Self>,
}

impl Element {
    /// Reads a document whose outermost element has this name. Its declaration says in which character set it is, or
    /// else what came with it; neither is UTF-8.
    pub(super) fn read(body: &[u8], charset: Option<&str>, name: &'static str) -> Result<Self, Flaw> {
        tree(&decode(body, charset)?, name)
    }

    /// Its name, without its prefix: namespaces change with the versions of the services.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// It holds no element.
    pub(super) fn is_bare(&self) -> bool {
        self.children.is_empty()
    }

    /// The first element that it holds.
    pub(super) fn first(&self) -> Option<&Self> {
        self.children.first()
    }

    /// The elements of this name that it holds, taken out.
    pub(super) fn into_all(self, name: &str) -> impl Iterator<Item = Self> {
        self.children.into_iter().filter(move |child| child.name == name)
    }

    /// The elements of this name that it holds.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of these names, parted by points.
    pub(super) fn at(&self, names: &str) -> Option<&Self> {
        names.split('.').try_fold(self, |element, name| element.all(name).next())
    }

    /// The text there, if it is told.
    pub(super) fn text(&self, names: &str) -> Text {
        Text(self.at(names).and_then(Self::own_text))
    }

    /// The text there, which must be told: those names are the fault when it is not.
    pub(super) fn code(&self, names: &'static str) -> Result<String, &'static str> {
        self.text(names).0.ok_or(names)
    }

    /// Its own text.
    pub(super) fn own_text(&self) -> Option<String> {
        given(Some(&self.text))
    }
}

fn tree(text: &str, outermost: &'static str) -> Result<Element, Flaw> {
    let mut reader = Reader::from_str(text);
    // Around the outermost one, and then inside each other; with those that are nil, whatever they hold.
    let mut open = vec![(Element::default(), false)];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|error| {
            let place = usize::try_from(reader.error_position()).unwrap_or_default();
            flaw(&error, text.get(place..).unwrap_or_default())
        })?;
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            count += 1;
            if count > MOST || open.len() > DEEPEST {
                return Err(Flaw::Broken("size"));
            }
            let is_first = open.len() == 1;
            if is_first && tag.local_name().as_ref() != outermost {
                return Err(Flaw::Broken(outermost));
            }
            if is_first && open.iter().any(|(around, _)| !around.is_bare()) {
                return Err(Flaw::Broken("end"));
            }
            open.push((
                Element { name: tag.local_name().as_ref().to_owned(), ..Element::default() },
                is_nil(tag),
            ));
        }
        match event {
            Event::End(_) | Event::Empty(_) => close(&mut open),
            Event::Text(piece) => write(&mut open, &piece.xml10_content()),
            Event::CData(piece) => write(&mut open, &piece.xml10_content()),
            Event::GeneralRef(reference) => write(&mut open, resolve(&reference)?.encode_utf8(&mut [0; 4])),
            // SOAP knows none, and what stands in one may be without end.
            Event::DocType(_) => return Err(Flaw::Broken("DOCTYPE")),
            Event::Start(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let Some((around, _)) = open.pop().filter(|_| open.is_empty()) else { return Err(Flaw::Cut) };
    match (around.text.trim().is_empty(), around.children.into_iter().next()) {
        (true, Some(outermost)) => Ok(outermost),
        (true, None) => Err(Flaw::Cut),
        (false, _) => Err(Flaw::Broken("end")),
    }
}

/// Puts the innermost element into the one around it.
fn close(open: &mut Vec<(Element, bool)>) {
    if let Some((element, is_nil)) = open.pop()
        && let Some((around, _)) = open.last_mut()
        && !is_nil
    {
        around.children.push(element);
    }
}

/// Adds to the text of the innermost element.
fn write(open: &mut [(Element, bool)], piece: &str) {
    if let Some((element, _)) = open.last_mut() {
        element.text.push_str(piece);
    }
}

/// The sign that a reference stands for: a number, or one of the five that XML knows by itself.
fn resolve(reference: &BytesRef<'_>) -> Result<char, Flaw> {
    let known = reference.resolve_char_ref().ok().flatten();
    let known = known.or_else(|| resolve_predefined_entity(reference).and_then(|text| text.chars().next()));
    known.ok_or(Flaw::Broken("entity"))
}

fn is_nil(tag: &BytesStart<'_>) -> bool {
    tag.attributes().with_checks(false).flatten().any(|attribute| {
        attribute.key.local_name().as_ref() == "nil" && matches!(attribute.value.trim(), "true" | "1")
    })
}

/// What an error is that leaves this unread: a cut, when no sign closes it.
fn flaw(error: &Error, rest: &str) -> Flaw {
    let is_open = matches!(error, Error::Syntax(error) if *error != SyntaxError::InvalidBangMarkup);
    if is_open || !rest.contains('>') { Flaw::Cut } else { Flaw::Broken(".") }
}

/// The text of these bytes: most services write ISO-8859-15.
fn decode<'b>(body: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, Flaw> {
    let (encoding, body) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (Some(encoding), body.get(length..).unwrap_or_default()),
        None => match declared(body).or(charset) {
            Some(label) => (Encoding::for_label(label.as_bytes()), body),
            None => (Some(UTF_8), body),
        },
    };
    let encoding = encoding.ok_or(Flaw::Broken("encoding"))?;
    if encoding == UTF_8 {
        let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
        let wrong = |error| if is_cut(error) { Flaw::Cut } else { Flaw::Broken("encoding") };
        return std::str::from_utf8(body).map(Cow::Borrowed).map_err(wrong);
    }
    encoding.decode_without_bom_handling_and_without_replacement(body).ok_or(Flaw::Broken("encoding"))
}

/// The character set that the declaration of a document names.
fn declared(body: &[u8]) -> Option<&str> {
    let head = body.get(..LONGEST_DECLARATION).unwrap_or(body).trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|two| two == b"?>")?;
    let (_, rest) = std::str::from_utf8(head.get(..end)?).ok()?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    rest.strip_prefix(quote)?.split(quote).next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: impl AsRef<[u8]>) -> Result<Element, Flaw> {
        Element::read(body.as_ref(), None, "e")
    }

    fn text(body: impl AsRef<[u8]>) -> Option<String> {
        read(body).ok().and_then(|element| element.own_text())
    }

    fn flaw_of(body: impl AsRef<[u8]>) -> Flaw {
        read(body).err().unwrap()
    }

    #[test]
    fn prefixes_and_nils_tell_nothing() {
        let body = "<?xml version='1.0'?><!-- x --><a:e xmlns:a='u' xmlns:i='s'>\n<a:b i:nil='true'><d>lost</d></a:b>
            <c z:nil=\"1\"/><b nil='false'> x </b><b><d>y</d></b></a:e>\n";
        let element = read(body).unwrap();
        assert_eq!(element.name(), "e");
        assert_eq!(element.all("b").map(|b| b.own_text()).collect::<Vec<_>>(), [Some("x".to_owned()), None]);
        assert!(element.at("c").is_none() && element.at("b.d").is_none() && !element.is_bare());
        assert_eq!(element.code("b.d"), Err("b.d"));
        assert_eq!(element.into_all("b").nth(1).unwrap().text("d").as_deref(), Some("y"));
    }

    #[test]
    fn texts_are_whole_whatever_they_are_written_in() {
        assert_eq!(
            text("<e>a &lt;&#233;&#x20AC;&amp; <![CDATA[<b> & c]]></e>").as_deref(),
            Some("a <é€& <b> & c")
        );
        for (head, body) in [
            ("<?xml version='1.0' encoding='ISO-8859-15'?>", b"<e>\xe9\xa4</e>".to_vec()),
            (
                "<?xml version=\"1.0\" encoding = \"iso-8859-15\" standalone='yes'?>",
                b"<e>\xe9\xa4</e>".to_vec(),
            ),
            ("<?xml version='1.0' encoding='windows-1252'?>", b"<e>\xe9\x80</e>".to_vec()),
            ("<?xml version='1.0'?>", "<e>é€</e>".into()),
            ("\u{feff}<?xml version='1.0' encoding='ISO-8859-1'?>", "<e>é€</e>".into()),
        ] {
            assert_eq!(text([head.as_bytes(), &body].concat()).as_deref(), Some("é€"), "{head}");
        }
        let named = |charset| Element::read(b"<e>\xe9\xa4</e>", charset, "e").map(|e| e.own_text());
        assert_eq!(named(Some("ISO-8859-15")).ok().flatten().as_deref(), Some("é€"));
        assert_eq!(named(Some("klingon")).err(), Some(Flaw::Broken("encoding")));
        assert_eq!(named(None).err(), Some(Flaw::Broken("encoding")));
    }

    #[test]
    fn what_stops_is_told_from_what_is_wrong() {
        let whole = "<?xml version='1.0' encoding='UTF-8'?><e a='b'><!-- c --><b>é&amp;</b><![CDATA[x]]></e>";
        for end in 0..whole.len() {
            assert_eq!(flaw_of(&whole.as_bytes()[..end]), Flaw::Cut, "{end}");
        }
        for (body, place) in [
            ("<html><br></html>", "e"),
            ("<e><b></c></e>", "."),
            ("<e></e><e></e>", "end"),
            ("<e/>x", "end"),
            ("Service unavailable", "end"),
            ("<e>&x;</e>", "entity"),
            ("<e>&#0;</e>", "entity"),
            ("<!DOCTYPE e [<!ENTITY x 'y'>]><e>&x;</e>", "DOCTYPE"),
        ] {
            assert_eq!(flaw_of(body), Flaw::Broken(place), "{body}");
        }
    }

    #[test]
    fn neither_depth_nor_number_is_without_end() {
        assert_eq!(flaw_of("<e>".repeat(1_000_000)), Flaw::Broken("size"));
        assert_eq!(flaw_of(format!("<e>{}</e>", "<b/>".repeat(MOST))), Flaw::Broken("size"));
        assert!(read(format!("{}{}", "<e>".repeat(DEEPEST), "</e>".repeat(DEEPEST))).is_ok());
    }

    proptest! {
        #[test]
        fn bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..500), charset in any::<String>()) {
            let _ = Element::read(&bytes, Some(&charset), "e");
            let _ = Element::read(&[b"<e>", &bytes[..]].concat(), None, "e");
        }

        #[test]
        fn pieces_of_xml_are_read_or_refused(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "<e>", "</e>", "<e/>", "<a b='", "'", ">", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#x", ";",
                    "<?xml", "?>", "encoding='utf-16'", "<!", "x:nil='true'", "é", " ", "\u{0}",
                ]),
                0..40,
            ),
        ) {
            let _ = read(pieces.concat());
        }
    }
}
