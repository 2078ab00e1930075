//! The revisions of a part, one column after the other: what is alike stands together and compresses well.

use std::collections::HashMap;

use records::{
    BODY_BYTES_MAX, Header, Kind, PARENTS_MAX, Part, PersonId, RecordId, Revision, RevisionId,
    body_hash,
};

use super::PackError;
use super::bytes::{Reader, put_difference, put_text, put_varint};

/// A form and its version.
type Form<'a> = (&'a str, &'a str);

/// Lists each different value once; values are then written as places in the list.
struct Table<T>(Vec<T>);

impl<T: PartialEq> Table<T> {
    /// Returns the place of a value, adding it when it is new. Linear: a part has a handful of values.
    fn place(&mut self, value: T) -> u64 {
        let place = self
            .0
            .iter()
            .rposition(|known| *known == value)
            .unwrap_or_else(|| {
                self.0.push(value);
                self.0.len() - 1
            });
        place as u64
    }
}

/// The columns of varying width, in the order in which they are written.
#[derive(Default)]
struct Columns {
    kinds: Vec<u8>,
    forms: Vec<u8>,
    authors: Vec<u8>,
    times: Vec<u8>,
    record_steps: Vec<u8>,
    record_times: Vec<u8>,
    parent_counts: Vec<u8>,
    parent_steps: Vec<u8>,
    body_lengths: Vec<u8>,
    record_rest: Vec<u8>,
    outside_parents: Vec<u8>,
    erased_hashes: Vec<u8>,
}

/// Writes the columns of a part's revisions.
pub(super) fn write(revisions: &[Revision]) -> Vec<u8> {
    let mut columns = Columns::default();
    let (mut forms, mut authors) = (Table::<Form>(Vec::new()), Table(Vec::new()));
    let mut places: HashMap<RevisionId, usize> = HashMap::with_capacity(revisions.len());
    let mut records: HashMap<RecordId, usize> = HashMap::with_capacity(revisions.len());
    let mut order: Vec<(u64, &Revision)> = Vec::with_capacity(revisions.len());
    let mut before = 0;
    for (place, revision) in revisions.iter().enumerate() {
        let header = &revision.header;
        let form = forms.place((&header.form, &header.form_version));
        columns.kinds.push(header.kind.number());
        put_varint(&mut columns.forms, form);
        put_varint(&mut columns.authors, authors.place(header.author));
        put_difference(&mut columns.times, header.at, before);
        before = header.at;
        columns.put_record(
            header,
            records
                .insert(header.record, place)
                .map(|last| place - last),
        );
        put_varint(&mut columns.parent_counts, header.parents.len() as u64);
        for parent in &header.parents {
            columns.put_parent(parent, places.get(parent).map(|inside| place - inside));
        }
        places.insert(revision.id, place);
        columns.put_body_length(revision);
        order.push((form, revision));
    }
    columns.join(&forms.0, &authors.0, &order)
}

impl Columns {
    /// Writes how far back the same record was met, or the record itself.
    fn put_record(&mut self, header: &Header, step: Option<usize>) {
        put_varint(&mut self.record_steps, step.unwrap_or(0) as u64);
        if step.is_none() {
            let (made_ms, rest) = split_record(header.record);
            put_difference(&mut self.record_times, made_ms, header.at);
            self.record_rest.extend(rest);
        }
    }

    /// Writes how far back the parent is in this part, or the parent itself.
    fn put_parent(&mut self, parent: &RevisionId, step: Option<usize>) {
        put_varint(&mut self.parent_steps, step.unwrap_or(0) as u64);
        if step.is_none() {
            self.outside_parents.extend(parent.0);
        }
    }

    /// Writes the length and, of an erased body, the hash that cannot be worked out any more.
    fn put_body_length(&mut self, revision: &Revision) {
        let erased = revision.body.is_none();
        let length = u64::from(revision.header.body_len);
        put_varint(&mut self.body_lengths, length << 1 | u64::from(erased));
        if erased {
            self.erased_hashes.extend(revision.header.body_hash);
        }
    }

    /// Puts lists, columns and bodies in a row. Bodies of a form and kind stand together.
    fn join(self, forms: &[Form], authors: &[PersonId], order: &[(u64, &Revision)]) -> Vec<u8> {
        let mut plain = Vec::new();
        put_varint(&mut plain, forms.len() as u64);
        for (form, version) in forms {
            put_text(&mut plain, form);
            put_text(&mut plain, version);
        }
        put_varint(&mut plain, authors.len() as u64);
        authors.iter().for_each(|author| plain.extend(author.0));
        for column in [
            self.kinds,
            self.forms,
            self.authors,
            self.times,
            self.record_steps,
            self.record_times,
            self.parent_counts,
            self.parent_steps,
            self.body_lengths,
            self.record_rest,
            self.outside_parents,
            self.erased_hashes,
        ] {
            plain.extend(column);
        }
        let mut order: Vec<&(u64, &Revision)> = order.iter().collect();
        order.sort_by_key(|(form, revision)| (*form, revision.header.kind));
        order
            .iter()
            .filter_map(|(_, r)| r.body.as_ref())
            .for_each(|body| plain.extend(body));
        plain
    }
}

/// One revision while its columns are being read.
#[derive(Clone, Copy)]
struct Row<'a> {
    kind: Kind,
    form: usize,
    author: usize,
    at: u64,
    /// How far back the same record was met; 0: it is new here.
    record_step: usize,
    record: RecordId,
    parent_count: usize,
    body_bytes: usize,
    /// `None` when the body was erased.
    body: Option<&'a [u8]>,
}

/// Reads the columns of a part's revisions, working out ids and hashes.
pub(super) fn read(part: &Part, plain: &[u8]) -> Result<Vec<Revision>, PackError> {
    let input = &mut Reader::new(plain);
    let count = part.count as usize;
    let forms = read_list(input, count, "forms", |input| {
        Ok((input.text("forms")?, input.text("forms")?))
    })?;
    let authors = read_list(input, count, "authors", |input| {
        Ok(PersonId(input.array("authors")?))
    })?;
    let mut rows = read_rows(input, count, forms.len(), authors.len())?;
    let steps = read_parent_steps(input, &mut rows)?;
    read_body_lengths(input, &mut rows)?;
    for row in rows.iter_mut().filter(|row| row.record_step == 0) {
        complete_record(&mut row.record, input.array("records")?);
    }
    let outside = steps.iter().filter(|step| **step == 0).count();
    let outside = input.take(outside * 32, "parents")?;
    let erased = rows.iter().filter(|row| row.body.is_none()).count();
    let hashes = input.take(erased * 32, "hashes of erased bodies")?;
    read_bodies(input, &mut rows)?;
    Assembly {
        part,
        forms: &forms,
        authors: &authors,
        steps: &mut steps.into_iter(),
        outside: &mut outside.as_chunks().0.iter(),
        hashes: &mut hashes.as_chunks().0.iter(),
        done: Vec::with_capacity(count),
    }
    .revisions(&rows)
}

fn read_list<'a, T>(
    input: &mut Reader<'a>,
    most: usize,
    what: &'static str,
    mut read: impl FnMut(&mut Reader<'a>) -> Result<T, PackError>,
) -> Result<Vec<T>, PackError> {
    let count = input.count(most, what)?;
    (0..count).map(|_| read(input)).collect()
}

/// Reads kinds, forms, authors, times and records.
fn read_rows<'a>(
    input: &mut Reader<'_>,
    count: usize,
    forms: usize,
    authors: usize,
) -> Result<Vec<Row<'a>>, PackError> {
    let mut rows: Vec<Row> = Vec::with_capacity(count);
    for number in input.take(count, "kinds")? {
        rows.push(Row {
            kind: Kind::from_number(*number).ok_or(PackError::Damaged { what: "kinds" })?,
            form: 0,
            author: 0,
            at: 0,
            record_step: 0,
            record: RecordId([0; 16]),
            parent_count: 0,
            body_bytes: 0,
            body: Some(&[]),
        });
    }
    for row in &mut rows {
        row.form = input.place(forms.saturating_sub(1), "forms")?;
    }
    for row in &mut rows {
        row.author = input.place(authors.saturating_sub(1), "authors")?;
    }
    let mut before = 0;
    for row in &mut rows {
        before = input.difference(before, "times")?;
        row.at = before;
    }
    for (place, row) in rows.iter_mut().enumerate() {
        row.record_step = input.place(place, "records")?;
    }
    for row in rows.iter_mut().filter(|row| row.record_step == 0) {
        row.record = record_of(input.difference(row.at, "records")?)?;
    }
    Ok(rows)
}

/// Reads how many parents each revision has, then how far back each is; 0: outside the part.
fn read_parent_steps(
    input: &mut Reader<'_>,
    rows: &mut [Row<'_>],
) -> Result<Vec<usize>, PackError> {
    for row in &mut *rows {
        row.parent_count = input.count(PARENTS_MAX, "parents")?;
    }
    let mut steps = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        for _ in 0..row.parent_count {
            steps.push(input.place(place, "parents")?);
        }
    }
    Ok(steps)
}

fn read_body_lengths(input: &mut Reader<'_>, rows: &mut [Row<'_>]) -> Result<(), PackError> {
    for row in rows {
        let length = input.count(BODY_BYTES_MAX << 1 | 1, "length of a body")?;
        row.body_bytes = length >> 1;
        if length & 1 == 1 {
            row.body = None;
        }
    }
    Ok(())
}

/// Takes the bodies, which stand together by form and kind, up to the very end.
fn read_bodies<'a>(input: &mut Reader<'a>, rows: &mut [Row<'a>]) -> Result<(), PackError> {
    let mut held: Vec<&mut Row> = rows.iter_mut().filter(|row| row.body.is_some()).collect();
    held.sort_by_key(|row| (row.form, row.kind));
    for row in held {
        row.body = Some(input.take(row.body_bytes, "bodies")?);
    }
    if input.is_empty() {
        Ok(())
    } else {
        Err(PackError::Damaged { what: "end" })
    }
}

/// Puts rows together to revisions, one after the other: a parent's id must be known before its child's.
struct Assembly<'a, 'b> {
    part: &'b Part,
    forms: &'b [Form<'a>],
    authors: &'b [PersonId],
    steps: &'b mut dyn Iterator<Item = usize>,
    outside: &'b mut dyn Iterator<Item = &'a [u8; 32]>,
    hashes: &'b mut dyn Iterator<Item = &'a [u8; 32]>,
    done: Vec<Revision>,
}

impl Assembly<'_, '_> {
    fn revisions(mut self, rows: &[Row<'_>]) -> Result<Vec<Revision>, PackError> {
        for (row, n) in rows.iter().zip(self.part.first..) {
            let revision = self
                .revision(row, n)
                .ok_or(PackError::Damaged { what: "columns" })?;
            revision.header.check()?;
            self.done.push(revision);
        }
        Ok(self.done)
    }

    /// `None` when a list or column is too short, which their readers have ruled out.
    fn revision(&mut self, row: &Row<'_>, n: u64) -> Option<Revision> {
        let (form, form_version) = self.forms.get(row.form)?;
        let header = Header {
            record: match row.record_step {
                0 => row.record,
                step => self.back(step)?.header.record,
            },
            team: self.part.team.clone(),
            kind: row.kind,
            parents: (0..row.parent_count)
                .map(|_| self.parent())
                .collect::<Option<_>>()?,
            form: (*form).to_owned(),
            form_version: (*form_version).to_owned(),
            author: *self.authors.get(row.author)?,
            device: self.part.device,
            n,
            at: row.at,
            body_len: row.body_bytes as u32,
            body_hash: match row.body {
                Some(body) => body_hash(body),
                None => *self.hashes.next()?,
            },
        };
        Some(Revision {
            id: header.id(),
            header,
            body: row.body.map(<[u8]>::to_vec),
        })
    }

    fn parent(&mut self) -> Option<RevisionId> {
        match self.steps.next()? {
            0 => Some(RevisionId(*self.outside.next()?)),
            step => Some(self.back(step)?.id),
        }
    }

    fn back(&self, step: usize) -> Option<&Revision> {
        self.done.get(self.done.len().checked_sub(step)?)
    }
}

/// Splits a record id into the millisecond it was made (close to the revision's time) and the random rest.
fn split_record(record: RecordId) -> (u64, [u8; 10]) {
    let [a, b, c, d, e, f, rest @ ..] = record.0;
    (u64::from_be_bytes([0, 0, a, b, c, d, e, f]), rest)
}

/// Returns the record id made at this millisecond, its rest still to come.
fn record_of(made_ms: u64) -> Result<RecordId, PackError> {
    let [0, 0, a, b, c, d, e, f] = made_ms.to_be_bytes() else {
        return Err(PackError::Damaged { what: "records" });
    };
    Ok(RecordId([a, b, c, d, e, f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
}

fn complete_record(record: &mut RecordId, rest: [u8; 10]) {
    record
        .0
        .iter_mut()
        .skip(6)
        .zip(rest)
        .for_each(|(to, from)| *to = from);
}
