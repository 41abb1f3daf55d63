//! AVPs of home and visited place. None is registered.

use super::VENDOR;
use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::grammar::avps;

avps! {
    /// Home and visited place of the party.
    PLACE_INFORMATION: "Place-Information" = 1, VENDOR, -, Grouped;
    /// A place of the map: its name, or its name and those of places around it with commas between.
    HOME_PLACE: "Home-Place" = 2, VENDOR, -, Utf8String;
    /// Likewise.
    VISITED_PLACE: "Visited-Place" = 3, VENDOR, -, Utf8String;
}
