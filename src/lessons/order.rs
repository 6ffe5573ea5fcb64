//! Does it know who bit whom? A mean forgets the order of its words, and adding their positions does not change that.
//!
//! Positions are those of Vaswani et al. 2017, section 3.5: `PE(p, 2i) = sin(p / base^(2i / d))`, and the cosine beside it.

use super::{
    math,
    stage::{Stage, bar, strip_row},
};
use crate::protocol::{Element, StripRow, Token, TokenRole, Tone, Unit};

/// Words that are used of a sentence.
const MOST_WORDS: usize = 6;
/// Positions whose product with a first one is shown.
const N_OFFSETS: usize = 9;
/// The second start, far from the first.
const FAR: usize = 30;
const USUAL_BASE: f64 = 10_000.0;

pub(super) fn show(stage: &mut Stage<'_>) {
    let ids = sentence(stage);
    let dims = stage.state.embedding.dims();
    let base = if stage.step == 2 || stage.step == 5 {
        stage.number(0, "Stretch", USUAL_BASE, [10.0, 100_000.0, 10.0])
    } else {
        stage.inputs.numbers[0].filter(|base| *base >= 1.0 && base.is_finite()).unwrap_or(USUAL_BASE)
    };
    let position = |place: usize| position(place, dims, base);
    let turned: Vec<u32> = ids.iter().rev().copied().collect();
    // A sum does not know which position went with which word.
    stage.right(0);
    stage.named("first", ids[0]);
    stage.figure("words", ids.len() as f64, Unit::Count);
    stage.figure("dims", dims as f64, Unit::Count);
    let [plain, plain_turned] = [mean(stage, &ids, None), mean(stage, &turned, None)];
    stage.figure("apart", greatest_difference(&plain, &plain_turned), Unit::Number);
    let placed = |ids: &[u32]| mean(stage, ids, Some(base));
    let [with, with_turned] = [placed(&ids), placed(&turned)];
    stage.figure("apart_placed", greatest_difference(&with, &with_turned), Unit::Number);
    let [own, last] = [0, ids.len() - 1].map(|place| math::plus(stage.state.vector(ids[0]), 1.0, &position(place)));
    stage.figure("moved", math::distance(&own, &last), Unit::Number);
    match stage.step {
        2 => {
            let rows = (0..ids.len().max(MOST_WORDS)).map(|p| strip_row(&format!("place {}", p + 1), "", &position(p)));
            let rows = rows.collect();
            stage.strip("a row for each place", rows);
            let squared = math::dot(&position(1), &position(1));
            // The last sine of an odd number has no cosine beside it.
            if dims.is_multiple_of(2) {
                stage.figure("squared", squared, Unit::Number);
                stage.figure("half", dims as f64 / 2.0, Unit::Number);
            }
            let second = position(1);
            stage.figure("sine", f64::from(second[0]), Unit::Number);
        }
        3 => {
            let rows = vec![
                strip_row("in front", "moved", &own),
                strip_row("at the end", "moved", &last),
                strip_row("by itself", "", stage.state.vector(ids[0])),
            ];
            stage.strip("one word at two places", rows);
        }
        4 => {
            let rows = vec![
                strip_row("as it stands", "apart_placed", &with),
                strip_row("turned", "apart_placed", &with_turned),
            ];
            stage.strip("means with positions added", rows);
        }
        5 => {
            let start = position(0);
            let far = position(FAR);
            let product = |k: usize| math::dot(&start, &position(k));
            let bars = (0..N_OFFSETS).map(|k| {
                let name = if k == 0 { "itself".to_owned() } else { format!("{k} on") };
                bar(&name, product(k), if k == 0 { Tone::Strong } else { Tone::Plain })
            });
            let bars = bars.collect();
            stage.bars("product of the first place with others", Unit::Number, bars);
            stage.figure("next", product(1), Unit::Number);
            stage.figure("fifth", product(5), Unit::Number);
            stage.figure("far_next", math::dot(&far, &position(FAR + 1)), Unit::Number);
        }
        _ => {
            tokens(stage, "as it stands", &ids);
            tokens(stage, "turned", &turned);
            let rows: Vec<StripRow> =
                vec![strip_row("as it stands", "apart", &plain), strip_row("turned", "apart", &plain_turned)];
            stage.strip("means of the rows", rows);
        }
    }
}

/// The known words of the sentence; the first of the vocabulary where there are fewer than two.
fn sentence(stage: &mut Stage<'_>) -> Vec<u32> {
    let has_bites = stage.state.vocabulary.id("bites").is_some();
    let words = stage.sentence(if has_bites { "dog bites man" } else { "dog saw man" });
    let known = |words: Vec<String>| {
        let ids = words.iter().filter_map(|word| stage.state.vocabulary.find(word)).take(MOST_WORDS);
        ids.collect::<Vec<u32>>()
    };
    let n_words = words.len();
    let ids = known(words);
    stage.figure("unknown", (n_words - ids.len().min(n_words)) as f64, Unit::Count);
    if ids.len() > 1 { ids } else { (0..stage.state.n_words().clamp(1, 3)).collect() }
}

fn tokens(stage: &mut Stage<'_>, caption: &str, ids: &[u32]) {
    let token = |&id: &u32| Token { text: stage.state.name(id).to_owned(), role: TokenRole::Context };
    let tokens = ids.iter().map(token).collect();
    stage.draw(Element::Tokens { caption: caption.to_owned(), tokens });
}

/// The mean of the words' rows, each with its position where there is a base. Sums of words and of positions are taken apart
/// and in the order of ids and places, so that the order of the words cannot change a bit.
fn mean(stage: &Stage<'_>, ids: &[u32], base: Option<f64>) -> Vec<f32> {
    let dims = stage.state.embedding.dims();
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    let mut sum = vec![0.0_f64; dims];
    let add = |sum: &mut Vec<f64>, row: &[f32]| sum.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
    for &id in &sorted {
        add(&mut sum, stage.state.vector(id));
    }
    if let Some(base) = base {
        for place in 0..ids.len() {
            add(&mut sum, &position(place, dims, base));
        }
    }
    sum.into_iter().map(|x| (x / ids.len() as f64) as f32).collect()
}

fn greatest_difference(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&x, &y)| f64::from((x - y).abs())).fold(0.0, f64::max)
}

/// The row of a place.
fn position(place: usize, dims: usize, base: f64) -> Vec<f32> {
    let wave = |dim: usize| {
        let angle = place as f64 / libm::pow(base, (dim - dim % 2) as f64 / dims as f64);
        math::sine_and_cosine(angle)[dim % 2] as f32
    };
    (0..dims).map(wave).collect()
}
