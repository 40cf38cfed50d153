//! The files a person has put here, open or stored, and which of them an import reads again. It keeps none itself.

use handoff::protocol::{AcceptMode, Failure};

use crate::{
    board::{Original, Source},
    reading::{self, CancelFlag, Input, Stop},
    store,
};

/// A file a person has put here.
pub struct Kept {
    pub original: Original,
    pub lies: Lies,
}

pub enum Lies {
    Open(Source),
    Stored(store::Entry),
}

impl Kept {
    pub async fn source(&self) -> Option<Source> {
        match &self.lies {
            Lies::Open(source) => Some(source.clone()),
            Lies::Stored(entry) => store::open(entry).await,
        }
    }
}

/// Kept files, to be read as they were.
pub async fn again(kept: Vec<&Kept>) -> Result<Vec<Input>, Stop> {
    let mut inputs = Vec::new();
    for kept in kept {
        let source = kept.source().await.ok_or_else(|| Stop::Failed(Failure::KeptFileLost { name: kept.original.name.clone() }))?;
        inputs.push(Input::again(kept.original.clone(), source));
    }
    Ok(inputs)
}

/// The kept files that are read again together with the new ones. One that comes again byte for byte never is: the new one is it.
pub async fn staying<'a>(kept: &'a [Kept], new: &[Input], mode: AcceptMode, cancel: &CancelFlag) -> Result<Vec<&'a Kept>, Stop> {
    let mut staying = Vec::new();
    for kept in kept {
        let is_replaced = match mode {
            AcceptMode::StartOver => true,
            AcceptMode::Replace => new.iter().any(|new| new.mapping.shape() == kept.original.mapping.shape()),
            AcceptMode::Add => false,
        };
        if !is_replaced && !comes_again(&kept.original, new, cancel).await? {
            staying.push(kept);
        }
    }
    Ok(staying)
}

async fn comes_again(kept: &Original, new: &[Input], cancel: &CancelFlag) -> Result<bool, Stop> {
    // Only a file of the very same size is worth reading twice.
    for new in new.iter().filter(|new| new.size() == kept.size) {
        if reading::hash_of(new, cancel).await? == kept.hash {
            return Ok(true);
        }
    }
    Ok(false)
}
