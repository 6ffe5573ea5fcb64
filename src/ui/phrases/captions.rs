//! What the map shows, in a line under it.

use crate::{
    chart::{cut_text, format},
    protocol::{Frame, Projection, Recall},
};

/// The most letters of an axis' words in a caption; the form of the axes has them whole.
const MOST_OF_AXIS: f64 = 40.0;

/// What the axes of the map show: one caption, or two for x and y, with their shares of the variance. `axes`: semantic
/// axes as they were typed, and the projection that they stand for. `perplexity`: that of t-SNE, as it was and as it was
/// wanted.
pub fn axes_caption(frame: &Frame, (axes, of): (&[String; 2], &Projection), perplexity: Option<[f32; 2]>) -> String {
    let [first, second] = frame.explained;
    let [share_of_x, share_of_y] = format::two_shares(frame.explained);
    let [x_words, y_words] =
        axes.each_ref().map(|words| cut_text(words, MOST_OF_AXIS, |text| text.chars().count() as f64).0);
    let both = |x: &str, gap: &str, y: &str| format!("{x} ({share_of_x}) →{gap}{y} ({share_of_y}) ↑");
    match &frame.projection {
        Projection::Components { x, y } if frame.on_axes => both(&format!("PC {x}"), "   ", &format!("PC {y}")),
        Projection::Components { x, y } => {
            format!("plane of PC {x} and {y} ({})", format::share(first + second))
        }
        // The frame is along the axes before these.
        Projection::Axes { .. } if frame.projection != *of => String::new(),
        Projection::Axes { .. } => {
            let angle =
                frame.axes_cosine.map(|cosine| format!(", {:.0}° apart", cosine.clamp(-1.0, 1.0).acos().to_degrees()));
            format!("{}{}", both(&x_words, "\n", &y_words), angle.unwrap_or_default())
        }
        Projection::Placed => match perplexity {
            Some([used, wanted]) if used < wanted => {
                format!("t-SNE at perplexity {used} instead of {wanted}, for so few words: large distances mean little")
            }
            _ => "t-SNE: large distances mean little".to_owned(),
        },
    }
}

/// How true the map is, where that was measured: of so many nearest words on average. Where those are all other words, no
/// map could lose one.
pub fn recall_caption(recall: &Recall, n_words: usize) -> String {
    let Recall { n_neighbors, mean, .. } = *recall;
    if n_words <= 1 + n_neighbors as usize {
        return format!(
            "only {n_neighbors} other {}: none can be lost",
            if n_neighbors == 1 { "word" } else { "words" }
        );
    }
    format!("keeps {} of the {n_neighbors} nearest", format::percent(mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::AxisWords;

    #[test]
    fn captions_say_what_the_axes_are() {
        let mut frame = Frame {
            generation: 1,
            serial: 1,
            tokens_done: 0,
            positions: Vec::new().into(),
            view: 0,
            projection: Projection::Components { x: 1, y: 3 },
            explained: [0.31, 0.18],
            spread: Vec::new(),
            on_axes: true,
            axes_cosine: None,
        };
        let axes = ["woman - man".to_owned(), "royal".to_owned()];
        let words = Projection::Axes { x: AxisWords::default(), y: AxisWords::default() };
        let of = (&axes, &words);
        assert_eq!(axes_caption(&frame, of, None), "PC 1 (31 %) →   PC 3 (18 %) ↑", "whatever is asked for next");
        frame.on_axes = false;
        assert_eq!(axes_caption(&frame, of, None), "plane of PC 1 and 3 (49 %)");
        frame.projection =
            Projection::Axes { x: AxisWords { towards: vec![1], from: vec![] }, y: AxisWords::default() };
        assert_eq!(axes_caption(&frame, of, None), "", "the frame is along other axes still");
        frame.projection = words.clone();
        assert_eq!(axes_caption(&frame, of, None), "woman - man (31 %) →\nroyal (18 %) ↑");
        let odd = ["w".repeat(100), "שלום - עולם".to_owned()];
        let short = format!("{}… (31 %) →\n\u{2068}שלום - עולם\u{2069} (18 %) ↑", "w".repeat(39));
        assert_eq!(
            axes_caption(&frame, (&odd, &words), None),
            short,
            "long words are cut, and the figures keep their place"
        );
        frame.axes_cosine = Some(0.5);
        assert!(axes_caption(&frame, of, None).ends_with("royal (18 %) ↑, 60° apart"));
        let recall = Recall {
            generation: 1,
            serial: 1,
            mean: 0.342,
            n_neighbors: 10,
            chance: 0.1,
            n_measured: 30,
            n_wanted: 30,
            of_word: Vec::new().into(),
        };
        assert_eq!(recall_caption(&recall, 30), "keeps 34 % of the 10 nearest");
        let few = Recall { n_neighbors: 6, mean: 1.0, ..recall };
        assert_eq!(recall_caption(&few, 7), "only 6 other words: none can be lost");
        let placed =
            |perplexity| axes_caption(&Frame { projection: Projection::Placed, ..frame.clone() }, of, perplexity);
        assert_eq!(placed(Some([30.0, 30.0])), "t-SNE: large distances mean little");
        assert_eq!(
            placed(Some([9.0, 30.0])),
            "t-SNE at perplexity 9 instead of 30, for so few words: large distances mean little"
        );
    }
}
