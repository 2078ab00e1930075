//! Chosen records as a file: a table, the points of those that have a position, or paper, which is set by who shows lists.

use programme::masking::Showing;
use store::GeoPoint;
use store::reports::{Given, Point};

use crate::clock::{iso, written};
use crate::drafts::record_id;
use crate::listing::{COUNTS, LIST_RECORDS_MAX, misused};
use crate::open::Open;
use crate::records_view::small;
use crate::reports::points::{features, seen};
use crate::reports::{Cell, FileFormat, Sums, team_names, total};
use crate::veil::{Seen, class_numbered};
use crate::view::{ListColumn, ListOnPaper, ListRow, RecordQuery, ReportCell};
use crate::{Desk, DeskError};

/// Sets a list on paper and gives the bytes of its file.
pub type OnListPaper<'a> = &'a dyn Fn(&ListOnPaper) -> Result<Vec<u8>, DeskError>;

/// A list as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Of the chosen records so many have no point in it: they say no position, it is not shown to this person, or it is
    /// where somebody lives. Nought for what is no file of points.
    pub without_point: u32,
}

impl Desk {
    /// Chosen records as a file: `csv` and `xlsx` as [`Desk::list_table`], `geojson` and `gpkg` with a point for each record
    /// that says where it was, `pdf` with the table, made by `on_paper`, which is asked for no other format.
    ///
    /// A list stays in the team. A point has the record's code and what reports tell of points, as far as this person is
    /// shown it; the position of somebody's home is in no file. That it is given out, and where it holds guarded facts, is
    /// written down first.
    ///
    /// # Errors
    /// As [`Desk::list_table`]; when `on_paper` fails.
    pub fn list_file(
        &self,
        records: &[String],
        columns: &[ListColumn],
        format: FileFormat,
        on_paper: OnListPaper<'_>,
    ) -> Result<ListFile, DeskError> {
        let whole = |bytes| ListFile {
            bytes,
            without_point: 0,
        };
        match format {
            FileFormat::Csv | FileFormat::Xlsx => {
                self.list_table(records, columns, format).map(whole)
            }
            FileFormat::GeoJson | FileFormat::GeoPackage => self.list_points(records, format),
            FileFormat::Pdf => self.list_on_paper(records, columns, on_paper).map(whole),
            FileFormat::Json => Err(misused(
                "a list is written as csv, xlsx, geojson, gpkg or pdf",
            )),
        }
    }

    /// The records of a form in the order of the list, to be given out as [`Desk::list_file`] does.
    ///
    /// # Errors
    /// [`DeskError::Misused`] when there are more than a list takes.
    pub fn list_of_form(&self, form: &str) -> Result<Vec<String>, DeskError> {
        let mut query = RecordQuery {
            form: Some(form.to_owned()),
            limit: store::PAGE_ROWS_MAX,
            ..RecordQuery::default()
        };
        let mut records = Vec::new();
        loop {
            let page = self.records(&query)?;
            if page.total as usize > LIST_RECORDS_MAX {
                return Err(misused("a list has at most 10,000 records: take csv"));
            }
            let is_last = page.rows.is_empty();
            records.extend(page.rows.into_iter().map(|row| row.record));
            if is_last || records.len() >= page.total as usize {
                return Ok(records);
            }
            query.after = Some(page.slice);
        }
    }

    fn list_points(&self, records: &[String], format: FileFormat) -> Result<ListFile, DeskError> {
        if records.len() > LIST_RECORDS_MAX {
            return Err(misused("choose at most 10,000 records"));
        }
        let given = self.with_open(|open| {
            let given = |points: &[GeoPoint]| Given {
                filter: format!("points of {} chosen records", records.len()),
                format: format.as_str().to_owned(),
                rows: points.len() as u64,
                ..self.gives_out(open, "list".to_owned())
            };
            open.store.write_as(|writer| {
                let mut points = Vec::new();
                for record in records {
                    let id = record_id(record)?;
                    let team = open.team_of(writer, id)?;
                    let found = writer.point_of(&team, id)?;
                    let Some(point) = found.and_then(|point| given_out(open, point)) else {
                        continue;
                    };
                    if is_guarded(open, &point) {
                        let seen = Seen {
                            record: id,
                            team: &team,
                            form: &point.form,
                            path: "",
                            deed: "exported",
                        };
                        self.note_reveal(open, writer, &seen, None)?;
                    }
                    points.push(told(point));
                }
                writer.add_given(&given(&points))?;
                Ok::<_, DeskError>(points)
            })
        })?;
        let without_point = small((records.len() - given.len()) as u64);
        let bytes = match format {
            FileFormat::GeoPackage => {
                let title = format!("{} records", given.len());
                store::geopackage(&title, self.now(), &given)?
            }
            _ => features(&given, None)?,
        };
        Ok(ListFile {
            bytes,
            without_point,
        })
    }

    fn list_on_paper(
        &self,
        records: &[String],
        columns: &[ListColumn],
        on_paper: OnListPaper<'_>,
    ) -> Result<Vec<u8>, DeskError> {
        let (mut rows, mut sums) = (Vec::new(), Sums::default());
        let mut is_guarded = false;
        self.each_listed(records, columns, FileFormat::Pdf, &mut |listed| {
            listed.add_to(&mut sums, columns);
            is_guarded |= listed.is_guarded;
            let cells = listed.cells.iter().map(told_as).collect();
            rows.push(ListRow { cells });
            Ok(())
        })?;
        let language = self.language();
        let sum = sums.has_some().then(|| {
            let line = sums.line(total(&language), columns.len());
            line.iter().map(told_as).collect()
        });
        let list = self.with_open(|open| {
            let who = || {
                let when = written(self.now(), self.offset());
                format!("{} · {when}", open.person.name)
            };
            Ok(ListOnPaper {
                columns: columns.to_vec(),
                counts: columns
                    .iter()
                    .map(|column| COUNTS.contains(&column.key.as_str()))
                    .collect(),
                rows,
                total: sum,
                teams: team_names(open),
                cut_off: iso(self.now(), self.offset()),
                watermark: is_guarded.then(who),
            })
        })?;
        on_paper(&list)
    }
}

/// A point as this person may give it out; none where its position is hidden from them, or somebody lives there.
fn given_out(open: &Open, point: Point) -> Option<Point> {
    let is_home = class_numbered(point.classes.position) >= forms::Class::P3;
    seen(open, point).filter(|_| !is_home)
}

/// Whether something guarded is told of a point.
fn is_guarded(open: &Open, point: &Point) -> bool {
    let classes = point.classes;
    let told = [
        (classes.position, true),
        (classes.date, point.day.is_some()),
        (classes.place, point.adm4.is_some()),
        (classes.people, point.total.is_some()),
    ];
    let guarded = |class: u8| {
        let class = class_numbered(class);
        let showing = open.person.showing(class, &point.team, point.author);
        class >= forms::Class::P2 && showing == Showing::Open
    };
    told.into_iter()
        .any(|(class, is_told)| is_told && guarded(class))
}

fn told(point: Point) -> GeoPoint {
    GeoPoint {
        counts: point.counts(),
        month: point
            .day
            .as_deref()
            .and_then(|day| day.get(..7))
            .map(str::to_owned),
        reference: point.reference,
        form: point.form,
        day: point.day,
        place: point.adm4,
        review: point.review,
        total: point.total,
        lat: point.lat,
        lon: point.lon,
    }
}

fn told_as(cell: &Cell) -> ReportCell {
    match cell {
        Cell::Empty => ReportCell::default(),
        Cell::Text(text) => ReportCell {
            text: Some(text.clone()),
            value: None,
        },
        Cell::Date(date) => ReportCell {
            text: Some(date.to_string()),
            value: None,
        },
        Cell::Number(number) | Cell::Share(number) => ReportCell {
            text: None,
            value: Some(*number),
        },
    }
}
