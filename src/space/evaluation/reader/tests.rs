//! Layouts of published sets, spreadsheets and hand-made files, each with what should come of it.

mod layouts;
mod properties;
mod refusals;

use std::fmt::Write;

use super::*;

type Pair = (String, String, f64);

fn read(text: &str) -> ReadFile {
    QuestionReader::read(text, None).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refusal(text: &str) -> String {
    QuestionReader::read(text, None).expect_err("it holds no questions").to_string()
}

fn pairs_of(file: &ReadFile) -> Vec<Pair> {
    let pair = |place| file.questions.pair(place).map(|([a, b], score)| (a.to_owned(), b.to_owned(), score));
    (0..file.questions.n_pairs()).filter_map(pair).collect()
}

fn pairs(text: &str) -> Vec<Pair> {
    pairs_of(&read(text))
}

/// Each section's name and questions.
fn analogies(text: &str) -> Vec<(String, Vec<String>)> {
    let questions = read(text).questions;
    let section = |section| {
        let asked = (0..questions.n_questions(section)).filter_map(|place| questions.analogy(section, place));
        (questions.section_name(section).to_owned(), asked.map(|words| words.join(" ")).collect())
    };
    (0..questions.n_sections()).map(section).collect()
}

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../../../../tests/cases/", $name))
    };
}

const CONTROL: &str = case!("01-pairs-comment-first/control.tsv");
const THREE: [(&str, &str, f64); 3] = [("king", "queen", 9.1), ("cat", "dog", 3.0), ("sun", "moon", 0.25)];

fn three() -> Vec<Pair> {
    THREE.map(|(a, b, score)| (a.to_owned(), b.to_owned(), score)).to_vec()
}

#[test]
fn a_comment_is_no_data() {
    let control = pairs(CONTROL);
    assert_eq!(control.len(), 20);
    for text in [
        case!("01-pairs-comment-first/prose-comment-first.tsv"),
        case!("01-pairs-comment-first/prose-comment-then-plain-head.tsv"),
        case!("01-pairs-comment-first/prose-comment-first.csv"),
    ] {
        let file = read(text);
        assert_eq!(pairs_of(&file), control);
        assert_eq!((file.taken.n_lines, file.taken.n_skipped, file.taken.kind), (20, 0, Kind::Pairs));
    }
}

#[test]
fn cells_may_be_parted_by_spaces_or_semicolons() {
    let control = pairs(CONTROL);
    for (text, separator) in [
        (case!("02-pairs-by-spaces/one-space.txt"), Separator::Spaces),
        (case!("02-pairs-by-spaces/columns.txt"), Separator::Spaces),
        (case!("02-pairs-by-spaces/semicolons.csv"), Separator::Semicolon),
        (case!("02-pairs-by-spaces/semicolons-decimal-comma.csv"), Separator::Semicolon),
    ] {
        let file = read(text);
        assert_eq!((pairs_of(&file), file.taken.separator), (control.clone(), separator));
    }
    assert!(read(case!("02-pairs-by-spaces/semicolons-decimal-comma.csv")).taken.has_decimal_commas);
}

#[test]
fn the_score_is_the_column_that_is_named_so() {
    let control = pairs(CONTROL);
    let file = read(case!("03-score-in-another-column/part-of-speech-before-score.txt"));
    assert_eq!((pairs_of(&file), file.taken.score), (control.clone(), Some(3)));
    let names: Vec<&str> = file.taken.scores.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["SimLex999", "conc(w1)", "conc(w2)", "SD"], "the others can be chosen");
    for (text, score) in [
        (case!("03-score-in-another-column/mean-before-raters.csv"), 2),
        (case!("03-score-in-another-column/raters-before-mean.csv"), 7),
    ] {
        let file = read(text);
        assert_eq!((file.taken.score, file.taken.n_lines, file.taken.n_skipped), (Some(score), 20, 0));
        assert!(file.taken.has_headings);
        for ((a, b, mean), (other_a, other_b, wanted)) in pairs_of(&file).into_iter().zip(&control) {
            assert_eq!((&a, &b), (other_a, other_b));
            assert!((mean - (2.0 + 0.6 * wanted)).abs() < 0.006, "{a} {b} {mean}");
        }
    }
}

#[test]
fn several_columns_of_numbers_are_asked_about() {
    // As in Stanford's rare words: the mean, then the raters, without headings.
    let rare = "squishing\tsquirt\t5.88\t7\t7\t6\nundated\tundatable\t5.83\t10\t9\t8\n";
    let file = read(rare);
    assert!(file.taken.needs_choice());
    assert_eq!((file.questions.n_pairs(), file.taken.n_lines), (0, 2));
    let examples: Vec<(u32, &str)> =
        file.taken.scores.iter().map(|column| (column.column, column.example.as_str())).collect();
    assert_eq!(examples, [(2, "5.88"), (3, "7"), (4, "7"), (5, "6")]);
    let chosen = QuestionReader::read(rare, Some(2)).expect("it has numbers");
    assert_eq!(pairs_of(&chosen)[1], ("undated".to_owned(), "undatable".to_owned(), 5.83));
    assert_eq!(QuestionReader::read(rare, Some(1)), Err(FileError::NoScores { column: 1 }));
    // Two names that could both be it.
    assert!(read("word1,word2,similarity,relatedness\ncat,dog,3,4\nsun,moon,5,6\n").taken.needs_choice());
    // An unquoted decimal comma makes two columns.
    assert!(read("king,queen,9,1\ncat,dog,3,0\n").taken.needs_choice());
}

#[test]
fn published_sets_of_pairs_are_read() {
    let by = |line: &dyn Fn(&str, &str, f64) -> String| {
        THREE.iter().map(|&(a, b, score)| line(a, b, score) + "\n").collect::<String>()
    };
    let mut ids = 0..;
    let mut id = || ids.next().expect("there is no last number");
    let layouts: Vec<(&str, String)> = vec![
        ("WordSim-353", format!("Word 1,Word 2,Human (mean)\n{}", by(&|a, b, s| format!("{a},{b},{s}")))),
        (
            "WordSim-353, raters",
            format!("Word 1,Word 2,Human (mean),1,2,3\n{}", by(&|a, b, s| format!("{a},{b},{s},9,{s},4"))),
        ),
        ("WordSim-353 as agreed", {
            let head = "# The relation, the words and the mean\n#\n";
            format!("{head}{}", by(&|a, b, s| format!("t\t{a}\t{b}\t{s}")).repeat(10))
        }),
        (
            "SimLex-999",
            format!(
                "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)\n{}",
                by(&|a, b, s| format!("{a}\t{b}\tN\t{s}\t2.72\t2.81\t2\t7.25\t1\t0.41"))
            ),
        ),
        ("SimVerb-3500", by(&|a, b, s| format!("{a}\t{b}\tV\t{s}\tSYNONYMS"))),
        ("MEN", by(&|a, b, s| format!("{a} {b} {s:.6}"))),
        ("MEN, lemmas", by(&|a, b, s| format!("{a}-n {b}-j {s:.6}"))),
        ("RG-65", by(&|a, b, s| format!("{a};{b};{s}"))),
        ("RG-65, aligned", by(&|a, b, s| format!("{a:<16}{b:<16}{s}"))),
        ("MTurk-771", by(&|a, b, s| format!("{a},{b},{s:.12}"))),
        ("YP-130", by(&|a, b, s| format!("{a} {b}\t{s}"))),
        ("Card-660", by(&|a, b, s| format!("{a}\t{b}\t{s:.2}"))),
        ("Multi-SimLex", {
            let head = "\"ID\",\"Word 1\",\"Word 2\",\"Score\"\n";
            format!("{head}{}", by(&|a, b, s| format!("\"7\",\"{a}\",\"{b}\",\"{s}\"")))
        }),
        ("SCWS", {
            let passage = "a passage of the encyclopedia in which the <b>word</b> stands , and a comma";
            let line =
                |a: &str, b: &str, s: f64| format!("7\t{a}\tn\t{b}\tn\t{passage} {a}\t{passage} {b}\t{s}\t1\t{s}\t10");
            let head = "id\tword1\tPOS1\tword2\tPOS2\tcontext1\tcontext2\taverage\tr1\tr2\tr3\n";
            format!("{head}{}", by(&line))
        }),
        ("SemEval, joined", by(&|a, b, s| format!("{a}\t{b}\t{s}"))),
        ("Excel in much of Europe", {
            let comma = |s: f64| s.to_string().replace('.', ",");
            let rows = by(&|a, b, s| format!("{a};{b};{};;", comma(s))).replace('\n', "\r\n");
            format!("\u{feff}sep=;\r\nWort 1;Wort 2;Mittel;;\r\n{rows};;;;\r\n")
        }),
        ("Excel, quoted commas", by(&|a, b, s| format!("{a},{b},\"{}\"", s.to_string().replace('.', ",")))),
        ("old Mac", by(&|a, b, s| format!("{a}\t{b}\t{s}")).replace('\n', "\r")),
        ("pandas with its index", {
            let rows = THREE.map(|(a, b, s)| format!("{},{a},{b},{s}\n", id())).concat();
            format!(",word1,word2,score\n{rows}")
        }),
        ("score first", by(&|a, b, s| format!("{s}\t{a}\t{b}"))),
        ("slashed comment, blank lines", format!("// mine\n\n{}", by(&|a, b, s| format!("  {a} , {b} , {s}\n")))),
    ];
    for (name, text) in layouts {
        let file = read(&text);
        assert!(!file.taken.needs_choice(), "{name}: {:?}", file.taken);
        let found = pairs_of(&file);
        assert_eq!(found[..3], three()[..], "{name}");
        assert!(found.chunks(3).all(|again| again == three()), "{name}: {found:?}");
        assert_eq!(file.taken.n_skipped, 0, "{name}: {:?}", file.taken.skipped);
    }
}

#[test]
fn a_bad_line_is_named_and_left_out() {
    let file = read("king,queen,9.1\ncat,dog\nsun,moon,bright\n,x,2\ncat,dog,3,\n");
    assert_eq!(file.taken.n_skipped, 3);
    let said: Vec<String> = file.taken.skipped.iter().map(|(line, why)| format!("line {line} {why}")).collect();
    assert_eq!(
        said,
        [
            "line 2 has no score in column 3",
            "line 3 has no number in column 3, where the score is, but “bright”",
            "line 4 has no word in column 1",
        ]
    );
    let file = read(": a\none two three four\none two\nfive six seven eight\n");
    assert_eq!(file.taken.skipped, [(3, SkipReason::Words { found: 2, expected: 4 })]);
    assert_eq!(file.questions.n_questions(0), 2);
    let many = format!("king,queen,9.1\n{}", "cat,dog,bad\n".repeat(MOST_SKIPPED + 7).replace("bad", "x"));
    let many = many.clone() + &"a,b,1\n".repeat(2 * MOST_SKIPPED * 9);
    let taken = read(&many).taken;
    assert_eq!((taken.skipped.len(), taken.n_skipped as usize), (MOST_SKIPPED, MOST_SKIPPED + 7));
}

#[test]
fn a_sentence_above_the_questions_is_named() {
    let file =
        read("How alike twelve readers found these, from 0 to 10\nword1,word2,mean\nking,queen,9.1\ncat,dog,3\n");
    assert_eq!(file.questions.n_pairs(), 2);
    assert_eq!(file.taken.score, Some(2));
    assert!(matches!(file.taken.skipped.as_slice(), [(1, SkipReason::Prose { .. })]), "{:?}", file.taken.skipped);
}

#[test]
fn analogies_come_in_many_layouts() {
    let wanted =
        [("capitals".to_owned(), vec!["athens greece baghdad iraq".to_owned(), "rome italy athens greece".to_owned()])];
    for text in [
        ": capitals\nathens greece baghdad iraq\nrome italy athens greece\n",
        "//Copyright\n\u{feff}:capitals \r\nathens\tgreece\tbaghdad\tiraq\r\n\r\nrome\titaly\tathens\tgreece\r\n",
        ": capitals\na,b,c,d\nathens,greece,baghdad,iraq\n\"rome\", \"italy\", \"athens\", \"greece\"\n",
        ": capitals\nathens;greece;baghdad;iraq\nrome;italy;athens;greece\n",
        ": capitals\nathens : greece :: baghdad : iraq\nrome:italy::athens:greece\n",
        "capitals athens greece baghdad iraq\ncapitals rome italy athens greece\n",
        "athens greece baghdad iraq capitals\nrome italy athens greece capitals\n",
        "category,word1,word2,word3,word4\ncapitals,athens,greece,baghdad,iraq\ncapitals,rome,italy,athens,greece\n",
    ] {
        assert_eq!(analogies(text), wanted, "{text}");
    }
    let unnamed = analogies("0,athens,greece,baghdad,iraq\n1,rome,italy,athens,greece\n");
    assert_eq!(unnamed, [(String::new(), wanted[0].1.clone())], "without a section, behind numbers of lines");
    let syntactic = "good better rough rougher JJ_JJR\nrich richer poor poorer JJ_JJR\nbetter good rougher rough JJR_JJ\n\
                     cars car cities city NNS_NN\n";
    let names: Vec<String> = analogies(syntactic).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["JJ_JJR", "JJR_JJ", "NNS_NN"]);
    let with_empty = analogies(": empty\n: full\nathens greece rome italy\n: last\n");
    assert_eq!(with_empty.iter().map(|(_, asked)| asked.len()).collect::<Vec<_>>(), [0, 1, 0]);
    // Under a heading numbers are words.
    assert_eq!(analogies(": numbers\none 1 two 2\none 1 three 3\n")[0].1, ["one 1 two 2", "one 1 three 3"]);
    let spaced = ": gram1 adjective to adverb\ncalm calmly free freely\n: family\nboy girl king queen\n";
    let names: Vec<String> = analogies(spaced).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["gram1 adjective to adverb", "family"]);
}

#[test]
fn pairs_of_a_relation_make_analogies_both_ways() {
    let text = "king\tqueen\nman\twoman\ndog\tbitch/she-dog\n";
    let [(name, asked)] = analogies(text).try_into().expect("one section");
    assert_eq!(name, "");
    let mut asked = asked;
    asked.sort_unstable();
    assert_eq!(
        asked,
        [
            "dog bitch/she-dog king queen",
            "dog bitch/she-dog man woman",
            "king queen dog bitch/she-dog",
            "king queen man woman",
            "man woman dog bitch/she-dog",
            "man woman king queen",
        ]
    );
    assert_eq!(alternatives("bitch/she-dog").collect::<Vec<_>>(), ["bitch/she-dog", "bitch", "she-dog"]);
    assert_eq!(alternatives("queen").collect::<Vec<_>>(), ["queen"]);
    // By spaces, commas, colons; with an index; several relations in a file.
    for text in [
        "king queen\nman woman\n",
        "king,queen\nman,woman\n",
        "king:queen\nman:woman\n",
        "1,king,queen\n2,man,woman\n3,x,y\n",
    ] {
        assert_eq!(read(text).taken.kind, Kind::Relations, "{text}");
    }
    let two = ": male - female\nking\tqueen\nman\twoman\n: capital\nathens\tgreece\nrome\titaly\n: lonely\na\tb\n";
    let sizes: Vec<(String, usize)> = analogies(two).into_iter().map(|(name, asked)| (name, asked.len())).collect();
    assert_eq!(sizes, [("male - female".to_owned(), 2), ("capital".to_owned(), 2), ("lonely".to_owned(), 0)]);
}

#[test]
fn a_long_relation_makes_no_more_than_a_million_questions() {
    let text = (0..5000).map(|i| format!("a{i}\tb{i}\n")).collect::<Vec<_>>().concat();
    let questions = read(&text).questions;
    assert!(questions.is_thinned());
    assert_eq!(questions.n_questions(0), 5000 * 200);
    assert_eq!(questions.analogy(0, 0), Some(["a0", "b0", "a1", "b1"]));
    assert_eq!(questions.analogy(0, 5000 * 200 - 1), Some(["a4999", "b4999", "a199", "b199"]));
    assert_eq!(questions.analogy(0, 5000 * 200), None);
    assert!(!read("a b\nc d\n").questions.is_thinned());
}

#[test]
fn a_call_does_no_more_than_it_is_paid_for() {
    let text = "king queen man woman\n".repeat(20_000) + &"x".repeat(100_000);
    let mut reader = QuestionReader::new(text, None);
    let (mut before, mut n_calls) = (0, 0);
    while !reader.advance(1000).expect("questions") {
        assert!(reader.lines.at <= before + 1000 + 16 * 1024 || reader.lines.at < before, "{before}");
        (before, n_calls) = (reader.lines.at, n_calls + 1);
    }
    assert!(n_calls > 3 * 420, "{n_calls}");
    assert!(reader.n_bytes() < 2_000_000);
}
