//! A mail server on loopback that speaks SMTP (RFC 5321) as far as our worker does, keeps what it is given, and fails where it is
//! told to: it refuses, is slow, cuts, or stops answering until it is let go on.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use mail_parser::{Message, MessageParser};

/// The longest that a test waits for the worker.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the greeting.
    Connect,
    /// After `EHLO`.
    Hello,
    /// After `MAIL FROM`.
    From,
    /// After `RCPT TO`.
    To,
    /// After `DATA`.
    Data,
    /// After the text, which is not kept yet.
    Text,
    /// After the text, which is kept: the worker does not know yet.
    Kept,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Connect, Self::Hello, Self::From, Self::To, Self::Data, Self::Text, Self::Kept];
}

/// What it does there instead of answering well.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Says this.
    Says(&'static str),
    /// Closes the connection.
    Cuts,
    /// Stops answering, until [`Smtp::release`].
    Hangs,
}

/// A mail that it kept.
#[derive(Clone, Debug)]
pub struct Received {
    /// To whom, as the envelope says.
    pub to: Vec<String>,
    /// What it holds.
    pub data: String,
}

impl Received {
    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(self.data.as_bytes()).expect("a mail that can be read")
    }

    /// Its identifier.
    pub fn id(&self) -> String {
        self.message().message_id().expect("an identifier").to_owned()
    }

    /// What it is about.
    pub fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// What it says, in plain text.
    pub fn text(&self) -> String {
        self.message().body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// Its headers, as they came.
    pub fn headers(&self) -> &str {
        self.data.split("\n\n").next().unwrap_or_default()
    }
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    faults: Vec<(Stage, Fault, usize)>,
    /// Where somebody hangs.
    hanging: VecDeque<Stage>,
    /// How often those who hang were let go on.
    released: usize,
    /// Who may send: what they say to prove it (`AUTH PLAIN`).
    proof: Option<&'static str>,
}

/// The server.
pub struct Smtp {
    port: u16,
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl Smtp {
    /// One that listens.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::<(Mutex<State>, Condvar)>::default();
        let of_thread = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&of_thread);
                std::thread::spawn(move || {
                    // Whoever goes away in the middle ends the conversation.
                    let _ = Session { shared, stream: &stream }.talk();
                });
            }
        });
        Self { port, shared }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().expect("the state")
    }

    /// Takes mail of nobody but those who say this with `AUTH PLAIN`.
    pub fn asks_for(&self, proof: &'static str) {
        self.state().proof = Some(proof);
    }

    /// Fails so at a stage, the next so many times.
    pub fn fails(&self, stage: Stage, fault: Fault, times: usize) {
        self.state().faults.push((stage, fault, times));
    }

    /// Works well again.
    pub fn recovers(&self) {
        self.state().faults.clear();
    }

    /// What it kept so far.
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// Waits until somebody hangs.
    pub fn hangs(&self) -> Stage {
        let (_, changed) = &*self.shared;
        let waited = changed.wait_timeout_while(self.state(), PATIENCE, |state| state.hanging.is_empty());
        waited.expect("the state").0.hanging.pop_front().expect("somebody hangs")
    }

    /// Lets those who hang go on.
    pub fn release(&self) {
        self.state().released += 1;
        self.shared.1.notify_all();
    }

    /// Waits until it has kept so many mails.
    pub fn keeps(&self, mails: usize) -> Vec<Received> {
        let (_, changed) = &*self.shared;
        let waited = changed.wait_timeout_while(self.state(), PATIENCE, |state| state.received.len() < mails);
        let state = waited.expect("the state").0;
        assert!(state.received.len() >= mails, "{} of {mails} mails came", state.received.len());
        state.received.clone()
    }
}

/// What a stage came to.
#[derive(PartialEq, Eq)]
enum Went {
    Well,
    Refused,
    Cut,
}

struct Session<'a> {
    shared: Arc<(Mutex<State>, Condvar)>,
    stream: &'a TcpStream,
}

impl Session<'_> {
    fn talk(&self) -> std::io::Result<()> {
        let mut lines = BufReader::new(self.stream);
        let mut went = self.answers(Stage::Connect, "220 test ESMTP")?;
        let mut to = Vec::new();
        let mut line = String::new();
        let proof = self.shared.0.lock().expect("the state").proof;
        let mut known = proof.is_none();
        while went != Went::Cut && lines.read_line(&mut line)? > 0 {
            let (command, rest) = line.trim_end().split_at(line.trim_end().len().min(4));
            went = match command.to_ascii_uppercase().as_str() {
                "EHLO" if !known => self.answers(Stage::Hello, "250-test\r\n250 AUTH PLAIN LOGIN")?,
                "EHLO" => self.answers(Stage::Hello, "250-test\r\n250 8BITMIME")?,
                "AUTH" => {
                    known = rest.strip_prefix(" PLAIN ") == proof;
                    self.says(if known { "235 2.7.0 welcome" } else { "535 5.7.8 not you" })?;
                    Went::Well
                }
                "MAIL" if !known => {
                    self.says("530 5.7.0 who are you?")?;
                    Went::Refused
                }
                "MAIL" => {
                    to.clear();
                    self.answers(Stage::From, "250 OK")?
                }
                "RCPT" => {
                    let address = rest.trim_start_matches(" TO:<").split('>').next().unwrap_or_default();
                    to.push(address.to_owned());
                    self.answers(Stage::To, "250 OK")?
                }
                "DATA" => match self.answers(Stage::Data, "354 go on")? {
                    Went::Well => self.takes(&mut lines, &to)?,
                    other => other,
                },
                "QUIT" => {
                    self.says("221 bye")?;
                    Went::Cut
                }
                _ => {
                    self.says("250 OK")?;
                    Went::Well
                }
            };
            line.clear();
        }
        Ok(())
    }

    /// Reads a text and keeps it.
    fn takes(&self, lines: &mut impl BufRead, to: &[String]) -> std::io::Result<Went> {
        let mut data = String::new();
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(Went::Cut);
            }
            if line.trim_end() == "." {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line).trim_end_matches(['\r', '\n']));
            data.push('\n');
        }
        if let Some(went) = self.fails(Stage::Text)? {
            return Ok(went);
        }
        self.shared.0.lock().expect("the state").received.push(Received { to: to.to_vec(), data });
        self.shared.1.notify_all();
        self.answers(Stage::Kept, "250 kept")
    }

    fn says(&self, line: &str) -> std::io::Result<()> {
        let mut stream = self.stream;
        // In one piece: what follows a small packet would wait for its acknowledgement.
        stream.write_all(format!("{line}\r\n").as_bytes())
    }

    fn answers(&self, stage: Stage, well: &str) -> std::io::Result<Went> {
        if let Some(went) = self.fails(stage)? {
            return Ok(went);
        }
        self.says(well)?;
        Ok(Went::Well)
    }

    /// Fails, if it is to fail here; whoever hangs goes on well afterwards.
    fn fails(&self, stage: Stage) -> std::io::Result<Option<Went>> {
        let (state, changed) = &*self.shared;
        let fault = {
            let mut state = state.lock().expect("the state");
            let found = state.faults.iter_mut().find(|(at, _, times)| *at == stage && *times > 0);
            found.map(|(_, fault, times)| {
                *times -= 1;
                fault.clone()
            })
        };
        match fault {
            None => Ok(None),
            Some(Fault::Says(line)) => {
                self.says(line)?;
                Ok(Some(Went::Refused))
            }
            Some(Fault::Cuts) => {
                self.stream.shutdown(std::net::Shutdown::Both)?;
                Ok(Some(Went::Cut))
            }
            Some(Fault::Hangs) => {
                let mut state = state.lock().expect("the state");
                state.hanging.push_back(stage);
                changed.notify_all();
                let before = state.released;
                let _ = changed.wait_timeout_while(state, PATIENCE, |state| state.released == before);
                Ok(None)
            }
        }
    }
}
