//! Results of the independent reference, `tests/foresight/reference.py`, for requests that it drew.

use serde_json::Value;

use crate::foresight::call;

const RECORDED: &str = include_str!("../../../tests/foresight/recorded.jsonl");

#[test]
fn recorded_results_of_the_reference_are_reproduced() {
    let mut runs = 0;
    for line in RECORDED.lines() {
        let record: Value = serde_json::from_str(line).expect("valid JSON");
        let function = record["function"].as_str().expect("a name");
        let result = call(function, &record["args"].to_string()).unwrap_or_else(|error| panic!("{line}: {error}"));
        let result: Value = serde_json::from_str(&result).expect("valid JSON");
        assert!(same(&result, &record["result"]), "{line}\n  got {result}");
        runs += usize::from(function == "run");
    }
    assert!(runs > 40, "{runs} simulations are too few");
}

/// Equality in which 1 and 1.0 are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}
