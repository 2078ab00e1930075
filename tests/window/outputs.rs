//! What a screen shows of a report, and whether the files that were made of it say the same.

use std::fs;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use kit::window::Window;
use serde::Deserialize;
use serde_json::Value;

/// The kinds of files that the screen offers.
pub(crate) const FORMATS: [&str; 6] = ["xlsx", "pdf", "csv", "json", "geojson", "gpkg"];

/// A report as the screen shows it.
#[derive(Deserialize)]
pub(crate) struct Shown {
    pub(crate) tables: Vec<Table>,
}

#[derive(Deserialize)]
pub(crate) struct Table {
    /// Of its test id: `table-SADD`.
    name: String,
    heading: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    /// `closed` for the total, `waiting` for what is not approved, `adjusted` for what came after the lock.
    block: String,
    cells: Vec<String>,
}

impl Shown {
    /// What stands in a column of the first row of a block.
    pub(crate) fn figure(&self, block: &str, table: &str, column: usize) -> Option<String> {
        let name = format!("table-{table}");
        let table = self.tables.iter().find(|one| one.name == name)?;
        let row = table.rows.iter().find(|row| row.block == block)?;
        row.cells.get(column).cloned()
    }

    /// Whole numbers that stand beside each other, of every row.
    fn runs(&self) -> impl Iterator<Item = Vec<String>> {
        let rows = self.tables.iter().flat_map(|table| &table.rows);
        rows.flat_map(|row| runs_of(&row.cells))
    }
}

/// Reads the report that is on the screen.
pub(crate) async fn shown(window: &Window) -> Shown {
    let code = "const block = (row) => {
          if (row.closest(\"[data-testid='adjustments']\")) return 'adjusted';
          return {'report-total': 'closed', 'report-waiting': 'waiting'}[row.dataset.testid] ?? 'row';
        };
        const tables = [...document.querySelectorAll('.report-figures')].map((table) => ({
          name: table.dataset.testid,
          heading: table.closest('.report-table').querySelector('h2').textContent,
          rows: [...table.querySelectorAll('tr')]
            .map((row) => ({block: block(row), cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent)}))
            .filter((row) => row.cells.length > 0),
        }));
        return {tables};";
    serde_json::from_value(window.script(code, Vec::new()).await).unwrap()
}

/// Runs of whole numbers among cells, without what groups their digits.
fn runs_of(cells: &[String]) -> Vec<Vec<String>> {
    let whole = |cell: &String| {
        let digits = cell.trim().replace([',', '.'], "");
        let is_whole = !digits.is_empty()
            && !cell.contains('.')
            && digits
                .trim_start_matches('-')
                .chars()
                .all(|one| one.is_ascii_digit());
        is_whole.then_some(digits)
    };
    let told: Vec<Option<String>> = cells.iter().map(whole).collect();
    let runs = told.split(Option::is_none);
    let runs = runs.map(|run| run.iter().flatten().cloned().collect::<Vec<_>>());
    runs.filter(|run| !run.is_empty()).collect()
}

/// A file holds what the screen showed.
pub(crate) fn check(file: &Path, shown: &Shown, language: &str) {
    let name = file.display();
    assert!(fs::metadata(file).unwrap().len() > 0, "{name} is empty");
    let lines = match file.extension().and_then(|it| it.to_str()).unwrap() {
        "csv" => csv(file),
        "xlsx" => workbook(file),
        "json" => json(file),
        "pdf" => match paper(file, shown, language) {
            Some(lines) => lines,
            None => return,
        },
        "geojson" | "gpkg" => return,
        other => panic!("{other} is not read here"),
    };
    assert!(shown.runs().next().is_some(), "{name}: no figure was read");
    // What reads a PDF breaks lines in Khmer where their signs are drawn over each other: there figures stand alone.
    let in_lines = language == "en" || file.extension().is_none_or(|it| it != "pdf");
    let apart = |run: Vec<String>| match in_lines {
        true => vec![run],
        false => run.into_iter().map(|one| vec![one]).collect(),
    };
    for run in shown.runs().flat_map(apart) {
        let found = lines.iter().any(|line| {
            let runs = runs_of(line);
            runs.iter()
                .any(|told| told.windows(run.len()).any(|some| some == run))
        });
        assert!(found, "{name} does not say {run:?}: {lines:#?}");
    }
}

fn csv(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.starts_with('\u{feff}'), "{}", file.display());
    let lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect());
    lines.collect()
}

fn workbook(file: &Path) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(fs::read(file).unwrap())).unwrap();
    let cell = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    let sheets = book.worksheets().into_iter();
    let rows = sheets.flat_map(|(_, sheet)| {
        let rows = sheet.rows().map(|row| row.iter().map(cell).collect());
        rows.collect::<Vec<Vec<String>>>()
    });
    rows.collect()
}

fn json(file: &Path) -> Vec<Vec<String>> {
    let view: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let mut lines = Vec::new();
    let cells = |cells: &Value| {
        let cells = cells.as_array().into_iter().flatten();
        let told = cells.map(|cell| match (&cell["text"], cell["value"].as_f64()) {
            (Value::String(text), _) => text.clone(),
            (_, Some(value)) => value.to_string(),
            _ => String::new(),
        });
        told.collect::<Vec<_>>()
    };
    for table in view["tables"].as_array().unwrap() {
        for rows in ["rows", "adjustments"] {
            let rows = table[rows].as_array().into_iter().flatten();
            lines.extend(rows.map(|row| cells(&row["cells"])));
        }
        for sum in ["total", "before", "year_before", "provisional"] {
            lines.push(cells(&table[sum]));
        }
    }
    lines
}

/// The lines of a PDF, whose fonts are all in it; its first page becomes a picture to look at.
fn paper(file: &Path, shown: &Shown, language: &str) -> Option<Vec<Vec<String>>> {
    let text = poppler("pdftotext", &["-layout"], file, &["-"])?;
    if language == "en" {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let all = squeezed(&text);
        for table in &shown.tables {
            let heading = squeezed(&table.heading);
            assert!(all.contains(&heading), "{heading} is not in {text}");
        }
    }
    let fonts = poppler("pdffonts", &[], file, &[])?;
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    for font in &fonts {
        // Name, kind and encoding; then whether it is in the file, a part of one, and has a map to signs.
        let mut last = font.split_whitespace().rev().skip(2);
        let [signs, part, inside] = [(); 3].map(|()| last.next().unwrap());
        assert_eq!([inside, part, signs], ["yes"; 3], "{font}");
    }
    let own = if language == "km" {
        "NotoSansKhmer"
    } else {
        "NotoSans-"
    };
    assert!(fonts.iter().any(|font| font.contains(own)), "{fonts:#?}");
    let name = file.file_stem().unwrap().to_string_lossy();
    let picture = kit::window::screens().join(format!("month-end-paper-{name}-{language}"));
    let picture = picture.display().to_string();
    poppler(
        "pdftoppm",
        &["-png", "-r", "80", "-l", "1", "-singlefile"],
        file,
        &[&picture],
    )?;
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().map(str::to_owned).collect());
    Some(lines.collect())
}

/// What a program of poppler says of a file; none where it is not installed.
fn poppler(program: &str, options: &[&str], file: &Path, more: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    let output = match command.args(options).arg(file).args(more).output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            assert!(std::env::var_os("CI").is_none(), "{program} is missing");
            kit::say_left_out(&format!(
                "{program} is not here: what is on paper was not read back"
            ));
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// How many points the files for map programs have, which is the same in both; none where there are no such files.
pub(crate) fn points(files: &[PathBuf]) -> Option<u32> {
    let of = |ending: &str| {
        files
            .iter()
            .find(|file| file.extension().is_some_and(|it| it == ending))
    };
    let drawn: Value = serde_json::from_slice(&fs::read(of("geojson")?).unwrap()).unwrap();
    let drawn = drawn["features"].as_array().unwrap().len();
    let packed = of("gpkg")?;
    assert!(fs::read(packed).unwrap().starts_with(b"SQLite format 3\0"));
    let mut gdal = Command::new("ogrinfo");
    match gdal.args(["-ro", "-al", "-so"]).arg(packed).output() {
        Ok(output) => {
            let told = String::from_utf8(output.stdout).unwrap();
            assert!(told.contains(&format!("Feature Count: {drawn}")), "{told}");
        }
        Err(_) => {
            assert!(std::env::var_os("CI").is_none(), "ogrinfo is missing");
            kit::say_left_out("ogrinfo is not here: GeoPackages were not opened with it");
        }
    }
    Some(u32::try_from(drawn).unwrap())
}
