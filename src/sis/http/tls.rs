//! Encryption by the provider that the database's driver brings already, trusting whom this machine trusts.

use std::sync::{Arc, LazyLock};

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
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

/// Encryption with proof of the server's identity, for which these authorities may stand too. A machine that trusts
/// nobody gets a client that no server convinces.
pub(in super::super) fn config(besides: Vec<CertificateDer<'_>>) -> Result<ClientConfig, rustls::Error> {
    let mut trusted = Arc::clone(&TRUSTED);
    for authority in besides {
        Arc::make_mut(&mut trusted).add(authority)?;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?.with_root_certificates(trusted).with_no_client_auth())
}
