/** What rules on several records found on the stand-in, and the figures from which they speak. */
import type {
  Changed,
  Host,
  OpenFinding,
  QualityFinding,
  RecordRow,
  ThresholdRow,
  ThresholdSet,
  ThresholdsView,
} from "../../host";
import { HostFault } from "../../host";
import { type Held, NOW, type Options, people } from "./laptop";

/** How much weighs on a record: two are in two places at once, and two look like one. */
export const weightOf = (at: number) => (at === 2 || at === 3 ? 2 : at === 0 || at === 4 ? 1 : 0);

/** What was found about a record and has to be thought of by whoever accepts it: a month's pattern weighs on none. */
export function openFindings(record: string, rows: RecordRow[]): OpenFinding[] {
  return findingsOf(record, rows)
    .filter(({ severity, ground }) => severity !== "info" && ground !== "rounded")
    .map(({ rule, severity, text }) => ({ rule, severity, text, reason: null }));
}

/** What was found about a record: much about the first, something about those that it is read with. */
function findingsOf(record: string, rows: RecordRow[]): QualityFinding[] {
  const at = rows.findIndex((row) => row.record === record);
  const others = (...which: number[]) => which.flatMap((it) => rows[it] ?? []);
  const drive: QualityFinding = {
    rule: "R-D2",
    ground: "two-places",
    severity: "error",
    text: "The team was in two places at once for 30 minutes.",
    records: others(at === 2 ? 3 : 2),
    more: 0,
    moves_to: null,
  };
  const round: QualityFinding = {
    rule: "R-F2",
    ground: "rounded",
    severity: "warning",
    text: "Of 24 sessions of this team in this month, 20 have a total that ends in 0 or 5: were people counted?",
    records: others(2, 3, 4),
    more: 16,
    moves_to: null,
  };
  const twice: QualityFinding = {
    rule: "R-D1",
    ground: "twice",
    severity: "warning",
    text: "Perhaps this session was recorded twice: 80 of 100 points.",
    records: others(at === 0 ? 4 : 0),
    more: 0,
    moves_to: null,
  };
  const holiday: QualityFinding = {
    rule: "R-A5",
    ground: "holiday",
    severity: "info",
    text: "This day is a holiday: Water Festival.",
    records: [],
    more: 0,
    moves_to: null,
  };
  if (at === 0) return structuredClone([round, twice, holiday]);
  if (weightOf(at) > 1) return structuredClone([drive]);
  return weightOf(at) > 0 ? structuredClone([twice]) : [];
}

/** Places that the newest list has otherwise: one renamed, one replaced, one gone. */
export function movedPlaces(rows: RecordRow[]): QualityFinding[] {
  const moved = (ground: string, text: string, moves_to: string | null, which: number[]) => ({
    rule: "R-H2",
    ground,
    severity: "info",
    text,
    records: which.flatMap((it) => rows[it] ?? []),
    more: 0,
    moves_to,
  });
  return [
    moved(
      "renamed",
      "The code KH02090405 was recorded as Chamkar Chek; the list of places now says Chamkar Thmei.",
      "KH02090405",
      [0, 1],
    ),
    moved(
      "replaced",
      "Ou Char (KH02080101) is no longer in the list of places; Ou Char Thmei, KH02080109 took its place.",
      "KH02080109",
      [2],
    ),
    moved(
      "retired",
      "Sung Muoy (KH02090401) is no longer in the list of places, and the list does not say what took its place.",
      null,
      [3],
    ),
  ].filter((finding) => finding.records.length > 0);
}

const row = (name: string, rule: string, usual: number, least: number, most: number) => ({
  name,
  rule,
  value: String(usual),
  usual: String(usual),
  least,
  most,
});
const lines = (name: string) => ({ name, rule: "", value: "", usual: "", least: null, most: null });

/** The figures as they are set here. */
class ThresholdsOfStandIn {
  private readonly rows: ThresholdRow[] = [
    row("disabled_people", "S9", 300, 50, 100_000),
    row("village_metres", "R-C3", 5_000, 50, 1_000_000),
    row("sessions_a_day", "R-D3", 8, 1, 100),
    row("probable_points", "R-E6", 70, 40, 100),
    row("entry_seconds", "R-F1", 90, 0, 3600),
    row("rounded_percent", "R-F2", 70, 1, 100),
    row("hazard_days", "R-G2", 14, 1, 3660),
    lines("cash_at_once"),
    lines("holidays"),
    lines("projects"),
    lines("teams"),
    lines("offices"),
  ];
  private readonly history: ThresholdsView["history"] = [];

  constructor(
    private readonly mayChange: boolean,
    private readonly who: string,
    private readonly at: string,
  ) {}

  view(): ThresholdsView {
    return structuredClone({
      rows: this.rows,
      teams: ["BTB2"],
      differs: false,
      may_change: this.mayChange,
      history: this.history,
      waiting: this.history.length,
      looking: false,
    });
  }

  set(all: ThresholdSet[]): ThresholdsView {
    if (!this.mayChange) throw new HostFault("not_allowed", "the role may not");
    if (all.some((one) => one.name === "holidays" && !/^(\d{4}-\d\d-\d\d ){2}\S/.test(one.text)))
      throw new HostFault("misused", "line 1 of holidays is not like a holiday");
    for (const one of all) {
      const found = this.rows.find((it) => it.name === one.name);
      if (!found) continue;
      const to = one.text || found.usual;
      this.history.unshift({ name: one.name, from: found.value, to, who: this.who, at: this.at });
      found.value = to;
    }
    return this.view();
  }
}

type Commands = Pick<Host, "findings" | "movedPlaces" | "thresholds" | "setThresholds">;

/** What the rules on several records found, and the figures from which they speak. */
export function qualityOf(
  laptop: Held,
  options: Options,
  change: (changed: Partial<Changed>) => void,
): Commands {
  const { stock } = laptop;
  let thresholds: ThresholdsOfStandIn | null = null;
  const figuresOfRules = () => {
    const may = ["coordinator", "supervisor", "admin"].includes(options.role);
    thresholds ??= new ThresholdsOfStandIn(may, people[options.role], NOW);
    return thresholds;
  };
  return {
    findings: async (record) =>
      findingsOf(
        record,
        stock().map((k) => k.row),
      ),
    movedPlaces: async () => movedPlaces(stock().map((k) => k.row)),
    thresholds: async () => figuresOfRules().view(),
    setThresholds: async (set) => {
      const view = figuresOfRules().set(set);
      change({ records: true });
      return view;
    },
  };
}
