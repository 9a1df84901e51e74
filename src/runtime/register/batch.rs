//! Hosts that the register was not asked about for long: asked about by the hundred.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{RegisterFault, Registers, Reply, SIRENE_A_MINUTE};
use crate::domain::organisation::registered::Source;
use crate::domain::organisation::siret::Siret;
use crate::runtime::clock;
use crate::sis::fault::Fault;
use crate::sis::sirene;
use crate::store::organisations;

impl Registers {
    /// Asks SIRENE about hosts that it was not asked about for so long, and takes over what it says; calls `done` with how
    /// many were looked at and how many were told closed, after each hundred. Waits for the quota, of which each request is
    /// taken.
    ///
    /// # Errors
    /// When it does not answer though it was asked again: what was taken over stays.
    pub async fn refresh(
        &self,
        conn: &mut PgConnection,
        older_than: TimeDelta,
        most: usize,
        mut done: impl FnMut(usize, usize),
    ) -> Result<(usize, usize), RegisterFault> {
        let Some(client) = &self.sirene else { return Err(RegisterFault::None) };
        let since = clock::now() - older_than;
        let (mut looked, mut closed, mut failures) = (0, 0, 0);
        while looked < most {
            let rows = i32::try_from(sirene::MOST.min(most - looked)).unwrap_or(i32::MAX);
            let hosts = organisations::to_refresh(conn, since, rows).await?;
            let asked: Vec<(i32, Siret)> =
                hosts.iter().filter_map(|(id, siret)| Some((*id, Siret::parse(siret).ok()?))).collect();
            if asked.is_empty() {
                break;
            }
            while let Some(again) =
                organisations::may_ask(conn, Source::Sirene.code(), SIRENE_A_MINUTE).await?
            {
                wait(again).await;
            }
            let sirets: Vec<Siret> = asked.iter().map(|(_, siret)| siret.clone()).collect();
            let said = match client.many(&sirets).await {
                Ok(answer) => {
                    let reply = Reply::new(answer.value, answer.quota);
                    if let Some(until) = reply.closed_until {
                        organisations::leave(conn, Source::Sirene.code(), until).await?;
                    }
                    reply.said
                }
                Err(Fault::Overloaded { retry_at, .. }) => {
                    organisations::leave(conn, Source::Sirene.code(), retry_at).await?;
                    continue;
                }
                Err(fault) if failures < sirene::RETRIES && sirene::Client::is_passing(&fault) => {
                    tracing::info!("{fault}: asking again");
                    client.pause(failures).await;
                    failures += 1;
                    continue;
                }
                Err(fault) => return Err(fault.into()),
            };
            failures = 0;
            for (id, siret) in &asked {
                match said.iter().find(|one| one.siret == *siret) {
                    Some(one) => {
                        closed += usize::from(one.is_closed);
                        // Refused or not, the next host is looked at.
                        let _ = organisations::refresh(conn, *id, one).await?;
                    }
                    None => organisations::looked_at(conn, *id).await?,
                }
            }
            looked += asked.len();
            done(looked, closed);
        }
        Ok((looked, closed))
    }
}

/// Waits until a moment.
async fn wait(until: DateTime<Utc>) {
    tokio::time::sleep((until - clock::now()).to_std().unwrap_or_default()).await;
}
