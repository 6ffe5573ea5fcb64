//! Thirty words in groups on a map.

use crate::{
    lessons::{
        math,
        stage::{Stage, said, table_row},
    },
    protocol::{Goal, MapAct, TableCell, Unit},
};

/// Words in all, groups, and the share that should be nearest to a word of their own group.
const WANTED: usize = 30;
const WANTED_GROUPS: usize = 3;
const WANTED_SHARE: f64 = 0.9;
const MOST: usize = 60;
/// Words of each of the groups below.
const EACH: usize = 10;
/// Groups that many vectors know.
const KNOWN: &str = "cat dog horse cow sheep wolf lion tiger bear mouse rabbit kitten; france germany italy spain england japan china russia \
    greece austria poland egypt; apple bread cheese milk butter soup rice cake cherry orange pizza honey";

/// The exercise.
pub(in crate::lessons) fn groups(stage: &mut Stage<'_>) {
    let state = *stage.state;
    let typed = stage.inputs.text.trim();
    let groups: Vec<Vec<&str>> = if typed.is_empty() {
        // Of these only what is there: nobody has asked for the others.
        let is_there = |word: &&str| state.vocabulary.find(word).is_some();
        words_of(KNOWN).into_iter().map(|words| words.into_iter().filter(is_there).take(EACH).collect()).collect()
    } else {
        words_of(typed)
    };
    let written: Vec<String> = groups.iter().filter(|words| !words.is_empty()).map(|words| words.join(" ")).collect();
    stage.text_box("Groups of words, semicolons between", &written.join("; "));
    let mut members: Vec<(u32, usize)> = Vec::new();
    for (group, words) in groups.iter().enumerate() {
        for word in words {
            if let Some(id) = stage.found(word)
                && members.len() < MOST
                && members.iter().all(|&(known, _)| known != id)
            {
                members.push((id, group));
            }
        }
    }
    // A word alone has no company.
    let full: Vec<usize> = (0..groups.len()).filter(|&group| of_group(&members, group).count() > 1).collect();
    members.retain(|member| full.contains(&member.1));
    for (name, value) in
        [("wanted", WANTED), ("groups_wanted", WANTED_GROUPS), ("known", members.len()), ("groups", full.len())]
    {
        stage.figure(name, value as f64, Unit::Count);
    }
    stage.figure("share_wanted", WANTED_SHARE, Unit::Share);
    stage.goal((members.len() >= WANTED && full.len() >= WANTED_GROUPS).into());
    if full.len() < 2 {
        return stage.goal(Goal::Unchecked);
    }
    // The nearest of all others, and the mean cosines with one's own group and with the rest.
    let mut at_home = vec![0_u32; groups.len()];
    let mut sums = vec![[0.0_f64; 2]; groups.len()];
    let mut counts = vec![[0_u32; 2]; groups.len()];
    for &(id, group) in &members {
        let mut nearest = (f64::NEG_INFINITY, group);
        for &(other, of_other) in members.iter().filter(|member| member.0 != id) {
            let cosine = math::cosine(state.vector(id), state.vector(other));
            let is_other = usize::from(of_other != group);
            sums[group][is_other] += cosine;
            counts[group][is_other] += 1;
            if cosine > nearest.0 {
                nearest = (cosine, of_other);
            }
        }
        at_home[group] += u32::from(nearest.1 == group);
    }
    let n_home: u32 = at_home.iter().sum();
    let share = f64::from(n_home) / members.len() as f64;
    stage.figure("home", n_home.into(), Unit::Count);
    stage.figure("share", share, Unit::Share);
    stage.goal((share >= WANTED_SHARE).into());
    let rows = full.iter().map(|&group| {
        let words: Vec<&str> = of_group(&members, group).map(|id| state.name(id)).collect();
        let mean = |side: usize| sums[group][side] / f64::from(counts[group][side].max(1));
        let n_words = words.len() as f64;
        table_row(
            "",
            vec![
                said(words[0]),
                TableCell::Number(n_words, Unit::Count),
                TableCell::Number(at_home[group].into(), Unit::Count),
                TableCell::Number(mean(0), Unit::Cosine),
                TableCell::Number(mean(1), Unit::Cosine),
            ],
        )
    });
    let rows = rows.collect();
    stage.table("the groups, by their first word", &["group", "words", "at home", "inside", "outside"], rows);
    if let Some((&(word_id, _), others)) = members.split_first() {
        stage.act(MapAct::Highlight { word_id, others: others.iter().map(|member| member.0).collect() });
    }
}

/// The words of a group.
fn of_group(members: &[(u32, usize)], group: usize) -> impl Iterator<Item = u32> {
    members.iter().filter(move |member| member.1 == group).map(|member| member.0)
}

fn words_of(text: &str) -> Vec<Vec<&str>> {
    let words = |part| str::split(part, [' ', ',', '\n', '\t']).filter(|word| !word.is_empty()).collect();
    text.split(';').map(words).collect()
}
