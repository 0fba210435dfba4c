//! How protocols spell a point in time.

use std::io::Write as _;

use millpond_shapes::{Timestamp, TimestampFormat};

/// Seconds with a fraction to whole milliseconds, rounded; none for what no calendar means.
pub(crate) fn millis_from_seconds(seconds: f64) -> Option<i64> {
    // Years -270,000 to 270,000: far inside both i64 and the exact integers of a float.
    const MILLIS_MAX: f64 = 8.64e15;
    let millis = (seconds * 1000.0).round();
    (millis.abs() <= MILLIS_MAX).then_some(millis as i64)
}

/// `1700000000.123`, without trailing zeros.
pub(crate) fn write_epoch_seconds(out: &mut Vec<u8>, time: Timestamp) {
    let sign = if time.millis < 0 { "-" } else { "" };
    let millis = time.millis.unsigned_abs();
    let (seconds, fraction) = (millis / 1000, millis % 1000);
    let written = match fraction {
        0 => write!(out, "{sign}{seconds}"),
        _ if fraction.is_multiple_of(100) => write!(out, "{sign}{seconds}.{}", fraction / 100),
        _ if fraction.is_multiple_of(10) => write!(out, "{sign}{seconds}.{:02}", fraction / 10),
        _ => write!(out, "{sign}{seconds}.{fraction:03}"),
    };
    written.expect("a vector takes any bytes");
}

/// In the format the model fixes, else as ISO 8601: Query's way.
pub(crate) fn write_query(out: &mut Vec<u8>, time: Timestamp, format: Option<TimestampFormat>) {
    match format {
        Some(TimestampFormat::EpochSeconds) => write_epoch_seconds(out, time),
        Some(TimestampFormat::HttpDate) => write_http_date(out, time),
        Some(TimestampFormat::Iso8601) | None => write_iso8601(out, time),
    }
}

/// `2026-01-31T23:59:59Z`, with milliseconds if there are any.
fn write_iso8601(out: &mut Vec<u8>, time: Timestamp) {
    let (days, millis) = (time.millis.div_euclid(86_400_000), time.millis.rem_euclid(86_400_000));
    let (year, month, day) = civil_from_days(days);
    let (seconds, fraction) = (millis / 1000, millis % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let written = match fraction {
        0 => write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
        _ => write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z"),
    };
    written.expect("a vector takes any bytes");
}

/// `Sat, 31 Jan 2026 23:59:59 GMT`.
fn write_http_date(out: &mut Vec<u8>, time: Timestamp) {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let seconds = time.millis.div_euclid(1000);
    let (days, seconds) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let weekday = DAYS[usize::try_from(days.rem_euclid(7)).expect("0 to 6")];
    let month = MONTHS[usize::try_from(month - 1).expect("0 to 11")];
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    write!(out, "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
        .expect("a vector takes any bytes");
}

/// Reads ISO 8601 in UTC or with an offset, or seconds since the epoch.
pub(crate) fn parse_query(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<f64>() {
        return millis_from_seconds(seconds).map(Timestamp::from_millis);
    }
    let (date, time) = text.split_once(['T', 't'])?;
    let mut date = date.splitn(3, '-').map(|part| digits(part, 4));
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }

    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = time.split_at(zone_at);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut time = time.splitn(3, ':').map(|part| digits(part, 2));
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    digits(fraction, 9)?;
    let millis =
        fraction.bytes().chain(*b"000").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));

    let minutes = days_from_civil(year, month, day) * 1440 + hour * 60 + minute - offset_minutes(zone)?;
    Some(Timestamp::from_millis((minutes * 60 + second) * 1000 + millis))
}

fn offset_minutes(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first()? {
        b'Z' | b'z' => return (zone.len() == 1).then_some(0),
        b'+' => 1,
        _ => -1,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

/// A run of 1 to `length_max` digits and nothing else.
fn digits(text: &str, length_max: usize) -> Option<i64> {
    let plain =
        !text.is_empty() && text.len() <= length_max && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn days_in(year: i64, month: i64) -> i64 {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March here, so that the leap day
/// is a year's last; 400 years are 146,097 days.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// The inverse: year, month 1 to 12, day 1 to 31.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(millis: i64) -> String {
        let mut out = Vec::new();
        write_iso8601(&mut out, Timestamp::from_millis(millis));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn iso8601_round_trips_over_leap_days_and_before_the_epoch() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_709_251_199_123, "2024-02-29T23:59:59.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(iso(millis), text);
            assert_eq!(parse_query(text), Some(Timestamp::from_millis(millis)));
        }
        for day in (-800_000..800_000).step_by(97) {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
    }

    #[test]
    fn offsets_and_epoch_seconds_are_read_and_nonsense_is_not() {
        assert_eq!(parse_query("1970-01-01T01:00:00+01:00"), Some(Timestamp::from_millis(0)));
        assert_eq!(parse_query("1700000000.5"), Some(Timestamp::from_millis(1_700_000_000_500)));
        for nonsense in [
            "",
            "2024",
            "1e300x",
            "2023-02-29T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00",
            "NaN",
            "1e300",
            "2024-01-01T00:00:00+é",
            "2024-13-01T00:00:00Z",
        ] {
            // A bare year is seconds since the epoch.
            assert_eq!(parse_query(nonsense).is_some(), nonsense == "2024", "{nonsense}");
        }
    }

    #[test]
    fn epoch_seconds_have_no_trailing_zeros() {
        for (millis, text) in
            [(0, "0"), (1500, "1.5"), (1_230, "1.23"), (1_001, "1.001"), (-1_500, "-1.5"), (20, "0.02")]
        {
            let mut out = Vec::new();
            write_epoch_seconds(&mut out, Timestamp::from_millis(millis));
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }

    #[test]
    fn http_dates() {
        let mut out = Vec::new();
        write_http_date(&mut out, Timestamp::from_millis(784_111_777_000));
        assert_eq!(String::from_utf8(out).unwrap(), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
