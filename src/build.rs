//! Rebuilds when what the program embeds changes: migrations, reference lists, texts, key maps, themes.

fn main() {
    for folder in ["migrations", "src/i18n", "src/store/sql", "keymaps", "themes"] {
        let mut out = std::io::stdout();
        // A failed write to cargo's pipe means that cargo itself is gone.
        let _ = std::io::Write::write_fmt(&mut out, format_args!("cargo::rerun-if-changed={folder}\n"));
    }
}
