//! The maximum size of requests that report data.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use crate::error::InvalidRequest;

/// AWS's limit for the body of `PutMetricData`, after compression.
const LARGEST_BODY: u64 = 1024 * 1024;

/// Checks the size of a request's body as it will be sent.
///
/// # Errors
///
/// If the body is too large.
pub fn check(request: &HttpRequest) -> Result<(), InvalidRequest> {
    match request.body().content_length() {
        Some(size) if size > LARGEST_BODY => Err(InvalidRequest(format!(
            "the request must have at most {LARGEST_BODY} bytes, got {size}; split the data into several calls"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;

    #[test]
    fn a_body_of_a_mebibyte_is_the_largest() {
        let sized = |size: usize| {
            let request = http::Request::post("/").body(SdkBody::from(vec![0; size])).expect("a request");
            check(&HttpRequest::try_from(request).expect("a request"))
        };
        assert!(sized(0).is_ok() && sized(1_048_576).is_ok());
        let text = sized(1_048_577).expect_err("too large").to_string();
        assert!(text.starts_with("the request must have at most 1048576 bytes, got 1048577;"), "{text}");
    }
}
