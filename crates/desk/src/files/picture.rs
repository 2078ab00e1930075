//! What is kept of a file that a person chose: pictures upright, small enough and without what a camera
//! wrote into them; documents as they are.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, GrayImage, ImageDecoder, ImageFormat, ImageReader};
use store::{FILE_BYTES_MAX, Media};

/// No picture with more dots is opened; the largest telephones take half as many, and one dot needs four bytes at most.
pub(crate) const PIXELS_MAX: u64 = 64_000_000;
/// How much of a photo's detail is kept, of 100.
const QUALITY: u8 = 85;

/// What a file became.
pub(crate) struct Prepared {
    pub(crate) bytes: Vec<u8>,
    pub(crate) media: Media,
    /// Of a picture: width and height.
    pub(crate) size: Option<(u32, u32)>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// It is no picture and no document that can be kept.
    #[error("this kind of file is not taken: choose a picture (JPEG, PNG, WebP) or a PDF document")]
    Kind,
    /// It has too many bytes or dots.
    #[error(
        "the file is too large: at most {} MB, and pictures of {} million dots",
        FILE_BYTES_MAX / 1_000_000,
        PIXELS_MAX / 1_000_000
    )]
    TooLarge,
    /// It is cut or damaged.
    #[error("the file cannot be opened: it is damaged, or was not copied whole")]
    Damaged,
}

/// Makes of a chosen file what is kept; `longest` is how many dots the longer side may have.
pub(crate) fn prepare(bytes: Vec<u8>, longest: u32) -> Result<Prepared, FileRefusal> {
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(FileRefusal::TooLarge);
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(Prepared {
            bytes,
            media: Media::Pdf,
            size: None,
        });
    }
    let (picture, format) = chosen(&bytes, longest)?;
    drop(bytes);
    // A drawing or a scan stays sharp, and what is transparent stays so; a photo takes a tenth as a JPEG.
    let media = match format {
        ImageFormat::Png => Media::Png,
        ImageFormat::WebP if picture.color().has_alpha() => Media::Png,
        _ => Media::Jpeg,
    };
    let size = Some(picture.dimensions());
    let bytes = written(picture, media)?;
    Ok(Prepared { bytes, media, size })
}

/// Tells whether this is a picture of a kind that can be opened.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    opens_as(bytes).is_some()
}

/// A chosen picture in shades of grey, upright, its longer side at most so many dots.
pub(crate) fn grey_picture(bytes: &[u8], longest: u32) -> Result<GrayImage, FileRefusal> {
    Ok(chosen(bytes, longest)?.0.into_luma8())
}

fn opens_as(bytes: &[u8]) -> Option<ImageFormat> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Some(format),
        _ => None,
    }
}

/// Opens a picture that somebody chose.
fn chosen(bytes: &[u8], longest: u32) -> Result<(DynamicImage, ImageFormat), FileRefusal> {
    let format = opens_as(bytes).ok_or(FileRefusal::Kind)?;
    if format == ImageFormat::Jpeg && !has_its_end(bytes) {
        return Err(FileRefusal::Damaged);
    }
    Ok((small(bytes, format, longest)?, format))
}

/// What kind of picture this is.
///
/// # Errors
/// When it is none that is kept.
pub(crate) fn media_of(bytes: &[u8]) -> Result<Media, FileRefusal> {
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => Ok(Media::Jpeg),
        Ok(ImageFormat::Png) => Ok(Media::Png),
        _ => Err(FileRefusal::Kind),
    }
}

/// A smaller copy of a kept picture as JPEG.
pub(crate) fn smaller(bytes: &[u8], media: Media, longest: u32) -> Result<Vec<u8>, FileRefusal> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Pdf => return Err(FileRefusal::Kind),
    };
    written(small(bytes, format, longest)?, Media::Jpeg)
}

/// Whether a JPEG has the mark that ends it. Without, it was cut: the decoder would fill the rest with grey, and
/// nobody would know. A thumbnail in the camera's block has such a mark too, so the blocks are stepped over.
fn has_its_end(jpeg: &[u8]) -> bool {
    const SCAN: u8 = 0xda;
    let mut rest = jpeg.get(2..).unwrap_or_default();
    while let [0xff, kind, high, low, ..] = rest {
        if *kind == SCAN {
            return rest.windows(2).any(|mark| mark == [0xff, 0xd9]);
        }
        // Between blocks a mark may be filled up.
        let step = match kind {
            0xff => 1,
            _ => 2 + usize::from(u16::from_be_bytes([*high, *low])),
        };
        rest = rest.get(step..).unwrap_or_default();
    }
    false
}

/// Opens a picture, makes it smaller if need be, and turns it the way it was held.
fn small(bytes: &[u8], format: ImageFormat, longest: u32) -> Result<DynamicImage, FileRefusal> {
    let damaged = |_| FileRefusal::Damaged;
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
        .into_decoder()
        .map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(FileRefusal::TooLarge);
    }
    // A camera that says nothing, or nonsense, held it upright.
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    if width.max(height) > longest {
        // By averaging: it needs no second copy of the large picture.
        picture = picture.thumbnail(longest, longest);
    }
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    Ok(picture)
}

/// Writes the dots and nothing else: no position, no time, no name of a camera or a person.
fn written(picture: DynamicImage, media: Media) -> Result<Vec<u8>, FileRefusal> {
    let mut out = Vec::new();
    let done = match (media, picture.color().has_color()) {
        (Media::Png, _) => {
            eight_bits(picture).write_to(&mut Cursor::new(&mut out), ImageFormat::Png)
        }
        (_, true) => {
            JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_rgb8())
        }
        (_, false) => {
            JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_luma8())
        }
    };
    done.map_err(|_| FileRefusal::Damaged)?;
    Ok(out)
}

fn eight_bits(picture: DynamicImage) -> DynamicImage {
    match (picture.color().has_color(), picture.color().has_alpha()) {
        (true, true) => DynamicImage::ImageRgba8(picture.into_rgba8()),
        (true, false) => DynamicImage::ImageRgb8(picture.into_rgb8()),
        (false, true) => DynamicImage::ImageLumaA8(picture.into_luma_alpha8()),
        (false, false) => DynamicImage::ImageLuma8(picture.into_luma8()),
    }
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
