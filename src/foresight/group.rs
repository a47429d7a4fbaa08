//! The instances of a group: pending, in service and terminating, in virtual time.
//!
//! Instances that share their times are one entry with a count, so the cost of a group does not
//! depend on its size.

use std::collections::VecDeque;

/// A scenario's group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub min_size: i64,
    pub max_size: i64,
    pub desired: i64,
    pub default_cooldown: i64,
    pub default_warmup: Option<i64>,
    pub suspended: Suspended,
    pub durations: Durations,
}

/// How long instances take, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Durations {
    pub launch: i64,
    pub launch_hook: i64,
    pub terminate: i64,
    pub terminate_hook: i64,
    /// Connection draining; `None` without a load balancer.
    pub drain: Option<i64>,
}

/// A process of Auto Scaling that can be suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Process {
    Launch,
    Terminate,
    AddToLoadBalancer,
    AlarmNotification,
    AzRebalance,
    HealthCheck,
    InstanceRefresh,
    ReplaceUnhealthy,
    ScheduledActions,
}

impl Process {
    pub const WORDS: [(&'static str, Self); 9] = [
        ("Launch", Self::Launch),
        ("Terminate", Self::Terminate),
        ("AddToLoadBalancer", Self::AddToLoadBalancer),
        ("AlarmNotification", Self::AlarmNotification),
        ("AZRebalance", Self::AzRebalance),
        ("HealthCheck", Self::HealthCheck),
        ("InstanceRefresh", Self::InstanceRefresh),
        ("ReplaceUnhealthy", Self::ReplaceUnhealthy),
        ("ScheduledActions", Self::ScheduledActions),
    ];
}

/// A set of processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Suspended(u16);

impl Suspended {
    pub fn holds(self, process: Process) -> bool {
        self.0 >> process as u16 & 1 == 1
    }

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl FromIterator<Process> for Suspended {
    fn from_iter<I: IntoIterator<Item = Process>>(processes: I) -> Self {
        Self(processes.into_iter().fold(0, |set, process| set | 1 << process as u16))
    }
}

/// Cooldown and warm-up of the instances that a change of the desired capacity starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Length of the cooldown that follows; `None` if none does.
    pub cooldown: Option<i64>,
    pub warmup: i64,
}

#[derive(Debug, Clone, Copy)]
struct Pending {
    count: i64,
    ready: i64,
    cause: Cause,
}

#[derive(Debug, Clone, Copy)]
struct InService {
    count: i64,
    warm: i64,
}

#[derive(Debug, Clone, Copy)]
struct Terminating {
    count: i64,
    settle: i64,
    gone: i64,
    cooldown: Option<i64>,
    /// Unhealthy instances keep their place until they are gone, then they are replaced.
    replace: bool,
}

/// Instances that start or end together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub at: i64,
    /// When they are in service, or gone.
    pub ends: i64,
    pub count: i64,
    pub kind: MoveKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveKind {
    Launch,
    /// A launch in the place of unhealthy instances.
    Replace,
    Terminate,
    /// The end of instances that are still pending.
    Cancel,
    /// The end of unhealthy instances.
    Unhealthy,
}

impl MoveKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Launch => "launch",
            Self::Replace => "replace",
            Self::Terminate => "terminate",
            Self::Cancel => "cancel",
            Self::Unhealthy => "unhealthy",
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Fleet {
    durations: Durations,
    pending: VecDeque<Pending>,
    /// Oldest first.
    in_service: VecDeque<InService>,
    /// In the order in which they began to end, which is that of their times.
    terminating: VecDeque<Terminating>,
    /// The first entries of `terminating`, which have settled.
    settled: usize,
    pending_count: i64,
    in_service_count: i64,
    terminating_count: i64,
    /// Terminating instances that keep their place.
    leaving: i64,
    /// Instances that have gone and are to be replaced.
    to_replace: i64,
    /// The oldest instances in service that are unhealthy and cannot be ended yet.
    marked: i64,
    /// From here on nothing warms up.
    all_warm: i64,
    /// Simple scaling waits until then.
    cooldown_end: i64,
    /// When the next entry changes.
    next: i64,
    moves: Vec<Move>,
}

/// Never, as a time.
pub const NEVER: i64 = i64::MAX;

impl Fleet {
    pub fn new(desired: i64, durations: Durations) -> Self {
        let mut fleet = Self { durations, cooldown_end: i64::MIN, all_warm: i64::MIN, next: NEVER, ..Self::default() };
        fleet.enter(desired, i64::MIN);
        fleet
    }

    /// All launches and terminations, in order.
    pub fn into_moves(self) -> Vec<Move> {
        self.moves
    }

    pub fn pending(&self) -> i64 {
        self.pending_count
    }

    pub fn in_service(&self) -> i64 {
        self.in_service_count
    }

    pub fn terminating(&self) -> i64 {
        self.terminating_count
    }

    /// All instances that exist.
    #[inline]
    pub fn existing(&self) -> i64 {
        self.pending_count + self.in_service_count + self.terminating_count
    }

    /// When an instance changes next; [`NEVER`] if none will.
    #[inline]
    pub fn next(&self) -> i64 {
        self.next
    }

    pub fn cooldown_end(&self) -> i64 {
        self.cooldown_end
    }

    /// From when on no instance in service warms up.
    pub fn warm_from(&self) -> i64 {
        self.all_warm
    }

    /// Whether an activity that simple scaling waits for is in progress.
    pub fn busy(&self) -> bool {
        self.pending_count > 0 || self.settled < self.terminating.len()
    }

    /// Instances in service that still warm up at `now`.
    pub fn warming(&self, now: i64) -> i64 {
        if now >= self.all_warm {
            return 0;
        }
        self.in_service.iter().filter(|entry| entry.warm > now).map(|entry| entry.count).sum()
    }

    /// Let pending instances enter service and terminating ones settle and go.
    pub fn advance(&mut self, now: i64) {
        while let Some(entry) = self.pending.front().copied().filter(|entry| entry.ready <= now) {
            self.pending.pop_front();
            self.pending_count -= entry.count;
            self.merge_warm(now);
            self.enter(entry.count, now + entry.cause.warmup);
            self.cool(now, entry.cause.cooldown);
        }
        while let Some(entry) = self.terminating.get(self.settled).copied().filter(|entry| entry.settle <= now) {
            self.settled += 1;
            self.cool(now, entry.cooldown);
        }
        while let Some(entry) = self.terminating.front().copied().filter(|entry| entry.gone <= now) {
            self.terminating.pop_front();
            self.settled -= 1;
            self.terminating_count -= entry.count;
            if entry.replace {
                self.leaving -= entry.count;
                self.to_replace += entry.count;
            }
        }
        self.plan(now);
    }

    fn cool(&mut self, now: i64, cooldown: Option<i64>) {
        if let Some(length) = cooldown {
            self.cooldown_end = now + length;
        }
    }

    fn enter(&mut self, count: i64, warm: i64) {
        if count > 0 {
            self.in_service.push_back(InService { count, warm });
            self.in_service_count += count;
            self.all_warm = self.all_warm.max(warm);
        }
    }

    /// Instances that are warm differ no more: keep them as one entry.
    fn merge_warm(&mut self, now: i64) {
        while let [first, second, ..] = self.in_service.make_contiguous()
            && first.warm <= now
            && second.warm <= now
        {
            second.count += first.count;
            self.in_service.pop_front();
        }
    }

    /// Note when the next entry changes, at the earliest a second after `now`.
    fn plan(&mut self, now: i64) {
        let pending = self.pending.front().map_or(NEVER, |entry| entry.ready);
        let settle = self.terminating.get(self.settled).map_or(NEVER, |entry| entry.settle);
        let gone = self.terminating.front().map_or(NEVER, |entry| entry.gone);
        self.next = pending.min(settle).min(gone).max(now + 1);
    }

    /// Launch or terminate instances until their number is `desired`.
    pub fn reconcile(&mut self, now: i64, desired: i64, cause: Cause, other: Cause, suspended: Suspended) {
        self.end_marked(now, other.cooldown, suspended);
        let missing = desired - self.pending_count - self.in_service_count - self.leaving;
        if missing > 0 && !suspended.holds(Process::Launch) {
            let replaced = self.to_replace.min(missing);
            self.launch(replaced, now, other, MoveKind::Replace);
            self.launch(missing - replaced, now, cause, MoveKind::Launch);
            self.to_replace = 0;
        } else if missing < 0 && !suspended.holds(Process::Terminate) {
            self.terminate(-missing, now, cause.cooldown);
        }
        // A group that lacks no instances replaces none.
        self.to_replace = self.to_replace.min(missing.max(0));
    }

    fn launch(&mut self, count: i64, now: i64, cause: Cause, kind: MoveKind) {
        if count > 0 {
            let ready = now + self.durations.launch + self.durations.launch_hook;
            self.moves.push(Move { at: now, ends: ready, count, kind });
            self.pending.push_back(Pending { count, ready, cause });
            self.pending_count += count;
            self.plan(now);
        }
    }

    /// End pending instances, the newest first, then the oldest in service.
    fn terminate(&mut self, count: i64, now: i64, cooldown: Option<i64>) {
        let mut left = count.min(self.pending_count);
        self.pending_count -= left;
        self.end(left, now, cooldown, MoveKind::Cancel);
        let from_service = count - left;
        while left > 0
            && let Some(newest) = self.pending.back_mut()
        {
            let part = left.min(newest.count);
            newest.count -= part;
            left -= part;
            if newest.count == 0 {
                self.pending.pop_back();
            }
        }
        self.end_oldest(from_service, now, cooldown, MoveKind::Terminate);
    }

    /// End the oldest instances in service.
    fn end_oldest(&mut self, count: i64, now: i64, cooldown: Option<i64>, kind: MoveKind) {
        let count = count.min(self.in_service_count);
        let mut left = count;
        while left > 0
            && let Some(oldest) = self.in_service.front_mut()
        {
            let part = left.min(oldest.count);
            oldest.count -= part;
            left -= part;
            if oldest.count == 0 {
                self.in_service.pop_front();
            }
        }
        self.in_service_count -= count;
        self.marked = (self.marked - count).max(0);
        self.end(count, now, cooldown, kind);
    }

    fn end(&mut self, count: i64, now: i64, cooldown: Option<i64>, kind: MoveKind) {
        if count == 0 {
            return;
        }
        let replace = kind == MoveKind::Unhealthy;
        let Durations { terminate, terminate_hook, drain, .. } = self.durations;
        let gone = now + drain.unwrap_or(0) + terminate_hook + terminate;
        let settle = drain.map_or(gone, |drain| now + drain);
        self.moves.push(Move { at: now, ends: gone, count, kind });
        self.terminating.push_back(Terminating { count, settle, gone, cooldown, replace });
        self.terminating_count += count;
        if replace {
            self.leaving += count;
        }
        self.plan(now);
    }

    /// Find the oldest instances in service unhealthy and end them, at once unless a process is suspended.
    pub fn unhealthy(&mut self, count: i64, now: i64, cooldown: Option<i64>, suspended: Suspended) {
        self.marked = (self.marked.saturating_add(count)).min(self.in_service_count);
        self.end_marked(now, cooldown, suspended);
    }

    fn end_marked(&mut self, now: i64, cooldown: Option<i64>, suspended: Suspended) {
        let held = suspended.holds(Process::Terminate) || suspended.holds(Process::ReplaceUnhealthy);
        if self.marked > 0 && !held {
            self.end_oldest(self.marked, now, cooldown, MoveKind::Unhealthy);
        }
    }
}

#[cfg(test)]
#[path = "tests/group.rs"]
mod tests;
