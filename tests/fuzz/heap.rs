//! An allocator that counts, so that a case's memory can be held to a bound. Counts by thread: the library starts none.
#![expect(unsafe_code, reason = "a global allocator cannot be written without; it only hands on to the system's")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // While a thread ends, its counters are gone before its last memory is.
    let _: Result<(), std::thread::AccessError> = LIVE.try_with(|live| {
        live.set(live.get() + bytes);
        PEAK.with(|peak| peak.set(peak.get().max(live.get())));
    });
}

// SAFETY: every call is handed on to the system's allocator unchanged; counting allocates nothing and does not unwind.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps to the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: `memory` came from `System` with this layout.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // For a moment both may exist.
        count(size as isize);
        count(-(layout.size() as isize));
        // SAFETY: `memory` came from `System` with this layout, and the caller keeps to the contract of `realloc`.
        unsafe { System.realloc(memory, layout, size) }
    }
}

/// The most bytes held at once while `work` ran, beyond those held before.
pub fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let result = work();
    (result, (PEAK.get() - before).max(0) as usize)
}

#[test]
fn what_is_held_at_once_is_counted() {
    let ((), peak) = peak_of(|| {
        drop(vec![0_u8; 5000]);
        let mut grown = vec![0_u8; 1000];
        grown.extend([0; 2000]);
        drop(grown);
    });
    assert!((5000..7000).contains(&peak), "{peak}");
}
