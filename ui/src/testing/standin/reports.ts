/** Reports of the stand-in laptop: the shape is the program's, the figures are made up. */
import {
  type GivenOut,
  HostFault,
  type ReportAsk,
  type ReportCell,
  type ReportChoice,
  type ReportRow,
  type ReportTable,
  type ReportView,
} from "../../host";

const cell = (value: number | null): ReportCell => ({ value, text: null });
const say = (km: boolean, [en, kh]: [string, string]) => (km ? kh : en);

const columns: [string, string, [string, string]][] = [
  ["sessions", "count", ["Sessions", "វគ្គ"]],
  ["women", "people", ["Women", "ស្ត្រី"]],
  ["men", "people", ["Men", "បុរស"]],
  ["girls", "people", ["Girls", "ក្មេងស្រី"]],
  ["boys", "people", ["Boys", "ក្មេងប្រុស"]],
  ["unknown", "people", ["Not known", "មិនដឹង"]],
  ["total", "people", ["Total", "សរុប"]],
  ["with_disability", "people", ["With disability", "មានពិការភាព"]],
];

const districts: [string, [string, string], number[]][] = [
  ["0204", ["Ek Phnum", "ឯកភ្នំ"], [12, 122, 94, 88, 71, 0, 375, 9]],
  ["0207", ["Rotonak Mondol", "រតនមណ្ឌល"], [21, 240, 199, 150, 162, 3, 754, 22]],
  ["0209", ["Samlout", "សំឡូត"], [9, 80, 77, 61, 40, 0, 258, 4]],
];

/** The choices of a role: whoever may not count persons has none of persons. */
export function reportChoices(role: string, km: boolean): ReportChoice[] {
  const choice = (name: string, is_indicator: boolean, title: [string, string]) => ({
    name,
    is_indicator,
    title: say(km, title),
  });
  const all = [
    choice("sadd", false, [
      "Monthly table by sex, age and disability",
      "តារាងប្រចាំខែតាមភេទ អាយុ និងពិការភាព",
    ]),
    choice("casualties", false, ["Casualty bulletin", "ព្រឹត្តិបត្រជនរងគ្រោះ"]),
    choice("caseload", false, ["Caseload list", "បញ្ជីករណី"]),
    choice("E1", true, ["Sessions held", "វគ្គដែលបានធ្វើ"]),
  ];
  const persons = ["casualties", "caseload"];
  return role === "field" ? all.filter((one) => !persons.includes(one.name)) : all;
}

/** The sets of records of a role: persons only for whoever may count them. */
export const rowChoices = (role: string): string[] =>
  role === "field" ? ["session", "hazard"] : ["session", "hazard", "accident", "person"];

const out = (at: string, person: string, what: string, format: string, rows: number) => ({
  at,
  person,
  what,
  format,
  rows,
  filter: "2026-10-01 to 2026-10-31, by district, in KH02",
  cut_off: at,
  recipient: null,
});
export const givenOut: GivenOut[] = [
  {
    ...out("2026-11-22T16:40:00+07:00", "Chan Sophea", "rows:accident", "csv", 214),
    filter: "2026-10-01 to 2026-10-31, by district, in KH02, names of the programme 1",
    recipient: "UNDP",
  },
  {
    ...out("2026-11-21T09:05:00+07:00", "Keo Vanna", "sadd", "gpkg", 42),
    filter: "2026-10-01 to 2026-10-31, by country, project EU-26, with what waits",
  },
  {
    ...out("2026-11-20T11:30:00+07:00", "Sok Dara", "list", "csv", 12),
    filter: "columns date, what",
  },
  {
    ...out("2026-11-19T08:00:00+07:00", "Sok Dara", "records:person", "csv", 6),
    filter: "teams BTB2, PLN1",
  },
];

export function reported(ask: ReportAsk, has: boolean, km: boolean): ReportView {
  if (!ask.from || !ask.to || ask.from > ask.to)
    throw new HostFault("misused", "the period ends before it begins");
  const title = reportChoices("supervisor", km).find((one) => one.name === ask.name);
  if (!title) throw new HostFault("misused", "there is no such report");
  return {
    ask,
    title: title.title,
    teams: ["Battambang 2"],
    cut_off: "2026-11-23T14:02:00+07:00",
    closed: has ? ["2026-10"] : [],
    watermark: ask.name === "caseload" ? "Chan Sophea · 23/11/2026 14:02" : null,
    tables: [sadd(has, km)],
  };
}

function sadd(has: boolean, km: boolean): ReportTable {
  const row = (
    code: string,
    names: string[],
    values: number[],
    is_subtotal = false,
  ): ReportRow => ({
    codes: is_subtotal ? ["02"] : ["02", code],
    names,
    kind: null,
    kind_name: null,
    is_subtotal,
    cells: values.map(cell),
  });
  const province = say(km, ["Battambang", "បាត់ដំបង"]);
  const sums = columns.map((_, at) =>
    districts.reduce((all, [, , values]) => all + (values[at] ?? 0), 0),
  );
  const rows = districts.map(([code, name, values]) =>
    row(code, [province, say(km, name)], values),
  );
  const [, middle] = rows;
  const late = { ...row("", [], []), ...middle, cells: [1, 12, 4, 0, 0, 0, 16, 1].map(cell) };
  return {
    indicator: "SADD",
    title: say(km, ["People by sex, age and disability", "មនុស្សតាមភេទ អាយុ និងពិការភាព"]),
    by: "district",
    split: null,
    split_title: null,
    source: "6.3 no. 1",
    columns: columns.map(([code, unit, title]) => ({ code, unit, title: say(km, title) })),
    rows: has ? [row("", [province], sums, true), ...rows] : [],
    total: has ? sums.map(cell) : null,
    adjustments: has ? [late] : [],
    before: has ? sums.map((value) => cell(Math.round(value * 0.9))) : null,
    year_before: has ? sums.map((value) => cell(Math.round(value * 0.7))) : null,
    approved: has ? 42 : 0,
    waiting: has ? 8 : 0,
    provisional: has ? sums.map((value) => cell(Math.round(value / 6))) : null,
    is_whole: false,
  };
}
