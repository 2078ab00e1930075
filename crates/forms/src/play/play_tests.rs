//! Requests and what comes of them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use serde_json::{Value, json};

use super::{PlayFacts, play};
use crate::Known;
use crate::survey_tests::moment;

/// A form with `model` and `body` around its main instance.
pub(super) fn xform(instance: &str, model: &str, body: &str) -> String {
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
         xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\"><h:head><h:title>T</h:title><model>\
         <instance><data id=\"t\" version=\"1\">{instance}</data></instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    )
}

pub(super) fn facts() -> PlayFacts {
    PlayFacts {
        moment: moment(),
        known: Known::default(),
        form: None,
        files: Vec::new(),
    }
}

pub(super) fn played(xml: &str, actions: Value) -> Value {
    let request = json!({ "id": 7, "xml": xml, "actions": actions });
    play(&request, &facts())
}

pub(super) fn node<'r>(result: &'r Value, snapshot: &str, path: &str) -> &'r Value {
    let nodes = result["snapshots"][snapshot]["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|node| node["path"] == path);
    found.unwrap_or_else(|| panic!("no {path} in {nodes:?}"))
}

/// A form with one question of each kind.
fn kinds() -> String {
    let model = "<bind nodeset=\"/data/i\" type=\"int\" required=\"true()\" jr:requiredMsg=\"Count.\"/>\
        <bind nodeset=\"/data/d\" type=\"decimal\" constraint=\". &lt; 5\" jr:constraintMsg=\"Below 5.\"/>\
        <bind nodeset=\"/data/day\" type=\"date\"/><bind nodeset=\"/data/p\" type=\"geopoint\"/>\
        <bind nodeset=\"/data/line\" type=\"geotrace\"/><bind nodeset=\"/data/n\" readonly=\"true()\"/>\
        <bind nodeset=\"/data/c\" calculate=\"/data/i * 2\"/><bind nodeset=\"/data/f\" type=\"binary\"/>\
        <bind nodeset=\"/data/g/off\" relevant=\"/data/i = 1\"/>";
    let choices = "<item><label>One</label><value>1</value></item><item><label>Two</label><value>2</value></item>";
    let body = format!(
        "<input ref=\"/data/t\"><label>T</label><hint>H</hint></input><input ref=\"/data/i\"><label>I</label></input>\
         <input ref=\"/data/d\"/><input ref=\"/data/day\"/><input ref=\"/data/p\"/><input ref=\"/data/line\"/>\
         <input ref=\"/data/n\"><label>N</label></input>\
         <select1 ref=\"/data/one\" appearance=\"minimal search\"><label>One</label>{choices}</select1>\
         <select ref=\"/data/many\"><label>Many</label>{choices}</select>\
         <trigger ref=\"/data/ok\"><label>OK?</label></trigger><upload ref=\"/data/f\" mediatype=\"image/*\"/>\
         <odk:rank xmlns:odk=\"http://www.opendatakit.org/xforms\" ref=\"/data/rank\">{choices}</odk:rank>\
         <range ref=\"/data/r\" start=\"1\" end=\"5\" step=\"1\"/>\
         <group ref=\"/data/g\" appearance=\"field-list\"><label>G</label><input ref=\"/data/g/off\"/></group>"
    );
    let instance = "<t/><i/><d/><day/><p/><line/><n/><one/><many/><ok/><f/><rank/><r/><c/><g><off>x</off></g><meta><instanceID/></meta>";
    xform(instance, model, &body)
}

#[test]
fn each_kind_of_question_is_shown_with_a_value_of_its_own_kind() {
    let xml = kinds();
    let check = |path: &str, kind: &str, given: Value, shown: Value, stored: &str| {
        let result = played(&xml, json!([{ "set": path, "value": given }]));
        assert_eq!(result["actions"], json!([{ "ok": true }]), "{path}");
        let node = node(&result, "final", path);
        assert_eq!(node["kind"], kind, "{path}");
        assert_eq!(node["value"], shown, "{path}");
        assert_eq!(node["instance_value"], stored, "{path}");
    };
    check("/data/t", "input", json!("a b"), json!("a b"), "a b");
    check("/data/t", "input", json!(3), json!("3"), "3");
    check("/data/t", "input", json!(true), json!("true"), "true");
    check("/data/t", "input", Value::Null, json!(""), "");
    check("/data/i", "input", json!(12), json!(12), "12");
    check("/data/i", "input", json!("-1"), json!(-1), "-1");
    check("/data/i", "input", Value::Null, Value::Null, "");
    check("/data/d", "input", json!(-3.125), json!(-3.125), "-3.125");
    check("/data/d", "input", json!(1.0), json!(1), "1");
    let day = "2024-02-29";
    check("/data/day", "input", json!(day), json!(day), day);
    check("/data/day", "input", json!(""), Value::Null, "");
    let point = json!({ "latitude": 1.5, "longitude": -2, "altitude": 0, "accuracy": 0 });
    check(
        "/data/p",
        "input",
        json!("1.5 -2 0 0"),
        point.clone(),
        "1.5 -2 0 0",
    );
    check(
        "/data/p",
        "input",
        point.clone(),
        point.clone(),
        "1.5 -2 0 0",
    );
    check("/data/p", "input", Value::Null, Value::Null, "");
    let line = json!([point, point]);
    let text = "1.5 -2 0 0; 1.5 -2 0 0";
    check("/data/line", "input", json!(text), line.clone(), text);
    check("/data/line", "input", line.clone(), line, text);
    check("/data/one", "select", json!("2"), json!(["2"]), "2");
    check("/data/one", "select", json!(["2"]), json!(["2"]), "2");
    check("/data/one", "select", Value::Null, json!([]), "");
    check(
        "/data/many",
        "select",
        json!("2 1"),
        json!(["1", "2"]),
        "1 2",
    );
    check(
        "/data/many",
        "select",
        json!([1, 2]),
        json!(["1", "2"]),
        "1 2",
    );
    check("/data/one", "select", json!("3"), json!([]), "");
    check("/data/many", "select", json!("3 1"), json!(["1"]), "1");
    check("/data/rank", "rank", json!("2 1"), json!(["2", "1"]), "2 1");
    check("/data/rank", "rank", Value::Null, json!([]), "");
    check("/data/ok", "trigger", json!(true), json!(true), "OK");
    check("/data/ok", "trigger", json!(false), json!(false), "");
    let photo = json!({ "file": "a.jpg", "size": 0 });
    check("/data/f", "upload", json!("a.jpg"), photo.clone(), "a.jpg");
    check(
        "/data/f",
        "upload",
        json!({ "name": "a.jpg" }),
        photo,
        "a.jpg",
    );
    check("/data/f", "upload", Value::Null, Value::Null, "");
    check("/data/r", "range", json!("4"), json!("4"), "4");
}

#[test]
fn a_node_says_what_a_person_sees_of_it() {
    let result = played(&kinds(), json!([{ "set": "/data/d", "value": 7 }]));
    assert_eq!(result["id"], 7);
    assert_eq!(
        (&result["ok"], &result["load"]),
        (&json!(true), &json!("success"))
    );
    assert_eq!(result["languages"], json!([""]));
    let shown = |path: &str| node(&result, "final", path).clone();
    let i = json!({ "path": "/data/i", "kind": "input", "type": "int", "relevant": true, "required": true,
        "readonly": false, "label": "I", "value": null, "instance_value": "", "valid": false, "violation": "required",
        "message": "Count." });
    assert_eq!(shown("/data/i"), i);
    let one = json!({ "path": "/data/one", "kind": "select", "type": "string", "select": "select1", "relevant": true,
        "required": false, "readonly": false, "label": "One", "choices": [{ "value": "1", "label": "One" },
        { "value": "2", "label": "Two" }], "appearances": ["minimal", "autocomplete", "search"], "value": [],
        "instance_value": "", "valid": true });
    assert_eq!(shown("/data/one"), one);
    assert_eq!(shown("/data/t")["hint"], "H");
    assert_eq!(shown("/data/n")["kind"], "note");
    assert_eq!(
        (&shown("/data/n")["readonly"], &shown("/data/n")["value"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(shown("/data/c")["kind"], "model-value");
    let group = json!({ "path": "/data/g", "kind": "group", "relevant": true, "required": false, "readonly": false,
        "label": "G", "appearances": ["field-list"] });
    assert_eq!(shown("/data/g"), group);
    let off = shown("/data/g/off");
    assert_eq!(
        (&off["relevant"], &off["value"]),
        (&json!(false), &json!(""))
    );
    let last = &result["snapshots"]["final"];
    assert_eq!(last["valid"], false);
    let violations = json!([
        { "path": "/data/i", "condition": "required", "message": "Count." },
        { "path": "/data/d", "condition": "constraint", "message": "Below 5." },
    ]);
    assert_eq!(last["violations"], violations);
    assert!(
        last["xml"]
            .as_str()
            .unwrap()
            .starts_with("<data id=\"t\" version=\"1\"><t/><i/><d>7</d>")
    );
    assert!(!last["xml"].as_str().unwrap().contains("<off>"));
}

const REPEATS: &str = "<r><x/><in><y/></in></r>";

fn repeats() -> String {
    let body = "<group ref=\"/data/r\"><label>R</label><repeat nodeset=\"/data/r\"><input ref=\"/data/r/x\"/>\
        <group ref=\"/data/r/in\"><repeat nodeset=\"/data/r/in\" jr:count=\"2\"><input ref=\"/data/r/in/y\"/></repeat></group></repeat></group>";
    xform(REPEATS, "", body)
}

#[test]
fn instances_are_named_by_their_positions_and_stand_where_they_were_put() {
    let check = |actions: Value, found: &[&str]| {
        let result = played(&repeats(), actions);
        let outcomes = result["actions"].as_array().unwrap();
        assert!(outcomes.iter().all(|one| one["ok"] == true), "{outcomes:?}");
        let nodes = result["snapshots"]["final"]["nodes"].as_array().unwrap();
        let texts = nodes
            .iter()
            .filter(|node| node["path"].as_str().unwrap().ends_with("/x"));
        let texts: Vec<String> = texts
            .map(|node| {
                format!(
                    "{}={}",
                    node["path"].as_str().unwrap(),
                    node["value"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(texts, found);
    };
    let set = |place: &str, value: &str| json!({ "set": place, "value": value });
    let two = json!({ "add_repeat": "/data/r", "count": 2 });
    check(json!([set("/data/r/x", "a")]), &["/data/r[1]/x=a"]);
    check(
        json!([set("/data/r[1]/x", "a"), two, set("/data/r[3]/x", "c")]),
        &["/data/r[1]/x=a", "/data/r[2]/x=", "/data/r[3]/x=c"],
    );
    check(
        json!([set("/data/r[1]/x", "a"), { "add_repeat": "/data/r" }, set("/data/r[2]/x", "b"),
        { "add_repeat": "/data/r", "after": 0 }, set("/data/r[2]/x", "new")]),
        &["/data/r[1]/x=a", "/data/r[2]/x=new", "/data/r[3]/x=b"],
    );
    check(
        json!([set("/data/r[1]/x", "a"), two, set("/data/r[3]/x", "c"), { "remove_repeat": "/data/r", "index": 0, "count": 2 }]),
        &["/data/r[1]/x=c"],
    );
    check(json!([{ "remove_repeat": "/data/r" }]), &[]);
    let result = played(&repeats(), json!([]));
    let kind = |path: &str| node(&result, "final", path)["kind"].clone();
    assert_eq!(kind("/data/r"), "repeat-range:uncontrolled");
    assert_eq!(kind("/data/r[1]"), "repeat-instance");
    assert_eq!(kind("/data/r[1]/in"), "repeat-range:controlled");
    assert_eq!(kind("/data/r[1]/in[2]/y"), "input");
    assert_eq!(node(&result, "final", "/data/r")["label"], "R");
}

#[test]
fn what_an_action_cannot_do_is_said_and_the_next_goes_on() {
    let check = |action: Value, why: &str| {
        let after = json!({ "set": "/data/i", "value": 1 });
        let result = played(&kinds(), json!([action, after]));
        let said = result["actions"][0]["error"].as_str().unwrap_or_default();
        assert!(said.contains(why), "{action}: {said}");
        assert_eq!(result["actions"][1]["ok"], true, "{action}");
        assert_eq!(result["ok"], true, "{action}");
    };
    check(
        json!({ "set": "/data/nowhere", "value": "x" }),
        "no node at /data/nowhere",
    );
    check(json!({ "set": "/data/n", "value": "x" }), "readonly");
    check(json!({ "set": "/data/c", "value": "x" }), "takes no value");
    check(json!({ "set": "/data/g", "value": "x" }), "takes no value");
    check(
        json!({ "set": "/data/one", "value": ["1", "2"] }),
        "one choice",
    );
    check(
        json!({ "set": "/data/rank", "value": ["1"] }),
        "every choice once",
    );
    check(json!({ "set": "/data/t", "value": { "a": 1 } }), "latitude");
    check(json!({ "set": 3 }), "`set` is a text");
    check(json!({ "add_repeat": "/data/t" }), "no repeat at /data/t");
    check(
        json!({ "remove_repeat": "/data/r", "index": -1 }),
        "`index`",
    );
    check(json!({ "language": "French" }), "no language French");
    check(json!({ "fuzz": "many" }), "`fuzz`");
    check(json!({ "dance": 1 }), "unknown action");
    check(json!(4), "unknown action");
    let counted =
        json!([{ "add_repeat": "/data/r[1]/in" }, { "remove_repeat": "/data/r", "index": 3 }]);
    let result = played(&repeats(), counted);
    assert_eq!(result["actions"][0]["error"], "repeat is count-controlled");
    assert_eq!(result["actions"][1]["ok"], false);
}

#[test]
fn a_request_that_cannot_be_played_says_why() {
    let check = |request: Value, load: Value, why: &str| {
        let result = play(&request, &facts());
        assert_eq!(result["ok"], false, "{request}");
        assert_eq!(result["load"], load, "{request}");
        let said = result["error"].as_str().unwrap();
        assert!(said.contains(why), "{request}: {said}");
    };
    let good = kinds();
    check(json!("x"), json!("failure"), "JSON object");
    check(json!({}), json!("failure"), "names no form");
    check(json!({ "xml": 4 }), json!("failure"), "text of an XForm");
    check(json!({ "xml": "<data/>" }), json!("failure"), "no <model>");
    check(
        json!({ "xml": good, "media_inline": { "jr://file/a.csv": 3 } }),
        json!("failure"),
        "no text",
    );
    check(
        json!({ "xml": good, "instance": "<data id=\"other\"/>" }),
        json!("success"),
        "belongs to the form other",
    );
    check(
        json!({ "xml": good, "instance": "<data" }),
        json!("success"),
        "cannot be read",
    );
    check(
        json!({ "xml": good, "instance": 3 }),
        json!("success"),
        "text of a submission",
    );
    check(
        json!({ "xml": good, "actions": 3 }),
        json!("success"),
        "`actions` is a list",
    );
    let file = "<instance id=\"v\" src=\"jr://file-csv/v.csv\"/>";
    let asks = xform("<a/>", file, "<input ref=\"/data/a\"/>");
    check(
        json!({ "xml": asks, "missing": "error" }),
        json!("failure"),
        "v.csv is missing",
    );
}

#[test]
fn a_play_goes_on_with_a_submission_and_tells_the_moment() {
    let model = "<bind nodeset=\"/data/u\" jr:preload=\"property\" jr:preloadParams=\"username\"/>\
        <bind nodeset=\"/data/d\" jr:preload=\"property\" jr:preloadParams=\"deviceid\"/>\
        <bind nodeset=\"/data/a/@by\" jr:preload=\"property\" jr:preloadParams=\"email\"/>";
    let xml = xform("<a by=\"\"/><u/><d/>", model, "<input ref=\"/data/a\"/>");
    let preload = json!({ "username": "Dara", "deviceID": "laptop 7", "email": "d@example.org" });
    let request = json!({ "xml": xml, "preload": preload, "actions": [{ "snapshot": "first" }, { "set": "/data/a", "value": "2" }] });
    let result = play(&request, &facts());
    let value =
        |result: &Value, snapshot: &str, path: &str| node(result, snapshot, path)["value"].clone();
    assert_eq!(value(&result, "final", "/data/u"), "Dara");
    assert_eq!(value(&result, "final", "/data/d"), "laptop 7");
    assert_eq!(value(&result, "final", "/data/a/@by"), "d@example.org");
    assert_eq!(node(&result, "final", "/data/a/@by")["kind"], "attribute");
    assert_eq!(value(&result, "first", "/data/a"), "");
    assert_eq!(value(&result, "final", "/data/a"), "2");
    let again = json!({ "xml": xml, "instance": result["snapshots"]["final"]["xml"] });
    assert_eq!(value(&play(&again, &facts()), "final", "/data/a"), "2");
}

#[test]
fn texts_follow_the_language_that_was_chosen() {
    let text = |words: &str| format!("<text id=\"a\"><value>{words}</value></text>");
    let model = format!(
        "<itext><translation lang=\"English (en)\" default=\"true()\">{}</translation><translation lang=\"Khmer (km)\">{}</translation></itext>",
        text("Hello"),
        text("សួស្តី")
    );
    let xml = xform(
        "<a/>",
        &model,
        "<input ref=\"/data/a\"><label ref=\"jr:itext('a')\"/></input>",
    );
    let result = played(
        &xml,
        json!([{ "snapshot": "en" }, { "language": "Khmer (km)" }]),
    );
    assert_eq!(result["languages"], json!(["English (en)", "Khmer (km)"]));
    assert_eq!(node(&result, "en", "/data/a")["label"], "Hello");
    assert_eq!(node(&result, "final", "/data/a")["label"], "សួស្តី");
    assert_eq!(result["snapshots"]["en"]["language"], "English (en)");
    assert_eq!(result["snapshots"]["final"]["language"], "Khmer (km)");
}

#[test]
fn a_workbook_is_played_with_the_files_beside_it() {
    let sheets = "survey,,,,\n,type,name,label,calculation\n,text,code,Code,\n,calculate,name,,\"pulldata('villages', 'title', 'code', ${code})\"\nsettings,,\n,form_id,version\n,w,1\n";
    let mut facts = facts();
    facts.form = Some(("w.csv".to_owned(), sheets.as_bytes().to_vec()));
    facts.files = vec![("villages.csv".to_owned(), b"code,title\n7,Sung\n".to_vec())];
    let request = json!({ "actions": [{ "set": "/data/code", "value": "7" }] });
    let result = play(&request, &facts);
    assert_eq!(
        node(&result, "final", "/data/name")["value"],
        "Sung",
        "{result}"
    );
}

#[test]
fn labels_are_found_by_ids_that_hold_quotes() {
    let model = "<itext><translation lang=\"en\"><text id=\"/data/Don't know:label\"><value>Not known</value></text>\
        <text id='say \"no\"'><value>No</value></text></translation></itext>";
    let body = "<input ref=\"/data/a\"><label ref=\"jr:itext('/data/Don't know:label')\"/></input>\
        <input ref=\"/data/b\"><label ref='jr:itext(\"say \"no\"\")'/></input>";
    let result = played(&xform("<a/><b/>", model, body), json!([]));
    assert_eq!(result["ok"], true, "{result}");
    assert_eq!(node(&result, "final", "/data/a")["label"], "Not known");
    assert_eq!(node(&result, "final", "/data/b")["label"], "No");
}

#[test]
fn a_repeat_looks_as_it_says_itself_or_as_the_group_around_it_says() {
    let check = |group: &str, repeat: &str, shown: Value| {
        let body = format!(
            "<group ref=\"/data/r\" {group}><repeat nodeset=\"/data/r\" {repeat}><input ref=\"/data/r/x\"/></repeat></group>"
        );
        let result = played(&xform("<r><x/></r>", "", &body), json!([]));
        for path in ["/data/r", "/data/r[1]"] {
            let found = &node(&result, "final", path)["appearances"];
            assert_eq!(*found, shown, "{group} {repeat}: {path}");
        }
    };
    check("", "", Value::Null);
    check("appearance=\"a b\"", "", json!(["a", "b"]));
    check("", "appearance=\"c\"", json!(["c"]));
    check("appearance=\"a\"", "appearance=\"c\"", json!(["c"]));
}

#[test]
fn of_a_workbook_only_what_is_asked_has_a_label_and_notes_are_notes() {
    let sheets = "survey,,,,,\n,type,name,label,hint,calculation\n,note,n,Read this,,\n,calculate,c,Sum,,1 + 1\n,begin group,g,Group,Not shown,\n,text,t,Text,Shown,\n,end group,,,,\nsettings,,\n,form_id,version\n,w,1\n";
    let mut facts = facts();
    facts.form = Some(("w.csv".to_owned(), sheets.as_bytes().to_vec()));
    let result = play(&json!({}), &facts);
    let shown = |path: &str, name: &str| node(&result, "final", path)[name].clone();
    assert_eq!(
        (shown("/data/n", "kind"), shown("/data/n", "readonly")),
        (json!("note"), json!(true))
    );
    assert_eq!(
        (shown("/data/c", "label"), shown("/data/c", "value")),
        (Value::Null, json!("2"))
    );
    assert_eq!(
        (shown("/data/g", "label"), shown("/data/g", "hint")),
        (json!("Group"), Value::Null)
    );
    assert_eq!(
        (shown("/data/g/t", "label"), shown("/data/g/t", "hint")),
        (json!("Text"), json!("Shown"))
    );
}
