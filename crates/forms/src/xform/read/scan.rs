//! A look at a file before it is parsed: what would take more time or room than any form does is refused.

/// How deep elements may lie in each other.
const DEPTH_MAX: usize = 120;
/// How many attributes an element may have.
const ATTRIBUTES_MAX: usize = 256;
/// How many namespaces a file may declare.
const NAMESPACES_MAX: usize = 4_096;

/// Refuses a text by the line in which it goes too far. What is not well-formed is left to the parser.
pub(super) fn check(text: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut namespaces = 0_usize;
    let mut rest = text;
    while let Some((_, markup)) = rest.split_once('<') {
        let far = |what: &str| {
            let before = text.get(..text.len() - markup.len()).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            Err(format!("line {line}: {what}"))
        };
        rest = if let Some(inner) = markup.strip_prefix("!--") {
            after(inner, "-->")
        } else if let Some(inner) = markup.strip_prefix("![CDATA[") {
            after(inner, "]]>")
        } else if markup.starts_with('?') {
            after(markup, "?>")
        } else if markup.starts_with(['/', '!']) {
            depth = depth.saturating_sub(usize::from(markup.starts_with('/')));
            after(markup, ">")
        } else {
            let tag = tag(markup);
            if tag.attributes > ATTRIBUTES_MAX {
                return far(&format!(
                    "an element has more than {ATTRIBUTES_MAX} attributes"
                ));
            }
            namespaces += tag.namespaces;
            if namespaces > NAMESPACES_MAX {
                return far(&format!(
                    "more than {NAMESPACES_MAX} namespaces are declared"
                ));
            }
            depth += usize::from(!tag.empty);
            if depth > DEPTH_MAX {
                return far(&format!(
                    "elements lie in each other deeper than {DEPTH_MAX} levels"
                ));
            }
            tag.rest
        };
    }
    Ok(())
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// What a start tag holds.
struct Tag<'t> {
    attributes: usize,
    namespaces: usize,
    /// Whether it ends itself.
    empty: bool,
    /// What follows it.
    rest: &'t str,
}

/// Reads to the end of a start tag; signs between quotes do not count.
fn tag(text: &str) -> Tag<'_> {
    let mut tag = Tag {
        attributes: 0,
        namespaces: 0,
        empty: false,
        rest: "",
    };
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '>']) {
        let (before, found) = rest.split_at_checked(at).unwrap_or((rest, ""));
        tag.attributes += usize::from(before.contains('='));
        tag.namespaces += usize::from(before.contains("xmlns"));
        let mut signs = found.chars();
        match signs.next() {
            Some('>') | None => {
                tag.empty = before.ends_with('/');
                tag.rest = signs.as_str();
                return tag;
            }
            Some(quote) => {
                rest = signs
                    .as_str()
                    .split_once(quote)
                    .map_or("", |(_, rest)| rest)
            }
        }
    }
    tag
}
