//! Made-up texts of exactly this many different words, and questions about them.

/// Words of a line.
const LINE: usize = 12;

/// A generator that is the same everywhere; good enough to draw words.
struct Draws(u64);

impl Draws {
    /// Uniform in [0, 1).
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

/// The word with this id, in letters alone.
fn word(id: u32) -> String {
    let letters = (0..4).map(|place| char::from(b'a' + (id / 26_u32.pow(place) % 26) as u8));
    std::iter::once('w').chain(letters).collect()
}

/// A text of `n_words` different words, each of them at least once; frequencies fall about as 1 / rank, as in a language.
pub(crate) fn text(n_words: u32, seed: u64) -> String {
    let n_tokens = n_tokens(n_words);
    let words: Vec<String> = (0..n_words).map(word).collect();
    let mut draws = Draws(seed);
    let mut text = String::with_capacity(n_tokens * 6);
    for token in 0..n_tokens {
        // Of a rank that is `n_words` to the power of an even draw, the chance falls as 1 / rank.
        let rank = f64::from(n_words).powf(draws.share()) as usize - 1;
        let id = if token < words.len() { token } else { rank.min(words.len() - 1) };
        text.push_str(&words[id]);
        text.push(if token % LINE == LINE - 1 { '\n' } else { ' ' });
    }
    text
}

/// The length of such a text. The full softmax is slow, so its text of 5,000 words is short.
fn n_tokens(n_words: u32) -> usize {
    match n_words {
        0..=900 => 400_000,
        901..=5_000 => 60_000,
        5_001..=20_000 => 1_500_000,
        20_001.. => 3_600_000,
    }
}

/// A file of `n_questions` analogies of frequent words.
pub(crate) fn questions(n_words: u32, n_questions: u32) -> String {
    let mut draws = Draws(7);
    let mut text = String::from(": made-up\n");
    let most = f64::from(n_words.min(900));
    for _ in 0..n_questions {
        let first = (draws.share() * most) as u32;
        // Four different words.
        let ids = [0, 1, 2, 3].map(|place| (first + place * (1 + n_words.min(900) / 5)) % n_words.min(900));
        text.push_str(&ids.map(word).join(" "));
        text.push('\n');
    }
    text
}
