//! Bytes by chance at every door of the room: whatever comes in, an answer or a finding comes out, never a panic.
//!
//! Each run is told by its door and number, and the same number gives the same bytes. `FUZZ_RUNS` says how many runs
//! each door has, `FUZZ_FROM` the number of the first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

mod packed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use forms::{
    Answers, Filling, Form, Media, Moment, check, compare_versions, compile, diff, fits, merge,
    read, read_submission, read_xform, sample,
};

/// Runs of each door when nothing else is asked for.
const RUNS: u64 = 150;

fn setting(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name);
    text.map_or(otherwise, |text| text.parse().expect("a number"))
}

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// Chance from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Pieces that mean something at one of the doors.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&e;",
    "<!DOCTYPE x>",
    "<?x",
    "xmlns:a=\"b\"",
    "\"",
    "'",
    "''",
    ",",
    "\n",
    "\r\n",
    ";",
    "|",
    "\t",
    "\0",
    "\u{feff}",
    "\u{a0}",
    "ភូមិ",
    "១២",
    "😀",
    "${",
    "}",
    "${q}",
    "${last-saved#q}",
    "${a} ",
    "(",
    ")",
    "[",
    "]",
    "//",
    "..",
    "./",
    "/",
    "*",
    "@",
    "::",
    "-",
    "--",
    "current()/",
    "position(..)",
    "count(//*)",
    "instance('l')/root/item",
    "pulldata('a','b','c','d')",
    "if(",
    "once(",
    "indexed-repeat(",
    "selected(",
    "jr:choice-name(",
    "regex(., '(')",
    "date('2026-02-30')",
    "format-date(today(), '%')",
    "substr('abc', -9, 99)",
    "round(1 div 0, 999999)",
    "string-length()",
    "randomize(",
    "and",
    "or",
    "mod",
    "div",
    "!=",
    "begin group",
    "end group",
    "begin repeat",
    "end repeat",
    "select_one l",
    "select_multiple l or_other",
    "rank l",
    "calculate",
    "note",
    "text",
    "integer",
    "survey",
    "choices",
    "settings",
    "entities",
    "external_choices",
    "type",
    "name",
    "label::Khmer (km)",
    "relevant",
    "repeat_count",
    "choice_filter",
    "parameters",
    "randomize=true,seed=1e99",
    "yes",
    "true()",
    "false()",
    "{",
    "[{\"__id\":\"k\"}]",
    "\"__id\"",
    ":",
    "null",
    "1e999",
    "-0",
    "99999999999999999999",
    "0.1",
    "\\ud800",
    "\\u0000",
    "nodeset=\"/data/q\"",
    "jr:template=\"\"",
    "jr:count=\"9\"",
    "<repeat nodeset=\"/data/r\">",
    "<itemset nodeset=\"instance('l')/root/item\">",
    "<value ref=\"name\"/>",
    "<setvalue ref=\"/data/q\" event=\"odk-instance-first-load\" value=\"1\"/>",
];

/// Bytes like those of the seeds, changed in a few places.
fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = dice.pick(seeds).clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let most = if dice.below(4) == 0 { 200 } else { 12 };
        let length = 1 + dice.below(most);
        let end = (at + length).min(bytes.len());
        match dice.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let copy = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            4 => {
                let copy = bytes[at..end].to_vec();
                let times = 1 + dice.below(40);
                bytes.splice(at..at, copy.repeat(times));
            }
            5 => {
                let other = dice.pick(seeds);
                let from = dice.below(other.len() + 1);
                let copy = other[from..(from + length * 4).min(other.len())].to_vec();
                bytes.splice(at..end, copy);
            }
            6 if dice.below(6) == 0 => bytes.truncate(at),
            _ => {
                let piece = dice.pick(PIECES).as_bytes().to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// Runs one door by chance; a panic is told by the number that makes it again.
fn door(name: &str, mut run: impl FnMut(&mut Dice)) {
    let from = setting("FUZZ_FROM", 0);
    let mut slowest = (Duration::ZERO, 0);
    for number in from..from + setting("FUZZ_RUNS", RUNS) {
        let mut dice = Dice(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let begun = Instant::now();
        let ran = catch_unwind(AssertUnwindSafe(|| run(&mut dice)));
        assert!(
            ran.is_ok(),
            "{name}: run {number} panics: FUZZ_FROM={number} FUZZ_RUNS=1"
        );
        slowest = slowest.max((begun.elapsed(), number));
    }
    println!("{name}: the slowest run was {}, {:?}", slowest.1, slowest.0);
}

fn folder(path: PathBuf, end: &str, largest: usize) -> Vec<Vec<u8>> {
    let Ok(folder) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let files = files
        .iter()
        .filter(|path| path.extension().is_some_and(|found| found == end));
    let files = files.map(|path| std::fs::read(path).unwrap());
    files.filter(|bytes| bytes.len() <= largest).collect()
}

fn own(end: &str) -> Vec<Vec<u8>> {
    folder(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../forms"),
        end,
        usize::MAX,
    )
}

/// Other people's files, when they are here.
fn shared(path: &str, end: &str, largest: usize) -> Vec<Vec<u8>> {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    folder(shared.join("conformance").join(path), end, largest)
}

const SMALL: &str = "survey
,type,name,label,relevant,constraint,required,calculation,repeat_count,choice_filter,default
,text,q,Q,,. != 'x',yes,,,,
,integer,n,N,${q} != '',,,,,,7
,select_one l,s,S,,,,,,part = ${q},
,select_multiple l,m,M,,,,,,,
,begin repeat,r,R,,,,,${n},,
,date,d,D,,. <= today(),,,,,
,calculate,c,,,,,position(..) + count(${r}),,,
,end repeat,,,,,,,,,
,begin group,g,G,${n} > 3,,,,,,
,note,o,\"Hello ${q}\",,,,,,,
,geopoint,p,P,,,,,,,
,end group,,,,,,,,,
choices
,list_name,name,label,part
,l,a,A,x
,l,b,B,y
settings
,form_title,form_id,version
,Small,small,1
";

/// Opens a form and goes through what a person and a laptop do with it.
fn used(form: Form, dice: &mut Dice) {
    let form = Arc::new(form);
    let mut filling = Filling::start(form.clone(), &moment());
    let questions: Vec<String> = form.questions().map(|q| q.path.clone()).collect();
    for _ in 0..6 {
        if questions.is_empty() {
            break;
        }
        let path = dice.pick(&questions).clone();
        let value = if dice.below(2) == 0 {
            (*dice.pick(PIECES)).to_owned()
        } else {
            dice.below(30).to_string()
        };
        let _ = filling.set(&path, &value, &moment());
        if let Ok(id) = filling.add_repeat(&path, &moment()) {
            let _ = filling.remove_repeat(&format!("{path}[{id}]"), &moment());
        }
    }
    let _ = (filling.problems("km"), filling.nodes("en"));
    let answers = filling.answers();
    let again = Filling::resume(form.clone(), &answers, &moment());
    let _ = (
        again.submission(),
        fits(&form, &answers),
        compare_versions(&form, &form),
    );
}

/// A form whose file a run made; large ones are read and not filled, for time's sake.
fn opened(form: Option<Form>, dice: &mut Dice) {
    if let Some(form) = form.filter(|form| form.questions().count() < 400) {
        used(form, dice);
    }
}

#[test]
fn workbooks_of_text() {
    let mut seeds = own("csv");
    assert!(!seeds.is_empty());
    seeds.extend([
        SMALL.as_bytes().to_vec(),
        SMALL.as_bytes().to_vec(),
        SMALL.as_bytes().to_vec(),
    ]);
    seeds.push(b"| survey |\n| | type | name | label |\n| | text | q | Q |\n| choices |\n| | list_name | name |\n".to_vec());
    door("workbooks of text", |dice| {
        if let Ok(book) = read("f.csv", &mutated(&seeds, dice)) {
            opened(compile(&book).0, dice);
        }
    });
}

#[test]
fn workbooks_whose_parts_are_changed() {
    let rows: Vec<Vec<&str>> = SMALL
        .lines()
        .skip(1)
        .take(13)
        .map(|line| line.split(',').skip(1).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let mut books = vec![packed::parts(&[("survey", packed::rows(&rows))])];
    books.extend(
        shared("real", "xlsx", 16_000)
            .iter()
            .filter_map(|bytes| packed::unpack(bytes)),
    );
    door("workbooks whose parts are changed", |dice| {
        let mut parts = dice.pick(&books).clone();
        for _ in 0..=dice.below(2) {
            let at = dice.below(parts.len());
            parts[at].1 = mutated(&[parts[at].1.clone()], dice);
        }
        if let Ok(book) = read("f.xlsx", &packed::pack(&parts)) {
            opened(compile(&book).0, dice);
        }
    });
}

#[test]
fn workbooks_whose_bytes_are_changed() {
    let mut seeds = shared("real", "xls", 50_000);
    seeds.extend(shared("real", "xlsx", 16_000));
    seeds.push(packed::workbook(&[(
        "survey",
        packed::rows(&[&["type", "name"], &["text", "q"]]),
    )]));
    door("workbooks whose bytes are changed", |dice| {
        if let Ok(book) = read("f", &mutated(&seeds, dice)) {
            opened(compile(&book).0, dice);
        }
    });
}

const XFORM: &str = "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:odk=\"http://www.opendatakit.org/xforms\"><h:head><h:title>T</h:title><model><itext><translation lang=\"en\"><text id=\"/data/q:label\"><value>Q <output value=\"/data/n\"/></value><value form=\"image\">jr://images/q.png</value></text></translation></itext><instance><data id=\"t\" version=\"1\"><q/><n>3</n><s/><r jr:template=\"\"><a/></r><r><a>1</a></r><meta><instanceID/></meta></data></instance><instance id=\"l\"><root><item><name>a</name><label>A</label></item><item><name>b</name><label>B</label></item></root></instance><bind nodeset=\"/data/q\" type=\"string\" required=\"true()\" constraint=\". != 'x'\" jr:constraintMsg=\"no\"/><bind nodeset=\"/data/n\" type=\"int\" calculate=\"count(/data/r)\"/><bind nodeset=\"/data/s\" type=\"string\" relevant=\"/data/n &gt; 0\"/><bind nodeset=\"/data/r/a\" type=\"date\"/><bind nodeset=\"/data/meta/instanceID\" type=\"string\" jr:preload=\"uid\"/></model></h:head><h:body><input ref=\"/data/q\"><label ref=\"jr:itext('/data/q:label')\"/></input><select1 ref=\"/data/s\"><itemset nodeset=\"instance('l')/root/item[name != /data/q]\"><value ref=\"name\"/><label ref=\"label\"/></itemset></select1><group ref=\"/data/r\"><label>R</label><repeat nodeset=\"/data/r\"><input ref=\"/data/r/a\"><label>A</label></input></repeat></group></h:body></h:html>";

#[test]
fn xforms() {
    let (form, findings) = read_xform(XFORM.as_bytes());
    assert!(form.is_some(), "{findings:?}");
    let mut seeds = vec![XFORM.as_bytes().to_vec(); 3];
    seeds.extend(shared("real_xml", "xml", 15_000));
    door("xforms", |dice| {
        let (form, _) = read_xform(&mutated(&seeds, dice));
        opened(form, dice);
    });
}

const EXPRESSIONS: &[&str] = &[
    "${n} + 1 > 2 and not(${q} = '')",
    "if(selected(${m}, 'a'), concat(${q}, '-', ${n}), once(uuid()))",
    "count(${r}) + sum(${d}) div 2 mod 3",
    "indexed-repeat(${d}, ${r}, 1)",
    "instance('l')/root/item[name = current()/../q]/label",
    "format-date(date(${d}) + 30, '%Y-%m-%d %a %b')",
    "regex(., '^[a-z]{1,3}$') or string-length(.) < 4",
    "//*[position() = last()]/ancestor-or-self::node()[1]",
    "/data/r[2]/d | ../q | //g/p",
    "round(-2.5, 2) * -(--3) - .5",
    "jr:choice-name(${s}, '${s}')",
    "coalesce(decimal-date-time(now()), decimal-time('06:00:00.000'))",
    "join(' ', //*/following-sibling::*[self::text() or @a])",
    "substr(digest('x', 'SHA-256', 'hex'), 3, -1)",
    "area(${p}) + distance(concat(${p}, ';', ${p}))",
    "translate(normalize-space(${q}), 'ab', 'c')",
    "randomize(${r}, 7)/d",
    "min(${n}, 3) + max() + pow(2, 99) + int('9e9')",
];

#[test]
fn expressions() {
    let seeds: Vec<Vec<u8>> = EXPRESSIONS
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
    door("expressions", |dice| {
        let text = String::from_utf8_lossy(&mutated(&seeds, dice)).replace(['\n', '\r', '\0'], " ");
        let cell = format!("\"{}\"", text.replace('"', "\"\""));
        let row = match dice.below(4) {
            0 => format!(",calculate,x,,,,,{cell},,,"),
            1 => format!(",text,x,X,{cell},{cell},{cell},,,,"),
            2 => format!(",select_one l,x,X,,,,,,{cell},"),
            _ => format!(",integer,x,{cell},,,,,,,{cell}"),
        };
        let book = SMALL.replace("choices\n", &format!("{row}\nchoices\n"));
        if let Ok(book) = read("f.csv", book.as_bytes()) {
            opened(compile(&book).0, dice);
        }
    });
}

static FORMS: LazyLock<Vec<Arc<Form>>> = LazyLock::new(|| {
    let mut sources = own("csv");
    sources.push(SMALL.as_bytes().to_vec());
    // The folder holds the rules of field entry too, which are no form.
    let books = sources.iter().filter_map(|bytes| read("f.csv", bytes).ok());
    let forms: Vec<Arc<Form>> = books
        .filter_map(|book| compile(&book).0)
        .map(Arc::new)
        .collect();
    assert!(forms.len() > 4, "the programme's forms and a small one");
    forms
});

#[test]
fn answers() {
    let mut seeds: Vec<Vec<u8>> = FORMS
        .iter()
        .map(|form| sample::fill(form, 3).to_bytes())
        .collect();
    seeds.extend(
        [r#"{"r":[{"__id":"k","d":"1"},{"__id":"k","d":"2"},{"d":"3"}],"g":{"p":"1 2"}}"#; 4]
            .map(|text| text.as_bytes().to_vec()),
    );
    door("answers", |dice| {
        let made = |dice: &mut Dice| Answers::from_bytes(&mutated(&seeds, dice)).ok();
        let (Some(base), Some(ours), Some(theirs)) = (made(dice), made(dice), made(dice)) else {
            return;
        };
        let merged = merge(&base, &ours, &theirs);
        let bytes = merged.answers.to_bytes();
        let again = Answers::from_bytes(&bytes).expect("what is written is read");
        assert_eq!(again.to_bytes(), bytes, "and is written the same");
        let _ = diff(&base, &merged.answers);
        let form = dice.pick(&FORMS).clone();
        let filling = Filling::resume(form.clone(), &again, &moment());
        let left: Vec<String> = filling
            .leftover()
            .flat()
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(
            fits(&form, &again).leftovers,
            left,
            "one verdict on what has no place"
        );
        let _ = (filling.answers(), check(&form, &again, &moment(), "en"));
    });
}

#[test]
fn submissions() {
    let form = FORMS.last().unwrap();
    let seeds = [
        &b"<data id=\"small\" version=\"1\"><q>a</q><n>2</n><r><d>2026-01-02</d></r><r><d/></r><g><p>1 2 3 4</p></g><meta><instanceID>uuid:1</instanceID></meta></data>"[..],
        b"<?xml version='1.0'?><data xmlns:orx='http://openrosa.org/xforms'><orx:meta><orx:instanceID/></orx:meta></data>",
    ];
    let seeds = seeds.map(<[u8]>::to_vec);
    door("submissions", |dice| {
        let text = String::from_utf8_lossy(&mutated(&seeds, dice)).into_owned();
        if let Ok(received) = read_submission(form, &text, "uuid:7") {
            let _ = Filling::resume(form.clone(), &received.answers, &moment());
        }
    });
}

#[test]
fn files_beside_a_form() {
    let seeds = [
        ("a.csv", &b"name,label,part\na,\"A, or \"\"so\"\"\",x\nb,B,y\n"[..]),
        ("a.xml", b"<root><item a='1'><name>a</name><label>A &amp; B</label></item></root>"),
        ("a.geojson", br#"{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]},"properties":{"name":"A","n":1.5}}]}"#),
    ];
    door("files beside a form", |dice| {
        let (name, seed) = dice.pick(&seeds);
        let mut media = Media::new();
        media.add(name, &mutated(&[seed.to_vec()], dice));
        media.set_last_saved(&String::from_utf8_lossy(&mutated(
            &[seeds[1].1.to_vec()],
            dice,
        )));
        let form = FORMS.last().unwrap();
        let _ = Filling::start_with(form.clone(), &media, &moment());
    });
}
