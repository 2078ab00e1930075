#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use data_encoding::HEXLOWER_PERMISSIVE;

use super::*;

fn key(byte: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([byte; 32]))
}

fn words(text: &str) -> Passphrase {
    Passphrase::new(text)
}

fn sealed(reader: SealFor<'_>, content: &[u8]) -> Vec<u8> {
    let mut sealing = Sealing::begin(reader, Vec::new()).unwrap();
    sealing.write_all(content).unwrap();
    sealing.finish().unwrap()
}

/// What opening comes to: the content, or a word for what stood in the way.
fn opened(with: OpenWith<'_>, sealed: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut opened = open(with, sealed).map_err(|error| match error {
        EnvelopeError::NotSealed => "not sealed",
        EnvelopeError::Cut => "cut",
        EnvelopeError::Damaged => "damaged",
        EnvelopeError::OtherReader => "other reader",
        EnvelopeError::NeedsWords => "needs words",
        EnvelopeError::NeedsKey => "needs a key",
        EnvelopeError::WrongWords => "wrong words",
        EnvelopeError::TooMuchWork => "too much work",
        EnvelopeError::BadKey => "bad key",
        EnvelopeError::Io(_) => "io",
    })?;
    let mut content = Vec::new();
    match opened.read_to_end(&mut content) {
        Ok(_) => Ok(content),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err("cut inside"),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err("damaged inside"),
        Err(_) => Err("io inside"),
    }
}

#[test]
fn only_its_reader_opens_it() {
    let for_seven = sealed(SealFor::Key(&key(7).device_public()), b"carried");
    let with_words = sealed(
        SealFor::Words(&words("ភ្នំ e\u{301}"), Cost::light()),
        b"carried",
    );
    let check = |with: OpenWith<'_>, sealed: &[u8], expected: Result<&[u8], &'static str>| {
        assert_eq!(
            opened(with, sealed),
            expected.map(<[u8]>::to_vec),
            "{with:?}"
        );
    };
    check(OpenWith::Key(&key(7)), &for_seven, Ok(b"carried"));
    check(OpenWith::Key(&key(8)), &for_seven, Err("other reader"));
    check(OpenWith::Words(&words("x")), &for_seven, Err("needs a key"));
    check(OpenWith::Words(&words("ភ្នំ é")), &with_words, Ok(b"carried"));
    check(
        OpenWith::Words(&words("x")),
        &with_words,
        Err("wrong words"),
    );
    check(OpenWith::Key(&key(7)), &with_words, Err("needs words"));
    check(OpenWith::Key(&key(7)), b"", Err("not sealed"));
    check(OpenWith::Key(&key(7)), b"PK\x03\x04", Err("not sealed"));
    check(
        OpenWith::Key(&key(7)),
        b"age-encryption.org/v1\n",
        Err("cut"),
    );
}

#[test]
fn a_head_without_end_does_not_fill_the_memory() {
    let mut endless = b"age-encryption.org/v1\n".to_vec();
    endless.extend(b"-> X25519 AAAA\n".repeat(100_000));
    assert_eq!(opened(OpenWith::Key(&key(7)), &endless), Err("damaged"));
}

#[test]
fn more_work_than_any_of_ours_is_not_begun() {
    let mut much = sealed(SealFor::Words(&words("x"), Cost::light()), b"carried");
    let head = String::from_utf8_lossy(&much).into_owned();
    let line = head.lines().nth(1).unwrap();
    let asked = line.rsplit(' ').next().unwrap();
    let greedy = line.strip_suffix(asked).unwrap().to_owned() + "40";
    let at = head.find(line).unwrap();
    much.splice(at..at + line.len(), greedy.into_bytes());
    assert_eq!(
        opened(OpenWith::Words(&words("x")), &much),
        Err("too much work")
    );
}

#[test]
fn a_guess_costs_as_much_memory_as_for_a_laptop() {
    assert_eq!(Cost::standard().doublings(), 16, "64 MiB are 2^16 KiB");
    assert_eq!(Cost::light().doublings(), 3);
}

/// A file of three pieces, so that there are a first, a middle and a last one.
fn long() -> (Vec<u8>, Vec<u8>) {
    let content: Vec<u8> = (0..150_000u32).map(|byte| byte as u8).collect();
    let sealed = sealed(SealFor::Key(&key(7).device_public()), &content);
    (content, sealed)
}

#[test]
fn a_cut_copy_is_known_as_one() {
    let (content, sealed) = long();
    assert_eq!(opened(OpenWith::Key(&key(7)), &sealed), Ok(content));
    let places =
        (0..sealed.len()).filter(|at| *at < 300 || at % 611 == 0 || at + 80 > sealed.len());
    for at in places {
        let found = opened(OpenWith::Key(&key(7)), &sealed[..at]);
        let expected = ["not sealed", "cut", "cut inside"];
        let word = found.unwrap_err();
        assert!(expected.contains(&word), "cut at {at}: {word}");
    }
}

#[test]
fn no_changed_byte_goes_through() {
    let (_, sealed) = long();
    let places =
        (0..sealed.len()).filter(|at| *at < 300 || at % 1_009 == 0 || at + 40 > sealed.len());
    for at in places {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let found = opened(OpenWith::Key(&key(7)), &changed);
        assert!(found.is_err(), "byte {at} changed");
    }
    let mut longer = sealed.clone();
    longer.push(0);
    assert!(
        opened(OpenWith::Key(&key(7)), &longer).is_err(),
        "a byte more"
    );
}

#[test]
fn damage_in_the_middle_is_told_from_a_cut() {
    let (_, mut sealed) = long();
    let middle = sealed.len() / 2;
    sealed[middle] ^= 1;
    assert_eq!(
        opened(OpenWith::Key(&key(7)), &sealed),
        Err("damaged inside")
    );
}

#[test]
fn a_key_of_no_use_is_refused() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    // The second is a point of order four.
    for public in [neutral, [0; 32]] {
        let begun = Sealing::begin(SealFor::Key(&public), Vec::new());
        assert!(matches!(begun, Err(EnvelopeError::BadKey)));
    }
}

#[test]
fn the_point_of_a_key_never_changes() {
    let recipient = recipient(&key(7).device_public()).unwrap();
    let of_secret = identity(&key(7)).unwrap().to_public();
    assert_eq!(
        recipient.to_string(),
        of_secret.to_string(),
        "the two halves fit"
    );
    insta::assert_snapshot!(recipient, @"age1wcwc3myrqsfer807n4x364h30ejneryegzpd7kcn0wg2ptnwma6qfgnx5h");
}

/// Files that were sealed by the first program that could: every later one opens them.
#[test]
fn kept_files_open() {
    let kept = |text: &str| {
        let digits: String = text.split_whitespace().collect();
        HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).unwrap()
    };
    let for_key = kept(include_str!("../tests/kept/envelope-key-07.hex"));
    let with_words = kept(include_str!("../tests/kept/envelope-words.hex"));
    assert_eq!(
        opened(OpenWith::Key(&key(7)), &for_key).unwrap(),
        b"what was carried"
    );
    let said = words("nine green mangoes on a gate");
    assert_eq!(
        opened(OpenWith::Words(&said), &with_words).unwrap(),
        b"what was carried"
    );
}
