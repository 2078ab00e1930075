/** Points of the stand-in laptop, and a map that its office can bring. */
import {
  type HostCommands,
  HostFault,
  type MapFile,
  type RecordRow,
  type ReportAsk,
  type ReportPoint,
  type ReportPoints,
} from "../../host";
import type { Options } from "./laptop";

const villages: [latin: string, khmer: string, lat: number, lon: number][] = [
  ["Sung Muoy", "ស៊ុង១", 12.783, 102.861],
  ["Ou Da", "អូរដា", 12.942, 102.774],
  ["Kantueu Muoy", "កន្ទឺ១", 13.021, 103.128],
  ["Phlov Meas", "ផ្លូវមាស", 12.861, 102.972],
  ["Sdau", "ស្តៅ", 12.884, 102.936],
  ["Prey Khpos", "ព្រៃខ្ពស់", 13.243, 103.221],
  ["Ou Beichoan", "អូរបីជាន់", 13.671, 102.561],
  ["Treng", "ត្រែង", 12.868, 103.071],
];

/** The points of a report: as many records as there are, spread over the villages; every tenth says no place. */
export function pointed(ask: ReportAsk, records: number, km: boolean): ReportPoints {
  if ((ask.from ?? "") > (ask.to ?? ""))
    throw new HostFault("misused", "the period ends before it begins");
  const all = spread(records, ask.name === "casualties", km);
  const waits = ({ review }: ReportPoint) => review === "submitted";
  const waiting = all.points.filter(waits).length;
  if (ask.waiting) return { ...all, waiting };
  const points = all.points.filter((point) => !waits(point));
  const forms = all.forms.map((one) => ({
    ...one,
    points: points.filter((point) => point.form === one.form).length,
  }));
  // Every third one waits.
  const counting = records - Math.floor((records + 1) / 3);
  return { points, forms, records: counting, in_all: points.length, waiting };
}

/** The points of listed records. */
export function listed(rows: RecordRow[], km: boolean): ReportPoints {
  const all = spread(Math.max(0, ...rows.map((row) => numberOf(row.record) + 1)), false, km);
  const of = new Map(rows.map((row) => [row.record, row]));
  const points = all.points.flatMap((point) => {
    const row = of.get(point.record);
    if (!row) return [];
    const { form, reference, date, review, people } = row;
    return [{ ...point, form, reference, date, review, people }];
  });
  const titles = new Map(rows.map((row) => [row.form, row.form_title]));
  const forms = [...titles].map(([form, title]) => ({
    form,
    title,
    points: points.filter((point) => point.form === form).length,
  }));
  return { points, forms, records: rows.length, in_all: points.length, waiting: 0 };
}

const numberOf = (record: string) => Number(record.split("-")[1]) || 0;

function spread(records: number, both: boolean, km: boolean): ReportPoints {
  const points = Array.from({ length: records }, (_, at): ReportPoint | null => {
    const [latin, khmer, lat, lon] = villages[(at * 3) % villages.length] ?? villages[0] ?? [];
    if (at % 10 === 9 || lat === undefined || lon === undefined) return null;
    // Some stand close together and some apart.
    const [north, east] = [Math.sin(at * 7) / 60, Math.cos(at * 5) / 60];
    return {
      record: `rec-${at}`,
      reference: `KH-S-BTB02-2611-${1000 + at}`,
      form: both && at % 3 === 0 ? "accident" : "eore_session",
      date: `2026-11-${String(28 - (at % 28)).padStart(2, "0")}`,
      place: (km ? khmer : latin) ?? "",
      review: ["approved", "submitted", "locked"][at % 3] ?? "approved",
      people: at % 7 === 0 ? null : 9 + ((at * 11) % 40),
      lat: lat + north,
      lon: lon + east,
    };
  }).filter((point) => point !== null);
  const of = (form: string, title: string) => ({
    form,
    title,
    points: points.filter((point) => point.form === form).length,
  });
  return {
    points,
    forms: [
      of("eore_session", km ? "វគ្គអប់រំពីគ្រោះថ្នាក់" : "Risk education session"),
      ...(both ? [of("accident", km ? "គ្រោះថ្នាក់" : "Accident")] : []),
    ],
    records,
    in_all: points.length,
    waiting: 0,
  };
}

/** One dot of a light green, which stands for the whole world. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4cWcfAATSAmMvR9htAAAAAElFTkSuQmCC";

/** A map of one picture: header, directory, what it says of itself, and the picture. */
export function archive(): Uint8Array {
  const picture = Uint8Array.from(atob(DOT), (sign) => sign.charCodeAt(0));
  const directory = [1, 0, 1, picture.length, 1];
  const said = new TextEncoder().encode(
    JSON.stringify({ attribution: "© <a href='https://example.org'>A survey</a>" }),
  );
  const bytes = new Uint8Array(127 + directory.length + said.length + picture.length);
  const fields = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("PMTiles"));
  bytes[7] = 3;
  const number = (at: number, value: number) => fields.setBigUint64(at, BigInt(value), true);
  const sections = [directory.length, said.length, 0, picture.length];
  let from = 127;
  for (const [at, length] of sections.entries()) {
    number(8 + at * 16, from);
    number(16 + at * 16, length);
    from += length;
  }
  for (const at of [72, 80, 88]) number(at, 1);
  bytes.set([1, 1, 1, 2, 0, 0], 96);
  for (const [at, degrees] of [-180, -85, 180, 85].entries())
    fields.setInt32(102 + at * 4, degrees * 10_000_000, true);
  bytes.set([...directory, ...said, ...picture], 127);
  return bytes;
}

const brought: MapFile = {
  name: "Battambang 2026.pmtiles",
  title: "Battambang 2026",
  kilobytes: 48_300,
  is_vector: false,
  min_zoom: 0,
  max_zoom: 0,
  west: -180,
  south: -85,
  east: 180,
  north: 85,
  unusable: null,
};
const broken: MapFile = {
  ...brought,
  name: "old.pmtiles",
  title: "old",
  unusable: "this map cannot be used: it is not whole: its end is missing",
};

type Maps = Pick<HostCommands, "maps" | "importMap" | "mapRemove" | "mapBytes">;

export function maps(options: Options): Maps {
  let kept = options.maps === "some" ? [brought, broken] : [];
  const bytes = archive();
  return {
    maps: async () => structuredClone(kept),
    importMap: async () => {
      if (options.chosenFile === null) return null;
      kept = [...kept.filter((one) => one.name !== brought.name), brought];
      return structuredClone(brought);
    },
    mapRemove: async (name) => {
      kept = kept.filter((one) => one.name !== name);
      return null;
    },
    mapBytes: async (_name, offset, length) => {
      const from = offset ?? 0;
      return btoa(String.fromCharCode(...bytes.subarray(from, from + length)));
    },
  };
}
