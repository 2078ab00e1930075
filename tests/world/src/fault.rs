//! Mistakes that a program could have, to see that the laws notice them.

/// One mistake in one of the programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The centre replies before its disk has what it took.
    CentreAnswersFirst,
    /// The centre keeps a part again that it has.
    CentreKeepsTwice,
    /// The centre shows a laptop a team that none of its people are in.
    CentreShowsAll,
    /// The centre signs for the batch as it was announced, not for what it holds.
    CentreSignsUnseen,
    /// The centre hands out a position before what stands there can be read.
    CentreSkips,
    /// The centre leaves erased bodies in the parts that it kept.
    CentreRemembers,
    /// A hub shows a laptop teams that none of its people are in.
    HubShowsAll,
    /// A hub notes a part in its ledger apart from what it brings: when it falls between the two, it signs for what it
    /// does not have.
    HubNotesFirst,
    /// The laptop takes a hub's word for the centre's.
    LaptopBelievesAHub,
    /// The laptop forgets what waits when it is started again.
    LaptopForgets,
    /// The laptop takes a reply for the receipt.
    LaptopBelieves,
    /// The laptop stores the positions of a reply apart from what stands there.
    LaptopStoresHalf,
    /// The laptop stamps revisions by its wall clock alone.
    LaptopTrustsItsClock,
    /// The laptop takes what is on a stick for confirmed.
    LaptopBelievesAStick,
    /// The laptop reads sticks that are meant for others.
    LaptopTakesAnyStick,
    /// The laptop takes what a stick brings of a team that its people have left.
    LaptopTakesOldSticks,
    /// What can be read of a stick is taken before its end is seen.
    SticksAreReadAsTheyCome,
}
