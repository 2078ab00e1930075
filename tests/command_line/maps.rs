//! Maps on the command line.

use std::fs;

use crate::{laptop, sala};

/// A PMTiles archive of pictures with one directory and nothing in it.
fn archive() -> Vec<u8> {
    let mut bytes = vec![0; 127];
    bytes[..8].copy_from_slice(b"PMTiles\x03");
    for (at, number) in [(8, 127_u64), (16, 1), (24, 128), (40, 128), (56, 128)] {
        bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
    }
    bytes[96..102].copy_from_slice(&[1, 1, 1, 2, 0, 6]);
    let bounds = [1_023_500_000_i32, 104_000_000, 1_076_000_000, 147_000_000];
    for (at, degrees) in bounds.iter().enumerate() {
        bytes[102 + at * 4..106 + at * 4].copy_from_slice(&degrees.to_le_bytes());
    }
    bytes.push(0);
    bytes
}

#[test]
fn a_map_is_brought_listed_and_removed() {
    let folder = laptop();
    let map = folder.path().join("north.pmtiles");
    let path = map.to_str().unwrap();
    let check = |words: &[&str], status: i32, said: &str| {
        let output = sala(&folder, words);
        let answer = [output.stdout, output.stderr].concat();
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(output.status.code(), Some(status), "{words:?}: {answer}");
        assert!(answer.contains(said), "{words:?}: {answer}");
    };
    fs::write(&map, b"no map").unwrap();
    check(
        &["maps", "import", path],
        1,
        "this map cannot be used: it is no PMTiles archive",
    );
    fs::write(&map, archive()).unwrap();
    let line = "north.pmtiles  1 kB, pictures, levels 0 to 6, 10.40 102.35 to 14.70 107.60";
    check(&["maps", "import", path], 0, line);
    check(&["maps", "list"], 0, line);
    check(&["maps", "remove", "north"], 1, "there is no such map here");
    check(
        &["maps", "remove", "north.pmtiles"],
        0,
        "north.pmtiles was removed.",
    );
}
