//! Properties of every scenario.

use super::random_scenarios::RandomNumbers;
use crate::foresight::group::{Durations, Suspended};
use crate::foresight::last_evaluation::last_evaluation;
use crate::foresight::load::{Metric, Model, Source};
use crate::foresight::plan::Plan;
use crate::foresight::run::{Workspace, run};
use crate::foresight::scenario::{EventKind, Scenario};
use crate::foresight::timeline::Timeline;
use crate::foresight::timeline_json::to_json;

fn simulate(scenario: &Scenario, workspace: &mut Workspace) -> (Timeline, String) {
    let plan = Plan::new(scenario).expect("a valid scenario");
    let mut timeline = Timeline::default();
    run(&plan, workspace, &mut timeline);
    let json = to_json(plan.scenario, &plan.alarms, workspace, &timeline);
    (timeline, json)
}

#[test]
fn the_same_scenario_gives_the_same_timeline_in_used_buffers() {
    let mut used = Workspace::default();
    for seed in 1000..1100 {
        let scenario = RandomNumbers(seed).scenario();
        let (_, first) = simulate(&scenario, &mut Workspace::default());
        let (_, again) = simulate(&scenario, &mut used);
        assert_eq!(first, again, "seed {seed}");
    }
}

#[test]
fn the_desired_capacity_stays_within_the_limits() {
    let mut moves = 0;
    for seed in 2000..2300 {
        let mut scenario = RandomNumbers(seed).scenario();
        scenario.events.retain(|event| !matches!(event.kind, EventKind::Update { .. }));
        for action in &mut scenario.schedule {
            (action.min_size, action.max_size) = (None, None);
        }
        let limits = scenario.group.min_size..=scenario.group.max_size;
        let mut workspace = Workspace::default();
        let (timeline, _) = simulate(&scenario, &mut workspace);
        assert!(workspace.desired.iter().all(|(_, count)| limits.contains(count)), "seed {seed}");
        assert!(
            timeline.decisions.iter().all(|decision| limits.contains(&i64::from(decision.capacity))),
            "seed {seed}"
        );
        moves += workspace.desired.len() - 1;
    }
    assert!(moves > 100, "{moves} moves show too little");
}

#[test]
fn each_activity_begins_where_the_last_one_ended() {
    for seed in 3000..3200 {
        let scenario = RandomNumbers(seed).scenario();
        let (timeline, _) = simulate(&scenario, &mut Workspace::default());
        let mut desired = scenario.group.desired;
        for activity in &timeline.activities {
            assert_eq!(activity.from, desired, "seed {seed}");
            assert_ne!(activity.from, activity.to, "seed {seed}");
            desired = activity.to;
        }
    }
}

#[test]
fn instances_reach_the_desired_capacity_if_nothing_holds_them() {
    for seed in 4000..4100 {
        let mut scenario = RandomNumbers(seed).scenario();
        scenario.events.clear();
        scenario.group.suspended = Suspended::default();
        scenario.group.durations = Durations { launch: 30, ..Durations::default() };
        // Then a quiet end: no alarm acts any more.
        scenario.alarms.clear();
        scenario.policies.clear();
        scenario.schedule.iter_mut().for_each(|action| action.end_time = Some(scenario.start + scenario.duration));
        scenario.duration += 100 + scenario.parameters.scheduled_delay;
        let mut workspace = Workspace::default();
        simulate(&scenario, &mut workspace);
        let last = |log: &[(i64, i64)]| log.last().map(|&(_, count)| count);
        assert_eq!(last(&workspace.in_service), last(&workspace.desired), "seed {seed}");
    }
}

#[test]
fn a_constant_load_is_the_replay_of_its_metric() {
    let mut decisions = 0;
    for seed in 5000..5100 {
        let mut scenario = RandomNumbers(seed).scenario();
        // The group never changes, so the metric is known in advance.
        scenario.group.min_size = 4;
        scenario.group.max_size = 4;
        scenario.group.desired = 4;
        scenario.schedule.clear();
        scenario.events.clear();
        let per_instance = 50.0;
        let metric = |source| Metric { name: "m0".into(), start: scenario.start, resolution: 60, source };
        let load: Vec<f64> = (0..100).map(|k| f64::from(k % 7) * 40.0).collect();
        let values: Vec<f64> =
            load.iter().map(|load| 100.0 * load / (4.0 * per_instance)).map(|v| v.min(100.0)).collect();
        let closed = metric(Source::Load(Model::Utilization { per_instance, most: 100.0 }, load.into()));
        let open = metric(Source::Replay(values.into()));
        let mut simulated = [closed, open].map(|metric| {
            let mut scenario = scenario.clone();
            scenario.metrics = vec![metric.clone(), Metric { name: "m1".into(), ..metric }];
            let (timeline, json) = simulate(&scenario, &mut Workspace::default());
            decisions += timeline.decisions.len();
            json
        });
        let [closed, open] = &mut simulated;
        assert_eq!(closed, open, "seed {seed}");
    }
    assert!(decisions > 500, "{decisions} decisions show too little");
}

#[test]
fn the_points_of_an_alarm_are_found_again_after_the_run() {
    let mut checked = 0;
    for seed in 6000..6200 {
        let scenario = RandomNumbers(seed).scenario();
        let plan = Plan::new(&scenario).expect("a valid scenario");
        let (mut workspace, mut timeline) = (Workspace::default(), Timeline::default());
        run(&plan, &mut workspace, &mut timeline);
        for transition in &timeline.transitions {
            let plan = &plan.alarms[transition.alarm];
            let values = workspace.values(&scenario, plan.metric);
            let seen = last_evaluation(&scenario, plan, values, transition.at).expect("an evaluation");
            let points: Vec<_> = seen.points.iter().map(|seen| seen.point).collect();
            assert_eq!(seen.at, transition.at, "seed {seed}");
            assert_eq!(plan.rule.evaluate(&points, transition.from), transition.to, "seed {seed}");
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked} changes of state show too little");
}
