//! What changed between two versions, in sentences. English is the source; no native reader has seen the Khmer yet.

use super::{ChangeKind, FormChange, Verdict};

/// A change in one sentence.
pub(super) fn sentence(change: &FormChange, language: &str) -> String {
    let words = words(language);
    let shown = change.label.source(language).trim();
    let path = &change.path;
    let what = match (&change.choice, shown.is_empty()) {
        (None, true) => path.clone(),
        (None, false) => format!("\"{shown}\" ({path})"),
        (Some(choice), true) => choice.clone(),
        (Some(choice), false) => format!("\"{shown}\" ({choice})"),
    };
    let side = |text: &Option<String>| match (change.kind, text.as_deref()) {
        (_, None) => words.nothing.to_owned(),
        (ChangeKind::TypeChanged, Some(kind)) => kind_word(kind, language).to_owned(),
        (_, Some(text)) => text.to_owned(),
    };
    let parts = Parts {
        what: &what,
        list: path,
        old: &side(&change.old),
        new: &side(&change.new),
    };
    parts.into(template(words, change.kind))
}

/// What a sentence has places for.
struct Parts<'p> {
    what: &'p str,
    list: &'p str,
    old: &'p str,
    new: &'p str,
}

impl Parts<'_> {
    /// Puts the parts into a sentence in one pass, so that braces within them stay as they are.
    fn into(self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, beyond) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(match name {
                "what" => self.what,
                "list" => self.list,
                "old" => self.old,
                _ => self.new,
            });
            rest = beyond;
        }
        out.push_str(rest);
        out
    }
}

/// A verdict in one sentence.
pub(super) fn verdict(verdict: Verdict, language: &str) -> &'static str {
    let words = words(language);
    match verdict {
        Verdict::Whole => words.whole,
        Verdict::WithLeftovers => words.leftovers,
        Verdict::WithMisfits => words.misfits,
    }
}

struct Words {
    nothing: &'static str,
    added: &'static str,
    removed: &'static str,
    renamed: &'static str,
    moved: &'static str,
    type_changed: &'static str,
    list_changed: &'static str,
    relabelled: &'static str,
    became_required: &'static str,
    became_optional: &'static str,
    required_changed: &'static str,
    relevance: &'static str,
    constraint: &'static str,
    calculation: &'static str,
    filter: &'static str,
    count: &'static str,
    choice_added: &'static str,
    choice_removed: &'static str,
    choice_relabelled: &'static str,
    whole: &'static str,
    leftovers: &'static str,
    misfits: &'static str,
}

const EN: Words = Words {
    nothing: "nothing",
    added: "{what} is new.",
    removed: "{what} is gone.",
    renamed: "{what} is stored under another name: {old} before, {new} now.",
    moved: "{what} stands in another place: {old} before, {new} now.",
    type_changed: "{what} has another type: {old} before, {new} now.",
    list_changed: "{what} takes its choices from another list: {old} before, {new} now.",
    relabelled: "{what} has other words: \"{old}\" before.",
    became_required: "{what} has to be answered now.",
    became_optional: "{what} need not be answered any more.",
    required_changed: "{what} has to be answered under another condition: {old} before, {new} now.",
    relevance: "{what} is asked under another condition: {old} before, {new} now.",
    constraint: "{what} accepts other answers: {old} before, {new} now.",
    calculation: "{what} is worked out in another way: {old} before, {new} now.",
    filter: "{what} offers other choices: {old} before, {new} now.",
    count: "{what} is there another number of times: {old} before, {new} now.",
    choice_added: "The list {list} has a new choice: {what}.",
    choice_removed: "The list {list} has lost a choice: {what}.",
    choice_relabelled: "The list {list} has other words for {what}: \"{old}\" before.",
    whole: "Drafts and records of the older version stay readable whole.",
    leftovers: "Drafts and records of the older version stay readable. Some of their answers have no place in the newer version; they are kept beside the others.",
    misfits: "Drafts and records of the older version stay readable. Some of their answers may not fit the newer version; they are kept, and shown to be checked.",
};

const KM: Words = Words {
    nothing: "គ្មាន",
    added: "{what} ជាសំណួរថ្មី។",
    removed: "{what} ត្រូវបានដកចេញ។",
    renamed: "{what} ត្រូវបានប្តូរឈ្មោះ៖ មុន {old} ឥឡូវ {new}។",
    moved: "{what} ត្រូវបានផ្លាស់ទីតាំង៖ មុន {old} ឥឡូវ {new}។",
    type_changed: "{what} ត្រូវបានប្តូរប្រភេទ៖ មុន {old} ឥឡូវ {new}។",
    list_changed: "{what} ប្រើបញ្ជីជម្រើសផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    relabelled: "{what} មានពាក្យថ្មី៖ មុន \"{old}\"។",
    became_required: "{what} ត្រូវតែឆ្លើយចាប់ពីពេលនេះ។",
    became_optional: "{what} មិនចាំបាច់ឆ្លើយទៀតទេ។",
    required_changed: "{what} ត្រូវឆ្លើយតាមលក្ខខណ្ឌផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    relevance: "{what} ត្រូវបានសួរតាមលក្ខខណ្ឌផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    constraint: "{what} ទទួលចម្លើយតាមលក្ខខណ្ឌផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    calculation: "{what} ត្រូវបានគណនាតាមវិធីផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    filter: "{what} ផ្តល់ជម្រើសផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    count: "{what} មានចំនួនដងផ្សេង៖ មុន {old} ឥឡូវ {new}។",
    choice_added: "បញ្ជី {list} មានជម្រើសថ្មី៖ {what}។",
    choice_removed: "បញ្ជី {list} បានដកជម្រើស៖ {what}។",
    choice_relabelled: "បញ្ជី {list} មានពាក្យថ្មីសម្រាប់ {what}៖ មុន \"{old}\"។",
    whole: "សេចក្តីព្រាង និងកំណត់ត្រានៃជំនាន់ចាស់ នៅតែអាចអានបានទាំងស្រុង។",
    leftovers: "សេចក្តីព្រាង និងកំណត់ត្រានៃជំនាន់ចាស់ នៅតែអាចអានបាន។ ចម្លើយខ្លះគ្មានកន្លែងក្នុងជំនាន់ថ្មីទេ ប៉ុន្តែត្រូវបានរក្សាទុក។",
    misfits: "សេចក្តីព្រាង និងកំណត់ត្រានៃជំនាន់ចាស់ នៅតែអាចអានបាន។ ចម្លើយខ្លះអាចមិនត្រូវនឹងជំនាន់ថ្មី ប៉ុន្តែត្រូវបានរក្សាទុក ហើយបង្ហាញដើម្បីពិនិត្យ។",
};

fn words(language: &str) -> &'static Words {
    if language == "km" { &KM } else { &EN }
}

fn template(words: &Words, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => words.added,
        ChangeKind::Removed => words.removed,
        ChangeKind::Renamed => words.renamed,
        ChangeKind::Moved => words.moved,
        ChangeKind::TypeChanged => words.type_changed,
        ChangeKind::ListChanged => words.list_changed,
        ChangeKind::Relabelled => words.relabelled,
        ChangeKind::BecameRequired => words.became_required,
        ChangeKind::BecameOptional => words.became_optional,
        ChangeKind::RequiredChanged => words.required_changed,
        ChangeKind::RelevanceChanged => words.relevance,
        ChangeKind::ConstraintChanged => words.constraint,
        ChangeKind::CalculationChanged => words.calculation,
        ChangeKind::FilterChanged => words.filter,
        ChangeKind::CountChanged => words.count,
        ChangeKind::ChoiceAdded => words.choice_added,
        ChangeKind::ChoiceRemoved => words.choice_removed,
        ChangeKind::ChoiceRelabelled => words.choice_relabelled,
    }
}

/// The kinds of questions in words: as the form knows them, English, Khmer.
const KINDS: [(&str, &str, &str); 22] = [
    ("text", "text", "អត្ថបទ"),
    ("integer", "whole number", "ចំនួនគត់"),
    ("decimal", "number", "លេខ"),
    ("date", "date", "កាលបរិច្ឆេទ"),
    ("time", "time", "ម៉ោង"),
    ("datetime", "date and time", "កាលបរិច្ឆេទ និងម៉ោង"),
    ("select_one", "one choice", "ជម្រើសមួយ"),
    ("select_multiple", "several choices", "ជម្រើសច្រើន"),
    ("rank", "choices in order", "ជម្រើសតាមលំដាប់"),
    ("range", "number between two ends", "លេខក្នុងចន្លោះ"),
    ("barcode", "barcode", "បាកូដ"),
    ("note", "note", "កំណត់សម្គាល់"),
    ("calculate", "calculation", "ការគណនា"),
    ("hidden", "hidden value", "តម្លៃលាក់"),
    ("acknowledge", "agreement", "ការយល់ព្រម"),
    ("group", "group", "ក្រុម"),
    ("repeat", "repeat", "ក្រុមដដែលៗ"),
    ("instance", "entry of a repeat", "ធាតុនៃក្រុមដដែលៗ"),
    ("geopoint", "position", "ទីតាំង"),
    ("geoline", "line or shape", "ខ្សែ ឬផ្ទៃ"),
    ("file", "file", "ឯកសារ"),
    ("meta", "filled in by the laptop", "បំពេញដោយកុំព្យូទ័រ"),
];

fn kind_word<'k>(kind: &'k str, language: &str) -> &'k str {
    let found = KINDS.iter().find(|(known, ..)| *known == kind);
    found.map_or(kind, |(_, en, km)| if language == "km" { km } else { en })
}
