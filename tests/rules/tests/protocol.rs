//! The vectors of the protocol's document are those that tests hold the code to.
#![allow(clippy::expect_used, reason = "a failed test should stop at once")]

use std::fs;

use rules::tree;

/// A line of fewer digits is no vector.
const DIGITS_MIN: usize = 8;

/// The bytes that a document quotes, each block as one run of hexadecimal digits.
fn blocks(document: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in document.lines() {
        match digits(line) {
            Some(digits) => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(digits);
                }
            }
            None => blocks.push(String::new()),
        }
    }
    blocks.retain(|block| block.len() >= DIGITS_MIN);
    blocks
}

/// The digits of an indented line that has nothing else.
fn digits(line: &str) -> Option<&str> {
    let digits = line.strip_prefix("    ")?.trim();
    let is_digit = |sign: u8| matches!(sign, b'0'..=b'9' | b'a'..=b'f');
    (!digits.is_empty() && digits.bytes().all(is_digit)).then_some(digits)
}

/// What a file says when no line ends: vectors are broken there as it fits.
fn run_together(text: &str) -> String {
    let parts = text.split(|sign: char| sign.is_whitespace() || sign == '"' || sign == '\\');
    parts.collect()
}

#[test]
fn every_quoted_vector_stands_in_a_test_or_a_kept_file() {
    let document = tree::root().join("docs/protocol.md");
    let document = fs::read_to_string(document).expect("the document of the protocol");
    let blocks = blocks(&document);
    assert!(
        blocks.len() > 15,
        "the document quotes {} vectors",
        blocks.len()
    );
    let files = tree::files().expect("the repository");
    let kept: Vec<String> = files
        .iter()
        .filter(|file| file.path.starts_with("crates/"))
        .filter(|file| matches!(file.extension(), "rs" | "hex" | "snap"))
        .map(|file| run_together(&file.text))
        .collect();
    let lost: Vec<&String> = blocks
        .iter()
        .filter(|block| !kept.iter().any(|text| text.contains(block.as_str())))
        .collect();
    assert_eq!(
        lost, [""; 0],
        "docs/protocol.md quotes bytes that no test pins"
    );
}

#[test]
fn a_block_is_read_however_it_is_broken_and_words_are_none() {
    let check = |document: &str, found: &[&str]| assert_eq!(blocks(document), found, "{document}");
    check(
        "    00112233\n    44\n\ntext\n\n    aabbccdd\n",
        &["0011223344", "aabbccdd"],
    );
    check("    POST /v1/sync\n", &[]);
    check("0011223344\n", &[]);
    check("    00FF0011\n", &[]);
    check("    face\n", &[]);
    assert_eq!(run_together("a \\\n  \"b\"\n"), "ab");
}
