//! Records that know each other: a person who was recorded is chosen in the next form, on every laptop.

use desk::view::{Code, FormView, NodeView};
use kit::answers::{PERSON, set};
use kit::{Laptop, Office, PEOPLE_MAP};

fn person(laptop: &Laptop, name: &str) -> String {
    laptop.make("person", &[PERSON, &[("who/name_latin", name)]])
}

fn node<'v>(view: &'v FormView, path: &str) -> Option<&'v NodeView> {
    let mut stack: Vec<&NodeView> = view.sections.iter().flat_map(|one| &one.nodes).collect();
    while let Some(node) = stack.pop() {
        if node.path == path {
            return Some(node);
        }
        stack.extend(&node.children);
    }
    None
}

/// Whom a new service could be for, as names, the newest first; the code before each name is left out.
fn listed(laptop: &Laptop) -> Vec<String> {
    let view = laptop.desk.draft_new("service_session", None).unwrap();
    laptop.desk.draft_discard(&view.draft).unwrap();
    let choices = node(&view, "who/person_pick").map(|node| node.choices.clone());
    let names = choices.into_iter().flatten().map(|choice| {
        // Somebody whose name is not known is listed by their code alone.
        let name = choice.label.split_once(' ').map(|(_, name)| name);
        name.unwrap_or_default().to_owned()
    });
    names.collect()
}

fn value(view: &FormView, path: &str) -> String {
    node(view, path).map_or_else(String::new, |node| node.value.clone())
}

#[test]
fn a_person_is_listed_while_their_record_says_so() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    assert_eq!(listed(&laptop), [""; 0]);
    let [thy, dara] = ["Chan Thy", "Sok Dara"].map(|name| person(&laptop, name));
    assert_eq!(listed(&laptop), ["Sok Dara", "Chan Thy"]);
    laptop.correct(&thy, "who/name_latin", "Chan Thea");
    assert_eq!(listed(&laptop), ["Sok Dara", "Chan Thea"]);
    let reason = Some("The family asked for it.");
    laptop.desk.review(&dara, "withdraw", &[], reason).unwrap();
    assert_eq!(listed(&laptop), ["Chan Thea"]);
    let refused = [
        ("consent/basis", "refused"),
        ("consent/consent_date", "2026-11-20"),
    ];
    let answers = [("who/victim_type", "indirect_family"), ("who/sex", "male")];
    laptop.make("person", &[&refused, &answers]);
    assert_eq!(listed(&laptop), ["Chan Thea"], "who refused is in no list");
    laptop.desk.rebuild().unwrap();
    assert_eq!(listed(&laptop), ["Chan Thea"]);
    assert!(laptop.desk.doctor().unwrap().clean);
}

#[test]
fn a_draft_has_the_list_as_it_was_when_it_was_opened() {
    let laptop = Laptop::alone("Sok Dara", "field");
    person(&laptop, "Chan Thy");
    let draft = laptop
        .desk
        .draft_new("service_session", None)
        .unwrap()
        .draft;
    let second = person(&laptop, "Keo Pisey");
    let count = |view: &FormView| node(view, "who/person_pick").unwrap().choices.len();
    let typed = laptop
        .desk
        .draft_set(&draft, "service/provider", "PRC")
        .unwrap();
    assert_eq!(count(&typed), 1);
    let opened = laptop.desk.draft_open(&draft).unwrap();
    assert_eq!(
        (count(&opened), value(&opened, "service/provider")),
        (2, "PRC".to_owned())
    );
    laptop
        .desk
        .draft_set(&draft, "who/person_pick", &second)
        .unwrap();
    laptop.desk.draft_undo(&draft).unwrap();
    let again = laptop.desk.draft_redo(&draft).unwrap();
    assert_eq!(value(&again, "who/person_pick"), second);
}

#[test]
fn every_laptop_of_the_team_has_the_same_list() {
    let office = Office::open();
    let first = office.laptop("Sok Dara", "field", &["BTB2"]);
    let second = office.laptop("Keo Pisey", "coordinator", &["BTB2"]);
    let apart = office.laptop("Chan Thy", "field", &["PLN1"]);
    let thy = person(&first, "Nhem Sopheap");
    let table = "place\nVillage 1\nVillage 2\n";
    let options = desk::import::ImportOptions::default();
    first
        .desk
        .import(table.as_bytes(), Some(PEOPLE_MAP), &options)
        .unwrap();
    first.sync().unwrap();
    second.sync().unwrap();
    apart.sync().unwrap();
    assert_eq!(listed(&first).len(), 3);
    let all = |laptop: &Laptop| {
        let view = laptop.desk.draft_new("service_session", None).unwrap();
        let node = node(&view, "who/person_pick").unwrap().clone();
        node.choices
            .into_iter()
            .map(|one| (one.value, one.label))
            .collect::<Vec<_>>()
    };
    let values = |laptop: &Laptop| all(laptop).into_iter().map(|(value, _)| value).collect();
    let both: [Vec<String>; 2] = [values(&first), values(&second)];
    assert_eq!(both[0], both[1]);
    assert_eq!(
        listed(&second),
        ["", "", ""],
        "a coordinator is not shown names"
    );
    assert_eq!(
        listed(&apart),
        [""; 0],
        "a list has what the person may see"
    );
    second
        .desk
        .review(&thy, "withdraw", &[], Some("Asked for."))
        .unwrap();
    second.sync().unwrap();
    first.sync().unwrap();
    let both: [Vec<String>; 2] = [values(&first), values(&second)];
    assert_eq!((both[0].len(), &both[0]), (2, &both[1]));
}

#[test]
fn a_person_is_called_by_the_code_on_their_card() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let thy = person(&laptop, "Chan Thy");
    let code = laptop.reads(&thy, "who/person_ref");
    assert!(code.starts_with("KH-P-"), "{code}");
    let life = laptop.desk.timeline(&thy).unwrap();
    assert_eq!(life.subject.reference, code);
    assert_eq!(life.subject.title, code, "the name stands in no list");
}

#[test]
fn a_new_service_is_begun_from_the_person() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let thy = person(&laptop, "Chan Thy");
    let view = laptop
        .desk
        .draft_new("service_session", Some(&thy))
        .unwrap();
    assert_eq!(value(&view, "who/person_pick"), thy);
    assert!(
        node(&view, "who/person_id").is_none(),
        "the list says it already"
    );
    let answers = [
        ("service/activity_date", "2026-11-20"),
        ("service/pillar", "rehabilitation"),
        ("service/service", "physiotherapy"),
        ("service/provider", "PRC Battambang"),
    ];
    for (path, answer) in answers {
        laptop.desk.draft_set(&view.draft, path, answer).unwrap();
    }
    let record = laptop.desk.draft_finish(&view.draft).unwrap();
    let record = record
        .record
        .unwrap_or_else(|| panic!("{:?}", record.problems));
    assert_eq!(laptop.reads(&record, "who/person_id"), thy);
    let code = laptop.reads(&thy, "who/person_ref");
    let chosen = laptop.reads(&record, "who/person_pick");
    assert!(
        chosen.starts_with(&code),
        "a label is read, and no id: {chosen}"
    );
    // What the list lacks is written down all the same.
    let unknown = "0190b5a0-0000-7000-8000-000000000001";
    let view = laptop
        .desk
        .draft_new("service_session", Some(unknown))
        .unwrap();
    assert_eq!(value(&view, "who/person_id"), unknown);
    assert_eq!(value(&view, "who/person_pick"), "");
    let nowhere = laptop.desk.draft_new("eore_media", Some(&thy)).unwrap_err();
    assert_eq!(nowhere.code(), Code::NotFound);
}

#[test]
fn an_accident_is_chosen_for_a_person() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let answers = [
        ("when/date_known", "yes"),
        ("when/accident_date", "2026-11-20"),
        ("place/adm1", "02"),
        ("place/commune_name", "Sung"),
        ("place/location_accuracy", "within_500m"),
        ("place/geo_safe", "no"),
        ("what/accident_class", "mine"),
        ("what/demining_accident", "no"),
        ("what/hazard_l1", "av_mine"),
        ("what/device_certainty", "suspected"),
        ("what/cause", "vehicle_triggered"),
        ("what/land_use", "path"),
        ("what/marked_before", "no"),
        ("what/marked_after", "no"),
        ("toll/killed_n", "0"),
        ("toll/injured_n", "1"),
        ("toll/total_n", "1"),
        ("source/source_type", "police"),
    ];
    let accident = laptop.make("accident", &[&answers]);
    let view = laptop.desk.draft_new("person", Some(&accident)).unwrap();
    let pick = node(&view, "who/accident_pick").unwrap();
    assert_eq!((pick.value.as_str(), pick.choices.len()), (&*accident, 1));
    assert_eq!(pick.choices[0].label, "2026-11-20 Sung (1)");
    // Its date is the person's date, and a birth after it is told.
    let hurt = [
        ("who/victim_type", "direct_injured"),
        ("who/birth_precision", "date"),
        ("who/birth_date", "2026-11-21"),
        ("who/accident_pick", ""),
        ("who/accident_pick", &*accident),
    ];
    for (path, value) in hurt {
        laptop.desk.draft_set(&view.draft, path, value).unwrap();
    }
    let view = laptop.desk.draft_open(&view.draft).unwrap();
    assert_eq!(value(&view, "accident/accident_date"), "2026-11-20");
    let told = view
        .problems
        .iter()
        .any(|it| it.rule.as_deref() == Some("R-E3"));
    assert!(told, "{:#?}", view.problems);
}

#[test]
fn a_visit_changes_the_entry_of_the_person() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let [thy, _] = ["Chan Thy", "Keo Pisey"].map(|name| person(&laptop, name));
    let visit = [
        ("who/person_pick", &*thy),
        ("who/mode", "home_visit"),
        ("who/contact_result", "met"),
        ("state/wellbeing_change", "better"),
        ("state/device_check", "good"),
        ("finish/next_due", "2027-02-24"),
        ("finish/case_worker", "BTB-014"),
    ];
    let made = laptop.make("follow_up", &[&visit]);
    let form = "survey\n,type,name,label,calculation\n\
,csv-external,people,,\n\
,text,who,Who,\n\
,calculate,due,,\"pulldata('people', 'next_due', 'name', ${who})\"\n\
,calculate,also,,\"instance('people')/root/item[name = ${who}]/next_due\"\n\
,calculate,count,,\"count(instance('people')/root/item)\"\n\
,calculate,place,,\"pulldata('places', 'name_latin', 'name', 'KH0209')\"\n\
,text,why,Why?,\nsettings,form_id,version\n,due,1\n";
    laptop.desk.form_import("due.csv", form.as_bytes()).unwrap();
    let reads = |path: &str| {
        let set = set(&[&[("who", &thy), ("why", "x")]]);
        let made = laptop.desk.record_new("due", None, &set, false).unwrap();
        laptop.reads(&made.record.unwrap(), path)
    };
    assert_eq!(
        ["due", "also", "count", "place"].map(reads),
        ["2027-02-24", "2027-02-24", "2", "Samlout"]
    );
    laptop.correct(&made, "finish/next_due", "2027-03-01");
    assert_eq!(reads("due"), "2027-03-01");
    assert_eq!(
        listed(&laptop),
        ["Keo Pisey", "Chan Thy"],
        "a visit makes nobody"
    );
}

const WELLS: &str = "survey\n,type,name,label,save_to,appearance\n\
,text,owner,Owner,owner,\n\
,begin repeat,pumps,Pumps,,\n,text,make,Make,pumps#make,\n,end repeat,,,,\n\
entities,list_name,label\n,wells,${owner}\n,pumps,${make}\n\
settings,form_id,version\n,wells,1\n";

const CHECKS: &str = "survey\n,type,name,label,choice_filter\n\
,select_one_from_file wells.csv,well,Well,\n\
,select_one_from_file pumps.csv,pump,Pump,\n\
,select_one_from_file makers.csv,maker,Maker,\n\
,select_one_from_file unknown.csv,other,Other,\n\
settings,form_id,version\n,checks,1\n";

#[test]
fn imported_forms_feed_lists_and_choose_from_them_and_from_their_own_files() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let wells = WELLS.replace("owner,Owner,owner", "owner,Owner,wells#owner");
    laptop
        .desk
        .form_import("wells.csv", wells.as_bytes())
        .unwrap();
    let files = |text: &str| vec![("makers.csv".to_owned(), text.as_bytes().to_vec())];
    let checks = CHECKS.as_bytes();
    let told = laptop
        .desk
        .form_import_with("checks.csv", checks, &files("name,label\na,Ajax\n"))
        .unwrap();
    assert_eq!(told.files, ["makers.csv"]);
    assert_eq!(told.lists, ["wells.csv", "pumps.csv"]);
    assert_eq!(told.missing, ["unknown.csv"]);

    let draft = laptop.desk.draft_new("wells", None).unwrap().draft;
    laptop
        .desk
        .draft_set(&draft, "owner", "Village of Sung")
        .unwrap();
    let view = laptop.desk.draft_add(&draft, "pumps").unwrap();
    let pumps: Vec<String> = node(&view, "pumps")
        .unwrap()
        .children
        .iter()
        .map(|one| one.path.clone())
        .collect();
    for (path, make) in pumps.iter().zip(["Ajax", "Volanta"]) {
        laptop
            .desk
            .draft_set(&draft, &format!("{path}/make"), make)
            .unwrap();
    }
    let well = laptop.desk.draft_finish(&draft).unwrap().record.unwrap();

    let offered = |path: &str| {
        let view = laptop.desk.draft_new("checks", None).unwrap();
        let choices = node(&view, path).unwrap().choices.clone();
        choices
            .into_iter()
            .map(|one| (one.value, one.label))
            .collect::<Vec<_>>()
    };
    assert_eq!(offered("well"), [(well, "Village of Sung".to_owned())]);
    let mut names: Vec<String> = offered("pump")
        .into_iter()
        .map(|(_, label)| label)
        .collect();
    names.sort();
    assert_eq!(names, ["Ajax", "Volanta"]);
    assert_eq!(offered("maker"), [("a".to_owned(), "Ajax".to_owned())]);
    assert_eq!(offered("other"), []);
    // The same version again brings its files up to date.
    laptop
        .desk
        .form_import_with("checks.csv", checks, &files("name,label\nb,Bosch\n"))
        .unwrap();
    assert_eq!(offered("maker"), [("b".to_owned(), "Bosch".to_owned())]);
}
