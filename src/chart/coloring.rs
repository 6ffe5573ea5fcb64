//! What the colors of the points say: groups, or a scale.

use super::palette::{Mode, Rgb, Theme, category, diverging};
use super::written::set_apart;

/// "This word has no color of its own" in [`Coloring::class_of_word`].
pub const NO_CLASS: u8 = u8::MAX;
/// Steps of a scale.
const STEPS: usize = 64;

/// A color for every word, and what the legend says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coloring {
    /// For each word an index into `palette`, or [`NO_CLASS`]; words beyond it have none.
    pub class_of_word: Vec<u8>,
    /// The colors.
    pub palette: Vec<Rgb>,
    /// What they mean.
    pub legend: Legend,
}

/// What a legend shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Legend {
    /// Nothing.
    #[default]
    None,
    /// A name for each class.
    Groups(Vec<String>),
    /// The ends of a scale.
    Scale {
        /// What the first color stands for.
        low: String,
        /// What the last color stands for.
        high: String,
    },
}

impl Coloring {
    /// A color for each group. `group_of_word`: an index into `names`, or [`NO_CLASS`].
    pub fn of_groups(mode: Mode, group_of_word: &[u8], names: Vec<String>) -> Self {
        let palette = (0..names.len()).map(|group| category(mode, group)).collect();
        Self { class_of_word: group_of_word.to_vec(), palette, legend: Legend::Groups(names) }
    }

    /// Cosines in [-1, 1] to a word: blue, nothing, red.
    pub fn of_cosines(mode: Mode, cosines: &[f32], word: &str) -> Self {
        let palette = (0..STEPS).map(|step| diverging(mode, 2.0 * share_of(step) - 1.0)).collect::<Vec<_>>();
        let paper = Theme::of(mode).map_paper;
        // In the middle of the scale a point would be invisible: it takes some of the neutral tone.
        let neutral = Theme::of(mode).neutral;
        let palette = palette
            .into_iter()
            .map(|color| if color.contrast(paper) < 1.6 { color.mixed(neutral, 0.45) } else { color });
        let class = |&cosine: &f32| step_of(f64::midpoint(f64::from(cosine), 1.0));
        Self {
            class_of_word: cosines.iter().map(class).collect(),
            palette: palette.collect(),
            legend: Legend::Scale {
                low: format!("cosine to {}: −1", set_apart(word.to_owned())),
                high: "1".to_owned(),
            },
        }
    }

    /// Shares in [0, 1], NaN for words without one. `ends` name 0 and 1.
    pub fn of_shares(mode: Mode, shares: impl Iterator<Item = f64>, ends: [String; 2]) -> Self {
        let [low, high] = ends;
        Self {
            class_of_word: shares.map(step_of).collect(),
            palette: (0..STEPS).map(|step| sequential(mode, share_of(step))).collect(),
            legend: Legend::Scale { low, high },
        }
    }

    /// The color of a class.
    pub fn color(&self, class: u8, mode: Mode) -> Rgb {
        self.palette.get(usize::from(class)).copied().unwrap_or(Theme::of(mode).neutral)
    }
}

/// From faint to strong in one direction of lightness, so that it survives color blindness: yellow to blue on light
/// paper, blue to yellow on dark (after the poles of "cividis", Nuñez et al. 2018).
fn sequential(mode: Mode, share: f64) -> Rgb {
    let stops: [Rgb; 3] = match mode {
        Mode::Light => [Rgb(0xc2, 0xa5, 0x2e), Rgb(0x6d, 0x75, 0x78), Rgb(0x12, 0x35, 0x84)],
        Mode::Dark => [Rgb(0x3f, 0x6c, 0xc9), Rgb(0x95, 0x9d, 0xa0), Rgb(0xf3, 0xdf, 0x5a)],
    };
    let at = share.clamp(0.0, 1.0) * 2.0;
    if at < 1.0 { stops[0].mixed(stops[1], at) } else { stops[1].mixed(stops[2], at - 1.0) }
}

fn share_of(step: usize) -> f64 {
    step as f64 / (STEPS - 1) as f64
}

fn step_of(share: f64) -> u8 {
    if share.is_nan() { NO_CLASS } else { (share.clamp(0.0, 1.0) * (STEPS - 1) as f64).round() as u8 }
}

/// Shares for counts, which are above 0: their logarithms, scaled from 0 for the smallest to 1 for the largest.
pub fn frequency_shares(counts: &[u32]) -> Vec<f64> {
    let ln = |count: u32| f64::from(count.max(1)).ln();
    let low = counts.iter().copied().map(ln).fold(f64::INFINITY, f64::min);
    let high = counts.iter().copied().map(ln).fold(0.0, f64::max);
    let span = (high - low).max(f64::MIN_POSITIVE);
    counts.iter().map(|&count| (ln(count) - low) / span).collect()
}

/// Shares for words that are known by their ranks alone: by Zipf's law a word is as frequent as one over its rank, so they are
/// logarithms of ranks, from 1 for the first to 0 for the last.
pub fn rank_shares(n_words: usize) -> Vec<f64> {
    let span = (n_words as f64).ln().max(f64::MIN_POSITIVE);
    (1..=n_words).map(|rank| 1.0 - (rank as f64).ln() / span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [Mode; 2] = [Mode::Light, Mode::Dark];

    #[test]
    fn every_color_of_a_scale_can_be_seen() {
        for mode in MODES {
            let cosines: Vec<f32> = (0..=40).map(|i| i as f32 / 20.0 - 1.0).collect();
            let scales = [
                Coloring::of_cosines(mode, &cosines, "king"),
                Coloring::of_shares(mode, [0.0, 1.0].into_iter(), ["rare".to_owned(), "frequent".to_owned()]),
            ];
            for scale in scales {
                for color in &scale.palette {
                    let contrast = color.contrast(Theme::of(mode).map_paper);
                    assert!(contrast >= 1.5, "{mode:?} {}: {contrast}", color.css());
                }
            }
        }
    }

    #[test]
    fn a_sequential_scale_goes_one_way_in_lightness() {
        for mode in MODES {
            let contrasts: Vec<f64> =
                (0..STEPS).map(|step| sequential(mode, share_of(step)).contrast(Theme::of(mode).map_paper)).collect();
            assert!(contrasts.is_sorted(), "{mode:?}: {contrasts:?}");
        }
    }

    #[test]
    fn words_without_a_value_are_neutral() {
        let scale = Coloring::of_shares(Mode::Light, [0.5, f64::NAN].into_iter(), ["0".to_owned(), "1".to_owned()]);
        assert_eq!(scale.class_of_word[1], NO_CLASS);
        assert_eq!(scale.color(NO_CLASS, Mode::Light), Theme::of(Mode::Light).neutral);
        assert_eq!(scale.color(scale.class_of_word[0], Mode::Light), scale.palette[32]);
    }

    #[test]
    fn counts_are_colored_by_their_logarithms() {
        let shares = frequency_shares(&[1000, 100, 10]);
        assert!((shares[0] - 1.0).abs() < 1e-12 && (shares[1] - 0.5).abs() < 1e-12 && shares[2] == 0.0);
        assert_eq!(frequency_shares(&[7, 7]), [0.0, 0.0]);
        let ranks = rank_shares(100);
        assert!(ranks[0] == 1.0 && (ranks[9] - 0.5).abs() < 1e-12 && ranks[99] == 0.0);
        assert_eq!(rank_shares(0), [0.0; 0]);
    }
}
