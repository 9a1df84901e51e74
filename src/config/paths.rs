//! Where things lie on this machine: configuration, data, state.

use std::path::PathBuf;

use directories::ProjectDirs;

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

    /// The folder of the logs.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.state.join("log")
    }
}
