/** An in-memory host for tests and the development page; never part of the build. */

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
import { doublesOf } from "./doubles";
import { type Draft, step } from "./drafts";
import { PICTURE, sky } from "./files";
import { filling } from "./filling";
import { homeOf } from "./home";
import { hubs } from "./hub";
import { imported } from "./imports";
import { laptop, type Options, PASSPHRASE, usual } from "./laptop";
import { listed, maps, pointed } from "./maps";
import { keptViews, placeOptions, revealOf, revealsShown, timelineOf } from "./people";
import { qualityOf } from "./quality";
import { givenOut, reportChoices, reported, rowChoices } from "./reports";
import { reviewing } from "./reviewing";
import { shelf } from "./shelf";
import { signingIn } from "./signing-in";
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
  const { state, say, drafts, stock, find, draftOf, show, pill, view, matches, sync } = held;
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
  const change = (changed: Partial<Changed>) => {
    for (const hear of changeHearers)
      hear({ drafts: false, records: false, delivery: false, ...changed });
  };

  const commands: Omit<Host, "onPill" | "onChanged" | "onImport" | "onStick" | "onGps"> = {
    ...signingIn(held),
    ...homeOf(held, options),
    pill: async () => pill(),
    ...filling(held, options, change, last),
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
    recordPoints: async (q) => {
      const found = stock().filter((k) => matches(k, q));
      return listed(
        found.map((k) => k.row),
        km(),
      );
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
    saveList: async (records, _columns, format) => ({
      name: `records.${format}`,
      // Of the stand-in's records every second one says where it was.
      without_point: ["geojson", "gpkg"].includes(format) ? Math.floor(records.length / 2) : 0,
    }),
    reportChoices: async () => reportChoices(options.role, km()),
    report: async (ask) => reported(ask, options.records > 0, km()),
    reportPoints: async (ask) => pointed(ask, options.records, km()),
    ...maps(options),
    rowChoices: async () => rowChoices(options.role),
    givenOut: async () => (options.records > 0 ? givenOut : []),
    reveals: async () => (options.records > 0 ? revealsShown("rec-8") : []),
    saveReport: async (ask, format) => `${(ask.name ?? "").replace(":", "-")}.${format}`,
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
    ...reviewing(held, options, change),
    ...doublesOf(held, options, change),
    ...qualityOf(held, options, change),
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
    ...hubs(options, work, (at) => {
      const now: Pill = at ? { ...pill(), state: "sending", ...at } : pill();
      for (const hear of pillHearers) hear(now);
    }),
    readCodeFile: async () => "sala-invitation:Q29kZQ",
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
    syncFilesNow: async () => {
      await work(150);
      options.road = "confirmed";
      for (const hear of pillHearers) hear(pill());
      change({ delivery: true });
      return sync();
    },
    setHoldsFiles: async (on) => {
      held.holdFiles(on);
      return sync();
    },
    refusedSettle: async (record, code) => {
      held.markSeen(record, code);
      for (const hear of pillHearers) hear(pill());
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
    draftSetOnMap: async (id, path, stored) => {
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
