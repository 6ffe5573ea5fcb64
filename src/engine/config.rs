//! The trainer's settings from those of the page.

use crate::{
    protocol::{Method, Optimizer, Settings},
    train::{self, TrainConfig},
};

impl From<&Settings> for TrainConfig {
    fn from(settings: &Settings) -> Self {
        let method = match settings.method {
            Method::SkipGram => train::Method::SkipGram,
            Method::Softmax => train::Method::Softmax(match settings.optimizer {
                Optimizer::Sgd => train::Optimizer::Sgd,
                Optimizer::Adam => train::Optimizer::Adam,
            }),
            Method::Cbow => train::Method::Cbow,
            Method::Glove => train::Method::Glove { x_max: settings.x_max, alpha: settings.alpha },
        };
        Self {
            method,
            dims: settings.dims as usize,
            window: settings.window,
            is_harmonic: settings.harmonic,
            negatives: settings.negatives,
            epochs: settings.epochs,
            subsample: settings.subsample,
            learning_rate: settings.learning_rate,
            weight_decay: settings.weight_decay,
            borrowed_rate: settings.borrows().then_some(settings.borrowed_rate),
            seed: settings.seed,
        }
    }
}
