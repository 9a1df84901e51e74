//! A directory of the tests' own: slapd on two ports of this machine, loaded with the samples of the contract, and gone
//! with the process that started it, even a killed one.

use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::support::tls::Certificates;

/// Where systems put the server.
const PROGRAMS: [&str; 4] =
    ["/usr/sbin/slapd", "/usr/libexec/slapd", "/usr/local/libexec/slapd", "/opt/symas/lib/slapd"];

const MISSING: &str =
    "the tests of the directory need OpenLDAP's server: install slapd (Debian: apt-get install slapd)";

/// Fills the directory, starts it, says so, and ends it when whoever started it is gone.
const SCRIPT: &str = r#"
    trap '' PIPE
    cd "$1" || exit 1
    ./slapd -T add -q -f slapd.conf -l all.ldif || exit 1
    ./slapd -f slapd.conf -h "$2" || exit 1
    echo ready
    read -r _
    kill "$(cat slapd.pid)"
    looks=0
    while [ -e slapd.pid ] && [ "$looks" -lt 200 ]; do sleep 0.05; looks=$((looks + 1)); done
    cd / && rm -rf "$1"
"#;

/// The accounts of services: one that reads, one that is told little, and one that may read nothing.
const ACCOUNTS: [&str; 3] = ["guichet", "stinted", "blind"];

/// The password of all of them.
pub const PASSWORD: &str = "word-of-valmoree";

/// Entries below `ou=many`.
pub const MANY: usize = 23;

/// A running directory.
pub struct Slapd {
    /// The port that StartTLS may encrypt.
    pub plain: u16,
    /// The port that is encrypted.
    pub encrypted: u16,
    /// The authority (PEM) that stands for `localhost`.
    pub authority: String,
    /// Ends it when the last end of its input is closed, as the system does for a process that is gone.
    _watch: Child,
}

/// The directory, started by whoever asks first.
pub fn slapd() -> &'static Slapd {
    static SLAPD: OnceLock<Slapd> = OnceLock::new();
    SLAPD.get_or_init(|| {
        // Somebody else may take a port between its choice and its use.
        (0..5).find_map(|_| start()).expect("slapd does not start")
    })
}

/// The name of an account.
pub fn account(name: &str) -> String {
    format!("uid={name},dc=univ-valmoree,dc=example")
}

fn start() -> Option<Slapd> {
    let program = program();
    // Not the temporary folder, which may forbid programs; and a copy, since a system may forbid its own slapd all
    // folders but those of its service.
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(base).unwrap();
    let folder = tempfile::Builder::new().prefix("slapd").tempdir_in(base).unwrap().keep();
    fs::copy(program, folder.join("slapd")).unwrap();
    fs::create_dir(folder.join("db")).unwrap();
    let authority = certificates(&folder);
    fs::write(folder.join("slapd.conf"), configuration(&folder)).unwrap();
    fs::write(folder.join("all.ldif"), entries()).unwrap();
    let (one, another) =
        (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let (plain, encrypted) = (one.local_addr().unwrap().port(), another.local_addr().unwrap().port());
    drop((one, another));
    let mut watch = Command::new("/bin/sh")
        .args(["-c", SCRIPT, "guichet-test-slapd"])
        .arg(&folder)
        .arg(format!("ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{encrypted}"))
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(watch.stdout.take().unwrap()).read_line(&mut said).unwrap();
    if said != "ready\n" {
        watch.wait().unwrap();
        fs::remove_dir_all(&folder).unwrap();
        return None;
    }
    Some(Slapd { plain, encrypted, authority, _watch: watch })
}

fn program() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&on_path).map(|folder| folder.join("slapd"));
    PROGRAMS.map(PathBuf::from).into_iter().chain(on_path).find(|path| path.is_file()).expect(MISSING)
}

/// Writes the certificate of `localhost`, and tells the authority that stands for it.
fn certificates(folder: &Path) -> String {
    let made = Certificates::new();
    fs::write(folder.join("server.pem"), &made.certificate).unwrap();
    fs::write(folder.join("server.key"), &made.key).unwrap();
    fs::write(folder.join("authority.pem"), &made.authority).unwrap();
    made.authority
}

fn sample(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/sis/samples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// That of the contract, in this folder, encrypted, and closed to those who do not say who they are.
fn configuration(folder: &Path) -> String {
    fs::write(folder.join("supann.schema"), sample("ldap-supann-min.schema")).unwrap();
    let here = |name: &str| format!("\"{}\"", folder.join(name).display());
    let tls = format!(
        "TLSCACertificateFile {}\nTLSCertificateFile {}\nTLSCertificateKeyFile {}\ndatabase mdb",
        here("authority.pem"),
        here("server.pem"),
        here("server.key")
    );
    let mut text = sample("slapd.conf.example")
        .replace("include ldap-supann-min.schema", &format!("include {}", here("supann.schema")))
        .replace("pidfile slapd.pid", &format!("pidfile {}", here("slapd.pid")))
        .replace("directory db", &format!("directory {}", here("db")))
        .replace("database mdb", &tls);
    let (stinted, blind) = (account("stinted"), account("blind"));
    write!(
        text,
        "\naccess to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=\"{blind}\" none by users read by * none\n\
         limits dn.exact=\"{stinted}\" size=2 time.soft=2 time.hard=3\n"
    )
    .unwrap();
    text
}

/// The samples, and what no institution would give to a contract.
fn entries() -> String {
    let mut all = String::new();
    for name in ["ldap-00-base.ldif", "ldap-10-structures.ldif", "ldap-20-people.ldif"] {
        all += &sample(name);
        all += "\n\n";
    }
    for name in ACCOUNTS {
        let dn = account(name);
        write!(
            all,
            "dn: {dn}\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: {name}\nuserPassword: {PASSWORD}\n\n"
        )
        .unwrap();
    }
    all += include_str!("odd.ldif");
    all += "\n\ndn: ou=many,dc=univ-valmoree,dc=example\nobjectClass: organizationalUnit\nou: many\n\n";
    for number in 0..MANY {
        write!(
            all,
            "dn: uid=many{number:02},ou=many,dc=univ-valmoree,dc=example\nobjectClass: inetOrgPerson\n\
             objectClass: eduPerson\nobjectClass: supannPerson\nuid: many{number:02}\nsn: Plusieurs\n\
             cn: Plusieurs\neduPersonAffiliation: student\n\n"
        )
        .unwrap();
    }
    all
}
