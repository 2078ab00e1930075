//! Paths of answers: `place/adm1`, `materials[3f]/quantity`.

/// One step: a name, and the instance when it is a repeat's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step<'p> {
    pub name: &'p str,
    pub id: Option<&'p str>,
}

/// Splits a path; nothing when it is not one.
pub(crate) fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut out = Vec::new();
    let mut rest = path;
    loop {
        let end = rest.find(['/', '[']).unwrap_or(rest.len());
        let name = rest
            .get(..end)
            .filter(|name| !name.is_empty() && !name.contains(']'))?;
        rest = rest.get(end..)?;
        let mut id = None;
        if let Some(inner) = rest.strip_prefix('[') {
            let (inside, after) = inner.split_once(']')?;
            if inside.is_empty() || inside.contains(['[', '/']) {
                return None;
            }
            id = Some(inside);
            rest = after;
        }
        out.push(Step { name, id });
        if rest.is_empty() {
            return Some(out);
        }
        rest = rest.strip_prefix('/')?;
    }
}

/// The path in the form of what stands at a path of the answers: without the ids of repeat instances.
#[must_use]
pub fn question_path(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut is_id = false;
    for sign in path.chars() {
        match sign {
            '[' => is_id = true,
            ']' => is_id = false,
            sign if !is_id => plain.push(sign),
            _ => {}
        }
    }
    plain
}

/// How long the id of a repeat instance may be.
pub(crate) const ID_BYTES_MAX: usize = 128;

/// Whether a text can name a repeat instance in a path.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= ID_BYTES_MAX
        && !text.contains(['[', ']', '/'])
        && !text.chars().any(char::is_control)
}

/// What the answers call an attribute: `@name` inside what holds questions, `question@name` beside an answer.
pub(crate) fn attribute_name(of: &str, name: &str) -> String {
    format!("{of}@{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_instance_leads_to_the_question_of_the_form() {
        let check = |path: &str, want: &str| assert_eq!(question_path(path), want);
        check("sadd/women", "sadd/women");
        check("materials[3f]/quantity", "materials/quantity");
        check("a[1]/b[2]/c", "a/b/c");
        check("people[3f]@since", "people@since");
    }
}
