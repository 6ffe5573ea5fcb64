//! What the page says of a text: what it was taken for, and why a word is not in its vocabulary.

use crate::{
    chart::format,
    protocol::{Absence, ColumnKind, ENCODINGS, Notice, Quirk, RowKind, TextTable, WordUnit},
};

/// Columns that a sentence names.
const MOST_NAMED: usize = 4;

/// What people call an encoding.
pub fn encoding(name: &str) -> &str {
    ENCODINGS.iter().find(|(known, _)| *known == name).map_or(name, |(_, label)| label)
}

/// What to know of how a text was read, in one sentence or two.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Compressed => "The file was compressed by gzip and was opened.".to_owned(),
        Notice::CutOff => {
            "The gzip file is cut off or damaged: only what came before that was read. Copy or download it \
            again for the rest."
                .to_owned()
        }
        Notice::Encoding { name, is_guessed: true } => {
            format!(
                "Read as {}, guessed from its bytes. If letters look wrong, choose another encoding.",
                encoding(name)
            )
        }
        Notice::Encoding { name, is_guessed: false } => format!("Read as {}.", encoding(name)),
        Notice::Document => "Read as HTML or XML: tags, scripts and styles were left out.".to_owned(),
        Notice::Quirk(quirk) => quirk_notice(*quirk).to_owned(),
        Notice::Wrapped => "Read as prose with wrapped lines: the lines of a paragraph belong together.".to_owned(),
        Notice::Joined(1) => "1 word that was broken at a line end was joined.".to_owned(),
        Notice::Joined(n) => format!("{} words that were broken at line ends were joined.", format::count(*n)),
        Notice::Rows(rows) => rows_notice(*rows),
        Notice::Keys => {
            "Its records could not be told apart, so its keys are read as words too. Write its texts alone to a file, one a \
             line, for better vectors."
                .to_owned()
        }
        Notice::Columns { taken, n_columns } => {
            let verb = if taken.len() == 1 { "is" } else { "are" };
            format!("Of its {n_columns} columns, {} {verb} read.", names_of(taken))
        }
        Notice::Script { script, unit } => script_notice(script, *unit),
        Notice::TooLong(1) => "1 string of more than 100 characters was left out as data.".to_owned(),
        Notice::TooLong(n) => {
            format!("{} strings of more than 100 characters were left out as data.", format::count(*n))
        }
        Notice::Tags(1) => "1 tag was left out.".to_owned(),
        Notice::Tags(n) => format!("{} tags were left out.", format::count(*n)),
        Notice::Files(n) => format!("{} files were read as one text.", format::count(u64::from(*n))),
        Notice::LeftOut { n: 1, first } => format!("“{first}” is no text and was left out."),
        Notice::LeftOut { n, first } => {
            let n_others = format::count(u64::from(n - 1));
            format!("“{first}” and {n_others} other files are no texts and were left out.")
        }
    }
}

/// `“a”`, `“a” and “b”`, `“a”, “b”, “c”, “d” and 3 others`.
fn names_of(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("“{name}”")).collect();
    match (quoted.as_slice(), names.len() - quoted.len()) {
        ([], _) => "none".to_owned(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (all, 1) => format!("{} and 1 other", all.join(", ")),
        (all, n_others) => format!("{} and {n_others} others", all.join(", ")),
    }
}

/// What is read of a table, in the heading of the choice: `Columns: “text”, of 5`.
pub fn columns_taken(table: &TextTable) -> String {
    let columns = || table.columns.iter();
    let taken: Vec<String> = columns().filter(|column| column.is_taken).map(|column| column.name.clone()).collect();
    if taken.len() == table.columns.len() {
        return format!("Columns: all {}", taken.len());
    }
    format!("Columns: {}, of {}", names_of(&taken), table.columns.len())
}

/// What the cells of a column are.
pub fn column_kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Prose => "text",
        ColumnKind::Words => "words",
        ColumnKind::Numbers => "numbers",
        ColumnKind::Dates => "dates",
        ColumnKind::Links => "addresses",
        ColumnKind::Empty => "empty at its beginning",
    }
}

fn quirk_notice(quirk: Quirk) -> &'static str {
    match quirk {
        Quirk::EncodedTwice => {
            "Its letters were encoded twice, so “é” stood there as “Ã©” or the like. This was undone."
        }
        Quirk::Escaped => "Line ends and quotes that were escaped (“\\n”) were read as such.",
        Quirk::Stamps => "Read as a chat, log or transcript: the dates and times of its lines were left out.",
        Quirk::WordTags => "Read as words with tags, such as “boat/NN”: what stands behind the slash was left out.",
        Quirk::Columns => "Read as a word a line with its analysis in columns: only the words were read.",
        Quirk::Latex => "Read as LaTeX: commands, formulas and comments were left out.",
        Quirk::Mail => "Read as mail: what was encoded for its transport was decoded.",
    }
}

fn rows_notice(rows: RowKind) -> String {
    let cells =
        |separator: &str| format!("Read as a table of cells between {separator}: each row is a passage of its own.");
    match rows {
        RowKind::Tabs => cells("tabs"),
        RowKind::Commas => cells("commas"),
        RowKind::Semicolons => cells("semicolons"),
        RowKind::Bars => cells("bars"),
        RowKind::Spaces => "Read as rows of words or ids: each row is a passage of its own.".to_owned(),
        RowKind::Json => "Read as JSON: each record is a passage of its own.".to_owned(),
        RowKind::List => {
            "Most lines of this text are one word, which has no company to learn from. Put words that belong \
            together on one line."
                .to_owned()
        }
        RowKind::Vertical => "Read as one word a line: blank lines end a passage.".to_owned(),
    }
}

fn script_notice(script: &str, unit: WordUnit) -> String {
    match unit {
        WordUnit::Spaced => format!("{script}: words are what stands between spaces."),
        WordUnit::Character => format!(
            "{script} without spaces: each character is a word. For words, separate them by spaces first, with a word \
             segmenter."
        ),
        WordUnit::Syllable => format!(
            "{script} without spaces between words: each syllable is a word. For words, separate them by spaces first."
        ),
        WordUnit::Stretch => format!(
            "{script} without spaces between words: all between two spaces is one word. For words, separate them by \
             spaces first, with a word segmenter."
        ),
    }
}

/// A word that the vocabulary lacks, why, and what to do. `has_text`: a loaded table of vectors has none.
pub fn unknown_word(word: &str, why: &Absence, has_text: bool) -> String {
    let times =
        |count: u32| if count == 1 { "once".to_owned() } else { format!("{} times", format::count(count.into())) };
    let listed = |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    match why {
        Absence::TooRare { count, min_count } => format!(
            "“{word}” occurs only {}; minimum count is {min_count}. Set it to {count} to have the word.",
            times(*count)
        ),
        Absence::Cut { count, most_words } => format!(
            "“{word}” occurs {}, but a vocabulary holds at most {} words and more frequent ones fill it. Open a part of \
             the text.",
            times(*count),
            format::count((*most_words).into())
        ),
        Absence::Dropped { count } => format!(
            "“{word}” stands in markup alone ({}), which was left out. Save the text without its tags to have it.",
            times(*count)
        ),
        Absence::OtherColumn { count } => format!(
            "“{word}” stands only in columns that are not read, or in markup ({}). Choose its column to have it.",
            times(*count)
        ),
        Absence::Parts { words } if words.len() == 1 => {
            format!("“{word}” is read as {} here. Ask about that.", listed(words))
        }
        Absence::Parts { words } => {
            format!("“{word}” is not one word here: it is read as {}. Ask about one of these.", listed(words))
        }
        Absence::Inside { words } => {
            format!("“{word}” stands only inside of other words, such as {}. Ask about one of these.", listed(words))
        }
        Absence::TooLong { most_chars } => {
            format!("This is longer than {most_chars} characters, and such strings are left out as data. Type a word.")
        }
        Absence::Sign => format!("“{word}” has no letter or digit, and signs are no words. Type a word."),
        Absence::TextLeftOut => format!(
            "“{word}” is not in the vocabulary. Whether the text has it is not known: this session was saved without its text."
        ),
        Absence::Absent if has_text => format!("“{word}” is not in this text."),
        Absence::Absent => format!("“{word}” is not among the words of this table."),
    }
}

/// The words of a list as a person types it, or as the page wrote it: between spaces, commas or semicolons, each once.
///
/// A comma or semicolon within a word that the vocabulary has belongs to it, and so does a comma between the thousands of
/// a number whose parts are not all words: `1,000`.
pub fn words_of(list: &str, knows: impl Fn(&str) -> bool) -> Vec<String> {
    let is_separator = |sign: char| matches!(sign, ',' | ';' | '，' | '、' | '；');
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    };
    for chunk in list.split(char::is_whitespace) {
        if !chunk.contains(is_separator) {
            add(chunk);
            continue;
        }
        let chunk = if knows(chunk) { chunk } else { chunk.trim_matches(is_separator) };
        let parts: Vec<&str> = chunk.split(is_separator).filter(|part| !part.is_empty()).collect();
        let is_one = parts.len() == 1
            || knows(chunk)
            || (is_number_with_thousands(chunk) && !parts.iter().all(|part| knows(part)));
        if is_one { add(chunk) } else { parts.into_iter().for_each(&mut add) }
    }
    words
}

/// `1,000`, `12,345,678`.
fn is_number_with_thousands(text: &str) -> bool {
    let mut groups = text.split(',');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_digits(first));
    let mut n = 0;
    let are_threes = groups.all(|group| {
        n += 1;
        group.len() == 3 && is_digits(group)
    });
    first && are_threes && n > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::TextColumn;

    #[test]
    fn an_unknown_word_is_named_with_the_reason_and_the_remedy() {
        let says = |why: Absence| unknown_word("moat", &why, true);
        assert_eq!(says(Absence::Absent), "“moat” is not in this text.");
        assert_eq!(unknown_word("moat", &Absence::Absent, false), "“moat” is not among the words of this table.");
        assert_eq!(
            says(Absence::TooRare { count: 1, min_count: 5 }),
            "“moat” occurs only once; minimum count is 5. Set it to 1 to have the word."
        );
        assert_eq!(
            says(Absence::TooRare { count: 3, min_count: 5 }),
            "“moat” occurs only 3 times; minimum count is 5. Set it to 3 to have the word."
        );
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        assert_eq!(
            unknown_word("AT&T", &Absence::Parts { words: words(&["at", "t"]) }, true),
            "“AT&T” is not one word here: it is read as “at”, “t”. Ask about one of these."
        );
        assert_eq!(
            unknown_word("known", &Absence::Inside { words: words(&["well-known"]) }, true),
            "“known” stands only inside of other words, such as “well-known”. Ask about one of these."
        );
        for why in [
            Absence::Cut { count: 7, most_words: 200_000 },
            Absence::Dropped { count: 2 },
            Absence::OtherColumn { count: 2 },
            Absence::TooLong { most_chars: 100 },
            Absence::Sign,
        ] {
            assert!(says(why.clone()).ends_with('.') && !says(why).contains("not in this text"));
        }
    }

    #[test]
    fn every_notice_is_a_sentence() {
        for told in [
            Notice::Compressed,
            Notice::CutOff,
            Notice::Encoding { name: "windows-1252".to_owned(), is_guessed: true },
            Notice::Document,
            Notice::Quirk(Quirk::EncodedTwice),
            Notice::Quirk(Quirk::Escaped),
            Notice::Quirk(Quirk::Stamps),
            Notice::Quirk(Quirk::WordTags),
            Notice::Quirk(Quirk::Columns),
            Notice::Quirk(Quirk::Latex),
            Notice::Quirk(Quirk::Mail),
            Notice::Wrapped,
            Notice::Joined(19),
            Notice::Rows(RowKind::Commas),
            Notice::Rows(RowKind::Json),
            Notice::Keys,
            Notice::Columns { taken: vec!["text".to_owned()], n_columns: 5 },
            Notice::Script { script: "Chinese".to_owned(), unit: WordUnit::Character },
            Notice::TooLong(1),
            Notice::Tags(1234),
        ] {
            assert!(notice(&told).ends_with('.'), "{told:?}");
        }
        let guessed = Notice::Encoding { name: "windows-1252".to_owned(), is_guessed: true };
        assert!(notice(&guessed).starts_with("Read as Western (Windows-1252)"));
    }

    #[test]
    fn columns_are_named() {
        let names =
            |n: usize| ["a", "b", "c", "d", "e", "f"][..n].iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let says = |n| notice(&Notice::Columns { taken: names(n), n_columns: 9 });
        assert_eq!(says(1), "Of its 9 columns, “a” is read.");
        assert_eq!(says(3), "Of its 9 columns, “a”, “b” and “c” are read.");
        assert_eq!(says(6), "Of its 9 columns, “a”, “b”, “c”, “d” and 2 others are read.");
        let column = |(name, is_taken): (String, bool)| TextColumn {
            name,
            kind: ColumnKind::Words,
            samples: Vec::new(),
            is_taken,
        };
        let table = |taken: [bool; 2]| TextTable {
            columns: names(2).into_iter().zip(taken).map(column).collect(),
            is_chosen: false,
        };
        assert_eq!(columns_taken(&table([true, true])), "Columns: all 2");
        assert_eq!(columns_taken(&table([false, true])), "Columns: “b”, of 2");
    }

    #[test]
    fn a_typed_list_holds_each_word_once() {
        let none = |_: &str| false;
        assert_eq!(words_of(" king, queen king,,man ", none), ["king", "queen", "man"]);
        assert!(words_of(" , ", none).is_empty());
        assert_eq!(words_of("1,000 ים new_york", none), ["1,000", "ים", "new_york"]);
        assert_eq!(words_of("boat,net;gull", none), ["boat", "net", "gull"]);
        assert_eq!(words_of("26865,5412", none), ["26865", "5412"]);
        assert_eq!(words_of("100,200", |word| word == "100" || word == "200"), ["100", "200"]);
        assert_eq!(words_of("3,14 , a;b", |word| word == "3,14" || word == "a;b"), ["3,14", "a;b"]);
    }
}
