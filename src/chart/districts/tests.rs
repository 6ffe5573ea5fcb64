//! Maps that are made up, and what holds together on them.

use proptest::prelude::*;
use rand::SeedableRng;
use rand_pcg::Pcg32;

use super::*;

const NAMES: [&str; 2] = ["royalty", "animals"];

/// A map that is made up, point by point.
struct Map {
    positions: Vec<f32>,
    class_of_word: Vec<u8>,
    generator: Pcg32,
}

impl Map {
    /// 400 words without a class, anywhere in a square of 20.
    fn new(seed: u64) -> Self {
        let mut map = Self { positions: Vec::new(), class_of_word: Vec::new(), generator: Pcg32::seed_from_u64(seed) };
        map.add(NO_CLASS, 400, [0.0, 0.0], 10.0);
        map
    }

    /// `n` words anywhere in a square of twice `reach`.
    fn add(&mut self, class: u8, n: usize, [x, y]: [f32; 2], reach: f32) {
        for _ in 0..n {
            self.positions.push(x + self.generator.random_range(-reach..reach));
            self.positions.push(y + self.generator.random_range(-reach..reach));
            self.class_of_word.push(class);
        }
    }

    fn seen_by(&self, districts: &mut Districts) -> Vec<District> {
        districts.update(&self.positions, &self.class_of_word, &NAMES.map(str::to_owned));
        districts.found().to_vec()
    }

    fn districts(&self) -> Vec<District> {
        self.seen_by(&mut Districts::new())
    }
}

fn near(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn assert_at(found: &[District], class: u8, [x, y]: [f64; 2]) {
    let district = found.iter().find(|district| district.class == class).expect("it holds together");
    assert!(near(district.spot, [x, y]) < 1.0, "{:?} is not near ({x}, {y})", district.spot);
}

#[test]
fn a_group_in_one_place_is_a_district_there() {
    let mut map = Map::new(1);
    map.add(0, 30, [-5.0, 4.0], 1.5);
    map.add(1, 50, [6.0, -3.0], 2.0);
    let found = map.districts();
    assert_eq!(found.iter().map(|d| (d.class, d.n_words)).collect::<Vec<_>>(), [(1, 50), (0, 30)], "largest first");
    assert_at(&found, 0, [-5.0, 4.0]);
    assert_at(&found, 1, [6.0, -3.0]);
}

#[test]
fn a_scattered_group_is_none() {
    let mut map = Map::new(2);
    map.add(0, 200, [0.0, 0.0], 10.0);
    map.add(1, 60, [2.0, 2.0], 7.0);
    assert_eq!(map.districts(), []);
}

#[test]
fn a_group_in_two_clumps_is_named_at_one_that_has_most_of_it_or_not_at_all() {
    for (n, is_named) in [(40, false), (47, false), (48, true), (64, true)] {
        let mut map = Map::new(3);
        map.add(0, n, [-6.0, -6.0], 1.0);
        map.add(0, 80 - n, [6.0, 6.0], 1.0);
        let found = map.districts();
        assert_eq!(found.len(), usize::from(is_named), "{n} of 80");
        if is_named {
            assert_at(&found, 0, [-6.0, -6.0]);
        }
    }
}

#[test]
fn a_small_dense_clump_does_not_take_the_name_from_most_of_the_group() {
    let mut map = Map::new(11);
    map.add(0, 30, [-6.0, -6.0], 0.2);
    map.add(0, 60, [6.0, 6.0], 1.8);
    let found = map.districts();
    assert!((found[0].spot[0] - 6.0).abs() < 2.0 && (found[0].spot[1] - 6.0).abs() < 2.0, "{found:?}");
}

#[test]
fn a_small_place_where_all_words_crowd_is_no_district() {
    let mut map = Map::new(4);
    map.add(NO_CLASS, 2000, [0.0, 0.0], 1.0);
    map.add(0, 40, [0.0, 0.0], 1.0);
    assert_eq!(map.districts(), []);
}

#[test]
fn a_group_that_is_wide_is_none_though_others_are_elsewhere() {
    let mut map = Map { positions: Vec::new(), class_of_word: Vec::new(), generator: Pcg32::seed_from_u64(5) };
    map.add(0, 300, [0.0, 0.0], 10.0);
    map.add(NO_CLASS, 300, [9.0, 9.0], 0.5);
    assert_eq!(map.districts(), []);
}

#[test]
fn a_few_words_and_words_without_others_are_none() {
    let mut few = Map::new(6);
    few.add(0, 3, [5.0, 5.0], 0.1);
    few.add(1, 7, [-5.0, 5.0], 0.1);
    assert_eq!(few.districts(), []);
    few.add(1, 1, [-5.0, 5.0], 0.1);
    assert_eq!(few.districts().len(), 1, "eight are enough");
    let mut alone = Map { positions: Vec::new(), class_of_word: Vec::new(), generator: Pcg32::seed_from_u64(7) };
    alone.add(0, 100, [0.0, 0.0], 1.0);
    assert_eq!(alone.districts(), []);
}

#[test]
fn an_outlier_does_not_shrink_the_map() {
    let mut map = Map::new(8);
    map.add(0, 30, [-5.0, 4.0], 1.5);
    map.add(NO_CLASS, 1, [900.0, -900.0], 1.0);
    map.add(1, 60, [2.0, 2.0], 7.0);
    let found = map.districts();
    assert_eq!(found.len(), 1);
    assert_at(&found, 0, [-5.0, 4.0]);
}

#[test]
fn maps_without_extent_or_words_have_none_and_a_line_may_have_some() {
    let names = NAMES.map(str::to_owned);
    let mut districts = Districts::new();
    let classes: Vec<u8> = (0..100).map(|i| if i % 2 == 0 { 0 } else { 77 }).collect();
    let equal = [1e-3, -3.7].repeat(100);
    let huge = [f32::MAX, f32::MIN].repeat(50);
    let (nan, infinite) = ([f32::NAN; 200], [f32::INFINITY; 200]);
    for positions in [&[][..], &[1.0], &equal, &huge, &nan, &infinite] {
        districts.update(positions, &classes, &names);
        assert_eq!(districts.found(), []);
        districts.update(positions, &[], &[]);
        assert_eq!(districts.found(), []);
    }
    let line: Vec<f32> = (0..100).flat_map(|i| [3.0, i as f32]).collect();
    let halves: Vec<u8> = (0..100).map(|i| u8::from(i >= 10)).collect();
    districts.update(&line, &halves, &names);
    assert_eq!(districts.found().iter().map(|d| (d.class, d.spot[0])).collect::<Vec<_>>(), [(0, 3.0)]);
}

#[test]
fn chance_makes_no_district() {
    let mut n_named = 0;
    for seed in 0..400 {
        let mut map = Map::new(1000 + seed);
        map.add(0, 8 + seed as usize % 5, [0.0, 0.0], 10.0);
        map.add(1, 20 + seed as usize % 60, [0.0, 0.0], 10.0);
        n_named += map.districts().len();
    }
    assert!(n_named <= 4, "{n_named} of 800 groups that lie anywhere");
}

#[test]
fn what_was_named_stays_under_softer_limits() {
    let loose = |reach: f32| {
        let mut map = Map::new(9);
        map.add(0, 60, [2.0, 2.0], reach);
        map
    };
    let was_named = || {
        let mut districts = Districts::new();
        assert_eq!(loose(2.0).seen_by(&mut districts).len(), 1);
        districts
    };
    let (mut n_fresh, mut n_held) = (0, 0);
    for reach in 15..40 {
        let map = loose(0.2 * reach as f32);
        let (fresh, held) = (map.districts().len(), map.seen_by(&mut was_named()).len());
        assert!(fresh <= held, "softer limits, at a reach of {reach}");
        (n_fresh, n_held) = (n_fresh + fresh, n_held + held);
        let mut forgotten = was_named();
        forgotten.clear();
        assert_eq!(map.seen_by(&mut forgotten).len(), fresh);
        let mut lost = was_named();
        assert_eq!(loose(8.0).seen_by(&mut lost), []);
        assert_eq!(map.seen_by(&mut lost).len(), fresh, "what was lost has to hold together again first");
    }
    assert!(n_fresh > 0 && n_fresh + 2 <= n_held && n_held < 25, "{n_fresh} and {n_held}");
}

#[test]
fn a_spot_stays_on_its_hill_and_grows_with_the_map() {
    // Two hills on one plateau.
    let hills = |left: usize, right: usize| {
        let mut map = Map::new(10);
        map.add(0, 60, [0.0, 0.0], 2.0);
        map.add(0, left, [-1.25, 0.0], 0.3);
        map.add(0, right, [1.25, 0.0], 0.3);
        map
    };
    let mut districts = Districts::new();
    let mut x = |map: &Map| map.seen_by(&mut districts)[0].spot[0];
    assert!(x(&hills(36, 30)) < -0.5);
    assert!(hills(30, 36).districts()[0].spot[0] > 0.5, "the higher of the two");
    let mut grown = hills(30, 36);
    grown.positions.iter_mut().for_each(|x| *x *= 3.0);
    assert!(x(&grown) < -1.5, "but it stays on its own");
    assert!(x(&hills(10, 60)) > 0.5, "until that is much lower");
}

proptest! {
    #[test]
    fn the_same_map_elsewhere_and_larger_has_the_same_districts(
        seed in 0..50_u64, zoom in -8..8_i32, shift in prop::array::uniform2(-50.0..50.0_f32),
    ) {
        let mut map = Map::new(seed);
        map.add(0, 30, [-5.0, 4.0], 2.5);
        map.add(1, 40, [5.0, -4.0], 4.0);
        let before = map.districts();
        let scale = 2.0_f32.powi(zoom);
        for point in map.positions.chunks_exact_mut(2) {
            point.iter_mut().zip(shift).for_each(|(x, shift)| *x = (*x + shift) * scale);
        }
        let after = map.districts();
        prop_assert_eq!(before.len(), after.len());
        for (a, b) in before.iter().zip(&after) {
            let back = [0, 1].map(|axis| b.spot[axis] / f64::from(scale) - f64::from(shift[axis]));
            prop_assert_eq!(a.class, b.class);
            prop_assert!(near(a.spot, back) < 0.3, "{:?} is not {:?}", a.spot, back);
        }
    }
}
