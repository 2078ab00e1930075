//! The vectors of the protocol's document are those that tests hold the code to, and its tables of the review are the
//! code's.
#![allow(clippy::expect_used, reason = "a failed test should stop at once")]

use std::fs;

use programme::Role;
use programme::review::{Decision, Move, Refusal, State, Status, check};
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

fn document() -> String {
    let document = tree::root().join("docs/protocol.md");
    fs::read_to_string(document).expect("the document of the protocol")
}

/// The text below a heading, up to the next one.
fn section<'d>(document: &'d str, heading: &str) -> &'d str {
    let below = document.split_once(&format!("\n## {heading}\n"));
    let below = below.expect("the heading stands there").1;
    below.split("\n## ").next().unwrap_or(below)
}

/// The rows of the tables in a text whose first cell is a code, each as the texts of its cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let cells = |row: &str| {
        let inner = row.trim_matches('|');
        inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    rows.map(cells).collect()
}

/// What becomes of a move with all its words in a state.
fn outcome(mv: Move, role: Role, state: State) -> Result<State, Refusal> {
    let decision = match mv.is_about_two() {
        true => Decision::about(mv, [7; 16], role),
        false => Decision::new(mv, role)
            .comment("question", "words")
            .because("words"),
    };
    let status = Status {
        state,
        ..Status::default()
    };
    check(&status, [1; 16], role, &decision)
}

/// Names in a row, as the document writes them.
fn listed<T: ToString>(all: &[T], chosen: impl Fn(&T) -> bool) -> String {
    let chosen = all.iter().filter(|one| chosen(one)).map(T::to_string);
    chosen.collect::<Vec<_>>().join(", ")
}

/// The row of a move, as the code has it.
fn row_of(mv: Move) -> Vec<String> {
    let may = |role: &Role| {
        let refused = |state: &State| {
            let found = outcome(mv, *role, *state);
            matches!(found, Err(Refusal::Role { .. }))
        };
        !State::ALL.iter().all(refused)
    };
    let roles = listed(&Role::ALL, may);
    let after = |state: &State| state.after(mv);
    let (from, to) = if mv == Move::TakeBack {
        ("any".to_owned(), "as before".to_owned())
    } else if State::ALL.iter().all(|state| after(state) == Some(*state)) {
        ("any".to_owned(), "the same".to_owned())
    } else {
        let to = listed(&State::ALL, |to| {
            State::ALL.iter().any(|from| after(from) == Some(*to))
        });
        (listed(&State::ALL, |from| after(from).is_some()), to)
    };
    let takes = [
        (mv.needs_other_eyes(), "another person"),
        (mv.needs_comment(), "comment"),
        (mv.needs_reason(), "reason"),
        (mv == Move::TakeBack, "own last decision"),
        (mv.is_about_two(), "other record"),
    ];
    let takes: Vec<&str> = takes
        .iter()
        .filter_map(|(so, what)| so.then_some(*what))
        .collect();
    vec![format!("`{mv}`"), roles, from, to, takes.join(", ")]
}

#[test]
fn the_tables_of_moves_and_saves_are_the_code_s() {
    let document = document();
    let found = rows(section(&document, "The review"));
    let moves = Move::ALL.iter().chain(&Move::ABOUT_TWO);
    let saves = State::ALL
        .iter()
        .map(|state| vec![format!("`{state}`"), state.after_save().to_string()]);
    let wanted: Vec<Vec<String>> = moves.map(|mv| row_of(*mv)).chain(saves).collect();
    assert_eq!(found, wanted);
    // What `check` lets through is what the columns say.
    for mv in Move::ALL.into_iter().filter(|mv| *mv != Move::TakeBack) {
        for state in State::ALL {
            let reached = Role::ALL
                .into_iter()
                .find_map(|role| outcome(mv, role, state).ok());
            assert_eq!(reached, state.after(mv), "{mv} from {state}");
        }
    }
}

#[test]
fn who_may_erase_is_who_the_code_lets() {
    let document = document();
    let erase = section(&document, "Who may erase");
    let roles = Role::ALL.into_iter().filter(|role| role.may_withdraw());
    let roles: Vec<String> = roles.map(|role| format!("`{role}`")).collect();
    let (last, others) = roles.split_last().expect("somebody may");
    let said = format!("{} or {last}", others.join(", "));
    assert!(erase.contains(&said), "{said}");
}

#[test]
fn the_joined_answers_are_those_of_the_join_s_own_tests() {
    let document = document();
    let tests = tree::root().join("crates/forms/src/answers/merge_tests.rs");
    let tests = fs::read_to_string(tests).expect("the tests of the join");
    let quoted = section(&document, "The join").split('`').skip(1).step_by(2);
    let answers: Vec<&str> = quoted.filter(|text| text.starts_with('{')).collect();
    assert!(answers.len() > 5, "{answers:?}");
    for one in answers {
        assert!(tests.contains(&format!("r#\"{one}\"#")), "{one}");
    }
}

#[test]
fn every_quoted_vector_stands_in_a_test_or_a_kept_file() {
    let blocks = blocks(&document());
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
