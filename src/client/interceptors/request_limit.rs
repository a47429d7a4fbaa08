//! The size of a request that reports data.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use crate::error::InvalidRequest;

/// Of `PutMetricData`; compressed bodies count as they are sent.
const LARGEST_BODY: u64 = 1024 * 1024;

/// Holds a request's body, as it will be sent, to what AWS takes.
///
/// # Errors
///
/// When it is larger.
pub fn check(request: &HttpRequest) -> Result<(), InvalidRequest> {
    match request.body().content_length() {
        Some(size) if size > LARGEST_BODY => Err(InvalidRequest(format!(
            "the request has {size} bytes: AWS takes at most {LARGEST_BODY}; send the data in several calls"
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
        let told = sized(1_048_577).expect_err("too large").to_string();
        assert!(told.starts_with("the request has 1048577 bytes: AWS takes at most 1048576;"), "{told}");
    }
}
