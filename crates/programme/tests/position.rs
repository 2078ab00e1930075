//! One text, one place: every way in which people write a position.
//!
//! Metres and references of the check tables were computed with PROJ 9 and GEOTRANS, not with this code.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use programme::position::{
    COUNTRIES, Choice, Country, Datum, Format, Point, Reading, Refusal, TEXT_MAX, Why, read,
};
use programme::rules::Language;

fn cambodia() -> Choice {
    Choice {
        country: Country::of("kh"),
        ..Choice::default()
    }
}

fn anywhere() -> Choice {
    Choice::default()
}

fn old_maps() -> Choice {
    Choice {
        datum: Datum::Indian1960,
        ..cambodia()
    }
}

#[track_caller]
fn only(text: &str, choice: &Choice) -> Reading {
    match read(text, choice) {
        Ok(mut readings) if readings.len() == 1 => readings.remove(0),
        other => panic!("{text}: {other:?}"),
    }
}

/// The text is one place, within so many metres, in this format.
#[track_caller]
fn check(text: &str, choice: &Choice, lat: f64, lon: f64, within_m: f64, format: Format) {
    let reading = only(text, choice);
    let away = reading.point.metres_to(Point { lat, lon });
    assert!(away <= within_m, "{text}: {away} m away, {reading:?}");
    assert_eq!(reading.format, format, "{text}");
}

#[test]
fn the_same_point_in_every_way_of_writing() {
    use Format::{DecimalDegrees, DegreesMinutes, DegreesMinutesSeconds, Mgrs, Utm};
    let rows = [
        ("13.1000, 103.2000", DecimalDegrees, 0.0),
        ("13.1000 103.2000", DecimalDegrees, 0.0),
        ("13.1000;103.2000", DecimalDegrees, 0.0),
        ("13.1000,103.2000", DecimalDegrees, 0.0),
        ("13,1000 103,2000", DecimalDegrees, 0.0),
        ("13,1000; 103,2000", DecimalDegrees, 0.0),
        ("13,1000, 103,2000", DecimalDegrees, 0.0),
        ("13,1000,103,2000", DecimalDegrees, 0.0),
        ("១៣.១០០០, ១០៣.២០០០", DecimalDegrees, 0.0),
        ("១៣,១០០០ ១០៣,២០០០", DecimalDegrees, 0.0),
        ("๑๓.๑ ๑๐๓.๒", DecimalDegrees, 0.0),
        ("13.1°N 103.2°E", DecimalDegrees, 0.0),
        ("N13.1 E103.2", DecimalDegrees, 0.0),
        ("N 13.1, E 103.2", DecimalDegrees, 0.0),
        ("E 103.2 N 13.1", DecimalDegrees, 0.0),
        ("103.2E 13.1N", DecimalDegrees, 0.0),
        ("lat: 13.1 lon: 103.2", DecimalDegrees, 0.0),
        ("Longitude=103.2, Latitude=13.1", DecimalDegrees, 0.0),
        ("(13.1, 103.2)", DecimalDegrees, 0.0),
        ("13.1 103.2 0 5", DecimalDegrees, 0.0),
        ("13.1 103.2 1450.5 5610", DecimalDegrees, 0.0),
        ("13.1 north, 103.2 east", DecimalDegrees, 0.0),
        ("WGS84 13.1 103.2", DecimalDegrees, 0.0),
        ("ខាងជើង ១៣.១ ខាងកើត ១០៣.២", DecimalDegrees, 0.0),
        ("13.1\u{200b}, 103.2\u{a0}", DecimalDegrees, 0.0),
        ("13°06.000' 103°12.000'", DegreesMinutes, 0.0),
        ("13 06.000 103 12.000", DegreesMinutes, 0.0),
        ("13°06,000'N 103°12,000'E", DegreesMinutes, 0.0),
        ("N13 06.000 E103 12.000", DegreesMinutes, 0.0),
        ("13°06'00.0\"N 103°12'00.0\"E", DegreesMinutesSeconds, 0.0),
        ("13°06′00.0″N 103°12′00.0″E", DegreesMinutesSeconds, 0.0),
        ("13º06’00.0''N, 103º12’00.0''E", DegreesMinutesSeconds, 0.0),
        ("13 06 00 103 12 00", DegreesMinutesSeconds, 0.0),
        ("13 06 00 N 103 12 00 E", DegreesMinutesSeconds, 0.0),
        ("13-06-00 N 103-12-00 E", DegreesMinutesSeconds, 0.0),
        (
            "13 deg 6 min 0 sec N, 103 deg 12 min 0 sec E",
            DegreesMinutesSeconds,
            0.0,
        ),
        ("N 13° 06' 00\" E 103° 12' 00\"", DegreesMinutesSeconds, 0.0),
        ("១៣°០៦'០០\"ជើង ១០៣°១២'០០\"កើត", DegreesMinutesSeconds, 0.0),
        ("48N 304855 1448889", Utm, 0.5),
        ("48P 304855 1448889", Utm, 0.5),
        ("48 N 304855 1448889", Utm, 0.5),
        ("48p 304855, 1448889", Utm, 0.5),
        ("48 304855 1448889", Utm, 0.5),
        ("304855 1448889 48P", Utm, 0.5),
        ("304855 1448889", Utm, 0.5),
        ("UTM zone 48 N, E 304855, N 1448889", Utm, 0.5),
        ("48P 304855mE 1448889mN", Utm, 0.5),
        ("48N 304855E 1448889N", Utm, 0.5),
        ("48 E 304855 N 1448889", Utm, 0.5),
        ("48P N 1448889 E 304855", Utm, 0.5),
        ("1448889N 304855E 48P", Utm, 0.5),
        ("48P 1448889 304855", Utm, 0.5),
        ("48P 0304855 1448889", Utm, 0.5),
        ("48P 304,855 1,448,889", Utm, 0.5),
        ("48P 304.855,0 1.448.889,3", Utm, 0.5),
        ("48P 304854,998 1448889,317", Utm, 0.01),
        ("៤៨P ៣០៤៨៥៥ ១៤៤៨៨៨៩", Utm, 0.5),
        ("48PUV0485448889", Mgrs, 1.0),
        ("48P UV 04854 48889", Mgrs, 1.0),
        ("MGRS 48PUV 04854 48889", Mgrs, 1.0),
        ("48puv 04854 48889", Mgrs, 1.0),
        ("48P-UV-04854-48889", Mgrs, 1.0),
        ("48PUV, 04854, 48889", Mgrs, 1.0),
        ("48PUV04854888", Mgrs, 10.0),
        ("48P UV 048 488", Mgrs, 100.0),
        ("៤៨PUV០៤៨៥៤៤៨៨៨៩", Mgrs, 1.0),
    ];
    for (text, format, within) in rows {
        check(text, &cambodia(), 13.1, 103.2, within + 1e-6, format);
    }
}

#[test]
fn places_of_the_region_on_the_grid() {
    let rows = [
        ("48P 305089.126 1448414.104", 13.095_72, 103.202_19),
        ("48Q 249341.358 1989095.545", 17.9757, 102.6331),
        ("48P 685976.761 1191827.624", 10.7769, 106.7009),
        ("48Q 586683.642 2325450.786", 21.0278, 105.8342),
        ("47Q 201126.202 1866866.197", 16.8661, 96.1951),
        ("51P 282848.981 1614992.836", 14.5995, 120.9842),
        ("48M 704207.169 9313358.339", -6.2088, 106.8456),
        ("48S 704207.169 9313358.339", -6.2088, 106.8456),
        ("49M 315535.864 9997091.835", -0.0263, 109.3425),
        ("48N 166021.443 0", 0.0, 102.0),
        ("47Q 498450.881 2077403.645", 18.7883, 98.9853),
        ("32V 549782.765 7041688.535", 63.5, 10.0),
    ];
    for (text, lat, lon) in rows {
        check(text, &anywhere(), lat, lon, 0.0011, Format::Utm);
    }
    let references = [
        ("48PUV0508948414", 13.095_72, 103.202_19),
        ("48QTE4934189095", 17.9757, 102.6331),
        ("48PXS8597691827", 10.7769, 106.7009),
        ("48QWJ8668325450", 21.0278, 105.8342),
        ("47QKU0112666866", 16.8661, 96.1951),
        ("51PTS8284814992", 14.5995, 120.9842),
        ("48MYU0420713358", -6.2088, 106.8456),
        ("49MCV1553597091", -0.0263, 109.3425),
        ("48NSF6602100000", 0.0, 102.0),
        ("47QMA9845077403", 18.7883, 98.9853),
        ("32VNR4978241688", 63.5, 10.0),
    ];
    for (text, lat, lon) in references {
        check(text, &anywhere(), lat, lon, 0.71, Format::Mgrs);
        let spaced = Point { lat, lon }.shown().mgrs.replace(' ', "");
        assert_eq!(spaced, text);
    }
}

#[test]
fn old_maps_are_some_440_metres_away() {
    for text in [
        "13.1000000 103.2000000",
        "13°06'00.0000\"N 103°12'00.0000\"E",
        "48P 304881.615 1448774.099",
    ] {
        let reading = only(text, &old_maps());
        let expected = Point {
            lat: 13.101_857_32,
            lon: 103.196_367_17,
        };
        assert!(reading.point.metres_to(expected) < 0.01, "{reading:?}");
        let here = Point {
            lat: 13.1,
            lon: 103.2,
        };
        let moved = reading.point.metres_to(here);
        assert!((443.0..446.0).contains(&moved), "{moved}");
        assert_eq!(reading.datum, Datum::Indian1960);
        assert!((44..=45).contains(&reading.accuracy_m), "{text}");
    }
    check(
        "11.5 105.0",
        &old_maps(),
        11.502_013_87,
        104.996_156_93,
        0.01,
        Format::DecimalDegrees,
    );
}

#[test]
fn how_exactly_it_is_written_is_how_far_off_it_may_be() {
    let rows = [
        ("13.095720, 103.202190", 1),
        ("13.0957, 103.2022", 6),
        ("13.09572, 103.2", 5_566),
        ("13°06'00\"N 103°12'00\"E", 16),
        ("13°06'00.0\"N 103°12'00.0\"E", 2),
        ("13°06'N 103°12'E", 928),
        ("48P 304855 1448889", 1),
        ("48PUV0485448889", 1),
        ("48PUV048488", 71),
        ("48PUV04", 7_072),
    ];
    for (text, metres) in rows {
        assert_eq!(only(text, &cambodia()).accuracy_m, metres, "{text}");
    }
}

#[test]
fn what_was_understood_is_said_part_by_part() {
    let rows = [
        ("13,1 103,2", "13.1° N 103.2° E"),
        ("W 103.2 S 13.1", "13.1° S 103.2° W"),
        ("-13.1 -103.2", "13.1° S 103.2° W"),
        ("13 06 103 12.5", "13°06' N 103°12.5' E"),
        ("304855 1448889", "48N 304855 1448889"),
        ("48P 1448889 304855", "48P 304855 1448889"),
        ("48puv 0485448889", "48P UV 04854 48889"),
    ];
    for (text, understood) in rows {
        assert_eq!(only(text, &cambodia()).understood, understood, "{text}");
    }
}

#[test]
fn a_text_that_may_be_several_places_is_all_of_them() {
    let check = |text: &str, choice: &Choice, expected: &[&str]| {
        let readings = read(text, choice).unwrap();
        let all: Vec<&str> = readings.iter().map(|it| it.understood.as_str()).collect();
        assert_eq!(all, expected, "{text}");
    };
    let laos = Choice {
        country: Country::of("LA"),
        ..Choice::default()
    };
    // Which zone? Vientiane is in 48, and 47 is Laos too; one of them falls out of the box.
    check("249341 1989095", &laos, &["48N 249341 1989095"]);
    check(
        "700000 1989095",
        &laos,
        &["47N 700000 1989095", "48N 700000 1989095"],
    );
    // Which comma is the decimal one?
    check(
        "13,103,2",
        &anywhere(),
        &["13.103° N 2° E", "13° N 103.2° E"],
    );
    check(
        "13,06,103,12",
        &cambodia(),
        &["13.06° N 103.12° E", "13°06' N 103°12' E"],
    );
    // The letter S is the south, or a band of the north.
    check(
        "48S 500000 4000000",
        &anywhere(),
        &["48S 500000 4000000", "48N 500000 4000000"],
    );
    // A zone without its half of the earth.
    check(
        "48 500000 9000000",
        &anywhere(),
        &["48N 500000 9000000", "48S 500000 9000000"],
    );
    // Those inside the country come first.
    let first = read("13,103,2", &cambodia()).unwrap().remove(0);
    assert_eq!(first.understood, "13° N 103.2° E");
}

#[test]
fn what_is_supposed_is_said() {
    let rows = [
        ("48P 304855 1448889", None, false),
        ("48 304855 1448889", Some("48N"), false),
        ("304855 1448889", Some("48N"), false),
        ("48P 1448889 304855", None, true),
        ("103.2, 13.1", None, true),
        ("E 103.2, N 13.1", None, false),
        ("13.1, 103.2", None, false),
    ];
    for (text, zone, turned) in rows {
        let reading = only(text, &cambodia());
        assert_eq!(reading.assumed_zone.as_deref(), zone, "{text}");
        assert_eq!(reading.turned, turned, "{text}");
    }
    let chosen = Choice {
        zone: Some(47),
        ..cambodia()
    };
    // The zone of the text is stronger than the one that was chosen.
    assert_eq!(
        only("48P 304855 1448889", &chosen).understood,
        "48P 304855 1448889"
    );
    assert_eq!(
        only("704855 1448889", &chosen).understood,
        "47N 704855 1448889"
    );
}

#[test]
fn a_text_that_is_no_position_is_refused_by_its_part() {
    let check = |text: &str, why: Why, part: &str| {
        let refusal: Refusal = read(text, &anywhere()).unwrap_err();
        assert_eq!((refusal.why, refusal.part.as_str()), (why, part), "{text}");
        let english = refusal.words(Language::English);
        assert!(!english.is_empty(), "{why:?}");
        assert!(
            english.contains(part) && !english.contains('{'),
            "{english}"
        );
        assert_eq!(english, refusal.to_string());
        let khmer = refusal.words(Language::Khmer);
        assert!(khmer.contains(part) && !khmer.contains('{'), "{khmer}");
    };
    check("", Why::Empty, "");
    check(" \u{200b}", Why::Empty, "");
    check("13.1", Why::TooFew, "13.1");
    check("13.1°N", Why::TooFew, "13.1");
    check("13 06 103", Why::TooFew, "103");
    check("1 2 3 4 5 6 7 8", Why::TooMany, "8");
    check("13.1 103.2 N 5 E", Why::Decimals, "13.1");
    check("13.1 # 103.2", Why::Sign, "#");
    check("1.2.3 103.2", Why::Number, "1.2.3");
    check("near the pagoda", Why::Word, "NEAR");
    check("13.1 Q 103.2", Why::Word, "Q");
    check("93.1 103.2 N", Why::TooFew, "103.2");
    check("93.1N 103.2E", Why::Latitude, "93.1");
    check("13.1 203.2", Why::Longitude, "203.2");
    check("13°66' 103°12'", Why::Minutes, "66");
    check("13°06'75\" 103°12'00\"", Why::Seconds, "75");
    check("13°06\"N 103°12'E", Why::Order, "06\"");
    check("13.5°06'N 103°12'E", Why::Decimals, "13.5");
    check("13.1N 103.2N", Why::SameAxis, "N");
    check("-13.1N 103.2E", Why::MinusAndLetter, "-13.1");
    check("304855 1448889", Why::NoZone, "");
    check("61N 304855 1448889", Why::Zone, "61");
    check("48P 304855", Why::TooFew, "304855");
    check("48P 304855 11448889", Why::Northing, "11448889");
    check("48P 48550 1448889", Why::Easting, "48550");
    check("48Q 304855 1448889", Why::Band, "Q");
    check("48O 304855 1448889", Why::Band, "O");
    check("48P 304855 1448889 12", Why::TooMany, "12");
    check("48PUV048544888", Why::Digits, "048544888");
    check("48PUV", Why::Digits, "");
    check("48PUV 123456 123456", Why::Digits, "123456 123456");
    check("48PAV0485448889", Why::Square, "AV");
    check("48PUI0485448889", Why::Square, "UI");
    check("99PUV0485448889", Why::Zone, "99");
    check(&"1 ".repeat(TEXT_MAX), Why::TooLong, "");
}

#[test]
fn countries_are_found_by_their_code() {
    for country in COUNTRIES {
        assert_eq!(Country::of(&country.code.to_lowercase()), Some(country));
        let middle = Point {
            lat: (country.area.south + country.area.north) / 2.0,
            lon: (country.area.west + country.area.east) / 2.0,
        };
        assert!(country.area.holds(middle));
        // The zones are those that the box touches.
        let zone = |lon: f64| ((lon + 180.0) / 6.0).floor() as u8 + 1;
        let touched: Vec<u8> = (zone(country.area.west)..=zone(country.area.east)).collect();
        assert!(
            touched.iter().any(|it| country.zones.contains(it)),
            "{}",
            country.code
        );
        assert!(
            country.zones.iter().all(|it| touched.contains(it)),
            "{}",
            country.code
        );
    }
    assert_eq!(Country::of("XX"), None);
}

#[test]
fn the_register_has_a_code_for_how_it_is_written() {
    let rows = [
        ("13.1, 103.2", cambodia(), Some(4326)),
        ("13°06'00\"N 103°12'00\"E", old_maps(), Some(4131)),
        ("48P 304855 1448889", anywhere(), Some(32_648)),
        ("48PUV0485448889", anywhere(), Some(32_648)),
        ("304855 1448889", cambodia(), Some(32_648)),
        ("48N 304855 1448889", old_maps(), Some(3148)),
        ("49N 304855 1448889", old_maps(), Some(3149)),
        ("47N 704855 1448889", old_maps(), None),
        ("48M 700000 9300000", anywhere(), Some(32_748)),
    ];
    for (text, choice, code) in rows {
        assert_eq!(only(text, &choice).epsg(), code, "{text}");
    }
}
