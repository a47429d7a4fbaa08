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
