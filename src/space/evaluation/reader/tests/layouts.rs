//! Layouts that people's own programs write, each of which was read wrongly or refused once.

use super::*;

#[test]
fn pairs_are_read_whatever_is_written_around_them() {
    for text in [
        "king,queen\t9.1\ncat,dog\t3\nsun,moon\t0.25\n",
        "king|queen|9.1\ncat|dog|3\nsun|moon|0.25\n",
        "| word1 | word2 | score |\n|---|:--:|---:|\n| king | queen | 9.1 |\n| cat | dog | 3 |\n| sun | moon | 0.25 |\n",
        "('king', 'queen', 9.1)\n('cat', 'dog', 3)\n('sun', 'moon', 0.25)\n",
        "(king, queen): 9.1\n(cat, dog): 3\n(sun, moon): 0.25\n",
        "'word1','word2','score'\n'king','queen',9.1\n'cat','dog',3\n'sun','moon',0.25\n",
        "[\"king\", \"queen\", 9.1],\n[\"cat\", \"dog\", 3],\n[\"sun\", \"moon\", 0.25]\n",
        "king，queen，9.1\ncat，dog，3\nsun，moon，0.25\n",
        "Wort1;Wort2;Mittelwert;Rater1\nking;queen;9,1;9\ncat;dog;3;2\nsun;moon;0,25;1\n",
    ] {
        assert_eq!(pairs(text), three(), "{text}");
    }
}

#[test]
fn analogies_are_read_behind_numbers_and_under_brackets() {
    let one = |text: &str| analogies(text).into_iter().map(|(_, asked)| asked).collect::<Vec<_>>().concat();
    let wanted = ["athens greece rome italy", "oslo norway paris france"];
    for text in [
        "1. athens greece rome italy\n2. oslo norway paris france\n",
        "1) athens greece rome italy\n2) oslo norway paris france\n",
        "athens|greece|rome|italy\noslo|norway|paris|france\n",
        "| athens | greece | rome | italy |\n| oslo | norway | paris | france |\n",
    ] {
        assert_eq!(one(text), wanted, "{text}");
    }
    let named = analogies("[capitals]\nathens greece rome italy\n[plurals]\ncat cats dog dogs\n");
    assert_eq!(named.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["capitals", "plurals"]);
}
