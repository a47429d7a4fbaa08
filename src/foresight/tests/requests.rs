//! Requests that several tests make.

use serde_json::{Value, json};

use crate::foresight::call;

pub fn ask(function: &str, args: Value) -> Value {
    let result = call(function, &args.to_string()).unwrap_or_else(|error| panic!("{function} {args}: {error}"));
    serde_json::from_str(&result).expect("valid JSON")
}

pub fn step_policy(adjustment_type: Value, steps: Value) -> Value {
    json!({"policy_type": "StepScaling", "adjustment_type": adjustment_type, "step_adjustments": steps})
}
