//! What a message says of where a user is, whatever its form was.

use super::{Cgi, ENodeB, Ecgi, Lai, Ncgi, Plmn, Rai, Sai, Tai, Tai5gs};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The smallest thing that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A cell of LTE.
    Ecgi(Ecgi),
    /// A cell of 5G.
    Ncgi(Ncgi),
    /// A cell of GSM; of UMTS with the last 16 bits of its identity, which is how operators list it.
    Cgi(Cgi),
    /// A service area of UMTS.
    Sai(Sai),
    /// One of the cells of a base station of LTE.
    ENodeB(ENodeB),
}

/// The area around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// A tracking area of LTE.
    Tai(Tai),
    /// A tracking area of 5G.
    Tai5gs(Tai5gs),
    /// A routing area.
    Rai(Rai),
    /// A location area.
    Lai(Lai),
}

/// Everything one message says; where a part is missing, what is larger decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The cell.
    pub cell: Option<Cell>,
    /// The area.
    pub area: Option<Area>,
    /// The network, where neither cell nor area tells it.
    pub plmn: Option<Plmn>,
    /// The country code, where no network is known.
    pub mcc: Option<u16>,
}

impl Seen {
    /// The network that serves the user: the area's, for a cell that networks share broadcasts its owner's; else the cell's, else the one told.
    pub fn network(&self) -> Option<Plmn> {
        let area = self.area.map(Area::plmn);
        area.or_else(|| self.cell.map(Cell::plmn)).or(self.plmn)
    }

    /// The area that is told, or the one that the cell's own identity tells.
    pub fn area(&self) -> Option<Area> {
        self.area.or(match self.cell {
            Some(Cell::Cgi(cell)) => Some(Area::Lai(cell.lai)),
            Some(Cell::Sai(area)) => Some(Area::Lai(area.lai)),
            _ => None,
        })
    }

    /// True if nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Cell {
    /// Its network.
    pub const fn plmn(self) -> Plmn {
        match self {
            Self::Ecgi(cell) => cell.plmn,
            Self::Ncgi(cell) => cell.plmn,
            Self::Cgi(cell) => cell.lai.plmn,
            Self::Sai(area) => area.lai.plmn,
            Self::ENodeB(station) => station.plmn,
        }
    }
}

impl Area {
    /// Its network.
    pub const fn plmn(self) -> Plmn {
        match self {
            Self::Tai(area) => area.plmn,
            Self::Tai5gs(area) => area.plmn,
            Self::Rai(area) => area.lai.plmn,
            Self::Lai(area) => area.plmn,
        }
    }
}

macro_rules! from {
    ($($type:ident $whole:ident $member:ident;)*) => {$(
        impl From<$type> for Seen {
            fn from(value: $type) -> Self {
                Self { $member: Some($whole::$type(value)), ..Self::default() }
            }
        }
    )*};
}
from! {
    Ecgi Cell cell; Ncgi Cell cell; Cgi Cell cell; Sai Cell cell; ENodeB Cell cell;
    Tai Area area; Tai5gs Area area; Rai Area area; Lai Area area;
}

impl From<Plmn> for Seen {
    fn from(plmn: Plmn) -> Self {
        Self { plmn: Some(plmn), ..Self::default() }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ecgi(cell) => write!(f, "ecgi {cell}"),
            Self::Ncgi(cell) => write!(f, "ncgi {cell}"),
            Self::Cgi(cell) => write!(f, "cgi {cell}"),
            Self::Sai(area) => write!(f, "sai {area}"),
            Self::ENodeB(station) => write!(f, "enodeb {station}"),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tai(area) => write!(f, "tai {area}"),
            Self::Tai5gs(area) => write!(f, "5gs-tai {area}"),
            Self::Rai(area) => write!(f, "rai {area}"),
            Self::Lai(area) => write!(f, "lai {area}"),
        }
    }
}

/// What is told, the smallest first: `ecgi 00101-0000101, tai 00101-0001`.
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        if let Some(cell) = self.cell {
            write!(f, "{cell}")?;
            between = ", ";
        }
        if let Some(area) = self.area {
            write!(f, "{between}{area}")?;
            between = ", ";
        }
        if let Some(plmn) = self.plmn {
            write!(f, "{between}plmn {plmn}")?;
            between = ", ";
        }
        match self.mcc {
            Some(mcc) => write!(f, "{between}mcc {mcc:03}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_written_in_order() {
        let cgi: Cgi = "00101-1a2b-3c4d".parse().unwrap();
        let tai: Tai = "00102-0001".parse().unwrap();
        let seen = Seen { area: Some(Area::Tai(tai)), mcc: Some(1), ..cgi.into() };
        assert_eq!(seen.to_string(), "cgi 00101-1a2b-3c4d, tai 00102-0001, mcc 001");
        assert_eq!(seen.network(), Some(tai.plmn));
        assert_eq!(Seen::from(cgi).area(), Some(Area::Lai(cgi.lai)));
        assert!(Seen::default().is_empty() && !seen.is_empty());
    }
}
