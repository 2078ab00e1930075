/** Review on the stand-in laptop: decisions, what was looked at, what stands close, months. */
import {
  type Changed,
  type ContestedView,
  type Host,
  HostFault,
  type MonthRow,
  type QueueAsk,
  type SeenView,
} from "../../host";
import type { Draft } from "./drafts";
import { NOW, type Options, people } from "./laptop";
import { decided, type Kept } from "./records";

interface Laptop {
  stock: () => Kept[];
  find: (id: string) => [Kept, number];
  view: (id: string) => [ReturnType<Host["record"]> extends Promise<infer V> ? V : never, unknown];
  moves: (row: Kept["row"]) => [string[], string | null];
  queue: () => Awaited<ReturnType<Host["reviewQueue"]>>["rows"];
  draftOf: (id: string) => Draft;
  show: (draft: Draft) => Awaited<ReturnType<Host["draftOpen"]>>;
  seen: Map<string, { statements: number; view: SeenView }>;
}

type Commands = Pick<
  Host,
  | "review"
  | "verifyClean"
  | "reviewQueue"
  | "recordSeen"
  | "recordNeighbours"
  | "months"
  | "lockMonth"
  | "draftReply"
>;

const become: Record<string, string> = {
  verify: "verified",
  approve: "approved",
  return: "returned",
  reject: "rejected",
  reopen: "returned",
  lock: "locked",
};
const WAITING = ["submitted", "verified"];

/** Two who decided the contrary of each other on one record. */
export function contestedOf(record: string, km: boolean): ContestedView[] {
  const say = (english: string, khmer: string) => (km ? khmer : english);
  return [
    {
      revision: `${record}-apart-1`,
      decision: "approve",
      who: "Prak Bopha",
      role: "supervisor",
      at: "2026-11-23T09:12:00+07:00",
      notes: [],
    },
    {
      revision: `${record}-apart-2`,
      decision: "return",
      who: "Keo Pisey",
      role: "coordinator",
      at: "2026-11-23T09:40:00+07:00",
      notes: [
        {
          path: "people/total",
          rule: null,
          label: say("Total counted", "ចំនួនរាប់សរុប"),
          text: say("Count the boys again, please.", "សូមរាប់ក្មេងប្រុសម្តងទៀត។"),
          fixed: false,
          by: "Keo Pisey",
          at: "2026-11-23T09:40:00+07:00",
        },
      ],
    },
  ];
}

export function reviewing(
  laptop: Laptop,
  options: Options,
  change: (changed: Partial<Changed>) => void,
): Commands {
  const { stock, find, view, moves, seen } = laptop;
  const before = new Map<string, Kept["row"]>();
  const saw = (id: string, statements: number) => {
    const [found] = find(id);
    if (found.history.length !== statements) return;
    const save = found.history.findLast((row) => row.kind === "save")?.revision ?? "";
    seen.set(id, { statements, view: { save, at: NOW, same: true } });
  };
  const fits = (row: Kept["row"], ask: QueueAsk) =>
    (!ask.team || row.team === ask.team) &&
    (!ask.form || row.form === ask.form) &&
    (!ask.from || (row.date ?? "") >= ask.from) &&
    (!ask.to || (row.date ?? "") <= ask.to);

  return {
    review: async (id, decision, comments, reason) => {
      const [found] = find(id);
      const [may] = moves(found.row);
      const held = before.get(id);
      if (decision === "take_back" ? !held : !may.includes(decision))
        throw new HostFault("wrong_state", `no ${decision} now`);
      if (decision === "return" && !comments.some((c) => c.path || c.rule))
        throw new HostFault("comment_needed", "no comment");
      const accepts = decision === "verify" || decision === "approve";
      if (accepts && view(id)[0].open_findings.some(({ severity }) => severity === "error"))
        throw new HostFault("rule_stops", "a rule on several records found an error");
      if (accepts && view(id)[0].override_needed && !reason)
        throw new HostFault("comment_needed", "no reason");
      const by = people[options.role];
      if (decision === "take_back" && held) {
        found.row = held;
        before.delete(id);
      } else {
        before.set(id, found.row);
        found.row = { ...found.row, review: become[decision] ?? found.row.review };
        found.apart = false;
      }
      const entry = decided(found.row, decision, by, options.role, NOW);
      const words = new Map(view(id)[0].open_findings.map((it) => [it.rule, it.text]));
      const note = { label: "", rule: null, fixed: false, by, at: NOW };
      entry.notes = comments.map(({ path, rule = null, text }) => {
        const label = (rule && words.get(rule)) || (rule ?? "");
        return { ...note, path, rule, label, text };
      });
      if (reason) entry.notes.push({ ...note, path: null, text: reason });
      found.history.push({ ...entry, revision: `${entry.revision}-${found.history.length}` });
      saw(id, found.history.length);
      change({ records: true });
      const whole = view(id)[0];
      if (before.has(id)) whole.moves.push("take_back");
      return whole;
    },
    verifyClean: async (id) => {
      const [found] = find(id);
      if (!moves(found.row)[0].includes("verify"))
        throw new HostFault("wrong_state", "no verify now");
      const shown = view(id)[0];
      if (shown.problems.length > 0 || shown.open_findings.length > 0 || found.apart)
        throw new HostFault("comment_needed", "something is open");
      found.row = { ...found.row, review: "verified" };
      const entry = decided(found.row, "verify", people[options.role], options.role, NOW);
      found.history.push({ ...entry, revision: `${entry.revision}-${found.history.length}` });
      change({ records: true });
      return null;
    },
    reviewQueue: async (ask) => {
      const all = laptop.queue().filter(({ row, looked, severity }) => {
        const hasFound = severity > 0 || row.conflict;
        return (
          fits(row, ask) &&
          (!ask.changed || looked !== "same") &&
          (!ask.found || (ask.found === "something") === hasFound)
        );
      });
      const from = ask.after ?? 0;
      const upTo = from + (ask.limit ?? options.slice);
      const rows = all.slice(from, upTo);
      const counts = new Map<string, number>();
      for (const { row } of stock())
        if (fits(row, ask)) counts.set(row.review, (counts.get(row.review) ?? 0) + 1);
      const late = { records: 10, waiting: 0, newest: "2026-11-16", days: 7, late: true };
      return {
        waiting: all.length,
        rows,
        slice: upTo < all.length ? upTo : null,
        states: [...counts].map(([state, records]) => ({ state, records })),
        late: stock().length > 0 ? [{ team: { id: "PLN01", name: "Pailin 1" }, ...late }] : [],
      };
    },
    recordSeen: async (id, statements) => {
      saw(id, statements);
      return null;
    },
    recordNeighbours: async (id) => {
      const [{ row }, at] = find(id);
      const all = stock().map((k) => k.row);
      const day = all.filter((one) => one.team === row.team && one.date === row.date);
      const others = (rows: typeof all) => rows.filter((one) => one.record !== id).slice(0, 3);
      const beside = day.filter((one) => one.record !== id).slice(0, 7);
      const same_day = day.filter((one) => one.record === id || beside.includes(one));
      const village = all.filter((one) => one.title === row.title);
      const same_village = others(village);
      return {
        same_day: day.length > 1 ? same_day : [],
        more_same_day: day.length - same_day.length,
        same_village,
        more_same_village: village.length - 1 - same_village.length,
        same_person: row.form === "accident" ? others(all.slice(at + 1, at + 3)) : [],
        more_same_person: 0,
      };
    },
    months: async () => {
      const rows: MonthRow[] = [];
      for (const { row } of stock()) {
        const month = (row.date ?? "").slice(0, 7);
        let here = rows.find((one) => one.team.id === row.team && one.month === month);
        if (!here) {
          here = { team: { id: row.team, name: row.team }, month, open: 0, approved: 0, locked: 0 };
          rows.push(here);
        }
        if (row.review === "approved") here.approved += 1;
        else if (row.review === "locked") here.locked += 1;
        else if ([...WAITING, "returned", "draft"].includes(row.review)) here.open += 1;
      }
      return rows;
    },
    lockMonth: async (team, month) => {
      const mine = stock().filter(
        ({ row }) => row.team === team && row.date?.startsWith(month) && row.review === "approved",
      );
      const own = mine.filter(({ row }) => row.author === people[options.role]);
      for (const kept of mine)
        if (!own.includes(kept)) kept.row = { ...kept.row, review: "locked" };
      change({ records: true });
      return { locked: mine.length - own.length, left: own.length };
    },
    draftReply: async (id, path, rule, fixed, text) => {
      const draft = laptop.draftOf(id);
      draft.replies = draft.replies.filter((it) => it.path !== path || it.rule !== rule);
      if (fixed || text.trim()) draft.replies.push({ path, rule, fixed, text });
      return laptop.show(draft);
    },
  };
}
