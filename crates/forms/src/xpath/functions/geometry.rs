//! Positions on the globe, written `lat lon alt accuracy`, several separated by `;`.

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};

/// The radius that phones reckon with, in metres.
const RADIUS_M: f64 = 6_378_100.0;

pub(super) const FUNCTIONS: &[Function] = &[
    function("area", 1, 1, area),
    function("enclosed-area", 1, 1, area),
    function("distance", 1, MANY, distance),
];

/// The positions of all arguments; nothing when there is none or one of them is no position.
fn points(
    env: &Env<'_>,
    scope: &Scope,
    args: &[Expr],
) -> Result<Option<Vec<(f64, f64)>>, ExprError> {
    let texts = env.all_texts(scope, args)?;
    let all = texts
        .iter()
        .flat_map(|text| text.split(';'))
        .map(str::trim)
        .filter(|text| !text.is_empty());
    Ok(all
        .map(point)
        .collect::<Option<Vec<_>>>()
        .filter(|points| !points.is_empty()))
}

fn point(text: &str) -> Option<(f64, f64)> {
    let mut parts = text.split_whitespace();
    let lat: f64 = parts.next()?.parse().ok()?;
    let lon: f64 = parts.next()?.parse().ok()?;
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some((lat, lon))
}

fn distance(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(points) = points(env, scope, args)? else {
        return Ok(Value::Number(f64::NAN));
    };
    let total = points
        .iter()
        .zip(points.iter().skip(1))
        .fold(0.0, |sum, (a, b)| sum + between(*a, *b));
    Ok(Value::Number(total))
}

fn between(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * RADIUS_M * h.sqrt().min(1.0).asin()
}

fn area(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(points) = points(env, scope, args)? else {
        return Ok(Value::Number(f64::NAN));
    };
    if points.len() < 3 {
        return Ok(Value::Number(0.0));
    }
    let next = points.iter().skip(1).chain(points.first());
    let twice: f64 = points
        .iter()
        .zip(next)
        .map(|(a, b)| {
            (b.1 - a.1).to_radians() * (2.0 + a.0.to_radians().sin() + b.0.to_radians().sin())
        })
        .sum();
    Ok(Value::Number((twice * RADIUS_M * RADIUS_M / 2.0).abs()))
}
