//! Forms without a laptop: checked, and played by scripts.

use std::fs;
use std::path::{Path, PathBuf};

use forms::{Finding, Known, Moment, PlayFacts};
use serde::Serialize;
use serde_json::{Value, json};

use crate::clock::{Clock as _, SystemClock, moment};
use crate::{DeskError, check_form};

/// The longest request on one line, in bytes.
const LINE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Files that forms read; pictures and sound beside them are shown, and not read.
const READ: [&str; 4] = ["csv", "xml", "geojson", "json"];
/// Pictures that are shown beside questions and choices.
const SHOWN: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// What was noticed in a form file.
#[derive(Debug, Clone, Serialize)]
pub struct FormCheck {
    /// Whether records can be made with it.
    pub usable: bool,
    /// The form's id; empty when it cannot be used.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// What is wrong or odd, by sheet, row and column.
    pub findings: Vec<Finding>,
}

/// Says what is wrong or odd in a form file.
///
/// # Errors
/// When the file cannot be read.
pub fn form_check(file: &Path) -> Result<FormCheck, DeskError> {
    let checked = check_form(&name(file), &read(file)?);
    let form = checked.form.as_deref();
    Ok(FormCheck {
        usable: form.is_some(),
        id: form.map_or_else(String::new, |form| form.id().to_owned()),
        version: form.map_or_else(String::new, |form| form.version().to_owned()),
        title: form.map_or_else(String::new, |form| {
            form.title(form.default_language()).to_owned()
        }),
        findings: checked.findings,
    })
}

/// A form file as XForm XML, for other tools that collect data.
///
/// # Errors
/// When the file cannot be read, or is no form that can be used.
pub fn form_xml(file: &Path) -> Result<String, DeskError> {
    let checked = check_form(&name(file), &read(file)?);
    match checked.form {
        Some(form) => Ok(forms::write_xform(&form)),
        None => Err(DeskError::BadForm {
            findings: checked.findings,
        }),
    }
}

/// What an expression gives over a document, asked on one line of JSON: `{"xml", "ctx", "expr", "lang", "now", "tz"}`.
pub fn xpath_line(line: &str) -> Value {
    asked(line).map_or_else(|refused| refused, |request| forms::xpath_answer(&request))
}

/// The request on a line; else the answer that says why it is none.
fn asked(line: &str) -> Result<Value, Value> {
    let why = if line.len() > LINE_BYTES_MAX {
        format!("the request is longer than {LINE_BYTES_MAX} bytes")
    } else {
        match serde_json::from_str(line) {
            Ok(request) => return Ok(request),
            Err(error) => format!("bad json: {error}"),
        }
    };
    Err(json!({ "ok": false, "error": why }))
}

/// Plays forms by scripts, at one moment.
#[derive(Debug, Clone)]
pub struct Player {
    moment: Moment,
    known: Known,
}

impl Player {
    /// A player whose clock stands at a moment (ISO 8601), or at the laptop's own time; the same seed draws the same
    /// ids and orders.
    ///
    /// # Errors
    /// When the moment cannot be read.
    pub fn new(now: Option<&str>, seed: u64) -> Result<Player, DeskError> {
        let (now_ms, offset_minutes) = match now {
            Some(text) => moment(text).ok_or_else(|| DeskError::Misused {
                why: format!("{text} is no moment: write it as 2026-01-15T12:00:00Z"),
            })?,
            None => (
                i64::try_from(SystemClock.now_ms()).unwrap_or(i64::MAX),
                SystemClock.offset_minutes(),
            ),
        };
        Ok(Player {
            moment: Moment {
                now_ms,
                offset_minutes,
                seed,
                username: "oracle".to_owned(),
                device: "oracle:device".to_owned(),
            },
            // Whom tests of other engines take for the person, so that results can be compared.
            known: Known {
                email: "o@example.org".to_owned(),
                phone: "+000".to_owned(),
                position: String::new(),
            },
        })
    }

    /// Plays a form file as a script says: a request, or its actions alone. The files that come with the form lie in
    /// the folder `NAME-media` beside it, or where the script's `media` says.
    ///
    /// # Errors
    /// When a file cannot be read, or the script is no JSON.
    pub fn file(&self, file: Option<&Path>, script: Option<&Path>) -> Result<Value, DeskError> {
        let mut request = match script {
            Some(script) => {
                serde_json::from_slice(&read(script)?).map_err(|error| DeskError::NotPlayed {
                    why: format!("the script is no JSON: {error}"),
                })?
            }
            None => json!({}),
        };
        if request.is_array() {
            request = json!({ "actions": request });
        }
        if let (Some(file), Some(request)) = (file, request.as_object_mut()) {
            request.insert("form".to_owned(), json!(file));
        }
        self.play(&request)
    }

    /// Plays one line of JSON; a line that cannot be played gives a result that says why.
    pub fn line(&self, line: &str) -> Value {
        match asked(line) {
            Ok(request) => self.play(&request).unwrap_or_else(|error| {
                let id = request.get("id").unwrap_or(&Value::Null);
                json!({ "id": id, "ok": false, "error": crate::chain(&error) })
            }),
            Err(refused) => refused,
        }
    }

    fn play(&self, request: &Value) -> Result<Value, DeskError> {
        let told = |name: &str| request.get(name).and_then(Value::as_str).map(PathBuf::from);
        let mut facts = PlayFacts {
            moment: self.moment.clone(),
            known: self.known.clone(),
            form: None,
            files: Vec::new(),
        };
        let mut folder = told("media");
        if request.get("xml").is_none()
            && let Some(file) = told("form")
        {
            let beside = beside(&file);
            folder = folder.or_else(|| beside.is_dir().then_some(beside));
            facts.form = Some((name(&file), read(&file)?));
        }
        if let Some(folder) = folder {
            facts.files = files(&folder, &READ)?;
        }
        Ok(forms::play(request, &facts))
    }
}

/// The folder that the tools of XLSForms keep a form's files in.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-media"))
}

/// Returns the files that came with a form, tables and pictures, in the folder `NAME-media` beside it.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn files_beside(form: &Path) -> Result<Vec<(String, Vec<u8>)>, DeskError> {
    let folder = beside(form);
    if folder.is_dir() {
        files(&folder, &[READ, SHOWN].concat())
    } else {
        Ok(Vec::new())
    }
}

/// The files of a folder with these endings, by name.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<(String, Vec<u8>)>, DeskError> {
    let failed = |source| DeskError::file("read the folder of the form's files", source);
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if endings.contains(&extension.to_lowercase().as_str()) && path.is_file() {
            out.push((name(&path), read(&path)?));
        }
    }
    out.sort();
    Ok(out)
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<Vec<u8>, DeskError> {
    fs::read(file).map_err(|source| DeskError::file("read the file that was named", source))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test should stop at once"
    )]

    use super::*;

    const SHEETS: &str = "survey,,,,\n,type,name,label,calculation\n,text,code,Code,\n,calculate,name,,\"pulldata('villages', 'title', 'code', ${code})\"\nsettings,,\n,form_id,version\n,w,1\n";

    fn player() -> Player {
        Player::new(Some("2026-01-15T12:00:00Z"), 1).unwrap()
    }

    fn value(result: &Value, path: &str) -> Value {
        let nodes = result["snapshots"]["final"]["nodes"].as_array().unwrap();
        nodes.iter().find(|node| node["path"] == path).unwrap()["value"].clone()
    }

    #[test]
    fn a_form_is_played_with_the_files_in_the_folder_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let form = folder.path().join("w.csv");
        fs::write(&form, SHEETS).unwrap();
        let media = folder.path().join("w-media");
        fs::create_dir(&media).unwrap();
        fs::write(media.join("villages.csv"), "code,title\n7,Sung\n").unwrap();
        fs::write(media.join("photo.jpg"), "no table").unwrap();
        let script = folder.path().join("script.json");
        for text in [
            r#"[{"set": "/data/code", "value": "7"}]"#,
            r#"{"actions": [{"set": "/data/code", "value": "7"}]}"#,
        ] {
            fs::write(&script, text).unwrap();
            let result = player().file(Some(&form), Some(&script)).unwrap();
            assert_eq!(value(&result, "/data/name"), "Sung", "{result}");
        }
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("villages.csv"), "code,title\n7,Kokir\n").unwrap();
        let line = json!({ "id": 3, "form": form, "media": elsewhere, "actions": [{ "set": "/data/code", "value": "7" }] });
        let result = player().line(&line.to_string());
        assert_eq!(
            (value(&result, "/data/name"), &result["id"]),
            (json!("Kokir"), &json!(3))
        );
    }

    #[test]
    fn what_cannot_be_played_is_said() {
        let check = |line: &str, why: &str| {
            let result = player().line(line);
            assert_eq!(result["ok"], false, "{line}");
            let said = result["error"].as_str().unwrap();
            assert!(said.contains(why), "{line}: {said}");
        };
        check("{", "bad json");
        check("[]", "JSON object");
        check(
            r#"{"form": "/nowhere/x.xml"}"#,
            "read the file that was named",
        );
        check(r#"{"xml": "<a/>", "media": "/nowhere"}"#, "read the folder");
        check(r#"{"xml": "<a/>"}"#, "no <model>");
        assert!(Player::new(Some("noon"), 1).is_err());
        assert!(
            player()
                .file(Some(Path::new("/nowhere/x.csv")), None)
                .is_err()
        );
    }

    #[test]
    fn an_expression_is_answered_line_by_line() {
        let line = r#"{"xml": "<a><b>2</b><b>3</b></a>", "ctx": "/*[1]", "expr": "sum(b)"}"#;
        assert_eq!(xpath_line(line)["number"].as_f64(), Some(5.0));
        assert!(xpath_line(r#"{"xml": "<a/>", "expr": "sum("}"#)["error"].is_string());
        let said = xpath_line("{");
        assert!(said["error"].as_str().unwrap().starts_with("bad json"));
    }

    #[test]
    fn a_form_file_is_checked_whatever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let check = |name: &str, text: &str, usable: bool, id: &str| {
            let file = folder.path().join(name);
            fs::write(&file, text).unwrap();
            let checked = form_check(&file).unwrap();
            assert_eq!(
                (checked.usable, checked.id.as_str()),
                (usable, id),
                "{name}"
            );
        };
        check("w.csv", SHEETS, true, "w");
        let xml = "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><model><instance><data id=\"x\"><a/></data></instance></model></h:head><h:body><input ref=\"/data/a\"/></h:body></h:html>";
        check("x.xml", xml, true, "x");
        check("bad.xml", "<data/>", false, "");
        assert!(form_check(Path::new("/nowhere/x.csv")).is_err());
        let written = form_xml(&folder.path().join("w.csv")).unwrap();
        check("written.xml", &written, true, "w");
        assert!(form_xml(&folder.path().join("bad.xml")).is_err());
    }
}
