//! Figures as the page writes them: three significant digits, thousands separators, units after a space.
//!
//! A minus is U+2212, which is as wide as a plus; a value that is not a number becomes an en dash. Columns of figures need
//! `font-variant-numeric: tabular-nums`.

/// Replaces a value that is not a number.
const NOTHING: &str = "–";

/// Three significant digits: `0.941`, `12.3`, `1,230`, `−0.0250`; above that, whole numbers; far out, powers of ten.
pub fn three_digits(x: f64) -> String {
    if !x.is_finite() {
        return NOTHING.to_owned();
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    let size = x.abs();
    let exponent = size.log10().floor() as i32;
    // What rounds up to the next power of ten, such as 9.996, has that power's digits.
    let exponent = if (size / power_of_ten(exponent - 2)).round() >= 1000.0 { exponent + 1 } else { exponent };
    let digits = match exponent {
        -4..=2 => format!("{size:.*}", (2 - exponent) as usize),
        3..=14 => count(((size / power_of_ten(exponent - 2)).round() * power_of_ten(exponent - 2)) as u64),
        _ => format!("{size:.2e}"),
    };
    signed(x, &digits)
}

/// A cosine with three decimals: `0.941`, `−0.120`.
pub fn cosine(x: f64) -> String {
    if x.is_finite() { signed(x, &format!("{:.3}", x.abs())) } else { NOTHING.to_owned() }
}

/// A count with thousands separators: `1,204`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A speed: `940 words/s`, `52.1 K words/s`, `1.31 M words/s`.
pub fn rate(words_per_second: f64) -> String {
    quantity(words_per_second, "words/s")
}

/// A quantity of at least 0 with a prefix to its unit: `940 words`, `1.07 M words`.
pub fn quantity(x: f64, unit: &str) -> String {
    let (figure, prefix) = with_prefix(x);
    format!("{figure} {prefix}{}{unit}", if prefix.is_empty() { "" } else { " " })
}

/// A duration, rounded up to whole seconds: `0:02`, `12:05`, `1:02:05`.
pub fn clock(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return NOTHING.to_owned();
    }
    let whole = seconds.ceil() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{}:{minutes:02}:{seconds:02}", count(hours)) } else { format!("{minutes}:{seconds:02}") }
}

/// A share in [0, 1] in whole percent: `62 %`. Rounded down, so never `100 %` before all is done.
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{} %", (share.clamp(0.0, 1.0) * 100.0 + 1e-9).floor()) } else { NOTHING.to_owned() }
}

/// A share in [0, 1] in whole percent, to the nearest: for what is measured, not for what is under way.
pub fn share(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", share.clamp(0.0, 1.0) * 100.0) } else { NOTHING.to_owned() }
}

/// Two shares likewise. Where they make up all there is, they add up to 100 %.
pub fn two_shares([first, second]: [f64; 2]) -> [String; 2] {
    let is_all = (first + second - 1.0).abs() < 1e-6;
    let rest = if is_all { 1.0 - (first.clamp(0.0, 1.0) * 100.0).round_ties_even() / 100.0 } else { second };
    [share(first), share(rest)]
}

/// A size: `512 B`, `1.20 KB`, `10.4 MB`, in powers of 1,000.
pub fn bytes(n: u64) -> String {
    let (figure, prefix) = with_prefix(n as f64);
    format!("{figure} {prefix}B")
}

/// A number of at least 0 in three digits, and K, M or G for its thousands.
fn with_prefix(x: f64) -> (String, &'static str) {
    if !x.is_finite() || x < 0.0 {
        return (NOTHING.to_owned(), "");
    }
    // Half a unit below each power, because 999.6 is written 1,000.
    let (divisor, prefix) = match x {
        _ if x < 999.5 => return (format!("{x:.0}"), ""),
        _ if x < 999.5e3 => (1e3, "K"),
        _ if x < 999.5e6 => (1e6, "M"),
        _ => (1e9, "G"),
    };
    (three_digits(x / divisor), prefix)
}

fn power_of_ten(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

/// Puts a minus before digits that are not all zero.
fn signed(x: f64, digits: &str) -> String {
    if x < 0.0 && digits.bytes().any(|b| matches!(b, b'1'..=b'9')) { format!("−{digits}") } else { digits.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_significant_digits_whatever_the_size() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (0.9412, "0.941"),
            (1.0, "1.00"),
            (0.99951, "1.00"),
            (9.996, "10.0"),
            (12.34, "12.3"),
            (999.4, "999"),
            (999.6, "1,000"),
            (1234.0, "1,230"),
            (1_234_567.0, "1,230,000"),
            (-0.025, "−0.0250"),
            (0.000_123_4, "0.000123"),
            (0.000_001_234, "1.23e-6"),
            (1.5e20, "1.50e20"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ];
        for (x, text) in cases {
            assert_eq!(three_digits(x), text);
        }
    }

    #[test]
    fn cosines_have_three_decimals_and_no_negative_zero() {
        assert_eq!(cosine(0.9412), "0.941");
        assert_eq!(cosine(-0.12), "−0.120");
        assert_eq!(cosine(-0.0001), "0.000");
        assert_eq!(cosine(f64::NAN), "–");
    }

    #[test]
    fn thousands_are_separated() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_204, "1,204"), (214_806, "214,806")] {
            assert_eq!(count(n), text);
        }
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn rates_scale_their_unit() {
        assert_eq!(rate(940.2), "940 words/s");
        assert_eq!(rate(999.7), "1.00 K words/s");
        assert_eq!(rate(52_100.0), "52.1 K words/s");
        assert_eq!(rate(1_310_000.0), "1.31 M words/s");
        assert_eq!(rate(f64::NAN), "– words/s");
    }

    #[test]
    fn clocks_round_up_to_seconds() {
        assert_eq!(clock(0.0), "0:00");
        assert_eq!(clock(1.2), "0:02");
        assert_eq!(clock(59.5), "1:00");
        assert_eq!(clock(725.0), "12:05");
        assert_eq!(clock(3725.0), "1:02:05");
        assert_eq!(clock(f64::INFINITY), "–");
    }

    #[test]
    fn percent_is_done_only_when_all_is_done() {
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(0.62), "62 %");
        assert_eq!(percent(0.29), "29 %");
        assert_eq!(percent(0.9999), "99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(f64::NAN), "–");
    }

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        assert_eq!([0.0, 0.004, 0.996, 0.999_999_9, 1.0].map(share), ["0 %", "0 %", "100 %", "100 %", "100 %"]);
        assert_eq!(share(f64::NAN), "–");
        assert_eq!(two_shares([0.625, 0.375]), ["62 %", "38 %"]);
        assert_eq!(two_shares([0.999_999_97, 0.0]), ["100 %", "0 %"]);
        assert_eq!(two_shares([0.316, 0.184]), ["32 %", "18 %"]);
    }

    #[test]
    fn bytes_scale_their_unit() {
        assert_eq!(bytes(512), "512 B");
        assert_eq!(bytes(1_200), "1.20 KB");
        assert_eq!(bytes(10_400_000), "10.4 MB");
        assert_eq!(bytes(200_000_000), "200 MB");
        assert_eq!(bytes(1_500_000_000), "1.50 GB");
    }
}
