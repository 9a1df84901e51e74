//! Certificates of an authority of our own, and a front that speaks TLS for a mail server that does not: from the first byte, or
//! after a greeting in clear (STARTTLS).

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The authority and what it says of `localhost`, in PEM.
pub struct Certificates {
    pub authority: String,
    pub certificate: String,
    pub key: String,
    chain: rustls::pki_types::CertificateDer<'static>,
    der: Vec<u8>,
}

impl Certificates {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let authority = params.self_signed(&key).expect("an authority").pem();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a certificate");
        let signed = params.signed_by(&key, &issuer).expect("a certificate");
        Self {
            authority,
            certificate: signed.pem(),
            key: key.serialize_pem(),
            chain: signed.der().clone(),
            der: key.serialize_der(),
        }
    }

    /// How a server uses them.
    fn acceptor(&self) -> TlsAcceptor {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivateKeyDer::try_from(self.der.clone()).expect("a key");
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![self.chain.clone()], key))
            .expect("certificates");
        TlsAcceptor::from(Arc::new(config))
    }
}

/// A front of the mail server on this port; its own port.
pub async fn front(certificates: &Certificates, behind: u16, greets_in_clear: bool) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = certificates.acceptor();
    #[expect(clippy::disallowed_methods, reason = "the server is a world of its own")]
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            // Whoever goes away in the middle ends the conversation.
            tokio::spawn(async move { carry(stream, behind, &acceptor, greets_in_clear).await });
        }
    });
    port
}

async fn carry(
    mut stream: TcpStream,
    behind: u16,
    acceptor: &TlsAcceptor,
    greets_in_clear: bool,
) -> std::io::Result<()> {
    let mut server = BufReader::new(TcpStream::connect(("127.0.0.1", behind)).await?);
    if greets_in_clear {
        // The greeting was said in clear; the server behind says its own to nobody.
        server.read_line(&mut String::new()).await?;
        stream.write_all(b"220 front ESMTP\r\n").await?;
        let mut lines = BufReader::new(&mut stream);
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let (answer, starts): (&[u8], bool) = match line.get(..4) {
                Some("EHLO") => (b"250-front\r\n250 STARTTLS\r\n", false),
                Some("STAR") => (b"220 go on\r\n", true),
                _ => (b"530 5.7.0 Must issue a STARTTLS command first\r\n", false),
            };
            lines.write_all(answer).await?;
            if starts {
                break;
            }
        }
    }
    let mut client = acceptor.accept(stream).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}
