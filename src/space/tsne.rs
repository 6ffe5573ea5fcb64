//! t-SNE: a map that keeps neighbors together; large distances on it mean little.

use bhtsne::tSNE;

/// Accuracy of the Barnes-Hut approximation: cells seen under a smaller angle count as one point (van der Maaten 2014).
const THETA: f32 = 0.5;
/// The spread of the first positions (Kobak and Berens 2019): small, so that clusters can pass each other.
const FIRST_SPREAD: f32 = 1e-4;
/// Words needed for each unit of perplexity: each word looks at three times as many neighbors.
const WORDS_PER_PERPLEXITY: usize = 3;

/// Lays words out by t-SNE (van der Maaten and Hinton 2008; Barnes-Hut approximation: van der Maaten 2014).
///
/// `values`: `n x dims` floats, row-major. Distances are Euclidean between the vectors scaled to length one, so that
/// neighbors are those by cosine. `first`: `x0 y0 x1 y1 ...`, the starting positions, such as principal components.
/// `perplexity`: about how many neighbors count for each word; it is lowered if there are too few words. `on_epoch` gets
/// the epoch and the positions, and may take its time.
///
/// The same start gives the same map in wasm, where there is one thread; natively, threads add numbers in any order.
///
/// Returns `x0 y0 x1 y1 ...`, in the order of the words. Fewer than 7 words stay at their starting positions.
pub fn tsne(
    values: &[f32],
    dims: usize,
    first: &[f32],
    perplexity: f32,
    epochs: usize,
    on_epoch: impl FnMut(usize, &[f32]),
) -> Vec<f32> {
    let n_words = first.len() / 2;
    let most = (n_words.saturating_sub(1) / WORDS_PER_PERPLEXITY) as f32;
    if most < 2.0 || dims == 0 || values.len() != n_words * dims {
        return first.to_vec();
    }
    let units = units(values, dims);
    let rows: Vec<&[f32]> = units.chunks_exact(dims).collect();
    let mut tsne: tSNE<'_, f32, &[f32]> = tSNE::new(&rows);
    tsne.perplexity(perplexity.clamp(1.0, most))
        .epochs(epochs)
        .initial_embedding(spread(first))
        .epoch_callback(on_epoch);
    tsne.barnes_hut(THETA, |a, b| a.iter().zip(b.iter()).map(|(x, y)| (x - y) * (x - y)).sum::<f32>().sqrt());
    tsne.embedding()
}

fn units(values: &[f32], dims: usize) -> Vec<f32> {
    let unit = |row: &[f32]| {
        let norm = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        let scale = if norm > 0.0 { 1.0 / norm } else { 0.0 };
        row.iter().map(|x| x * scale).collect::<Vec<f32>>()
    };
    values.chunks_exact(dims).flat_map(unit).collect()
}

/// The starting positions, centered and as narrow as t-SNE needs them. Positions that are not finite go to the middle.
fn spread(first: &[f32]) -> Vec<f32> {
    let n = (first.len() / 2).max(1) as f32;
    let finite = |x: f32| if x.is_finite() { x } else { 0.0 };
    let mean = [0, 1].map(|axis| first.iter().skip(axis).step_by(2).map(|&x| finite(x)).sum::<f32>() / n);
    let variance = first.iter().step_by(2).map(|&x| (finite(x) - mean[0]).powi(2)).sum::<f32>() / n;
    let scale = if variance > 0.0 { FIRST_SPREAD / variance.sqrt() } else { 1.0 };
    first.iter().enumerate().map(|(i, &x)| (finite(x) - mean[i % 2]) * scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three bundles of thirty directions each, and where they begin.
    fn bundles() -> (Vec<f32>, Vec<f32>) {
        let values = (0..90).flat_map(|i| {
            let mut row = [0.0; 6];
            row[i / 30] = 3.0 + (i % 5) as f32;
            row[3 + i % 3] = 0.4 + 0.05 * (i % 7) as f32;
            row
        });
        let first = (0..90).flat_map(|i| [(i * 37 % 91) as f32, (i * 53 % 89) as f32]);
        (values.collect(), first.collect())
    }

    #[test]
    fn bundles_come_apart() {
        let (values, first) = bundles();
        let mut n_epochs = 0;
        let map = tsne(&values, 6, &first, 10.0, 400, |_, positions| {
            n_epochs += 1;
            assert_eq!(positions.len(), 180);
        });
        assert_eq!(n_epochs, 400);
        let distance = |i: usize, j: usize| (map[2 * i] - map[2 * j]).hypot(map[2 * i + 1] - map[2 * j + 1]);
        for i in 0..90 {
            let nearest = (0..90).filter(|&j| j != i).min_by(|&a, &b| distance(i, a).total_cmp(&distance(i, b)));
            assert_eq!(nearest.map(|j| j / 30), Some(i / 30), "word {i}");
        }
    }

    #[test]
    fn too_few_words_stay_where_they_are() {
        let first = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(tsne(&[1.0, 0.0], 1, &first, 30.0, 10, |_, _| {}), first);
        assert_eq!(tsne(&[], 3, &[], 30.0, 10, |_, _| {}), [] as [f32; 0]);
    }

    #[test]
    fn the_first_positions_are_narrow_and_finite() {
        let first = spread(&[5.0, 1.0, 7.0, f32::NAN, 9.0, 1.0]);
        assert!(first.iter().all(|x| x.is_finite()));
        assert!((first[0] + first[4]).abs() < 1e-9 && first[4] < 2e-4);
    }
}
