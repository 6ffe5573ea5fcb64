//! Stopping anywhere and going on in a new trainer.

use proptest::prelude::*;

use super::*;
use crate::{
    columns::{Column, ColumnData, Parts},
    train::{CheckpointBuilder, Restorer, checkpoint::Snapshot},
};

/// What is done to a run between two slices.
#[derive(Debug, Clone)]
enum Act {
    /// Goes on with a new trainer.
    Restore,
    SetRate(f64),
    Extend(u32),
}

fn acts() -> impl Strategy<Value = Vec<(u64, u64, Act)>> {
    let act = prop_oneof![
        6 => Just(Act::Restore),
        1 => (1_u32..60).prop_map(|rate| Act::SetRate(f64::from(rate) / 1000.0)),
        1 => (1_u32..4).prop_map(Act::Extend),
    ];
    // Slices of one center up to a good part of a pass.
    let n_operations = (0_u32..22).prop_flat_map(|bits| 1_u64..=1 << bits);
    let n_tokens = prop_oneof![1_u64..50, 50_u64..2000, Just(u64::MAX)];
    prop::collection::vec((n_tokens, n_operations, act), 1..25)
}

fn small(method: Method) -> (TrainConfig, Vec<u32>, Arc<Corpus>) {
    let (counts, corpus) = corpus(130, 30);
    let config = TrainConfig { dims: 5, epochs: 2, window: 4, ..config(method) };
    (config, counts, Arc::new(corpus))
}

/// A checkpoint that was saved and read again.
fn saved(checkpoint: &Checkpoint) -> Checkpoint {
    let data = |column: &Column<'_>| match column {
        Column::Bytes(items) => ColumnData::Bytes(items.to_vec()),
        Column::Words(items) => ColumnData::Words(items.to_vec()),
        Column::Floats(items) => ColumnData::Floats(items.to_vec()),
        Column::Doubles(items) => ColumnData::Doubles(items.to_vec()),
        Column::Blocks(blocks) => ColumnData::Blocks(blocks.iter().map(|block| block.to_vec()).collect()),
    };
    let parts = Parts { head: checkpoint.head(), columns: checkpoint.columns().iter().map(data).collect() };
    let pairs = checkpoint.pairs().map(|pairs| Parts { head: Vec::new(), columns: pairs.iter().map(data).collect() });
    Checkpoint::from_parts(parts, pairs).expect("what was saved is whole")
}

/// What a reader sees of a run.
fn seen(run: &Trainer) -> (u64, u64, u32, f64, u64, bool, Vec<LossSample>, Vec<LossSample>) {
    (
        run.tokens_done(),
        run.tokens_total(),
        run.epoch(),
        run.learning_rate(),
        run.n_operations(),
        run.is_done(),
        run.loss().to_vec(),
        run.held_out_loss().to_vec(),
    )
}

/// Brings two runs to the same place. A run that was restored may be a little behind: it draws again what it had drawn.
fn bring_together(runs: [&mut Trainer; 2]) {
    let target = runs[0].tokens_done().max(runs[1].tokens_done()) + 1;
    for run in runs {
        while run.tokens_done() < target && !run.is_done() {
            run.advance(target - run.tokens_done(), u64::MAX).expect("no divergence");
        }
    }
}

fn check(method: Method, borrowed_rate: Option<f64>, acts: &[(u64, u64, Act)]) {
    let (config, counts, corpus) = small(method);
    let config = TrainConfig { borrowed_rate, ..config };
    let new = || super::borrowing::trainer(config, &counts, &corpus);
    let (mut resumed, mut straight) = (new(), new());
    for &(n_tokens, n_operations, ref act) in acts {
        for run in [&mut resumed, &mut straight] {
            run.advance(n_tokens, n_operations).expect("no divergence");
        }
        if matches!(act, Act::Restore) {
            let checkpoint = saved(&resumed.checkpoint());
            let before = seen(&resumed);
            resumed = new();
            resumed.restore(&checkpoint).expect("the same run");
            assert!(resumed.checkpoint() == checkpoint, "{method:?}: a checkpoint comes back as it was");
            assert_eq!(seen(&resumed), before, "{method:?}");
            continue;
        }
        bring_together([&mut resumed, &mut straight]);
        for run in [&mut resumed, &mut straight] {
            match *act {
                Act::SetRate(rate) => run.set_learning_rate(rate).expect("in range"),
                Act::Extend(epochs) => run.extend(epochs),
                Act::Restore => {}
            }
        }
        // While pairs are counted, how far two runs are is seen in steps.
        if resumed.epoch() > 0 && straight.epoch() > 0 {
            assert_eq!(seen(&resumed), seen(&straight), "{method:?}");
        }
    }
    for run in [&mut resumed, &mut straight] {
        run.advance(u64::MAX, u64::MAX).expect("no divergence");
        run.refresh();
        assert!(run.is_done());
    }
    assert_eq!(seen(&resumed), seen(&straight), "{method:?}");
    assert_eq!(resumed.vectors(), straight.vectors(), "{method:?}");
    assert!(resumed.checkpoint() == straight.checkpoint(), "{method:?}: the states differ");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stop_changes_nothing(acts in acts()) {
        for method in METHODS {
            check(method, None, &acts);
        }
        for method in super::borrowing::BORROWERS {
            for rate in [0.0, 0.1, 1.0] {
                check(method, Some(rate), &acts);
            }
        }
    }
}

#[test]
fn each_stage_of_the_preparation_can_be_stopped_in() {
    let (config, counts, corpus) = small(METHODS[4]);
    let new = || Trainer::new(config, &counts, Arc::clone(&corpus)).expect("a good config");
    let mut run = new();
    let mut stages = Vec::new();
    while run.epoch() == 0 {
        run.advance(1, 300).expect("few pairs");
        let checkpoint = saved(&run.checkpoint());
        assert!(checkpoint == run.checkpoint());
        run = new();
        run.restore(&checkpoint).expect("the same run");
        let stage = format!("{:?}", checkpoint.state.model.stage.as_ref().expect("GloVe has stages"));
        stages.push(stage.split([' ', '(']).next().unwrap_or_default().to_owned());
    }
    stages.dedup();
    assert_eq!(stages, ["Counting", "CountingHeldOut", "Weighing", "Shuffling", "Fitting"]);
    let mut straight = new();
    for run in [&mut run, &mut straight] {
        run.advance(u64::MAX, u64::MAX).expect("no divergence");
    }
    assert!(run.checkpoint() == straight.checkpoint());
}

#[test]
fn what_a_run_goes_back_to_is_in_its_checkpoint() {
    for method in METHODS {
        let mut run = trainer(TrainConfig { epochs: 6, ..config(method) });
        run.advance(9000, u64::MAX).expect("no divergence yet");
        let mut resumed = trainer(TrainConfig { epochs: 6, ..config(method) });
        resumed.restore(&run.checkpoint()).expect("the same run");
        for run in [&mut run, &mut resumed] {
            run.config.learning_rate = 1e5;
        }
        let error = run.advance(u64::MAX, u64::MAX).expect_err("this must diverge");
        assert_eq!(resumed.advance(u64::MAX, u64::MAX), Err(error));
        assert!(resumed.checkpoint() == run.checkpoint(), "{method:?}");
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused_by_name() {
    let checkpoint = trainer(config(Method::SkipGram)).checkpoint();
    let refused = |config| trainer(config).restore(&checkpoint).expect_err("another run");
    let plain = config(Method::SkipGram);
    assert_eq!(refused(config(Method::Cbow)), RestoreError::Setting { name: "method" });
    assert_eq!(refused(TrainConfig { seed: 9, ..plain }), RestoreError::Setting { name: "seed" });
    assert_eq!(refused(TrainConfig { dims: 11, ..plain }), RestoreError::Setting { name: "dimensions" });
    let other = |n_sentences, n_words| {
        let (counts, corpus) = corpus(n_sentences, n_words);
        let mut run = Trainer::new(plain, &counts, Arc::new(corpus)).expect("a good config");
        run.restore(&checkpoint).expect_err("another text")
    };
    assert_eq!(other(400, 49), RestoreError::Words { found: 49, expected: 50 });
    assert_eq!(other(401, 50), RestoreError::Text);
    let mut damaged = checkpoint.clone();
    Arc::make_mut(&mut Arc::make_mut(&mut damaged.state).model.floats).pop();
    let error = trainer(plain).restore(&damaged).expect_err("a float is missing");
    assert!(matches!(error, RestoreError::Floats { .. }), "{error}");
    // Epochs and rate are those of the checkpoint.
    let mut run = trainer(TrainConfig { epochs: 9, learning_rate: 0.01, ..plain });
    run.restore(&checkpoint).expect("the same run");
    assert_eq!((run.epochs(), run.learning_rate()), (3, 0.05));
    assert!(checkpoint.n_bytes() >= 2 * 50 * 12 * 4);
}

#[test]
fn a_checkpoint_that_is_taken_and_restored_in_slices_is_the_same() {
    for method in METHODS {
        let mut run = trainer(config(method));
        run.advance(5000, u64::MAX).expect("no divergence");
        let mut builder = CheckpointBuilder::new(&run).expect("little memory");
        let mut n_slices = 1;
        let checkpoint = loop {
            if n_slices == 3 {
                // A trainer that moves meanwhile is copied from the beginning.
                run.advance(50, u64::MAX).expect("no divergence");
            }
            match builder.advance(&run, 100) {
                Some(checkpoint) => break checkpoint,
                None => n_slices += 1,
            }
        };
        assert!(n_slices >= 3, "{method:?}: {n_slices} slices");
        assert!(checkpoint == run.checkpoint(), "{method:?}");
        let mut restorer = Restorer::new(saved(&checkpoint));
        let mut resumed = trainer(config(method));
        while !restorer.advance(&mut resumed, 100).expect("the same run") {}
        assert!(resumed.checkpoint() == checkpoint, "{method:?}");
    }
}

#[test]
fn the_last_good_state_costs_nothing_and_comes_to_the_same_bits() {
    for method in METHODS {
        let mut run = trainer(config(method));
        run.advance(9000, 1 << 40).expect("no divergence");
        let good = run.last_good().expect("a state was good");
        assert!(good.tokens_done() < run.tokens_done());
        assert!(Arc::ptr_eq(&good.state, good.good.as_ref().expect("itself")));
        let mut resumed = trainer(config(method));
        resumed.restore(&saved(&good)).expect("the same run");
        for run in [&mut run, &mut resumed] {
            run.advance(u64::MAX, u64::MAX).expect("no divergence");
        }
        assert!(resumed.checkpoint() == run.checkpoint(), "{method:?}");
        // At the end of a run the good state is the run's own.
        assert_eq!(run.checkpoint_bytes(), 0);
        let end = CheckpointBuilder::new(&run).expect("no memory").advance(&run, 1).expect("nothing is copied");
        assert!(end == run.checkpoint(), "{method:?}");
    }
}

#[test]
fn a_checkpoint_that_lies_is_refused_or_trains_without_a_panic() {
    for method in METHODS {
        let mut run = trainer(config(method));
        run.advance(9000, 1 << 40).expect("no divergence");
        let good = run.checkpoint();
        let refused = |change: &dyn Fn(&mut Snapshot)| {
            let mut checkpoint = good.clone();
            change(Arc::make_mut(&mut checkpoint.state));
            trainer(config(method)).restore(&checkpoint).expect_err("it lies")
        };
        let lies: [&dyn Fn(&mut Snapshot); 6] = [
            &|state| state.progress.cursor.unit = 1 << 20,
            &|state| state.progress.cursor.pass = 9,
            &|state| state.progress.cursor.center = usize::MAX,
            &|state| state.progress.tokens_done = u64::MAX,
            &|state| state.config.epochs = u32::MAX,
            &|state| Arc::make_mut(&mut state.model.floats)[3] = f32::NAN,
        ];
        for lie in lies {
            assert_eq!(refused(lie), RestoreError::Damaged, "{method:?}");
        }
    }
}
