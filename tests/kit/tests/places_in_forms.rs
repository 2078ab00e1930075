//! A place that was chosen fills the questions beside it: what it is in, its names and the version of the list.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use desk::view::{Code, FormView, NodeView};
use kit::Laptop;
use kit::answers::{SESSION, set};

const VILLAGES: &str = "pcode,parent,level,name_km,name_latin,unit_en
KH02,KH,1,បាត់ដំបង,Battambang,Province
KH0209,KH02,2,សំឡូត,Samlout,District
KH020904,KH0209,3,ស៊ុង,Sung,Commune
KH02090401,KH020904,4,ស៊ុង១,Sung Muoy,Village
";

fn shown<'v>(view: &'v FormView, path: &str) -> Option<&'v NodeView> {
    let mut stack: Vec<&NodeView> = view.sections.iter().flat_map(|one| &one.nodes).collect();
    while let Some(node) = stack.pop() {
        if node.path == path {
            return Some(node);
        }
        stack.extend(&node.children);
    }
    None
}

#[test]
fn a_chosen_village_is_all_that_is_asked_about_the_place() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    laptop
        .desk
        .places_import("kh.csv", VILLAGES.as_bytes())
        .unwrap();
    let draft = laptop.desk.draft_new("hazard_report", None).unwrap().draft;
    let place = |code: Option<&str>| laptop.desk.draft_place(&draft, "place/place_pick", code);
    let asked = |view: &FormView| {
        [
            "adm1",
            "district_name",
            "commune_name",
            "village_name",
            "adm4_code",
        ]
        .into_iter()
        .filter(|name| shown(view, &format!("place/{name}")).is_some())
        .collect::<Vec<_>>()
    };
    let village = place(Some("KH02090401")).unwrap();
    assert_eq!(asked(&village), [""; 0]);
    // What a district does not tell is asked; one step takes it back.
    let district = place(Some("KH0209")).unwrap();
    assert_eq!(
        asked(&district),
        ["commune_name", "village_name", "adm4_code"]
    );
    let typed = laptop
        .desk
        .draft_set(&draft, "place/commune_name", "Sung")
        .unwrap();
    assert_eq!(asked(&typed).len(), 3, "what was typed stays in sight");
    laptop.desk.draft_undo(&draft).unwrap();
    let undone = laptop.desk.draft_undo(&draft).unwrap();
    assert_eq!(asked(&undone), [""; 0]);
    assert_eq!(asked(&place(None).unwrap()).len(), 5);
    assert_eq!(place(Some("KH9999")).unwrap_err().code(), Code::NotFound);
    assert!(
        laptop
            .desk
            .draft_place(&draft, "place/nowhere", None)
            .is_err()
    );
}

#[test]
fn a_record_keeps_the_place_as_it_was_called() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    laptop
        .desk
        .places_import("kh.csv", VILLAGES.as_bytes())
        .unwrap();
    let draft = laptop.desk.draft_new("eore_session", None).unwrap().draft;
    for (path, value) in set(&[&[("place/activity_date", "2026-11-23")], SESSION]) {
        laptop.desk.draft_set(&draft, &path, &value).unwrap();
    }
    laptop
        .desk
        .draft_place(&draft, "place/place_pick", Some("KH02090401"))
        .unwrap();
    let finished = laptop.desk.draft_finish(&draft).unwrap();
    let record = finished
        .record
        .unwrap_or_else(|| panic!("{:?}", finished.problems));
    let renamed = VILLAGES.replace("Sung Muoy", "Sung One");
    laptop
        .desk
        .places_import("kh.csv", renamed.as_bytes())
        .unwrap();
    let edited = laptop.desk.record_edit(&record).unwrap();
    laptop.desk.draft_discard(&edited.draft).unwrap();
    let reads = ["adm4_latin", "village_name", "gazetteer_version"];
    let reads = reads.map(|name| laptop.reads(&record, &format!("place/{name}")));
    assert_eq!(reads, ["Sung Muoy", "ស៊ុង១", "KH 2"]);
    let row = laptop.desk.record(&record).unwrap().row;
    assert_eq!(row.title, "ស៊ុង១");
}
