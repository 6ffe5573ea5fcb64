//! Folders that are dropped: every file in them.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// Files that are taken of what is dropped. More are hardly one text.
pub const MOST_FILES: usize = 10_000;

/// What is dropped, where a folder is among it. It has to be asked while the drop is told.
pub fn entries_with_folder(data: &DataTransfer) -> Option<Vec<FileSystemEntry>> {
    let items = data.items();
    let entries: Vec<FileSystemEntry> =
        (0..items.length()).filter_map(|place| items.get(place)?.webkit_get_as_entry().ok().flatten()).collect();
    entries.iter().any(FileSystemEntry::is_directory).then_some(entries)
}

/// The files of all entries and of the folders in them. What cannot be read, and what systems hide, is left out.
pub async fn files_in(entries: Vec<FileSystemEntry>) -> Vec<File> {
    let (mut files, mut entries) = (Vec::new(), entries);
    while let Some(entry) = entries.pop() {
        if entry.name().starts_with('.') || entry.name() == "__MACOSX" {
            continue;
        }
        // By what they say of themselves: not every browser has the names of their classes.
        if entry.is_directory() {
            let reader = entry.unchecked_ref::<FileSystemDirectoryEntry>().create_reader();
            // It gives a hundred at a time.
            while let Ok(list) = answered(|take, fail| {
                let _ = reader.read_entries_with_callback_and_callback(take, fail);
            })
            .await
            {
                let list: Array = list.unchecked_into();
                if list.length() == 0 {
                    break;
                }
                entries.extend(list.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
            }
        } else if entry.is_file() {
            let file = entry.unchecked_ref::<FileSystemFileEntry>();
            let file = answered(|take, fail| file.file_with_callback_and_callback(take, fail)).await;
            files.extend(file.map(JsCast::unchecked_into::<File>));
            if files.len() == MOST_FILES {
                break;
            }
        }
    }
    files
}

/// What a function of the older kind gives to its first callback, or to its second one as an error.
async fn answered(ask: impl FnOnce(&js_sys::Function, &js_sys::Function)) -> Result<JsValue, JsValue> {
    let mut ask = Some(ask);
    let promise = Promise::new(&mut |take, fail| {
        if let Some(ask) = ask.take() {
            ask(&take, &fail);
        }
    });
    JsFuture::from(promise).await
}
