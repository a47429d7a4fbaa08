//! Faults on request.
//!
//! A request with `fault.KIND.TIMES.NUMBER.` in the name of a resource gets the fault the first
//! TIMES times. Later repetitions get a normal response.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::time::{Instant, Sleep, sleep};

use crate::Protocol;
use crate::document::{self, Node};
use crate::stream::ConnectionEnd;

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An error of AWS, with its status.
    Failure(u16, &'static str),
    /// A web page that is not from AWS, with its status.
    Page(u16),
    /// The first half of the document as a complete response.
    Half,
    /// The first half of the document, then the connection is closed.
    Truncated,
    /// Byte by byte.
    Slow,
    /// The complete response with a delay.
    Late,
    /// The complete response; then the connection is closed without notice.
    Leaving,
    /// The connection is closed.
    HungUp,
    /// The connection is reset.
    Reset,
}

const KINDS: [(&str, Kind); 13] = [
    ("throttled", Kind::Failure(400, "Throttling")),
    ("limited", Kind::Failure(503, "RequestLimitExceeded")),
    ("internal", Kind::Failure(500, "InternalFailure")),
    ("invalid", Kind::Failure(400, "ValidationError")),
    ("busy", Kind::Page(503)),
    ("html", Kind::Page(200)),
    ("half", Kind::Half),
    ("truncated", Kind::Truncated),
    ("slow", Kind::Slow),
    ("late", Kind::Late),
    ("leaving", Kind::Leaving),
    ("hung-up", Kind::HungUp),
    ("reset", Kind::Reset),
];

const PAGE: &[u8] = b"<html><head><title>503</title></head><body>The service is busy</body></html>";
const BYTE: Duration = Duration::from_millis(50);
const LATE: Duration = Duration::from_millis(5);

pub type ServerResponse = Response<Either<Full<Bytes>, Faulty>>;

/// Counts of requested and of sent faults.
#[derive(Default)]
pub struct Faults {
    asked: Mutex<HashMap<Bytes, u64>>,
    sent: [AtomicU64; KINDS.len()],
}

impl Faults {
    /// The next fault of a request, if it asks for one.
    pub fn due(&self, body: &Bytes) -> Option<Kind> {
        let (word, name, times) = asked(body)?;
        let position = KINDS.iter().position(|(known, _)| *known == name)?;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let before = asked.entry(word).or_default();
        *before += 1;
        if *before > times {
            return None;
        }
        self.sent[position].fetch_add(1, Ordering::Relaxed);
        Some(KINDS[position].1)
    }

    /// The counts of faults, in the format of the lines about responses.
    pub fn counts(&self) -> String {
        let line = |((name, _), count): (&(&str, Kind), &AtomicU64)| {
            format!("fault {name} 0 {}\n", count.load(Ordering::Relaxed))
        };
        KINDS.iter().zip(&self.sent).map(line).collect()
    }
}

/// The complete marker, the name of the fault and its number of times.
fn asked(body: &Bytes) -> Option<(Bytes, &str, u64)> {
    let start = body.windows(6).position(|part| part == b"fault.")?;
    let end = start + body[start..].iter().enumerate().filter(|(_, byte)| **byte == b'.').nth(3)?.0;
    let mut parts = std::str::from_utf8(&body[start..end]).ok()?.split('.').skip(1);
    Some((body.slice(start..end), parts.next()?, parts.next()?.parse().ok()?))
}

/// Applies a fault to a response; None means that nothing is sent.
pub async fn apply(
    kind: Kind,
    protocol: Protocol,
    whole: Response<Bytes>,
    end: &ConnectionEnd,
) -> Option<ServerResponse> {
    let half = whole.body().len() / 2;
    match kind {
        Kind::Failure(status, code) => Some(plain(with(whole, status, failure(protocol, status, code)))),
        Kind::Page(status) => Some(plain(page(status))),
        Kind::Half => Some(plain(whole.map(|body| body.slice(..half)))),
        Kind::Truncated => Some(whole.map(|body| Either::Right(Faulty::ending_after(half, &body)))),
        Kind::Slow => Some(whole.map(|body| Either::Right(Faulty::slow(body)))),
        Kind::Late => {
            sleep(LATE).await;
            Some(plain(whole))
        }
        Kind::Leaving => {
            end.leave();
            Some(plain(whole))
        }
        Kind::HungUp => None,
        Kind::Reset => {
            end.reset();
            None
        }
    }
}

/// A normal response.
pub fn plain(whole: Response<Bytes>) -> ServerResponse {
    whole.map(|body| Either::Left(Full::new(body)))
}

fn with(mut whole: Response<Bytes>, status: u16, body: Bytes) -> Response<Bytes> {
    *whole.status_mut() = StatusCode::from_u16(status).expect("the statuses in KINDS are valid");
    *whole.body_mut() = body;
    whole
}

fn page(status: u16) -> Response<Bytes> {
    let mut page = with(Response::default(), status, Bytes::from_static(PAGE));
    page.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    page
}

/// An error in the format of the protocol.
fn failure(protocol: Protocol, status: u16, code: &'static str) -> Bytes {
    let message = "as the request asked for";
    match protocol {
        Protocol::Query => {
            document::xml_failure(if status < 500 { "Sender" } else { "Receiver" }, code, message).into()
        }
        Protocol::Json => document::json(&typed(code, message)).into(),
        Protocol::Cbor => document::cbor(&typed(code, message)).into(),
    }
}

fn typed(code: &str, message: &str) -> Node {
    Node::Map(vec![("__type", format!("com.amazonaws.cloudwatch#{code}").into()), ("message", message.into())])
}

/// A body that does not match its headers.
pub struct Faulty {
    announced: u64,
    rest: Bytes,
    /// The delay between two bytes. Without it, the rest is sent at once, then the end.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Faulty {
    fn ending_after(sent: usize, body: &Bytes) -> Self {
        Self { announced: body.len() as u64, rest: body.slice(..sent), pause: None }
    }

    fn slow(body: Bytes) -> Self {
        Self { announced: body.len() as u64, rest: body, pause: Some(Box::pin(sleep(BYTE))) }
    }
}

impl Body for Faulty {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.rest.is_empty() {
            let missing = self.pause.is_none().then(|| Err(io::ErrorKind::UnexpectedEof.into()));
            return Poll::Ready(missing);
        }
        let count = match &mut self.pause {
            None => self.rest.len(),
            Some(pause) => {
                ready!(pause.as_mut().poll(cx));
                pause.as_mut().reset(Instant::now() + BYTE);
                1
            }
        };
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(count)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_due_as_often_as_the_request_says() {
        let faults = Faults::default();
        let body = Bytes::from_static(b"Action=A&Name=fault.busy.2.17.&Version=1");
        let other = Bytes::from_static(b"\xa1dNameofault.reset.1.8.aVa1");
        assert_eq!(faults.due(&body), Some(Kind::Page(503)));
        assert_eq!(faults.due(&other), Some(Kind::Reset));
        assert_eq!(faults.due(&body), Some(Kind::Page(503)));
        assert_eq!((faults.due(&body), faults.due(&other)), (None, None));
        assert!(faults.counts().contains("fault busy 0 2\n"));
        assert!(faults.counts().contains("fault reset 0 1\n"));
    }

    #[test]
    fn a_request_that_asks_for_none_gets_none() {
        for body in [&b""[..], b"Name=web-000", b"fault.busy.2", b"fault.busy.many.1.", b"fault.odd.1.1."] {
            assert_eq!(Faults::default().due(&Bytes::from_static(body)), None);
        }
    }
}
