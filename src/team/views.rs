//! Pages with their questions, saved under names; one of them opens when the board is opened. What an address means is not known here.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::content_id;

#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Views {
    pub views: Vec<View>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Given when it is first saved, and never changed.
    pub id: u64,
    pub name: String,
    /// The part of the address from the `#` on: `#/funnel?period=last-month`.
    pub address: String,
    /// The one a visit begins with; of no more than one view.
    pub opening: bool,
}

impl Views {
    /// Saves an address under a name; one of that name is given the new address instead. `None` without a name.
    pub fn save(&mut self, name: &str, address: &str, made_at: i64) -> Option<u64> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        if let Some(known) = self.views.iter_mut().find(|view| view.name == name) {
            address.clone_into(&mut known.address);
            return Some(known.id);
        }
        let mut id = content_id(&(made_at, name, address));
        while self.views.iter().any(|view| view.id == id) {
            id = id.wrapping_add(1);
        }
        self.views.push(View { id, name: name.to_owned(), address: address.to_owned(), opening: false });
        Some(id)
    }

    /// Whether it could be given the name: it must have one, and no other view that one.
    pub fn rename(&mut self, id: u64, name: &str) -> bool {
        let name = name.trim();
        let is_taken = self.views.iter().any(|view| view.id != id && view.name == name);
        match self.views.iter_mut().find(|view| view.id == id) {
            Some(view) if !name.is_empty() && !is_taken => {
                name.clone_into(&mut view.name);
                true
            }
            _ => false,
        }
    }

    pub fn remove(&mut self, id: u64) {
        self.views.retain(|view| view.id != id);
    }

    /// `None`: a visit begins with the board.
    pub fn set_opening(&mut self, id: Option<u64>) {
        for view in &mut self.views {
            view.opening = Some(view.id) == id;
        }
    }

    pub fn opening(&self) -> Option<&View> {
        self.views.iter().find(|view| view.opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_saved_renamed_and_one_opens() {
        let mut views = Views::default();
        assert_eq!(views.save("  ", "#/board", 0), None);
        let first = views.save(" Monday ", "#/board", 0).unwrap();
        let second = views.save("Reps", "#/follow-up", 0).unwrap();
        assert_eq!(views.save("Monday", "#/funnel", 1), Some(first), "a known name is given the new address");
        assert_eq!((views.views.len(), views.views[0].address.as_str()), (2, "#/funnel"));
        assert!(!views.rename(second, "Monday") && !views.rename(second, " ") && views.rename(second, " Owners "));
        assert!(views.rename(second, "Owners"), "its own name is no other's");
        views.set_opening(Some(first));
        views.set_opening(Some(second));
        assert_eq!(views.opening().map(|view| view.name.as_str()), Some("Owners"));
        views.remove(second);
        assert_eq!((views.opening(), views.views.len()), (None, 1));
        views.set_opening(None);
        assert!(!views.views[0].opening);
    }
}
