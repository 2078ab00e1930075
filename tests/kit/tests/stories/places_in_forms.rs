//! A place that was chosen fills the questions beside it: what it is in, its names and the version of the list.

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

/// A list: Sung Muoy with another name, or with another that took its place, or without it.
fn list_with(village: &str) -> String {
    let (above, _) = VILLAGES.trim_end().rsplit_once('\n').unwrap();
    let (header, rest) = above.split_once('\n').unwrap();
    format!(
        "{header},replaced_by\n{}\n{village}\n",
        rest.lines()
            .map(|row| format!("{row},"))
            .collect::<Vec<_>>()
            .join("\n")
    )
}

#[test]
fn a_place_that_was_renamed_or_replaced_is_told_and_moved_by_an_ordinary_save() {
    let check = |list: &str, want: &str, now: Option<(&str, &str)>| {
        let laptop = Laptop::alone("Sok Dara", "supervisor");
        let desk = &laptop.desk;
        desk.places_import("kh.csv", VILLAGES.as_bytes()).unwrap();
        let record = laptop.session("Ou Char", 9);
        let draft = desk.record_edit(&record).unwrap().draft;
        desk.draft_place(&draft, "place/place_pick", Some("KH02090401"))
            .unwrap();
        assert!(desk.draft_finish(&draft).unwrap().record.is_some());
        let told = || {
            desk.judge_waiting().unwrap();
            let moved = desk.moved_places().unwrap();
            let texts: Vec<String> = moved.iter().map(|it| it.text.clone()).collect();
            for finding in &moved {
                assert_eq!(
                    (finding.rule.as_str(), finding.severity.as_str()),
                    ("R-H2", "info")
                );
                assert_eq!(finding.records[0].record, record);
                let of_record = desk.findings(&record).unwrap();
                assert!(of_record.iter().any(|it| it.text == finding.text));
                assert_eq!(finding.moves_to.as_deref(), now.map(|(code, _)| code));
            }
            texts.join("; ")
        };
        assert_eq!(told(), "", "as it is listed");
        assert_eq!(
            desk.record_move(&record).unwrap_err().code(),
            Code::NotFound
        );
        desk.places_import("kh2.csv", list.as_bytes()).unwrap();
        assert_eq!(told(), want);
        let before = desk.record(&record).unwrap().history.len();
        let Some((code, name)) = now else {
            assert_eq!(
                desk.record_move(&record).unwrap_err().code(),
                Code::NotFound
            );
            return;
        };
        let draft = desk.record_move(&record).unwrap().draft;
        assert_eq!(
            desk.record(&record).unwrap().history.len(),
            before,
            "nothing is saved yet"
        );
        assert!(desk.draft_finish(&draft).unwrap().record.is_some());
        assert_eq!(laptop.reads(&record, "place/adm4_code"), code);
        assert_eq!(laptop.reads(&record, "place/village_name"), name);
        assert_eq!(told(), "", "it is as it is listed");
    };
    check(
        &list_with("KH02090401,KH020904,4,ស៊ុងថ្មី,Sung Thmei,Village,"),
        "The code KH02090401 was recorded as ស៊ុង១; the list of places now says ស៊ុងថ្មី (Sung Thmei).",
        Some(("KH02090401", "ស៊ុងថ្មី")),
    );
    check(
        &list_with(
            "KH02090401,KH020904,4,ស៊ុង១,Sung Muoy,Village,KH02090499\nKH02090499,KH020904,4,ស៊ុង,Sung,Village,",
        ),
        "ស៊ុង១ (KH02090401) is no longer in the list of places; ស៊ុង (Sung), KH02090499 took its place.",
        Some(("KH02090499", "ស៊ុង")),
    );
    check(
        &list_with("KH02090402,KH020904,4,ស៊ុង២,Sung Pir,Village,"),
        "ស៊ុង១ (KH02090401) is no longer in the list of places, and the list does not say what took its place.",
        None,
    );
    // Another unit or another script alone is no other place.
    check(
        &list_with("KH02090401,KH020904,4,ស៊ុង១,Soeng Muoy,Village,"),
        "",
        None,
    );
}
