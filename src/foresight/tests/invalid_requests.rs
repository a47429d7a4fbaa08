//! Invalid requests: each gets an error that names the key, and none causes a panic.

use super::random_scenarios::RandomNumbers;
use crate::foresight::{call, respond};

const RECORDED: &str = include_str!("../../../tests/foresight/recorded.jsonl");

/// A scenario with one change.
fn scenario(change: &str) -> String {
    let mut scenario: serde_json::Value = serde_json::from_str(
        r#"{"start": 0, "duration": 600, "group": {"min_size": 1, "max_size": 4},
            "policies": [{"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1}],
            "alarms": [{"name": "hot", "metric": "cpu", "comparison": "GreaterThanThreshold", "threshold": 70,
                        "evaluation_periods": 2, "period": 60, "alarm_actions": ["up"]}],
            "metrics": {"cpu": {"values": [80, 90, null]}}}"#,
    )
    .expect("valid JSON");
    let (pointer, value) = change.split_once(' ').expect("a path and a value");
    let value = serde_json::from_str(value).expect("valid JSON");
    let (parent, key) = pointer.rsplit_once('/').expect("a path");
    match scenario.pointer_mut(parent).expect("a place") {
        serde_json::Value::Array(list) => list.push(value),
        object => object[key] = value,
    }
    serde_json::json!({"scenario": scenario}).to_string()
}

#[test]
fn an_impossible_scenario_is_an_error_that_names_key_value_and_remedy() {
    for (change, expected) in [
        ("/start null", "scenario.start is required and must be a time"),
        ("/start 1e300", "scenario.start must be integer seconds since 1970 UTC, in the years 1 to 9999, got 1e300"),
        ("/duration -1", "scenario.duration must be seconds as an integer from 0 to 3153600000, got -1"),
        ("/duration 3000000000000", "scenario.duration must be seconds as an integer from 0 to 3153600000"),
        ("/duration 1.5", "got 1.5"),
        ("/color 1", "scenario.color is unknown; expected one of start, duration"),
        ("/group/min_size 5", "scenario.group.max_size must be at least min_size, which is 5, got 4"),
        (
            "/group/desired_capacity 9",
            "scenario.group.desired_capacity must be from min_size to max_size, which are 1 and 4",
        ),
        ("/group/max_size true", "scenario.group.max_size must be an integer from 0 to 1000000000, got true"),
        ("/group/suspended_processes [\"launch\"]", "scenario.group.suspended_processes[0] must be one of Launch,"),
        ("/group/launch_seconds -5", "scenario.group.launch_seconds must be seconds"),
        ("/alarms/0/period 7", "scenario.alarms[0].period must be 10, 20, 30 or a multiple of 60, got 7"),
        ("/alarms/0/period -60", "scenario.alarms[0].period must be 10, 20, 30 or a multiple of 60, got -60"),
        (
            "/alarms/0/datapoints_to_alarm 3",
            "scenario.alarms[0].datapoints_to_alarm must be at most evaluation_periods, which is 2, got 3",
        ),
        ("/alarms/0/evaluation_periods 0", "scenario.alarms[0].evaluation_periods must be an integer from 1"),
        ("/alarms/0/comparison \">\"", "scenario.alarms[0].comparison must be one of GreaterThanOrEqualToThreshold"),
        (
            "/alarms/0/comparison \"LessThanLowerThreshold\"",
            "anomaly bands are not simulated, got LessThanLowerThreshold",
        ),
        ("/alarms/0/threshold \"70\"", "scenario.alarms[0].threshold must be a number, got \"70\""),
        ("/alarms/0/threshold null", "scenario.alarms[0].threshold is required"),
        ("/alarms/0/name \"\"", "scenario.alarms[0].name must be a name of 1 to 255 characters, got \"\""),
        (
            "/alarms/0/metric \"ram\"",
            "scenario.alarms[0].metric must be the name of one of the metrics: \"cpu\", got \"ram\"",
        ),
        (
            "/alarms/0/ok_actions [\"down\"]",
            "scenario.alarms[0].ok_actions[0] must be the name of one of the policies: \"up\", got \"down\"",
        ),
        ("/alarms/0/treat_missing_data \"notbreaching\"", "must be one of missing, ignore, breaching, notBreaching"),
        ("/alarms/0/evaluation_window \"clock\"", "must be one of WallClockWindow"),
        (
            "/policies/1 {\"name\": \"up\", \"adjustment_type\": \"ExactCapacity\", \"scaling_adjustment\": 1}",
            "scenario.policies[1].name must be a name that no other has, got \"up\"",
        ),
        (
            "/policies/0/cooldown 1e10",
            "scenario.policies[0].cooldown must be seconds as an integer from 0 to 3153600000, got 10000000000.0",
        ),
        (
            "/policies/0/target_value 5",
            "scenario.policies[0].target_value must be absent from a SimpleScaling policy, got 5",
        ),
        ("/policies/0/adjustment_type null", "scenario.policies[0].adjustment_type is required"),
        (
            "/policies/1 {\"name\": \"t\", \"policy_type\": \"TargetTrackingScaling\", \"target_value\": 50}",
            "scenario.policies[1].metric is required",
        ),
        (
            "/policies/1 {\"name\": \"t\", \"policy_type\": \"TargetTrackingScaling\", \"target_value\": 0, \"metric\": \"cpu\"}",
            "scenario.policies[1].target_value must be a number above 0, got 0",
        ),
        ("/metrics/cpu/model \"queue\"", "scenario.metrics.cpu.values must be absent from a metric with a model"),
        ("/metrics/cpu/values [1, \"2\"]", "scenario.metrics.cpu.values[1] must be a number or null, got \"2\""),
        ("/metrics/cpu/load [1]", "scenario.metrics.cpu.load must be absent from a metric without a model"),
        ("/metrics/cpu/resolution 0", "scenario.metrics.cpu.resolution must be an integer from 1"),
        (
            "/metrics/q {\"model\": \"queue\", \"load\": [], \"per_instance\": 0}",
            "scenario.metrics.q.per_instance must be a number above 0, got 0",
        ),
        ("/metrics/q {\"model\": \"queue\", \"load\": []}", "scenario.metrics.q.per_instance is required"),
        (
            "/scheduled_actions [{\"recurrence\": \"0 9 * * MON\", \"min_size\": 1}]",
            "day of week holds numbers from 0 to 7",
        ),
        (
            "/scheduled_actions [{\"recurrence\": \"0 9 * * *\"}]",
            "scenario.scheduled_actions[0].desired_capacity is required",
        ),
        ("/scheduled_actions [{\"min_size\": 1}]", "scenario.scheduled_actions[0].start_time is required"),
        (
            "/scheduled_actions [{\"recurrence\": \"* * * * *\", \"min_size\": 1, \"time_zone\": \"Mars/Utopia\"}]",
            "must be the IANA name of a time zone, such as Europe/Berlin, got \"Mars/Utopia\"",
        ),
        ("/events [{\"at\": 1, \"kind\": \"explode\"}]", "scenario.events[0].kind must be one of suspend"),
        (
            "/events [{\"at\": 1, \"kind\": \"resume\", \"count\": 1}]",
            "scenario.events[0].count must be absent from an event of this kind",
        ),
        ("/parameters {\"too_old\": 1}", "scenario.parameters.too_old is unknown"),
        ("/parameters {\"tt_scale_in_limit_percent\": -1}", "must be a number of at least 0, got -1"),
        ("/parameters {\"step_points\": \"all\"}", "must be \"evaluated\" or an integer of at least 1, got \"all\""),
        (
            "/parameters {\"evaluation_range_extra\": -1}",
            "scenario.parameters.evaluation_range_extra must be an integer from 0",
        ),
    ] {
        let error = call("run", &scenario(change)).expect_err(change).to_string();
        assert!(error.contains(expected), "{change}:\n  got      {error}\n  expected {expected}");
    }
}

#[test]
fn a_simulation_that_takes_too_long_is_refused() {
    let long = scenario("/duration 3153600000").replace("\"evaluation_periods\":2", "\"evaluation_periods\":20000");
    let error = call("run", &long).expect_err("too long").to_string();
    assert!(error.starts_with("scenario.duration must be short enough"), "{error}");
    let many = r#"{"alarm": {"period": 60, "evaluation_periods": 1000000000}, "now": 0}"#;
    let error = call("alarm_window", many).expect_err("too many").to_string();
    assert!(error.starts_with("alarm.evaluation_periods must be at most"), "{error}");
    let often = r#"{"action": {"recurrence": "* * * * *"}, "start": 0, "end": 250000000000}"#;
    let error = call("scheduled_times", often).expect_err("too often").to_string();
    assert!(error.starts_with("end must be soon enough"), "{error}");
}

#[test]
fn an_invalid_call_is_an_error_that_lists_the_valid_names() {
    for (function, args, expected) in [
        ("Evaluate", "{}", "function \"Evaluate\" is unknown; expected one of evaluate, evaluate_alarm"),
        ("cadence", "{}", "alarm is required and must be an object"),
        ("cadence", "[]", "the arguments must be an object, got a list of 0"),
        ("cadence", r#"{"alarm": {}, "extra": 1}"#, "extra is unknown; expected one of alarm"),
        ("cadence", r#"{"alarm": {"period": 60}}"#, "alarm.evaluation_periods is required"),
        (
            "cadence",
            r#"{"alarm": {"period": 60, "period": 120}}"#,
            "alarm.period is not valid JSON: the key is repeated",
        ),
        ("statistic", r#"{"name": "Median", "values": []}"#, "name must be one of SampleCount"),
        ("statistic", r#"{"name": "Sum", "values": [1, NaN]}"#, "values[1] is not valid JSON"),
        (
            "statistic",
            r#"{"name": "Sum", "values": [1e308, 1e308]}"#,
            "values must be numbers whose sum is a finite double",
        ),
        ("resolve", r#"{"proposals": [1.5], "desired": 1}"#, "proposals[0] must be an integer"),
        (
            "apply_policy",
            r#"{"policy": {"policy_type": "TargetTrackingScaling", "target_value": 5}, "group": {}}"#,
            "metric.value is required",
        ),
    ] {
        let error = call(function, args).expect_err(args).to_string();
        assert!(error.starts_with(expected), "{function} {args}: {error}");
    }
    let steps = r#"[{"lower": 0, "upper": 10, "adjustment": 1}, {"lower": 9, "adjustment": 2}]"#;
    let policy = format!(
        r#"{{"policy_type": "StepScaling", "adjustment_type": "ChangeInCapacity", "step_adjustments": {steps}}}"#
    );
    let error =
        call("apply_policy", &format!(r#"{{"policy": {policy}, "group": {{}}}}"#)).expect_err(steps).to_string();
    assert!(error.contains("steps that do not overlap, unlike steps 0 and 1"), "{error}");
}

#[test]
fn a_response_is_one_line_with_a_result_or_an_error() {
    assert_eq!(respond(br#"{"function": "resolve", "args": {"proposals": [3], "desired": 1}}"#), r#"{"result":3}"#);
    let reply = respond(b"{\"function\": \"no\\n\\\"pe\", \"args\": {}}");
    let reply: serde_json::Value = serde_json::from_str(&reply).expect("valid JSON");
    assert!(reply["error"].as_str().is_some_and(|error| error.starts_with("function \"no")), "{reply}");
    assert!(respond(b"").starts_with("{\"error\":\"the text is not valid JSON: EOF"));
    assert!(respond(b"{}").starts_with("{\"error\":\"function is required"));
}

#[test]
fn changed_requests_never_panic() {
    let requests: Vec<&str> = RECORDED.lines().collect();
    let mut random = RandomNumbers(7);
    let (mut results, mut errors) = (0, 0);
    for _ in 0..3000 {
        let request = mutate(random.one(&requests), &mut random);
        match respond(request.as_bytes()).as_bytes() {
            [b'{', b'"', b'r', ..] => results += 1,
            [b'{', b'"', b'e', ..] => errors += 1,
            other => panic!("{request}: {}", String::from_utf8_lossy(other)),
        }
    }
    assert!(results > 100 && errors > 100, "{results} results and {errors} errors show too little");
}

/// Replace a few tokens of a request by others.
fn mutate(request: &str, random: &mut RandomNumbers) -> String {
    let tokens = [
        "null",
        "true",
        "-1",
        "0",
        "1e308",
        "-0.0",
        "0.5",
        "9223372036854775807",
        "[]",
        "{}",
        "\"\"",
        "\"ALARM\"",
        "NaN",
        "[[[]]]",
        "1000000000",
    ];
    let mut text = request.split_once(",\"result\":").map_or(request.to_owned(), |(request, _)| format!("{request}}}"));
    for _ in 0..=random.below(3) {
        let starts: Vec<usize> =
            text.char_indices().filter(|(_, c)| ":,[".contains(*c)).map(|(at, _)| at + 1).collect();
        if starts.is_empty() {
            return text;
        }
        let start = random.one(&starts);
        let length = text[start..].find([',', ']', '}']).unwrap_or(0);
        let token = random.one(&tokens);
        match random.below(10) {
            0 => text.truncate(start),
            1 => text.insert_str(start, "\"extra\":1,"),
            _ => text.replace_range(start..start + length, token),
        }
    }
    text
}
