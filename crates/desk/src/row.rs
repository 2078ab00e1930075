//! A record's line as one person is shown it.

use forms::Index;
use programme::masking::Showing;
use store::{Reader, RecordRow as Row};

use crate::clock::iso;
use crate::open::Open;
use crate::records_view::delivery_word;
use crate::veil::{MASK, class_numbered};
use crate::view::RecordRow;
use crate::{Desk, DeskError, words};

impl Desk {
    /// A line as this person is shown it: what is masked has its label and no more, and instead of a masked
    /// title stands the code.
    pub(crate) fn row_view(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        row: Row,
    ) -> Result<RecordRow, DeskError> {
        let form = open
            .book
            .of_record(reader, &row.form, &row.form_version)
            .ok();
        let language = self.language();
        let is_hidden = |class: u8| {
            let class = class_numbered(class);
            open.person.showing(class, &row.team, row.author) != Showing::Open
        };
        let classes = row.classes;
        let hidden = Hidden {
            title: is_hidden(classes.title),
            subtitle: is_hidden(classes.subtitle) && !row.subtitle.is_empty(),
            date: is_hidden(classes.date) && row.activity_date.is_some(),
            place: is_hidden(classes.place) && row.adm1.is_some(),
            people: is_hidden(classes.people) && row.total.is_some(),
        };
        let place = |code: &Option<String>| match code {
            Some(_) if hidden.place => Ok(MASK.to_owned()),
            Some(code) => self.place_name(open, reader, form.as_deref(), code),
            None => Ok(String::new()),
        };
        let said = |index: Index, kept: String| match form.as_deref() {
            Some(form) => words::of_line(form, index, &kept, &language),
            None => kept,
        };
        let count = |number: Option<u32>| number.filter(|_| !hidden.people);
        Ok(RecordRow {
            record: row.record.to_string(),
            adm1: place(&row.adm1)?,
            adm2: place(&row.adm2)?,
            form_title: form
                .as_deref()
                .map_or_else(|| row.form.clone(), |f| f.title(&language).to_owned()),
            form: row.form,
            title: match hidden.title {
                true => row.reference.clone(),
                false => said(Index::Title, row.title),
            },
            subtitle: match hidden.subtitle {
                true => MASK.to_owned(),
                false => said(Index::Subtitle, row.subtitle),
            },
            reference: row.reference,
            masked: hidden.names(),
            date: row.activity_date.filter(|_| !hidden.date),
            team: row.team.to_string(),
            author: open.name_of(row.author),
            people: count(row.total),
            counts: [row.women, row.men, row.girls, row.boys].map(count),
            review: row.review,
            delivery: delivery_word(row.delivery).to_owned(),
            conflict: row.conflict > 0,
            problems: row.problems,
            changed_at: iso(row.changed_ms, self.offset()),
        })
    }
}

/// Facts of a line that somebody is not shown.
struct Hidden {
    title: bool,
    subtitle: bool,
    date: bool,
    place: bool,
    people: bool,
}

impl Hidden {
    fn names(&self) -> Vec<String> {
        let all = [
            (self.title, "title"),
            (self.subtitle, "subtitle"),
            (self.date, "date"),
            (self.place, "place"),
            (self.people, "people"),
        ];
        let hidden = all.into_iter().filter(|(is_hidden, _)| *is_hidden);
        hidden.map(|(_, name)| name.to_owned()).collect()
    }
}
