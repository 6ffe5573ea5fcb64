//! A signal that every component may read and only the state may write.

use std::ops::Deref;

use leptos::prelude::*;

/// What the page knows or what the reader wants. Components read it as any signal; to change it they send an intent.
pub struct Fact<T: 'static> {
    read: ReadSignal<T>,
    write: WriteSignal<T>,
}

impl<T: Send + Sync + 'static> Fact<T> {
    pub(super) fn new(value: T) -> Self {
        let (read, write) = signal(value);
        Self { read, write }
    }

    pub(super) fn set(&self, value: T) {
        self.write.set(value);
    }

    /// Sets it where that changes it; nobody hears of a value that is the same again.
    pub(super) fn set_if_new(&self, value: T)
    where
        T: PartialEq,
    {
        if self.read.with_untracked(|old| *old != value) {
            self.write.set(value);
        }
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut T)) {
        self.write.update(change);
    }

    /// The same where `change` says whether it changed anything.
    pub(super) fn maybe_update(&self, change: impl FnOnce(&mut T) -> bool) {
        self.write.maybe_update(change);
    }
}

impl<T: 'static> Clone for Fact<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Fact<T> {}

impl<T: 'static> Deref for Fact<T> {
    type Target = ReadSignal<T>;

    fn deref(&self) -> &ReadSignal<T> {
        &self.read
    }
}
