use super::*;

const OTHER: Cause = Cause { cooldown: Some(300), warmup: 0 };
const POLICY: Cause = Cause { cooldown: Some(60), warmup: 120 };

fn fleet(desired: i64, durations: Durations) -> Fleet {
    Fleet::new(desired, durations)
}

/// Work through the seconds up to `now`.
fn settle(fleet: &mut Fleet, desired: i64, cause: Cause, now: i64) {
    settle_suspended(fleet, desired, cause, now, Suspended::default());
}

fn settle_suspended(fleet: &mut Fleet, desired: i64, cause: Cause, now: i64, suspended: Suspended) {
    fleet.advance(now);
    fleet.reconcile(now, desired, cause, OTHER, suspended);
}

fn counts(fleet: &Fleet) -> [i64; 3] {
    [fleet.pending(), fleet.in_service(), fleet.terminating()]
}

#[test]
fn an_instance_enters_service_when_its_launch_and_hook_are_over() {
    let mut fleet = fleet(1, Durations { launch: 30, launch_hook: 10, ..Durations::default() });
    settle(&mut fleet, 3, POLICY, 100);
    assert_eq!((counts(&fleet), fleet.next(), fleet.busy()), ([2, 1, 0], 140, true));
    fleet.advance(139);
    assert_eq!(counts(&fleet), [2, 1, 0]);
    fleet.advance(140);
    assert_eq!((counts(&fleet), fleet.next(), fleet.busy()), ([0, 3, 0], NEVER, false));
    assert_eq!(fleet.cooldown_end(), 200);
    assert_eq!([140, 259, 260].map(|now| fleet.warming(now)), [2, 2, 0]);
}

#[test]
fn a_launch_that_takes_no_time_is_seen_in_the_next_second() {
    let mut fleet = fleet(0, Durations::default());
    settle(&mut fleet, 1, POLICY, 10);
    assert_eq!((counts(&fleet), fleet.next()), ([1, 0, 0], 11));
    settle(&mut fleet, 0, POLICY, 11);
    assert_eq!((counts(&fleet), fleet.next()), ([0, 0, 1], 12));
    fleet.advance(12);
    assert_eq!(counts(&fleet), [0, 0, 0]);
}

#[test]
fn behind_a_load_balancer_an_ending_settles_with_draining() {
    let durations = Durations { terminate: 40, terminate_hook: 20, drain: Some(30), ..Durations::default() };
    let mut drained = fleet(1, durations);
    settle(&mut drained, 0, POLICY, 0);
    assert_eq!(drained.next(), 30);
    drained.advance(30);
    assert_eq!((counts(&drained), drained.busy(), drained.cooldown_end(), drained.next()), ([0, 0, 1], false, 90, 90));
    drained.advance(90);
    assert_eq!(counts(&drained), [0, 0, 0]);
    let mut plain = fleet(1, Durations { drain: None, ..durations });
    settle(&mut plain, 0, POLICY, 0);
    plain.advance(60);
    assert_eq!((counts(&plain), plain.cooldown_end()), ([0, 0, 0], 120));
}

#[test]
fn the_newest_pending_instances_end_first_and_then_the_oldest_in_service() {
    let mut fleet = fleet(1, Durations { launch: 100, terminate: 1000, ..Durations::default() });
    settle(&mut fleet, 2, OTHER, 0);
    settle(&mut fleet, 3, POLICY, 50);
    settle(&mut fleet, 2, OTHER, 60);
    assert_eq!((counts(&fleet), fleet.next()), ([1, 1, 1], 100), "the one that was due at 150 ends");
    settle(&mut fleet, 1, OTHER, 100);
    assert_eq!(counts(&fleet), [0, 1, 2]);
    settle(&mut fleet, 0, OTHER, 101);
    assert_eq!(counts(&fleet), [0, 0, 3]);
}

#[test]
fn without_a_length_no_cooldown_begins() {
    let mut fleet = fleet(0, Durations::default());
    settle(&mut fleet, 1, Cause { cooldown: None, ..OTHER }, 0);
    fleet.advance(1);
    assert_eq!((fleet.in_service(), fleet.cooldown_end()), (1, i64::MIN));
}

#[test]
fn an_unhealthy_instance_is_replaced_once_it_is_gone() {
    let mut fleet = fleet(2, Durations { launch: 5, terminate: 10, ..Durations::default() });
    fleet.unhealthy(1, 0, OTHER.cooldown, Suspended::default());
    settle(&mut fleet, 2, POLICY, 1);
    assert_eq!(counts(&fleet), [0, 1, 1], "its place is kept");
    settle(&mut fleet, 2, POLICY, 10);
    assert_eq!((counts(&fleet), fleet.cooldown_end()), ([1, 1, 0], 310));
    fleet.advance(15);
    assert_eq!(fleet.cooldown_end(), 315, "a replacement is not the policy's");
}

#[test]
fn suspended_processes_hold_instances() {
    let suspended = |process| std::iter::once(process).collect::<Suspended>();
    let mut fleet = fleet(2, Durations::default());
    settle_suspended(&mut fleet, 3, OTHER, 0, suspended(Process::Launch));
    settle_suspended(&mut fleet, 1, OTHER, 1, suspended(Process::Terminate));
    assert_eq!(counts(&fleet), [0, 2, 0]);
    fleet.unhealthy(1, 2, OTHER.cooldown, suspended(Process::ReplaceUnhealthy));
    fleet.unhealthy(5, 2, OTHER.cooldown, suspended(Process::Terminate));
    assert_eq!(counts(&fleet), [0, 2, 0]);
    settle(&mut fleet, 2, OTHER, 3);
    assert_eq!(counts(&fleet), [0, 0, 2], "both are ended when the processes are resumed");
}

#[test]
fn a_set_of_processes_adds_and_removes() {
    let set: Suspended = [Process::Launch, Process::AzRebalance].into_iter().collect();
    let launch: Suspended = std::iter::once(Process::Launch).collect();
    assert!(set.holds(Process::Launch) && !set.holds(Process::Terminate));
    assert!(!set.without(launch).holds(Process::Launch) && set.without(launch).with(launch) == set);
}
