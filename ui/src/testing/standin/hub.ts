import {
  type CodePicture,
  type FoundHub,
  HostFault,
  type HubView,
  type HubVisit,
} from "../../host";
import type { Options } from "./laptop";

const CODE =
  "sala-hub:hQGBcTE5Mi4xNjguMS43OjQ3MTEwWCAHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwdQ";

/** Squares that look like a code; no code. */
function picture(): CodePicture {
  const size = 37;
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const corner = (x < 7 || x > size - 8) && y < 7 && (x % 6) * (y % 6) !== 5;
      if (corner || (x * 7 + y * 11 + x * y) % 3 === 0) path += `M${x} ${y}h1v1h-1z`;
    }
  }
  return { size, path };
}

/** The hub's part: this laptop may be one, one was met, one calls itself out. */
export function hubs(
  options: Options,
  work: (ms: number) => Promise<void>,
  moved: (at: { done: number; total: number } | null) => void,
) {
  const trial = options.road === "trial";
  const offline = options.road === "offline";
  let turns = 0;
  const view: HubView = {
    may_serve: !trial && options.role !== "field",
    serving: null,
    guests: [],
    holds_records: 0,
    holds_revisions: 0,
    known:
      trial || options.records === 0
        ? []
        : [
            {
              device: "hub-1",
              people: ["Chan Sophea"],
              address: "192.168.1.7:47110",
              met_at: "2026-11-20T17:42:00+07:00",
            },
          ],
  };
  const code = () => ["7KQ2-M0XT", "4B9W-31RE", "ZN5C-8H0P"][turns % 3] ?? "";
  const visited = (handed: number): HubVisit => ({
    device: "hub-1",
    people: ["Chan Sophea"],
    handed,
    received: 4,
    confirmed: 0,
    refused: 0,
    files_handed: options.road === "files" ? 3 : 0,
    files_received: 0,
    equal: true,
  });
  return {
    hubView: async () => structuredClone(view),
    hubServe: async () => {
      if (offline) throw new HostFault("hub_offline", "it is on no network");
      view.serving = {
        addresses: ["192.168.1.12:47110"],
        short_code: code(),
        code: CODE,
        fingerprint: "07".repeat(32),
        teams: ["BTB02"],
      };
      if (options.records > 0) {
        view.guests = [
          {
            device: "guest-1",
            people: ["Sok Dara"],
            seen_at: "2026-11-23T13:40:00+07:00",
            brought: 14,
          },
        ];
        view.holds_records = 7;
        view.holds_revisions = 14;
      }
      return structuredClone(view);
    },
    hubStop: async () => {
      view.serving = null;
      return structuredClone(view);
    },
    hubNewCode: async () => {
      turns += 1;
      if (view.serving) view.serving.short_code = code();
      return structuredClone(view);
    },
    hubPicture: async () => picture(),
    hubFind: async (): Promise<FoundHub[]> =>
      offline || options.records === 0
        ? []
        : [
            {
              device: "hub-1",
              people: ["Chan Sophea"],
              address: "192.168.1.7:47110",
              known: true,
              is_here: false,
            },
            {
              device: "hub-2",
              people: ["Keo Vanna"],
              address: "192.168.1.9:47110",
              known: false,
              is_here: false,
            },
            {
              device: "hub-3",
              people: [],
              address: "192.168.1.66:47110",
              known: false,
              is_here: false,
            },
          ],
    hubVisit: async (address: string, given: string) => {
      if (offline) throw new HostFault("hub_offline", "connection refused");
      if (given === "" && address !== "192.168.1.7:47110")
        throw new HostFault("hub_refused", "the code is missing");
      if (given !== "" && !/^([0-9A-Za-z]{4}-?[0-9A-Za-z]{4}|sala-hub:.+)$/.test(given))
        throw new HostFault("bad_hub_code", "no code");
      moved({ done: 0, total: 0 });
      setTimeout(() => options.endless && moved({ done: 3, total: 7 }), 20);
      try {
        await work(60);
      } finally {
        moved(null);
      }
      return visited(7);
    },
  };
}
