//! What holds for any file.

use proptest::prelude::*;

use super::*;

/// A word that no layout takes for something else.
fn word() -> impl Strategy<Value = String> {
    "[b-df-z][a-zäß]{2,7}"
}

proptest! {
    #[test]
    fn nothing_breaks_the_reader_and_the_cutting_makes_no_difference(
        lines in prop::collection::vec("[\\PC\t,; :#\"0-9a-c]{0,30}|[a-c]{1,2}[\t,; ][a-c]{1,2}[\t,; ][0-9,.]{1,3}|([a-c] ){3}[a-c]", 0..40),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        n_bytes in 1_usize..400,
        chosen in prop::option::of(0_u32..5),
    ) {
        let text = lines.join(end);
        let whole = QuestionReader::read(&text, chosen);
        let mut reader = QuestionReader::new(text.clone(), chosen);
        let mut share = 0.0;
        let sliced = loop {
            match reader.advance(n_bytes) {
                Ok(true) => break Ok(reader.finish().expect("it is done")),
                Ok(false) => {
                    prop_assert!(reader.share_done() >= share);
                    share = reader.share_done();
                }
                Err(error) => break Err(error),
            }
        };
        prop_assert_eq!(&sliced, &whole);
        if let Ok(file) = whole {
            let n_lines = text.lines().count().max(text.split('\r').count()) as u32;
            prop_assert!(file.taken.n_lines + file.taken.n_skipped <= n_lines);
            for section in 0..file.questions.n_sections() {
                for place in 0..file.questions.n_questions(section) {
                    let words = file.questions.analogy(section, place).expect("it is there");
                    prop_assert!(words.iter().all(|word| !word.is_empty()), "{:?}", words);
                }
            }
        }
    }

    #[test]
    fn pairs_written_in_any_layout_are_read_back(
        pairs in prop::collection::vec((word(), word(), 0_u32..1000), 3..30),
        separator in prop::sample::select(vec!["\t", ";", ",", " ", "   ", " ; ", ", "]),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        head in prop::sample::select(vec!["", "\u{feff}", "# a comment of mine\n", "// so it is\n\n"]),
        has_names in any::<bool>(),
        has_tag in any::<bool>(),
        is_quoted in any::<bool>(),
        decimal in prop::sample::select(vec!['.', ',']),
    ) {
        let decimal = if separator.trim() == "," && !is_quoted { '.' } else { decimal };
        let quote = |cell: String| if is_quoted { format!("\"{cell}\"") } else { cell };
        let mut text = head.to_owned();
        let row = |cells: Vec<String>| cells.into_iter().map(quote).collect::<Vec<_>>().join(separator) + end;
        if has_names {
            let mut names = vec!["word1".to_owned(), "word2".to_owned(), "score".to_owned()];
            if has_tag {
                names.insert(2, "POS".to_owned());
            }
            text += &row(names);
        }
        let mut wanted = Vec::new();
        for (a, b, score) in pairs {
            let written = format!("{}.{:02}", score / 100, score % 100);
            let mut cells = vec![a.clone(), b.clone(), written.replace('.', &decimal.to_string())];
            if has_tag {
                cells.insert(2, "N".to_owned());
            }
            text += &row(cells);
            wanted.push((a, b, written.parse().expect("a number")));
        }
        let file = read(&text);
        prop_assert_eq!(super::tests::pairs_of(&file), wanted, "{}", text);
        prop_assert_eq!(file.taken.n_skipped, 0);
    }

    #[test]
    fn analogies_written_in_any_layout_are_read_back(
        sections in prop::collection::vec((word(), prop::collection::vec([word(), word(), word(), word()], 1..9)), 1..4),
        separator in prop::sample::select(vec!["\t", ";", ",", " ", "  ", ":", " :: "]),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut text = String::new();
        for (name, questions) in &sections {
            write!(text, ": {name}{end}").expect("a String takes everything");
            for question in questions {
                text += &(question.join(separator) + end);
            }
        }
        let wanted: Vec<(String, Vec<String>)> = sections
            .into_iter()
            .map(|(name, questions)| (name, questions.into_iter().map(|words| words.join(" ")).collect()))
            .collect();
        prop_assert_eq!(analogies(&text), wanted, "{}", text);
    }
}
