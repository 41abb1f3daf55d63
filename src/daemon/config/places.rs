//! `[places]`: the map from cells to places.

use crate::domain::places::{Format, Levels, Places};
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf};

/// `[places]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlacesSection {
    /// The map; without one only countries are told. A relative path counts from the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The levels of its hierarchy, the smallest first.
    pub levels: Vec<String>,
}

impl Default for PlacesSection {
    fn default() -> Self {
        Self { file: None, levels: Levels::default().iter().map(str::to_owned).collect() }
    }
}

impl PlacesSection {
    /// Reads the map.
    ///
    /// # Errors
    /// A sentence with the file, and with every line of it that is wrong.
    pub fn load(&self) -> Result<Places, String> {
        let levels = Levels::new(&self.levels).map_err(|sentence| format!("[places] levels: {sentence}"))?;
        let Some(file) = &self.file else { return Ok(Places::empty(levels)) };
        let shown = file.display();
        let octets = fs::read(file).map_err(|error| {
            format!("the map of places in {shown} cannot be read: {error}; see places.file")
        })?;
        Places::read(&octets, Format::of_name(&file.to_string_lossy()), levels)
            .map_err(|mistakes| format!("{shown}: {mistakes}"))
    }
}
