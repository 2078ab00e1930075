/** The programme's own forms, read from their sheets so far that they can be shown and filled. */
import { isoOf } from "../../locales/dates";
import type { Answers, Ask, Said } from "./definition";
import { holds, type Scope, worth } from "./expression";

type Row = Record<string, string>;

function cells(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\n\r]*)(,|\r?\n|$)/y;
  cell.lastIndex = 0;
  while (cell.lastIndex < csv.length) {
    const match = cell.exec(csv);
    if (!match) break;
    const raw = match[1] ?? "";
    const value = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
    rows.at(-1)?.push(value);
    if (match[2] !== ",") rows.push([]);
  }
  return rows;
}

/** The sheets of a workbook that stands in one table: a name in the first column begins one. */
function sheets(csv: string): Record<string, Row[]> {
  const found: Record<string, Row[]> = {};
  let rows: Row[] = [];
  let head: string[] | null = null;
  for (const [first = "", ...rest] of cells(csv)) {
    if (first !== "") {
      rows = [];
      found[first] = rows;
      head = null;
    } else if (rest.some((value) => value !== "")) {
      if (head === null) head = rest;
      else rows.push(Object.fromEntries(head.map((name, i) => [name, rest[i] ?? ""])));
    }
  }
  return found;
}

const kinds: Record<string, string> = {
  dateTime: "datetime",
  image: "file",
  audio: "file",
  video: "file",
};

const said = (row: Row, column: string): Said => [
  row[`${column}::English (en)`] || row[column] || "",
  row[`${column}::Khmer (km)`] || row[`${column}::English (en)`] || row[column] || "",
];

/** What a name stands for at a place: the nearest question of that name on the way up. */
function reader(answers: Answers, at: string, paths: Map<string, string>) {
  return (name: string): string => {
    for (
      let place = at;
      place !== "";
      place = place.slice(0, Math.max(place.lastIndexOf("/"), 0))
    ) {
      const found = answers.get(`${place}/${name}`);
      if (found !== undefined) return found;
    }
    return answers.get(paths.get(name) ?? name) ?? "";
  };
}

export interface SheetForm {
  id: string;
  title: Said;
  asks: Ask[];
  defaults: [string, string][];
}

/** A form of the programme as the stand-in fills it. */
export function readSheet(csv: string): SheetForm {
  const { survey = [], choices = [], settings = [] } = sheets(csv);
  const paths = new Map<string, string>();
  const defaults: [string, string][] = [];
  const scope = (answers: Answers, at: string, own: string): Scope => ({
    read: reader(answers, at, paths),
    own,
    today: isoOf(new Date()),
  });
  const list = (name: string): [string, ...Said][] =>
    choices
      .filter((row) => row.list_name === name)
      .map((row) => [row.name ?? "", ...said(row, "label")]);
  const top: Ask[] = [];
  const open: { children: Ask[]; path: string; repeat: boolean }[] = [
    { children: top, path: "", repeat: false },
  ];
  for (const row of survey) {
    const [type = "", listName = ""] = (row.type ?? "").split(" ");
    if (/^end[_ ]/.test(type)) {
      open.pop();
      continue;
    }
    const within = open.at(-1);
    const name = row.name ?? "";
    if (!within || type === "" || name === "") continue;
    const path = within.path ? `${within.path}/${name}` : name;
    const holder = /^begin_(group|repeat)$/.exec(type)?.[1];
    const ask: Ask = {
      name,
      kind: holder ?? kinds[type] ?? type,
      label: said(row, "label"),
      hint: said(row, "hint"),
      required: row.required === "yes",
      readOnly: row.read_only === "yes",
      appearance: row.appearance ?? "",
      choices: list(listName),
    };
    if (row.required && row.required !== "yes") {
      const needed = row.required;
      ask.needed = (answers, at) => holds(needed, scope(answers, at, ""), false);
    }
    const { relevant, constraint, calculation } = row;
    if (relevant) ask.relevant = (answers, at) => holds(relevant, scope(answers, at, ""), true);
    if (calculation) ask.compute = (answers, at) => worth(calculation, scope(answers, at, ""));
    if (constraint) {
      const wrong = said(row, "constraint_message");
      ask.check = (value, answers, at) =>
        holds(constraint, scope(answers, at, value), true) ? null : wrong;
    }
    within.children.push(ask);
    if (holder) {
      ask.children = [];
      const repeat = within.repeat || holder === "repeat";
      open.push({ children: ask.children, path, repeat });
    } else if (!within.repeat) {
      paths.set(name, path);
      const given = row.default ?? "";
      if (given === "today()") defaults.push([path, isoOf(new Date())]);
      else if (given !== "") defaults.push([path, given]);
    }
  }
  const [setting = {}] = settings;
  const title: Said = [setting.form_title ?? "", setting.sala_title_km || setting.form_title || ""];
  return { id: setting.form_id ?? "", title, asks: top, defaults };
}

const sources = import.meta.glob<string>("../../../../forms/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The programme's form with this id. */
export function programmeForm(id: string): SheetForm | null {
  const source = sources[`../../../../forms/${id}.csv`];
  return source === undefined ? null : readSheet(source);
}
