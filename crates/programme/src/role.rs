//! Roles, and what each of them may do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a person is in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Risk-education facilitator or data gatherer.
    Field,
    /// Team leader or provincial coordinator: the first check.
    Coordinator,
    /// Programme manager: accepts, rejects and locks.
    Supervisor,
    /// Victim-assistance focal point.
    Va,
    /// Looks after forms, people and laptops; neither records nor decides.
    Admin,
}

impl Role {
    /// Every role, in the order in which a list shows them.
    pub const ALL: [Self; 5] = [
        Self::Field,
        Self::Coordinator,
        Self::Supervisor,
        Self::Va,
        Self::Admin,
    ];

    /// The code under which the role is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Coordinator => "coordinator",
            Self::Supervisor => "supervisor",
            Self::Va => "va",
            Self::Admin => "admin",
        }
    }

    /// May make and correct records, and submit them.
    pub fn may_record(self) -> bool {
        match self {
            Self::Field | Self::Coordinator | Self::Supervisor | Self::Va => true,
            Self::Admin => false,
        }
    }

    /// May look a submitted record over: return or verify it.
    pub fn may_check(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor)
    }

    /// May settle a record: approve, reject, reopen or lock it.
    pub fn may_settle(self) -> bool {
        matches!(self, Self::Supervisor)
    }

    /// May put other rules in place of those that warn and stop the people who fill forms.
    pub fn may_set_rules(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor | Self::Admin)
    }

    /// May look after what a laptop works with: which forms are in use, the lists of places.
    pub fn may_look_after(self) -> bool {
        matches!(self, Self::Supervisor | Self::Admin)
    }

    /// May have the laptop answer colleagues in the centre's place, as a hub.
    pub fn may_be_hub(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor | Self::Admin)
    }

    /// May take a record out of use because the person it is about withdrew their consent.
    ///
    /// The case worker who hears of it must be able to act, so this asks for no second person.
    pub fn may_withdraw(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor | Self::Va)
    }

    /// May have persons counted, and see lists of them under their codes.
    pub fn may_count_persons(self) -> bool {
        matches!(self, Self::Coordinator | Self::Supervisor | Self::Va)
    }

    /// May see who had guarded answers shown.
    pub fn may_oversee(self) -> bool {
        matches!(self, Self::Supervisor | Self::Admin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a role: use field, coordinator, supervisor, va or admin")]
pub struct UnknownRole {
    /// What was given.
    pub text: String,
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| UnknownRole {
            text: text.chars().take(32).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn a_role_is_written_and_read_the_same_everywhere() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>(), Ok(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{role}\""));
        }
    }

    #[test]
    fn a_text_that_names_no_role_is_refused_by_name() {
        for text in ["", "Field", "supervisor ", "root"] {
            let refused = text.parse::<Role>().unwrap_err().to_string();
            assert!(refused.contains(&format!("{text:?}")), "{refused}");
        }
    }

    #[test]
    fn each_role_may_do_what_the_programme_says() {
        #[track_caller]
        fn check(role: Role, may: &str) {
            let all = [
                (role.may_record(), "record"),
                (role.may_check(), "check"),
                (role.may_settle(), "settle"),
                (role.may_look_after(), "look-after"),
                (role.may_withdraw(), "withdraw"),
                (role.may_set_rules(), "rules"),
                (role.may_count_persons(), "count"),
                (role.may_oversee(), "oversee"),
            ];
            let found: Vec<&str> = all
                .iter()
                .filter(|(may, _)| *may)
                .map(|(_, it)| *it)
                .collect();
            assert_eq!(found.join(" "), may, "{role}");
        }
        check(Role::Field, "record");
        check(Role::Coordinator, "record check withdraw rules count");
        check(
            Role::Supervisor,
            "record check settle look-after withdraw rules count oversee",
        );
        check(Role::Va, "record withdraw count");
        check(Role::Admin, "look-after rules oversee");
    }
}
