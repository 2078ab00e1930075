//! Fingerprints, signatures and texts in base64.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use sha1::Digest as _;

use super::{Env, Expr, ExprError, Function, Scope, Value, function};

pub(super) const FUNCTIONS: &[Function] = &[
    function("digest", 2, 3, digest),
    function("base64-decode", 1, 1, base64_decode),
    function("extract-signed", 2, 2, extract_signed),
];

/// `digest(text, algorithm[, 'hex' or 'base64'])`; base64 when it is not said.
fn digest(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    let algorithm = env.text_arg(scope, args, 1)?;
    let encoding = match args.get(2) {
        Some(arg) => env.words_of(scope, arg)?,
        None => "base64".into(),
    };
    let bytes = match algorithm.trim().to_uppercase().as_str() {
        "MD5" => md5::Md5::digest(text.as_bytes()).to_vec(),
        "SHA-1" => sha1::Sha1::digest(text.as_bytes()).to_vec(),
        "SHA-256" => sha2::Sha256::digest(text.as_bytes()).to_vec(),
        "SHA-384" => sha2::Sha384::digest(text.as_bytes()).to_vec(),
        "SHA-512" => sha2::Sha512::digest(text.as_bytes()).to_vec(),
        _ => {
            return Err(ExprError::new(
                "digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512",
            ));
        }
    };
    match encoding.trim().to_lowercase().as_str() {
        "hex" => Ok(Value::from(
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        )),
        "base64" => Ok(Value::from(STANDARD.encode(&bytes))),
        _ => Err(ExprError::new("digest() writes 'hex' or 'base64'")),
    }
}

const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes of a text in base64, of either alphabet, broken into lines or not; nothing when it is none.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    FORGIVING.decode(plain.trim_end_matches('=')).ok()
}

fn base64_decode(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let bytes = decoded(&env.text_arg(scope, args, 0)?).unwrap_or_default();
    Ok(Value::from(String::from_utf8_lossy(&bytes).into_owned()))
}

const SIGNATURE_BYTES: usize = 64;

/// `extract-signed(base64 of signature and message, base64 of the key)`: the message when the Ed25519 signature
/// before it holds, else empty.
fn extract_signed(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let signed = env.text_arg(scope, args, 0)?;
    let key = env.text_arg(scope, args, 1)?;
    let message = verified(&signed, &key);
    if message.is_none() {
        env.world
            .warn("extract-signed(): the signature does not hold, or the key cannot be read");
    }
    Ok(Value::from(message.unwrap_or_default()))
}

fn verified(signed: &str, key: &str) -> Option<String> {
    let key: [u8; 32] = decoded(key)?.try_into().ok()?;
    let key = VerifyingKey::from_bytes(&key).ok()?;
    let signed = decoded(signed)?;
    let (signature, message) = signed.split_at_checked(SIGNATURE_BYTES)?;
    let signature = Signature::from_slice(signature).ok()?;
    key.verify_strict(message, &signature).ok()?;
    String::from_utf8(message.to_vec()).ok()
}
