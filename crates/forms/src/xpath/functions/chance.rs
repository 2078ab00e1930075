//! Chance: drawn from the seed that was handed in, so that a form filled again gives the same.

use super::{Env, Expr, ExprError, Function, Scope, Value, function};

pub(super) const FUNCTIONS: &[Function] = &[
    function("random", 0, 0, random),
    function("uuid", 0, 1, uuid),
    function("randomize", 1, 2, randomize),
];

#[expect(clippy::cast_precision_loss, reason = "53 bits are taken")]
fn random(env: &Env<'_>, _: &Scope, _: &[Expr]) -> Result<Value, ExprError> {
    Ok(Value::Number(
        (env.world.random() >> 11) as f64 / (1_u64 << 53) as f64,
    ))
}

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Longest text of chance.
const LENGTH_MAX: f64 = 1024.0;

fn uuid(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(length) = args.first() else {
        return Ok(Value::from(version_4(
            env.world.random(),
            env.world.random(),
        )));
    };
    let length = env.number_of(scope, length)?.clamp(0.0, LENGTH_MAX);
    let length = super::lists::index(length).unwrap_or(0);
    let letter = |_| {
        let at = usize::try_from(env.world.random() % 62).unwrap_or(0);
        char::from(LETTERS.get(at).copied().unwrap_or(b'A'))
    };
    Ok(Value::from((0..length).map(letter).collect::<String>()))
}

/// The next number of a chance that is kept in a cell (splitmix64).
pub(crate) fn drawn(chance: &std::cell::Cell<u64>) -> u64 {
    let state = chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    chance.set(state);
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A random UUID from 128 bits.
pub(crate) fn version_4(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(3 << 62)) | (2 << 62);
    let hex = format!("{high:016x}{low:016x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("");
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

fn randomize(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let nodes = env.nodes_arg(scope, args, 0)?;
    let seed = match args.get(1) {
        Some(seed) => env.number_of(scope, seed)?,
        #[expect(clippy::cast_precision_loss, reason = "31 bits are taken")]
        None => (env.world.random() >> 33) as f64,
    };
    Ok(Value::Nodes(shuffled(nodes, seed)))
}

const MODULUS: i64 = 2_147_483_647;

/// The order that phones give: a Park-Miller generator and a shuffle from the inside out.
pub(crate) fn shuffled<T: Clone>(items: Vec<T>, seed: f64) -> Vec<T> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a seed beyond the range saturates"
    )]
    let mut state = if seed.is_nan() { 0 } else { seed as i64 } % MODULUS;
    if state <= 0 {
        state += MODULUS - 1;
    }
    let mut out: Vec<T> = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        state = state * 16_807 % MODULUS;
        #[expect(clippy::cast_precision_loss, reason = "31 bits")]
        let part = (state - 1) as f64 / (MODULUS - 1) as f64;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below the number of items"
        )]
        let at = ((index + 1) as f64 * part).floor() as usize;
        out.push(item.clone());
        if at < index {
            let moved = out.get(at).cloned();
            if let (Some(last), Some(moved)) = (out.last_mut(), moved) {
                *last = moved;
            }
            if let Some(place) = out.get_mut(at) {
                *place = item;
            }
        }
    }
    out
}
