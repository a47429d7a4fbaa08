//! Published examples: each is reproduced, or the reason why not is given.

use serde_json::{Value, json};

use super::oracle_runs::{cooldown, default_value, multi_policy, scheduled, suspended, tracking_alarms};
use super::requests::{ask, step_policy};
use crate::foresight::call;

const ORACLES: &str = include_str!("../../../tests/foresight/oracles.json");

/// Kinds and examples that the core does not model, with the reason.
const LEFT_OUT: [(&str, &str); 40] = [
    ("activity_cause", "the core has no texts: tests/foresight/test_timeline.py compares the causes"),
    ("alarm_warmup", "an alarm's warm-up at its creation is not simulated"),
    ("alarm_repeat-002", "the actions of an alarm are names of policies: there are no topics"),
    ("az_rebalance_margin", "zones are not simulated"),
    ("composite_rule", "composite alarms run no scaling policies"),
    ("composite_suppression", "composite alarms run no scaling policies"),
    ("default_value-003", "drain_seconds has no default: null is a group without a load balancer"),
    ("default_value-005", "instance refresh is not simulated"),
    ("default_value-006", "health checks have no duration: a finding is an event of the scenario"),
    ("default_value-007", "hooks have durations, not results"),
    ("instance_refresh", "instance refresh is not simulated"),
    ("percentile_low_sample", "percentiles are not simulated"),
    ("predictive", "scheduled actions do what a forecast does: tests/foresight/test_predictive.py"),
    ("statistic-003", "percentiles are not simulated"),
    ("statistic-004", "percentiles are not simulated"),
    ("suspended_process-005", "zones are not simulated"),
    ("suspended_process-007", "instance refresh is not simulated"),
    ("termination", "termination policies and protection are not simulated"),
    ("warm_pool", "warm pools are not simulated"),
    // Rules of requests that the interface leaves open: a scenario may break them.
    ("validation-014", "the interface defines the cadence of windows of any length"),
    ("validation-016", "the interface defines the cadence of windows of any length"),
    ("validation-036", "a gap between steps has a defined result: no_step"),
    ("validation-038", "a step without bounds has a defined result"),
    ("validation-039", "a missing outer step has a defined result: no_step"),
    ("validation-040", "a missing outer step has a defined result: no_step"),
    // Keys that the interface does not have.
    ("validation-017", "extended_statistic is not a key of the interface"),
    ("validation-021", "metrics is not a key of an alarm of the interface"),
    ("validation-024", "the interface has no PutMetricData"),
    ("validation-026", "the interface has no PutMetricData"),
    ("validation-029", "the interface has no PutMetricData"),
    ("validation-030", "the interface has no PutMetricData"),
    ("validation-031", "the interface has no PutMetricData"),
    ("validation-032", "the interface has no PutMetricData"),
    ("validation-033", "the interface has no PutMetricData"),
    ("validation-055", "time_zone is not a key of an alarm of the interface"),
    ("validation-056", "time_zone is not a key of an alarm of the interface"),
    ("validation-057", "time_zone is not a key of an alarm of the interface"),
    ("validation-058", "the interface has no Metrics Insights"),
    ("validation-060", "the interface has no Metrics Insights"),
    ("validation-063", "an alarm's warm-up at its creation is not simulated"),
];

#[test]
fn published_examples_are_reproduced() {
    let oracles: Vec<Value> = serde_json::from_str(ORACLES).expect("valid JSON");
    let (mut reproduced, mut used) = (0, std::collections::HashSet::new());
    for oracle in &oracles {
        let (id, kind) = (oracle["id"].as_str().expect("an id"), oracle["kind"].as_str().expect("a kind"));
        if let Some((key, _)) = LEFT_OUT.iter().find(|(key, _)| *key == id || *key == kind) {
            used.insert(key);
            continue;
        }
        assert!(reproduce(kind, id, oracle), "{id} is neither reproduced nor left out: {oracle}");
        reproduced += 1;
    }
    assert_eq!(used.len(), LEFT_OUT.len(), "each reason to leave something out has an example");
    assert!(reproduced > 120, "{reproduced} examples are too few");
}

fn reproduce(kind: &str, id: &str, oracle: &Value) -> bool {
    match kind {
        "alarm_eval" => alarm_eval(oracle),
        "alarm_sequence" => alarm_sequence(oracle),
        "alarm_transition_event" => alarm_transition(oracle),
        "alarm_window" | "alarm_interval" | "alarm_cadence" | "alarm_multiday" => windows(kind, oracle),
        "statistic" => statistic(id, oracle),
        "adjustment" | "percent_rounding" | "clamp" | "weighted_no_action" => adjustment(kind, oracle),
        "step_select" => step_select(oracle),
        "step_scenario" => step_scenario(id, oracle),
        "multi_policy" => multi_policy(id, oracle),
        "target_tracking" => target_tracking(id, oracle),
        "cooldown_timeline" | "cooldown_applies" | "alarm_repeat" => cooldown(id, oracle),
        "default_value" => default_value(id),
        "scheduled" | "group_update" => scheduled(id, oracle),
        "suspended_process" => suspended(id),
        "validation" => validation(oracle),
        _ => false,
    }
}

/// An alarm whose breaching points are 2 and whose good ones are 0.
fn alarm(oracle: &Value) -> Value {
    json!({
        "comparison": "GreaterThanThreshold", "threshold": 1, "evaluation_periods": oracle["N"],
        "datapoints_to_alarm": oracle["M"], "treat_missing_data": oracle["mode"],
    })
}

fn points(pattern: &Value) -> Vec<Value> {
    let value = |word: &Value| match word.as_str() {
        Some("ok") => json!(0),
        Some("breach") => json!(2),
        _ => Value::Null,
    };
    pattern.as_array().expect("a list").iter().map(value).collect()
}

fn alarm_eval(oracle: &Value) -> bool {
    let expected = oracle["expected"].as_str().expect("a state");
    ["OK", "ALARM", "INSUFFICIENT_DATA"].iter().all(|state| {
        let got =
            ask("evaluate", json!({"alarm": alarm(oracle), "window": points(&oracle["pattern"]), "state": state}));
        match expected {
            "RETAIN" => got == *state,
            "NOT_ALARM" => got != "ALARM",
            _ => got == expected,
        }
    })
}

fn alarm_sequence(oracle: &Value) -> bool {
    if let Some(steps) = oracle["steps"].as_array() {
        let mut state = json!("INSUFFICIENT_DATA");
        return steps.iter().all(|step| {
            let args = json!({"alarm": alarm(oracle), "window": points(&step["pattern"]), "state": state});
            state = ask("evaluate", args);
            state == step["expected"]
        });
    }
    let states = ask("evaluate_alarm", json!({"alarm": alarm(oracle), "datapoints": points(&oracle["periods"])}));
    let expected = oracle["expected_state_after_period"].as_object().expect("an object");
    expected.iter().all(|(period, state)| states[period.parse::<usize>().expect("a number") - 1] == *state)
}

fn alarm_transition(oracle: &Value) -> bool {
    let points = oracle["datapoints_oldest_first"].as_array().expect("a list");
    let mut alarm = json!({
        "comparison": oracle["operator"], "threshold": oracle["threshold"], "evaluation_periods": points.len(),
    });
    if let (Some(lower), Some(upper)) = (oracle["bands"]["lower"].as_array(), oracle["bands"]["upper"].as_array()) {
        alarm["bands"] = lower.iter().zip(upper).map(|(lower, upper)| json!([lower, upper])).collect();
    }
    let args = json!({"alarm": alarm, "window": points, "state": oracle["previous_state"]});
    ask("evaluate", args) == oracle["new_state"]
}

/// Seconds of a time such as 13:07.
fn seconds(time: &Value) -> i64 {
    let (hours, minutes) = time.as_str().and_then(|time| time.split_once(':')).expect("hh:mm");
    hours.parse::<i64>().expect("hours") * 3600 + minutes.parse::<i64>().expect("minutes") * 60
}

fn windows(kind: &str, oracle: &Value) -> bool {
    let mut alarm = json!({"period": oracle["period_s"], "evaluation_periods": oracle["N"]});
    let ask_window = |alarm: &Value, now: i64| {
        ask("alarm_window", json!({"alarm": alarm, "now": now, "parameters": {"evaluation_range_extra": 0}}))
    };
    match kind {
        "alarm_cadence" => ask("cadence", json!({"alarm": alarm})) == oracle["evaluated_every_s"],
        "alarm_interval" => {
            let window = ask_window(&alarm, 0);
            let pairs = window.as_array().expect("pairs");
            let first = pairs[0][0].as_i64().expect("a time");
            0 - first == oracle["evaluation_interval_s"]
        }
        "alarm_multiday" => {
            let alarm = json!({"period": 86400, "evaluation_periods": oracle["job_every_days"]});
            let evaluations = oracle["events"].as_array().expect("a list").iter();
            evaluations.filter(|event| event["eval_uses_data_up_to"].is_string()).all(|event| {
                let window = ask_window(&alarm, seconds(&event["t"]));
                window[2][1] == seconds(&event["eval_uses_data_up_to"])
            })
        }
        _ if oracle["window"] == "WallClockWindow" => {
            alarm["evaluation_window"] = oracle["window"].clone();
            let cadence = ask("cadence", json!({"alarm": alarm}));
            let hours = [[36_000, 39_600], [36_000, 39_600], [39_600, 43_200]];
            let windows = [39_600, 43_199, 43_200].map(|now| ask_window(&alarm, now));
            cadence == oracle["evaluations"][0]["cadence_s"] && windows == hours.map(|hour| json!([hour]))
        }
        _ => oracle["evaluations"].as_array().expect("a list").iter().all(|evaluation| {
            let [start, end] = [0, 1].map(|side| seconds(&evaluation["window"][side]));
            ask_window(&alarm, end) == json!([[start, end]])
        }),
    }
}

fn statistic(id: &str, oracle: &Value) -> bool {
    let get = |name: &str, values: &Value| ask("statistic", json!({"name": name, "values": values}));
    let same = |expected: &Value, values: &Value| {
        let expected = expected.as_object().expect("statistics").iter();
        expected.clone().count() > 0
            && expected.clone().all(|(name, value)| get(name, values).as_f64() == value.as_f64())
    };
    match id {
        "statistic-002" => same(&oracle["statistic_set"], &oracle["equals_values"]),
        "statistic-005" => {
            let average = get("Average", &oracle["values"]).as_f64().expect("a number");
            let rounded = (average * 1000.0).round() / 1000.0;
            let alarm = json!({
                "comparison": oracle["operator"], "threshold": oracle["threshold"], "evaluation_periods": oracle["N"],
            });
            let state = ask("evaluate", json!({"alarm": alarm, "window": [average]}));
            oracle["expected"]["Average_rounded_3"] == rounded && state == oracle["expected_state"]
        }
        _ => same(&oracle["expected"], &oracle["values"]),
    }
}

fn simple(adjustment_type: &Value, adjustment: &Value, extra: &Value) -> Value {
    json!({"adjustment_type": adjustment_type, "scaling_adjustment": adjustment, "min_adjustment_magnitude": extra})
}

fn adjustment(kind: &str, oracle: &Value) -> bool {
    let apply = |policy: Value, group: Value| ask("apply_policy", json!({"policy": policy, "group": group}));
    let change = simple(&json!("ChangeInCapacity"), &oracle["change"], &Value::Null);
    match kind {
        "adjustment" => {
            let policy = simple(&oracle["adjustment_type"], &oracle["adjustment"], &oracle["min_adjustment_magnitude"]);
            apply(policy, json!({"desired_capacity": oracle["capacity"]}))["capacity"] == oracle["expected_capacity"]
        }
        "percent_rounding" => {
            // One percent of a hundred times the raw change.
            let product = (oracle["raw"].as_f64().expect("a number") * 100.0).round() as i64;
            let policy = simple(&json!("PercentChangeInCapacity"), &json!(product.signum()), &Value::Null);
            let capacity = apply(policy, json!({"desired_capacity": product.abs()}))["capacity"].as_i64();
            capacity.map(|capacity| capacity - product.abs()) == oracle["expected"].as_i64()
        }
        "clamp" => {
            let group = json!({
                "min_size": oracle["min"], "max_size": oracle["max"], "desired_capacity": oracle["capacity"],
            });
            let expected = oracle.get("expected_desired").unwrap_or(&oracle["expected_capacity"]);
            apply(change, group)["capacity"] == *expected
        }
        _ => {
            let group = json!({"desired_capacity": oracle["desired"], "in_service": oracle["current"]});
            apply(change, group) == json!({"capacity": oracle["desired"], "reason": "no_change"})
        }
    }
}

fn steps(steps: &Value) -> Value {
    let step = |step: &Value| json!({"lower": step["lower"], "upper": step["upper"], "adjustment": step["adjust"]});
    steps.as_array().expect("steps").iter().map(step).collect()
}

fn step_select(oracle: &Value) -> bool {
    let (threshold, value) = (&oracle["threshold"], &oracle["metric"]);
    let got = ask("select_step", json!({"steps": steps(&oracle["steps"]), "threshold": threshold, "value": value}));
    match &oracle["expected_adjustment"] {
        Value::String(text) => text == "error: no step" && got.is_null(),
        expected => got == *expected,
    }
}

fn step_scenario(id: &str, oracle: &Value) -> bool {
    let sequence = oracle["sequence"].as_array().expect("a list");
    let mut desired = oracle["start_desired"].as_i64().expect("a count");
    let start = desired;
    sequence.iter().enumerate().all(|(number, entry)| {
        let warming = if number == 0 { 0 } else { desired - start };
        let (policy, group, metric) = match id {
            "step_scenario-003" => (
                step_policy(json!("ChangeInCapacity"), json!([{"upper": 0, "adjustment": oracle["in_step_adjust"]}])),
                json!({"desired_capacity": desired, "terminating": if number == 0 { json!(0) } else { entry["terminating"].clone() }}),
                json!({"value": -1, "threshold": 0}),
            ),
            "step_scenario-004" => (
                json!({"policy_type": "TargetTrackingScaling", "target_value": start}),
                json!({"desired_capacity": desired, "warming": warming}),
                json!({"value": start + entry["computed_change"].as_i64().expect("a change"), "alarm": "high"}),
            ),
            "step_scenario-005" => (
                step_policy(json!("ChangeInCapacity"), json!([{"lower": 0, "adjustment": entry["step"]}])),
                json!({"desired_capacity": desired, "warming": warming}),
                json!({"value": 0, "threshold": 0}),
            ),
            _ => (
                step_policy(oracle["adjustment_type"].clone(), steps(&oracle["out_steps"])),
                json!({"desired_capacity": desired, "warming": warming}),
                json!({"value": entry["metric"], "threshold": oracle["threshold"]}),
            ),
        };
        let got = ask("apply_policy", json!({"policy": policy, "group": group, "metric": metric}));
        let acted = got["capacity"] != desired;
        desired = got["capacity"].as_i64().expect("a count");
        desired == entry["desired"] && entry["activity"].as_bool().is_none_or(|activity| activity == acted)
    })
}

fn target_tracking(id: &str, oracle: &Value) -> bool {
    let apply = |capacity: &Value, target: &Value, metric: f64| {
        let policy = json!({"policy_type": "TargetTrackingScaling", "target_value": target});
        let args = json!({"policy": policy, "group": {"desired_capacity": capacity}, "metric": {"value": metric}});
        ask("apply_policy", args)["capacity"].as_i64().expect("a count")
    };
    let metric = || oracle["metric"].as_f64().expect("a number");
    match id {
        "target_tracking-001" | "target_tracking-014" | "target_tracking-015" => {
            apply(&oracle["capacity"], &oracle["target"], metric()) == oracle["expected_capacity"]
        }
        "target_tracking-009" => {
            apply(&oracle["capacity"], &oracle["target"], metric()) == oracle["expected_capacity_needed"]
        }
        "target_tracking-002" | "target_tracking-003" => {
            let ideal = oracle["ideal_change"].as_f64().expect("a number");
            let target = oracle["target"].as_f64().expect("a number");
            apply(&json!(10), &oracle["target"], target * (10.0 + ideal) / 10.0) - 10 == oracle["expected_change"]
        }
        "target_tracking-007" => apply(&json!(1), &json!(50), metric()) == oracle["min"],
        "target_tracking-012" => [10, 9, 2, 1].iter().all(|&capacity| {
            let removed = capacity - apply(&json!(capacity), &json!(50), 0.0);
            removed >= oracle["at_least"].as_i64().expect("a count").min(capacity)
                && (removed * 100 <= capacity * oracle["at_most_percent"].as_i64().expect("a percentage")
                    || removed == 1)
        }),
        // The alarms that it makes, by default or with these parameters.
        "target_tracking-011" => tracking_alarms(&json!({}), 3, oracle["N"].as_i64().expect("a count")),
        "target_tracking-018" => {
            let count = |side: &str| oracle[side]["N"].as_i64().expect("a count");
            tracking_alarms(&json!({}), count("high"), count("low"))
        }
        "target_tracking-017" => {
            let (high, low) = (&oracle["high"], &oracle["low"]);
            let parameters = json!({
                "tt_high_periods": high["N"], "tt_low_periods": low["N"], "tt_low_factor": low["factor"],
            });
            tracking_alarms(&parameters, 1, 15)
        }
        _ => false,
    }
}

fn validation(oracle: &Value) -> bool {
    let given = &oracle["given"];
    let accepted = match oracle["api"].as_str() {
        Some("PutMetricAlarm") if given.get("AlarmActions").is_some() => {
            // An anomaly alarm has no threshold of its own and may not execute policies.
            let anomaly = given.get("ThresholdMetricId").is_some();
            let word = if anomaly { "GreaterThanUpperThreshold" } else { "GreaterThanThreshold" };
            let count = given["AlarmActions"].as_u64().unwrap_or(1);
            let names: Vec<String> = (0..count).map(|policy| format!("p{policy}")).collect();
            let policy = |name: &String| {
                json!({
                    "name": name, "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1,
                })
            };
            let scenario = json!({
                "start": 0, "duration": 60, "group": {"min_size": 0, "max_size": 1},
                "policies": names.iter().map(policy).collect::<Vec<Value>>(),
                "metrics": {"m": {"values": [1]}},
                "alarms": [{
                    "name": "a", "metric": "m", "comparison": word, "evaluation_periods": 1, "period": 60,
                    "threshold": if anomaly { Value::Null } else { json!(1) },
                    "alarm_actions": names, "ok_actions": names, "insufficient_data_actions": names,
                }],
            });
            call("run", &json!({"scenario": scenario}).to_string()).is_ok()
        }
        Some("PutMetricAlarm") => {
            let periods = given.get("EvaluationPeriods").cloned().unwrap_or(json!(1));
            let window = &given["EvaluationWindow"];
            let alarm = json!({"period": given["Period"], "evaluation_periods": periods, "evaluation_window": window});
            call("cadence", &json!({"alarm": alarm}).to_string()).is_ok()
        }
        Some("PutScheduledUpdateGroupAction") => {
            let action = json!({"recurrence": "* * * * *"});
            let scenario = json!({
                "start": 0, "duration": 60, "group": {"min_size": 0, "max_size": 1}, "scheduled_actions": [action],
            });
            call("run", &json!({"scenario": scenario}).to_string()).is_ok()
        }
        _ => {
            let count = given["step_count"].as_i64();
            let mut policy = json!({
                "policy_type": given.get("PolicyType").cloned().unwrap_or(json!("StepScaling")),
                "adjustment_type": given.get("AdjustmentType").cloned().unwrap_or(json!("ChangeInCapacity")),
            });
            if let Some(period) = given.get("MetricPeriod") {
                let parameters = json!({"parameters": {"tt_period": period}, "now": 0, "alarm": {"period": 60, "evaluation_periods": 1}});
                return call("alarm_window", &parameters.to_string()).is_ok() == oracle["accept"];
            }
            if given.get("ScalingAdjustment").is_some() {
                policy["policy_type"] = json!("SimpleScaling");
            }
            if policy["policy_type"] == "SimpleScaling" {
                policy["scaling_adjustment"] = given.get("ScalingAdjustment").cloned().unwrap_or(json!(1));
                policy["estimated_instance_warmup"] = given["EstimatedInstanceWarmup"].clone();
            } else {
                let bounds: Vec<Value> = match (&given["steps"], count) {
                    (Value::Array(steps), _) => steps.clone(),
                    (_, Some(count)) => (0..count).map(|step| json!({"lower": step, "upper": step + 1})).collect(),
                    _ => vec![json!({"lower": 0})],
                };
                let step = |step: &Value| json!({"lower": step["lower"], "upper": step["upper"], "adjustment": 1});
                policy["step_adjustments"] = bounds.iter().map(step).collect();
                policy["cooldown"] = given["Cooldown"].clone();
            }
            let args = json!({
                "policy": policy, "group": {"desired_capacity": 1}, "metric": {"value": 1, "threshold": 0},
            });
            call("apply_policy", &args.to_string()).is_ok()
        }
    };
    oracle["accept"] == accepted
}
