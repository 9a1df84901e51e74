//! The Ed25519 key that signs exports: 32 secret bytes in hexadecimal, in a file closed to others.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::super::session::read_closed;
use super::unusable;
use crate::config::paths::Paths;
use crate::domain::audit::Hash;
use crate::i18n::Texts;

/// Signs exports.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// The key of this file; the one of the configuration folder otherwise.
    ///
    /// # Errors
    /// When there is none, it is open to others, or it is no key.
    pub fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let path = path.map_or_else(|| Paths::of_this_account().audit_key(), Path::to_owned);
        let file = ("file", path.display().to_string().into());
        let text = read_closed(&path).map_err(|error| {
            let about = [("file", path.display().to_string().into()), ("why", error.to_string().into())];
            Failure::new(Exit::Configuration, "audit-no-key", about)
        })?;
        let Some(text) = text else {
            return Err(Failure::new(Exit::Configuration, "audit-key-open", [file]));
        };
        Hash::from_hex(text.trim())
            .and_then(|seed| Ed25519KeyPair::from_seed_unchecked(&seed.0).ok())
            .map(Self)
            .ok_or_else(|| Failure::new(Exit::Configuration, "audit-key-wrong", [file]))
    }

    /// The signature of a message.
    pub fn sign(&self, message: &[u8]) -> Hash {
        Hash(self.0.sign(message).as_ref().to_vec())
    }

    /// What its signatures are checked with.
    pub fn public_key(&self) -> Hash {
        Hash(self.0.public_key().as_ref().to_vec())
    }
}

/// Whether this key signed this message.
pub fn is_signed(public_key: &Hash, message: &[u8], signature: &Hash) -> bool {
    UnparsedPublicKey::new(&ED25519, &public_key.0).verify(message, &signature.0).is_ok()
}

/// Makes the key of this account.
///
/// # Errors
/// When there is one already, or it cannot be written.
pub fn make(texts: Texts) -> Result<(), Failure> {
    let paths = Paths::of_this_account();
    let (secret, public) = (paths.audit_key(), paths.audit_public_key());
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&paths.config)
        .map_err(|error| unusable(&paths.config, &error))?;
    let mut seed = [0; 32];
    let random = SystemRandom::new().fill(&mut seed);
    let pair = random
        .and_then(|()| Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| ring::error::Unspecified));
    let pair = pair.map_err(|error| unusable(&secret, &error))?;
    let public_key = Hash(pair.public_key().as_ref().to_vec());
    // Never over another: what the old one signed could no longer be trusted.
    write_new(&secret, 0o600, &format!("{}\n", Hash(seed.to_vec())))?;
    write_new(&public, 0o644, &format!("{public_key}\n"))?;
    let about =
        [("file", secret.display().to_string().into()), ("public", public.display().to_string().into())];
    out::tell(&texts.format("audit-key-made", &about));
    out::line(&public_key.to_string())
}

fn write_new(path: &Path, mode: u32, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| unusable(path, &error))
}
