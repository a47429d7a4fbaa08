//! Timestamps in the formats of AWS and of Python's `isoformat`.

use std::fmt;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// A date and time in UTC, as boto's naive datetimes.
#[derive(Debug, PartialEq)]
pub struct Timestamp {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub micro: u32,
}

impl Timestamp {
    /// `2026-11-24T10:03:12Z` or `2026-11-24T10:03:12.345Z`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if separators.iter().any(|(at, byte)| bytes.get(*at) != Some(byte)) {
            return None;
        }
        let rest = text.get(19..)?.strip_suffix('Z')?;
        let micro = match rest.strip_prefix('.') {
            None if rest.is_empty() => 0,
            Some(digits) if (1..=9).contains(&digits.len()) => {
                let padded = format!("{digits:0<6}");
                padded.get(..6)?.parse().ok()?
            }
            _ => return None,
        };
        Some(Self {
            year: text.get(..4)?.parse().ok()?,
            month: text.get(5..7)?.parse().ok()?,
            day: text.get(8..10)?.parse().ok()?,
            hour: text.get(11..13)?.parse().ok()?,
            minute: text.get(14..16)?.parse().ok()?,
            second: text.get(17..19)?.parse().ok()?,
            micro,
        })
    }

    /// From milliseconds since 1970.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        let part = u32::try_from(millis.rem_euclid(1000)).expect("it is below 1000");
        Self::from_seconds(millis.div_euclid(1000), part * 1_000_000)
    }

    /// From seconds since 1970 and additional nanoseconds.
    #[must_use]
    pub fn from_seconds(seconds: i64, nanoseconds: u32) -> Self {
        // Howard Hinnant's civil_from_days: http://howardhinnant.github.io/date_algorithms.html
        let shifted = seconds.div_euclid(86_400) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let clock = seconds.rem_euclid(86_400);
        let small = |part: i64| u8::try_from(part).expect("a part of a date is below 100");
        Self {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: small(month),
            day: small(day),
            hour: small(clock / 3600),
            minute: small(clock / 60 % 60),
            second: small(clock % 60),
            micro: nanoseconds / 1000,
        }
    }
}

/// `2026-11-24T10:03:12Z`, or `2026-11-24T10:03:12.340Z` with milliseconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let millis = self.micro / 1000;
        let parts = [
            (0, 4, self.year.unsigned_abs()),
            (5, 2, self.month.into()),
            (8, 2, self.day.into()),
            (11, 2, self.hour.into()),
            (14, 2, self.minute.into()),
            (17, 2, self.second.into()),
            (20, 3, millis),
        ];
        for (start, digits, mut number) in parts {
            for place in text[start..start + digits].iter_mut().rev() {
                *place = b"0123456789"[number as usize % 10];
                number /= 10;
            }
        }
        let text = std::str::from_utf8(&text).expect("digits are text");
        // AWS's years have four digits. Other years are formatted without the fast path.
        if (0..10_000).contains(&self.year) {
            f.write_str(&text[..4])?;
        } else {
            write!(f, "{}", self.year)?;
        }
        match millis {
            0 => write!(f, "{}Z", &text[4..19]),
            _ => f.write_str(&text[4..]),
        }
    }
}

/// Parses the output of Python's `isoformat`, with or without time, fraction and UTC offset.
#[must_use]
pub fn parse_iso8601(iso: &str) -> Option<DateTime> {
    let (day, rest) = iso.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', ' ', 't']).unwrap_or(rest);
    let zone_at = rest.find(['+', '-', 'Z', 'z']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let clock = match clock.len() {
        0 => "00:00:00".to_owned(),
        2 => format!("{clock}:00:00"),
        5 => format!("{clock}:00"),
        _ => clock.to_owned(),
    };
    let local = DateTime::from_str(&format!("{day}T{clock}Z"), Format::DateTimeWithOffset).ok()?;
    DateTime::from_nanos(local.as_nanos() - offset(zone)?).ok()
}

/// Nanoseconds of an offset such as `+01:30`. Historical offsets also have seconds and fractions.
fn offset(zone: &str) -> Option<i128> {
    let Some(rest) = zone.strip_prefix(['+', '-']) else {
        return matches!(zone, "" | "Z" | "z").then_some(0);
    };
    let (clock, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let parts: Vec<_> = clock.split(':').collect();
    let part = |at: usize, below: i128| match parts.get(at) {
        Some(text) if text.len() == 2 => text.parse().ok().filter(|part| (0..below).contains(part)),
        Some(_) => None,
        None => Some(0),
    };
    if !(2..=3).contains(&parts.len()) || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = (part(0, 24)? * 60 + part(1, 60)?) * 60 + part(2, 60)?;
    let nanoseconds = seconds * 1_000_000_000 + format!("{fraction:0<9}").parse::<i128>().ok()?;
    Some(if zone.starts_with('-') { -nanoseconds } else { nanoseconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Option<(i32, u8, u8, u8, u8, u8, u32)> {
        Timestamp::parse(text).map(|c| (c.year, c.month, c.day, c.hour, c.minute, c.second, c.micro))
    }

    #[test]
    fn timestamps_are_parsed_with_and_without_a_fraction() {
        assert_eq!(clock("2026-11-24T10:03:12Z"), Some((2026, 11, 24, 10, 3, 12, 0)));
        assert_eq!(clock("2026-11-24T10:03:12.5Z"), Some((2026, 11, 24, 10, 3, 12, 500_000)));
        assert_eq!(clock("2026-11-24T10:03:12.123456789Z"), Some((2026, 11, 24, 10, 3, 12, 123_456)));
    }

    #[test]
    fn other_text_is_not_a_timestamp() {
        for text in
            ["", "soon", "2026-11-24", "2026-11-24T10:03:12", "2026-11-24T10:03:12.Z", "2026-11-24T1\u{e9}:03:12Z"]
        {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn seconds_since_1970_are_converted_to_a_date() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Some(Timestamp::from_seconds(seconds, 0)), Timestamp::parse(text), "{text}");
        }
    }

    #[test]
    fn timestamps_are_formatted_as_by_aws() {
        for (nanoseconds, text) in [
            (0, "2026-11-24T12:00:00Z"),
            (10_000_000, "2026-11-24T12:00:00.010Z"),
            (340_000_000, "2026-11-24T12:00:00.340Z"),
            (999_999_999, "2026-11-24T12:00:00.999Z"),
        ] {
            assert_eq!(Timestamp::from_seconds(1_795_521_600, nanoseconds).to_string(), text);
        }
    }

    #[test]
    fn output_of_isoformat_is_parsed() {
        let noon = DateTime::from_secs(1_795_521_600);
        for text in [
            "2026-11-24T12:00:00",
            "2026-11-24 12:00:00",
            "2026-11-24T12:00",
            "2026-11-24T12",
            "2026-11-24T12:00:00Z",
            "2026-11-24T13:30:00+01:30",
            "2026-11-24T04:00:00-08:00",
        ] {
            assert_eq!(parse_iso8601(text), Some(noon), "{text}");
        }
        assert_eq!(parse_iso8601("2026-11-24T12:19:32+00:19:32"), Some(noon));
        assert_eq!(parse_iso8601("2026-11-24T11:59:59-00:00:00.5").map(|at| at.subsec_nanos()), Some(500_000_000));
        assert_eq!(parse_iso8601("2026-11-24"), Some(DateTime::from_secs(1_795_521_600 - 43_200)));
        assert_eq!(parse_iso8601("2026-11-24T12:00:00.25").map(|at| at.subsec_nanos()), Some(250_000_000));
    }

    #[test]
    fn other_text_is_not_parsed() {
        for text in [
            "",
            "noon",
            "2026-13-01",
            "2026-11-24T25:00:00",
            "2026-11-24T12:00:00+xx",
            "2026-11-24T12:00:00+1",
            "2026-11-24T12:00:00+01:60",
            "2026-11-24T12:00:00+01:00:00:00",
            "2026-11-24T12:00:00+01:00.x",
            "2026-11-24T12:00:00+\u{e9}:00",
            "2026-11-24T12:00:00Zulu",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(parse_iso8601(text), None, "{text}");
        }
    }
}
