//! Codes as people have them: in a file, on paper that was photographed, in a picture that was sent on.

#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcodegen::{QrCode, QrCodeEcc};

use super::*;

/// As long as the invitations of a large programme.
fn invitation() -> String {
    format!("sala-invite:{}", "q7Zk_3vR".repeat(70))
}

/// A code with so many dots for the side of a square.
fn drawn(text: &str, dots: u32) -> GrayImage {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).unwrap();
    let side = u32::try_from(code.size() + 8).unwrap();
    GrayImage::from_fn(side * dots, side * dots, |x, y| {
        let square = |at: u32| i32::try_from(at / dots).unwrap() - 4;
        Luma([if code.get_module(square(x), square(y)) {
            0
        } else {
            255
        }])
    })
}

/// What a telephone makes of it: a corner of a grey table, less contrast, a little out of focus.
fn photographed(code: &GrayImage) -> GrayImage {
    let (width, height) = code.dimensions();
    let mut photo = GrayImage::from_fn(width * 2, height * 3 / 2, |x, y| {
        Luma([u8::try_from(90 + (x + y) % 7 * 5).unwrap()])
    });
    let mut paper = imageops::contrast(code, -40.0);
    paper = imageops::fast_blur(&paper, 1.0);
    imageops::overlay(
        &mut photo,
        &paper,
        i64::from(width / 3),
        i64::from(height / 5),
    );
    photo
}

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn jpeg(picture: &GrayImage) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 60)
        .encode_image(&DynamicImage::ImageLuma8(picture.clone()))
        .unwrap();
    out
}

#[track_caller]
fn check(file: &[u8], code: &str) {
    assert_eq!(code_in(file).unwrap(), code);
}

#[test]
fn the_code_is_the_same_however_it_comes() {
    let long = invitation();
    for code in [long.as_str(), "sala-hub:AQpqY3J4LTE5Mi4xNjguMS43OjQ3MTEw"] {
        check(code.as_bytes(), code);
        check(
            format!("\u{feff}\r\n{code} \r\nfor Dara\r\n").as_bytes(),
            code,
        );
        check(&png(&drawn(code, 1)), code);
        check(&png(&drawn(code, 4)), code);
        check(&jpeg(&drawn(code, 12)), code);
        check(&jpeg(&photographed(&drawn(code, 10))), code);
        let askew = imageops::rotate90(&photographed(&drawn(code, 8)));
        check(&jpeg(&askew), code);
    }
}

#[test]
fn the_longest_invitation_is_read_from_a_clean_picture() {
    let code = format!("sala-invite:{}", "q7Zk_3vR".repeat(360));
    check(&png(&drawn(&code, 4)), &code);
    check(&jpeg(&drawn(&code, 8)), &code);
}

#[track_caller]
fn refuses(file: &[u8], words: &str) {
    match code_in(file) {
        Err(DeskError::NoCodeSeen { why }) => assert!(why.contains(words), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_holds_no_code_is_told_as_such() {
    let whole = png(&drawn("sala-hub:x", 6));
    refuses(b"", "empty");
    refuses(b" \r\n", "empty");
    refuses(b"\xff\xfe\x00s", "neither");
    refuses(&vec![b'a'; TEXT_BYTES_MAX + 1], "too large");
    refuses(whole.get(..whole.len() / 2).unwrap(), "damaged");
    refuses(&png(&GrayImage::from_pixel(1, 1, Luma([0]))), "no QR code");
    refuses(
        &png(&GrayImage::from_pixel(3, 900, Luma([255]))),
        "no QR code",
    );
    refuses(
        &png(&GrayImage::from_pixel(900, 700, Luma([128]))),
        "no QR code",
    );
    let stripes = GrayImage::from_fn(600, 600, |x, _| Luma([if x % 14 < 7 { 0 } else { 255 }]));
    refuses(&png(&stripes), "no QR code");
    // Half of a code says nothing.
    let mut torn = drawn(&invitation(), 6);
    let (width, height) = torn.dimensions();
    for (_, _, dot) in torn
        .enumerate_pixels_mut()
        .filter(|(x, y, _)| x + y > (width + height) / 2)
    {
        *dot = Luma([255]);
    }
    refuses(&png(&torn), "no QR code");
}

#[test]
fn a_file_that_is_not_there_is_told_by_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let missing = code_of_file(&folder.path().join("dara.png"));
    assert!(matches!(missing, Err(DeskError::File { .. })));
    let there = folder.path().join("dara.txt");
    fs::write(&there, "sala-invite:abc\n").unwrap();
    assert_eq!(code_of_file(&there).unwrap(), "sala-invite:abc");
}
