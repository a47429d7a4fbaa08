//! A server of prepared responses.
//!
//! It prints its port, and exits when its standard input ends. One thread serves all connections.
//! The path, the `X-Amz-Target` header or the word after `Action=` selects the response, together
//! with a parameter. With `--faults`, requests can ask for faults.

mod content;
mod document;
mod faults;
mod stream;

use std::convert::Infallible;
use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use document::{Node, REQUEST_ID};
use faults::{Faults, ServerResponse};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use stream::{ConnectionEnd, Connections, Stream};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Query,
    Json,
    Cbor,
}

/// A response, and the requests that get it.
struct CannedResponse {
    protocol: Protocol,
    operation: &'static str,
    /// A parameter that the request must have. Requests without it get another response.
    marker: Option<&'static str>,
    /// Responses that are sent in turn.
    bodies: Vec<Bytes>,
    served: AtomicU64,
}

const AUTOSCALING: &str = "http://autoscaling.amazonaws.com/doc/2011-01-01/";
const STS: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const CLOUDWATCH: &str = "http://monitoring.amazonaws.com/doc/2010-08-01/";

/// All responses; those with a marker come first.
fn responses() -> Vec<CannedResponse> {
    let query = [
        (AUTOSCALING, "SetDesiredCapacity", None, content::nothing()),
        (AUTOSCALING, "DescribeAutoScalingGroups", Some("AutoScalingGroupNames"), content::groups(1, 1)),
        (AUTOSCALING, "DescribeAutoScalingGroups", None, content::groups(100, 20)),
        (STS, "AssumeRole", None, content::role()),
    ];
    let cloudwatch = [
        ("DescribeAlarms", Some("AlarmNames"), vec![content::alarms(1)]),
        ("DescribeAlarms", None, vec![content::alarms(100)]),
        ("GetMetricStatistics", None, content::datapoints(16, 1_440)),
        ("PutMetricData", None, vec![content::nothing()]),
    ];
    let canned = |protocol, operation, marker, bodies| CannedResponse {
        protocol,
        operation,
        marker,
        bodies,
        served: AtomicU64::new(0),
    };
    let xml = |namespace, operation, node: &Node| Bytes::from(document::xml(namespace, operation, node));
    let mut all = Vec::new();
    for (namespace, operation, marker, node) in &query {
        all.push(canned(Protocol::Query, operation, *marker, vec![xml(namespace, operation, node)]));
    }
    for (operation, marker, nodes) in &cloudwatch {
        let bodies = |format: &dyn Fn(&Node) -> Bytes| nodes.iter().map(format).collect();
        let query = bodies(&|node| xml(CLOUDWATCH, operation, node));
        all.push(canned(Protocol::Query, operation, *marker, query));
        all.push(canned(Protocol::Json, operation, *marker, bodies(&|node| document::json(node).into())));
        all.push(canned(Protocol::Cbor, operation, *marker, bodies(&|node| document::cbor(node).into())));
    }
    all
}

fn find<'a>(
    all: &'a [CannedResponse],
    protocol: Protocol,
    operation: &str,
    body: &[u8],
    query: &str,
) -> Option<&'a CannedResponse> {
    let asked = |canned: &&CannedResponse| {
        canned.protocol == protocol
            && canned.operation == operation
            && canned.marker.is_none_or(|marker| query.contains(marker) || contains(body, marker))
    };
    all.iter().find(asked)
}

fn contains(body: &[u8], marker: &str) -> bool {
    body.windows(marker.len()).any(|part| part == marker.as_bytes())
}

/// The word after `Action=`, which may be anywhere in a form.
fn action(form: &str) -> Option<&str> {
    form.split('&').find_map(|pair| pair.strip_prefix("Action="))
}

/// The state of the server.
struct Server {
    responses: Vec<CannedResponse>,
    faults: Option<Faults>,
    connections: Connections,
}

impl Server {
    /// The response for a request, or an error if there is no such response.
    async fn respond(&self, request: Request<Incoming>, end: &ConnectionEnd) -> io::Result<ServerResponse> {
        let (head, body) = request.into_parts();
        if head.uri.path() == "/served" {
            return Ok(faults::plain(Response::new(self.served().into())));
        }
        // Respond also to an incomplete request: the client has gone.
        let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        let query = head.uri.query().unwrap_or_default();
        let found = if let Some((_, operation)) = head.uri.path().split_once("/operation/") {
            self.find(Protocol::Cbor, operation, &body, "")
        } else if let Some(target) = head.headers.get("x-amz-target") {
            let target = target.to_str().unwrap_or_default();
            self.find(Protocol::Json, target.rsplit('.').next().unwrap_or_default(), &body, "")
        } else {
            let form = std::str::from_utf8(&body).unwrap_or_default();
            let action = action(query).or_else(|| action(form)).unwrap_or_default();
            self.find(Protocol::Query, action, &body, query)
        };
        let Some(found) = found else { return Ok(faults::plain(unknown())) };
        match self.faults.as_ref().and_then(|faults| faults.due(&body)) {
            None => Ok(faults::plain(canned(found, found.served.fetch_add(1, Ordering::Relaxed)))),
            Some(kind) => {
                let faulty = faults::apply(kind, found.protocol, canned(found, 0), end).await;
                faulty.ok_or_else(|| io::ErrorKind::ConnectionAborted.into())
            }
        }
    }

    fn find(&self, protocol: Protocol, operation: &str, body: &[u8], query: &str) -> Option<&CannedResponse> {
        find(&self.responses, protocol, operation, body, query)
    }

    /// The counts of responses and faults: a line of protocol, operation, parameter, size and
    /// count for each; and the counts of connections.
    fn served(&self) -> String {
        let faults = self.faults.as_ref().map(Faults::counts).unwrap_or_default();
        served(&self.responses) + &faults + &self.connections.counts()
    }
}

fn canned(found: &CannedResponse, number: u64) -> Response<Bytes> {
    let turn = usize::try_from(number).unwrap_or_default() % found.bodies.len();
    let mut response = Response::new(found.bodies[turn].clone());
    let kind = match found.protocol {
        Protocol::Query => "text/xml",
        Protocol::Json => "application/x-amz-json-1.0",
        Protocol::Cbor => "application/cbor",
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(HeaderName::from_static("x-amzn-requestid"), HeaderValue::from_static(REQUEST_ID));
    if found.protocol == Protocol::Cbor {
        headers.insert(HeaderName::from_static("smithy-protocol"), HeaderValue::from_static("rpc-v2-cbor"));
    }
    response
}

fn unknown() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from("this server has no response to that"));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn served(all: &[CannedResponse]) -> String {
    let line = |canned: &CannedResponse| {
        let protocol = match canned.protocol {
            Protocol::Query => "query",
            Protocol::Json => "json",
            Protocol::Cbor => "cbor",
        };
        let (operation, marker) = (canned.operation, canned.marker.unwrap_or("-"));
        format!(
            "{protocol} {operation} {marker} {} {}\n",
            canned.bodies[0].len(),
            canned.served.load(Ordering::Relaxed)
        )
    };
    all.iter().map(line).collect()
}

async fn serve(server: &'static Server) -> io::Result<Infallible> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (tcp, _) = listener.accept().await?;
        tcp.set_nodelay(true)?;
        let end = Arc::new(ConnectionEnd::default());
        let stream = Stream::new(tcp, end.clone(), &server.connections);
        let service = service_fn(move |request| {
            let end = end.clone();
            async move { server.respond(request, &end).await }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn main() -> io::Result<()> {
    std::thread::spawn(|| {
        // Exit, no matter how the input ends.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let faults = std::env::args().skip(1).any(|option| option == "--faults").then(Faults::default);
    let server = Server { responses: responses(), faults, connections: Connections::default() };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(Box::leak(Box::new(server)))).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_with_a_marker_is_for_requests_that_have_it() {
        let all = responses();
        let one = find(&all, Protocol::Query, "DescribeAutoScalingGroups", b"", "AutoScalingGroupNames.member.1=web");
        let many = find(&all, Protocol::Query, "DescribeAutoScalingGroups", b"MaxRecords=100", "");
        let (one, many) = (one.expect("one group"), many.expect("many"));
        assert!(one.bodies[0].len() < 5_000, "{}", one.bodies[0].len());
        assert!((770_000..790_000).contains(&many.bodies[0].len()), "{}", many.bodies[0].len());
    }

    #[test]
    fn an_action_is_found_anywhere_in_a_form() {
        assert_eq!(action("Action=A&Version=1"), Some("A"));
        assert_eq!(action("Version=1&Action=A"), Some("A"));
        assert_eq!(action("Reaction=A"), None);
    }
}
