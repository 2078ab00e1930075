//! Pictures as cameras and scanners give them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use image::{Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// A picture that is red at the left and blue at the right.
fn red_then_blue(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    }))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut out), format)
        .unwrap();
    out
}

/// A JPEG as a camera writes it: turned, with the place and a name in its EXIF block.
fn from_a_camera(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    // Orientation; the name of the owner after the directory; a directory of the position.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x3b, 0, 2, 0, 0, 0, 12, 0, 0, 0, 50]);
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 62]);
    exif.extend([0; 4]);
    exif.extend(b"Sok Sophea\0\0");
    exif.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    let plain = file(picture, ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn opened(prepared: &Prepared) -> DynamicImage {
    image::load_from_memory(&prepared.bytes).unwrap()
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

#[test]
fn each_kind_becomes_what_is_kept() {
    let check = |bytes: Vec<u8>, longest: u32, media: Media, size: Option<(u32, u32)>| {
        let prepared = prepare(bytes, longest).unwrap();
        assert_eq!((prepared.media, prepared.size), (media, size));
        if let Some(size) = size {
            assert_eq!(opened(&prepared).dimensions(), size);
        }
    };
    let wide = red_then_blue(400, 100);
    check(
        file(&wide, ImageFormat::Jpeg),
        2_048,
        Media::Jpeg,
        Some((400, 100)),
    );
    check(
        file(&wide, ImageFormat::Jpeg),
        200,
        Media::Jpeg,
        Some((200, 50)),
    );
    check(
        file(&wide.rotate90(), ImageFormat::Jpeg),
        200,
        Media::Jpeg,
        Some((50, 200)),
    );
    check(
        file(&wide, ImageFormat::Png),
        200,
        Media::Png,
        Some((200, 50)),
    );
    check(
        file(&wide, ImageFormat::WebP),
        200,
        Media::Jpeg,
        Some((200, 50)),
    );
    let seen_through = DynamicImage::ImageRgba8(RgbaImage::from_pixel(9, 9, Rgba([1, 2, 3, 4])));
    check(
        file(&seen_through, ImageFormat::WebP),
        200,
        Media::Png,
        Some((9, 9)),
    );
    let deep = DynamicImage::ImageRgb16(wide.to_rgb16());
    check(
        file(&deep, ImageFormat::Png),
        200,
        Media::Png,
        Some((200, 50)),
    );
    let grey = DynamicImage::ImageLuma8(wide.to_luma8());
    check(
        file(&grey, ImageFormat::Jpeg),
        200,
        Media::Jpeg,
        Some((200, 50)),
    );
    check(b"%PDF-1.4 a scan".to_vec(), 200, Media::Pdf, None);
    assert_eq!(
        prepare(b"%PDF-1.4 a scan".to_vec(), 9).unwrap().bytes,
        b"%PDF-1.4 a scan"
    );
}

#[test]
fn a_photo_stands_upright_and_tells_nothing_but_what_is_on_it() {
    let picture = red_then_blue(64, 32);
    for (orientation, size, red_at) in [
        (1, (64, 32), (2, 16)),
        (3, (64, 32), (61, 16)),
        (6, (32, 64), (16, 2)),
        (8, (32, 64), (16, 61)),
        (9, (64, 32), (2, 16)),
    ] {
        let taken = from_a_camera(&picture, orientation);
        assert!(has(&taken, b"Sok Sophea") && has(&taken, b"Exif"));
        let prepared = prepare(taken, 2_048).unwrap();
        assert_eq!(prepared.size, Some(size), "orientation {orientation}");
        let red = opened(&prepared).to_rgb8().get_pixel(red_at.0, red_at.1).0;
        assert!(
            red[0] > 150 && red[2] < 100,
            "orientation {orientation}: {red:?}"
        );
        assert!(!has(&prepared.bytes, b"Sok Sophea") && !has(&prepared.bytes, b"Exif"));
    }
}

#[test]
fn what_is_not_taken_says_why() {
    let check = |bytes: Vec<u8>, why: FileRefusal| {
        assert_eq!(prepare(bytes, 2_048).err(), Some(why));
    };
    let photo = file(&red_then_blue(64, 64), ImageFormat::Jpeg);
    check(Vec::new(), FileRefusal::Kind);
    check(b"MZ a program".to_vec(), FileRefusal::Kind);
    check(b"\0\0\0\x18ftypheic".to_vec(), FileRefusal::Kind);
    check(b"GIF89a".to_vec(), FileRefusal::Kind);
    for kept in [photo.len() / 4, photo.len() / 2, photo.len() - 2] {
        check(photo[..kept].to_vec(), FileRefusal::Damaged);
    }
    // The thumbnail in the camera's block is whole, the photo is not.
    let thumbnail = file(&red_then_blue(16, 16), ImageFormat::Jpeg);
    let length = u16::try_from(thumbnail.len() + 2).unwrap().to_be_bytes();
    let block = [&[0xff, 0xe1], length.as_slice(), &thumbnail].concat();
    check(
        [&photo[..2], &block, &photo[2..photo.len() - 2]].concat(),
        FileRefusal::Damaged,
    );
    assert!(
        prepare(
            [&photo[..2], &block, &photo[2..], b"and a film"].concat(),
            9
        )
        .is_ok()
    );
    check(
        file(&red_then_blue(64, 64), ImageFormat::Png)[..60].to_vec(),
        FileRefusal::Damaged,
    );
    check(vec![0; 40_000_001], FileRefusal::TooLarge);
    // A small file that would need gigabytes.
    let huge = file(&DynamicImage::new_luma8(20_000, 20_000), ImageFormat::Png);
    assert!(huge.len() < 2_000_000);
    check(huge, FileRefusal::TooLarge);
}

#[test]
fn a_preview_is_small() {
    let kept = prepare(file(&red_then_blue(1_000, 500), ImageFormat::Png), 800).unwrap();
    let preview = smaller(&kept.bytes, kept.media, 100).unwrap();
    assert_eq!(
        image::load_from_memory(&preview).unwrap().dimensions(),
        (100, 50)
    );
    assert_eq!(
        smaller(b"%PDF-1.4", Media::Pdf, 100),
        Err(FileRefusal::Kind)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_bring_it_down(
        head in prop_oneof![
            Just(b"\xff\xd8\xff\xe0".to_vec()),
            Just(b"\x89PNG\r\n\x1a\n".to_vec()),
            Just(b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
        ],
        rest in proptest::collection::vec(any::<u8>(), 0..3_000),
    ) {
        let refused = prepare([head, rest].concat(), 100).err();
        prop_assert!(refused.is_some());
    }

    #[test]
    fn no_changed_photo_brings_it_down(at in 0usize..1_500, byte in any::<u8>()) {
        let mut photo = from_a_camera(&red_then_blue(64, 48), 6);
        let at = at % photo.len();
        photo[at] = byte;
        if let Ok(prepared) = prepare(photo, 100) {
            let (width, height) = prepared.size.unwrap_or((1, 1));
            prop_assert!(width.max(height) <= 100);
        }
    }
}
