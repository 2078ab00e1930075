//! What the columns, types and settings of a workbook become in an XForm.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

use super::write_xform;
use crate::{compile, read};

/// Writes a form that stands in tables; every fragment has to be in it, and none of those after `!`.
#[track_caller]
fn check(tables: &str, fragments: &[&str]) {
    let book = read("data.md", tables.as_bytes()).unwrap_or_else(|why| panic!("{why:#?}"));
    let (form, findings) = compile(&book);
    let xml = write_xform(&form.unwrap_or_else(|| panic!("{findings:#?}")));
    roxmltree::Document::parse(&xml).unwrap_or_else(|why| panic!("{why}\n{xml}"));
    for fragment in fragments {
        match fragment.strip_prefix('!') {
            Some(absent) => assert!(!xml.contains(absent), "{absent} is in\n{xml}"),
            None => assert!(xml.contains(fragment), "{fragment} is not in\n{xml}"),
        }
    }
}

const CHOICES: &str = "
| choices |
| | list_name | name | label | zone |
| | l | a | A | n |
| | l | b | B | s |
";

#[test]
fn the_settings_stand_in_the_head() {
    check(
        "| settings |\n| | form_title | form_id | version | style | submission_url | public_key | auto_send | client_editable | name | namespaces | attribute::my:team |\n| | T | f | 3 | pages | https://x | KEY | true | yes | visit | my=\"http://my\" | red |\n| survey |\n| | type | name | label | bind::my:why |\n| | text | q | Q | because |",
        &[
            "<h:title>T</h:title>",
            "<visit my:team=\"red\" id=\"f\" version=\"3\">",
            "<h:body class=\"pages\">",
            "action=\"https://x\" method=\"post\" base64RsaPublicKey=\"KEY\" orx:auto-send=\"true\" odk:client-editable=\"true\"",
            "xmlns:my=\"http://my\"",
            "<bind nodeset=\"/visit/q\" type=\"string\" my:why=\"because\"/>",
        ],
    );
    check(
        "| settings |\n| | instance_name | omit_instanceID |\n| | concat(${q}, ' x') | yes |\n| survey |\n| | type | name | label |\n| | text | q | Q |",
        &["calculate=\"concat(/data/q, ' x')\"", "!instanceID"],
    );
}

#[test]
fn actions_stand_where_they_happen() {
    check(
        "| survey |\n| | type | name | label | default | calculation | trigger |\n| | text | q | Q | | | |\n| | begin repeat | r | R | | | |\n| | date | d | D | today() | | |\n| | end repeat | | | | | |\n| | calculate | c | | | now() | ${q} |\n| | background-geopoint | g | | | | ${q} |\n| | start-geopoint | s | | | | |\n| | background-audio | a | | | | |",
        &[
            "<setvalue ref=\"/data/r/d\" event=\"odk-instance-first-load\" value=\"today()\"/>",
            "<setvalue ref=\"/data/r/d\" event=\"odk-new-repeat\" value=\"today()\"/>",
            "<setvalue ref=\"/data/c\" event=\"xforms-value-changed\" value=\"now()\"/>",
            "<odk:setgeopoint ref=\"/data/g\" event=\"xforms-value-changed\"/>",
            "<odk:setgeopoint ref=\"/data/s\" event=\"odk-instance-first-load\"/>",
            "<odk:recordaudio ref=\"/data/a\" event=\"odk-instance-load\"/>",
            "<bind nodeset=\"/data/c\" type=\"string\"/>",
        ],
    );
}

#[test]
fn defaults_are_values_unless_they_compute() {
    let default = |kind: &str, default: &str, wanted: &str| {
        let tables = format!(
            "| survey |\n| | type | name | label | default |\n| | text | a | A | |\n| | {kind} | q | Q | {default} |"
        );
        check(&tables, &[wanted]);
    };
    default("text", "plain words", "<q>plain words</q>");
    default("text", "well-known", "<q>well-known</q>");
    default("date", "2020-01-02", "<q>2020-01-02</q>");
    default("integer", "-3", "<q>-3</q>");
    default("integer", "2 + 3", "value=\"2 + 3\"");
    default("text", "${a}", "value=\"/data/a\"");
    default("image", "a.png", "<q>jr://images/a.png</q>");
    default(
        "text",
        "${last-saved#a}",
        "value=\"instance('__last-saved')/data/a\"",
    );
}

#[test]
fn choices_come_from_lists_files_and_answers() {
    let asks = |kind: &str, further: &str, fragments: &[&str]| {
        let tables = format!(
            "| survey |\n| | type | name | label | choice_filter | parameters | appearance |\n| | text | z | Z | | | |\n| | begin repeat | r | R | | | |\n| | text | p | P | | | |\n| | text | k | K | | | |\n| | end repeat | | | | | |\n| | {kind} | q | Q | {further} |{CHOICES}"
        );
        check(&tables, fragments);
    };
    asks(
        "select_one l",
        "zone = ${z} | randomize=true seed=${z} | ",
        &["nodeset=\"randomize(instance('l')/root/item[zone = /data/z], /data/z)\""],
    );
    asks(
        "select_multiple_from_file f.csv",
        "zone = ${z} | value=code label=title |",
        &[
            "<instance id=\"f\" src=\"jr://file-csv/f.csv\"/>",
            "nodeset=\"instance('f')/root/item[zone = /data/z]\"",
            "<value ref=\"code\"/>",
            "<label ref=\"title\"/>",
        ],
    );
    asks(
        "select_one_from_file f.geojson",
        " | |",
        &[
            "jr://file/f.geojson",
            "<value ref=\"id\"/>",
            "<label ref=\"title\"/>",
        ],
    );
    asks(
        "select_one ${p}",
        " | |",
        &["nodeset=\"/data/r[./p != '']\"", "<value ref=\"p\"/>"],
    );
    asks(
        "select_one ${p}",
        "${k} = ${z} | |",
        &["nodeset=\"/data/r[k = /data/z]\""],
    );
    asks(
        "select_one l",
        " | | minimal search('f')",
        &[
            "<item>",
            "<value>a</value>",
            "!<instance id=\"l\"",
            "!<instance id=\"f\"",
        ],
    );
    asks(
        "rank l",
        " | |",
        &["<odk:rank ref=\"/data/q\">", "type=\"odk:rank\""],
    );
    asks(
        "range",
        " | start=0 end=2 step=1 tick_labelset=l |",
        &[
            "start=\"0\" end=\"2\" step=\"1\"",
            "instance('l')/root/item",
        ],
    );
}

#[test]
fn a_list_without_any_label_shows_its_names() {
    check(
        "| survey |\n| | type | name | label |\n| | select_one l | q | Q |\n| choices |\n| | list_name | name | label |\n| | l | a | |",
        &["<value ref=\"name\"/>", "<label ref=\"name\"/>"],
    );
}

#[test]
fn a_list_beside_the_form_is_asked_for_by_a_query() {
    check(
        "| survey |\n| | type | name | label | choice_filter |\n| | text | z | Z | |\n| | select_one_external e | q | Q | zone=${z} |\n| external_choices |\n| | list_name | name | label | zone |\n| | e | a | A | n |",
        &[
            "<input ref=\"/data/q\" query=\"instance('e')/root/item[zone = /data/z]\">",
            "!<instance id=\"e\"",
        ],
    );
}

#[test]
fn entities_stand_in_a_meta_block() {
    let survey = "| survey |\n| | type | name | label | save_to |\n| | text | q | Q | species |\n";
    check(
        &format!("{survey}| entities |\n| | list_name | label |\n| | trees | ${{q}} |"),
        &[
            "entities:entities-version=\"2024.1.0\"",
            "<entity dataset=\"trees\" create=\"1\" id=\"\">",
            "<bind nodeset=\"/data/q\" type=\"string\" entities:saveto=\"species\"/>",
            "<setvalue ref=\"/data/meta/entity/@id\" event=\"odk-instance-first-load\" value=\"uuid()\"/>",
            "<bind nodeset=\"/data/meta/entity/label\" type=\"string\" readonly=\"true()\" calculate=\"/data/q\"/>",
        ],
    );
    check(
        &format!(
            "{survey}| entities |\n| | dataset | entity_id | update_if |\n| | trees | ${{q}} | ${{q}} != '' |"
        ),
        &[
            "update=\"1\" baseVersion=\"\" trunkVersion=\"\" branchId=\"\" id=\"\"",
            "calculate=\"instance('trees')/root/item[name = /data/q]/__version\"",
            "<bind nodeset=\"/data/meta/entity/@update\" type=\"string\" readonly=\"true()\" calculate=\"/data/q != ''\"/>",
        ],
    );
    check(
        "| survey |\n| | type | name | label | save_to |\n| | begin repeat | r | R | |\n| | text | q | Q | species |\n| | end repeat | | | |\n| entities |\n| | list_name | label |\n| | trees | ${q} |",
        &[
            "entities:entities-version=\"2025.1.0\"",
            "<bind nodeset=\"/data/r/meta/entity/label\" type=\"string\" readonly=\"true()\" calculate=\"../../../q\"/>",
            "<setvalue ref=\"/data/r/meta/entity/@id\" event=\"odk-new-repeat\" value=\"uuid()\"/>",
        ],
    );
}

#[test]
fn rows_that_stand_for_several_are_written_out() {
    check(
        &format!(
            "| survey |\n| | type | name | label |\n| | begin loop over l | p | |\n| | integer | n | How many %(label)s |\n| | end loop | | |{CHOICES}"
        ),
        &[
            "<group ref=\"/data/p/a\">",
            "<label>How many B</label>",
            "nodeset=\"/data/p/b/n\"",
        ],
    );
    check(
        &format!(
            "| survey |\n| | type | name | label | appearance |\n| | begin group | g | G | table-list minimal |\n| | select_one l | a | A | |\n| | end group | | | |{CHOICES}"
        ),
        &[
            "appearance=\"field-list minimal\"",
            "<generated_table_list_label_2/>",
            "<reserved_name_for_field_list_labels_3/>",
            "appearance=\"label\"",
            "appearance=\"list-nolabel\"",
        ],
    );
    check(
        "| survey |\n| | type | name | label | repeat_count |\n| | integer | n | N | |\n| | begin repeat | r | R | ${n} * 2 |\n| | text | q | Q | |\n| | end repeat | | | |",
        &[
            "<bind nodeset=\"/data/r_count\" type=\"string\" readonly=\"true()\" calculate=\"/data/n * 2\"/>",
            "<repeat nodeset=\"/data/r\" jr:count=\"/data/r_count\">",
        ],
    );
    check(
        "| survey |\n| | type | name | label |\n| | osm tags | o | O |\n| osm |\n| | list_name | name | label |\n| | tags | room:type | Type |",
        &["mediatype=\"osm/*\"", "<tag key=\"room:type\">"],
    );
}

#[test]
fn texts_are_spelled_in_every_language() {
    check(
        "| survey |\n| | type | name | label::English (en) | label::Khmer (km) | hint::English (en) | guidance_hint::English (en) | media::image::Khmer (km) | media::audio |\n| | text | n | N | | | | | |\n| | text | q | Hi ${n} | សួស្តី | Look | Slowly | a.png | s.mp3 |",
        &[
            "<translation lang=\"English (en)\" default=\"true()\">",
            "<translation lang=\"Khmer (km)\">",
            "<value>Hi <output value=\"/data/n\"/></value>",
            "<value>សួស្តី</value>",
            "<value form=\"guidance\">Slowly</value>",
            "<value form=\"image\">jr://images/a.png</value>",
            "<value form=\"audio\">jr://audio/s.mp3</value>",
            "<hint ref=\"jr:itext('/data/q:hint')\"/>",
        ],
    );
    check(
        "| survey |\n| | type | name | label | constraint | constraint_message |\n| | integer | q | Q | . < 5 | ${q} is too much |",
        &[
            "jr:constraintMsg=\"jr:itext('/data/q:jr:constraintMsg')\"",
            "<value><output value=\"/data/q\"/> is too much</value>",
            "<label>Q</label>",
        ],
    );
}

#[test]
fn a_heading_that_names_the_default_language_goes_before_one_that_names_none() {
    check(
        "| survey |\n| | type | name | label | label::fr | label::en |\n| | text | q | Q | fq | eq |\n| settings |\n| | form_id | default_language |\n| | x | fr |",
        &[
            "<value>fq</value>",
            "<value>eq</value>",
            "!<value>Q</value>",
        ],
    );
}

#[test]
fn references_stay_in_their_instance() {
    check(
        "| survey |\n| | type | name | label | relevant | calculation |\n| | begin repeat | r | R | | |\n| | integer | a | A | | |\n| | begin group | g | G | | |\n| | integer | b | B | ${a} > 1 | |\n| | calculate | c | | | indexed-repeat(${a}, ${r}, ${b}) |\n| | calculate | d | | | instance('l')/root/item[name = ${a}]/label |\n| | calculate | e | | | jr:choice-name(${a}, '${a}') |\n| | end group | | | | |\n| | end repeat | | | | |\n| | calculate | s | | | sum(${b}) |",
        &[
            "<bind nodeset=\"/data/r/g/b\" type=\"int\" relevant=\"../../a &gt; 1\"/>",
            "calculate=\"indexed-repeat(/data/r/a, /data/r, ../b)\"",
            "calculate=\"instance('l')/root/item[name = current()/../../a]/label\"",
            "calculate=\"jr:choice-name(../../a, '/data/r/a')\"",
            "calculate=\"sum(/data/r/g/b)\"",
        ],
    );
}

#[test]
fn what_waits_for_itself_in_xml_is_said_by_its_element_and_line() {
    let xml = "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><model>\n<instance><data id=\"t\">\n<a/>\n<b/></data></instance><bind nodeset=\"/data/a\" calculate=\"/data/b\"/><bind nodeset=\"/data/b\" calculate=\"/data/a\"/></model></h:head><h:body/></h:html>";
    let (form, findings) = crate::read_xform(xml.as_bytes());
    assert!(form.is_none());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let said = words.iter().any(|line| {
        line.starts_with("<bind /data/a> line 3, calculation: these wait for each other")
            && line.contains("b (calculation, line 4)")
    });
    assert!(said, "{words:#?}");
}
