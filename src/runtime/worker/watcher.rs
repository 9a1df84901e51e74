//! The connection that listens. It says that others changed something, at most a few times a second and never in
//! step with the other desks; and through it the server is told to give up what the other connection is doing.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Sleep, sleep, timeout};

use super::pause::{Pauses, between};
use super::{Connect, Request};
use crate::app::message::Message;
use crate::store::session;

/// Notices that come together are one; the desks do not all read at the same moment.
const GATHERING: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(400));

/// How long the server may take to answer here.
const ANSWER: Duration = Duration::from_secs(5);

/// What the other task wants of this one.
pub(super) enum Order {
    /// Listen, if you do not yet.
    Listen {
        /// Something may have been missed: give notice.
        missed: bool,
        /// Dropped once it has been tried.
        tried: oneshot::Sender<()>,
    },
    /// Have the server give up what that process of ours is doing.
    Cancel {
        /// The process.
        process: i32,
        /// Dropped once nothing can be hit any more that is sent from then on.
        over: oneshot::Sender<()>,
    },
}

type Connecting = Pin<Box<dyn Future<Output = Result<PgListener, sqlx::Error>> + Send>>;

struct Watcher<C> {
    connector: Arc<C>,
    replies: mpsc::UnboundedSender<Message>,
    listener: Option<PgListener>,
    connecting: Option<Connecting>,
    /// Who waits for the attempt.
    tried: Vec<oneshot::Sender<()>>,
    pauses: Pauses,
    retry: Option<Pin<Box<Sleep>>>,
    notice: Option<Pin<Box<Sleep>>>,
    /// It has listened before: whatever comes after is a reconnection.
    has_listened: bool,
}

/// Watches until nobody gives orders any more.
pub(super) async fn run<C: Connect>(
    connector: Arc<C>,
    mut orders: mpsc::UnboundedReceiver<Order>,
    requests: mpsc::WeakUnboundedSender<Request>,
    replies: mpsc::UnboundedSender<Message>,
) {
    let mut watcher = Watcher {
        connector,
        replies,
        listener: None,
        connecting: None,
        tried: Vec::new(),
        pauses: Pauses::default(),
        retry: None,
        notice: None,
        has_listened: false,
    };
    loop {
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(order) => watcher.obey(order).await,
                None => return,
            },
            result = when(&mut watcher.connecting) => watcher.connected(result),
            is_alive = hear(&mut watcher.listener) => {
                if is_alive {
                    watcher.gather();
                } else {
                    watcher.listener = None;
                    // The other connection may be gone too. Once it is known to live, or lives again, it orders us
                    // to listen.
                    tell(&requests, Request::Look);
                }
            }
            () = when(&mut watcher.notice) => {
                watcher.notice = None;
                tell(&requests, Request::Anew);
                let _ = watcher.replies.send(Message::Notice);
            }
            () = when(&mut watcher.retry) => watcher.connect(),
        }
    }
}

/// Tells the task that works, while there is one.
fn tell(requests: &mpsc::WeakUnboundedSender<Request>, request: Request) {
    if let Some(requests) = requests.upgrade() {
        let _ = requests.send(request);
    }
}

/// What this future gives, if there is one.
async fn when<F: Future + ?Sized>(future: &mut Option<Pin<Box<F>>>) -> F::Output {
    match future {
        Some(future) => future.await,
        None => pending().await,
    }
}

/// Waits for a notice; false when the connection is lost.
async fn hear(listener: &mut Option<PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => pending().await,
    }
}

impl<C: Connect> Watcher<C> {
    async fn obey(&mut self, order: Order) {
        match order {
            Order::Listen { missed, tried } => {
                if let Some(listener) = &mut self.listener
                    && !matches!(timeout(ANSWER, session::ping(listener)).await, Ok(Ok(())))
                {
                    self.listener = None;
                }
                if self.listener.is_none() {
                    self.tried.push(tried);
                    self.connect();
                }
                if missed {
                    self.gather();
                }
            }
            Order::Cancel { process, over } => {
                if let Some(listener) = &mut self.listener
                    && !matches!(timeout(ANSWER, session::cancel(listener, process)).await, Ok(Ok(())))
                {
                    self.listener = None;
                    self.connect();
                }
                drop(over);
            }
        }
    }

    fn connect(&mut self) {
        self.retry = None;
        if self.connecting.is_none() {
            let connector = Arc::clone(&self.connector);
            self.connecting = Some(Box::pin(async move { connector.listen().await }));
        }
    }

    fn connected(&mut self, result: Result<PgListener, sqlx::Error>) {
        self.connecting = None;
        self.tried.clear();
        match result {
            Ok(listener) => {
                self.listener = Some(listener);
                self.pauses = Pauses::default();
                if std::mem::replace(&mut self.has_listened, true) {
                    self.gather();
                }
            }
            Err(error) => {
                tracing::warn!("not listening: {error}");
                // Whoever was told that it was tried has read without us.
                self.has_listened = true;
                self.retry = Some(Box::pin(sleep(self.pauses.next())));
            }
        }
    }

    /// Something changed: says so soon, once for all that comes until then.
    fn gather(&mut self) {
        if self.notice.is_none() {
            self.notice = Some(Box::pin(sleep(between(GATHERING.0, GATHERING.1))));
        }
    }
}
