use super::super::json_interface::call;
use serde_json::{Value, json};

/// The timeline of a group of 2 in 0 to 10 whose policies are executed each minute from the start on.
fn timeline(change: Value) -> Value {
    let mut scenario = json!({
        "start": 0, "duration": 300, "group": {"min_size": 0, "max_size": 10, "desired_capacity": 2},
        "policies": [{"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1, "cooldown": 0}],
        "alarms": [{
            "name": "hot", "metric": "cpu", "comparison": "GreaterThanThreshold", "threshold": 50,
            "evaluation_periods": 1, "period": 60, "state": "ALARM", "alarm_actions": ["up"],
        }],
        "metrics": {"cpu": {"values": [100, 100, 100, 100, 100]}},
    });
    for (pointer, value) in change.as_object().expect("changes") {
        let (parent, key) = pointer.rsplit_once('/').expect("a path");
        scenario.pointer_mut(parent).expect("a place")[key] = value.clone();
    }
    let result = call("run", &json!({"scenario": scenario}).to_string()).expect("a valid scenario");
    serde_json::from_str(&result).expect("valid JSON")
}

fn reasons(timeline: &Value) -> Vec<&str> {
    let decisions = timeline["decisions"].as_array().expect("a list");
    decisions.iter().map(|decision| decision["reason"].as_str().expect("a reason")).collect()
}

#[test]
fn a_state_acts_at_the_start_and_then_each_minute() {
    let timeline = timeline(json!({"/group/launch_seconds": 70}));
    let expected =
        ["scale_out", "activity_in_progress", "scale_out", "activity_in_progress", "scale_out", "activity_in_progress"];
    assert_eq!(reasons(&timeline), expected);
    assert_eq!(timeline["desired"], json!([[0, 3], [120, 4], [240, 5]]));
    assert_eq!(timeline["in_service"], json!([[0, 2], [71, 3], [191, 4]]));
    // Two from the start, one from 1 on, one from 121 on, one from 241 on.
    assert_eq!(timeline["instance_seconds"], 2 * 300 + 299 + 179 + 59);
}

#[test]
fn an_execution_at_the_exact_end_of_the_cooldown_acts() {
    // Decided at 0, launched at 1, in service at 2: the cooldown ends at 2 + its length.
    for (cooldown, second) in [(58, 60), (59, 120)] {
        let timeline = timeline(json!({"/policies/0/cooldown": cooldown}));
        assert_eq!(timeline["activities"][1]["at"], second, "{cooldown}");
    }
}

#[test]
fn disabled_and_suspended_policies_are_executed_without_effect() {
    assert_eq!(reasons(&timeline(json!({"/policies/0/enabled": false}))), ["disabled"; 6]);
    let suspended =
        timeline(json!({"/group/suspended_processes": ["AlarmNotification"], "/policies/0/enabled": false}));
    assert_eq!(reasons(&suspended), ["suspended"; 6]);
    assert_eq!(timeline(json!({"/alarms/0/actions_enabled": false}))["decisions"], json!([]));
}

#[test]
fn a_suspended_launch_freezes_the_desired_capacity_or_not() {
    let frozen = timeline(json!({"/group/suspended_processes": ["Launch"]}));
    assert_eq!((reasons(&frozen), &frozen["desired"]), (vec!["suspended"; 6], &json!([[0, 2]])));
    let moves = json!({"/group/suspended_processes": ["Launch"], "/parameters": {"suspended_desired": "moves"}});
    let moving = timeline(moves);
    assert_eq!(moving["desired"][0], json!([0, 3]));
    assert_eq!(moving["in_service"], json!([[0, 2]]));
}

#[test]
fn the_larger_of_two_proposals_wins_and_the_first_of_equal_ones() {
    let policy = |name: &str, adjustment: i64| json!({"name": name, "adjustment_type": "ChangeInCapacity", "scaling_adjustment": adjustment});
    let timeline = timeline(json!({
        "/policies": [policy("a", 1), policy("b", 3), policy("c", 3), policy("d", -1), policy("e", 0)],
        "/alarms/0/alarm_actions": ["a", "b", "c", "d", "e"], "/duration": 1,
    }));
    assert_eq!(reasons(&timeline), ["outvoted", "scale_out", "outvoted", "outvoted", "no_change"]);
    assert_eq!(timeline["activities"][0]["name"], "b");
    assert_eq!(timeline["decisions"][0]["capacity"], 3, "an outvoted decision keeps its proposal");
}

#[test]
fn a_step_policy_without_points_has_no_data() {
    let policy = json!({
        "name": "up", "policy_type": "StepScaling", "adjustment_type": "ChangeInCapacity",
        "step_adjustments": [{"lower": 0, "adjustment": 1}],
    });
    let change = json!({"/policies": [policy], "/duration": 60, "/parameters": {"evaluation_range_extra": 0}});
    assert_eq!(reasons(&timeline(change)), ["no_data", "scale_out"]);
}

#[test]
fn scheduled_actions_are_late_by_their_delay_and_lost_while_suspended() {
    let action = json!({"name": "night", "start_time": 30, "desired_capacity": 7});
    let late = json!({
        "/alarms": [], "/scheduled_actions": [action], "/parameters": {"scheduled_delay_seconds": 20},
    });
    let activity = json!({"at": 50, "from": 2, "to": 7, "kind": "scheduled", "name": "night", "alarm": null});
    assert_eq!(timeline(late)["activities"], json!([activity]));
    let lost = json!({
        "/alarms": [], "/scheduled_actions": [action], "/group/suspended_processes": ["ScheduledActions"],
        "/events": [{"at": 31, "kind": "resume", "processes": ["ScheduledActions"]}],
    });
    assert_eq!(timeline(lost)["activities"], json!([]));
}

#[test]
fn events_of_a_second_happen_in_their_order() {
    let events = json!([
        {"at": 10, "kind": "update", "min_size": 4},
        {"at": 10, "kind": "set_desired_capacity", "desired_capacity": 3},
        {"at": 10, "kind": "set_desired_capacity", "desired_capacity": 6},
        {"at": 11, "kind": "set_desired_capacity", "desired_capacity": 5, "honor_cooldown": true},
    ]);
    let timeline = timeline(json!({"/alarms": [], "/events": events}));
    assert_eq!(timeline["desired"], json!([[0, 2], [10, 6]]), "3 is below the minimum, and 6 is being launched");
}

#[test]
fn low_alarms_of_target_tracking_wait_for_each_other() {
    let tracking = |name: &str, metric: &str| json!({"name": name, "policy_type": "TargetTrackingScaling", "metric": metric, "target_value": 50});
    let timeline = timeline(json!({
        "/alarms": [], "/policies": [tracking("a", "cpu"), tracking("b", "other")], "/duration": 360,
        "/parameters": {"tt_low_periods": 2},
        "/metrics": {"cpu": {"values": [10, 10, 10, 10, 10, 10]}, "other": {"values": [50, 50, 10, 10, 10, 10]}},
    }));
    assert_eq!(reasons(&timeline)[..3], ["not_all_ready", "not_all_ready", "scale_in"]);
    assert_eq!(timeline["final_states"]["AlarmLow-b"], "ALARM");
}
