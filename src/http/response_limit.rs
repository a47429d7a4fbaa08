//! Limits on the size of responses from AWS and from services that provide credentials.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};

use crate::error::response_too_long::ResponseTooLong;

/// Maximum size of a response from AWS; a page has a few megabytes at most.
pub const LONGEST_RESPONSE: usize = 100_000_000;
/// Maximum size of a response with credentials, which has a few kilobytes.
pub const LONGEST_CREDENTIALS: usize = 1_000_000;

/// Limits a response's body to `most` bytes; reading a longer one fails.
///
/// This also applies to bodies without `Content-Length`: those in chunks, and those that end when
/// the connection is closed. The SDK does not decompress responses.
///
/// # Errors
///
/// If the response announces a longer body.
pub fn limit(response: &mut HttpResponse, most: usize) -> Result<(), ResponseTooLong> {
    /// Bodies up to this size arrive in few pieces and need no wrapper.
    const SMALL: u64 = 4096;
    match response.body().size_hint().exact() {
        Some(length) if length <= SMALL => {}
        Some(length) if usize::try_from(length).map_or(true, |length| length > most) => {
            return Err(ResponseTooLong(most));
        }
        _ => {
            let body = std::mem::replace(response.body_mut(), SdkBody::taken());
            *response.body_mut() = SdkBody::from_body_1_x(Limited { body, read: BytesMut::new(), most });
        }
    }
    Ok(())
}

/// A body that is joined into one piece.
///
/// The reader would keep all pieces until the last arrives, and each piece has an overhead: 100 MB
/// in chunks of one byte would take several gigabytes.
struct Limited {
    body: SdkBody,
    read: BytesMut,
    most: usize,
}

impl Body for Limited {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        loop {
            let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
            let Some(frame) = frame.transpose()? else {
                let read = std::mem::take(&mut this.read).freeze();
                return Poll::Ready((!read.is_empty()).then(|| Ok(Frame::data(read))));
            };
            // Trailers are not used.
            let Ok(data) = frame.into_data() else { continue };
            if data.len() > this.most - this.read.len() {
                return Poll::Ready(Some(Err(ResponseTooLong(this.most).into())));
            }
            if this.read.is_empty() && this.body.is_end_stream() {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if this.read.is_empty() {
                // The announced length may be wrong, but memory is only committed as data arrives.
                let rest = usize::try_from(this.body.size_hint().lower()).unwrap_or(this.most);
                this.read.reserve(data.len().saturating_add(rest).min(this.most));
            }
            this.read.extend_from_slice(&data);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    /// A body in an unknown number of pieces.
    struct Pieces(Vec<Bytes>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Ready(self.0.pop().map(|piece| Ok(Frame::data(piece))))
        }
    }

    fn read(body: SdkBody, most: usize) -> Result<Vec<Bytes>, String> {
        // A wrong length, which is possible with chunks.
        let made = http::Response::builder().header("content-length", "5").body(body);
        let mut response = HttpResponse::try_from(made.expect("a response")).expect("a response");
        limit(&mut response, most).map_err(|error| error.to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let mut frames = Vec::new();
            while let Some(frame) = response.body_mut().frame().await {
                frames.push(frame.map_err(|error| error.to_string())?.into_data().expect("data"));
            }
            Ok(frames)
        })
    }

    fn pieces(count: usize, size: usize) -> SdkBody {
        SdkBody::from_body_1_x(Pieces(vec![Bytes::from(vec![b'a'; size]); count]))
    }

    #[test]
    fn a_body_in_pieces_arrives_as_one() {
        assert_eq!(read(pieces(3, 4), 12), Ok(vec![Bytes::from("aaaaaaaaaaaa")]));
        assert_eq!(read(pieces(0, 4), 12), Ok(vec![]));
        assert_eq!(read(pieces(3, 0), 12), Ok(vec![]));
    }

    #[test]
    fn a_body_is_read_up_to_the_limit_with_any_content_length() {
        let too_long = || Err("the response is longer than 2 MB, the limit".to_owned());
        for (count, size) in [(2_000_001, 1), (3, 1_000_000), (1, 2_000_001)] {
            assert_eq!(read(pieces(count, size), 2_000_000), too_long());
        }
        assert_eq!(read(SdkBody::from(vec![b'a'; 2_000_001]), 2_000_000), too_long());
        assert_eq!(read(pieces(2, 1_000_000), 2_000_000).map(|frames| frames[0].len()), Ok(2_000_000));
    }

    #[test]
    fn a_body_in_memory_is_not_copied() {
        for size in [10, 10_000] {
            let body = Bytes::from(vec![b'a'; size]);
            let frames = read(SdkBody::from(body.clone()), size).expect("it is short enough");
            assert_eq!(frames[0].as_ptr(), body.as_ptr());
        }
    }
}
