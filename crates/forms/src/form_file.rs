//! A form from its file, whatever the file is.

use crate::model::Form;
use crate::{Finding, compile, read, read_xform};

/// Reads a form from a workbook or from XForm XML, told apart by what is in the file and not by its name. There is
/// a form exactly when no finding is an error.
pub fn read_form(name: &str, bytes: &[u8]) -> (Option<Form>, Vec<Finding>) {
    if is_xml(bytes) {
        return read_xform(bytes);
    }
    match read(name, bytes) {
        Ok(book) => compile(&book),
        Err(findings) => (None, findings),
    }
}

/// Whether a file begins as XML does; no kind of workbook begins with `<`.
fn is_xml(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().first() == Some(&b'<')
}

#[cfg(test)]
mod form_file_tests {
    use super::read_form;

    #[test]
    fn a_form_is_known_by_its_content_and_not_by_its_name() {
        let xml = "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><model><instance><data id=\"x\"><a/></data></instance></model></h:head><h:body><input ref=\"/data/a\"/></h:body></h:html>";
        let check = |name: &str, text: &str, id: Option<&str>| {
            let (form, findings) = read_form(name, text.as_bytes());
            let found = form.as_ref().map(|form| form.id());
            assert_eq!(found, id, "{name}: {findings:?}");
        };
        check("x.csv", xml, Some("x"));
        check("x.xlsx", &format!("\u{feff}\n  {xml}"), Some("x"));
        let sheets = "survey,,,\n,type,name,label\n,text,a,A\nsettings,,\n,form_id,version\n,y,1\n";
        check("y.xml", sheets, Some("y"));
        check("y.csv", sheets, Some("y"));
        check("z.xml", "<data", None);
        check("z.xml", "", None);
    }
}
