/** Sticks of the stand-in: one from a colleague, one from the centre, a bad copy, one with a passphrase. */

import {
  type Host,
  HostFault,
  type StickLook,
  type StickMoved,
  type StickOrder,
  type StickPiece,
  type StickWritten,
} from "../../host";
import type { Options } from "./laptop";

type Sticks = Pick<
  Host,
  "stickChoice" | "stickWrite" | "stickWriteOn" | "stickLook" | "stickLookAgain" | "stickTake"
>;

const WORDS = "four dry fish on a roof";

const piece = (some: Partial<StickPiece>): StickPiece => ({
  file: "sala-20261123-1405-7f3a91bc-1.sala",
  fault: null,
  piece: 1,
  from_centre: false,
  from: ["Chan Sophea"],
  made_at: "2026-11-23T14:05:00+07:00",
  teams: [{ id: "BTB02", name: "Battambang 2" }],
  new: 12,
  known: 3,
  outside: 0,
  untrusted: 0,
  newer: 0,
  files: 2,
  receipts: 0,
  ...some,
});

const names = ["sala-20261123-1405-7f3a91bc-1.sala", "sala-20261123-1405-7f3a91bc-2.sala"];

const nothing: StickLook = {
  pieces: [],
  missing: [],
  open: false,
  readable: false,
  needs_passphrase: false,
};

const sealed: StickLook = {
  ...nothing,
  needs_passphrase: true,
  pieces: [
    piece({ fault: { code: "stick_passphrase", message: "it is sealed", wait_seconds: null } }),
  ],
};

const fromColleague: StickLook = { ...nothing, readable: true, pieces: [piece({})] };

const fromCentre: StickLook = {
  ...nothing,
  readable: true,
  pieces: [
    piece({ file: "sala-answer-1.sala", from_centre: true, from: [], receipts: 1, files: 0 }),
  ],
};

const looks: Record<Options["stick"], StickLook | null> = {
  none: null,
  empty: nothing,
  colleague: fromColleague,
  sealed,
  centre: fromCentre,
  lost: fromCentre,
  cut: {
    ...nothing,
    readable: true,
    missing: [2, 4],
    open: true,
    pieces: [
      piece({ outside: 1, untrusted: 1, newer: 1 }),
      piece({
        file: "sala-20261123-1405-7f3a91bc-3.sala",
        fault: { code: "stick_cut", message: "the bundle was cut", wait_seconds: null },
      }),
    ],
  },
};

export function sticks(
  options: Options,
  work: (ms: number) => Promise<void>,
  tell: (moved: StickMoved) => void,
): Sticks {
  const soon = async () => {
    tell({ done: 0, total: 0 });
    // The screen listens once it is busy.
    setTimeout(() => tell({ done: 43_000, total: 100_000 }), 20);
    await work(60);
  };
  let begun: StickOrder | null = null;
  const all = (order: StickOrder): StickWritten => ({
    pieces: names.slice(0, order.piece_mb === null ? 1 : 2),
    records: 7,
    revisions: 15,
    files: order.files ? 3 : 0,
    bytes: 38_912,
    left: null,
  });
  const some = (order: StickOrder): StickWritten => ({
    ...all(order),
    pieces: names.slice(0, 1),
    records: 5,
    revisions: 10,
    files: 0,
    bytes: 20_480,
    left: {
      records: 2,
      files: order.files ? 3 : 0,
      bytes: 18_432,
      fault: { code: "disk_full", message: "write the stick: no room", wait_seconds: null },
    },
  });
  return {
    stickChoice: async () => ({
      readers: [
        { id: "0a".repeat(16), people: ["Chan Sophea"] },
        { id: "0b".repeat(16), people: ["Long Vibol", "Kim Chenda"] },
      ],
      records: options.road === "confirmed" || options.records === 0 ? 0 : 7,
      files: options.road === "files" ? 3 : 0,
      bytes: 38_400,
      unanswered: options.stick === "centre" ? 1 : 0,
    }),
    stickWrite: async (order) => {
      await soon();
      begun = order;
      return options.full && order.piece_mb !== null ? some(order) : all(order);
    },
    stickWriteOn: async () => {
      await soon();
      if (!begun) throw new HostFault("not_found", "no stick was begun");
      return all(begun);
    },
    stickLook: async () => {
      await soon();
      return looks[options.stick];
    },
    stickLookAgain: async (passphrase) => (passphrase === WORDS ? fromColleague : sealed),
    stickTake: async () => {
      await soon();
      const look = looks[options.stick];
      if (!look) throw new HostFault("not_found", "no stick was chosen");
      const answered = options.stick === "centre" || options.stick === "lost";
      const receipts = answered ? 15 : 0;
      const added = receipts > 0 ? 0 : 12;
      return {
        look,
        from: answered ? [] : [{ id: "0a".repeat(16), people: ["Chan Sophea"] }],
        added,
        confirmed: receipts,
        files: added > 0 ? 2 : 0,
        files_confirmed: 0,
        set_aside: 0,
        newer: options.stick === "cut" ? 1 : 0,
        compared: receipts > 0,
        lost: options.stick === "lost" ? 2 : 0,
        unread: options.stick === "lost",
        set_apart: false,
        not_taken: false,
      };
    },
  };
}
