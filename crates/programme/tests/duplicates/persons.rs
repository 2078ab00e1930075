//! Two records of people: the points, the reasons, and what holds a pair back.

use chrono::NaiveDate;
use programme::duplicates::{
    Bounds, Fact, Index, Level, Match, Order, Person, Profile, Script, Sex, Verdict,
};
use programme::rules::Language;

use crate::id;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A woman of Samlout of whom everything is known.
fn sok() -> Person<'static> {
    Person {
        name_latin: Some("Sok Chantha"),
        name_local: Some("សុខ ចាន់ថា"),
        also_known_as: None,
        sex: Some(Sex::Female),
        birth_year: Some(1984),
        country: "KH",
        home: [
            Some("KH02"),
            Some("KH0209"),
            Some("KH020901"),
            Some("KH02090105"),
        ],
        accident: Some(day("2019-03-14")),
        phone: Some("012 345 678"),
        device: Some("ap_mine"),
        outcome: Some("injured"),
    }
}

fn compare(one: &Person<'_>, other: &Person<'_>) -> Match {
    Profile::of(one).compare(&Profile::of(other), Bounds::default())
}

/// The points of every reason, and the sum.
#[track_caller]
fn check(other: Person<'_>, points: &[i16], sum: u8, verdict: Verdict) {
    let found = compare(&sok(), &other);
    let each: Vec<i16> = found.reasons.iter().map(|it| it.points).collect();
    assert_eq!(
        (&each[..], found.points, found.verdict(Bounds::default())),
        (points, sum, verdict),
        "{:?}",
        found.reasons
    );
}

#[test]
fn the_points_are_those_of_the_catalogue() {
    use Verdict::{Possible, Probable, Unlike};
    check(sok(), &[40, 10, 15, 15, 15, 20, 5], 100, Probable);
    check(
        Person {
            sex: Some(Sex::Male),
            ..sok()
        },
        &[40, -30, 15, 15, 15, 20, 5],
        80,
        Probable,
    );
    check(
        Person { sex: None, ..sok() },
        &[40, 15, 15, 15, 20, 5],
        100,
        Probable,
    );
    for (year, points) in [(1985, 10), (1983, 10), (1986, 5), (1987, 0), (1975, 0)] {
        let other = Person {
            birth_year: Some(year),
            phone: None,
            ..sok()
        };
        let sum = u8::try_from(40 + 10 + points + 15 + 15 + 5).unwrap();
        check(other, &[40, 10, points, 15, 15, 5], sum, Probable);
    }
    for (home, points) in [
        (
            [Some("02"), Some("0209"), Some("20901"), Some("02090105")],
            15,
        ),
        (
            [Some("02"), Some("0209"), Some("020901"), Some("02090106")],
            10,
        ),
        ([Some("02"), Some("0209"), Some("020901"), None], 10),
        (
            [Some("02"), Some("0209"), Some("020902"), Some("02090105")],
            5,
        ),
    ] {
        let other = Person {
            home,
            phone: None,
            accident: None,
            ..sok()
        };
        let sum = u8::try_from(40 + 10 + 15 + points + 5).unwrap();
        check(other, &[40, 10, 15, points, 5], sum, Probable);
    }
    for (date, points) in [
        ("2019-03-14", 15),
        ("2019-03-21", 12),
        ("2019-03-07", 12),
        ("2019-03-22", 8),
        ("2019-03-01", 8),
        ("2019-01-01", 4),
        ("2018-12-31", 0),
    ] {
        let other = Person {
            accident: Some(day(date)),
            phone: None,
            home: [None; 4],
            ..sok()
        };
        let sum = u8::try_from(40 + 10 + 15 + points + 5).unwrap();
        check(other, &[40, 10, 15, points, 5], sum, Probable);
    }
    let little = Person {
        home: [None; 4],
        phone: None,
        accident: None,
        device: None,
        ..sok()
    };
    check(little, &[40, 10, 15], 65, Possible);
    check(
        Person {
            birth_year: None,
            ..little
        },
        &[40, 10],
        50,
        Possible,
    );
    check(
        Person {
            sex: None,
            ..little
        },
        &[40, 15],
        55,
        Possible,
    );
    check(
        Person {
            name_latin: None,
            name_local: None,
            ..little
        },
        &[10, 15],
        25,
        Unlike,
    );
    check(Person::default(), &[], 0, Unlike);
}

#[test]
fn one_person_however_the_name_is_written() {
    for (latin, local) in [
        ("CHANTHA Sok", "ចាន់ថា សុខ"),
        ("Lok Srey Sokh Chan Thar", "លោកស្រី\u{200b}សុខ\u{200b}ចាន់ថា"),
        ("Sokchantha", "សុខចាន់ថា"),
        ("Souk Chanta", "សុខ ចានថា"),
    ] {
        for (name_latin, name_local) in [
            (Some(latin), None),
            (None, Some(local)),
            (Some(latin), Some(local)),
        ] {
            let other = Person {
                name_latin,
                name_local,
                ..sok()
            };
            assert_eq!(
                compare(&sok(), &other).verdict(Bounds::default()),
                Verdict::Probable,
                "{latin} {local}"
            );
        }
    }
    let called = Person {
        also_known_as: Some("Keo Bopha"),
        ..sok()
    };
    let by_that = Person {
        name_latin: Some("Kev Bopha"),
        name_local: None,
        ..sok()
    };
    assert_eq!(
        compare(&called, &by_that).verdict(Bounds::default()),
        Verdict::Probable
    );
}

/// They agree in everything but this, and are possible all the same.
#[track_caller]
fn held(one: &Person<'_>, other: &Person<'_>, by: Fact) {
    let found = compare(one, other);
    let last = found.reasons.iter().rfind(|it| it.fact.holds_back());
    assert_eq!(last.map(|it| it.fact), Some(by), "{:?}", found.reasons);
    assert_eq!(
        (found.points, found.verdict(Bounds::default())),
        (69, Verdict::Possible)
    );
}

#[test]
fn twins_fathers_and_sons_are_never_probable() {
    let twin = |latin, local| Person {
        name_latin: Some(latin),
        name_local: Some(local),
        ..sok()
    };
    held(&sok(), &twin("Sok Chanthy", "សុខ ចាន់ធី"), Fact::OtherName);
    held(&sok(), &twin("Sok Chanthou", "សុខ ចាន់ធូ"), Fact::OtherName);
    let father = Person {
        birth_year: Some(1960),
        ..twin("Keo Sok", "កែវ សុខ")
    };
    assert_eq!(
        compare(&sok(), &father).verdict(Bounds::default()),
        Verdict::Possible
    );
    let namesake = Person {
        birth_year: Some(1960),
        ..sok()
    };
    held(&sok(), &namesake, Fact::Generation { years: 24 });
    let family_alone = Person {
        birth_year: Some(1984),
        ..twin("Sok", "សុខ")
    };
    held(&sok(), &family_alone, Fact::OtherName);
}

#[test]
fn what_cannot_be_compared_does_not_agree() {
    let latin = Person {
        name_local: None,
        ..sok()
    };
    let khmer = Person {
        name_latin: None,
        ..sok()
    };
    let nameless = Person {
        name_latin: None,
        name_local: Some(" \u{200b}-"),
        ..sok()
    };
    held(&latin, &khmer, Fact::NamesNotCompared);
    held(&sok(), &nameless, Fact::NamesNotCompared);
    let again = Person {
        accident: Some(day("2021-05-01")),
        ..sok()
    };
    held(&sok(), &again, Fact::OtherAccident { days: 779 });
}

#[test]
fn a_reason_says_what_it_found_in_both_languages() {
    let other = Person {
        name_latin: Some("Chantha Sok"),
        name_local: None,
        birth_year: Some(1986),
        ..sok()
    };
    let found = compare(&sok(), &other);
    let facts: Vec<Fact> = found.reasons.iter().map(|it| it.fact).collect();
    let name = Fact::Name {
        percent: 100,
        script: Script::Latin,
        order: Order::Swapped,
    };
    assert_eq!(facts[..2], [name, Fact::Sex { same: true }]);
    let words = |fact: Fact| fact.words(Language::English);
    assert_eq!(words(facts[2]), "Years between the births: 2.");
    assert_eq!(words(facts[3]), "The same village.");
    assert_eq!(
        words(name),
        "The names in Latin letters are 100 % alike, with family and given name swapped."
    );
    let all = [
        name,
        Fact::Name {
            percent: 1,
            script: Script::Local,
            order: Order::GivenAlone,
        },
        Fact::Sex { same: false },
        Fact::BirthYear { years: 0 },
        Fact::Home {
            level: Level::District,
        },
        Fact::Accident { days: 3 },
        Fact::Phone,
        Fact::Injury,
        Fact::OtherName,
        Fact::NamesNotCompared,
        Fact::Generation { years: 20 },
        Fact::OtherAccident { days: 400 },
    ];
    for fact in all {
        let (english, khmer) = (words(fact), fact.words(Language::Khmer));
        assert!(
            khmer
                .chars()
                .any(|it| ('\u{1780}'..='\u{17ff}').contains(&it)),
            "{khmer}"
        );
        let figures = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        assert_eq!(figures(&english), figures(&khmer));
        assert!(!english.contains('{') && !khmer.contains('{'));
    }
}

#[test]
fn a_new_person_is_found_by_any_thing_that_is_shared() {
    let mut index = Index::new();
    index.put(id(1), Profile::of(&sok()));
    let home = |village| [Some("02"), Some("0209"), Some("020901"), Some(village)];
    let rows = [
        (
            "the name, elsewhere in the province",
            Person {
                home: [Some("02"), Some("0210"), None, None],
                phone: None,
                ..sok()
            },
        ),
        (
            "the telephone, in another province",
            Person {
                home: [Some("05"), None, None, None],
                name_latin: Some("Ly"),
                name_local: None,
                ..sok()
            },
        ),
        (
            "the given name alone",
            Person {
                name_latin: Some("Chantha"),
                name_local: None,
                phone: None,
                ..sok()
            },
        ),
        (
            "a slip in the name, and the year",
            Person {
                name_latin: Some("Sok Chatha"),
                name_local: None,
                phone: None,
                home: home("02090106"),
                ..sok()
            },
        ),
        (
            "the village and the year",
            Person {
                name_latin: Some("Kim Chatha"),
                name_local: None,
                phone: None,
                birth_year: Some(1986),
                accident: Some(day("2019-03-15")),
                ..sok()
            },
        ),
        (
            "the village and a word, no year",
            Person {
                name_latin: Some("Sok Chatha"),
                name_local: None,
                phone: None,
                birth_year: None,
                ..sok()
            },
        ),
    ];
    for (what, person) in rows {
        let found = index.alike(&Profile::of(&person), None);
        assert_eq!(found.first().map(|it| it.other), Some(id(1)), "{what}");
        assert_eq!(found[0].alike, compare(&person, &sok()), "{what}");
        assert!(index.alike(&Profile::of(&person), Some(id(1))).is_empty());
    }
    let elsewhere = Person {
        home: [Some("05"), None, None, None],
        phone: None,
        ..sok()
    };
    assert!(index.candidates(&Profile::of(&elsewhere), None).is_empty());
    let abroad = Person {
        country: "LA",
        ..sok()
    };
    assert!(index.candidates(&Profile::of(&abroad), None).is_empty());
}

#[test]
fn who_is_changed_or_taken_out_is_found_no_longer() {
    let mut index = Index::new();
    let (one, other) = (
        Profile::of(&sok()),
        Profile::of(&Person {
            name_latin: Some("Ly Bopha"),
            ..Person::default()
        }),
    );
    index.put(id(1), one.clone());
    index.put(id(2), one.clone());
    assert_eq!((index.len(), index.sweep().doubles.len()), (2, 1));
    index.put(id(2), other.clone());
    assert_eq!((index.len(), index.sweep().doubles.len()), (2, 0));
    assert!(index.take(id(1)));
    assert!(!index.take(id(1)));
    assert_eq!(index.alike(&one, None), []);
    index.put(id(3), one.clone());
    index.put(id(2), one);
    let sweep = index.sweep();
    assert_eq!(
        sweep
            .doubles
            .iter()
            .map(|it| (it.one, it.other))
            .collect::<Vec<_>>(),
        [(id(2), id(3))]
    );
    assert!(!index.is_empty());
}

#[test]
fn what_too_many_share_is_passed_over_and_said() {
    let mut index = Index::new();
    let number = Person {
        phone: Some("012 000 000"),
        country: "KH",
        ..Person::default()
    };
    for count in 0..=u16::try_from(programme::duplicates::SHARED_MAX).unwrap() {
        let mut id = [0; 16];
        id[..2].copy_from_slice(&count.to_be_bytes());
        index.put(id, Profile::of(&number));
    }
    let sweep = index.sweep();
    assert_eq!(
        (sweep.compared, sweep.passed_over, sweep.doubles.len()),
        (0, 1, 0)
    );
    assert!(index.take([0; 16]));
    let sweep = index.sweep();
    assert_eq!((sweep.compared, sweep.passed_over), (400 * 399 / 2, 0));
}
