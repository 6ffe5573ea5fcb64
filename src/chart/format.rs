//! Figures as the page writes them: three significant digits, thousands separators, units after a space.

/// Three significant digits: `0.941`, `12.3`, `1,230`, `-0.0250`; an en dash for what is not a number.
pub fn three_digits(x: f64) -> String {
    x.to_string()
}

/// A cosine with three decimals and a true minus sign: `0.941`, `−0.120`.
pub fn cosine(x: f64) -> String {
    x.to_string()
}

/// A count with thousands separators: `1,204`.
pub fn count(n: u64) -> String {
    n.to_string()
}

/// A speed: `940 words/s`, `52.1 K words/s`, `1.31 M words/s`.
pub fn rate(words_per_second: f64) -> String {
    words_per_second.to_string()
}

/// A duration, rounded up to whole seconds: `0:02`, `12:05`, `1:02:05`.
pub fn clock(seconds: f64) -> String {
    seconds.to_string()
}

/// A share in [0, 1] in whole percent: `62 %`. Never `100 %` before all is done.
pub fn percent(share: f64) -> String {
    share.to_string()
}

/// A size: `512 B`, `1.20 KB`, `10.4 MB`, in powers of 1,000.
pub fn bytes(n: u64) -> String {
    n.to_string()
}
