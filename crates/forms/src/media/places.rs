//! GeoJSON files that come with a form.

use serde_json::Value;

use super::table::column_name;
use crate::xpath::{Packer, Tree};

/// Largest file, in bytes: opened, it takes many times the room.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// Reads a collection of features: root / item / geometry, id and the properties.
pub(super) fn read(text: &str) -> Result<(Tree, Vec<String>), String> {
    if text.len() > BYTES_MAX {
        return Err(format!("the file is larger than {} MB", BYTES_MAX >> 20));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("this is not GeoJSON ({error})"))?;
    let features = value.get("features").and_then(Value::as_array);
    let Some(features) =
        features.filter(|_| value.get("type").and_then(Value::as_str) == Some("FeatureCollection"))
    else {
        return Err(
            "a FeatureCollection is needed here, with the places in its features".to_owned(),
        );
    };
    let mut notes = Vec::new();
    let mut packer = Packer::new();
    packer.open(None, "root");
    for (at, feature) in features.iter().enumerate() {
        if packer.is_full() {
            notes.push(format!(
                "the file is too large: the features from {} are left out",
                at + 1
            ));
            break;
        }
        let geometry = feature.get("geometry").and_then(geometry);
        if geometry.is_none() {
            notes.push(format!(
                "feature {} has no point, line or shape: its geometry stays empty",
                at + 1
            ));
        }
        packer.open(None, "item");
        packer.leaf("geometry", &geometry.unwrap_or_default());
        let properties = feature.get("properties").and_then(Value::as_object);
        let own = feature.get("id").or_else(|| properties?.get("id"));
        if let Some(id) = own {
            packer.leaf("id", &plain(id));
        }
        for (name, value) in properties
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "id")
        {
            packer.leaf(&column_name(name), &plain(value));
        }
        packer.close("");
    }
    packer.close("");
    Ok((packer.finish(), notes))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn geometry(value: &Value) -> Option<String> {
    let coordinates = value.get("coordinates")?.as_array()?;
    let line = |points: &[Value]| -> Option<String> {
        let points: Option<Vec<String>> = points
            .iter()
            .map(|point| position(point.as_array()?))
            .collect();
        Some(points?.join("; "))
    };
    match value.get("type")?.as_str()? {
        "Point" => position(coordinates),
        "LineString" => line(coordinates),
        "Polygon" => line(coordinates.first()?.as_array()?),
        _ => None,
    }
}

/// `lat lon 0 0` of `[lon, lat]`.
fn position(point: &[Value]) -> Option<String> {
    let [lon, lat, ..] = point else { return None };
    (lon.is_number() && lat.is_number()).then(|| format!("{lat} {lon} 0 0"))
}
