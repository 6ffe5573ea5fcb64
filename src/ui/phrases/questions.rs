//! Sentences about questions and their answers.

use crate::{
    chart::format,
    protocol::{Evaluation, Evidence},
};

/// What an evaluation has found: `97.4 % of 1,490 analogies`, or correlations of pairs.
pub fn evaluation(evaluation: &Evaluation) -> String {
    let Evaluation { name, tokens_done, .. } = evaluation;
    let of = format!("{name}, after {}", format::quantity(*tokens_done as f64, "words"));
    if let Some(pairs) = evaluation.pairs {
        let [n_known, n_pairs] = [pairs.n_known, pairs.n_pairs].map(|n| format::count(n.into()));
        let known = format!("{n_known} of {n_pairs} pairs known");
        return match (pairs.spearman, pairs.pearson) {
            (Some(spearman), Some(pearson)) => {
                format!("Spearman {spearman:.3}, Pearson {pearson:.3}; {known} ({of})")
            }
            _ => format!("There are too few pairs for a correlation: {known} ({of})"),
        };
    }
    let [correct, asked] = evaluation.correct_and_asked();
    if asked == 0 {
        if evaluation.n_total == 1 {
            return format!("The only question has a word that is not in the vocabulary ({of})");
        }
        let n_total = format::count(evaluation.n_total.into());
        return format!("None of {n_total} questions has all of its words in the vocabulary ({of})");
    }
    let share = 100.0 * f64::from(correct) / f64::from(asked);
    let left_out = match evaluation.n_done - asked {
        0 => String::new(),
        1 => "; 1 other has a word that is not in the vocabulary".to_owned(),
        n => format!("; {} others have words that are not in the vocabulary", format::count(n.into())),
    };
    format!("{share:.1} % of {} analogies ({of}){left_out}", format::count(asked.into()))
}

/// Of a section of questions.
pub fn questions_not_asked(n: u32) -> String {
    let (them, have) = if n == 1 { ("question", "has") } else { ("questions", "have") };
    format!("{} more {them} {have} a word that is not in the vocabulary.", format::count(n.into()))
}

/// How many of a word's nearest words the map shows near it.
pub fn word_recall(n_recalled: u8, n_compared: u8) -> String {
    format!("{n_recalled} of its {n_compared} nearest words are also among the {n_compared} nearest on the map.")
}

/// What the curve of analogies is, and its price.
pub fn accuracy_title(cost: f64) -> String {
    format!(
        "The share of up to a hundred analogies that are answered right. They are asked at intervals during training and take \
         {:.1} % of its time.",
        100.0 * cost
    )
}

/// Why neighbors by distance are no neighbors in meaning: `own` and `others` are lengths of vectors.
pub fn distance_caveat(own: f32, others: f32) -> String {
    format!(
        "Length follows frequency: this word's vector is {own:.1} long, those listed {others:.1} on average. \
         Short vectors are at a small distance from everything, whatever they mean."
    )
}

/// How often a word stands in its text, or a pair in one sentence.
pub fn evidence(evidence: &Evidence, word: &str, other: Option<&str>) -> String {
    let n = format::count(evidence.n_sentences.into());
    let sentences = if evidence.n_sentences == 1 { "sentence" } else { "sentences" };
    if let Some(other) = other {
        return format!("{n} {sentences} with both “{word}” and “{other}”");
    }
    let kept = format::percent(evidence.keep_probability);
    format!("{n} {sentences} with “{word}”; subsampling keeps {kept} of its occurrences")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{PairReport, SectionReport};

    #[test]
    fn an_evaluation_in_one_line() {
        let section =
            SectionReport { name: String::new(), n_correct: 30, n_asked: 40, n_questions: 50, wrong: Vec::new() };
        let analogies = Evaluation {
            generation: 1,
            name: "mine.txt".to_owned(),
            tokens_done: 1_500_000,
            n_done: 50,
            n_total: 50,
            sections: vec![section.clone()],
            pairs: None,
            missing: Vec::new(),
        };
        assert_eq!(
            evaluation(&analogies),
            "75.0 % of 40 analogies (mine.txt, after 1.50 M words); 10 others have words that are not in the vocabulary"
        );
        let one_left_out = Evaluation { n_done: 41, ..analogies.clone() };
        assert!(evaluation(&one_left_out).ends_with("; 1 other has a word that is not in the vocabulary"));
        let none = Evaluation { sections: vec![SectionReport { n_asked: 0, ..section }], ..analogies.clone() };
        assert!(evaluation(&none).starts_with("None of 50 questions has all of its words"));
        let pairs = PairReport { spearman: Some(0.5523), pearson: Some(-0.1), n_known: 300, n_pairs: 353 };
        let pairs = Evaluation { sections: Vec::new(), pairs: Some(pairs), ..analogies };
        assert_eq!(
            evaluation(&pairs),
            "Spearman 0.552, Pearson -0.100; 300 of 353 pairs known (mine.txt, after 1.50 M words)"
        );
    }
}
