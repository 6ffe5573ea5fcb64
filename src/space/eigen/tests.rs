//! Against nalgebra, and against what defines an eigenvector.

use nalgebra::{DMatrix, SymmetricEigen};
use proptest::prelude::*;

use super::*;

fn decompose(matrix: &[f64], n: usize, wanted: &[usize], n_operations: usize) -> Decomposition {
    let found = Decomposition::new(matrix.to_vec(), n, wanted).expect("finite");
    decomposed(found, n_operations)
}

/// The same in slices, however small the matrix is.
fn decompose_in_slices(matrix: &[f64], n: usize, wanted: &[usize], n_operations: usize) -> Decomposition {
    let mut found = Decomposition::new(matrix.to_vec(), n, wanted).expect("finite");
    found.stage = Stage::Reducing(n);
    decomposed(found, n_operations)
}

fn decomposed(mut found: Decomposition, n_operations: usize) -> Decomposition {
    while !found.advance(&mut Budget::new(n_operations)).expect("it settles") {}
    found
}

/// `XᵀX` of the rows of X.
fn gram(rows: &[Vec<f64>]) -> (Vec<f64>, usize) {
    let n = rows[0].len();
    let entry = |k: usize| rows.iter().map(|row| row[k / n] * row[k % n]).sum();
    ((0..n * n).map(entry).collect(), n)
}

/// Numbers between -0.5 and 0.5 that look random.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }
}

/// Asserts that values are those of nalgebra, and that vectors are of length one, at right angles, and turned by the matrix
/// into multiples of themselves.
fn assert_decomposed(matrix: &[f64], n: usize, wanted: &[usize], what: &str) {
    for found in [decompose(matrix, n, wanted, usize::MAX), decompose_in_slices(matrix, n, wanted, usize::MAX)] {
        assert_is_decomposition(&found, matrix, n, wanted, what);
    }
}

fn assert_is_decomposition(found: &Decomposition, matrix: &[f64], n: usize, wanted: &[usize], what: &str) {
    let trace: f64 = (0..n).map(|i| matrix[i * n + i]).sum();
    let reference = SymmetricEigen::try_new(DMatrix::from_row_slice(n, n, matrix), 1e-14, 10_000).expect("it settles");
    let mut values: Vec<f64> = reference.eigenvalues.iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    for (share, value) in found.values().iter().zip(&values) {
        let expected = if trace > 0.0 { value / trace } else { 0.0 };
        assert!((share - expected).abs() < 1e-10, "{what}: {share} and {expected}");
    }
    for &component in wanted.iter().filter(|&&component| component < n) {
        let share = found.values()[component];
        let Some(vector) = found.vector(component) else {
            assert!(share <= ZERO, "{what}: component {component} with a share of {share}");
            continue;
        };
        assert!((dot(vector, vector) - 1.0).abs() < 1e-10, "{what}: component {component}");
        for row in 0..n {
            let turned = dot(&matrix[row * n..][..n], vector) / trace;
            assert!((turned - share * vector[row]).abs() < 1e-8, "{what}: component {component}, row {row}");
        }
        for other in wanted.iter().filter(|&&other| other != component).filter_map(|&other| found.vector(other)) {
            assert!(dot(other, vector).abs() < 1e-7, "{what}: component {component}");
        }
    }
}

#[test]
fn covariances_of_all_sizes_agree_with_nalgebra() {
    for (n, n_rows) in [(1, 3), (2, 9), (3, 50), (19, 200), (64, 500), (100, 40), (300, 600)] {
        let mut next = noise(n as u64);
        // Like those of word vectors: a few strong directions and a long tail.
        let rows: Vec<Vec<f64>> =
            (0..n_rows).map(|_| (0..n).map(|j| next() * (1.0 + 8.0 / (1.0 + j as f64))).collect()).collect();
        let (matrix, n) = gram(&rows);
        assert_decomposed(&matrix, n, &[0, 1, 5, n - 1], &format!("{n} dims of {n_rows} rows"));
    }
}

#[test]
fn degenerate_matrices_are_decomposed_too() {
    let n = 40;
    let diagonal = |f: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..n * n).map(|k| if k / n == k % n { f(k / n) } else { 0.0 }).collect()
    };
    assert_decomposed(&diagonal(&|_| 0.0), n, &[0, 1], "zeros");
    assert_decomposed(&diagonal(&|_| 3.0), n, &[0, 1, 7, 39], "a multiple of one");
    assert_decomposed(&diagonal(&|i| if i < 3 { 2.0 } else { 1e-3 }), n, &[0, 1, 2, 3, 9], "two values");
    assert_decomposed(&diagonal(&|i| f64::from(i == 17)), n, &[0, 1], "one direction along an axis");
    // One-hot words: all directions but one have the same variance.
    let one_hot: Vec<f64> = (0..n * n).map(|k| f64::from(k / n == k % n) - 1.0 / n as f64).collect();
    assert_decomposed(&one_hot, n, &[0, 1, 38, 39], "one-hot words");
    let mut next = noise(5);
    let direction: Vec<f64> = (0..n).map(|_| next()).collect();
    let rank_one: Vec<f64> = (0..n * n).map(|k| direction[k / n] * direction[k % n]).collect();
    assert_decomposed(&rank_one, n, &[0, 1, 2], "rank one");
    let twins: Vec<f64> = (0..n * n).map(|k| if (k / n) % 2 == (k % n) % 2 { 1.0 } else { 0.0 }).collect();
    assert_decomposed(&twins, n, &[0, 1], "two equal blocks");
    // Wilkinson's matrix, whose largest eigenvalues are equal to sixteen digits though no entry beside the diagonal is zero.
    let wilkinson =
        |i: usize, j: usize| if i == j { i.abs_diff(10) as f64 + 2.0 } else { f64::from(i.abs_diff(j) == 1) };
    let matrix: Vec<f64> = (0..21 * 21).map(|k| wilkinson(k / 21, k % 21)).collect();
    assert_decomposed(&matrix, 21, &[0, 1, 2, 3], "Wilkinson's matrix");
    for scale in [1e-30, 1e30] {
        let (matrix, n) = gram(&(0..50).map(|_| (0..9).map(|_| next() * scale).collect()).collect::<Vec<_>>());
        assert_decomposed(&matrix, n, &[0, 1], "very small and very large numbers");
    }
}

#[test]
fn what_is_not_finite_is_refused() {
    for x in [f64::NAN, f64::INFINITY] {
        let failure = Decomposition::new(vec![1.0, x, x, 1.0], 2, &[0]).err();
        assert_eq!(failure, Some(SpaceError::NotConverged));
    }
}

proptest! {
    #[test]
    fn any_matrix_agrees_with_nalgebra_however_the_work_is_cut(
        rows in (1_usize..12).prop_flat_map(|n| {
            prop::collection::vec(prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), -1.0..1.0], n), 1..20)
        }),
        n_operations in 0_usize..3000,
    ) {
        let (matrix, n) = gram(&rows);
        assert_decomposed(&matrix, n, &[0, 1, 3], "a random matrix");
        let (whole, cut) = (decompose(&matrix, n, &[0, 1], usize::MAX), decompose(&matrix, n, &[0, 1], n_operations));
        prop_assert_eq!(whole.values(), cut.values());
        prop_assert_eq!((whole.vector(0), whole.vector(1)), (cut.vector(0), cut.vector(1)));
    }
}
