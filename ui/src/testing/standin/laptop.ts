/** What the stand-in laptop holds: who is signed in, drafts, records, and where they are. */
import {
  type AppState,
  HostFault,
  type Pill,
  type RecordQuery,
  type RecordView,
  type RefusedView,
  type SeenView,
  type SyncView,
} from "../../host";
import type { Said } from "./definition";
import { type Draft, newDraft, viewOf } from "./drafts";
import { revealsShown, veiled } from "./people";
import { openFindings } from "./quality";
import { type Kept, keep, queueRow, viewOfRecord } from "./records";

export interface Options {
  stage: AppState["stage"];
  role: "field" | "va" | "coordinator" | "supervisor";
  language: string;
  theme: string;
  textSize: number;
  records: number;
  /** The state of the road; `trial` has no centre at all. */
  road: "waiting" | "handed" | "files" | "offline" | "confirmed" | "trial" | "sending";
  /** The stick that is written has room for one file only. */
  full: boolean;
  /** What lies on the stick that the person chooses; none: they cancel. */
  stick: "none" | "empty" | "colleague" | "sealed" | "centre" | "lost" | "cut";
  /** Language was chosen before. */
  chosen: boolean;
  /** Work that can be stopped goes on until it is. */
  endless: boolean;
  /** Every question fails, to show the screens' way of saying so. */
  broken: boolean;
  /** New drafts are of the programme's own forms, read from their sheets. */
  programme: boolean;
  /** What the person chooses when they are asked for a file; none when they cancel. */
  chosenFile: string | null;
  /** Ports on which a satellite receiver may hang, with spaces between. */
  gps: string;
  /** Minutes until the window locks by itself. */
  lockMinutes: number;
  /** Rows of one slice of the queue. */
  slice: number;
  /** On the second record two people decided the contrary of each other. */
  contested: boolean;
  /** The form file that the person chooses. */
  file: "broken" | "newer";
  /** The maps that the office brought. */
  maps: "none" | "some";
}

export const usual: Options = {
  stage: "open",
  role: "field",
  language: "en",
  theme: "light",
  textSize: 100,
  records: 42,
  road: "waiting",
  full: false,
  stick: "colleague",
  chosen: true,
  endless: false,
  broken: false,
  programme: false,
  chosenFile: "photo of a sheet",
  gps: "",
  lockMinutes: 10,
  slice: 200,
  contested: false,
  file: "newer",
  maps: "none",
};

export const people = {
  field: "Sok Dara",
  va: "Meas Vanna",
  coordinator: "Chan Sophea",
  supervisor: "Prak Bopha",
} as const;
export const SESSION: Said = ["Risk education session", "វគ្គអប់រំពីគ្រោះថ្នាក់"];
export const forms: [string, ...Said][] = [
  ["eore_session", ...SESSION],
  ["person", "Person or survivor", "បុគ្គល ឬអ្នករស់រានមានជីវិត"],
  ["accident", "Accident", "គ្រោះថ្នាក់"],
  ["hazard_report", "Hazard report", "របាយការណ៍គ្រោះថ្នាក់"],
  ["referral", "Referral", "ការបញ្ជូនបន្ត"],
];
export const NOW = "2026-11-23T14:03:00+07:00";
export const PASSPHRASE = "correct horse rice field";

export function laptop(options: Options) {
  const km = () => state.preferences.language === "km";
  const say = (said: Said) => said[km() ? 1 : 0];
  const drafts = new Map<string, Draft>();
  const trial = options.road === "trial";
  const team = { id: "BTB02", name: "Battambang 2" };

  const state: AppState = {
    stage: options.stage,
    people:
      options.stage === "first_run"
        ? []
        : [
            { id: "p1", name: people[options.role] },
            { id: "p2", name: "Keo Vanna" },
            { id: "p3", name: "ចាន់ សុភា" },
          ],
    programme: options.stage === "first_run" ? null : "CMAA Battambang",
    session: null,
    preferences: {
      language: options.language,
      theme: options.theme,
      text_size: options.textSize,
      chosen: options.chosen,
      lock_minutes: options.lockMinutes,
    },
    trouble: null,
  };
  const signIn = () => {
    state.stage = "open";
    state.session = {
      person: "p1",
      name: people[options.role],
      role: options.role,
      team: options.role === "field" || options.role === "va" ? team : null,
      teams: [team, { id: "BTB01", name: "Battambang 1" }, { id: "PLN01", name: "Pailin 1" }],
      programme: "CMAA Battambang",
      country: "KH",
      is_trial: trial,
      has_centre: !trial,
      may_record: options.role !== "supervisor",
      may_review: options.role !== "field" && options.role !== "va",
      may_look_after: options.role === "supervisor",
      may_oversee: options.role === "supervisor",
    };
  };
  if (options.stage === "open") signIn();
  const now = (): AppState => structuredClone(state);

  /** What this person last saw: the coordinator returned the first record and has not seen what became of it. */
  const seen = new Map<string, { statements: number; view: SeenView }>();
  if (options.role === "coordinator" && options.records > 0) {
    const view = { save: "rec-0-a", at: "2026-11-23T19:40:00+07:00", same: false };
    seen.set("rec-0", { statements: 3, view });
  }
  let kept: Kept[] = [];
  const stock = () => {
    if (kept.length === 0) {
      kept = Array.from({ length: options.records }, (_, i) => keep(i, km()));
      const [, second] = kept;
      if (second && options.contested) {
        second.apart = true;
        second.row = { ...second.row, conflict: true };
      }
    }
    return kept;
  };
  const find = (id: string): [Kept, number] => {
    const at = stock().findIndex((k) => k.row.record === id);
    const found = stock()[at];
    if (!found) throw new HostFault("not_found", `no record ${id}`);
    return [found, at];
  };
  const draftOf = (id: string): Draft => {
    const draft = drafts.get(id);
    if (!draft) throw new HostFault("not_found", `no draft ${id}`);
    return draft;
  };
  const show = (draft: Draft) => viewOf(draft, state.preferences.language);
  const waiting = () => stock().filter((k) => k.row.delivery === "laptop").length;
  /** What the centre holds against records, until somebody has seen it. */
  const seenMarks = new Set<string>();
  const refused = (): RefusedView[] => {
    if (trial || options.records === 0) return [];
    const all = [
      {
        record: "rec-2",
        title: stock()[2]?.row.title ?? "",
        code: "author",
        kept: true,
        detail: "its author is not in this team on this laptop",
        at: "2026-11-20T17:42:00+07:00",
      },
    ];
    return all.filter((item) => !seenMarks.has(`${item.record} ${item.code}`));
  };
  let holdsFiles = false;
  const recordsConfirmed = () => options.road === "confirmed" || options.road === "files";
  const pill = (): Pill => ({
    state: options.records === 0 && !trial ? "empty" : options.road,
    waiting: recordsConfirmed() ? 0 : waiting(),
    files: options.road === "files" ? 3 : 0,
    oldest_days: 3,
    done: 4,
    total: 12,
    confirmed_at: options.road === "confirmed" ? "2026-11-20T17:42:00+07:00" : null,
    needs_person: refused().length + stock().filter((k) => k.row.conflict).length,
  });
  const counts = () => {
    const laptop = recordsConfirmed() ? 0 : waiting();
    return { laptop, handed: 0, confirmed: stock().length - laptop };
  };
  const moves = (row: Kept["row"]): [string[], string | null] => {
    if (options.role === "field" || options.role === "va") return [[], "role"];
    if (row.author === people[options.role]) return [[], "own_record"];
    const isApart = stock().some((k) => k.apart && k.row.record === row.record);
    if (row.conflict && !isApart) return [[], "conflict"];
    const supervisor = options.role === "supervisor";
    const by: Record<string, string[]> = {
      submitted: supervisor ? ["verify", "approve", "return", "reject"] : ["verify", "return"],
      verified: supervisor ? ["approve", "return", "reject"] : ["return"],
      approved: supervisor ? ["lock", "reopen"] : [],
      locked: supervisor ? ["reopen"] : [],
      rejected: supervisor ? ["reopen"] : [],
    };
    const may = by[row.review] ?? [];
    return [may, may.length === 0 ? "state" : null];
  };
  /** What was found beside other records: an error stops whoever would accept the record, a warning asks them why. */
  const weighUp = (whole: RecordView) => {
    const open = openFindings(
      whole.row.record,
      stock().map((k) => k.row),
    );
    const accepts = (move: string) => move === "verify" || move === "approve";
    whole.open_findings = open;
    if (open.some(({ severity }) => severity === "error") && whole.moves.some(accepts)) {
      whole.moves = whole.moves.filter((move) => !accepts(move));
      whole.refusal = "finding";
    } else whole.override_needed ||= open.length > 0;
  };
  const view = (id: string) => {
    const [found, at] = find(id);
    const [may, refusal] = moves(found.row);
    const whole = viewOfRecord(found, at, km(), may, refusal);
    const looked = seen.get(id);
    if (looked) whole.seen = { ...looked.view, same: looked.statements === found.history.length };
    if (options.role === "supervisor") whole.reveals = revealsShown(id);
    if (options.role === "supervisor" || options.role === "coordinator") weighUp(whole);
    return structuredClone(veiled(whole, options.role));
  };
  const matches = (k: Kept, q: RecordQuery) =>
    (!q.text || `${k.row.title} ${k.row.subtitle}`.toLowerCase().includes(q.text.toLowerCase())) &&
    (!q.form || k.row.form === q.form) &&
    (!q.team || k.row.team === q.team) &&
    (!q.mine || k.row.author === people[options.role]) &&
    (!q.review || k.row.review === q.review) &&
    (!q.delivery || k.row.delivery === q.delivery) &&
    (!q.from || (k.row.date ?? "") >= q.from) &&
    (!q.to || (k.row.date ?? "") <= q.to) &&
    (!q.problems || k.row.problems > 0) &&
    (!q.conflicts || k.row.conflict);
  const queue = () =>
    stock()
      .map((k, i) =>
        queueRow(k, i, people[options.role], seen.get(k.row.record)?.statements ?? null),
      )
      .filter(
        (r) =>
          r.row.review === "submitted" ||
          (options.role === "supervisor" && r.row.review === "verified"),
      )
      .sort((a, b) => b.severity - a.severity || b.days - a.days);

  const sync = (): SyncView => ({
    address: trial ? null : "https://centre.example.org",
    by_itself: !trial,
    pill: pill(),
    last_ok_at:
      options.road === "offline" ? "2026-11-20T17:50:00+07:00" : "2026-11-23T13:58:00+07:00",
    last_fault:
      options.road === "offline"
        ? { code: "offline", message: "connection refused", wait_seconds: null }
        : null,
    waiting_bytes: 38_400,
    files_waiting: options.road === "files" ? 3 : 0,
    files_waiting_bytes: options.road === "files" ? 1_240_000 : 0,
    files_absent: options.road === "files" ? 12 : 0,
    files_absent_bytes: options.road === "files" ? 3_900_000 : 0,
    files_absent_unknown: 0,
    fetches_files: false,
    holds_files: holdsFiles,
    set_aside: 0,
    clock_hours_off: null,
    batches:
      trial || options.records === 0
        ? []
        : ["23", "20", "18", "17"].map((d, i) => ({
            id: `batch-${i + 1}`,
            at: `2026-11-${d}T1${7 - i}:42:00+07:00`,
            road: "internet",
            records: 8 + i * 11,
            sent: 12 + i * 14,
            received: i * 3,
            files_sent: options.road === "files" && i === 2 ? 5 : 0,
            files_received: 0,
            bytes_up: 6400 + i * 91_000,
            bytes_down: 900 * i,
            state: i === 0 ? "broken" : "done",
            receipt:
              i === 0
                ? null
                : {
                    batch: `batch-${i + 1}`,
                    time: `2026-11-${d}T1${7 - i}:42:10+07:00`,
                    revisions: 12 + i * 14,
                    files: 0,
                    fingerprint: "7f3a 91bc 22d0",
                    verified: true,
                  },
          })),
    refused: refused(),
    conflicts: stock().filter((k) => k.row.conflict).length,
    counts: counts(),
    weeks:
      options.records === 0
        ? []
        : ["2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"].map(
            (monday, i) => ({
              monday,
              counts: {
                laptop: i === 5 ? 7 : 0,
                handed: 0,
                confirmed: i === 5 ? 5 : 18 + ((i * 7) % 9),
              },
              approved: i === 5 ? 0 : 14,
            }),
          ),
    compared_at: trial ? null : "2026-11-20T17:42:00+07:00",
    compared_equal: true,
    compared_set_apart: false,
    compared_not_taken: false,
  });

  let begun = 0;
  const newId = () => {
    begun += 1;
    return `draft-${begun}`;
  };
  const first = newDraft(newId(), "eore_session", SESSION, team.id, [
    ["where/village", "KH02070305"],
    ["where/date", "2026-11-23"],
    ["where/start", "14:30:00"],
    ["session/kind", "door_to_door"],
    ["people/women", "9"],
    ["people/men", "8"],
    ["people/girls", "15"],
    ["people/boys", "14"],
    ["people/total", "48"],
  ]);
  if (options.records > 0) drafts.set(first.id, first);

  return {
    state,
    say,
    drafts,
    trial,
    team,
    signIn,
    now,
    stock,
    holdFiles: (on: boolean) => {
      holdsFiles = on;
    },
    markSeen: (record: string, code: string) => seenMarks.add(`${record} ${code}`),
    /** Records are made again, in the language that is chosen now. */
    restock: () => {
      kept = [];
    },
    find,
    draftOf,
    show,
    pill,
    counts,
    moves,
    view,
    matches,
    queue,
    seen,
    sync,
    newId,
    first,
  };
}

/** What a stand-in laptop holds. */
export type Held = ReturnType<typeof laptop>;
