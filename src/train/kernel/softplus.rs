//! Losses of centers, added up.

use serde::{Deserialize, Serialize};

/// A product of factors up to 2^96 is folded into the sum of logarithms above this, long before it overflows.
const FOLD_ABOVE: f64 = 1e270;

/// A sum of softplus terms that takes one logarithm for some hundreds of them:
/// `softplus(x) = max(x, 0) + ln(1 + e^-|x|)`, and a sum of logarithms is the logarithm of a product.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct SoftplusSum {
    pub(crate) linear: f64,
    product: f64,
}

impl SoftplusSum {
    pub(crate) const ZERO: Self = Self { linear: 0.0, product: 1.0 };

    #[inline]
    pub(crate) fn multiply(&mut self, factor: f64) {
        self.product *= factor;
        if self.product > FOLD_ABOVE {
            self.fold();
        }
    }

    fn fold(&mut self) {
        self.linear += self.product.ln();
        self.product = 1.0;
    }

    /// The sum so far.
    pub(crate) fn value(mut self) -> f64 {
        self.take()
    }

    /// The sum so far; starts over.
    pub(crate) fn take(&mut self) -> f64 {
        self.fold();
        std::mem::take(&mut self.linear)
    }
}
