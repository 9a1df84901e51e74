//! SOAP 1.1 as Apogée speaks it: the outermost element of a question has a namespace and nothing inside it has one, and
//! a fault says in four words what went wrong. That a student or a list does not exist is such a fault too.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::super::fault::{Call, Fault, Trouble};
use super::super::http::Reply;
use super::super::port::{Known, Told};
use super::super::text::tidy;
use super::operation::Operation;
use super::xml::{Element, Flaw};

const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What is said of a field of a question.
pub(super) enum Field<'a> {
    /// This.
    Text(&'a str),
    /// Nothing.
    Nil,
    /// These fields.
    Group(Fields<'a>),
}

/// Fields in the order of the contract.
pub(super) type Fields<'a> = Vec<(&'static str, Field<'a>)>;

/// The question that asks for an operation with these fields.
pub(super) fn question(operation: &Operation, fields: &Fields<'_>) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let envelope = writer.create_element("soapenv:Envelope");
    envelope.with_attributes([("xmlns:soapenv", ENVELOPE), ("xmlns:xsi", INSTANCE)]).write_inner_content(
        |writer| {
            writer.create_element("soapenv:Body").write_inner_content(|writer| {
                let outermost = writer.create_element(format!("ns2:{}", operation.name));
                let namespace = ("xmlns:ns2", operation.service.namespace());
                outermost.with_attribute(namespace).write_inner_content(|writer| write(writer, fields))?;
                Ok(())
            })?;
            Ok(())
        },
    )?;
    Ok(writer.into_inner())
}

fn write(writer: &mut Writer<Vec<u8>>, fields: &Fields<'_>) -> io::Result<()> {
    for (name, field) in fields {
        let element = writer.create_element(*name);
        match field {
            Field::Text(text) => element.write_text_content(BytesText::new(&tidy(text)))?,
            Field::Nil => element.with_attribute(("xsi:nil", "true")).write_empty()?,
            Field::Group(inner) => element.write_inner_content(|writer| write(writer, inner))?,
        };
    }
    Ok(())
}

/// What an answer returns.
pub(super) fn returned(call: Call, operation: &Operation, reply: &Reply) -> Told<Vec<Element>> {
    match reply.status {
        200 => {}
        500 => {
            // A server that fails without a word of Apogée's fails all the same.
            let told = outermost(&reply.body, reply.charset.as_deref()).ok();
            let fault = told.filter(|told| told.name() == "Fault");
            return fault.map_or_else(|| Err(unwell(call)), |fault| blamed(call, operation, &fault));
        }
        403 => return Err(Fault::Unauthorised { call }),
        status @ 400..=499 => return Err(Fault::Refused { call, status: Some(status), said: None }),
        _ => return Err(broken(call, "status")),
    }
    let told = outermost(&reply.body, reply.charset.as_deref()).map_err(|flaw| match flaw {
        Flaw::Cut => Fault::Unavailable { call, trouble: Trouble::Cut },
        Flaw::Broken(field) => broken(call, field),
    })?;
    if told.name() == "Fault" {
        return blamed(call, operation, &told);
    }
    if told.name() != operation.answer {
        return Err(broken(call, operation.answer));
    }
    let is_bare = told.is_bare();
    let returned: Vec<Element> = told.into_all(operation.returned).collect();
    match (is_bare, returned.is_empty()) {
        (true, _) => Ok(Known::Nothing),
        // Under another name it would pass for nothing.
        (false, true) => Err(broken(call, operation.returned)),
        (false, false) => Ok(Known::This(returned)),
    }
}

/// What stands in the body of an envelope.
fn outermost(body: &[u8], charset: Option<&str>) -> Result<Element, Flaw> {
    let envelope = Element::read(body, charset, "Envelope")?;
    let body = envelope.into_all("Body").next().ok_or(Flaw::Broken("Body"))?;
    let name = body.first().map(|first| first.name().to_owned()).ok_or(Flaw::Broken("Body"))?;
    body.into_all(&name).next().ok_or(Flaw::Broken("Body"))
}

/// What a fault means. Its words are never kept: they may name the student who was asked about.
fn blamed<T>(call: Call, operation: &Operation, fault: &Element) -> Told<T> {
    let said = fault.text("faultstring").0.unwrap_or_default();
    let words: Vec<&str> = said.split('.').collect();
    let word = |names, place: usize| {
        let typed = fault.text(names).0;
        typed.or_else(|| words.get(place).map(|word| (*word).to_owned())).unwrap_or_default().to_lowercase()
    };
    let (domain, kind) = (word("detail.fault.domaine", 1), word("detail.fault.type", 2));
    let is_our_fault = fault.text("faultcode").0.is_some_and(|code| code.ends_with("Client"));
    match (domain.as_str(), kind.as_str()) {
        (_, "nullretrieve") => Ok(Known::Nothing),
        // Of a student or of who asks: it does not say which of both it does not know.
        (_, "invaliduser") if operation.is_about_student => Ok(Known::Unsure),
        (_, "invaliduser") | ("security", _) => Err(Fault::Unauthorised { call }),
        (_, "noncoherentinput") | ("parameter", _) => Err(refused(call)),
        _ if is_our_fault => Err(refused(call)),
        _ => Err(unwell(call)),
    }
}

/// SOAP tells faults with this status; those that come with another are faults none the less.
const FAULT: u16 = 500;

fn refused(call: Call) -> Fault {
    Fault::Refused { call, status: Some(FAULT), said: None }
}

fn unwell(call: Call) -> Fault {
    Fault::Unavailable { call, trouble: Trouble::Status(FAULT) }
}

/// An answer that is not what the contract says, at this place.
pub(super) fn broken(call: Call, field: &str) -> Fault {
    Fault::Broken { call, field: field.to_owned() }
}
