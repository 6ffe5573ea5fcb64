//! Colors: one theme for light and one for dark, categories for topics, a diverging scale for cosines.
//!
//! The first eight categories differ in hue and in lightness, so that they survive the common forms of color blindness
//! (compare Okabe and Ito 2008); from the ninth on they differ by hue only.

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Dark ink on light paper.
    #[default]
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// A color in sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The tones of one mode. Each ink has a contrast of 4.5 or more on both papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Words and figures.
    pub ink: Rgb,
    /// Secondary text.
    pub ink_soft: Rgb,
    /// Figures of axes.
    pub ink_faint: Rgb,
    /// Ground of the panels.
    pub paper: Rgb,
    /// Ground of the map.
    pub map_paper: Rgb,
    /// Borders.
    pub line: Rgb,
    /// Grid lines and the hairlines through the map's origin.
    pub hairline: Rgb,
    /// Buttons, links and bars.
    pub accent: Rgb,
    /// Results: moving average, analogy.
    pub warm: Rgb,
    /// A good outcome.
    pub good: Rgb,
    /// Points without a topic.
    pub neutral: Rgb,
}

const LIGHT: Theme = Theme {
    ink: Rgb(0x1d, 0x21, 0x29),
    ink_soft: Rgb(0x5b, 0x62, 0x70),
    ink_faint: Rgb(0x69, 0x70, 0x7e),
    paper: Rgb(0xff, 0xff, 0xff),
    map_paper: Rgb(0xfa, 0xf9, 0xf6),
    line: Rgb(0xe6, 0xe4, 0xde),
    hairline: Rgb(0xeb, 0xe9, 0xe4),
    accent: Rgb(0x3f, 0x5b, 0xd9),
    warm: Rgb(0xd9, 0x62, 0x2b),
    good: Rgb(0x17, 0x7a, 0x4e),
    neutral: Rgb(0x6b, 0x71, 0x7d),
};

const DARK: Theme = Theme {
    ink: Rgb(0xe8, 0xea, 0xee),
    ink_soft: Rgb(0xa4, 0xab, 0xb8),
    ink_faint: Rgb(0x86, 0x8e, 0x9c),
    paper: Rgb(0x19, 0x1d, 0x24),
    map_paper: Rgb(0x12, 0x15, 0x1a),
    line: Rgb(0x2a, 0x30, 0x3a),
    hairline: Rgb(0x25, 0x2b, 0x34),
    accent: Rgb(0x8f, 0xa2, 0xff),
    warm: Rgb(0xff, 0x9a, 0x66),
    good: Rgb(0x4c, 0xc3, 0x8a),
    neutral: Rgb(0x95, 0x9d, 0xaa),
};

/// Royalty, animals, actions, food, weather, places, people, qualities; then eight more.
const LIGHT_CATEGORIES: [Rgb; 16] = [
    Rgb(0x3f, 0x5b, 0xd9),
    Rgb(0x1f, 0x8a, 0x5b),
    Rgb(0x6b, 0x4f, 0xc4),
    Rgb(0xd9, 0x62, 0x2b),
    Rgb(0x0f, 0x8f, 0xa8),
    Rgb(0xb0, 0x41, 0x7e),
    Rgb(0x8a, 0x6d, 0x1f),
    Rgb(0x5d, 0x6b, 0x7a),
    Rgb(0xc2, 0x3b, 0x3b),
    Rgb(0x5f, 0x8a, 0x1f),
    Rgb(0x1f, 0x6f, 0xb5),
    Rgb(0x9a, 0x3f, 0xb5),
    Rgb(0x8f, 0x4f, 0x2a),
    Rgb(0x12, 0x7a, 0x72),
    Rgb(0xcc, 0x4a, 0x8f),
    Rgb(0x4a, 0x4f, 0x8f),
];

const DARK_CATEGORIES: [Rgb; 16] = [
    Rgb(0x8f, 0xa2, 0xff),
    Rgb(0x4c, 0xc3, 0x8a),
    Rgb(0xab, 0x93, 0xff),
    Rgb(0xff, 0x9a, 0x66),
    Rgb(0x4c, 0xc4, 0xdc),
    Rgb(0xee, 0x83, 0xbb),
    Rgb(0xd8, 0xb4, 0x4a),
    Rgb(0x9a, 0xa7, 0xb5),
    Rgb(0xff, 0x8a, 0x8a),
    Rgb(0xa9, 0xd0, 0x5f),
    Rgb(0x6f, 0xb8, 0xf5),
    Rgb(0xd8, 0x96, 0xee),
    Rgb(0xd6, 0xa0, 0x7c),
    Rgb(0x5f, 0xd0, 0xc4),
    Rgb(0xff, 0x9f, 0xd0),
    Rgb(0xa6, 0xac, 0xe6),
];

impl Rgb {
    /// As CSS spells it: `#rrggbb`.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Between `self` (`share` 0) and `other` (1), in sRGB.
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Contrast of two colors in [1, 21] (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance in [0, 1] (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl From<Rgb> for plotters::style::RGBColor {
    fn from(color: Rgb) -> Self {
        Self(color.0, color.1, color.2)
    }
}

impl Theme {
    /// The tones of a mode.
    pub const fn of(mode: Mode) -> &'static Self {
        match mode {
            Mode::Light => &LIGHT,
            Mode::Dark => &DARK,
        }
    }
}

/// The color of a topic; from the seventeenth on colors repeat.
pub fn category(mode: Mode, topic: usize) -> Rgb {
    let colors = match mode {
        Mode::Light => &LIGHT_CATEGORIES,
        Mode::Dark => &DARK_CATEGORIES,
    };
    colors[topic % colors.len()]
}

/// The color of a cosine: blue at -1, paper at 0, orange-red at 1. Values beyond are clamped; NaN is paper.
pub fn diverging(mode: Mode, cosine: f64) -> Rgb {
    let (blue, red) = match mode {
        Mode::Light => (Rgb(0x3f, 0x6f, 0xb8), Rgb(0xcb, 0x66, 0x46)),
        Mode::Dark => (Rgb(0x32, 0x6a, 0xb8), Rgb(0xaf, 0x4b, 0x2c)),
    };
    let paper = Theme::of(mode).paper;
    if cosine.is_nan() {
        paper
    } else if cosine < 0.0 {
        paper.mixed(blue, -cosine)
    } else {
        paper.mixed(red, cosine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [Mode; 2] = [Mode::Light, Mode::Dark];

    #[test]
    fn inks_can_be_read_on_both_papers() {
        for mode in MODES {
            let theme = Theme::of(mode);
            for paper in [theme.paper, theme.map_paper] {
                for ink in [theme.ink, theme.ink_soft, theme.ink_faint, theme.good] {
                    let contrast = ink.contrast(paper);
                    assert!(contrast >= 4.5, "{} on {}: {contrast:.2}", ink.css(), paper.css());
                }
            }
        }
    }

    #[test]
    fn marks_stand_out_from_the_map() {
        for mode in MODES {
            for topic in 0..16 {
                let contrast = category(mode, topic).contrast(Theme::of(mode).map_paper);
                assert!(contrast >= 3.0, "topic {topic} {mode:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn contrast_agrees_with_its_definition() {
        assert!((Rgb(0, 0, 0).contrast(Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
        assert_eq!(Rgb(90, 1, 2).contrast(Rgb(90, 1, 2)), 1.0);
    }

    #[test]
    fn categories_differ_and_begin_again() {
        for mode in MODES {
            for a in 0..16 {
                assert!((0..a).all(|b| category(mode, a) != category(mode, b)));
                assert_eq!(category(mode, a), category(mode, a + 16));
            }
        }
    }

    #[test]
    fn cosines_diverge_from_paper() {
        for mode in MODES {
            let paper = Theme::of(mode).paper;
            assert_eq!(diverging(mode, 0.0), paper);
            assert_eq!(diverging(mode, f64::NAN), paper);
            assert_eq!(diverging(mode, -7.0), diverging(mode, -1.0));
            assert_eq!(diverging(mode, 7.0), diverging(mode, 1.0));
            let (cold, hot) = (diverging(mode, -1.0), diverging(mode, 1.0));
            assert!(cold.2 > cold.0 && hot.0 > hot.2);
        }
    }

    #[test]
    fn css_has_six_digits() {
        assert_eq!(Rgb(0, 10, 255).css(), "#000aff");
    }
}
