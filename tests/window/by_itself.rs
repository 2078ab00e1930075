//! What was made without a network goes to the centre without anybody asking, and comes from colleagues too.

use kit::Office;
use kit::window::left_out;

use crate::day::{hand_over, person, sign_in};
use crate::open;

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_is_back_sends_and_fetches_by_itself() {
    if left_out() {
        return;
    }
    let (office, mut laptop) = tokio::task::spawn_blocking(|| {
        let office = Office::open();
        let colleague = office.laptop("Chan Sophea", "field", &["BTB2"]);
        colleague.session("Traeng", 5);
        colleague.sync().unwrap();
        let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
        laptop.session("Sdau", 4);
        laptop.desk.set_syncs_by_itself(true).unwrap();
        (office, laptop)
    })
    .await
    .unwrap();
    let dara = person(&laptop, "Sok Dara");
    let window = open(&hand_over(&mut laptop)).await;
    sign_in(&window, &dara).await;
    window.pill_says("All confirmed").await;
    window.click("nav-records").await;
    window.see("records-grid").await;
    window.read_until("Traeng").await;
    window.click("nav-sync").await;
    window.see("sync-by-itself").await;
    window.settle().await;
    window.picture("by-itself-synced").await;
    window.close().await;

    tokio::task::spawn_blocking(move || {
        laptop.sign_in("Sok Dara");
        assert_eq!((laptop.count(), laptop.desk.waiting().unwrap()), (2, 0));
        drop(office);
    })
    .await
    .unwrap();
}
