//! Random sequences of commands against a session, and simple rules of what must hold: settings changed while a text is being
//! opened, texts opened during an evaluation, everything cancelled, restarts at the wrong moment.
//!
//! A test of less than a minute here; for longer runs, `cargo xtask fuzz`. What it takes from the environment:
//!
//! - `HOSTILE_SECONDS`: how long it tries, 40 by default;
//! - `HOSTILE_SEED`: the seed of the first sequence, 1 by default; each sequence has the next one;
//! - `HOSTILE_SEQUENCES`: after how many sequences it ends, whatever time is left;
//! - `HOSTILE_GOES_ON`: whether it goes on after a failure, and tells the first of each kind.
//!
//! A sequence that breaks a rule is shortened as far as it goes on breaking that rule, and printed with its seed.
//!
//! [`actions`] makes sequences, [`texts`] makes what they open, [`play`] plays them, [`rules`] says what must hold.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    collections::BTreeMap,
    env, panic,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use actions::{Action, sequence};
use play::Player;

mod actions;
mod play;
mod random;
mod rules;
mod texts;

/// What one call may take before it counts as one that never ends.
const HANG: Duration = Duration::from_secs(30);
/// Trials of leaving something out of a sequence that fails.
const MOST_TRIALS: usize = 400;
/// Seconds that these trials may take.
const MOST_SHORTENING: Duration = Duration::from_mins(1);

/// What is being played, for the watch over calls that never end.
#[derive(Default)]
struct Watch {
    seed: u64,
    since: Option<Instant>,
    doing: String,
}

#[test]
fn no_sequence_of_commands_breaks_a_session() {
    let number = |name: &str, default: u64| -> u64 {
        env::var(name).map_or(default, |value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    let patience = Duration::from_secs(number("HOSTILE_SECONDS", 40));
    let (first, most) = (number("HOSTILE_SEED", 1), number("HOSTILE_SEQUENCES", u64::MAX));
    let goes_on = env::var_os("HOSTILE_GOES_ON").is_some();
    let mut failures: BTreeMap<String, u32> = BTreeMap::new();
    let watch = Arc::new(Mutex::new(Watch::default()));
    let is_over = Arc::new(AtomicBool::new(false));
    let watcher = watch_over(&watch, &is_over);
    let (start, mut played, mut counts) = (Instant::now(), 0, rules::Counts::default());
    while played < most && (played == 0 || start.elapsed() < patience) {
        let seed = first.wrapping_add(played);
        let actions = sequence(seed);
        match outcome(seed, &actions, &watch) {
            Ok(of_sequence) => counts.add(&of_sequence),
            Err(failure) => {
                let times = failures.entry(kind(&failure)).or_insert(0);
                *times += 1;
                if *times == 1 {
                    eprintln!("{}", report(seed, &actions, failure, &watch));
                }
                assert!(goes_on, "seed {seed} breaks a rule; what it does stands above");
            }
        }
        played += 1;
    }
    is_over.store(true, Ordering::Relaxed);
    let _ = watcher.join();
    eprintln!("{played} sequences from seed {first} in {:.0} s: {counts:?}", start.elapsed().as_secs_f64());
    assert!(failures.is_empty(), "rules were broken; the first sequence of each kind stands above: {failures:?}");
    // Each kind of event must have come, or the rules were about nothing.
    counts.check(played);
}

/// The report on a sequence that fails: the rule, how to play it again, and the actions that it takes.
fn report(seed: u64, actions: &[Action], failure: String, watch: &Arc<Mutex<Watch>>) -> String {
    let short = shortened(seed, actions, &failure, watch);
    let listed: Vec<String> = short.iter().map(|action| format!("    {action:?}")).collect();
    let last = outcome(seed, &short, watch).err().unwrap_or(failure);
    format!(
        "seed {seed}: {last}\nHOSTILE_SEED={seed} HOSTILE_SEQUENCES=1 plays it again. {} of {} actions:\n{}",
        short.len(),
        actions.len(),
        listed.join("\n")
    )
}

/// The rule that a failure is about: its first words.
fn kind(failure: &str) -> String {
    failure.split([':', ',']).next().unwrap_or_default().to_owned()
}

/// Plays a sequence. Errors: the rule that it broke.
fn outcome(seed: u64, actions: &[Action], watch: &Arc<Mutex<Watch>>) -> Result<rules::Counts, String> {
    let before = panic::take_hook();
    // A panic is a finding like another, told once at the end.
    panic::set_hook(Box::new(|_| {}));
    let played = panic::catch_unwind(|| {
        let mut player = Player::new();
        let result = actions.iter().try_for_each(|action| {
            note(watch, seed, Some(format!("{action:?}")));
            player.play(action)
        });
        note(watch, seed, Some("coming to rest".to_owned()));
        let result = result.and_then(|()| player.come_to_rest());
        note(watch, seed, None);
        result.map(|()| player.rules.counts.clone())
    });
    panic::set_hook(before);
    played.unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().cloned();
        let message = message.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("panic: {}", message.unwrap_or_default()))
    })
}

/// The sequence without whatever it fails as well without: first long runs of actions, then single ones.
fn shortened(seed: u64, actions: &[Action], failure: &str, watch: &Arc<Mutex<Watch>>) -> Vec<Action> {
    let (wanted, start, mut trials) = (kind(failure), Instant::now(), 0);
    let mut short = actions.to_vec();
    let mut n_out = short.len() / 2;
    while n_out > 0 {
        let mut at = 0;
        while at < short.len() && trials < MOST_TRIALS && start.elapsed() < MOST_SHORTENING {
            let end = short.len().min(at + n_out);
            let without: Vec<Action> = short[..at].iter().chain(&short[end..]).cloned().collect();
            trials += 1;
            if outcome(seed, &without, watch).is_err_and(|failure| kind(&failure) == wanted) {
                short = without;
            } else {
                at += n_out;
            }
        }
        n_out /= 2;
    }
    short
}

fn note(watch: &Arc<Mutex<Watch>>, seed: u64, doing: Option<String>) {
    let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
    watch.seed = seed;
    watch.since = doing.is_some().then(Instant::now);
    watch.doing = doing.unwrap_or_default();
}

/// A thread that ends the whole program where a call never ends: nothing else could.
fn watch_over(watch: &Arc<Mutex<Watch>>, is_over: &Arc<AtomicBool>) -> thread::JoinHandle<()> {
    let (watch, is_over) = (Arc::clone(watch), Arc::clone(is_over));
    thread::spawn(move || {
        while !is_over.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(200));
            let watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
            if watch.since.is_some_and(|since| since.elapsed() > HANG) {
                eprintln!("seed {}: a call has not ended in {} s: {}", watch.seed, HANG.as_secs(), watch.doing);
                for action in sequence(watch.seed) {
                    eprintln!("    {action:?}");
                }
                std::process::exit(101);
            }
        }
    })
}
