use super::*;

const LIMITS: TrackingLimits = TrackingLimits { scale_in_percent: Some(50.0), zero_capacity_as: 1 };

fn group(desired: i64) -> Capacity {
    Capacity { min_size: 0, max_size: 100, desired, in_service: desired, warming: 0, pending: 0, terminating: 0 }
}

fn adjusting(kind: AdjustmentType) -> Adjusting {
    Adjusting { kind, min_magnitude: 0 }
}

fn simple(kind: AdjustmentType, adjustment: i64) -> Policy {
    policy(Kind::Simple { adjusting: adjusting(kind), adjustment, cooldown: None })
}

fn policy(kind: Kind) -> Policy {
    Policy { name: "p".into(), enabled: true, kind }
}

fn step(kind: AdjustmentType, steps: &[(Option<f64>, Option<f64>, i64)]) -> Policy {
    let steps =
        steps.iter().map(|&(lower, upper, adjustment)| Step { lower, upper, adjustment: Some(adjustment) }).collect();
    policy(Kind::Step { adjusting: adjusting(kind), steps, aggregation: Statistic::Average, warmup: None })
}

fn tracking(target: f64, disable_scale_in: bool) -> Policy {
    let statistic = Statistic::Average;
    policy(Kind::Tracking { metric: None, statistic, target, disable_scale_in, warmup: None })
}

fn reading(value: f64) -> Reading {
    Reading { value, threshold: 50.0, side: None }
}

#[test]
fn a_percentage_is_truncated_towards_zero_but_changes_something() {
    let percent = adjusting(AdjustmentType::Percent);
    for (base, value, change) in
        [(127, 10, 12), (67, 1, 1), (58, -1, -1), (667, -1, -6), (100, 1, 1), (1, -1, -1), (0, 50, 0), (9, 0, 0)]
    {
        assert_eq!(percent.apply(base, value), base + change, "{value} % of {base}");
    }
}

#[test]
fn the_minimum_magnitude_raises_a_change_and_leaves_none_alone() {
    let percent = Adjusting { kind: AdjustmentType::Percent, min_magnitude: 2 };
    assert_eq!([(4, 25), (4, -25), (4, 0), (0, 25)].map(|(base, value)| percent.apply(base, value)), [6, 2, 4, 0]);
    let change = Adjusting { kind: AdjustmentType::Change, min_magnitude: 2 };
    assert_eq!(change.apply(4, 1), 5);
}

#[test]
fn a_result_on_the_wrong_side_of_desired_changes_nothing() {
    // Two instances are on their way out of the count: +1 on 5 is no growth from 8.
    let busy = Capacity { in_service: 5, ..group(8) };
    assert_eq!(simple(AdjustmentType::Change, 1).apply(&busy, reading(0.0), &LIMITS), (8, Reason::NoChange));
    assert_eq!(simple(AdjustmentType::Change, -1).apply(&busy, reading(0.0), &LIMITS), (4, Reason::ScaleIn));
    assert_eq!(simple(AdjustmentType::Exact, 8).apply(&group(8), reading(0.0), &LIMITS), (8, Reason::NoChange));
}

#[test]
fn limits_hold_even_when_they_cross() {
    assert_eq!([0, 5, 9, 20].map(|capacity| clamp(capacity, 2, 7)), [2, 5, 7, 7]);
    assert_eq!([0, 5, 9].map(|capacity| clamp(capacity, 7, 2)), [7, 7, 7]);
}

#[test]
fn growth_by_steps_leaves_out_what_warms_up() {
    let out = step(
        AdjustmentType::Percent,
        &[(Some(0.0), Some(10.0), 0), (Some(10.0), Some(20.0), 10), (Some(20.0), None, 30)],
    );
    let warming = Capacity { desired: 11, in_service: 11, warming: 1, ..group(11) };
    assert_eq!(out.apply(&group(10), reading(60.0), &LIMITS), (11, Reason::ScaleOut));
    assert_eq!(out.apply(&warming, reading(62.0), &LIMITS), (11, Reason::NoChange));
    assert_eq!(out.apply(&warming, reading(70.0), &LIMITS), (13, Reason::ScaleOut));
    assert_eq!(out.apply(&group(10), reading(40.0), &LIMITS), (10, Reason::NoStep));
}

#[test]
fn shrinking_by_steps_waits_for_warmup_and_counts_what_ends() {
    let inward = step(AdjustmentType::Change, &[(None, Some(0.0), -1)]);
    let (pending, warming) = (Capacity { pending: 1, ..group(5) }, Capacity { warming: 1, ..group(5) });
    assert_eq!(inward.apply(&pending, reading(10.0), &LIMITS), (5, Reason::Warmup));
    assert_eq!(inward.apply(&warming, reading(10.0), &LIMITS), (5, Reason::Warmup));
    let ending = Capacity { in_service: 9, terminating: 1, ..group(9) };
    assert_eq!(inward.apply(&ending, reading(10.0), &LIMITS), (9, Reason::NoChange));
    assert_eq!(inward.apply(&group(9), reading(10.0), &LIMITS), (8, Reason::ScaleIn));
}

#[test]
fn the_side_of_an_exact_step_is_its_own() {
    let exact = step(AdjustmentType::Exact, &[(Some(0.0), None, 3)]);
    let warming = Capacity { warming: 1, ..group(5) };
    assert_eq!(exact.apply(&group(2), reading(50.0), &LIMITS), (3, Reason::ScaleOut));
    assert_eq!(exact.apply(&group(5), reading(50.0), &LIMITS), (3, Reason::ScaleIn));
    assert_eq!(exact.apply(&warming, reading(50.0), &LIMITS), (5, Reason::Warmup));
    let low_limit = Capacity { max_size: 1, ..group(2) };
    assert_eq!(exact.apply(&low_limit, reading(50.0), &LIMITS), (2, Reason::NoChange), "growing never shrinks");
}

#[test]
fn equality_with_the_threshold_follows_the_sign_of_the_step() {
    let two_signed = [
        Step { lower: Some(-10.0), upper: Some(0.0), adjustment: Some(-1) },
        Step { lower: Some(0.0), upper: Some(10.0), adjustment: Some(1) },
    ];
    let chosen = |value| select_step(&two_signed, 50.0, value).and_then(|step| step.adjustment);
    assert_eq!([40.0, 40.1, 50.0, 50.1, 60.0].map(chosen), [None, Some(-1), Some(-1), Some(1), None]);
    assert_eq!(select_step(&two_signed[1..], 50.0, 50.0), Some(&two_signed[1]));
    let everything = [Step { lower: None, upper: None, adjustment: Some(1) }];
    assert!([f64::INFINITY, f64::NEG_INFINITY, 50.0].iter().all(|&v| select_step(&everything, 50.0, v).is_some()));
}

#[test]
fn target_tracking_is_proportional_and_rounds_up() {
    let policy = tracking(100.0, false);
    assert_eq!(policy.apply(&group(10), reading(150.0), &LIMITS), (15, Reason::ScaleOut));
    assert_eq!(policy.apply(&group(3), reading(100.0 * 2.0 / 3.0), &LIMITS), (2, Reason::ScaleIn));
    assert_eq!(policy.apply(&group(0), reading(101.0), &LIMITS), (2, Reason::ScaleOut));
    assert_eq!(policy.apply(&group(10), reading(100.0), &LIMITS), (10, Reason::NoChange));
    assert_eq!(policy.apply(&group(10), reading(f64::MAX), &LIMITS), (100, Reason::ScaleOut));
}

#[test]
fn target_tracking_shrinks_by_at_most_its_limit() {
    let policy = tracking(100.0, false);
    assert_eq!(policy.apply(&group(9), reading(1.0), &LIMITS), (5, Reason::ScaleIn));
    assert_eq!(policy.apply(&group(1), reading(0.0), &LIMITS), (0, Reason::ScaleIn));
    let free = TrackingLimits { scale_in_percent: None, ..LIMITS };
    assert_eq!(policy.apply(&group(9), reading(1.0), &free), (1, Reason::ScaleIn));
    let warming = Capacity { warming: 1, ..group(9) };
    assert_eq!(policy.apply(&warming, reading(1.0), &LIMITS), (9, Reason::Warmup));
    assert_eq!(tracking(100.0, true).apply(&warming, reading(1.0), &LIMITS), (9, Reason::ScaleInDisabled));
}

#[test]
fn the_alarm_decides_the_side_if_it_is_known() {
    let high = Reading { side: Some(Side::High), ..reading(50.0) };
    assert_eq!(tracking(100.0, false).apply(&group(10), high, &LIMITS), (10, Reason::NoChange));
    let low = Reading { side: Some(Side::Low), ..reading(150.0) };
    assert_eq!(tracking(100.0, false).apply(&group(10), low, &LIMITS), (10, Reason::NoChange));
}

#[test]
fn the_largest_capacity_wins_in_both_directions() {
    assert_eq!(resolve([11, 12, 10], 10), 12);
    assert_eq!(resolve([5, 6, 8], 8), 6);
    assert_eq!(resolve([8, 8], 8), 8);
    assert_eq!(resolve([], 8), 8);
}
