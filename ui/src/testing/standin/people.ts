/** What is masked on the stand-in laptop, the page of a person, and the views that somebody keeps. */
import {
  type ConflictView,
  HostFault,
  type PlaceOption,
  type RecordRow,
  type RecordView,
  type RecordViews,
  type Revealed,
  type RevealRow,
  type Timeline,
} from "../../host";
import type { Said } from "./definition";

const MASK = "•••";

/** How the classes are shown to a role on records that are not its own. */
function showing(role: string, guard: string): string {
  if (guard === "P0" || guard === "P1" || role === "field" || role === "va") return "open";
  return guard === "P2" ? "masked" : "barred";
}

/** The record as this role is shown it, and what is behind the masks. */
export function veiled(view: RecordView, role: string): [RecordView, Revealed] {
  const hidden: Revealed = { answers: [], conflicts: [] };
  const hides = new Set<string>();
  const sections = view.sections.map((section) => ({
    ...section,
    answers: section.answers.map((answer) => {
      const how = showing(role, answer.class);
      if (how === "open") return answer;
      hides.add(answer.path);
      if (how === "masked") hidden.answers.push(answer);
      return { ...answer, value: MASK, showing: how };
    }),
  }));
  const conflicts = view.conflicts.map((conflict): ConflictView => {
    if (!hides.has(conflict.path)) return conflict;
    hidden.conflicts.push(conflict);
    return { ...conflict, base: MASK, ours: MASK, theirs: MASK, values: null };
  });
  return [{ ...view, sections, conflicts }, hidden];
}

export function revealOf(hidden: Revealed, path: string | null): Revealed {
  const isAsked = (at: string) => path === null || at === path;
  const answers = hidden.answers.filter((answer) => isAsked(answer.path));
  if (answers.length === 0) throw new HostFault("not_allowed", "your role may not see this answer");
  return { answers, conflicts: hidden.conflicts.filter((c) => isAsked(c.path)) };
}

export const revealsShown = (record: string): RevealRow[] => [
  {
    record,
    path: "focal/phone",
    label: "",
    deed: "shown",
    why: "",
    who: "Chan Sophea",
    at: "2026-11-22T09:12:00+07:00",
    here: true,
  },
];

const life: [form: string, title: Said, what: Said, more: Said, date: string, about: boolean][] = [
  [
    "accident",
    ["Accident", "គ្រោះថ្នាក់"],
    ["Andaeuk Haeb", "អណ្តើកហែប"],
    ["anti-personnel mine", "មីនប្រឆាំងមនុស្ស"],
    "2026-06-02",
    true,
  ],
  ["consent", ["Consent", "ការយល់ព្រម"], ["given", "បានផ្តល់"], ["", ""], "2026-06-09", false],
  [
    "needs_assessment",
    ["Needs assessment", "ការវាយតម្លៃតម្រូវការ"],
    ["KH-NA-BTB02-7F3K-9QX2", "KH-NA-BTB02-7F3K-9QX2"],
    ["", ""],
    "2026-06-09",
    false,
  ],
  [
    "referral",
    ["Referral", "ការបញ្ជូនបន្ត"],
    ["R-2026-014", "R-2026-014"],
    ["Battambang rehabilitation centre", "មជ្ឈមណ្ឌលស្តារនីតិសម្បទាបាត់ដំបង"],
    "2026-06-10",
    false,
  ],
  [
    "service_session",
    ["Service", "សេវា"],
    ["Prosthesis", "អវយវៈសិប្បនិម្មិត"],
    ["Battambang rehabilitation centre", "មជ្ឈមណ្ឌលស្តារនីតិសម្បទាបាត់ដំបង"],
    "2026-07-23",
    false,
  ],
  [
    "follow_up",
    ["Follow-up", "ការតាមដាន"],
    ["home visit", "ចុះទៅផ្ទះ"],
    ["met", "បានជួប"],
    "2026-10-30",
    false,
  ],
];

/** Every third record of the stand-in has a life; of the others nothing is known yet. */
export function timelineOf(subject: RecordRow, role: string, km: boolean): Timeline {
  const say = (said: Said) => said[km ? 1 : 0];
  const isHidden = role === "coordinator" || role === "supervisor";
  const has = subject.form === "accident";
  return {
    subject,
    merged: [],
    more: 0,
    forms: isHidden
      ? []
      : life
          .filter(([, , , , , about]) => !about)
          .map(([id, title]) => ({ id, version: "2026.2", title: say(title), records: 0 })),
    entries: has
      ? life.map(([form, title, what, more, date, about], at) => {
          const guarded = isHidden && !about && form !== "referral";
          return {
            about,
            row: {
              ...subject,
              record: `rec-${10 + at}`,
              form,
              form_title: say(title),
              reference: `KH-VA-BTB02-7F3K-00${at}`,
              title: guarded ? `KH-VA-BTB02-7F3K-00${at}` : say(what),
              subtitle: guarded && say(more) ? MASK : say(more),
              masked: guarded ? ["title", "subtitle", "date"] : [],
              date: guarded ? null : date,
              review: at === 5 ? "submitted" : "approved",
              delivery: at === 5 ? "laptop" : "confirmed",
              problems: at === 4 ? 1 : 0,
              conflict: false,
            },
          };
        })
      : [],
  };
}

const provinces: [string, Said][] = [
  ["KH02", ["Battambang", "បាត់ដំបង"]],
  ["KH24", ["Pailin", "ប៉ៃលិន"]],
];
const districts: [string, Said][] = [
  ["KH0207", ["Rotonak Mondol", "រតនមណ្ឌល"]],
  ["KH0212", ["Samlout", "សំឡូត"]],
];

export function placeOf(i: number, km: boolean): [province: string, district: string] {
  const say = (list: [string, Said][]) => list[i % 2]?.[1][km ? 1 : 0] ?? "";
  return [say(provinces), say(districts)];
}

export function placeOptions(adm1: string | null, adm2: string | null, km: boolean): PlaceOption[] {
  if (adm2) return [];
  return (adm1 ? districts : provinces).map(([code, label], i) => ({
    code,
    label: label[km ? 1 : 0],
    records: 21 - i * 9,
  }));
}

/** Views are kept, and refused where the program would refuse them. */
export function keptViews(views: RecordViews): RecordViews {
  const names = (views.views ?? []).map((view) => view.name.trim());
  if (names.some((name) => name === "") || new Set(names).size < names.length)
    throw new HostFault("misused", "a view needs a name of its own");
  return structuredClone(views);
}
