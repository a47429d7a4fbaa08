//! Published examples that take a simulation.

use serde_json::{Value, json};

use super::requests::{ask, step_policy};

/// Run a scenario of an hour in which the group has 0 to 100 instances, unless `extra` says otherwise.
fn run(extra: Value) -> Value {
    let mut scenario = json!({"start": 0, "duration": 3600, "group": {"min_size": 0, "max_size": 100}});
    for (key, value) in extra.as_object().expect("an object") {
        match (scenario[key].as_object_mut(), value.as_object()) {
            (Some(known), Some(value)) => known.extend(value.clone()),
            _ => scenario[key] = value.clone(),
        }
    }
    ask("run", json!({"scenario": scenario}))
}

/// Times of the activities, or of the decisions if `key` says so.
fn times(timeline: &Value, key: &str) -> Vec<i64> {
    timeline[key].as_array().expect("a list").iter().map(|entry| entry["at"].as_i64().expect("a time")).collect()
}

/// An alarm that stays in ALARM, with the named policies.
fn always(policies: &[&str]) -> Value {
    json!({
        "name": "always", "metric": "high", "comparison": "GreaterThanThreshold", "threshold": 0,
        "evaluation_periods": 1, "period": 60, "state": "ALARM", "alarm_actions": policies,
    })
}

fn high() -> Value {
    json!({"high": {"values": vec![100; 60]}})
}

pub fn multi_policy(id: &str, oracle: &Value) -> bool {
    match id {
        "multi_policy-001" => {
            let proposals: Vec<i64> =
                oracle["changes"].as_array().expect("a list").iter().filter_map(Value::as_i64).map(|c| 8 + c).collect();
            ask("resolve", json!({"proposals": proposals, "desired": 8}))
                == 8 + oracle["chosen_change"].as_i64().expect("a change")
        }
        "multi_policy-006" => {
            let candidates = oracle["candidates"].as_array().expect("a list").iter();
            let proposals: Vec<&Value> = candidates.map(|candidate| &candidate["capacity"]).collect();
            ask("resolve", json!({"proposals": proposals, "desired": 5})) == oracle["expected_capacity"]
        }
        _ => {
            let tracking = |name: &str, metric: &str| json!({"name": name, "policy_type": "TargetTrackingScaling", "metric": metric, "target_value": 50});
            let timeline = run(json!({
                "duration": 1200, "group": {"desired_capacity": 4},
                "policies": [tracking("a", "high"), tracking("b", "low")],
                "metrics": {"high": {"values": vec![100; 60]}, "low": {"values": vec![10; 60]}},
            }));
            let only_out = timeline["activities"]
                .as_array()
                .expect("a list")
                .iter()
                .all(|activity| activity["name"] == "a" && activity["to"].as_i64() > activity["from"].as_i64());
            oracle["expected"] == "scale out" && only_out && !times(&timeline, "activities").is_empty()
        }
    }
}

/// Whether the alarms of a target tracking policy change state after so many points of a minute.
pub fn tracking_alarms(parameters: &Value, high: i64, low: i64) -> bool {
    let first = |values: Value, alarm: &str| {
        let timeline = run(json!({
            "group": {"desired_capacity": 4}, "metrics": {"m": {"values": values}}, "parameters": parameters,
            "policies": [{"name": "t", "policy_type": "TargetTrackingScaling", "metric": "m", "target_value": 50}],
        }));
        let states = timeline["alarm_states"].as_array().expect("a list").clone();
        states
            .into_iter()
            .find(|state| state["alarm"] == alarm && state["to"] == "ALARM")
            .map(|state| state["at"].clone())
    };
    // A good point first: the premature rule plays no part.
    let values = |first: i64, then: i64| json!(std::iter::once(first).chain([then; 40]).collect::<Vec<_>>());
    first(values(50, 60), "AlarmHigh-t") == Some(json!((high + 1) * 60))
        && first(values(50, 20), "AlarmLow-t") == Some(json!((low + 1) * 60))
}

pub fn cooldown(id: &str, oracle: &Value) -> bool {
    let up = json!({"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1});
    let expected =
        |key: &str| oracle[key].as_array().expect("a list").iter().filter_map(Value::as_i64).collect::<Vec<_>>();
    match id {
        "cooldown_timeline-003" | "cooldown_timeline-004" => {
            let growing = oracle["policy"]["adjust"].as_i64() > Some(0);
            // Instances follow a second after the decision.
            let took = expected(if growing { "in_service_at" } else { "terminated_at" })[0] - 1;
            let timeline = run(json!({
                "duration": 1000, "metrics": high(), "alarms": [always(&["p"])],
                "group": {
                    "desired_capacity": 5, "launch_hook_seconds": took, "terminate_seconds": took,
                    "default_cooldown": oracle.get("default_cooldown_s").unwrap_or(&oracle["cooldown_s"]),
                },
                "policies": [{
                    "name": "p", "adjustment_type": "ChangeInCapacity", "cooldown": oracle["policy"]["cooldown_s"],
                    "scaling_adjustment": oracle["policy"]["adjust"],
                }],
            }));
            times(&timeline, "activities")[..2] == expected("expected_executions")
        }
        "alarm_repeat-001" => {
            let timeline = run(json!({
                "duration": oracle["until"], "metrics": high(), "alarms": [always(&["up"])], "policies": [up],
            }));
            times(&timeline, "decisions") == expected("expected_invocations")
        }
        // A manual change at 1 starts a cooldown of 300 seconds at 3: who acts at 60?
        _ => {
            let (policies, acting) = match id {
                "cooldown_applies-002" => {
                    let mut policy = step_policy(json!("ChangeInCapacity"), json!([{"lower": 0, "adjustment": 1}]));
                    policy["name"] = json!("up");
                    (json!([policy]), true)
                }
                "cooldown_applies-003" => {
                    let kind = "TargetTrackingScaling";
                    (json!([{"name": "up", "policy_type": kind, "metric": "high", "target_value": 50}]), true)
                }
                _ => (json!([up]), false),
            };
            let honors = id == "cooldown_applies-007";
            let change = |at: i64, desired: i64| json!({"at": at, "kind": "set_desired_capacity", "desired_capacity": desired, "honor_cooldown": at > 1});
            let timeline = run(json!({
                "duration": 240, "metrics": high(), "group": {"desired_capacity": 1, "default_instance_warmup": 0},
                "policies": policies, "alarms": if honors { json!([]) } else { json!([always(&["up"])]) },
                "events": [change(1, 2), if honors { change(60, 3) } else { json!({"at": 1, "kind": "suspend", "processes": []}) }],
            }));
            // Activities at 0 precede the change.
            let later = times(&timeline, "activities").into_iter().filter(|&at| at > 1).count();
            (later > 0) == acting && oracle["waits"] == !acting
        }
    }
}

pub fn default_value(id: &str) -> bool {
    let down = |threshold: i64| {
        json!({
            "name": "down", "metric": "high", "comparison": "GreaterThanThreshold", "threshold": threshold,
            "evaluation_periods": 1, "period": 60, "state": "ALARM", "alarm_actions": ["down"],
        })
    };
    match id {
        "default_value-001" | "default_value-002" => {
            let policy = json!({"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1});
            let run = |group: Value| {
                let timeline = run(json!({
                    "duration": 1000, "group": group, "metrics": high(), "alarms": [always(&["up"])], "policies": [policy],
                }));
                times(&timeline, "activities")
            };
            // In service at 2: the group's cooldown ends at 302, and one of 120 seconds at 122.
            run(json!({})) == [0, 360, 720] && run(json!({"default_cooldown": 120}))[..3] == [0, 180, 360]
        }
        "default_value-004" => {
            let blocked_until = |warmup: Value, group: Value| {
                let mut out = step_policy(json!("ExactCapacity"), json!([{"lower": 0, "adjustment": 2}]));
                let mut within = step_policy(json!("ChangeInCapacity"), json!([{"lower": 0, "adjustment": -1}]));
                (out["name"], within["name"]) = (json!("out"), json!("down"));
                out["estimated_instance_warmup"] = warmup;
                let mut hot = always(&["out"]);
                hot["threshold"] = json!(99);
                let values = [vec![100; 2], vec![10; 40]].concat();
                let timeline = run(json!({
                    "group": group, "policies": [out, within], "alarms": [hot, down(0)],
                    "metrics": {"high": {"values": values}},
                }));
                let activities = timeline["activities"].as_array().expect("a list").clone();
                activities
                    .iter()
                    .find(|activity| activity["name"] == "down")
                    .and_then(|activity| activity["at"].as_i64())
            };
            // In service at 62; the first minute after the warm-up acts.
            blocked_until(json!(200), json!({})) == Some(300)
                && blocked_until(Value::Null, json!({"default_instance_warmup": 350})) == Some(420)
                && blocked_until(Value::Null, json!({"default_cooldown": 500})) == Some(600)
        }
        _ => false,
    }
}

fn time(text: &Value) -> i64 {
    text.as_str().expect("a time").parse::<jiff::Timestamp>().expect("a time").as_second()
}

pub fn scheduled(id: &str, oracle: &Value) -> bool {
    let times = |action: Value, start: i64, days: i64| {
        ask("scheduled_times", json!({"action": action, "start": start, "end": start + days * 86_400}))
    };
    let at = |text: &str| time(&json!(text));
    match id {
        "group_update-001" => {
            let timeline = run(json!({"events": [{"at": 10, "kind": "update", "min_size": 3}], "duration": 20}));
            timeline["desired"] == json!([[0, 0], [10, 3]])
        }
        "scheduled-001" | "scheduled-002" => {
            let start = time(&oracle["start"]);
            let action = json!({"name": "s", "start_time": start, "desired_capacity": oracle["desired"]});
            let timeline = run(json!({
                "start": start - 60, "duration": 120, "group": {"desired_capacity": 2}, "scheduled_actions": [action],
            }));
            timeline["desired"] == json!([[start - 60, 2], [start, oracle["desired"]]])
        }
        "scheduled-003" => {
            let action = json!({"recurrence": oracle["recurrence"], "time_zone": oracle["timezone"]});
            let start = at("2021-03-31T00:00:00Z");
            times(action, start, 2) == json!([start + 9 * 3600, start + 33 * 3600])
        }
        "scheduled-005" => {
            let got = times(json!({"recurrence": oracle["recurrence"]}), at("2024-01-01T00:00:00Z"), 7);
            got == json!([at("2024-01-02T06:30:00Z")])
        }
        "scheduled-006" | "scheduled-007" => {
            let start = time(&oracle["start"]);
            let got = times(json!({"recurrence": oracle["recurrence"], "start_time": start}), start - 86_400, 2);
            got[0] == time(oracle.get("next_time").unwrap_or(&oracle["time"]))
        }
        "scheduled-009" => {
            let action = json!({"recurrence": oracle["recurrence"], "time_zone": oracle["timezone"]});
            let expected: Vec<i64> = oracle["fires_utc"].as_array().expect("a list").iter().map(time).collect();
            times(action, at("2021-03-13T00:00:00Z"), 2) == json!(expected)
        }
        _ => false,
    }
}

pub fn suspended(id: &str) -> bool {
    let event = |at: i64, kind: &str, process: &str| json!({"at": at, "kind": kind, "processes": [process]});
    match id {
        "suspended_process-004" => {
            let policy = json!({"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1});
            let timeline = run(json!({
                "duration": 200, "metrics": high(), "alarms": [always(&["up"])], "policies": [policy],
                "group": {"suspended_processes": ["AlarmNotification"]}, "events": [event(100, "resume", "AlarmNotification")],
            }));
            times(&timeline, "activities") == [120]
        }
        "suspended_process-008" => {
            let timeline = run(json!({
                "duration": 200, "group": {"desired_capacity": 2, "suspended_processes": ["ReplaceUnhealthy"]},
                "events": [{"at": 10, "kind": "unhealthy", "count": 1}, event(100, "resume", "ReplaceUnhealthy")],
            }));
            // Ended at 101, gone and replaced at 102, in service at 103.
            timeline["in_service"] == json!([[0, 2], [101, 1], [103, 2]])
        }
        _ => false,
    }
}
