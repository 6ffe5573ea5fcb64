//! One word, two meanings? One vector has to do for both.

use super::stage::{Stage, bar, said, table_row};
use crate::protocol::{Element, MapAct, TableCell, Token, TokenRole, Tone, Unit};

/// Neighbors that are asked which meaning they belong to.
const N_NEIGHBORS: usize = 10;
/// Words of senses, the first of which is there.
const HOMOGRAPHS: [[&str; 3]; 3] =
    [["bank", "river", "coins"], ["light", "bright", "feather"], ["bat", "cave", "ball"]];

pub(super) fn show(stage: &mut Stage<'_>) -> Option<()> {
    let vocabulary = stage.state.vocabulary;
    let of_word = |words: &&[&str; 3]| vocabulary.find(&stage.inputs.words[0]) == vocabulary.id(words[0]);
    let has_all = |words: &&[&str; 3]| words.iter().all(|word| vocabulary.id(word).is_some());
    let typed = HOMOGRAPHS.iter().find(|words| !stage.inputs.words[0].is_empty() && of_word(words));
    let [first, second, third] = typed.or_else(|| HOMOGRAPHS.iter().find(has_all)).copied().unwrap_or_default();
    let a = stage.word(0, &[first], stage.state.n_words() / 3);
    // A word's senses are known of those above alone; else its nearest, and the nearest that is far from that.
    let is_known = vocabulary.id(first) == Some(a);
    let b = stage.word_near(1, &[second][..usize::from(is_known)], a, &[])?;
    let c = match stage.chosen(2, &[third][..usize::from(is_known)]) {
        Some(c) => c,
        None => other_side(stage, a, b)?,
    };
    stage.put(2, c);
    let [ab, ac, bc] = [(a, b), (a, c), (b, c)].map(|(x, y)| stage.cosine(x, y));
    stage.right(u8::from(ac > ab));
    for (name, value) in [("ab", ab), ("ac", ac), ("bc", bc)] {
        stage.figure(name, value, Unit::Cosine);
    }
    stage.named("winner", if ab >= ac { b } else { c });
    stage.act(MapAct::Highlight { word_id: a, others: vec![b, c] });
    match stage.step {
        2 => sides(stage, [a, b, c])?,
        3 => sentences(stage, [a, b, c]),
        _ => {
            stage.strip("one row each", [b, a, c].map(|id| stage.row("", id)).to_vec());
            let rows = [("ab", a, b, ab), ("ac", a, c, ac), ("bc", b, c, bc)].map(|(key, x, y, cosine)| {
                let cells =
                    vec![said(stage.state.name(x)), said(stage.state.name(y)), TableCell::Number(cosine, Unit::Cosine)];
                table_row(key, cells)
            });
            stage.table("how near", &["word", "and", "cosine"], rows.to_vec());
        }
    }
    Some(())
}

/// Of the words near to `a`, the one that is farthest from `b`.
fn other_side(stage: &mut Stage<'_>, a: u32, b: u32) -> Option<u32> {
    let near = stage.nearest(stage.state.vector(a), N_NEIGHBORS, &[a, b])?;
    let farthest = near.iter().min_by(|x, y| stage.cosine(x.0, b).total_cmp(&stage.cosine(y.0, b)));
    Some(farthest.map_or(b, |&(id, _)| id))
}

/// The neighbors, each on the side of one meaning.
fn sides(stage: &mut Stage<'_>, [a, b, c]: [u32; 3]) -> Option<()> {
    let near = stage.nearest(stage.state.vector(a), N_NEIGHBORS, &[a])?;
    let lean = |id: u32| stage.cosine(id, b) - stage.cosine(id, c);
    let bars: Vec<_> = near.iter().map(|&(id, _)| bar(stage.state.name(id), lean(id), Tone::Plain)).collect();
    let n_b = bars.iter().filter(|bar| bar.value >= 0.0).count();
    stage.figure("on_b", n_b as f64, Unit::Count);
    stage.figure("on_c", (bars.len() - n_b) as f64, Unit::Count);
    stage.figure("listed", bars.len() as f64, Unit::Count);
    stage.bars("to the left like the third word, to the right like the second", Unit::Cosine, bars);
    stage.act(MapAct::Highlight { word_id: a, others: near.iter().map(|&(id, _)| id).collect() });
    Some(())
}

/// The same row, whatever stands around it.
fn sentences(stage: &mut Stage<'_>, [a, b, c]: [u32; 3]) {
    let line = |other: u32| {
        let words = [other, a].map(|id| stage.state.name(id).to_owned());
        words
            .into_iter()
            .zip([TokenRole::Context, TokenRole::Center])
            .map(|(text, role)| Token { text, role })
            .collect()
    };
    for other in [b, c] {
        let tokens = line(other);
        stage.draw(Element::Tokens { caption: "in this company".to_owned(), tokens });
    }
    stage.strip("looked up in either", vec![stage.row("same", a), stage.row("same", a)]);
    stage.figure("same", stage.cosine(a, a), Unit::Cosine);
}
