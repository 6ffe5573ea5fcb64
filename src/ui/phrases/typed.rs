//! Lists as people type them.

/// The words of a list as a person types it: between spaces or commas, each once. A comma between digits, three of which
/// follow it, is within a number such as `1,000`.
pub fn words_of(list: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let bytes = list.as_bytes();
    let is_within_number = |at: usize| {
        let n_before = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let n_after = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (1..=3).contains(&n_before) && n_after == 3
    };
    let separates = |at: usize, c: char| c.is_whitespace() || (c == ',' && !is_within_number(at));
    let mut start = 0;
    let mut pieces = Vec::new();
    for (at, c) in list.char_indices().filter(|&(at, c)| separates(at, c)) {
        pieces.push(&list[start..at]);
        start = at + c.len_utf8();
    }
    pieces.push(&list[start..]);
    for word in pieces.into_iter().filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_list_holds_each_word_once() {
        assert_eq!(words_of(" king, queen king,,man "), ["king", "queen", "man"]);
        assert!(words_of(" , ").is_empty());
        assert_eq!(words_of("1,000 ים new_york, 12,345,678,cat"), ["1,000", "ים", "new_york", "12,345,678", "cat"]);
        assert_eq!(words_of("1,2,3 26865,5412 1,0000"), ["1", "2", "3", "26865", "5412", "0000"]);
    }
}
