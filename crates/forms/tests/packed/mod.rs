//! Workbooks put together and taken apart byte by byte, so that tests can make what no spreadsheet would write.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::Read;

use flate2::read::DeflateDecoder;

/// A part of an archive: its name and its bytes.
pub(crate) type Part = (String, Vec<u8>);

/// Packs parts as they are, without compressing them.
pub(crate) fn pack(parts: &[Part]) -> Vec<u8> {
    let (mut file, mut contents) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        fields.extend(sum.sum().to_le_bytes());
        fields.extend(small(bytes.len()));
        fields.extend(small(bytes.len()));
        fields.extend(&small(name.len())[..2]);
        fields.extend([0, 0]);
        contents.extend(b"PK\x01\x02");
        contents.extend([20, 0]);
        contents.extend(&fields);
        contents.extend([0; 10]);
        contents.extend(small(file.len()));
        contents.extend(name.as_bytes());
        file.extend(b"PK\x03\x04");
        file.extend(&fields);
        file.extend(name.as_bytes());
        file.extend(bytes);
    }
    let start = file.len();
    file.extend(&contents);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(&small(parts.len())[..2]);
    file.extend(&small(parts.len())[..2]);
    file.extend(small(contents.len()));
    file.extend(small(start));
    file.extend([0, 0]);
    file
}

fn small(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

/// The parts of an archive as spreadsheets pack them; nothing when it is packed in another way.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<Part>> {
    let number = |at: usize, length: usize| -> Option<usize> {
        let mut eight = [0; 8];
        eight
            .get_mut(..length)?
            .copy_from_slice(bytes.get(at..at + length)?);
        usize::try_from(u64::from_le_bytes(eight)).ok()
    };
    let end = bytes
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")?;
    let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
    let mut parts = Vec::new();
    for _ in 0..count {
        let (method, length) = (number(at + 10, 2)?, number(at + 20, 4)?);
        let (name, extra, comment) = (
            number(at + 28, 2)?,
            number(at + 30, 2)?,
            number(at + 32, 2)?,
        );
        let local = number(at + 42, 4)?;
        let start = local + 30 + number(local + 26, 2)? + number(local + 28, 2)?;
        let packed = bytes.get(start..start + length)?;
        let mut part = packed.to_vec();
        if method == 8 {
            part.clear();
            DeflateDecoder::new(packed).read_to_end(&mut part).ok()?;
        }
        let text = String::from_utf8(bytes.get(at + 46..at + 46 + name)?.to_vec()).ok()?;
        parts.push((text, part));
        at += 46 + name + extra + comment;
    }
    Some(parts)
}

/// The parts of a workbook with these sheets: their names, and what stands in their `<sheetData>`.
pub(crate) fn parts(sheets: &[(&str, String)]) -> Vec<Part> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut list, mut links, mut out) = (String::new(), String::new(), Vec::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let id = at + 1;
        list += &format!(r#"<sheet name="{name}" sheetId="{id}" r:id="rId{id}"/>"#);
        links += &format!(
            r#"<Relationship Id="rId{id}" Type="{LINKS}/worksheet" Target="worksheets/sheet{id}.xml"/>"#
        );
        let sheet =
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        out.push((format!("xl/worksheets/sheet{id}.xml"), sheet.into_bytes()));
    }
    let book =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{list}</sheets></workbook>"#);
    out.push(("xl/workbook.xml".to_owned(), book.into_bytes()));
    let links =
        format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>"#);
    out.push(("xl/_rels/workbook.xml.rels".to_owned(), links.into_bytes()));
    let types = format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
    );
    out.insert(0, ("[Content_Types].xml".to_owned(), types.into_bytes()));
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    out.push(("_rels/.rels".to_owned(), root.into_bytes()));
    out
}

/// A workbook with these sheets.
pub(crate) fn workbook(sheets: &[(&str, String)]) -> Vec<u8> {
    pack(&parts(sheets))
}

/// Rows of cells with text in them.
pub(crate) fn rows(rows: &[&[&str]]) -> String {
    let mut out = String::new();
    for (at, cells) in rows.iter().enumerate() {
        out += &row(at + 1, cells);
    }
    out
}

/// One row of cells, by its number from 1.
pub(crate) fn row(number: usize, cells: &[&str]) -> String {
    let mut out = format!(r#"<row r="{number}">"#);
    for (place, text) in cells.iter().enumerate() {
        let column = char::from(b'A' + u8::try_from(place).unwrap());
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        out += &format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    }
    out + "</row>"
}
