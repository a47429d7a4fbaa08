//! Alarms of the JSON interface.

use super::super::error::{Error, Result};
use super::super::evaluation::{Comparison, Missing, State};
use super::super::scenario::{Alarm, Test};
use super::super::window::{Statistic, Window};
use super::item::{Item, LONGEST, MOST, Object};
use super::json::Node;

const KEYS: [&str; 16] = [
    "name",
    "metric",
    "comparison",
    "threshold",
    "evaluation_periods",
    "datapoints_to_alarm",
    "treat_missing_data",
    "bands",
    "period",
    "statistic",
    "evaluation_window",
    "state",
    "actions_enabled",
    "alarm_actions",
    "ok_actions",
    "insufficient_data_actions",
];

/// Lower and upper end of an anomaly band at one point.
pub type Band = Option<(f64, f64)>;

/// An alarm with the keys that are given: each function needs others.
pub struct Fields<'a> {
    object: Object<'a>,
    comparison: Option<Comparison>,
    threshold: Option<f64>,
    periods: Option<u64>,
    needed: Option<u64>,
    missing: Missing,
    period: Option<i64>,
    wall_clock: bool,
    statistic: Statistic,
    state: State,
    actions_enabled: bool,
    actions: [Vec<String>; 3],
    pub bands: Option<Vec<Band>>,
}

pub fn fields(item: Item<'_>) -> Result<Fields<'_>> {
    let object = item.object(&KEYS)?;
    for key in ["name", "metric"] {
        object.read(key, |item| item.name().map(drop))?;
    }
    let periods = object.integer("evaluation_periods", 1..=MOST)?;
    let needed = object.read("datapoints_to_alarm", |item| {
        let needed = item.integer(1..=MOST)?;
        match periods {
            Some(periods) if needed > periods => {
                Err(item.invalid(format!("at most evaluation_periods, which is {periods}")))
            }
            _ => Ok(needed.unsigned_abs()),
        }
    })?;
    Ok(Fields {
        object,
        comparison: object.read("comparison", |item| item.word(&Comparison::WORDS))?,
        threshold: object.read("threshold", |item| item.number())?,
        periods: periods.map(i64::unsigned_abs),
        needed,
        missing: object.word("treat_missing_data", &Missing::WORDS, Missing::Unknown)?,
        period: object.read("period", period)?,
        wall_clock: object.word("evaluation_window", &[("WallClockWindow", true)], false)?,
        statistic: object.word("statistic", &Statistic::WORDS, Statistic::Average)?,
        state: object.word("state", &State::WORDS, State::InsufficientData)?,
        actions_enabled: object.boolean("actions_enabled", true)?,
        actions: [
            actions(&object, "insufficient_data_actions")?,
            actions(&object, "ok_actions")?,
            actions(&object, "alarm_actions")?,
        ],
        bands: object.read("bands", |item| item.each(band))?,
    })
}

/// Seconds of a period.
pub fn period(item: Item) -> Result<i64> {
    match item.integer(1..=LONGEST) {
        Ok(period @ (10 | 20 | 30)) => Ok(period),
        Ok(period) if period % 60 == 0 => Ok(period),
        _ => Err(item.invalid("10, 20, 30 or a multiple of 60")),
    }
}

fn actions(object: &Object, key: &str) -> Result<Vec<String>> {
    Ok(object.read(key, |item| item.each(|item| item.name().map(str::to_owned)))?.unwrap_or_default())
}

fn band(item: Item) -> Result<Band> {
    if *item.node == Node::Null {
        return Ok(None);
    }
    match item.each(|end| end.number())?.as_slice() {
        [lower, upper] => Ok(Some((*lower, *upper))),
        _ => Err(item.invalid("[lower, upper]")),
    }
}

impl Fields<'_> {
    pub fn test(&self) -> Result<Test> {
        let comparison = self.need("comparison", self.comparison, "one of AWS's comparison operators")?;
        let threshold = if comparison.needs_band() {
            self.threshold.unwrap_or(f64::NAN)
        } else {
            self.need("threshold", self.threshold, "a number")?
        };
        let periods = self.periods()?;
        Ok(Test { comparison, threshold, periods, needed: self.needed.unwrap_or(periods), missing: self.missing })
    }

    pub fn window(&self) -> Result<Window> {
        let period = self.need("period", self.period, "10, 20, 30 or a multiple of 60 seconds")?;
        Ok(Window { period, periods: self.periods()?, wall_clock: self.wall_clock })
    }

    fn periods(&self) -> Result<u64> {
        self.need("evaluation_periods", self.periods, "an integer of at least 1")
    }

    fn need<T>(&self, key: &str, value: Option<T>, expected: &str) -> Result<T> {
        value.ok_or_else(|| Error::Missing {
            path: format!("{}.{key}", self.object.path),
            expected: expected.to_owned(),
        })
    }

    /// An alarm of a scenario.
    pub fn alarm(self) -> Result<Alarm> {
        let name = |key| Ok(self.object.need(key, "a name")?.name()?.to_owned());
        Ok(Alarm {
            name: name("name")?,
            metric: name("metric")?,
            test: self.test()?,
            window: self.window()?,
            statistic: self.statistic,
            state: self.state,
            actions_enabled: self.actions_enabled,
            actions: self.actions,
        })
    }
}
