//! A change of roles, people or centres, by the function of the database that decides it.

use secrecy::SecretString;
use sqlx::postgres::PgConnection;

use super::{Result, centres, documents, people, roles};
use crate::domain::access::Change;

/// Makes a change; `secret` is the password of somebody who is added, or comes back.
pub async fn apply(conn: &mut PgConnection, change: &Change, secret: Option<&SecretString>) -> Result<()> {
    match change {
        Change::SetRight { role, function, acts } => roles::set_right(conn, role, function, acts).await,
        Change::AddRole { code, label, origin } => roles::add(conn, code, label, origin).await,
        Change::RemoveRole(code) => roles::remove(conn, code).await,
        Change::AddPerson(newcomer) => people::add(conn, newcomer, secret).await,
        Change::SetPerson { login, field, value } => people::set(conn, login, field, value.as_deref()).await,
        Change::SetRoles { login, roles } => people::set_roles(conn, login, roles).await,
        Change::SetCentres { login, centres } => people::set_centres(conn, login, centres).await,
        Change::Disable(login) => people::disable(conn, login).await,
        Change::Enable(login) => people::enable(conn, login, secret).await,
        Change::AddCentre { code, name, level } => centres::add(conn, code, name, level).await,
        Change::SetCentre { code, setting, value } => {
            centres::set(conn, code, setting, value.as_deref()).await
        }
        Change::SetEstablishment { setting, value } => {
            centres::set_establishment(conn, setting, value.as_deref()).await
        }
        Change::SetSteps { code, steps } => centres::set_steps(conn, code, steps).await,
        Change::Ask { centre, named, asked } => documents::ask(conn, centre.as_deref(), named, asked).await,
        Change::Attach { centre, programme, since } => centres::attach(conn, centre, programme, *since).await,
        Change::Detach { centre, programme } => centres::detach(conn, centre, programme).await,
        Change::SetTemplate { centre, template } => {
            documents::set_template(conn, centre.as_deref(), template).await
        }
    }
}
