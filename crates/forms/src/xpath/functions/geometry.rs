//! Positions on the globe, written `lat lon alt accuracy`, several separated by `;`.

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};

/// The radius that phones reckon with, in metres.
const RADIUS_M: f64 = 6_378_100.0;

pub(super) const FUNCTIONS: &[Function] = &[
    function("area", 1, 1, area),
    function("enclosed-area", 1, 1, area),
    function("distance", 1, MANY, distance),
    function("geofence", 2, 2, geofence),
    function("intersects", 1, 1, intersects),
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
    Ok(Value::Number(to_hundredths(total)))
}

/// No position is known more closely.
fn to_hundredths(number: f64) -> f64 {
    crate::xpath::numbers::round_to(number, 2)
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
    Ok(Value::Number(to_hundredths(
        (twice * RADIUS_M * RADIUS_M / 2.0).abs(),
    )))
}

/// Whether a position lies within an area; what is no position lies nowhere.
fn geofence(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let [place, area] = args else {
        return Ok(Value::Bool(false));
    };
    let place = points(env, scope, std::slice::from_ref(place))?;
    let area = points(env, scope, std::slice::from_ref(area))?;
    let (Some([place, ..]), Some(area)) = (place.as_deref(), area) else {
        return Ok(Value::Bool(false));
    };
    let sides = area.iter().zip(area.iter().skip(1).chain(area.first()));
    let crossed = sides.filter(|(a, b)| crosses(*place, **a, **b)).count();
    Ok(Value::Bool(crossed % 2 == 1))
}

/// Whether a line from a position eastwards meets a side.
fn crosses(place: (f64, f64), a: (f64, f64), b: (f64, f64)) -> bool {
    let between = (a.0 > place.0) != (b.0 > place.0);
    between && place.1 < a.1 + (place.0 - a.0) / (b.0 - a.0) * (b.1 - a.1)
}

/// Whether a line meets itself elsewhere than where it goes on or closes.
fn intersects(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(mut points) = points(env, scope, args)? else {
        return Ok(Value::Bool(false));
    };
    points.dedup();
    let closed = points.len() > 2 && points.first() == points.last();
    let sides: Vec<_> = points.iter().zip(points.iter().skip(1)).collect();
    env.spend(sides.len().saturating_mul(sides.len()) / 2)?;
    for (at, (a, b)) in sides.iter().enumerate() {
        for (other, (c, d)) in sides.iter().enumerate().skip(at + 1) {
            let met = match other == at + 1 {
                // Neighbours share a point; they meet elsewhere only when one runs back over the other.
                true => turn(**a, **b, **d) == 0.0 && is_between(**d, **a, **b),
                false if closed && at == 0 && other + 1 == sides.len() => {
                    turn(**a, **b, **c) == 0.0 && is_between(**c, **a, **b)
                }
                false => meet(**a, **b, **c, **d),
            };
            if met {
                return Ok(Value::Bool(true));
            }
        }
    }
    Ok(Value::Bool(false))
}

/// Above 0 when the way from `a` over `b` to `c` turns one way, below 0 the other, 0 when it is straight.
fn turn(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// Whether a position on the line through two others lies between them.
fn is_between(place: (f64, f64), a: (f64, f64), b: (f64, f64)) -> bool {
    let inside = |x: f64, a: f64, b: f64| x >= a.min(b) && x <= a.max(b);
    inside(place.0, a.0, b.0) && inside(place.1, a.1, b.1)
}

fn meet(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> bool {
    let turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
    let [to_c, to_d, to_a, to_b] = turns;
    if to_c * to_d < 0.0 && to_a * to_b < 0.0 {
        return true;
    }
    let touched = [
        (to_c, c, a, b),
        (to_d, d, a, b),
        (to_a, a, c, d),
        (to_b, b, c, d),
    ];
    let on = |(turn, place, a, b): (f64, _, _, _)| turn == 0.0 && is_between(place, a, b);
    touched.into_iter().any(on)
}
