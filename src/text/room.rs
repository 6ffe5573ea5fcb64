//! Growing within a limit of memory.
//!
//! In wasm a text can fill the memory there is, and an allocation that fails there ends the worker. So everything that
//! grows with a text grows here, where a failure is a value.

use hashbrown::HashTable;

/// No more memory can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// Counts the bytes that its collections have reserved, and refuses to go beyond a limit.
///
/// Collections that grow by doubling are copied. For that moment the old and the new memory are both in use, so the
/// limit has to hold both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    n_bytes: u64,
    most_bytes: u64,
}

/// A vector that grows begins with this many items.
const FIRST_CAPACITY: usize = 64;

impl Room {
    /// Room for `most_bytes`, or for whatever the allocator can give.
    pub(super) fn new(most_bytes: Option<u64>) -> Self {
        Self { n_bytes: 0, most_bytes: most_bytes.unwrap_or(u64::MAX) }
    }

    /// Bytes reserved so far.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Makes room for one more item, by doubling.
    pub(super) fn grow<T>(&mut self, items: &mut Vec<T>) -> Result<(), Full> {
        if items.len() < items.capacity() {
            return Ok(());
        }
        self.reserve_exact(items, items.len().max(FIRST_CAPACITY))
    }

    /// Makes room for `n_more` items and no others.
    pub(super) fn reserve_exact<T>(&mut self, items: &mut Vec<T>, n_more: usize) -> Result<(), Full> {
        if items.capacity() - items.len() >= n_more {
            return Ok(());
        }
        let size = size_of::<T>() as u64;
        let n_before = items.capacity() as u64 * size;
        self.check((items.len() as u64 + n_more as u64) * size)?;
        items.try_reserve_exact(n_more).map_err(|_| Full)?;
        self.n_bytes += items.capacity() as u64 * size - n_before;
        Ok(())
    }

    /// Makes room for `n_more` bytes of text, by doubling.
    pub(super) fn grow_text(&mut self, text: &mut String, n_more: usize) -> Result<(), Full> {
        if text.capacity() - text.len() >= n_more {
            return Ok(());
        }
        let n_before = text.capacity();
        let n_more = n_more.max(n_before).max(FIRST_CAPACITY);
        self.check(text.len() as u64 + n_more as u64)?;
        text.try_reserve_exact(n_more).map_err(|_| Full)?;
        self.n_bytes += (text.capacity() - n_before) as u64;
        Ok(())
    }

    /// Makes room for `n_more` entries of a hash table.
    pub(super) fn grow_table<T>(
        &mut self,
        table: &mut HashTable<T>,
        n_more: usize,
        hash_of: impl Fn(&T) -> u64,
    ) -> Result<(), Full> {
        if table.capacity() - table.len() >= n_more {
            return Ok(());
        }
        let n_before = table.allocation_size() as u64;
        self.check(table_bytes::<T>(table.len() + n_more))?;
        table.try_reserve(n_more, hash_of).map_err(|_| Full)?;
        self.n_bytes += table.allocation_size() as u64 - n_before;
        Ok(())
    }

    /// Counts bytes that were reserved elsewhere.
    pub(super) fn take(&mut self, n_bytes: u64) -> Result<(), Full> {
        self.check(n_bytes)?;
        self.n_bytes += n_bytes;
        Ok(())
    }

    /// Counts the memory of a vector as free again, and frees it.
    pub(super) fn free<T>(&mut self, items: Vec<T>) {
        self.n_bytes -= items.capacity() as u64 * size_of::<T>() as u64;
        drop(items);
    }

    fn check(&self, n_bytes: u64) -> Result<(), Full> {
        if self.n_bytes.saturating_add(n_bytes) > self.most_bytes { Err(Full) } else { Ok(()) }
    }
}

/// An upper bound of what a hash table of `n` entries takes: it has a power of two of buckets, of which it fills at most
/// seven in eight, and a byte beside each.
pub(super) fn table_bytes<T>(n: usize) -> u64 {
    let n_buckets = (n as u64 * 8 / 7 + 1).next_power_of_two().max(4);
    n_buckets * (size_of::<T>() as u64 + 1) + 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reserved_is_counted() {
        let mut room = Room::new(None);
        let (mut items, mut text, mut table) = (Vec::<u32>::new(), String::new(), HashTable::<u64>::new());
        for i in 0..1000 {
            room.grow(&mut items).unwrap();
            items.push(i as u32);
            room.grow_text(&mut text, 3).unwrap();
            text.push_str("abc");
            room.grow_table(&mut table, 1, |&item| item).unwrap();
            table.insert_unique(i, i, |&item| item);
            assert!(table.allocation_size() as u64 <= table_bytes::<u64>(table.len()) * 2);
        }
        let n_bytes = items.capacity() * 4 + text.capacity() + table.allocation_size();
        assert_eq!(room.n_bytes(), n_bytes as u64);
        room.free(items);
        assert_eq!(room.n_bytes(), (text.capacity() + table.allocation_size()) as u64);
    }

    #[test]
    fn tables_are_never_larger_than_said() {
        for n in [1, 3, 4, 7, 8, 14, 15, 28, 29, 100, 1000, 1792, 1793, 100_000] {
            let table = HashTable::<u32>::with_capacity(n);
            assert!(table.allocation_size() as u64 <= table_bytes::<u32>(n), "{n}");
        }
    }

    #[test]
    fn the_limit_holds_old_and_new_memory_at_once() {
        let mut room = Room::new(Some(1000));
        let mut items = Vec::<u32>::new();
        room.reserve_exact(&mut items, 100).unwrap();
        items.resize(100, 0);
        assert_eq!(room.grow(&mut items), Err(Full), "400 bytes and 800 for a moment");
        assert_eq!(room.reserve_exact(&mut items, 50), Ok(()));
        assert_eq!((room.n_bytes(), items.len()), (600, 100));
        assert_eq!(room.reserve_exact(&mut items, usize::MAX / 8), Err(Full));
    }
}
