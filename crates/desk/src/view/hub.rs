//! This laptop as a hub, and the hubs that it uses.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The hub's part of the sync screen.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct HubView {
    /// The role may make this laptop a hub, and there is a centre.
    pub may_serve: bool,
    /// While this laptop is a hub.
    pub serving: Option<HubServing>,
    /// Laptops that came to this hub, the last first.
    pub guests: Vec<HubGuestView>,
    /// Records of others that wait here for the centre.
    pub holds_records: u32,
    /// Revisions of others that wait here for the centre.
    pub holds_revisions: u32,
    /// Hubs that this laptop used, the last first.
    pub known: Vec<KnownHubView>,
}

/// A laptop that is a hub now.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct HubServing {
    /// Where it answers, as `host:port`.
    pub addresses: Vec<String>,
    /// The code to type: two groups of four signs. Works once.
    pub short_code: String,
    /// The whole code, for a picture or to be copied.
    pub code: String,
    /// The certificate's SHA-256, in hexadecimal digits.
    pub fingerprint: String,
    /// The teams that it answers for.
    pub teams: Vec<String>,
}

/// A laptop that came to this hub.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct HubGuestView {
    /// The laptop.
    pub device: String,
    /// Who works on it.
    pub people: Vec<String>,
    /// When it last came.
    pub seen_at: String,
    /// Revisions that it brought and that were new here.
    pub brought: u32,
}

/// A hub that this laptop used.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct KnownHubView {
    /// The laptop that is the hub.
    pub device: String,
    /// Who works on it.
    pub people: Vec<String>,
    /// Where it was last met, as `host:port`.
    pub address: String,
    /// When it was last met.
    pub met_at: String,
}

/// A hub that calls itself out on this network. Whether it is one, only its key shows.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FoundHub {
    /// The laptop that it says it is.
    pub device: String,
    /// Who works on that laptop; nobody when the programme does not list it.
    pub people: Vec<String>,
    /// Where it answers, as `host:port`.
    pub address: String,
    /// This laptop paired with it.
    pub known: bool,
    /// It is this laptop itself.
    pub is_here: bool,
}

/// A code as a picture: squares of one unit.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CodePicture {
    /// Units on a side.
    pub size: u32,
    /// The dark squares, as the path of an SVG.
    pub path: String,
}

/// What a visit at a hub came to.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct HubVisit {
    /// The laptop that is the hub.
    pub device: String,
    /// Who works on it.
    pub people: Vec<String>,
    /// Revisions that the hub has now and signed for.
    pub handed: u32,
    /// Revisions that came from the hub and were new.
    pub received: u32,
    /// Revisions that the centre's receipts have confirmed, which the hub brought along.
    pub confirmed: u32,
    /// Revisions that the hub did not take.
    pub refused: u32,
    /// Photos and scans that the hub has now and signed for.
    pub files_handed: u32,
    /// Photos and scans that came from the hub.
    pub files_received: u32,
    /// Both sides compared every team that they share and hold the same of it.
    pub equal: bool,
}

impl super::Changes for HubVisit {
    fn has_changed(&self) -> bool {
        true
    }
}
