//! What holds of any two records.

use std::collections::BTreeSet;

use programme::duplicates::{Bounds, Index, Person, Profile, Sex, Verdict};
use proptest::prelude::*;

use crate::people::{Dice, register};

/// Something that might be typed as a name.
fn a_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{1,7} [A-Z][a-z]{1,9}",
        "[ក-អ][ា-ៅ]{0,1}[ក-អ]{0,2} [ក-អ][ា-ៅ]{0,1}[ក-អ]{0,2}[ា-ៅ]{0,1}",
        "\\PC{0,20}",
        "[\\u{1780}-\\u{17ff}\\u{200b}-\\u{200f} a-zÀ-ỹ]{0,30}",
    ]
}

#[derive(Debug, Clone)]
struct Some1 {
    latin: Option<String>,
    local: Option<String>,
    sex: Option<bool>,
    year: Option<i32>,
    home: u8,
    day: Option<u16>,
    phone: Option<u8>,
}

impl Some1 {
    fn profile(&self) -> Profile {
        let phone = self.phone.map(|it| format!("01234567{it}"));
        let places = ["02", "0209", "020901", "02090101"];
        let home =
            [0, 1, 2, 3].map(|level| (level < usize::from(self.home)).then_some(places[level]));
        let from = chrono::NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
        Profile::of(&Person {
            name_latin: self.latin.as_deref(),
            name_local: self.local.as_deref(),
            sex: self.sex.map(|it| if it { Sex::Female } else { Sex::Male }),
            birth_year: self.year,
            country: "KH",
            home,
            accident: self.day.map(|it| from + chrono::Days::new(u64::from(it))),
            phone: phone.as_deref(),
            ..Person::default()
        })
    }
}

prop_compose! {
    fn somebody()(
        latin in proptest::option::of(a_name()),
        local in proptest::option::of(a_name()),
        sex in proptest::option::of(any::<bool>()),
        year in proptest::option::of(prop_oneof![1950..2020, any::<i32>()]),
        home in 0..=4_u8,
        day in proptest::option::of(0..900_u16),
        phone in proptest::option::of(0..3_u8),
    ) -> Some1 {
        Some1 { latin, local, sex, year, home, day, phone }
    }
}

fn number(at: usize) -> [u8; 16] {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&u64::try_from(at).unwrap().to_be_bytes());
    id
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nobody_is_passed_over_without_their_name_who_is_alike_with_it(one in somebody(), other in somebody()) {
        let bare = Some1 { latin: None, local: None, ..other.clone() };
        if one.profile().alike(&other.profile(), Bounds::default()).is_some() {
            prop_assert!(one.profile().may_be(&bare.profile(), Bounds::default()));
        }
    }

    #[test]
    fn the_same_in_either_direction_and_within_its_limits(one in somebody(), other in somebody()) {
        let (one, other) = (one.profile(), other.profile());
        let found = one.compare(&other, Bounds::default());
        prop_assert_eq!(&found, &other.compare(&one, Bounds::default()));
        prop_assert!(found.points <= 100);
        let sum: i16 = found.reasons.iter().map(|it| it.points).sum();
        prop_assert_eq!(i16::from(found.points), sum.clamp(0, 100));
        let held = found.reasons.iter().any(|it| it.fact.holds_back());
        prop_assert!(!held || found.verdict(Bounds::default()) != Verdict::Probable);
    }

    #[test]
    fn what_is_not_seen_and_a_title_make_no_difference(
        one in somebody(),
        latin in "[A-Z][a-z]{2,7} [A-Z][a-z]{2,9}",
        local in "[ក-ហ][ាិុេ][ក-ហ] [ក-ហ][ាិុេ][ក-ហ]",
        at in any::<prop::sample::Index>(),
        latin_title in prop::sample::select(vec!["Mr ", "Lok Srey ", "H.E. Dr. "]),
        local_title in prop::sample::select(vec!["លោក ", "លោកស្រី ", "ឯកឧត្តម បណ្ឌិត "]),
    ) {
        let hidden = |text: &str| {
            let mut signs: Vec<char> = text.chars().collect();
            signs.insert(at.index(signs.len()), '\u{200b}');
            signs.into_iter().collect::<String>()
        };
        let plain = Some1 { latin: Some(latin.clone()), local: Some(local.clone()), ..one.clone() };
        let dressed = Some1 {
            latin: Some(latin_title.to_owned() + &hidden(&latin)),
            local: Some(local_title.to_owned() + &hidden(&local)),
            ..one
        };
        prop_assert_eq!(plain.profile(), dressed.profile());
    }

    #[test]
    fn an_order_of_coming_makes_no_difference(people in proptest::collection::vec(somebody(), 0..12), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..people.len()).collect();
        let mut dice = Dice::new(seed);
        for at in (1..order.len()).rev() {
            order.swap(at, dice.roll(at + 1));
        }
        let (mut straight, mut mixed) = (Index::new(), Index::new());
        for (at, person) in people.iter().enumerate() {
            straight.put(number(at), person.profile());
        }
        for at in order {
            mixed.put(number(at), people[at].profile());
        }
        prop_assert_eq!(straight.sweep(), mixed.sweep());
        for (at, person) in people.iter().enumerate() {
            let (id, profile) = (Some(number(at)), person.profile());
            prop_assert_eq!(straight.candidates(&profile, id), mixed.candidates(&profile, id));
        }
    }

    #[test]
    fn a_candidate_is_one_in_either_direction(people in proptest::collection::vec(somebody(), 2..12)) {
        let mut index = Index::new();
        for (at, person) in people.iter().enumerate() {
            index.put(number(at), person.profile());
        }
        let of: Vec<BTreeSet<[u8; 16]>> = people
            .iter()
            .enumerate()
            .map(|(at, it)| index.candidates(&it.profile(), Some(number(at))).into_iter().collect())
            .collect();
        for one in 0..people.len() {
            for other in 0..people.len() {
                prop_assert_eq!(of[one].contains(&number(other)), of[other].contains(&number(one)));
            }
        }
    }
}

/// Everybody against everybody, and by the index: in one province the index misses nobody who is probable, and few
/// who are possible.
#[test]
fn the_index_finds_what_comparing_all_finds() {
    let people: Vec<Profile> = register(12_000, 5)
        .iter()
        .filter(|it| it.province() == "KH00000007")
        .map(|it| it.profile())
        .collect();
    let mut index = Index::new();
    for (at, person) in people.iter().enumerate() {
        index.put(number(at), person.clone());
    }
    let sweep = index.sweep();
    let found: BTreeSet<_> = sweep.doubles.iter().map(|it| (it.one, it.other)).collect();
    let (mut probable, mut possible, mut missed) = (0, 0, 0);
    for (at, one) in people.iter().enumerate() {
        for (beside, other) in people.iter().enumerate().skip(at + 1) {
            let is_found = found.contains(&(number(at), number(beside)));
            match one
                .compare(other, Bounds::default())
                .verdict(Bounds::default())
            {
                Verdict::Probable => {
                    probable += 1;
                    assert!(is_found, "{:?}", one.compare(other, Bounds::default()));
                }
                Verdict::Possible => {
                    possible += 1;
                    missed += usize::from(!is_found);
                }
                Verdict::Unlike => assert!(!is_found),
            }
        }
    }
    let compared = sweep.compared;
    println!("{probable} probable, {possible} possible ({missed} missed), {compared} compared");
    assert!(probable > 10);
    assert!(missed * 10 <= possible, "{missed} of {possible}");
}
