//! A line to the server that can be cut at the worst moment: after the server has done what it was asked, before it
//! could say so.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;

use super::server::cluster;

const SOCKET: &str = ".s.PGSQL.5432";

/// A line between programs and the private server.
pub struct Proxy {
    folder: TempDir,
    swallow: Arc<AtomicUsize>,
    task: Option<JoinHandle<()>>,
}

impl Proxy {
    /// A line that is not there yet.
    pub fn absent() -> Self {
        let folder = tempfile::Builder::new().prefix("gp").tempdir_in("/tmp").expect("a folder");
        Self { folder, swallow: Arc::default(), task: None }
    }

    /// A line that works.
    pub fn open() -> Self {
        let mut proxy = Self::absent();
        proxy.appear();
        proxy
    }

    /// From now on somebody answers there.
    pub fn appear(&mut self) {
        let listener = UnixListener::bind(self.folder.path().join(SOCKET)).expect("a socket");
        let swallow = Arc::clone(&self.swallow);
        #[expect(clippy::disallowed_methods, reason = "the line is a world of its own")]
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let swallow = Arc::clone(&swallow);
                tokio::spawn(async move { carry(client, &swallow).await });
            }
        });
        self.task = Some(task);
    }

    /// These options over this line.
    pub fn over(&self, options: PgConnectOptions) -> PgConnectOptions {
        options.socket(self.folder.path())
    }

    /// The next answer to a prepared statement never arrives: the line is cut instead.
    pub fn lose_an_answer(&self) {
        self.swallow.fetch_add(1, Ordering::SeqCst);
    }

    /// How many answers are still to be lost.
    pub fn to_lose(&self) -> usize {
        self.swallow.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn carry(mut client: UnixStream, swallow: &AtomicUsize) {
    let path: PathBuf = cluster().socket().join(SOCKET);
    let mut server = UnixStream::connect(path).await.expect("the server");
    let (mut asked, mut answered) = ([0; 65_536], [0; 65_536]);
    loop {
        tokio::select! {
            length = client.read(&mut asked) => match length {
                Ok(length @ 1..) => server.write_all(&asked[..length]).await.expect("the server takes it"),
                _ => return,
            },
            length = server.read(&mut answered) => match length {
                Ok(length @ 1..) => {
                    // `2`: a prepared statement was bound, and by now it has run.
                    if answered[0] == b'2'
                        && swallow.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
                    {
                        return;
                    }
                    if client.write_all(&answered[..length]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
        }
    }
}
