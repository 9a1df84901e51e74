//! Hosts taken out as a table, with the columns that an import reads: what goes out comes in again as it was.

use std::path::Path;

use crate::documents::organisations::columns::{Field, Names};
use crate::documents::organisations::{Values, cells, titles};
use crate::documents::{Fault, sheet};
use crate::domain::form;
use crate::i18n::{Lang, Texts};

/// Whether the name of a file says that it is a workbook.
pub fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
}

/// The bytes of a table of hosts, as a workbook or as CSV.
///
/// # Errors
/// When no workbook can be made of it.
pub fn table(hosts: &[form::Values], workbook: bool, texts: Texts) -> Result<Vec<u8>, Fault> {
    let hosts: Vec<Values> = hosts.iter().map(values).collect();
    let (columns, rows) = (titles(names(texts)), hosts.iter().map(cells));
    match workbook {
        true => sheet::xlsx(&columns, rows, texts.get("pane-organisations")),
        false => Ok(sheet::csv(&columns, rows)),
    }
}

/// The words of columns in the language of these texts.
pub(super) fn names(texts: Texts) -> Names {
    match texts.lang() {
        Lang::Fr => Names::French,
        Lang::En => Names::English,
    }
}

/// What a table tells of a host.
fn values(host: &form::Values) -> Values {
    let told = |field: Field| {
        let text = match host.get(field.detail())? {
            form::Value::Text(text) => text.clone(),
            form::Value::Whole(number) => number.to_string(),
            _ => return None,
        };
        Some((field.detail(), text)).filter(|(_, text)| !text.is_empty())
    };
    Field::ALL.into_iter().filter_map(told).collect()
}
