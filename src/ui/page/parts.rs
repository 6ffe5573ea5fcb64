//! Parts that several areas of the page use.

pub mod ask_lesson;
pub mod canvas;
pub mod clipboard;
pub mod column_choice;
pub mod copy_button;
pub mod download;
pub mod drop_zone;
pub mod example_menu;
pub mod file_drop;
pub mod focus;
pub mod folders;
pub mod help;
pub mod idle;
pub mod progress_bar;
pub mod sentence;
pub mod setting_field;
pub mod share_button;
pub mod skip_links;
pub mod tabs;
pub mod unknown_word;
pub mod vectors_card;
pub mod word_input;
pub mod word_rows;
