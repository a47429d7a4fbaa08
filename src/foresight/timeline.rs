//! The results of a simulation.

use super::evaluation::State;
use super::policy::Reason;

/// An execution of a policy by an alarm, with or without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub at: i64,
    pub alarm: u32,
    pub policy: u32,
    pub capacity: u32,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    pub at: i64,
    pub alarm: usize,
    pub from: State,
    pub to: State,
}

/// The cause of a change of the desired capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Policy { policy: usize, alarm: usize },
    Scheduled { action: usize },
    Manual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    pub at: i64,
    pub from: i64,
    pub to: i64,
    pub actor: Actor,
}

/// Receives a simulation as it happens. A sweep keeps scores only, a timeline everything.
pub trait Recorder {
    fn transition(&mut self, transition: Transition);
    fn decision(&mut self, decision: Decision);
    fn activity(&mut self, activity: Activity);
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub transitions: Vec<Transition>,
    pub decisions: Vec<Decision>,
    pub activities: Vec<Activity>,
}

impl Recorder for Timeline {
    fn transition(&mut self, transition: Transition) {
        self.transitions.push(transition);
    }

    #[inline]
    fn decision(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    fn activity(&mut self, activity: Activity) {
        self.activities.push(activity);
    }
}
