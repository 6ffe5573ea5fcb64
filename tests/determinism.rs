//! Same text, same settings, same seed: the same vectors to the last bit. `tests/wasm.rs` holds wasm to the same number.
#![cfg(not(target_arch = "wasm32"))]

mod reference;

#[test]
fn a_fixed_run_of_each_method_gives_a_fixed_checksum() {
    let found = reference::CHECKSUMS
        .map(|(method, is_harmonic, _)| (method, is_harmonic, reference::checksum_of_a_run(method, is_harmonic)));
    assert_eq!(found, reference::CHECKSUMS, "{}", found.map(|(_, _, checksum)| format!("{checksum:#018x} ")).concat());
}

#[test]
fn every_character_has_one_spelling() {
    let found = reference::checksum_of_normal_forms();
    assert_eq!(found, reference::NORMAL_FORMS, "{found:#018x}");
}
