//! What the sources of an establishment say of students: asked for a desk, and for all students in a batch.

mod sync;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use futures_util::stream::StreamExt as _;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::domain::student::StudentNumber;
use crate::domain::student::dossier::Dossier;
use crate::sis::sources::{Found, Sources, Wanted};

pub use sync::{How, Synced, sync, sync_resting};

/// How long a desk waits for a source: the desk goes on meanwhile, and what does not come is asked for again.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a search waits for one: whoever typed a name looks at the list.
const SEARCHING: Duration = Duration::from_secs(8);

/// Whom a question is about, and in which year.
type Asked = (StudentNumber, Option<i32>);

/// A question that goes on while somebody waits for it, whatever else they do meanwhile.
#[derive(Debug)]
struct Question(AbortHandle);

impl Drop for Question {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A question about a student on its way; whoever asks the same meanwhile shares it.
#[derive(Clone, Debug)]
pub struct Asking {
    /// What comes, until the question is over.
    coming: watch::Receiver<Option<Dossier>>,
    /// What was known when it was last looked at.
    known: Option<Dossier>,
    is_over: bool,
    _question: Arc<Question>,
}

/// A question that others may wait for, and what it told so far.
#[derive(Debug)]
struct Shared(watch::Receiver<Option<Dossier>>, Weak<Question>);

/// The sources, asked for a desk.
#[derive(Clone, Debug, Default)]
pub struct StudentSources {
    sources: Option<Arc<Sources>>,
    asking: Arc<Mutex<HashMap<Asked, Shared>>>,
}

impl Asking {
    fn new(mut coming: watch::Receiver<Option<Dossier>>, question: Arc<Question>) -> Self {
        if coming.borrow().is_some() {
            coming.mark_changed();
        }
        Self { coming, known: None, is_over: false, _question: question }
    }

    /// Waits for more to be known, or for the end.
    #[must_use]
    pub async fn next(mut self) -> Self {
        self.is_over = self.coming.changed().await.is_err();
        self.known.clone_from(&self.coming.borrow_and_update());
        self
    }

    /// What is known so far.
    pub fn known(&self) -> Option<&Dossier> {
        self.known.as_ref()
    }

    /// Whether all is known that will be.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

impl StudentSources {
    /// These sources.
    pub fn new(sources: Sources) -> Self {
        Self { sources: Some(Arc::new(sources)), asking: Arc::default() }
    }

    /// Asks all that is said of a student in a year; without one, of this year or the last one before it. Nobody is asked where
    /// the settings name no source. To be called inside the asynchronous runtime.
    pub fn ask(&self, number: &StudentNumber, year: Option<i32>, this_year: i32) -> Option<Asking> {
        let sources = Arc::clone(self.sources.as_ref()?);
        let key = (number.clone(), year);
        let mut all = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, Shared(coming, question)| question.strong_count() > 0 && coming.has_changed().is_ok());
        if let Some((coming, question)) =
            all.get(&key).and_then(|Shared(c, q)| Some((c.clone(), q.upgrade()?)))
        {
            return Some(Asking::new(coming, question));
        }
        let (tell, coming) = watch::channel(None);
        let number = number.clone();
        let question = task(async move {
            let said = |dossier: &Dossier| {
                tell.send_replace(Some(dossier.clone()));
            };
            sources.dossier_as_it_comes(&number, year, this_year, PATIENCE, said).await;
        });
        let question = Arc::new(Question(question));
        all.insert(key, Shared(coming.clone(), Arc::downgrade(&question)));
        Some(Asking::new(coming, question))
    }

    /// What each source says of the students who are looked for; `said` hears each as it comes.
    pub async fn find(&self, wanted: &Wanted, this_year: i32, mut said: impl FnMut(Found)) {
        let Some(sources) = &self.sources else { return };
        let mut found = std::pin::pin!(sources.find(wanted, this_year, SEARCHING));
        while let Some(one) = found.next().await {
            said(one);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "it lives as long as somebody waits for what it says")]
fn task(future: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
    tokio::spawn(future).abort_handle()
}
