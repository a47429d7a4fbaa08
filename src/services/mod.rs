//! The operations of each service.

pub mod autoscaling;
pub mod cloudwatch;
pub mod generic_calls;
pub mod model_call;
pub mod object_argument;
pub mod send;
pub mod shapes;
