//! A server with prepared responses.
//!
//! It prints its port and exits when its standard input is closed. One thread serves all
//! connections. The path, the `X-Amz-Target` header or the value of `Action=` selects the response,
//! together with a parameter that names a resource. With `--faults`, requests may ask for faults.

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
use faults::{Faults, Reply};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use stream::{Connections, Fate, Stream};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Query,
    Json,
    Cbor,
}

/// A prepared response, and the requests that it is for.
struct Canned {
    protocol: Protocol,
    operation: &'static str,
    /// A parameter that the request must contain. Requests without it get another response.
    marker: Option<&'static str>,
    body: Bytes,
    served: AtomicU64,
}

const AUTOSCALING: &str = "http://autoscaling.amazonaws.com/doc/2011-01-01/";
const CLOUDWATCH: &str = "http://monitoring.amazonaws.com/doc/2010-08-01/";

/// All responses; those with a marker come first.
fn responses() -> Vec<Canned> {
    let autoscaling = [
        ("SetDesiredCapacity", None, content::nothing()),
        ("DescribeAutoScalingGroups", Some("AutoScalingGroupNames"), content::groups(1, 1)),
        ("DescribeAutoScalingGroups", None, content::groups(100, 20)),
    ];
    let cloudwatch = [
        ("DescribeAlarms", Some("AlarmNames"), content::alarms(1)),
        ("DescribeAlarms", None, content::alarms(100)),
        ("GetMetricStatistics", None, content::datapoints(1_440)),
        ("PutMetricData", None, content::nothing()),
    ];
    let canned =
        |protocol, operation, marker, body| Canned { protocol, operation, marker, body, served: AtomicU64::new(0) };
    let xml = |namespace, operation, node: &Node| Bytes::from(document::xml(namespace, operation, node));
    let mut all = Vec::new();
    for (operation, marker, node) in &autoscaling {
        all.push(canned(Protocol::Query, operation, *marker, xml(AUTOSCALING, operation, node)));
    }
    for (operation, marker, node) in &cloudwatch {
        all.push(canned(Protocol::Query, operation, *marker, xml(CLOUDWATCH, operation, node)));
        all.push(canned(Protocol::Json, operation, *marker, document::json(node).into()));
        all.push(canned(Protocol::Cbor, operation, *marker, document::cbor(node).into()));
    }
    all
}

fn find<'a>(all: &'a [Canned], protocol: Protocol, operation: &str, body: &[u8], query: &str) -> Option<&'a Canned> {
    let matches = |canned: &&Canned| {
        canned.protocol == protocol
            && canned.operation == operation
            && canned.marker.is_none_or(|marker| query.contains(marker) || contains(body, marker))
    };
    all.iter().find(matches)
}

fn contains(body: &[u8], marker: &str) -> bool {
    body.windows(marker.len()).any(|part| part == marker.as_bytes())
}

/// The value of `Action=`, at any position in a form.
fn action(form: &str) -> Option<&str> {
    form.split('&').find_map(|pair| pair.strip_prefix("Action="))
}

/// The state of the server.
struct Site {
    responses: Vec<Canned>,
    faults: Option<Faults>,
    connections: Connections,
}

impl Site {
    /// The response, or an error to close the connection.
    async fn respond(&self, request: Request<Incoming>, fate: &Fate) -> io::Result<Reply> {
        let (head, body) = request.into_parts();
        if head.uri.path() == "/served" {
            return Ok(faults::plain(Response::new(self.served().into())));
        }
        // An incomplete request gets a response too; its client has disconnected.
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
            None => {
                found.served.fetch_add(1, Ordering::Relaxed);
                Ok(faults::plain(canned(found)))
            }
            Some(kind) => {
                let response = faults::spoil(kind, found.protocol, canned(found), fate).await;
                response.ok_or_else(|| io::ErrorKind::ConnectionAborted.into())
            }
        }
    }

    fn find(&self, protocol: Protocol, operation: &str, body: &[u8], query: &str) -> Option<&Canned> {
        find(&self.responses, protocol, operation, body, query)
    }

    /// Counts of responses and faults, with a line of protocol, operation, parameter, size and count
    /// each, and counts of connections.
    fn served(&self) -> String {
        let faults = self.faults.as_ref().map(Faults::served).unwrap_or_default();
        served(&self.responses) + &faults + &self.connections.lines()
    }
}

fn canned(found: &Canned) -> Response<Bytes> {
    let mut response = Response::new(found.body.clone());
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
    let mut response = Response::new(Bytes::from("this server has no response for the request"));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn served(all: &[Canned]) -> String {
    let line = |canned: &Canned| {
        let protocol = match canned.protocol {
            Protocol::Query => "query",
            Protocol::Json => "json",
            Protocol::Cbor => "cbor",
        };
        let (operation, marker) = (canned.operation, canned.marker.unwrap_or("-"));
        format!("{protocol} {operation} {marker} {} {}\n", canned.body.len(), canned.served.load(Ordering::Relaxed))
    };
    all.iter().map(line).collect()
}

async fn serve(site: &'static Site) -> io::Result<Infallible> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (tcp, _) = listener.accept().await?;
        tcp.set_nodelay(true)?;
        let fate = Arc::new(Fate::default());
        let stream = Stream::new(tcp, fate.clone(), &site.connections);
        let service = service_fn(move |request| {
            let fate = fate.clone();
            async move { site.respond(request, &fate).await }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn main() -> io::Result<()> {
    std::thread::spawn(|| {
        // Exit even after a read error.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let faults = std::env::args().skip(1).any(|option| option == "--faults").then(Faults::default);
    let site = Site { responses: responses(), faults, connections: Connections::default() };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(Box::leak(Box::new(site)))).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_with_a_marker_is_for_requests_that_contain_it() {
        let all = responses();
        let one = find(&all, Protocol::Query, "DescribeAutoScalingGroups", b"", "AutoScalingGroupNames.member.1=web");
        let many = find(&all, Protocol::Query, "DescribeAutoScalingGroups", b"MaxRecords=100", "");
        let (one, many) = (one.expect("one group"), many.expect("many"));
        assert!(one.body.len() < 5_000, "{}", one.body.len());
        assert!((770_000..790_000).contains(&many.body.len()), "{}", many.body.len());
    }

    #[test]
    fn an_action_is_found_anywhere_in_a_form() {
        assert_eq!(action("Action=A&Version=1"), Some("A"));
        assert_eq!(action("Version=1&Action=A"), Some("A"));
        assert_eq!(action("Reaction=A"), None);
    }
}
