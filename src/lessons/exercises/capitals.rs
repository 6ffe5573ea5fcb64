//! Capitals near *paris*: what the text says of the word, and what that makes of its neighbors.

use crate::{
    lessons::{
        hubs::Work,
        stage::{Stage, bar},
    },
    protocol::{Element, Goal, MapAct, Token, TokenRole, Tone, Unit},
    text::KeyWordInContext,
};

/// Neighbors that are looked at, and how many of them should be capitals.
const LISTED: usize = 10;
const WANTED: usize = 3;
/// Words that stand beside it more often than chance. One must be there twice, or in this share of its sentences: what is rare
/// in the text would lead the list by chance.
const N_TELLING: usize = 6;
const LEAST_COUNT: usize = 2;
const LEAST_SHARE: usize = 50;

/// Capitals of one word each, as English writes them.
const CAPITALS: &str = "paris london berlin madrid rome vienna brussels amsterdam lisbon athens dublin copenhagen stockholm \
    oslo helsinki warsaw prague budapest bucharest sofia belgrade zagreb moscow kiev kyiv ankara tehran baghdad damascus \
    beirut jerusalem cairo tunis algiers rabat nairobi tokyo beijing seoul hanoi bangkok jakarta manila delhi kabul \
    islamabad ottawa washington havana bogota lima quito caracas santiago montevideo canberra wellington bern";

/// The exercise. None where it takes another slice.
pub(in crate::lessons) fn capitals(stage: &mut Stage<'_>, work: &mut Work, n_operations: usize) -> Option<()> {
    let state = *stage.state;
    let word_id = stage.wanted(0, "paris");
    stage.figure("wanted", WANTED as f64, Unit::Count);
    stage.goal(word_id.is_some().into());
    let Some(word_id) = word_id else {
        stage.figure("listed", LISTED as f64, Unit::Count);
        stage.goal(Goal::Unchecked);
        return Some(());
    };
    let near = stage.nearest(state.vector(word_id), LISTED, &[word_id])?;
    if !work.quotations(&state, word_id, n_operations) || !work.company(&state, &[word_id], n_operations) {
        return None;
    }
    let capitals: Vec<u32> = CAPITALS.split_whitespace().filter_map(|word| state.vocabulary.find(word)).collect();
    let n_near = near.iter().filter(|(id, _)| capitals.contains(id)).count();
    let n_there = capitals.iter().filter(|&&id| id != word_id).count();
    stage.figure("near", n_near as f64, Unit::Count);
    stage.figure("listed", near.len() as f64, Unit::Count);
    stage.figure("there", n_there as f64, Unit::Count);
    // Where there are none, no neighbor could be one.
    stage.goal(if n_there < WANTED { Goal::Unchecked } else { (n_near >= WANTED).into() });
    let tone = |id: u32| if capitals.contains(&id) { Tone::Strong } else { Tone::Plain };
    let bars = near.iter().map(|&(id, cosine)| bar(state.name(id), cosine.into(), tone(id))).collect();
    stage.bars("its nearest; the strong ones are capitals", Unit::Cosine, bars);
    stage.act(MapAct::Highlight { word_id, others: near.iter().map(|&(id, _)| id).collect() });
    why(stage, work, word_id);
    Some(())
}

/// What the text says of the word.
fn why(stage: &mut Stage<'_>, work: &Work, word_id: u32) {
    let state = *stage.state;
    if let [company] = work.company_read() {
        let least = LEAST_COUNT.max(work.quoted().1 / LEAST_SHARE);
        let telling = company.most_telling(N_TELLING, least as u32);
        let bars: Vec<_> =
            telling.iter().map(|word| bar(state.name(word.word_id), word.count.into(), Tone::Plain)).collect();
        if !bars.is_empty() {
            stage.bars("what stands beside it more often than chance", Unit::Count, bars);
        }
    }
    let Some(run) = state.run.filter(|run| run.stream.is_some()) else {
        stage.cannot("There is no text here, so no sentence can say why. A text that you open shows its own.");
        return;
    };
    let (lines, n_sentences) = work.quoted();
    stage.figure("sentences", n_sentences as f64, Unit::Count);
    for line in lines {
        let tokens = tokens_of(line, run.config.window as usize);
        stage.draw(Element::Tokens { caption: format!("where the text has {}", state.name(word_id)), tokens });
    }
}

/// A sentence with its window.
fn tokens_of(line: &KeyWordInContext, window: usize) -> Vec<Token> {
    let token = |text: &str, role: TokenRole| Token { text: text.to_owned(), role };
    let role = |distance: usize| if distance < window { TokenRole::Context } else { TokenRole::Plain };
    let n_left = line.left.split_whitespace().count();
    let left = line.left.split_whitespace().enumerate().map(|(place, word)| token(word, role(n_left - 1 - place)));
    let key = std::iter::once(token(&line.key, TokenRole::Center));
    let right = line.right.split_whitespace().enumerate().map(|(place, word)| token(word, role(place)));
    left.chain(key).chain(right).collect()
}
