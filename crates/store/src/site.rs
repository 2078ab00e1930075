//! Where a place is, as far as its list says.

use rusqlite::Row;

/// A point, and the box around all of a place, in degrees of WGS 84.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Site {
    /// Latitude and longitude of its middle, or of where people know it to be.
    pub point: Option<[f64; 2]>,
    /// Its southern, northern, western and eastern edge.
    pub extent: Option<[f64; 4]>,
}

impl Site {
    /// Latitude, longitude and the four edges, as columns hold them.
    pub(crate) fn columns(self) -> [Option<f64>; 6] {
        let [lat, lon] = self.point.map_or([None; 2], |point| point.map(Some));
        let [south, north, west, east] = self.extent.map_or([None; 4], |edges| edges.map(Some));
        [lat, lon, south, north, west, east]
    }

    /// Reads the columns `lat`, `lon`, `south`, `north`, `west` and `east`; what is not whole is not known.
    pub(crate) fn of(row: &Row<'_>) -> rusqlite::Result<Site> {
        let column = |name: &str| row.get::<_, Option<f64>>(name);
        let point = (column("lat")?, column("lon")?);
        let [south, north] = [column("south")?, column("north")?];
        let [west, east] = [column("west")?, column("east")?];
        let edges = (south.zip(north), west.zip(east));
        Ok(Site {
            point: point.0.zip(point.1).map(|(lat, lon)| [lat, lon]),
            extent: edges
                .0
                .zip(edges.1)
                .map(|((south, north), (west, east))| [south, north, west, east]),
        })
    }
}
