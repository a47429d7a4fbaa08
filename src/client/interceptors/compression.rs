//! Long requests sent compressed, as the SDK's generated client sends them.

use aws_config::SdkConfig;
use aws_smithy_compression::body::compress::CompressedBody;
use aws_smithy_compression::http::CompressRequest;
use aws_smithy_compression::{CompressionAlgorithm, CompressionOptions};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// The SDK's, where none is configured.
const LEAST_BYTES: u32 = 10_240;

/// From which length on requests are compressed, where AWS takes them so.
#[derive(Debug)]
pub struct Compression(CompressionOptions);

impl Storable for Compression {
    type Storer = StoreReplace<Self>;
}

impl Compression {
    /// As configuration files and the environment say; none where they forbid it.
    #[must_use]
    pub fn of(config: &SdkConfig) -> Option<Self> {
        if config.disable_request_compression().unwrap_or_default() {
            return None;
        }
        let least = config.request_min_compression_size_bytes().unwrap_or(LEAST_BYTES);
        CompressionOptions::default().with_min_compression_size_bytes(least).ok().map(Self)
    }

    /// Compresses a request that is long enough, and tells whether it was.
    ///
    /// # Errors
    ///
    /// When its body cannot be compressed.
    pub fn apply(&self, request: &mut HttpRequest) -> Result<bool, BoxError> {
        let long =
            request.body().content_length().is_some_and(|size| size >= self.0.min_compression_size_bytes().into());
        if long {
            let gzip: Box<dyn CompressRequest> = CompressionAlgorithm::Gzip.into_impl_http_body_1_x(&self.0);
            request.headers_mut().append(gzip.header_name(), gzip.header_value());
            let body = std::mem::replace(request.body_mut(), SdkBody::taken());
            let body = CompressedBody::new(body, gzip).into_compressed_sdk_body()?;
            let size = body.content_length().ok_or("a compressed body has a length")?;
            request.headers_mut().insert(http::header::CONTENT_LENGTH, size.to_string());
            *request.body_mut() = body;
        }
        Ok(long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compression(disabled: Option<bool>, least: Option<u32>) -> Option<Compression> {
        let mut config = SdkConfig::builder();
        config.set_disable_request_compression(disabled);
        config.set_request_min_compression_size_bytes(least);
        Compression::of(&config.build())
    }

    /// Whether a body of this size is compressed, and the head's fields that say so.
    fn sent(compression: &Compression, size: usize) -> (bool, Option<String>, Option<String>) {
        let request = http::Request::post("/").header("content-length", size).body(SdkBody::from(vec![7; size]));
        let mut request = HttpRequest::try_from(request.expect("a request")).expect("a request");
        let compressed = compression.apply(&mut request).expect("bytes can be compressed");
        let length = request.body().content_length().map(|length| length.to_string());
        let field = |name| request.headers().get(name).map(str::to_owned);
        assert_eq!(field("content-length"), length);
        (compressed, field("content-encoding"), length)
    }

    #[test]
    fn long_requests_alone_are_compressed() {
        let usual = compression(None, None).expect("it is not forbidden");
        assert_eq!(sent(&usual, 10_239), (false, None, Some("10239".to_owned())));
        let (compressed, encoding, length) = sent(&usual, 10_240);
        assert!(compressed && length.is_some_and(|length| length.len() < 3));
        assert_eq!(encoding.as_deref(), Some("gzip"));
    }

    #[test]
    fn configuration_says_from_where_on_and_whether() {
        let early = compression(Some(false), Some(100)).expect("it is allowed");
        assert!(!sent(&early, 99).0 && sent(&early, 100).0);
        assert!(compression(Some(true), None).is_none());
    }
}
