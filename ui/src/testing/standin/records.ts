import { stops } from "../../form/context";
import type { FileView, HistoryRow, QueueRow, ReasonView, RecordRow, RecordView } from "../../host";
import { type Said, villages } from "./definition";
import { fileOf, kept } from "./files";
import { placeOf } from "./people";
import { weightOf } from "./quality";
import { contestedOf } from "./reviewing";

const venues: Said[] = [
  ["primary school", "សាលាបឋមសិក្សា"],
  ["pagoda", "វត្ត"],
  ["market", "ផ្សារ"],
  ["house to house", "ពីផ្ទះមួយទៅផ្ទះមួយ"],
  ["commune hall", "សាលាឃុំ"],
];
const reviews = ["submitted", "approved", "approved", "verified", "returned", "locked", "rejected"];
const teams = ["BTB02", "BTB01", "PLN01"];
const authors = ["Sok Dara", "Keo Vanna", "Chea Rithy"];

function pick<T>(list: T[], i: number): T {
  return list[i % list.length] as T;
}

const DAY_MS = 86_400_000;
const LAST = Date.UTC(2026, 10, 23);

/** Figures of the i-th record: women, men, girls, boys. */
export function figures(i: number): [number, number, number, number] {
  return [4 + ((i * 7) % 12), 2 + ((i * 5) % 11), 6 + ((i * 3) % 15), 5 + ((i * 11) % 14)];
}

export function rowOf(i: number, km: boolean): RecordRow {
  const place = pick(villages, i * 5 + 3);
  const venue = pick(venues, i * 3)[km ? 1 : 0];
  const date = new Date(LAST - Math.floor(i / 3) * DAY_MS).toISOString().slice(0, 10);
  const name = (place[km ? 2 : 1] ?? "").replace(/ \(.*/, "");
  const [adm1, adm2] = placeOf(i, km);
  return {
    record: `rec-${i}`,
    form: i % 9 === 8 ? "accident" : "eore_session",
    form_title: km ? "វគ្គអប់រំ" : "Risk education session",
    title: km ? name : `${name}, ${venue}`,
    subtitle: km ? venue : pick(["group session", "school lesson", "door to door"], i),
    reference: `KH-RE-${date.replaceAll("-", "")}-${pick(teams, Math.floor(i / 2))}-00${1 + (i % 5)}`,
    masked: [],
    date,
    team: pick(teams, Math.floor(i / 2)),
    author: pick(authors, Math.floor(i / 2)),
    adm1,
    adm2,
    people: figures(i).reduce((a, b) => a + b, 0),
    counts: figures(i),
    review: i < 6 ? "submitted" : pick(reviews, i * 3 + 1),
    delivery: i < 7 ? "laptop" : "confirmed",
    conflict: i === 4,
    problems: i === 0 ? 2 : i % 13 === 5 ? 1 : 0,
    changed_at: `${date}T${String(8 + (i % 9)).padStart(2, "0")}:10:00+07:00`,
  };
}

export interface Kept {
  row: RecordRow;
  history: HistoryRow[];
  corrected: boolean;
  /** Two people decided the contrary of each other on it. */
  apart: boolean;
}

function saved(revision: string, row: RecordRow, at: string, changes: number): HistoryRow {
  return {
    revision,
    kind: "save",
    decision: null,
    who: row.author,
    role: null,
    at,
    here: row.delivery === "laptop",
    delivery: row.delivery,
    notes: [],
    ignored: null,
    changes,
  };
}

export function decided(
  row: RecordRow,
  decision: string,
  who: string,
  role: string,
  at: string,
): HistoryRow {
  return {
    ...saved(`${row.record}-${decision}-${at}`, row, at, 0),
    kind: "review",
    decision,
    who,
    role,
  };
}

export function keep(i: number, km: boolean): Kept {
  const row = rowOf(i, km);
  const day = row.date ?? "2026-11-23";
  const history = [saved(`${row.record}-a`, row, `${day}T16:40:00+07:00`, 0)];
  history.push(decided(row, "submit", row.author, "field", `${day}T17:15:00+07:00`));
  const corrected = i === 0 || row.review === "returned";
  if (corrected) {
    const returned = decided(row, "return", "Chan Sophea", "coordinator", `${day}T19:40:00+07:00`);
    returned.notes.push({
      path: "people/total",
      label: km ? "ចំនួនរាប់សរុប" : "Total counted",
      text: km
        ? "ក្រុមបូកបាន 36 តែសរុបសរសេរ 38។ មួយណាត្រូវ?"
        : "The groups make 36, the total says 38. Which is right?",
      rule: null,
      fixed: false,
      by: "Chan Sophea",
      at: `${day}T19:40:00+07:00`,
    });
    if (row.review === "returned") {
      returned.notes.push({
        path: null,
        rule: "R-D2",
        label: km
          ? "ក្រុមនៅកន្លែងពីរក្នុងពេលតែមួយ 30 នាទី។"
          : "The team was in two places at once for 30 minutes.",
        text: km ? "មួយណានៅម៉ោងដប់?" : "Which of the two was at ten?",
        fixed: false,
        by: "Chan Sophea",
        at: `${day}T19:40:00+07:00`,
      });
    }
    history.push(returned);
  }
  if (i === 0) {
    history.push(saved(`${row.record}-b`, row, `${day}T20:02:00+07:00`, 2));
    history.push(decided(row, "submit", row.author, "field", `${day}T20:02:30+07:00`));
  }
  if (["verified", "approved", "locked"].includes(row.review)) {
    history.push(decided(row, "verify", "Chan Sophea", "coordinator", `${day}T20:30:00+07:00`));
  }
  if (["approved", "locked"].includes(row.review)) {
    history.push(decided(row, "approve", "Prak Bopha", "supervisor", `${day}T21:00:00+07:00`));
  }
  return { row, history, corrected, apart: false };
}

export function viewOfRecord(
  held: Kept,
  i: number,
  km: boolean,
  moves: string[],
  refusal: string | null,
): RecordView {
  const { row } = held;
  const say = (english: string, khmer: string) => (km ? khmer : english);
  const [women, men, girls, boys] = figures(i);
  const answer = (
    path: string,
    english: string,
    khmer: string,
    value: string | number,
    guard = "P0",
  ) => ({
    path,
    label: say(english, khmer),
    value: String(value),
    class: guard,
    file: null as FileView | null,
    showing: "open",
  });
  const photo = (path: string, english: string, khmer: string, content: string, guard: string) => {
    const name = kept(content) ?? "";
    return { ...answer(path, english, khmer, name, guard), file: fileOf(name) };
  };
  const reasons: [ReasonView] = [
    {
      rule: "S9",
      path: "people/dis_girls",
      label: say("With disability", "មានពិការភាព"),
      text: say("The teacher knows every child.", "គ្រូស្គាល់កុមារគ្រប់គ្នា។"),
      by: "Sok Dara",
      at: row.changed_at,
    },
  ];
  const problems =
    row.problems === 0
      ? []
      : [
          {
            path: "where/position",
            label: say("Position", "ទីតាំង"),
            kind: "rule",
            severity: "error",
            ...{ rule: "R-C2", asks_reason: false, reason: null, reason_before: null },
            text: say(
              "6.2 km from the declared village. Nine of ten sessions lie within 4.8 km.",
              "ឆ្ងាយពីភូមិ 6.2 គ.ម.។ វគ្គប្រាំបួនក្នុងដប់ ស្ថិតក្នុង 4.8 គ.ម.។",
            ),
          },
          {
            path: "people/dis_girls",
            label: say("With disability", "មានពិការភាព"),
            kind: "rule",
            severity: "warning",
            text: say("Nobody with a disability was counted.", "គ្មានអ្នកមានពិការភាពត្រូវបានរាប់។"),
            rule: "S9",
            asks_reason: true,
            reason: reasons[0].text,
            reason_before: null,
          },
        ].slice(0, row.problems);
  return {
    row,
    version: "2026.2",
    reference: row.reference,
    sections: [
      {
        label: say("Where and when", "ទីកន្លែង និងពេលវេលា"),
        answers: [
          answer("where/village", "Village", "ភូមិ", row.title),
          answer(
            "where/date",
            "Date",
            "កាលបរិច្ឆេទ",
            (row.date ?? "").split("-").reverse().join("/"),
          ),
          answer("where/position", "Position", "ទីតាំង", "13.09572, 103.20219", "P1"),
        ],
      },
      {
        label: say("People who took part", "មនុស្សដែលបានចូលរួម"),
        answers: [
          answer("people/women", "Women", "ស្ត្រី", women),
          answer("people/men", "Men", "បុរស", men),
          answer("people/girls", "Girls", "ក្មេងស្រី", girls),
          answer("people/boys", "Boys", "ក្មេងប្រុស", boys),
          answer("people/total", "Total counted", "ចំនួនរាប់សរុប", row.people ?? 0),
          answer("focal/phone", "Phone of the focal point", "ទូរស័ព្ទអ្នកទំនាក់ទំនង", "012 000 000", "P2"),
          ...(row.form === "accident"
            ? [
                answer(
                  "health/injury",
                  "Injury",
                  "របួស",
                  say("lower leg, left", "ជើងខាងក្រោម ឆ្វេង"),
                  "P3",
                ),
              ]
            : []),
        ],
      },
      {
        label: say("Messages and materials", "សារ និងសម្ភារ"),
        answers: [
          answer(
            "session/messages",
            "Messages",
            "សារអប់រំ",
            say("Do not touch, Report it", "កុំប៉ះពាល់, រាយការណ៍"),
          ),
          answer(
            "given/materials",
            "Materials",
            "សម្ភារ",
            say("36 school books, 2 posters", "សៀវភៅ 36, ផ្ទាំងរូបភាព 2"),
          ),
          ...(i === 0
            ? [
                photo("given/sheet", "Picture of the sheet", "រូបថតបញ្ជី", "photo 1", "P1"),
                photo("given/consent", "Signed consent", "លិខិតយល់ព្រម", "photo 2", "P3"),
                photo("given/scan", "Scan of the plan", "ឯកសារផែនការ", "%PDF-1.4", "P1"),
              ]
            : []),
        ],
      },
    ],
    conflicts:
      row.conflict && !held.apart
        ? [
            {
              path: "people/total",
              label: say("Total counted", "ចំនួនរាប់សរុប"),
              base: "38",
              ours: "36",
              theirs: "40",
              values: { base: "38", ours: "36", theirs: "40", both: null },
            },
            {
              path: "session/messages",
              label: say("Messages", "សារអប់រំ"),
              base: say("Do not touch", "កុំប៉ះពាល់"),
              ours: say("Do not touch, Report it", "កុំប៉ះពាល់, រាយការណ៍"),
              theirs: say("Do not touch, Safe farming", "កុំប៉ះពាល់, ធ្វើស្រែចម្ការសុវត្ថិភាព"),
              values: {
                base: "do_not_touch",
                ours: "do_not_touch report",
                theirs: "do_not_touch farming",
                both: "do_not_touch report farming",
              },
            },
          ]
        : [],
    problems,
    reasons: row.problems > 1 ? reasons : [],
    comments: row.review === "returned" ? held.history.flatMap((h) => h.notes) : [],
    history: held.history,
    receipts:
      row.delivery === "confirmed"
        ? [
            {
              batch: "batch-2",
              time: "2026-11-20T17:42:00+07:00",
              revisions: 31,
              files: 0,
              fingerprint: "7f3a 91bc 22d0",
              verified: true,
            },
          ]
        : [],
    reveals: [],
    moves,
    refusal,
    may_edit: ["submitted", "returned"].includes(row.review),
    draft: null,
    contested: held.apart ? contestedOf(row.record, km) : [],
    override_needed: problems.some(stops),
    open_findings: [],
    seen: null,
    place_beside:
      i === 0
        ? {
            path: "where/position",
            lat: 13.09572,
            lon: 103.20219,
            village: {
              place: say("Andaeuk Haeb", "អណ្តើកហែប"),
              lat: 13.1402,
              lon: 103.2371,
              metres: 6225,
            },
          }
        : null,
  };
}

export function queueRow(kept: Kept, i: number, person: string, seen: number | null): QueueRow {
  // The first one came back and waits longer than those beside it.
  const days = i === 0 ? 3 : Math.floor(i / 2);
  const found = weightOf(i);
  return {
    row: kept.row,
    days,
    severity: kept.apart || kept.row.problems > 1 ? 2 : Math.max(kept.row.problems, found),
    again: i === 0,
    own: kept.row.author === person,
    looked: seen === null ? "never" : seen === kept.history.length ? "same" : "changed",
  };
}
