//! Compression of long requests, as in the SDK's generated clients.

use aws_config::SdkConfig;
use aws_smithy_compression::body::compress::CompressedBody;
use aws_smithy_compression::http::CompressRequest;
use aws_smithy_compression::{CompressionAlgorithm, CompressionOptions};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// The SDK's default for the minimum size.
const DEFAULT_MIN_BYTES: u32 = 10_240;

/// The fastest level. Metric data repeats its names at short distances: the SDK's level 6 takes several times
/// as long for a tenth less at most.
const LEVEL: u32 = 1;

/// The minimum size of requests that are compressed.
#[derive(Debug)]
pub struct Compression(CompressionOptions);

impl Storable for Compression {
    type Storer = StoreReplace<Self>;
}

impl Compression {
    /// The setting of the configuration files and the environment; `None` if it disables compression.
    #[must_use]
    pub fn of(config: &SdkConfig) -> Option<Self> {
        if config.disable_request_compression().unwrap_or_default() {
            return None;
        }
        let minimum = config.request_min_compression_size_bytes().unwrap_or(DEFAULT_MIN_BYTES);
        let options = CompressionOptions::default().with_level(LEVEL).ok()?;
        options.with_min_compression_size_bytes(minimum).ok().map(Self)
    }

    /// Compresses a request if it is long enough, and returns whether it was.
    ///
    /// # Errors
    ///
    /// If the body cannot be compressed.
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

    /// Whether a body of this size is compressed, and the headers that say so.
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
    fn only_long_requests_are_compressed() {
        let usual = compression(None, None).expect("it is not disabled");
        assert_eq!(sent(&usual, 10_239), (false, None, Some("10239".to_owned())));
        let (compressed, encoding, length) = sent(&usual, 10_240);
        assert!(compressed && length.is_some_and(|length| length.len() < 3));
        assert_eq!(encoding.as_deref(), Some("gzip"));
    }

    /// The size of a body after compression at a level.
    fn compressed_size(body: &[u8], level: u32) -> u64 {
        let compression = Compression(CompressionOptions::default().with_level(level).expect("a level"));
        let request = http::Request::post("/").body(SdkBody::from(body)).expect("a request");
        let mut request = HttpRequest::try_from(request).expect("a request");
        assert!(compression.apply(&mut request).expect("bytes can be compressed"));
        request.body().content_length().expect("it is in memory")
    }

    #[test]
    fn the_fastest_level_is_enough_for_metric_data() {
        let datum = |at: u32| {
            let value = (f64::from(at) * 0.618_033_988_749_895).fract().to_be_bytes();
            [b"\xbf\x6aMetricName\x67Latency\x65Value\xfb", &value[..], b"\xff"].concat()
        };
        let body = (0..1000).flat_map(datum).collect::<Vec<_>>();
        let (fast, usual) = (compressed_size(&body, LEVEL), compressed_size(&body, 6));
        assert!(fast * 100 <= usual * 110, "{fast} bytes instead of {usual}");
    }

    #[test]
    fn the_configuration_sets_the_minimum_or_disables_it() {
        let early = compression(Some(false), Some(100)).expect("it is allowed");
        assert!(!sent(&early, 99).0 && sent(&early, 100).0);
        assert!(compression(Some(true), None).is_none());
    }
}
