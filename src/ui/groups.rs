//! Groups of words that are found again and again while the vectors move.

/// The groups of `new` that hold most words of the groups `followed` of `old`. Both give a group to each word; a group that
/// is not found again is left out. Rising, each once.
pub fn follow_groups(old: &[u8], new: &[u8], followed: &[u8]) -> Vec<u8> {
    let mut found: Vec<u8> = followed.iter().filter_map(|&group| heir_of(old, new, group)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The new group that holds more than half of the words that the old one held.
fn heir_of(old: &[u8], new: &[u8], group: u8) -> Option<u8> {
    let mut counts = [0_usize; 256];
    let mut n_words = 0;
    for (_, &heir) in old.iter().zip(new).filter(|&(&known, _)| known == group) {
        counts[usize::from(heir)] += 1;
        n_words += 1;
    }
    let heir = (0..=u8::MAX).max_by_key(|&heir| counts[usize::from(heir)])?;
    (2 * counts[usize::from(heir)] > n_words).then_some(heir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_under_its_new_number() {
        let old = [0, 0, 0, 1, 1, 1, 2, 2];
        let new = [2, 2, 1, 0, 0, 0, 1, 1];
        assert_eq!(follow_groups(&old, &new, &[0, 1]), [0, 2]);
        assert_eq!(follow_groups(&old, &new, &[2, 2]), [1]);
    }

    #[test]
    fn a_group_that_fell_apart_is_not_found() {
        assert!(follow_groups(&[0, 0, 0, 0], &[0, 1, 2, 3], &[0]).is_empty());
        assert!(follow_groups(&[], &[], &[0]).is_empty());
        assert!(follow_groups(&[0, 0], &[1, 1], &[7]).is_empty());
    }
}
