//! Sorting, in one place. Every type that the standard library sorts brings its own copy of the sort: sixty kilobytes of the
//! worker were copies, which an ordinary comparison through a pointer does without.

use std::cmp::Ordering;

/// Sorts ids by what `compare` says of two of them. Where it calls two equal, either may come first.
pub(crate) fn sort_by(ids: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    ids.sort_unstable_by(|&a, &b| compare(a, b));
}

/// Sorts ids by rising number.
pub(crate) fn sort(ids: &mut [u32]) {
    sort_by(ids, &mut |a, b| a.cmp(&b));
}

/// The places `0..n` in the order that `compare` says, equal ones by rising place.
pub(crate) fn order_of(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..n as u32).collect();
    sort_by(&mut places, &mut |a, b| compare(a as usize, b as usize).then(a.cmp(&b)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_in_their_order() {
        let values = [3, 1, 3, 2, 1];
        assert_eq!(order_of(5, &|a, b| values[a].cmp(&values[b])), [1, 4, 3, 0, 2]);
        let mut ids = [5, 2, 9];
        sort(&mut ids);
        assert_eq!(ids, [2, 5, 9]);
    }
}
