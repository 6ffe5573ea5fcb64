//! What a person can do on the page, and what they see.

mod harness;
