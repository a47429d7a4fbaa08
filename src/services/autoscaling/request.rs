//! What boto returns where AWS only acknowledges a request.

use crate::decode::shape::{Kind, Noun};

/// What boto gives back where the answer says no more than that it was done.
pub static REQUEST: Noun =
    Noun::new("reboto.ec2.autoscale.request", "Request", &[("RequestId", "request_id", Kind::Text)]);
