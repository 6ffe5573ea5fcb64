//! Exponential, sigmoid and logarithm, the same to the last bit wherever they run.
//!
//! The `exp` of a platform's library differs from the next one's in the last bit, which would be enough to make two
//! browsers draw two maps. These use nothing but IEEE additions, multiplications, divisions and integer shifts, in one
//! order, so there is one right answer.

use wide::{f32x4, i32x4};

/// Below this, `exp` is so small that nothing here can tell it from this.
const EXP_LEAST: f32 = -87.0;
/// 1.5 * 2^23: added to a number under 2^22, it leaves the nearest whole number in the low bits of the mantissa.
const ROUNDING: f32 = 12_582_912.0;
/// ln 2 in two parts; the first has so few bits that its product with a whole number under 2^8 is exact.
const LN_2_HIGH: f32 = 355.0 / 512.0;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// `e^x` for `x <= 0`, with a relative error under 3e-7; arguments under -87 count as -87. The result for NaN
/// is not the same on every platform: callers look for NaN elsewhere.
///
/// `x = n ln 2 + r` with whole `n` and `|r| <= ln 2 / 2`; `e^r` by its Taylor series to the sixth power, whose rest is
/// under `0.347^7 / 7! = 1.2e-7`; `2^n` by writing `n` into the exponent bits.
#[inline]
pub(crate) fn exp_of_negative(x: f32x4) -> f32x4 {
    let x = x.fast_max(f32x4::splat(EXP_LEAST));
    let shifted = x * f32x4::splat(std::f32::consts::LOG2_E) + f32x4::splat(ROUNDING);
    let n = shifted - f32x4::splat(ROUNDING);
    let r = (x - n * f32x4::splat(LN_2_HIGH)) - n * f32x4::splat(LN_2_LOW);
    let mut sum = f32x4::splat(1.0 / 720.0);
    for coefficient in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = sum * r + f32x4::splat(coefficient);
    }
    let exponent: i32x4 = bytemuck::cast(shifted);
    let two_to_n: f32x4 = bytemuck::cast((exponent << 23_u32) + i32x4::splat(127 << 23));
    sum * two_to_n
}

/// Sigmoid and the logarithmic part of softplus, for the price of one exponential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SigmoidAndTail {
    /// `1 / (1 + e^-x)`, absolute error under 3e-7.
    pub sigmoid: f32x4,
    /// `1 + e^-|x|`, in [1, 2], relative error under 3e-7: `softplus(x) = max(x, 0) + ln(tail)`.
    pub tail: f32x4,
}

/// See [`SigmoidAndTail`].
///
/// Both come from `e = exp(-|x|)`, which cannot overflow: the sigmoid is `1 / (1 + e)`, mirrored for negative `x`.
#[inline]
pub(crate) fn sigmoid_and_tail(x: f32x4) -> SigmoidAndTail {
    let zero = f32x4::splat(0.0);
    let one = f32x4::splat(1.0);
    let tail = one + exp_of_negative(zero - x.abs());
    let upper = one / tail;
    let is_negative = x.simd_lt(zero);
    SigmoidAndTail { sigmoid: is_negative.select(one - upper, upper), tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From -88 to 0 in steps small enough to meet every bend of the reduction.
    fn arguments() -> impl Iterator<Item = f32> {
        (0..=88_000).map(|i| -(i as f32) / 1000.0)
    }

    #[test]
    fn exp_keeps_its_error_bound() {
        for x in arguments().filter(|&x| x >= EXP_LEAST) {
            let found = f64::from(exp_of_negative(f32x4::splat(x)).to_array()[0]);
            let expected = f64::from(x).exp();
            assert!((found / expected - 1.0).abs() < 3e-7, "exp({x}) = {found}, not {expected}");
        }
        assert_eq!(exp_of_negative(f32x4::splat(0.0)).to_array(), [1.0; 4]);
    }

    #[test]
    fn sigmoid_and_softplus_keep_their_error_bounds() {
        for x in arguments().flat_map(|x| [x, -x]) {
            let found = sigmoid_and_tail(f32x4::splat(x));
            let exact = f64::from(x);
            let sigmoid = 1.0 / (1.0 + (-exact).exp());
            assert!((f64::from(found.sigmoid.to_array()[0]) - sigmoid).abs() < 3e-7, "sigmoid({x})");
            let tail = 1.0 + (-exact.abs()).exp();
            assert!((f64::from(found.tail.to_array()[0]) / tail - 1.0).abs() < 3e-7, "tail of softplus({x})");
        }
    }

    #[test]
    fn extremes_stay_finite() {
        let found = sigmoid_and_tail(f32x4::new([f32::MAX, f32::MIN, 1e30, -1e30]));
        assert!(found.sigmoid.to_array().iter().all(|s| (0.0..=1.0).contains(s)));
        assert!(found.tail.to_array().iter().all(|tail| (1.0..=2.0).contains(tail)));
    }
}
