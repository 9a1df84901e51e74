//! Asking many things at once, where how many leave at a time is for those who are asked.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// One of them: under way, or what it told.
enum One<T, F> {
    Running(Pin<Box<F>>),
    Told(T),
}

/// What all of these come to, in their order; the first that fails ends the others.
pub(super) async fn together<T, E, F>(all: impl IntoIterator<Item = F>) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut all: Vec<One<T, F>> = all.into_iter().map(|future| One::Running(Box::pin(future))).collect();
    poll_fn(|context| {
        let mut is_over = true;
        for one in &mut all {
            let One::Running(future) = one else { continue };
            match future.as_mut().poll(context) {
                Poll::Ready(Ok(told)) => *one = One::Told(told),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => is_over = false,
            }
        }
        if is_over { Poll::Ready(Ok(())) } else { Poll::Pending }
    })
    .await?;
    let told = |one| match one {
        One::Told(told) => Some(told),
        One::Running(_) => None,
    };
    Ok(all.into_iter().filter_map(told).collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn all_run_at_once_and_keep_their_order() {
        let after = |millis: u64| async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            if millis == 7 { Err(millis) } else { Ok(millis) }
        };
        assert_eq!(together([30, 1, 20].map(after)).await, Ok(vec![30, 1, 20]));
        assert_eq!(together([60_000, 7, 1].map(after)).await, Err(7));
        assert_eq!(together([0_u64; 0].map(after)).await, Ok(vec![]));
    }
}
