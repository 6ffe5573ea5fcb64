//! `IndexedDB`: records of sessions, and their parts in pieces.
//!
//! A dozen calls of the browser's own interface, promises made of its callbacks: a crate around them would bring its own error
//! types, cursors and builders for what are two stores and one kind of transaction.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::{StoreError, scope};
use crate::{
    engine::storing::{StoredPart, StoredRecord},
    protocol::{from_bytes, to_bytes},
};

const NAME: &str = "embedding-explorer";
/// Grows when the stores or the records in them change; then what is stored is dropped.
const VERSION: u32 = 2;
/// Records of sessions, by their ids.
const RECORDS: &str = "records";
/// Pieces, by session, part and place.
const PIECES: &str = "pieces";

/// The browser's database of this site.
#[derive(Debug)]
pub(super) struct Database(IdbDatabase);

/// The key of a piece.
fn key(id: &str, part: u32, place: u32) -> JsValue {
    Array::of3(&id.into(), &part.into(), &place.into()).into()
}

async fn finished(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(request.error().ok().flatten().map_or(StoreError::None, |error| JsValue::from(error).into())),
    }
}

async fn committed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(StoreError::Full, |error| JsValue::from(error).into())),
    }
}

impl Database {
    /// Opens the database, and makes it where there is none. Errors: the browser has none, as in some private windows.
    pub(super) async fn open() -> Result<Self, StoreError> {
        let factory = Reflect::get(&scope(), &"indexedDB".into())?.dyn_into::<IdbFactory>();
        let factory = factory.map_err(|_| StoreError::None)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(NAME, VERSION).map_err(|_| StoreError::None)?;
        let opening = request.clone();
        let on_upgrade = Closure::<dyn FnMut()>::new(move || {
            let Some(database) = opening.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) else {
                return;
            };
            for store in [RECORDS, PIECES] {
                // Those of another version are dropped; there may be none.
                let _ = database.delete_object_store(store);
                let _ = database.create_object_store(store);
            }
        });
        request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
        let database = finished(&request).await?.dyn_into::<IdbDatabase>().map_err(|_| StoreError::None)?;
        // Another tab, of a later version of the page, wants to change it.
        let closing = database.clone();
        let on_change = Closure::<dyn FnMut()>::new(move || closing.close());
        database.set_onversionchange(Some(on_change.as_ref().unchecked_ref()));
        on_change.forget();
        Ok(Self(database))
    }

    fn transaction(&self, stores: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, StoreError> {
        let stores: Array = stores.iter().map(|&store| JsValue::from(store)).collect();
        Ok(self.0.transaction_with_str_sequence_and_mode(&stores, mode)?)
    }

    /// The records of all sessions; those that cannot be read are of another version and left out.
    pub(super) async fn records(&self) -> Result<Vec<StoredRecord>, StoreError> {
        let transaction = self.transaction(&[RECORDS], IdbTransactionMode::Readonly)?;
        let all = finished(&transaction.object_store(RECORDS)?.get_all()?).await?;
        let read = |value: JsValue| from_bytes(&value.dyn_into::<Uint8Array>().ok()?.to_vec()).ok();
        Ok(all.unchecked_into::<Array>().iter().filter_map(read).collect())
    }

    /// Writes a record, in place of the one of its id. What it names is whole from here on.
    pub(super) async fn put_record(&self, record: &StoredRecord) -> Result<(), StoreError> {
        let transaction = self.transaction(&[RECORDS], IdbTransactionMode::Readwrite)?;
        let bytes = Uint8Array::from(to_bytes(record).as_slice());
        transaction.object_store(RECORDS)?.put_with_key(&bytes, &record.id.as_str().into())?;
        committed(&transaction).await
    }

    /// Begins to write a piece: what is awaited of it takes no time of the worker's.
    pub(super) fn put_piece(
        &self,
        id: &str,
        part: u32,
        place: u32,
        bytes: &[u8],
    ) -> Result<IdbTransaction, StoreError> {
        let transaction = self.transaction(&[PIECES], IdbTransactionMode::Readwrite)?;
        transaction.object_store(PIECES)?.put_with_key(&Uint8Array::from(bytes), &key(id, part, place))?;
        Ok(transaction)
    }

    /// Waits for [`Database::put_piece`].
    pub(super) async fn finish(&self, transaction: &IdbTransaction) -> Result<(), StoreError> {
        committed(transaction).await
    }

    /// A piece. Errors: [`StoreError::Gone`].
    pub(super) async fn piece(&self, id: &str, part: u32, place: u32) -> Result<Vec<u8>, StoreError> {
        let transaction = self.transaction(&[PIECES], IdbTransactionMode::Readonly)?;
        let piece = finished(&transaction.object_store(PIECES)?.get(&key(id, part, place))?).await?;
        Ok(piece.dyn_into::<Uint8Array>().map_err(|_| StoreError::Gone)?.to_vec())
    }

    /// Deletes the pieces of a session that are of none of these parts.
    pub(super) async fn delete_other_parts(&self, id: &str, parts: &[StoredPart]) -> Result<(), StoreError> {
        let mut numbers: Vec<f64> = parts.iter().map(|part| f64::from(part.number)).collect();
        numbers.sort_by(f64::total_cmp);
        let transaction = self.transaction(&[PIECES], IdbTransactionMode::Readwrite)?;
        let pieces = transaction.object_store(PIECES)?;
        let mut from = -1.0;
        for number in numbers.into_iter().chain([f64::from(u32::MAX) + 1.0]) {
            // Strictly between two numbers: an array is less than the same with more in it.
            let lower = Array::of2(&id.into(), &JsValue::from(from + 0.5));
            let upper = Array::of2(&id.into(), &JsValue::from(number));
            pieces.delete(&IdbKeyRange::bound(&lower, &upper)?.into())?;
            from = number;
        }
        committed(&transaction).await
    }

    /// Deletes a session.
    pub(super) async fn delete(&self, id: &str) -> Result<(), StoreError> {
        let transaction = self.transaction(&[RECORDS], IdbTransactionMode::Readwrite)?;
        transaction.object_store(RECORDS)?.delete(&id.into())?;
        committed(&transaction).await?;
        self.delete_other_parts(id, &[]).await
    }
}
