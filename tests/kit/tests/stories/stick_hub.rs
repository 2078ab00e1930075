//! A colleague who goes to the office carries what others wrote, and brings back that the centre has it, all on sticks.

use desk::view::{StickOrder, StickTaken};
use desk::{FolderPlace, Place, Written};
use kit::{Laptop, Office, Stick};

/// An order for the laptop of somebody else, as the laptop that writes it knows them.
fn order_for(writer: &Laptop, name: &str, whole: bool) -> StickOrder {
    let choice = writer.desk.stick_choice().unwrap();
    let mut readers = choice.readers.into_iter();
    let reader = readers.find(|reader| reader.people == [name]).unwrap();
    StickOrder {
        reader: reader.id,
        whole,
        ..StickOrder::default()
    }
}

fn counts(laptop: &Laptop) -> (u32, u32, u32) {
    let counts = laptop.desk.sync_view().unwrap().counts;
    (counts.laptop, counts.handed, counts.confirmed)
}

/// Vanna coordinates and goes to the office; Dara stays where no line is.
fn cast(office: &Office) -> (Laptop, Laptop) {
    let vanna = office.laptop("Vanna", "coordinator", &["BTB2"]);
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    vanna.sync().unwrap();
    dara.sync().unwrap();
    (vanna, dara)
}

#[test]
fn receipts_and_what_colleagues_wrote_ride_back_from_a_colleague() {
    let office = Office::open();
    let (vanna, dara) = cast(&office);
    dara.session("Phum Thmei", 7);
    vanna.session("Sdau", 2);

    let (out, back) = (Stick::new(), Stick::new());
    let order = order_for(&dara, "Vanna", false);
    dara.writes(&out, &order).unwrap();
    assert_eq!(vanna.takes(&out.asks(), None).added, 2);
    assert_eq!((counts(&dara), counts(&vanna)), ((0, 1, 0), (1, 1, 0)));
    // The answer before the centre has anything says nothing of it.
    let early = Stick::new();
    let order = order_for(&vanna, "Dara", true);
    vanna.writes(&early, &order).unwrap();
    let taken = dara.takes(&early.asks(), None);
    assert_eq!((taken.added, taken.confirmed), (2, 0));
    assert_eq!(counts(&dara), (0, 2, 0));

    vanna.sync().unwrap();
    assert_eq!(counts(&vanna), (0, 0, 2));
    vanna.writes(&back, &order).unwrap();
    let look = dara.looks(&back.asks(), None);
    let receipts: u32 = look.pieces.iter().map(|piece| piece.receipts).sum();
    assert_eq!(receipts, 1);
    assert_eq!(counts(&dara), (0, 2, 0), "looking takes nothing");
    let taken = dara.takes(&back.asks(), None);
    assert_eq!((taken.added, taken.confirmed), (0, 2));
    assert_eq!(
        counts(&dara),
        (0, 1, 1),
        "Vanna's own waits for a receipt of hers"
    );
    // Twice is once.
    assert_eq!(dara.takes(&back.asks(), None).confirmed, 0);

    let view = dara.sync().unwrap();
    assert!(view.compared_equal);
    assert_eq!(counts(&dara), (0, 0, 2));
    assert_eq!(dara.export(), vanna.export());
}

#[test]
fn a_stick_that_was_taken_is_answered_in_one_step() {
    let office = Office::open();
    let (vanna, dara) = cast(&office);
    let sophea = office.laptop("Sophea", "field", &["PLN1"]);
    dara.session("Phum Thmei", 7);
    vanna.session("Sdau", 2);
    sophea.sync().unwrap();
    dara.sync().unwrap();
    dara.session("Phlov Meas", 3);
    vanna.sync().unwrap();

    let (out, stranger) = (Stick::new(), Stick::new());
    dara.writes(&out, &order_for(&dara, "Vanna", false))
        .unwrap();
    let taken = vanna.takes(&out.asks(), None);
    assert_eq!((taken.added, taken.from.len()), (2, 1));
    assert_eq!(taken.from[0].people, ["Dara"]);
    vanna.sync().unwrap();
    let back = Stick::new();
    let answer = |stick: &Stick, taken: &StickTaken| {
        let mut place = FolderPlace::new(stick.path());
        vanna.desk.stick_answer(&mut place, taken, &mut |_, _| {})
    };
    let written = answer(&back, &taken).answers;
    assert_eq!((written.len(), written[0].revisions), (1, 6));
    let heard = dara.takes(&back.asks(), None);
    assert_eq!((heard.added, heard.confirmed), (2, 2));
    assert_eq!(counts(&dara), (0, 1, 2), "Vanna's own came by hand");

    // Nothing is answered of which nothing was taken.
    let order = order_for(&dara, "Sophea", false);
    dara.writes(&stranger, &order).unwrap();
    let refused = vanna.takes(&stranger.asks(), None);
    assert!(refused.from.is_empty() && answer(&back, &refused).answers.is_empty());
}

/// A stick on which there is no room when a second file is begun. The count is of those begun.
struct Choosy(FolderPlace, usize);

impl Place for Choosy {
    fn begin<'p>(&'p mut self, name: &str) -> std::io::Result<Box<dyn std::io::Write + 'p>> {
        self.1 += 1;
        match self.1 {
            2 => Err(std::io::ErrorKind::StorageFull.into()),
            _ => self.0.begin(name),
        }
    }

    fn finish(&mut self, name: &str, written: &Written) -> std::io::Result<()> {
        self.0.finish(name, written)
    }

    fn abandon(&mut self, name: &str) {
        self.0.abandon(name);
    }
}

#[test]
fn one_answer_that_cannot_be_written_takes_nothing_from_the_others_and_is_named() {
    let office = Office::open();
    let (vanna, dara) = cast(&office);
    let sophea = office.laptop("Sophea", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "field", &["BTB2"]);
    let guests = [&dara, &sophea, &bopha];
    for laptop in [&dara, &sophea, &bopha, &vanna, &dara, &sophea] {
        laptop.sync().unwrap();
    }
    let out = Stick::new();
    for laptop in guests {
        laptop.session("Phlov Meas", 3);
        let order = order_for(laptop, "Vanna", false);
        laptop.writes(&out, &order).unwrap();
    }
    let taken = vanna.takes(&out.asks(), None);
    assert_eq!(taken.from.len(), 3);
    vanna.sync().unwrap();
    let back = Stick::new();
    let mut place = Choosy(FolderPlace::new(back.path()), 0);
    let said = vanna.desk.stick_answer(&mut place, &taken, &mut |_, _| {});
    assert_eq!((said.answers.len(), back.asks().len()), (2, 2));
    let [missed] = said.unanswered.as_slice() else {
        panic!("{:?}", said.unanswered);
    };
    assert_eq!(missed.laptop.id, taken.from[1].id);
    assert_eq!(missed.fault.code, desk::view::Code::DiskFull);
    let confirmed = guests.map(|laptop| laptop.takes(&back.asks(), None).confirmed);
    assert_eq!(confirmed.iter().filter(|count| **count == 2).count(), 2);
    // The one that was missed is answered by itself.
    let rest = StickTaken {
        from: vec![missed.laptop.clone()],
        ..taken
    };
    let said = vanna.desk.stick_answer(&mut place, &rest, &mut |_, _| {});
    assert!(said.unanswered.is_empty() && said.answers.len() == 1);
}
