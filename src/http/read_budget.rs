//! Limits the reads of a connection per turn, so that timeouts and signals are handled in between.
//!
//! hyper reads and parses until no more bytes are available, and tokio stops it after 128 reads of up
//! to 400 kB. A server that sends interim responses or a chunk's length without end would occupy
//! the thread for seconds. A connection that has used its reads continues after the runtime has
//! polled sockets and timers.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_http_client::pool::DriverSpawner;
use hyper::rt::Executor;
use tokio::runtime::Handle;
use tokio::task::coop::poll_proceed;

/// Number of operations per turn. Only those that made progress count, so a smaller number delays a
/// connection but cannot stop it.
const READS: u32 = 4;
/// Number of operations that tokio allows a task per turn. Each read of a socket is one.
const TOKIO_BUDGET: u32 = 128;

/// A connection's task with a smaller budget than tokio's.
struct Bounded<F: ?Sized>(Pin<Box<F>>);

impl<F: Future + ?Sized> Future for Bounded<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        for _ in READS..TOKIO_BUDGET {
            ready!(poll_proceed(context)).made_progress();
        }
        self.0.as_mut().poll(context)
    }
}

/// Returns the spawner for connections of the SDK's pool.
#[must_use]
pub fn spawner(runtime: Handle) -> DriverSpawner {
    DriverSpawner::from_fn(move |driver| drop(runtime.spawn(Bounded(driver))))
}

/// Spawns connections of hyper's pool on the current runtime.
#[derive(Clone, Debug)]
pub struct BoundedExecutor;

impl<F> Executor<F> for BoundedExecutor
where
    F: Future<Output: Send> + Send + 'static,
{
    fn execute(&self, connection: F) {
        drop(tokio::spawn(Bounded(Box::pin(connection))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Waker;

    use aws_smithy_types::body::SdkBody;
    use hyper::client::conn::http1;
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    use crate::runtime;

    /// A socket that always has more of the same bytes, after the request was sent.
    struct Endless {
        is_sent: bool,
        reader: Option<Waker>,
        head: &'static [u8],
        bytes: &'static [u8],
        reads: Arc<AtomicU32>,
    }

    impl AsyncRead for Endless {
        fn poll_read(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            to: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            if !self.is_sent {
                self.reader = Some(context.waker().clone());
                return Poll::Pending;
            }
            ready!(poll_proceed(context)).made_progress();
            self.reads.fetch_add(1, Ordering::Relaxed);
            to.put_slice(std::mem::take(&mut self.head));
            while to.remaining() >= self.bytes.len() {
                to.put_slice(self.bytes);
            }
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Endless {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, sent: &[u8]) -> Poll<io::Result<usize>> {
            self.is_sent = true;
            self.reader.take().into_iter().for_each(Waker::wake);
            Poll::Ready(Ok(sent.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    /// The most reads of a turn, while a response without end arrives.
    fn most_reads(head: &'static [u8], bytes: &'static [u8]) -> u32 {
        let (reads, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let socket = Endless { is_sent: false, reader: None, head, bytes, reads: reads.clone() };
        runtime::runtime().block_on(async {
            let (mut sender, connection) = http1::handshake::<_, SdkBody>(TokioIo::new(socket)).await.expect("no I/O");
            let (mut connection, seen) = (Box::pin(connection), most.clone());
            BoundedExecutor.execute(poll_fn(move |context| {
                reads.store(0, Ordering::Relaxed);
                let turn = connection.as_mut().poll(context).map(drop);
                seen.fetch_max(reads.load(Ordering::Relaxed), Ordering::Relaxed);
                turn
            }));
            let request = http::Request::builder().uri("/").body(SdkBody::empty()).expect("a request");
            let response = tokio::spawn(sender.send_request(request));
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            response.abort();
        });
        most.load(Ordering::Relaxed)
    }

    #[test]
    fn a_connection_reads_little_per_turn() {
        for (head, bytes) in [
            (&b""[..], &b"HTTP/1.1 100 Continue\r\n\r\n"[..]),
            (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0", b" "),
        ] {
            let most = most_reads(head, bytes);
            assert_eq!(most, READS, "reads of {bytes:?}");
        }
    }
}
