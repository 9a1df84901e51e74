//! Encryption by the provider that the database's driver brings already, trusting whom this machine trusts.

use std::sync::{Arc, LazyLock};

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

/// Those whom this machine trusts, read once for all clients.
static TRUSTED: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "certificates of this machine are not read");
    }
    roots.add_parsable_certificates(found.certs);
    Arc::new(roots)
});

/// Encryption with proof of the server's identity. A machine that trusts nobody gets a client that no server convinces.
pub(super) fn config() -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder
        .with_safe_default_protocol_versions()?
        .with_root_certificates(Arc::clone(&TRUSTED))
        .with_no_client_auth())
}
