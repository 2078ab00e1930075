/** Records of the stand-in that look like one, and what is decided about them. */
import type {
  AnswerView,
  Changed,
  DoubleRow,
  Doubles,
  DoubleView,
  Host,
  RecordRow,
} from "../../host";
import { HostFault } from "../../host";
import { type Held, NOW, type Options, people } from "./laptop";

interface Pair {
  row: DoubleRow;
  decisions: DoubleView["decisions"];
}

const answer = (path: string, label: string, value: string, showing = "open"): AnswerView => ({
  path,
  label,
  value: showing === "open" ? value : "•••",
  class: showing === "open" ? "P0" : "P2",
  showing,
  file: null,
});

/** What looks like one on a laptop with these records; decisions are kept here. */
class DoublesOfStandIn {
  private readonly pairs: Pair[];

  constructor(
    rows: RecordRow[],
    private readonly mayDecide: boolean,
    private readonly who: string,
    private readonly at: string,
  ) {
    const row = (at: number) => rows[at] as RecordRow;
    const make = (kind: string, one: number, other: number, score: number, state = "open") => ({
      row: {
        kind,
        one: row(one),
        other: row(other),
        score,
        probable: score >= 70,
        state,
        kept: null,
      },
      decisions: [],
    });
    this.pairs =
      rows.length < 8
        ? []
        : [
            make("person", 2, 5, 69, "contested"),
            make("person", 0, 1, 92),
            make("session", 3, 4, 80),
            make("person", 6, 7, 58),
          ];
  }

  queue(): Doubles {
    const isWaiting = (pair: Pair) => ["open", "contested"].includes(pair.row.state);
    const rows = this.pairs.filter(isWaiting).map((pair) => pair.row);
    const decided = this.pairs.filter((pair) => !isWaiting(pair)).map((pair) => pair.row);
    return structuredClone({ waiting: rows.length, rows, decided, may_decide: this.mayDecide });
  }

  view(one: string, other: string): DoubleView {
    const pair = this.find(one, other);
    const person = pair.row.kind === "person";
    return structuredClone({
      row: pair.row,
      grounds: person
        ? [
            { code: "name-latin", figure: 94, points: 40 },
            { code: "sex-same", figure: 0, points: 10 },
            { code: "birth", figure: 1, points: 10 },
            { code: "home-village", figure: 0, points: 15 },
          ]
        : [
            { code: "same-team", figure: 0, points: 0 },
            { code: "same-people", figure: 38, points: 0 },
          ],
      answers: [
        {
          section: "Person",
          path: "who/name_latin",
          label: "Name in Latin letters",
          one: answer("who/name_latin", "Name in Latin letters", "", "masked"),
          other: answer("who/name_latin", "Name in Latin letters", "", "masked"),
          differs: true,
        },
        {
          section: "Person",
          path: "who/sex",
          label: "Sex",
          one: answer("who/sex", "Sex", "Female"),
          other: answer("who/sex", "Sex", "Female"),
          differs: false,
        },
        {
          section: "Person",
          path: "who/birth_year",
          label: "Year of birth",
          one: answer("who/birth_year", "Year of birth", "1979"),
          other: answer("who/birth_year", "Year of birth", "1980"),
          differs: true,
        },
        {
          section: "Home",
          path: "home/village_name",
          label: "Village",
          one: answer("home/village_name", "Village", "", "barred"),
          other: null,
          differs: false,
        },
      ],
      children: [3, 1],
      proposed: pair.row.one.record,
      decisions: pair.decisions,
      may_decide: this.mayDecide,
    });
  }

  decide(one: string, other: string, state: string, kept: string | null): DoubleView {
    if (!this.mayDecide) throw new HostFault("not_allowed", "a supervisor decides");
    const pair = this.find(one, other);
    pair.row = { ...pair.row, state, kept };
    pair.decisions = [
      ...pair.decisions,
      {
        word: state === "open" ? "undone" : state,
        kept,
        who: this.who,
        at: this.at,
        reason: "",
      },
    ];
    return this.view(pair.row.one.record, pair.row.other.record);
  }

  private find(one: string, other: string): Pair {
    const is = (row: DoubleRow) =>
      [row.one.record, row.other.record].sort().join() === [one, other].sort().join();
    const found = this.pairs.find((pair) => is(pair.row));
    if (!found) throw new HostFault("not_found", "no such pair");
    return found;
  }
}

type Commands = Pick<
  Host,
  "duplicates" | "double" | "doubleConsents" | "merge" | "distinct" | "untie"
>;

/** What looks like one, and what was decided about it. */
export function doublesOf(
  laptop: Held,
  options: Options,
  change: (changed: Partial<Changed>) => void,
): Commands {
  let pairs: DoublesOfStandIn | null = null;
  const doubles = () => {
    pairs ??= new DoublesOfStandIn(
      laptop.stock().map((k) => k.row),
      options.role === "supervisor",
      people[options.role],
      NOW,
    );
    return pairs;
  };
  return {
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
  };
}
