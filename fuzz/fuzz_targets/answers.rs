//! CloudWatch's answers, and the errors of both services, read as a call does: an output or a
//! fault, never a panic.
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
use reboto_core::protocol::timestamp_rounding::lifted;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));

/// Answers every request with the same head and body.
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
        let answer = HttpResponse::try_from(made.expect("valid headers")).expect("valid headers");
        HttpConnectorFuture::ready(Ok(lifted(&answer)))
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
    let Some(([which, head], body)) = bytes.split_first_chunk() else { return };
    let status = [200, 400, 403, 500, 503][usize::from(head & 7) % 5];
    let kind = if head & 8 == 0 { "application/cbor" } else { "text/xml" };
    let canned = Canned { status, kind, body: body.to_vec() };
    let told = |error: CallError| assert!(!error.to_string().is_empty());
    // What decides whether a call is tried again.
    let metadata = error_metadata(body);
    assert!(metadata.code().is_none_or(|code| code.len() <= body.len()));
    RUNTIME.block_on(async {
        let client = client(canned);
        macro_rules! sent {
            ($call:expr) => {
                match $call.send().await {
                    Ok(output) => assert!(!format!("{output:?}").is_empty()),
                    Err(error) => told(from_sdk(&error, describe)),
                }
            };
        }
        match which % 6 {
            0 => sent!(client.describe_alarms()),
            1 => sent!(client.describe_alarm_history()),
            2 => sent!(client.get_metric_statistics()),
            3 => sent!(client.get_metric_data()),
            4 => sent!(client.list_metrics()),
            _ => sent!(client.put_metric_data()),
        }
    });
});
