//! A client's connection, which a response can close.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The numbers of open and of accepted connections.
#[derive(Default)]
pub struct Connections {
    open: AtomicU64,
    accepted: AtomicU64,
}

impl Connections {
    /// The counts, in the format of the lines about responses.
    pub fn counts(&self) -> String {
        let (open, accepted) = (self.open.load(Ordering::Relaxed), self.accepted.load(Ordering::Relaxed));
        format!("connections open 0 {open}\nconnections accepted 0 {accepted}\n")
    }
}

/// What happens to a connection after its response.
#[derive(Default)]
pub struct ConnectionEnd {
    leaves: AtomicBool,
    resets: AtomicBool,
}

impl ConnectionEnd {
    /// Stop reading.
    pub fn leave(&self) {
        self.leaves.store(true, Ordering::Relaxed);
    }

    /// Reset it on close.
    pub fn reset(&self) {
        self.resets.store(true, Ordering::Relaxed);
    }
}

/// A connection that is counted while it is open.
pub struct Stream {
    tcp: TcpStream,
    end: Arc<ConnectionEnd>,
    connections: &'static Connections,
}

impl Stream {
    pub fn new(tcp: TcpStream, end: Arc<ConnectionEnd>, connections: &'static Connections) -> Self {
        connections.open.fetch_add(1, Ordering::Relaxed);
        connections.accepted.fetch_add(1, Ordering::Relaxed);
        Self { tcp, end, connections }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.connections.open.fetch_sub(1, Ordering::Relaxed);
        if self.end.resets.load(Ordering::Relaxed) {
            // The client may have closed it already.
            let _ = self.tcp.set_zero_linger();
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.end.leaves.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.tcp).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
