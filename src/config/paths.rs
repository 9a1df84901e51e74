//! Where things lie on this machine: configuration, data, state.

use std::path::PathBuf;

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

/// The folders of this account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `config.toml`, `keymap.toml`, `keymaps/`, `themes/`.
    pub config: PathBuf,
    /// The private server of the demonstration.
    pub data: PathBuf,
    /// Logs, drafts, the last session.
    pub state: PathBuf,
}

impl Paths {
    /// The folders that this system gives to programs; nothing is made.
    #[must_use]
    pub fn of_this_account() -> Self {
        ProjectDirs::from("", "", "guichet").map_or_else(
            || {
                let base = std::env::temp_dir().join("guichet");
                Self { config: base.join("config"), data: base.join("data"), state: base.join("state") }
            },
            |folders| Self {
                config: folders.config_dir().to_owned(),
                data: folders.data_dir().to_owned(),
                state: folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned(),
            },
        )
    }

    /// The settings file: the one `GUICHET_CONFIG` names, else `config.toml` of the configuration folder.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        std::env::var_os("GUICHET_CONFIG").map_or_else(|| self.config.join("config.toml"), PathBuf::from)
    }

    /// The folder of this account's own key maps.
    #[must_use]
    pub fn keymaps(&self) -> PathBuf {
        self.config.join("keymaps")
    }

    /// The keys of this account, laid over the key map of its settings.
    #[must_use]
    pub fn keymap(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }

    /// The folder of this account's own themes.
    #[must_use]
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The secret key that signs exports of the history.
    #[must_use]
    pub fn audit_key(&self) -> PathBuf {
        self.config.join("audit.key")
    }

    /// The public key that exports of the history are trusted by.
    #[must_use]
    pub fn audit_public_key(&self) -> PathBuf {
        self.config.join("audit.pub")
    }

    /// The folder of what the desks of a login on a database keep for the next one: where they stood, what the person
    /// likes. Its name can be read by people, and no two are the same.
    #[must_use]
    pub fn sessions(&self, server: &str, database: &str, login: &str) -> PathBuf {
        let whole = Sha256::digest([server, database, login].join("\n"));
        let short: String = whole.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let plain = |name: &str| -> String {
            let kept = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
            name.chars().filter(kept).take(40).collect()
        };
        self.state.join("sessions").join(format!("{}@{}-{short}", plain(login), plain(database)))
    }

    /// The folder of the logs.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.state.join("log")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_login_of_each_database_has_its_own_folder_and_no_name_leads_elsewhere() {
        let paths = Paths { config: "/c".into(), data: "/d".into(), state: "/s".into() };
        let of = |server, database, login| paths.sessions(server, database, login);
        let ana = of("db:5432", "univ", "ana.diaz");
        assert!(ana.to_string_lossy().starts_with("/s/sessions/ana.diaz@univ-"), "{ana:?}");
        assert_eq!(ana, of("db:5432", "univ", "ana.diaz"));
        for other in [
            of("db:5433", "univ", "ana.diaz"),
            of("db:5432", "test", "ana.diaz"),
            of("db:5432", "univ", "ana"),
        ] {
            assert_ne!(ana, other);
        }
        let odd = of("x", "../../etc", "a/../b");
        assert_eq!(odd.parent(), Some("/s/sessions".as_ref()), "{odd:?}");
    }
}
