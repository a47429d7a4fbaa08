//! Scheduled actions: cron recurrences in a time zone.

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The most times that one action may be due within a simulation.
pub const MOST_TIMES: usize = 5_000_000;

#[derive(Debug, Clone)]
pub struct Action {
    pub name: Option<String>,
    /// The first time; without a recurrence the only one.
    pub start_time: Option<i64>,
    /// Times from here on are left out.
    pub end_time: Option<i64>,
    pub recurrence: Option<Cron>,
    pub zone: TimeZone,
    pub min_size: Option<i64>,
    pub max_size: Option<i64>,
    pub desired: Option<i64>,
}

impl Action {
    /// Times within `start <= t < end`, ascending; `None` if there are more than [`MOST_TIMES`].
    pub fn times(&self, start: i64, end: i64) -> Option<Vec<i64>> {
        let end = self.end_time.map_or(end, |last| last.min(end));
        let mut times = Vec::new();
        times.extend(self.start_time.filter(|time| (start..end).contains(time)));
        if let Some(cron) = &self.recurrence {
            let from = self.start_time.map_or(start, |first| start.max(first + 1));
            cron.extend(&mut times, from, end, &self.zone)?;
        }
        Some(times)
    }
}

/// Five cron fields as bit sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Whether both day fields are given: then either of them selects a day.
    either_day: bool,
}

struct Field {
    name: &'static str,
    first: u32,
    last: u32,
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", first: 0, last: 59 },
    Field { name: "hour", first: 0, last: 23 },
    Field { name: "day of month", first: 1, last: 31 },
    Field { name: "month", first: 1, last: 12 },
    Field { name: "day of week", first: 0, last: 7 },
];

impl Field {
    fn parse(&self, text: &str) -> Option<u64> {
        text.split(',').try_fold(0, |set, part| Some(set | self.part(part)?))
    }

    /// `*`, `n` or `n-m`, each with or without `/step`; `n/step` runs to the end of the field.
    fn part(&self, text: &str) -> Option<u64> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(number(step).filter(|&step| step > 0)?)),
            None => (text, None),
        };
        // Day 7 is Sunday again: a range that runs to the end of the field stops at Saturday.
        let end = self.last.min(if self.name == "day of week" { 6 } else { u32::MAX });
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.first, end),
            Some((first, last)) => (number(first)?, number(last)?),
            None => {
                let first = number(range)?;
                (first, if step.is_some() { end.max(first) } else { first })
            }
        };
        if first > last || first < self.first || last > self.last {
            return None;
        }
        Some((first..=last).step_by(step.unwrap_or(1) as usize).fold(0, |set, value| set | 1 << value))
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Cron {
    /// Read five fields. The error describes a valid expression.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split_ascii_whitespace().collect();
        let Ok(parts) = <[&str; 5]>::try_from(parts) else {
            return Err("five cron fields: minute, hour, day of month, month, day of week".to_owned());
        };
        let mut sets = [0; 5];
        for ((set, field), part) in sets.iter_mut().zip(&FIELDS).zip(parts) {
            *set = field.parse(part).ok_or_else(|| {
                let Field { name, first, last } = field;
                format!("a cron expression whose {name} holds numbers from {first} to {last} with *, \",\", - or /")
            })?;
        }
        let [minutes, hours, days, months, weekdays] = sets;
        let weekdays = (weekdays | weekdays >> 7) & 0x7f;
        Ok(Self { minutes, hours, days, months, weekdays, either_day: parts[2] != "*" && parts[4] != "*" })
    }

    fn holds(&self, date: Date) -> bool {
        let is_in = |set: u64, value: i8| set >> value & 1 == 1;
        let day = is_in(self.days, date.day());
        let weekday = is_in(self.weekdays, date.weekday().to_sunday_zero_offset());
        is_in(self.months, date.month()) && if self.either_day { day || weekday } else { day && weekday }
    }

    fn extend(&self, times: &mut Vec<i64>, from: i64, end: i64, zone: &TimeZone) -> Option<()> {
        if from >= end {
            return Some(());
        }
        let day = SignedDuration::from_hours(24);
        let local = |time: i64| Timestamp::from_second(time).ok().map(|time| zone.to_datetime(time).date());
        let Some((mut date, last)) = local(from).zip(local(end)) else { return Some(()) };
        // A day more on both sides: no change of offset leaves out a time near the ends.
        date = date.saturating_sub(day);
        let last = last.saturating_add(day);
        let begin = times.len();
        while date <= last {
            if self.holds(date) {
                for hour in bits(self.hours) {
                    for minute in bits(self.minutes) {
                        let time = first_occurrence(date, hour, minute, zone);
                        times.extend(time.filter(|time| (from..end).contains(time)));
                    }
                }
                if times.len() > MOST_TIMES {
                    return None;
                }
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        times[begin..].sort_unstable();
        Some(())
    }
}

/// When a local time occurs first; `None` if clocks skip it.
fn first_occurrence(date: Date, hour: i8, minute: i8, zone: &TimeZone) -> Option<i64> {
    let local = date.at(hour, minute, 0, 0);
    let offset = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Fold { before, .. } => before,
        AmbiguousOffset::Gap { .. } => return None,
    };
    offset.to_timestamp(local).ok().map(Timestamp::as_second)
}

fn bits(set: u64) -> impl Iterator<Item = i8> {
    (0..60).filter(move |bit| set >> bit & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZoneDatabase;

    fn time(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a timestamp").as_second()
    }

    fn action(recurrence: &str, zone: &str) -> Action {
        let zone = TimeZoneDatabase::bundled().get(zone).expect("a zone");
        let recurrence = Some(Cron::parse(recurrence).expect("valid"));
        Action {
            name: None,
            start_time: None,
            end_time: None,
            recurrence,
            zone,
            min_size: None,
            max_size: None,
            desired: None,
        }
    }

    fn due(action: &Action, start: &str, end: &str) -> Vec<String> {
        let times = action.times(time(start), time(end)).expect("few");
        times.into_iter().map(|time| Timestamp::from_second(time).expect("in range").to_string()).collect()
    }

    #[test]
    fn a_local_time_follows_daylight_saving() {
        let action = action("0 8 * * *", "America/New_York");
        let got = due(&action, "2021-03-13T00:00:00Z", "2021-03-15T00:00:00Z");
        assert_eq!(got, ["2021-03-13T13:00:00Z", "2021-03-14T12:00:00Z"]);
    }

    #[test]
    fn a_skipped_time_is_left_out_and_a_repeated_one_counts_once() {
        let action = action("30 1,2 * * *", "Europe/Berlin");
        let spring = due(&action, "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z");
        assert_eq!(spring, ["2024-03-31T00:30:00Z"]);
        let autumn = due(&action, "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z");
        assert_eq!(autumn, ["2024-10-26T23:30:00Z", "2024-10-27T00:30:00Z"]);
    }

    #[test]
    fn the_start_is_inclusive_and_the_end_is_not() {
        let action = action("0 * * * *", "UTC");
        let got = due(&action, "2024-01-01T00:00:00Z", "2024-01-01T02:00:00Z");
        assert_eq!(got, ["2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z"]);
        assert!(due(&action, "2024-01-01T02:00:00Z", "2024-01-01T02:00:00Z").is_empty());
    }

    #[test]
    fn the_start_time_runs_and_then_the_recurrence_until_the_end_time() {
        let start_time = Some(time("2024-01-01T00:30:00Z"));
        let end_time = Some(time("2024-01-01T03:00:00Z"));
        let action = Action { start_time, end_time, ..action("0 * * * *", "UTC") };
        let got = due(&action, "2023-12-31T00:00:00Z", "2024-02-01T00:00:00Z");
        assert_eq!(got, ["2024-01-01T00:30:00Z", "2024-01-01T01:00:00Z", "2024-01-01T02:00:00Z"]);
        let once = Action { recurrence: None, ..action };
        assert_eq!(due(&once, "2024-01-01T00:30:00Z", "2024-02-01T00:00:00Z"), ["2024-01-01T00:30:00Z"]);
        assert!(due(&once, "2024-01-01T00:30:01Z", "2024-02-01T00:00:00Z").is_empty());
    }

    #[test]
    fn either_of_two_day_fields_selects_a_day() {
        let days = |recurrence| {
            let times = due(&action(recurrence, "UTC"), "2024-06-01T00:00:00Z", "2024-07-01T00:00:00Z");
            times.iter().map(|time| time[8..10].parse().expect("a day")).collect::<Vec<u32>>()
        };
        assert_eq!(days("0 0 13 * 5"), [7, 13, 14, 21, 28]);
        assert_eq!(days("0 0 13 * *"), [13]);
        assert_eq!(days("0 0 * * 0"), days("0 0 * * 7"));
        assert_eq!(days("0 0 * * 5-7"), days("0 0 * * 0,5,6"));
        assert_eq!(days("0 0 1-10/3,30 6 *"), [1, 4, 7, 10, 30]);
    }

    #[test]
    fn invalid_cron_expressions_are_refused() {
        for text in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "MON * * * *",
        ] {
            assert!(Cron::parse(text).is_err(), "{text}");
        }
        for text in
            ["5-1 * * * *", "*/0 * * * *", ", * * * *", "1-2-3 * * * *", "-1 * * * *", "+1 * * * *", "1/ * * * *"]
        {
            assert!(Cron::parse(text).is_err(), "{text}");
        }
        assert_eq!(Cron::parse("*/20 * * * *"), Cron::parse("0,20,40 * * * *"));
        assert_eq!(Cron::parse("5/25 * * * *"), Cron::parse("5,30,55 * * * *"));
    }

    #[test]
    fn too_many_times_are_refused() {
        let action = action("* * * * *", "UTC");
        assert!(action.times(time("1000-01-01T00:00:00Z"), time("2000-01-01T00:00:00Z")).is_none());
    }
}
