//! The most that four lanes can multiply and add, with everything in registers.

use std::hint::black_box;

use wide::f32x4;

/// Multiplications and additions between two looks at the clock, about 50 microseconds.
const TURNS: usize = 50_000;
/// Floats of a group of lanes.
const LANES: usize = 4;

/// One way to keep multiplier and adder busy. Which is best depends on how long an addition takes and how many registers
/// there are, so all are tried. None needs more than V8's fifteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `a = a * m + c`: each turn of a chain waits for the last.
    Chains(usize),
    /// `p = p * m; s = s + p`: the two halves of a pair wait for nothing but themselves.
    Pairs(usize),
}

impl Shape {
    pub(crate) const ALL: [Self; 8] = [
        Self::Chains(8),
        Self::Chains(10),
        Self::Chains(12),
        Self::Chains(13),
        Self::Pairs(4),
        Self::Pairs(5),
        Self::Pairs(6),
        Self::Pairs(7),
    ];

    /// Runs some turns; returns how many multiplications and additions, counted separately.
    pub(crate) fn run(self) -> f64 {
        let (sum, n) = match self {
            Self::Chains(8) => (chains::<8>(TURNS), 8),
            Self::Chains(10) => (chains::<10>(TURNS), 10),
            Self::Chains(12) => (chains::<12>(TURNS), 12),
            Self::Chains(_) => (chains::<13>(TURNS), 13),
            Self::Pairs(4) => (pairs::<4>(TURNS), 4),
            Self::Pairs(5) => (pairs::<5>(TURNS), 5),
            Self::Pairs(6) => (pairs::<6>(TURNS), 6),
            Self::Pairs(_) => (pairs::<7>(TURNS), 7),
        };
        black_box(sum);
        (2 * n * LANES * TURNS) as f64
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chains(n) => write!(f, "{n} chains"),
            Self::Pairs(n) => write!(f, "{n} pairs"),
        }
    }
}

/// Numbers that the compiler cannot know; nothing grows without bound, and nothing becomes denormal, which is slow.
fn opaque<const N: usize>(value: f32) -> [f32x4; N] {
    std::array::from_fn(|i| f32x4::splat(black_box(value + i as f32)))
}

#[inline(never)]
fn chains<const N: usize>(turns: usize) -> f32x4 {
    let mut a = opaque::<N>(1.0);
    let (m, c) = (f32x4::splat(black_box(0.5)), f32x4::splat(black_box(1.0)));
    for _ in 0..turns {
        for a in &mut a {
            *a = *a * m + c;
        }
    }
    sum(&a)
}

#[inline(never)]
fn pairs<const N: usize>(turns: usize) -> f32x4 {
    let (mut p, mut s) = (opaque::<N>(1.0), opaque::<N>(0.0));
    let m = f32x4::splat(black_box(1.0));
    for _ in 0..turns {
        for (p, s) in p.iter_mut().zip(&mut s) {
            *p *= m;
            *s += *p;
        }
    }
    sum(&s)
}

fn sum(values: &[f32x4]) -> f32x4 {
    values.iter().fold(f32x4::splat(0.0), |sum, &value| sum + value)
}
