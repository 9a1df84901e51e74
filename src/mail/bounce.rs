//! Mails that come back: reports of delivery (RFC 3464), as the mail server hands them over. The identifier of the mail that
//! they return says which of ours it is.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};
use uuid::Uuid;

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The number of the mail that came back.
    pub id: i64,
    /// Its key: what only those know who have received it.
    pub key: Uuid,
    /// Why, on one line.
    pub why: String,
}

/// Reads a report; nothing for any other mail, and for one that only says that a mail is late.
pub fn read(raw: &[u8]) -> Option<Bounce> {
    let report = MessageParser::default().parse(raw)?;
    let kind = report.content_type()?;
    if !(kind.c_type.eq_ignore_ascii_case("multipart") && kind.subtype()?.eq_ignore_ascii_case("report")) {
        return None;
    }
    let mut status = String::new();
    let mut message_id = None;
    for part in &report.parts {
        let of = part
            .content_type()
            .map(|kind| (kind.c_type.to_lowercase(), kind.subtype().unwrap_or_default().to_lowercase()));
        let of = of.as_ref().map(|(kind, sub)| (kind.as_str(), sub.as_str()));
        match (of, &part.body) {
            (Some(("message", "delivery-status")), body) => status = text_of(body),
            (Some(("text", "rfc822-headers")), body) => {
                message_id = MessageParser::default()
                    .parse_headers(text_of(body).as_bytes())
                    .and_then(|one| one.message_id().map(str::to_owned));
            }
            (_, PartType::Message(returned)) => message_id = returned.message_id().map(str::to_owned),
            _ => {}
        }
    }
    let said = |name: &str| {
        let unfolded = status.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
        unfolded.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    // "delayed" and "relayed" are news of a mail that is still on its way.
    if !said("Action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    let cause = said("Diagnostic-Code")
        .map(|cause| cause.split_once(';').map_or(cause.clone(), |(_, says)| says.trim().to_owned()));
    let why = cause.or_else(|| said("Status")).unwrap_or_default();
    let (id, key) = super::letter::identified(&message_id?)?;
    Some(Bounce { id, key, why: super::letter::on_one_line(&why) })
}

fn text_of(body: &PartType<'_>) -> String {
    match body {
        PartType::Text(text) | PartType::Html(text) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        PartType::Message(_) | PartType::Multipart(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(action: &str, returned: &str) -> String {
        format!(
            "From: MAILER-DAEMON@univ.test\r\nTo: stages@univ.test\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.univ.test\r\n\r\nFinal-Recipient: rfc822; ines@univ.test\r\n\
             Action: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <ines@univ.test>:\r\n User unknown\r\n\r\n\
             --b\r\nContent-Type: {returned}\r\n\r\nMessage-ID: <12.67e5504410b1426f9247bb680e5fe0c8@univ.test>\r\nSubject: x\r\n\r\nbody\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_report_says_which_mail_came_back_and_why() {
        let expected = Bounce {
            id: 12,
            key: uuid::uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            why: "550 5.1.1 <ines@univ.test>: User unknown".into(),
        };
        for returned in ["message/rfc822", "text/rfc822-headers"] {
            assert_eq!(read(report("failed", returned).as_bytes()), Some(expected.clone()), "{returned}");
        }
    }

    #[test]
    fn other_mail_is_no_report() {
        assert_eq!(read(report("delayed", "message/rfc822").as_bytes()), None);
        assert_eq!(read(b"From: a@b\r\nSubject: hello\r\n\r\nbody\r\n"), None);
        assert_eq!(read(b""), None);
        for id in ["12.signed.ab", "x.67e5504410b1426f9247bb680e5fe0c8", "12", "-.-"] {
            let other = report("failed", "message/rfc822").replace("12.67e5504410b1426f9247bb680e5fe0c8", id);
            assert_eq!(read(other.as_bytes()), None, "{id}");
        }
        assert_eq!(read(&[0xff; 400]), None);
        let whole = report("failed", "message/rfc822");
        for cut in 0..whole.len() {
            // Nothing is assumed of what a server hands over.
            let _ = read(&whole.as_bytes()[..cut]);
        }
    }
}
