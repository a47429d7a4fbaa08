//! Responses that the SDK deserializes, and the errors of both services, converted as in a call: an
//! output or an error, never a panic.
#![no_main]

use std::sync::LazyLock;

use aws_sdk_cloudwatch as cloudwatch;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use libfuzzer_sys::fuzz_target;
use reboto_core::credentials::errors::describe;
use reboto_core::error::CallError;
use reboto_core::error::sdk::from_sdk;
use reboto_core::protocol::query::error_metadata;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));

/// Returns the same response for every request.
#[derive(Clone, Debug)]
struct Canned {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let made = http::Response::builder()
            .status(self.status)
            .header("content-type", self.kind)
            .header("smithy-protocol", "rpc-v2-cbor")
            .body(SdkBody::from(self.body.clone()));
        let response = HttpResponse::try_from(made.expect("valid headers")).expect("valid headers");
        HttpConnectorFuture::ready(Ok(response))
    }
}

fn client(canned: Canned) -> cloudwatch::Client {
    let canned = SharedHttpConnector::new(canned);
    cloudwatch::Client::from_conf(
        cloudwatch::Config::builder()
            .behavior_version(cloudwatch::config::BehaviorVersion::latest())
            .region(cloudwatch::config::Region::new("us-east-1"))
            .allow_no_auth()
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .http_client(http_client_fn(move |_, _| canned.clone()))
            .build(),
    )
}

fuzz_target!(|bytes: &[u8]| {
    let Some(([which, flags], body)) = bytes.split_first_chunk() else { return };
    let status = [200, 400, 403, 500, 503][usize::from(flags & 7) % 5];
    let kind = if flags & 8 == 0 { "application/cbor" } else { "text/xml" };
    let canned = Canned { status, kind, body: body.to_vec() };
    let check_text = |error: CallError| assert!(!error.to_string().is_empty());
    // The error code decides whether a call is retried.
    let metadata = error_metadata(body);
    assert!(metadata.code().is_none_or(|code| code.len() <= body.len()));
    RUNTIME.block_on(async {
        let client = client(canned);
        macro_rules! send {
            ($call:expr) => {
                match $call.send().await {
                    Ok(output) => assert!(!format!("{output:?}").is_empty()),
                    Err(error) => check_text(from_sdk(&error, describe)),
                }
            };
        }
        match which % 6 {
            0 => send!(client.describe_alarms()),
            1 => send!(client.describe_alarm_history()),
            2 => send!(client.get_metric_statistics()),
            3 => send!(client.get_metric_data()),
            4 => send!(client.list_metrics()),
            _ => send!(client.put_metric_data()),
        }
    });
});
