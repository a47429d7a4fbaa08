//! Rounding of the times in CloudWatch's responses to the nearest millisecond.
//!
//! CloudWatch sends times as doubles, in seconds, and the SDK truncates them to
//! milliseconds. Most milliseconds have no exact double. If the nearest double is below,
//! the SDK would return the previous millisecond.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

/// The response with each fractional time increased to the next double.
#[must_use]
pub fn with_rounded_timestamps(response: &HttpResponse) -> HttpResponse {
    let mut document = response.body().bytes().unwrap_or_default().to_vec();
    round_timestamps(&mut document);
    let mut rounded = HttpResponse::new(response.status(), SdkBody::from(document));
    *rounded.headers_mut() = response.headers().clone();
    rounded
}

/// Increases each fractional time of a CBOR document to the next double.
pub fn round_timestamps(document: &mut [u8]) {
    const TIME: u8 = 0xc1;
    const DOUBLE: u8 = 0xfb;
    let (mut at, mut in_time) = (0, false);
    while let Some(&head) = document.get(at) {
        let start = at + 1;
        let short = head & 0x1f;
        let size = if (24..28).contains(&short) { 1 << (short - 24) } else { 0 };
        let Some(argument) = document.get_mut(start..start + size) else { return };
        if in_time && head == DOUBLE {
            let bits = argument.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
            let seconds = f64::from_bits(bits);
            if seconds > 0.0 && seconds.fract() != 0.0 {
                argument.copy_from_slice(&seconds.next_up().to_be_bytes());
            }
        }
        in_time = head == TIME;
        // Only strings have contents to skip. The contents of containers follow as items.
        let contents = match head >> 5 {
            2 | 3 if size == 0 => usize::from(short % 31),
            2 | 3 => {
                argument.iter().fold(0, |length: usize, byte| length.saturating_mul(256).saturating_add((*byte).into()))
            }
            _ => 0,
        };
        at = start.saturating_add(size).saturating_add(contents);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::DateTime;

    fn time(seconds: f64) -> Vec<u8> {
        [&[0xc1, 0xfb][..], &seconds.to_be_bytes()].concat()
    }

    fn rounded(document: &[u8]) -> Vec<u8> {
        let mut copy = document.to_vec();
        round_timestamps(&mut copy);
        copy
    }

    fn millis(time: &[u8]) -> u32 {
        let bytes = time[2..].try_into().expect("a double follows the tag");
        DateTime::from_secs_f64(f64::from_be_bytes(bytes)).subsec_nanos() / 1_000_000
    }

    #[test]
    fn every_millisecond_is_preserved() {
        for second in [1.0, 1_372_183_451.0, 1_795_521_600.0, 4_107_542_400.0] {
            for milli in 0..1000_u32 {
                assert_eq!(millis(&rounded(&time(second + f64::from(milli) / 1000.0))), milli, "{second}");
            }
        }
    }

    #[test]
    fn strings_and_other_numbers_are_unchanged() {
        let text = [&[0x6a][..], &time(0.25)].concat();
        let long = [&[0x58, 0x0a][..], &time(0.25)].concat();
        let double = [&[0xfb][..], &0.25_f64.to_be_bytes()].concat();
        let open = [&[0x7f, 0x6a][..], &time(0.25), &[0xff]].concat();
        for item in [text, long, double, open, time(60.0), time(-0.5), vec![0xc1, 0x18, 0x3c]] {
            assert_eq!(rounded(&item), item);
            let before = [&[0xbf, 0x61, b'a'][..], &item, &[0x61, b'b']].concat();
            let after = [&before[..], &rounded(&time(0.25)), &[0xff]].concat();
            assert_eq!(rounded(&[&before[..], &time(0.25), &[0xff]].concat()), after);
        }
        assert_ne!(rounded(&time(0.25)), time(0.25));
    }

    #[test]
    fn truncated_documents_are_unchanged() {
        let whole = time(0.25);
        for end in 0..whole.len() {
            assert_eq!(rounded(&whole[..end]), whole[..end]);
        }
        let endless = [0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(rounded(&endless), endless);
    }
}
