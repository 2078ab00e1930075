/** An in-memory host for tests and the development page; never part of the build. */

import { stops } from "../../form/context";
import {
  type Changed,
  type GpsHeard,
  type Host,
  HostFault,
  type ImportMoved,
  type Pill,
  type RecordViews,
  type StickMoved,
} from "../../host";
import { begin } from "./begin";
import { difference } from "./difference";
import { DoublesOfStandIn } from "./doubles";
import { addRow, type Draft, explain, newDraft, redo, removeRow, step, undo } from "./drafts";
import { kept, PICTURE, sky } from "./files";
import { hubs } from "./hub";
import { imported } from "./imports";
import { forms, laptop, NOW, type Options, PASSPHRASE, people, usual } from "./laptop";
import { maps, pointed } from "./maps";
import { keptViews, placeOptions, revealOf, timelineOf } from "./people";
import { peopleFound, placesFound, wayTo } from "./places";
import { position, putPosition } from "./positions";
import { findingsOf, ThresholdsOfStandIn } from "./quality";
import { figures } from "./records";
import { reportChoices, reported } from "./reports";
import { reviewing } from "./reviewing";
import { shelf } from "./shelf";
import { sticks } from "./stick";

export { type Options, PASSPHRASE };

export interface StandIn extends Host {
  /** Every call, by its name and arguments, in order. */
  calls: [string, ...unknown[]][];
  drafts: Map<string, Draft>;
  /** The answers that seldom change of the last record. */
  last: Map<string, string>;
  /** Lets the next call of this name fail. */
  failNext: (name: string, fault: HostFault) => void;
  movePill: (pill: Pill) => void;
  change: (changed: Partial<Changed>) => void;
}

export function standIn(chosen: Partial<Options> = {}): StandIn {
  const options = { ...usual, ...chosen };
  const held = laptop(options);
  const {
    state,
    say,
    drafts,
    trial,
    team,
    signIn,
    now,
    stock,
    restock,
    find,
    draftOf,
    show,
    pill,
    counts,
    view,
    matches,
    queue,
    sync,
    first,
  } = held;
  const pillHearers = new Set<(pill: Pill) => void>();
  const changeHearers = new Set<(changed: Changed) => void>();
  const gpsHearers = new Set<(heard: GpsHeard) => void>();
  const importHearers = new Set<(moved: ImportMoved) => void>();
  const stickHearers = new Set<(moved: StickMoved) => void>();
  const failures = new Map<string, HostFault>();
  const calls: [string, ...unknown[]][] = [];
  const last = new Map([
    ["session/kind", "school_lesson"],
    ["session/messages", "do_not_touch report"],
  ]);
  let wrongTries = 0;
  let cancelled = false;
  /** Work that takes so long, unless it is stopped. */
  const work = async (ms: number) => {
    cancelled = false;
    const end = Date.now() + ms;
    while (!cancelled && (options.endless || Date.now() < end)) {
      await new Promise((done) => setTimeout(done, 10));
    }
    if (cancelled) throw new HostFault("cancelled", "stopped");
  };
  let side = 2048;
  let views: RecordViews = {};
  const km = () => state.preferences.language === "km";
  let thresholds: ThresholdsOfStandIn | null = null;
  const figuresOfRules = () => {
    const may = ["coordinator", "supervisor", "admin"].includes(options.role);
    thresholds ??= new ThresholdsOfStandIn(may, people[options.role], NOW);
    return thresholds;
  };
  let pairs: DoublesOfStandIn | null = null;
  const doubles = () => {
    pairs ??= new DoublesOfStandIn(
      stock().map((k) => k.row),
      options.role === "supervisor",
      people[options.role],
      NOW,
    );
    return pairs;
  };
  const change = (changed: Partial<Changed>) => {
    for (const hear of changeHearers)
      hear({ drafts: false, records: false, delivery: false, ...changed });
  };

  const commands: Omit<Host, "onPill" | "onChanged" | "onImport" | "onStick" | "onGps"> = {
    appState: async () => now(),
    setPreferences: async (preferences) => {
      if (preferences.language !== state.preferences.language) restock();
      state.preferences = preferences;
      return now();
    },
    passphraseStrength: async (passphrase) => {
      const score =
        passphrase.length < 10 ? 1 : passphrase.length < 16 ? 2 : passphrase.length < 22 ? 3 : 4;
      return {
        score,
        hint: ["too_short", "too_short", "add_words", "good", "good"][score] ?? "too_short",
        accepted: score >= 2,
      };
    },
    tryHere: async (name) => {
      state.people = [{ id: "p1", name }];
      state.programme = "Trial";
      signIn();
      return { recovery_code: "7F3K-9QX2-M4TB-0WZE-H8RC-5VNA-J6PD-1GSY-K2XM-Q7TF", state: now() };
    },
    join: async (invitation) => {
      if (!invitation.startsWith("sala"))
        throw new HostFault("bad_invitation", "no invitation begins like this");
      signIn();
      return { recovery_code: "7F3K-9QX2-M4TB-0WZE-H8RC-5VNA-J6PD-1GSY-K2XM-Q7TF", state: now() };
    },
    addPerson: async () => now(),
    unlock: async (_person, passphrase) => {
      if (passphrase !== PASSPHRASE) {
        wrongTries += 1;
        if (wrongTries >= 3) throw new HostFault("wait_before_trying", "wait", 5);
        throw new HostFault("wrong_passphrase", "wrong");
      }
      signIn();
      return now();
    },
    recover: async (_person, code) => {
      if (code.length < 20) throw new HostFault("wrong_recovery_code", "wrong");
      signIn();
      return now();
    },
    changePassphrase: async () => null,
    lock: async () => {
      state.stage = "locked";
      state.session = null;
      return now();
    },
    home: async () => {
      const today = stock().slice(0, 3);
      const sums = today.map((_, i) => figures(i));
      const sum = (at: number) => sums.reduce((all, f) => all + (f[at] ?? 0), 0);
      const returned = stock().find((k) => k.row.review === "returned");
      return {
        name: people[options.role].split(" ")[1] ?? "",
        today: "2026-11-23",
        hour: 14,
        forms:
          options.role === "supervisor"
            ? []
            : forms.map(([id, ...title], i) => ({
                id,
                version: "2026.2",
                title: say(title),
                records: 40 - i,
              })),
        returned:
          returned && options.role === "field"
            ? [
                {
                  record: returned.row,
                  question: returned.history[2]?.notes[0]?.label ?? "",
                  comments: 1,
                  comment: returned.history[2]?.notes[0]?.text ?? "",
                  by: "Chan Sophea",
                },
              ]
            : [],
        drafts: [...drafts.values()]
          .filter((d) => !d.discarded && options.role === "field")
          .map((d) => ({
            id: d.id,
            title: say(["Phlov Meas, house to house", "ផ្លូវមាស ពីផ្ទះមួយទៅផ្ទះមួយ"]),
            form_title: say(d.title),
            saved_at: d.savedAt,
            problems: show(d).problems.length,
            record: d.record,
          })),
        today_records: options.role === "field" ? today.map((k) => k.row) : [],
        week_count: Math.min(options.records, 14),
        sums:
          options.role === "field"
            ? {
                women: sum(0),
                men: sum(1),
                girls: sum(2),
                boys: sum(3),
                total: sum(0) + sum(1) + sum(2) + sum(3),
              }
            : { women: 0, men: 0, girls: 0, boys: 0, total: 0 },
        counts: counts(),
        compared_at: trial ? null : "2026-11-20T17:42:00+07:00",
        compared_equal: true,
        queue_waiting: options.role === "field" ? 0 : queue().length,
        queue_oldest_days: 3,
        teams:
          options.role === "field" || options.records === 0
            ? []
            : [
                { team, records: 18, waiting: 4, newest: "2026-11-23", days: 0, late: false },
                {
                  team: { id: "BTB01", name: "Battambang 1" },
                  records: 14,
                  waiting: 2,
                  newest: "2026-11-22",
                  days: 1,
                  late: false,
                },
                {
                  team: { id: "PLN01", name: "Pailin 1" },
                  records: 10,
                  waiting: 0,
                  newest: "2026-11-16",
                  days: 7,
                  late: true,
                },
              ],
      };
    },
    pill: async () => pill(),
    draftNew: async (form) => {
      const draft = begin(form, options, team.id);
      drafts.set(draft.id, draft);
      return show(draft);
    },
    draftOpen: async (id) => show(draftOf(id)),
    readPosition: async (ask) => position(ask),
    placesFind: async (words) => placesFound(words),
    draftChoices: async (_draft, _path, words) => peopleFound(words),
    draftPlace: async (id, path, code) => {
      const draft = draftOf(id);
      const group = path.slice(0, path.lastIndexOf("/") + 1);
      step(draft, (s) => {
        s.answers.set(path, code ?? "");
        const way = wayTo(code);
        for (const level of [1, 2, 3, 4]) {
          const at = way.find((one) => one.level === level);
          s.answers.set(`${group}adm${level}_code`, at?.code ?? "");
        }
      });
      return show(draft);
    },
    draftSet: async (id, path, value, seen) => {
      const draft = draftOf(id);
      const held = draft.shown;
      step(draft, (s) => s.answers.set(path, value));
      const view = show(draft);
      return held?.step === seen ? difference(held, view) : { view, sections: null };
    },
    draftPosition: async (id, path, stored, typed, seen) => {
      const draft = draftOf(id);
      const held = draft.shown;
      step(draft, (s) => putPosition(s.answers, path, stored, typed));
      const view = show(draft);
      return held?.step === seen ? difference(held, view) : { view, sections: null };
    },
    draftReason: async (id, rule, path, text) => {
      explain(draftOf(id), rule, path, text.trim());
      return show(draftOf(id));
    },
    draftAdd: async (id, path) => {
      addRow(draftOf(id), path);
      return show(draftOf(id));
    },
    draftRemove: async (id, path) => {
      removeRow(draftOf(id), path);
      return show(draftOf(id));
    },
    draftUndo: async (id) => {
      undo(draftOf(id));
      return show(draftOf(id));
    },
    draftRedo: async (id) => {
      redo(draftOf(id));
      return show(draftOf(id));
    },
    draftRepeatLast: async (id) => {
      const draft = draftOf(id);
      step(draft, (s) => {
        for (const [path, value] of last) s.answers.set(path, value);
      });
      return show(draft);
    },
    draftDiscard: async (id) => {
      draftOf(id).discarded = true;
      change({ drafts: true });
      return null;
    },
    draftRestore: async (id) => {
      draftOf(id).discarded = false;
      change({ drafts: true });
      return show(draftOf(id));
    },
    draftFinish: async (id) => {
      const { problems } = show(draftOf(id));
      if (problems.some(stops)) return { record: null, problems };
      drafts.delete(id);
      change({ drafts: true, records: true });
      return { record: "rec-0", problems: [] };
    },
    records: async (q) => {
      const {
        offset = 0,
        after: _a,
        before: _b,
        limit = 100,
        sort: _sort,
        backwards,
        ...narrowing
      } = q;
      const isWhole = Object.values(narrowing).every((value) => !value);
      const found = isWhole ? stock() : stock().filter((k) => matches(k, q));
      const slice = backwards
        ? found.slice(Math.max(0, found.length - offset - limit), found.length - offset).reverse()
        : found.slice(offset, offset + limit);
      return {
        total: found.length,
        slice: offset,
        rows: slice.map((k) => k.row),
      };
    },
    record: async (id) => view(id)[0],
    reveal: async (id, path) => revealOf(view(id)[1], path),
    timeline: async (id) => timelineOf(find(id)[0].row, options.role, km()),
    recordPlaces: async (adm1, adm2) => placeOptions(adm1, adm2, km()),
    recordViews: async () => structuredClone(views),
    keepRecordViews: async (next) => {
      views = keptViews(next);
      return structuredClone(views);
    },
    saveList: async () => "records.csv",
    reportChoices: async () => reportChoices(options.role, km()),
    report: async (ask) => reported(ask, options.records > 0, km()),
    reportPoints: async (ask) => pointed(ask, options.records, km()),
    ...maps(options),
    givenOut: async () => [],
    saveReport: async (ask, format) => `${ask.name}.${format}`,
    recordDiff: async (_id, from, to) =>
      from === to
        ? []
        : [
            {
              path: "people/total",
              label: say(["Total counted", "ចំនួនរាប់សរុប"]),
              old: "38",
              new: "36",
            },
            {
              path: "session/facilitators",
              label: say(["Facilitators", "អ្នកសម្របសម្រួល"]),
              old: "BTB-014",
              new: "BTB-014, BTB-021",
            },
          ],
    recordEdit: async (id) => {
      const [found] = find(id);
      const draft = newDraft(
        "eore_session",
        ["Risk education session", "វគ្គអប់រំពីគ្រោះថ្នាក់"],
        team.id,
        [...first.now.answers],
      );
      draft.record = id;
      draft.comments = found.history.flatMap((h) => h.notes);
      drafts.set(draft.id, draft);
      return show(draft);
    },
    ...reviewing(held, options, change),
    duplicates: async () => doubles().queue(),
    double: async (one, other) => doubles().view(one, other),
    doubleConsents: async () => [
      { scope: "store_record", answer: "given", expires: "2029-11-20" },
      { scope: "photo_public", answer: "refused", expires: null },
    ],
    merge: async (kept, gone) => {
      const view = doubles().decide(kept, gone, "merged", kept);
      change({ records: true });
      return view;
    },
    distinct: async (one, other) => {
      const view = doubles().decide(one, other, "distinct", null);
      change({ records: true });
      return view;
    },
    untie: async (one, other) => {
      const view = doubles().decide(one, other, "open", null);
      change({ records: true });
      return view;
    },
    findings: async (record) =>
      findingsOf(
        record,
        stock().map((k) => k.row),
      ),
    thresholds: async () => figuresOfRules().view(),
    setThresholds: async (set) => {
      const view = figuresOfRules().set(set);
      change({ records: true });
      return view;
    },
    search: async (text) =>
      stock()
        .filter((k) => k.row.title.toLowerCase().includes(text.toLowerCase()))
        .slice(0, 8)
        .map((k) => ({
          record: k.row.record,
          title: k.row.title,
          subtitle: k.row.subtitle,
          review: k.row.review,
        })),
    syncView: async () => sync(),
    receiptCheck: async (batch) => ({
      batch,
      time: "2026-11-20T17:42:00+07:00",
      revisions: 31,
      files: 0,
      fingerprint: "7f3a 91bc 22d0",
      verified: true,
    }),
    doctor: async () => ({
      clean: true,
      findings: [
        { fine: true, text: "42 revisions, each equal to its fingerprint" },
        { fine: true, text: "The search index is complete" },
      ],
    }),
    ...hubs(options),
    readInvitationFile: async () => "sala-invitation:Q29kZQ",
    restoreBackup: async () => null,
    backup: async () => "sala-2026-11-23.backup",
    syncNow: async () => {
      await work(150);
      if (options.road === "offline") throw new HostFault("offline", "connection refused");
      for (const k of stock()) k.row = { ...k.row, delivery: "confirmed" };
      options.road = "confirmed";
      for (const hear of pillHearers) hear(pill());
      change({ delivery: true });
      return sync();
    },
    syncCancel: async () => {
      cancelled = true;
      return null;
    },
    setFetchesFiles: async (on) => ({ ...sync(), fetches_files: on }),
    setSyncsByItself: async (on) => ({ ...sync(), by_itself: on }),
    importTable: async (table, dry) => {
      for (const hear of importHearers) hear({ done: 0, total: 4 });
      await new Promise((done) => setTimeout(done, 20));
      const report = imported(atob(table.bytes), table.form ?? "eore_session", dry);
      if (!dry) change({ records: true, delivery: true });
      return report;
    },
    draftChooseFile: async (id, path) => {
      const name = kept(options.chosenFile);
      if (!name) return null;
      step(draftOf(id), (s) => s.answers.set(path, name));
      return show(draftOf(id));
    },
    draftAttach: async (id, path, bytes) => {
      const name = kept(atob(bytes));
      step(draftOf(id), (s) => s.answers.set(path, name ?? ""));
      return show(draftOf(id));
    },
    draftFile: async () => PICTURE,
    recordFile: async () => PICTURE,
    recordFileSave: async () => true,
    formPicture: async (_form, _version, name) => {
      if (name.startsWith("lost")) throw new HostFault("not_found", "no such picture");
      return PICTURE;
    },
    pictureSide: async () => side,
    setPictureSide: async (wanted) => {
      side = wanted;
      return side;
    },
    gpsPorts: async () => options.gps.split(" ").filter(Boolean),
    gpsMeasure: async (port) => {
      cancelled = false;
      for (const heard of sky) for (const hear of gpsHearers) hear(heard);
      // A receiver in a cellar goes on searching until somebody gives up.
      for (let ticks = port === "cellar" ? Number.POSITIVE_INFINITY : 6; ticks > 0; ticks -= 1) {
        await new Promise((done) => setTimeout(done, 20));
        if (cancelled) throw new HostFault("cancelled", "stopped");
      }
      return "13.095720 103.202190 23.4 5";
    },
    draftSetMeasured: async (id, path, stored) => {
      step(draftOf(id), (s) => s.answers.set(path, stored));
      return show(draftOf(id));
    },
    gpsCancel: async () => {
      cancelled = true;
      return null;
    },
    importCancel: async () => null,
    saveRejected: async () => "rejected.csv",
    ...shelf(options),
    ...sticks(options, work, (moved) => {
      for (const hear of stickHearers) hear(moved);
    }),
  };

  const answering = Object.fromEntries(
    Object.entries(commands).map(([name, run]) => [
      name,
      async (...args: unknown[]) => {
        calls.push([name, ...args]);
        const failure = failures.get(name);
        failures.delete(name);
        if (failure) throw failure;
        if (options.broken && !["appState", "setPreferences"].includes(name)) {
          throw new HostFault("other", "the stand-in was told to fail");
        }
        return (run as (...a: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as typeof commands;

  return {
    ...answering,
    onPill: (hear) => {
      pillHearers.add(hear);
      return () => void pillHearers.delete(hear);
    },
    onChanged: (hear) => {
      changeHearers.add(hear);
      return () => void changeHearers.delete(hear);
    },
    onGps: (hear) => {
      gpsHearers.add(hear);
      return () => void gpsHearers.delete(hear);
    },
    onImport: (hear) => {
      importHearers.add(hear);
      return () => void importHearers.delete(hear);
    },
    onStick: (hear) => {
      stickHearers.add(hear);
      return () => void stickHearers.delete(hear);
    },
    calls,
    drafts,
    last,
    failNext: (name, fault) => void failures.set(name, fault),
    movePill: (next) => {
      for (const hear of pillHearers) hear(next);
    },
    change,
  };
}
