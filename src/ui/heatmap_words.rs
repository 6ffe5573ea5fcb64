//! Which words may be compared, and their cosines as a table: pure.

use std::fmt::Write;

use crate::protocol::Opened;

/// Words that a heatmap compares at most.
pub const MOST_HEATMAP_WORDS: usize = 200;
/// Words of a topic that are compared.
const N_TOPIC_WORDS: usize = 20;

/// The words with these ids; `word`: the word of an id, if there is one.
pub fn words_of_ids<'a>(ids: &[u32], word: impl Fn(u32) -> Option<&'a str>) -> Vec<String> {
    ids.iter().filter_map(|&id| word(id).map(str::to_owned)).collect()
}

/// The most frequent words of the topic at a place in the text's list.
pub fn words_of_topic(opened: &Opened, place: usize) -> Vec<String> {
    let words = opened.words.iter().zip(opened.topic_of_word.iter());
    let of_topic = words.filter(|&(_, &topic)| usize::from(topic) == place);
    of_topic.map(|(word, _)| word.clone()).take(N_TOPIC_WORDS).collect()
}

/// Cosines as a table that spreadsheets read: the words in its first row and its first column, six decimals.
pub fn cosines_as_csv(words: &[String], cosines: &[f32]) -> String {
    let mut table = String::new();
    for word in words {
        table.push(',');
        push_quoted(&mut table, word);
    }
    table.push('\n');
    for (word, row) in words.iter().zip(cosines.chunks(words.len().max(1))) {
        push_quoted(&mut table, word);
        for cosine in row {
            // Writing into a string does not fail.
            let _ = write!(table, ",{cosine:.6}");
        }
        table.push('\n');
    }
    table
}

/// A cell of a table between commas, in quotes where it holds what would end it.
fn push_quoted(table: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        table.push('"');
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_become_a_table() {
        let words = ["king", "3,000", "so-called \"art\""].map(str::to_owned);
        let cosines = [1.0, 0.25, -0.5, 0.25, 1.0, 1.0 / 3.0, -0.5, 1.0 / 3.0, 1.0];
        assert_eq!(
            cosines_as_csv(&words, &cosines),
            ",king,\"3,000\",\"so-called \"\"art\"\"\"\n\
             king,1.000000,0.250000,-0.500000\n\
             \"3,000\",0.250000,1.000000,0.333333\n\
             \"so-called \"\"art\"\"\",-0.500000,0.333333,1.000000\n"
        );
        assert_eq!(cosines_as_csv(&[], &[]), "\n");
    }

    #[test]
    fn ids_beyond_the_vocabulary_have_no_word() {
        let words = ["king", "queen"].map(str::to_owned);
        let word = |id: u32| words.get(id as usize).map(String::as_str);
        assert_eq!(words_of_ids(&[1, 9, 0], word), ["queen", "king"]);
    }
}
