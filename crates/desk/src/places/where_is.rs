//! The columns of a list that say where places are: `latitude` and `longitude`, and the box `south`, `north`, `west`
//! and `east`, all in degrees of WGS 84.

use store::{Site, normalise};

use super::table::cell;
use crate::import::{ImportError, Source, SourceRow};

const POINT: [(&str, f64); 2] = [("latitude", 90.0), ("longitude", 180.0)];
const BOX: [(&str, f64); 4] = [
    ("south", 90.0),
    ("north", 90.0),
    ("west", 180.0),
    ("east", 180.0),
];

/// Which of the columns a list has; a half of a point, and a part of a box, say nothing and are passed over.
pub(super) struct WhereColumns {
    has_point: bool,
    has_box: bool,
}

impl WhereColumns {
    pub(super) fn of(source: &Source) -> WhereColumns {
        let has = |(name, _): &(&str, f64)| source.columns.iter().any(|column| column == name);
        WhereColumns {
            has_point: POINT.iter().all(has),
            has_box: BOX.iter().all(has),
        }
    }

    /// Reads where the place of a row is.
    ///
    /// # Errors
    /// When a part is no number, is beyond the earth, or is missing beside the others; when the box is turned inside
    /// out; and when the point is not in the box.
    pub(super) fn read(&self, row: &SourceRow) -> Result<Site, ImportError> {
        let site = Site {
            point: match self.has_point {
                true => degrees(row, POINT)?,
                false => None,
            },
            extent: match self.has_box {
                true => degrees(row, BOX)?,
                false => None,
            },
        };
        if let Some([south, north, west, east]) = site.extent {
            for (column, low, high) in [("north", south, north), ("east", west, east)] {
                if low > high {
                    let why = "this edge lies on the other side of the one across";
                    return Err(cell(row.number, column, why));
                }
            }
            if let Some([lat, lon]) = site.point
                && !((south..=north).contains(&lat) && (west..=east).contains(&lon))
            {
                let why =
                    "the point of this place is not in its box: perhaps two columns are swapped";
                return Err(cell(row.number, "latitude", why));
            }
        }
        Ok(site)
    }
}

/// The numbers of some columns that belong together; none when all of them are empty.
fn degrees<const N: usize>(
    row: &SourceRow,
    columns: [(&str, f64); N],
) -> Result<Option<[f64; N]>, ImportError> {
    let texts = columns.map(|(column, _)| row.text(column).unwrap_or_default());
    if texts.iter().all(String::is_empty) {
        return Ok(None);
    }
    let mut numbers = [0.0; N];
    for ((number, text), (column, most)) in numbers.iter_mut().zip(&texts).zip(columns) {
        let plain = normalise(text).replace(',', ".");
        let read = plain.parse::<f64>().ok();
        let Some(read) = read.filter(|read| read.abs() <= most) else {
            let why = format!("degrees are a number from -{most} to {most}, such as 13.0957");
            return Err(cell(row.number, column, why));
        };
        *number = read;
    }
    Ok(Some(numbers))
}
