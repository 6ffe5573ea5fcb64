//! Which groups of words hold together in one place of the map, and where the densest spot of each is.
//!
//! A group holds together if a small disc holds three fifths of its words. Small is measured in two ways, and the larger
//! counts: the share of all *other* words in the disc, and the share of the map that it covers. The first is what chance
//! would give to a group that lies like the rest of the words; it is high in the crowd where everything lies, however small
//! the disc. The second catches a group that lies loosely around the others. A group in two far clumps has a large disc
//! unless one of them holds three fifths of it. The densest spot is looked for within the disc.
//!
//! Few words lie close together by chance. The evidence against chance is the logarithm of the likelihood ratio of the
//! spatial scan statistic (Kulldorff 1997, "A spatial scan statistic", Bernoulli model) with the background taken as
//! known: `n KL(s || p)` for `n` words of which a share `s` lies in a disc where chance would put a share `p`.
//!
//! Points move while a model trains. What was named stays named under softer limits, and a densest spot moves uphill from
//! where it was as long as that hill is nearly the highest.

use super::coloring::NO_CLASS;

/// Fewer words than this are no district, however near they are.
const FEWEST_WORDS: usize = 8;
/// The share of a group's words that its disc holds.
const HELD: f64 = 0.6;
/// The largest share of other words, or of the map, that a disc may hold: at first, and once it is named. At first it is a
/// fifth of `HELD`, so that the group's words are five times as dense there as all others are.
const MOST_OF_MAP: [f64; 2] = [0.12, 0.17];
/// The least evidence in nats: at first, and once it is named. Nine are odds of one in eight thousand, which leaves one in
/// a few hundred after the choice of the best among some dozens of places.
const LEAST_EVIDENCE: [f64; 2] = [9.0, 7.0];
/// Cells along the longer side of the map.
const N_CELLS: usize = 32;
/// How often counts are averaged with those of the cells beside them: about a normal distribution, of a standard deviation
/// of 1.4 cells.
const N_BLURS: usize = 3;
/// Radius in cells of the disc whose middle of words is the densest spot.
const SPOT_CELLS: f32 = 2.0;
/// Steps towards a small disc, and the most words of a group that they look at.
const N_STEPS: usize = 4;
const MOST_SAMPLED: usize = 1500;
/// A spot stays on its hill while this is at least so high, as a share of the highest.
const NEARLY_HIGHEST: f32 = 0.7;
/// Standard deviations from the mean beyond which a word counts as an outlier, for the extent of the map.
const MOST_DEVIATIONS: f64 = 3.0;

/// A group of words that holds together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct District {
    /// Its class in the coloring.
    pub class: u8,
    /// Its densest spot, in world units.
    pub spot: [f64; 2],
    /// How many words it has on the map.
    pub n_words: usize,
}

/// How a group lies on the map: what [`Districts`] decides by.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Standing {
    /// Its densest spot, in world units.
    spot: [f64; 2],
    n_words: usize,
    /// The larger of the share of other words in the disc and of the map under it, in [0, 1].
    share_of_map: f64,
    /// Evidence against chance, in nats.
    evidence: f64,
}

/// The districts of a map, remembered from frame to frame.
#[derive(Clone, Debug, Default)]
pub struct Districts {
    known: Vec<Known>,
    found: Vec<District>,
}

/// What was named before. By name, as clusters that are found anew have other numbers.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    /// Its densest spot in parts of the map's extent, which grows while a model trains.
    at: [f64; 2],
}

impl Districts {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets them, for another vocabulary or another map.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Those found last, largest first.
    pub fn found(&self) -> &[District] {
        &self.found
    }

    /// Looks at the map of another moment.
    ///
    /// `positions`: `x0 y0 x1 y1 ...` in world units, by word id, not finite for words that are not shown. `class_of_word`:
    /// an index into `names`, or [`NO_CLASS`]; words beyond it have none.
    pub fn update(&mut self, positions: &[f32], class_of_word: &[u8], names: &[String]) {
        self.found.clear();
        let known = std::mem::take(&mut self.known);
        let n_classes = names.len().min(usize::from(NO_CLASS));
        let Some(ground) = Ground::of(positions) else { return };
        let last: Vec<Option<[f64; 2]>> =
            names.iter().map(|name| known.iter().find(|known| known.name == *name).map(|known| known.at)).collect();
        for (class, standing) in ground.standings(positions, class_of_word, &last[..n_classes]).into_iter().enumerate()
        {
            let Some(standing) = standing else { continue };
            let limit = usize::from(last[class].is_some());
            if standing.share_of_map <= MOST_OF_MAP[limit] && standing.evidence >= LEAST_EVIDENCE[limit] {
                self.known.push(Known { name: names[class].clone(), at: ground.share_of(standing.spot) });
                self.found.push(District { class: class as u8, spot: standing.spot, n_words: standing.n_words });
            }
        }
        self.found.sort_by_key(|district| std::cmp::Reverse(district.n_words));
    }
}

/// A place in cells from the lower left corner of the map.
type Point = [f32; 2];

/// A disc in cells.
#[derive(Clone, Copy, Debug)]
struct Disc {
    center: Point,
    radius_squared: f32,
}

/// The part of the world where the words are, and a grid over it.
#[derive(Clone, Copy, Debug)]
struct Ground {
    low: [f64; 2],
    extent: [f64; 2],
    /// Side of a cell in world units.
    cell: f64,
    n_columns: usize,
    n_rows: usize,
}

impl Ground {
    /// None where there is no extent.
    fn of(positions: &[f32]) -> Option<Self> {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (mut n, mut sums, mut squares) = (0, [0.0; 2], [0.0; 2]);
        for (_, point) in shown(positions) {
            n += 1;
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
                sums[axis] += point[axis];
                squares[axis] += point[axis] * point[axis];
            }
        }
        if n == 0 {
            return None;
        }
        for axis in 0..2 {
            let mean = sums[axis] / f64::from(n);
            let reach = MOST_DEVIATIONS * (squares[axis] / f64::from(n) - mean * mean).max(0.0).sqrt();
            (low[axis], high[axis]) = (low[axis].max(mean - reach), high[axis].min(mean + reach));
        }
        // Rounding may turn equal positions around.
        let extent = [0, 1].map(|axis| (high[axis] - low[axis]).max(0.0));
        let cell = extent[0].max(extent[1]) / N_CELLS as f64;
        if cell.is_nan() || cell <= f64::from(f32::MIN_POSITIVE) {
            return None;
        }
        let [n_columns, n_rows] = extent.map(|side| (side / cell).ceil().clamp(1.0, N_CELLS as f64) as usize);
        Some(Self { low, extent, cell, n_columns, n_rows })
    }

    /// How each class lies on the map; none for those of few words. `last`: the spots that were named, in parts of the extent.
    fn standings(&self, positions: &[f32], class_of_word: &[u8], last: &[Option<[f64; 2]>]) -> Vec<Option<Standing>> {
        // By class, in cells; those without one come last.
        let mut points: Vec<Vec<Point>> = vec![Vec::new(); last.len() + 1];
        for (word_id, point) in shown(positions) {
            let class = class_of_word.get(word_id).map_or(last.len(), |&class| usize::from(class).min(last.len()));
            points[class].push([0, 1].map(|axis| ((point[axis] - self.low[axis]) / self.cell) as f32));
        }
        let n_words: usize = points.iter().map(Vec::len).sum();
        let standing = |(class, last): (usize, &Option<[f64; 2]>)| {
            let own = points[class].as_slice();
            if own.len() < FEWEST_WORDS {
                return None;
            }
            let last = last.map(|at| [0, 1].map(|axis| (at[axis] * self.extent[axis] / self.cell) as f32));
            let mut spot = self.densest_spot(own, last);
            let disc = Disc::holding(own, [spot, middle(own)]);
            let held: Vec<Point> = own.iter().filter(|point| disc.holds(**point)).copied().collect();
            if !disc.holds(spot) {
                // A small dense clump is not where most of them are.
                spot = self.densest_spot(&held, None);
            }
            let n_within: usize = points.iter().map(|points| disc.count(points)).sum();
            // One other word in the disc is what can be told apart from none.
            let among_others = (n_within - held.len()).max(1) as f64 / (n_words - own.len()).max(1) as f64;
            let share_of_map = among_others.max(self.covered_by(f64::from(disc.radius_squared).sqrt())).min(1.0);
            let evidence = own.len() as f64 * divergence(held.len() as f64 / own.len() as f64, share_of_map);
            let spot = [0, 1].map(|axis| self.low[axis] + f64::from(spot[axis]) * self.cell);
            Some(Standing { spot, n_words: own.len(), share_of_map, evidence })
        };
        last.iter().enumerate().map(standing).collect()
    }

    fn cell_of(&self, [x, y]: Point) -> Option<usize> {
        let is_inside = x >= 0.0 && y >= 0.0 && x <= self.n_columns as f32 && y <= self.n_rows as f32;
        // The outermost point is on the edge of its cell.
        is_inside.then(|| (y as usize).min(self.n_rows - 1) * self.n_columns + (x as usize).min(self.n_columns - 1))
    }

    /// Where points are densest; on the hill they were densest on `last`, if that is nearly as high.
    fn densest_spot(&self, points: &[Point], last: Option<Point>) -> Point {
        let (w, h) = (self.n_columns, self.n_rows);
        let mut counts = vec![0.0_f32; w * h];
        for cell in points.iter().filter_map(|&point| self.cell_of(point)) {
            counts[cell] += 1.0;
        }
        for _ in 0..N_BLURS {
            counts.chunks_exact_mut(w).for_each(|row| blur(row, 1));
            (0..w).for_each(|column| blur(&mut counts[column..], w));
        }
        let best = (1..w * h).fold(0, |best, cell| if counts[cell] > counts[best] { cell } else { best });
        let hill = last.and_then(|last| self.cell_of(last)).map(|cell| self.top_of_hill(&counts, cell));
        let cell = hill.filter(|&cell| counts[cell] >= NEARLY_HIGHEST * counts[best]).unwrap_or(best);
        // To the middle of the points around, and from there once more.
        let mut spot = [(cell % w) as f32 + 0.5, (cell / w) as f32 + 0.5];
        for _ in 0..2 {
            let around = Disc { center: spot, radius_squared: SPOT_CELLS * SPOT_CELLS };
            let near: Vec<Point> = points.iter().filter(|point| around.holds(**point)).copied().collect();
            if !near.is_empty() {
                spot = middle(&near);
            }
        }
        spot
    }

    /// The highest cell that a way uphill leads to.
    fn top_of_hill(&self, counts: &[f32], mut cell: usize) -> usize {
        let (w, h) = (self.n_columns, self.n_rows);
        loop {
            let (x, y) = (cell % w, cell / w);
            let rows = y.saturating_sub(1)..(y + 2).min(h);
            let around = rows.flat_map(|y| (x.saturating_sub(1)..(x + 2).min(w)).map(move |x| y * w + x));
            let higher = around.fold(cell, |top, near| if counts[near] > counts[top] { near } else { top });
            if higher == cell {
                return cell;
            }
            cell = higher;
        }
    }

    /// The share of the map under a disc, in [0, 1]: of its length where it is a line. `radius`: in cells.
    fn covered_by(&self, radius: f64) -> f64 {
        let share = |&side: &f64| if side > self.cell { (2.0 * radius * self.cell / side).min(1.0) } else { 1.0 };
        self.extent.iter().map(share).product()
    }

    /// A point of the world in parts of the extent.
    fn share_of(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (point[axis] - self.low[axis]) / self.extent[axis].max(self.cell))
    }
}

impl Disc {
    /// A small disc that holds `HELD` of the points: the smallest found on a few steps from each of `starts`. Each step goes to
    /// the middle of what the disc held, as in the search for the minimum covariance determinant (Rousseeuw and Van
    /// Driessen 1999, "C-steps"). Large groups are judged by a sample.
    fn holding(points: &[Point], starts: [Point; 2]) -> Self {
        let mut sample: Vec<Point> = points.iter().step_by(points.len().div_ceil(MOST_SAMPLED)).copied().collect();
        let last = (HELD * sample.len() as f64).ceil() as usize - 1;
        let mut smallest = Self { center: starts[0], radius_squared: f32::INFINITY };
        for mut center in starts {
            for _ in 0..N_STEPS {
                let by_distance = |a: &Point, b: &Point| square(*a, center).total_cmp(&square(*b, center));
                let (_, farthest, _) = sample.select_nth_unstable_by(last, by_distance);
                let radius_squared = square(*farthest, center);
                if radius_squared < smallest.radius_squared {
                    smallest = Self { center, radius_squared };
                }
                center = middle(&sample[..=last]);
            }
        }
        smallest
    }

    fn holds(&self, point: Point) -> bool {
        square(point, self.center) <= self.radius_squared
    }

    fn count(&self, points: &[Point]) -> usize {
        points.iter().map(|&point| u32::from(self.holds(point))).sum::<u32>() as usize
    }
}

/// The words that are shown: word id and point.
fn shown(positions: &[f32]) -> impl Iterator<Item = (usize, [f64; 2])> {
    let points = positions.as_chunks::<2>().0.iter().enumerate();
    points.filter(|(_, [x, y])| x.is_finite() && y.is_finite()).map(|(id, &[x, y])| (id, [x.into(), y.into()]))
}

fn square(a: Point, b: Point) -> f32 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

/// The mean of at least one point.
fn middle(points: &[Point]) -> Point {
    let sums = points.iter().fold([0.0; 2], |[x, y], point| [x + f64::from(point[0]), y + f64::from(point[1])]);
    sums.map(|sum| (sum / points.len() as f64) as f32)
}

/// Averages each `stride`-th value with those before and after it; beyond the ends is nothing.
fn blur(values: &mut [f32], stride: usize) {
    let mut before = 0.0;
    for i in (0..values.len()).step_by(stride) {
        let (value, after) = (values[i], values.get(i + stride).copied().unwrap_or(0.0));
        values[i] = (before + value + after) / 3.0;
        before = value;
    }
}

/// Kullback-Leibler divergence of two coins in nats, 0 where `share` is not above `chance`.
fn divergence(share: f64, chance: f64) -> f64 {
    if share <= chance {
        return 0.0;
    }
    let rest = if share < 1.0 { (1.0 - share) * ((1.0 - share) / (1.0 - chance)).ln() } else { 0.0 };
    share * (share / chance).ln() + rest
}

#[cfg(test)]
mod tests;
