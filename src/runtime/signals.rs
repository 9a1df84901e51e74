//! Signals as a stream of our own values, so that the loop treats them like any other message.

use tokio::signal::unix::{self, SignalKind};

/// What the system asks of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The terminal is gone: save the session and leave.
    HangUp,
    /// Leave.
    Terminate,
    /// What Ctrl-C asks for, sent from outside (in raw mode the key itself arrives as a key).
    Interrupt,
    /// Let go of the terminal and stop.
    Suspend,
    /// Back from a stop: the terminal may have been used by others.
    Continue,
    /// The terminal has another size.
    Resize,
}

/// The signals the program listens to, from its creation on.
#[derive(Debug)]
pub struct Signals {
    hang_up: unix::Signal,
    terminate: unix::Signal,
    quit: unix::Signal,
    interrupt: unix::Signal,
    suspend: unix::Signal,
    carry_on: unix::Signal,
    resize: unix::Signal,
}

impl Signals {
    /// Listens; must be called inside the asynchronous runtime.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            hang_up: unix::signal(SignalKind::hangup())?,
            terminate: unix::signal(SignalKind::terminate())?,
            quit: unix::signal(SignalKind::quit())?,
            interrupt: unix::signal(SignalKind::interrupt())?,
            suspend: unix::signal(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?,
            carry_on: unix::signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
            resize: unix::signal(SignalKind::window_change())?,
        })
    }

    /// The next signal. Those of one kind that arrive together count once.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            biased;
            _ = self.hang_up.recv() => Signal::HangUp,
            _ = self.terminate.recv() => Signal::Terminate,
            _ = self.quit.recv() => Signal::Terminate,
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.carry_on.recv() => Signal::Continue,
            _ = self.suspend.recv() => Signal::Suspend,
            _ = self.resize.recv() => Signal::Resize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn a_signal_sent_to_the_program_arrives_as_a_value() {
        let mut signals = Signals::new().unwrap();
        for (sent, expected) in [
            (rustix::process::Signal::WINCH, Signal::Resize),
            (rustix::process::Signal::TSTP, Signal::Suspend),
            (rustix::process::Signal::HUP, Signal::HangUp),
            (rustix::process::Signal::TERM, Signal::Terminate),
        ] {
            rustix::process::kill_process(rustix::process::getpid(), sent).unwrap();
            assert_eq!(signals.next().await, expected);
        }
    }
}
