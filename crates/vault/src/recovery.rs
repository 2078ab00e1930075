//! The printed sheet that opens the database when every passphrase is forgotten.

use std::fmt;

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::key::{DatabaseKey, WRAPPED_BYTES};
use crate::{Random, draw, draw_secret, encoding};

/// Crockford's 32 signs: no I, L, O or U, so that a code survives handwriting.
const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 32 secret bytes and 3 to check them make 56 signs without a rest.
const CHECK_BYTES: usize = 3;
const CODE_SIGNS: usize = (32 + CHECK_BYTES) * 8 / 5;
const GROUP_SIGNS: usize = 4;
const PLACE: &[u8] = b"sala 2026-11 recovery slot\n";

/// 256 random bits on paper, as 14 groups of 4 signs. Wiped when dropped.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; 32]>);

/// Why a typed code or a slot is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// A sign that no code has.
    #[error("sign {place} of the recovery code is not a letter or digit that codes have")]
    Sign {
        /// Counted from 1, without spaces and hyphens.
        place: usize,
    },
    /// Something is missing or too much.
    #[error("a recovery code has {CODE_SIGNS} letters and digits; this has {signs}")]
    Length {
        /// How many were typed.
        signs: usize,
    },
    /// Right in form, but mistyped.
    #[error("the recovery code is mistyped somewhere; compare it with the sheet group by group")]
    Check,
    /// Another laptop's sheet, or a damaged slot.
    #[error("the recovery code belongs to another database")]
    Other,
}

impl RecoveryCode {
    /// Makes a new code.
    #[must_use]
    pub fn generate(random: Random<'_>) -> Self {
        Self(draw_secret(random))
    }

    /// Returns the code as it is printed: `0000-0000-…`, 14 groups.
    #[must_use]
    pub fn show(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.reserve_exact(CHECK_BYTES);
        bytes.extend(check(&self.0));
        let signs = Zeroizing::new(base32().encode(&bytes));
        let mut shown =
            Zeroizing::new(String::with_capacity(CODE_SIGNS + CODE_SIGNS / GROUP_SIGNS));
        for (place, sign) in signs.chars().enumerate() {
            if place > 0 && place % GROUP_SIGNS == 0 {
                shown.push('-');
            }
            shown.push(sign);
        }
        shown
    }

    /// Reads a typed code: upper or lower case, any spaces and hyphens, `I` and `L` for 1, `O` for 0.
    ///
    /// # Errors
    /// Says which sign is none, how many there are, or that the check does not hold.
    pub fn read(typed: &str) -> Result<Self, RecoveryError> {
        let mut signs = Zeroizing::new(String::with_capacity(typed.len()));
        for typed in typed
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
        {
            let sign = match typed.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                other => other,
            };
            if !SIGNS.contains(sign) {
                return Err(RecoveryError::Sign {
                    place: signs.len() + 1,
                });
            }
            signs.push(sign);
        }
        if signs.len() != CODE_SIGNS {
            return Err(RecoveryError::Length { signs: signs.len() });
        }
        let bytes = Zeroizing::new(base32().decode(signs.as_bytes()).unwrap_or_default());
        let Some((secret, found)) = bytes.split_first_chunk::<32>() else {
            return Err(RecoveryError::Length { signs: signs.len() });
        };
        let secret = Zeroizing::new(*secret);
        if bool::from(check(&secret).ct_eq(found)) {
            Ok(Self(secret))
        } else {
            Err(RecoveryError::Check)
        }
    }

    /// Makes the wrapping key. The code is as strong as the key, so nothing needs stretching.
    fn wrapping_key(&self) -> Zeroizing<[u8; 32]> {
        let context = "sala 2026-11 recovery wrapping key";
        Zeroizing::new(blake3::derive_key(context, self.0.as_slice()))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(hidden)")
    }
}

/// The database key under a recovery code. Safe to store in the open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySlot {
    /// Of the cipher.
    #[serde(with = "encoding")]
    pub nonce: [u8; 24],
    /// The sealed key.
    #[serde(with = "encoding")]
    pub wrapped: [u8; WRAPPED_BYTES],
}

impl RecoverySlot {
    /// Wraps the key.
    #[must_use]
    pub fn wrap(key: &DatabaseKey, code: &RecoveryCode, random: Random<'_>) -> Self {
        let nonce = draw(random);
        Self {
            nonce,
            wrapped: key.wrap(&code.wrapping_key(), &nonce, PLACE),
        }
    }

    /// Opens the slot.
    ///
    /// # Errors
    /// [`RecoveryError::Other`] when the code is of another slot.
    pub fn open(&self, code: &RecoveryCode) -> Result<DatabaseKey, RecoveryError> {
        DatabaseKey::unwrap(&code.wrapping_key(), &self.nonce, PLACE, &self.wrapped)
            .ok_or(RecoveryError::Other)
    }
}

fn check(secret: &[u8; 32]) -> [u8; CHECK_BYTES] {
    let [a, b, c, ..] = blake3::derive_key("sala 2026-11 recovery check", secret);
    [a, b, c]
}

#[expect(
    clippy::expect_used,
    reason = "32 different ASCII signs are an alphabet"
)]
fn base32() -> Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str(SIGNS);
    specification.encoding().expect("an alphabet of 32 signs")
}

#[cfg(test)]
#[path = "recovery_tests.rs"]
mod tests;
