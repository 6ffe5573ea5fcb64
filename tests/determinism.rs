//! Same text, same settings, same seed: the same vectors to the last bit. `tests/wasm.rs` holds wasm to the same number.
#![cfg(not(target_arch = "wasm32"))]

mod reference;

#[test]
fn a_fixed_run_gives_a_fixed_checksum() {
    let found = reference::checksum_of_a_run();
    assert_eq!(found, reference::CHECKSUM, "found {found:#018x}");
}
