//! A limit on the number of Python objects that a response is decoded to.
//!
//! An empty object takes a few bytes of a response and a kilobyte of memory. AWS's own objects take
//! more than a hundred bytes each, so a document with more objects than the limit is not from AWS.

use std::cell::Cell;

use crate::decode::error::DecodeError;
use crate::protocol::xml::Malformed;

/// Number of objects that a response of any size may have. AWS's largest pages have a few thousand.
const ALWAYS_ALLOWED: usize = 100_000;

/// Size of a larger response for each object.
const BYTES_PER_OBJECT: usize = 64;

thread_local! {
    static BUDGET: Cell<Budget> = const { Cell::new(Budget { left: usize::MAX, size: 0 }) };
}

/// The response that a thread decodes.
#[derive(Clone, Copy)]
struct Budget {
    /// Number of objects that it may still have.
    left: usize,
    /// Its size in bytes.
    size: usize,
}

/// Limits the objects of a response until it is dropped. The caller's classes may make calls of their
/// own, whose responses have their own limits.
pub struct ObjectLimit(Budget);

impl ObjectLimit {
    /// The limit for a response of `size` bytes.
    pub fn of(size: usize) -> Self {
        Self(BUDGET.replace(Budget { left: most(size), size }))
    }
}

impl Drop for ObjectLimit {
    fn drop(&mut self) {
        BUDGET.set(self.0);
    }
}

fn most(size: usize) -> usize {
    ALWAYS_ALLOWED.max(size / BYTES_PER_OBJECT)
}

/// Counts an object, a list or a dict.
///
/// # Errors
///
/// If the response has too many.
#[inline]
pub fn count() -> Result<(), DecodeError> {
    let budget = BUDGET.get();
    let Some(left) = budget.left.checked_sub(1) else { return Err(too_many(budget.size)) };
    BUDGET.set(Budget { left, ..budget });
    Ok(())
}

#[cold]
fn too_many(size: usize) -> DecodeError {
    Malformed(format!("it has more than {} objects in {size} bytes", most(size))).into()
}
