import {
  type CommentView,
  type FormView,
  HostFault,
  type NodeView,
  type ProblemView,
  type ReplyView,
  type Section,
} from "../../host";
import { type Answers, type Ask, type Said, session } from "./definition";
import { fileOf } from "./files";

interface State {
  answers: Answers;
  /** Reasons by rule and question, the last given last, each with the answer it was given for. */
  reasons: Map<string, [answer: string, text: string][]>;
  rows: Map<string, string[]>;
}

export interface Draft {
  id: string;
  form: string;
  /** What it asks. */
  asks: Ask[];
  title: Said;
  /** The view that was shown last. */
  shown: FormView | null;
  newer: boolean;
  team: string;
  record: string | null;
  comments: CommentView[];
  replies: ReplyView[];
  past: State[];
  now: State;
  future: State[];
  discarded: boolean;
  savedAt: string;
}

const copy = (state: State): State => ({
  answers: new Map(state.answers),
  reasons: new Map([...state.reasons].map(([key, all]) => [key, [...all]])),
  rows: new Map([...state.rows].map(([path, ids]) => [path, [...ids]])),
});

export function newDraft(
  id: string,
  form: string,
  title: Said,
  team: string,
  first: [string, string][] = [],
  asks: Ask[] = session,
): Draft {
  return {
    id,
    form,
    asks,
    title,
    shown: null,
    newer: false,
    team,
    record: null,
    comments: [],
    replies: [],
    past: [],
    now: { answers: new Map(first), reasons: new Map(), rows: new Map() },
    future: [],
    discarded: false,
    savedAt: "2026-11-23T14:03:10+07:00",
  };
}

/** Makes one undoable step. */
export function step(draft: Draft, change: (state: State) => void): void {
  draft.past.push(copy(draft.now));
  draft.future = [];
  change(draft.now);
}

export function undo(draft: Draft): void {
  const before = draft.past.pop();
  if (!before) return;
  draft.future.push(draft.now);
  draft.now = before;
}

export function redo(draft: Draft): void {
  const after = draft.future.pop();
  if (!after) return;
  draft.past.push(draft.now);
  draft.now = after;
}

export function explain(draft: Draft, rule: string, path: string, text: string): void {
  const key = `${rule} ${path}`;
  const answer = draft.now.answers.get(path) ?? "";
  step(draft, (state) => {
    const others = (state.reasons.get(key) ?? []).filter(([of]) => of !== answer);
    state.reasons.set(key, text === "" ? others : [...others, [answer, text]]);
  });
}

let rowMade = 0;

export function addRow(draft: Draft, path: string): void {
  rowMade += 1;
  const id = `r${rowMade}`;
  step(draft, (state) => state.rows.set(path, [...(state.rows.get(path) ?? []), id]));
}

export function removeRow(draft: Draft, path: string): void {
  const match = /^(.*)\[([^\]]+)\]$/.exec(path);
  if (!match) throw new HostFault("not_found", `no row at ${path}`);
  const [, repeat = "", id = ""] = match;
  step(draft, (state) => {
    state.rows.set(
      repeat,
      (state.rows.get(repeat) ?? []).filter((row) => row !== id),
    );
    for (const key of state.answers.keys())
      if (key.startsWith(`${path}/`)) state.answers.delete(key);
  });
}

const MISSING: Said = ["An answer is needed.", "ត្រូវការចម្លើយ។"];

/** What the form itself finds has no rule and asks for no reason. */
const ruleless = { rule: null, asks_reason: false, reason: null, reason_before: null };

function say(said: Said | undefined, language: string): string {
  return said ? said[language === "km" ? 1 : 0] : "";
}

const SHOWN_TO_NOBODY = new Set(["calculate", "hidden", "start", "end", "today", "audit"]);

export function viewOf(draft: Draft, language: string): FormView {
  const { answers, rows } = draft.now;
  const problems: ProblemView[] = [];

  const paint = (ask: Ask, at: string): NodeView[] => {
    if (draft.asks !== session && SHOWN_TO_NOBODY.has(ask.kind)) {
      if (ask.compute) answers.set(at ? `${at}/${ask.name}` : ask.name, ask.compute(answers, at));
      return [];
    }
    if (ask.relevant && !ask.relevant(answers, at)) return [];
    const path = at ? `${at}/${ask.name}` : ask.name;
    const value = ask.compute ? ask.compute(answers, at) : (answers.get(path) ?? "");
    const label = say(ask.label, language);
    const node: NodeView = {
      path,
      name: ask.name,
      kind: ask.kind,
      label,
      hint: say(ask.hint, language),
      guidance: say(ask.guidance, language),
      image: ask.image ?? "",
      rows: ask.rows ?? 0,
      value,
      required: (ask.required || ask.needed?.(answers, at)) ?? false,
      read_only: ask.readOnly ?? false,
      appearance: ask.appearance ?? "",
      choices: (ask.choices ?? []).map(([code, ...said]) => ({
        value: code,
        label: say(said, language),
        image: ask.pictured ? `${code}.png` : "",
      })),
      choice_count: ask.choices?.length ?? 0,
      problem: null,
      file: ask.kind === "file" ? fileOf(value) : null,
      children: [],
      range: ask.range ?? null,
    };
    if (ask.kind === "repeat") {
      node.children = (rows.get(path) ?? []).map((id) => ({
        ...node,
        path: `${path}[${id}]`,
        kind: "instance",
        label: "",
        choices: [],
        children: (ask.children ?? []).flatMap((child) => paint(child, `${path}[${id}]`)),
      }));
    } else {
      node.children = (ask.children ?? []).flatMap((child) => paint(child, path));
    }
    const wrong =
      value === "" ? (node.required ? MISSING : null) : (ask.check?.(value, answers, at) ?? null);
    if (wrong) {
      const kind = value === "" ? "missing" : "constraint";
      node.problem = say(wrong, language);
      problems.push({ path, label, kind, severity: "error", text: node.problem, ...ruleless });
    }
    const doubt = value === "" ? null : (ask.warn?.(value, answers) ?? null);
    const found = { path, label, kind: "rule", severity: "warning" };
    if (doubt) problems.push({ ...found, text: say(doubt, language), ...ruleless });
    const asked = value === "" ? null : (ask.explain?.when(value, answers) ?? null);
    if (ask.explain && asked) {
      const given = draft.now.reasons.get(`${ask.explain.rule} ${path}`) ?? [];
      problems.push({
        ...found,
        text: say(asked, language),
        rule: ask.explain.rule,
        asks_reason: true,
        reason: given.find(([of]) => of === value)?.[1] ?? null,
        reason_before: given.findLast(([of]) => of !== value)?.[1] ?? null,
      });
    }
    return [node];
  };

  const sections: Section[] = draft.asks.flatMap((ask) => {
    const before = problems.length;
    const [group] = paint(ask, "");
    if (!group && SHOWN_TO_NOBODY.has(ask.kind)) return [];
    const nodes = ask.kind === "group" ? (group?.children ?? []) : group ? [group] : [];
    const filled = [...answers].some(
      ([path, value]) => path.startsWith(`${ask.name}/`) && value !== "",
    );
    const wrong = problems.slice(before).filter((p) => p.severity === "error");
    const state = wrong.some((p) => p.kind !== "missing")
      ? "problem"
      : !filled
        ? "empty"
        : wrong.length > 0
          ? "partial"
          : "done";
    return { path: ask.name, label: say(ask.label, language), state, nodes };
  });
  draft.shown = {
    draft: draft.id,
    step: (draft.shown?.step ?? 0) + 1,
    form: draft.form,
    version: "2026.2",
    newer_version: draft.newer,
    title: say(draft.title, language),
    team: draft.team,
    record: draft.record,
    language,
    sections,
    saved_at: draft.savedAt,
    can_undo: draft.past.length > 0,
    can_redo: draft.future.length > 0,
    can_repeat: draft.past.length === 0 && draft.record === null,
    comments: draft.comments,
    replies: draft.replies,
    problems,
  };
  return draft.shown;
}
