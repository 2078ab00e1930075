//! Who is shown which answer, by role, class of the question, and how the person stands to the record.
//!
//! The rules are those of the domain dictionary: P2 is masked and a reveal is logged; P3 is for the case worker and
//! for people with case-management clearance (2.1, 7.3, 7.4).

use forms::Class;

use crate::Role;

/// How a person stands to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// They made it.
    Own,
    /// It is of a team that they were named for.
    Team,
    /// It is of another team that they may see.
    Elsewhere,
}

impl Standing {
    /// Each of them, the nearest first.
    pub const ALL: [Self; 3] = [Self::Own, Self::Team, Self::Elsewhere];
}

/// How much of an answer somebody is shown; the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Showing {
    /// A mask, and no more to this role.
    Barred,
    /// A mask, until they ask for the answer, which is written down.
    Masked,
    /// The answer.
    Open,
}

impl Showing {
    /// The word under which screens know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Barred => "barred",
            Self::Masked => "masked",
            Self::Open => "open",
        }
    }
}

/// Decides how much of an answer somebody is shown.
pub fn showing(role: Role, class: Class, standing: Standing) -> Showing {
    use Standing::{Elsewhere, Own, Team};
    match (class, standing, role) {
        (Class::P0 | Class::P1, ..) | (_, Own, _) | (_, Team, Role::Va) => Showing::Open,
        (_, Elsewhere, Role::Va)
        | (Class::P2, _, Role::Coordinator | Role::Supervisor)
        | (Class::P2, Team, Role::Field) => Showing::Masked,
        _ => Showing::Barred,
    }
}
