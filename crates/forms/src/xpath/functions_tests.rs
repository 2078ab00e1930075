//! The functions that there have to be, and those that few forms use.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use super::functions;
use super::parse;
use super::xpath_tests::{check, eval};

/// Every name of the form language, with how few and how many values it takes.
const NAMES: &str = "selected 2 2, regex 2 2, if 3 3, string-length 0 1, today 0 0, instance 1 1, count-selected 1 1,
    concat 0 *, not 1 1, true 0 0, position 0 1, int 1 1, date 1 1, pulldata 4 4, substr 2 3, indexed-repeat 3 7, sum 1 1,
    round 1 2, count 1 1, once 1 1, decimal-date-time 1 1, uuid 0 1, number 0 1, format-date 2 2, format-date-time 2 2,
    coalesce 1 *, translate 3 3, abs 1 1, contains 2 2, now 0 0, selected-at 2 2, random 0 0, min 1 *, join 1 *, string 0 1,
    jr:choice-name 2 2, floor 1 1, decimal-time 1 1, date-time 1 1, jr:itext 1 1, starts-with 2 2, false 0 0, boolean 1 1,
    max 1 *, ceiling 1 1, last 0 0, name 0 1, local-name 0 1, namespace-uri 0 1, id 1 1, lang 1 1, normalize-space 0 1,
    substring 2 3, substring-before 2 2, substring-after 2 2, ends-with 2 2, boolean-from-string 1 1, count-non-empty 1 1,
    checklist 2 *, weighted-checklist 4 *, digest 2 3, base64-decode 1 1, extract-signed 2 2, pow 2 2, log 1 1, log10 1 1,
    exp 1 1, exp10 1 1, sqrt 1 1, pi 0 0, sin 1 1, cos 1 1, tan 1 1, asin 1 1, acos 1 1, atan 1 1, atan2 2 2, randomize 1 2,
    current 0 0, area 1 1, enclosed-area 1 1, distance 1 *, geofence 2 2, intersects 1 1, is-selected 2 2, depend 1 *,
    property 1 1, version 0 0, difference-in-days 2 2, difference-in-weeks 2 2, difference-in-months 2 2,
    difference-in-years 2 2, cht:difference-in-months 2 2, add-date 1 6, parse-timestamp-to-date 1 1";

#[test]
fn every_function_of_the_form_language_is_there_and_counts_its_values() {
    for row in NAMES.split(',') {
        let [name, least, most] = row.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        assert!(functions::find(name).is_some(), "{name}");
        let call = |count: usize| parse(&format!("{name}({})", vec!["a"; count].join(", ")));
        let least: usize = least.parse().unwrap();
        let most: usize = most.parse().unwrap_or(30);
        for count in 0..=most + 1 {
            let fits = (least..=most).contains(&count) || (most == 30 && count > 30);
            let read = call(count);
            assert_eq!(read.is_ok(), fits, "{name} with {count}: {read:?}");
            if let Err(error) = read {
                let given = format!("{name}() is given {count} values and takes {least}");
                assert!(error.message.starts_with(&given), "{error}");
            }
        }
    }
}

#[test]
fn no_name_is_there_twice() {
    let mut names: Vec<&str> = functions::all().map(|function| function.name).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}

#[test]
fn fingerprints_and_signatures() {
    check(&[
        (
            "digest('abc', 'MD5', 'hex')",
            "900150983cd24fb0d6963f7d28e17f72",
        ),
        ("digest('abc', 'md5')", "kAFQmDzST7DWlj99KOF/cg=="),
        (
            "digest('', 'SHA-1', 'hex')",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        ),
        ("substr(digest('abc', 'SHA-384', 'hex'), 0, 8)", "cb00753f"),
        ("substr(digest('abc', 'SHA-512', 'hex'), 0, 8)", "ddaf35a1"),
        ("base64-decode('c2Fs\nYQ')", "sala"),
        ("base64-decode('4Z6g4Z-S')", "\u{17a0}\u{17d2}"),
        ("base64-decode('%')", ""),
    ]);
    assert!(
        eval("digest('abc', 'CRC')")
            .unwrap_err()
            .message
            .contains("SHA-256")
    );
    assert!(
        eval("digest('abc', 'MD5', 'bin')")
            .unwrap_err()
            .message
            .contains("hex")
    );
}

#[test]
fn a_signed_text_is_given_only_when_its_signature_holds() {
    use base64::Engine as _;
    use ed25519_dalek::{Signer as _, SigningKey};
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let key = SigningKey::from_bytes(&[7; 32]);
    let signature = key.sign("ភូមិ 5".as_bytes()).to_bytes();
    let signed = |text: &str| encode(&[&signature[..], text.as_bytes()].concat());
    let public = encode(key.verifying_key().as_bytes());
    let extract = |signed: &str, key: &str| eval(&format!("extract-signed('{signed}', '{key}')"));
    assert_eq!(extract(&signed("ភូមិ 5"), &public).as_deref(), Ok("ភូមិ 5"));
    for (text, key) in [
        (signed("ភូមិ 6"), public.as_str()),
        (signed("ភូមិ 5"), &encode(&[1; 32])),
        (signed("ភូមិ 5"), "short"),
        (encode(b"short"), &public),
        ("%".to_owned(), &public),
    ] {
        assert_eq!(extract(&text, key).as_deref(), Ok(""), "{text}");
    }
}

#[test]
fn areas_and_lines() {
    let square = "'0 0;0 2;2 2;2 0;0 0'";
    check(&[
        (&format!("geofence('1 1 0 0', {square})"), "true"),
        (&format!("geofence('3 1 0 0', {square})"), "false"),
        (&format!("geofence('-1 2', {square})"), "false"),
        (&format!("geofence('', {square})"), "false"),
        ("geofence('1 1', '')", "false"),
        ("geofence('1 1', 'here')", "false"),
        ("intersects('0 0;0 2;2 2;2 0')", "false"),
        ("intersects('0 0;0 2;2 2;2 0;0 0')", "false"),
        ("intersects('0 0;2 2;2 0;0 2')", "true"),
        ("intersects('0 0;0 2;0 1')", "true"),
        ("intersects('0 0;0 1;0 2')", "false"),
        ("intersects('0 0;0 4;4 4;4 2;0 2')", "true"),
        ("intersects('')", "false"),
        ("intersects('0 0')", "false"),
    ]);
}

#[test]
fn spans_between_dates() {
    check(&[
        ("difference-in-days('2024-02-28', '2024-03-01')", "2"),
        ("difference-in-days('2024-03-01', '2024-02-28')", "-2"),
        ("difference-in-weeks('2024-01-01', '2024-01-14')", "1"),
        ("difference-in-months('2024-01-31', '2024-02-29')", "1"),
        ("difference-in-months('2024-01-31', '2024-02-28')", "0"),
        ("difference-in-months('2024-03-15', '2024-01-16')", "-1"),
        ("cht:difference-in-months('2023-01-01', '2024-02-01')", "13"),
        ("difference-in-years('2000-06-15', '2024-06-14')", "23"),
        ("difference-in-years('', '2024-06-14')", "NaN"),
        ("difference-in-days(0, 1)", "1"),
        ("add-date('2024-01-31', 0, 1)", "2024-02-29"),
        ("add-date('2024-02-29', -1)", "2023-02-28"),
        ("add-date('2024-02-28', 0, 0, 2)", "2024-03-01"),
        (
            "add-date('2024-02-28', 0, 0, 0, 25, 1)",
            "2024-02-29T01:01:00.000+07:00",
        ),
        (
            "add-date('2024-02-28T10:00:00.000+07:00', 0, 0, 1)",
            "2024-02-29T10:00:00.000+07:00",
        ),
        ("add-date('x', 1)", ""),
        ("add-date('2024-02-28', 1000000)", ""),
        (
            "parse-timestamp-to-date(0)",
            "1970-01-01T07:00:00.000+07:00",
        ),
        ("parse-timestamp-to-date('soon')", ""),
    ]);
}

#[test]
fn what_the_laptop_and_the_form_say_of_themselves() {
    check(&[("version()", "the version"), ("jr:itext('t')", "")]);
    assert!(
        eval("z-score('a', 'b', 1, 2)")
            .unwrap_err()
            .message
            .contains("no function z-score()")
    );
}
