import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type {
  CommentView,
  ConflictView,
  FormView,
  NodeView,
  PositionAsk,
  ProblemView,
  ReplyView,
} from "../host";
import type { Left } from "./left";
import type { Pen } from "./pen";

/** What a reviewer's words are about: a question, a rule's finding, or the whole record where both are nothing. */
export type ReplyTo = Pick<ReplyView, "path" | "rule">;

/**
 * What every question of an open form needs. It stays the same object while the form is open:
 * a question hears of its own answer and problem through the hooks below, and of no other's.
 */
export interface Sheet {
  pen: Pen;
  left: Left;
  /** The draft as it is now; to be read when something happens, not while painting. */
  readonly view: FormView;
  /** Raised by undo and redo; to be read as `view` is. */
  readonly epoch: number;
  leave: (path: string) => void;
  write: (path: string, value: string, atOnce: boolean) => void;
  /** Answers a question for a position with what was understood of what was typed. */
  writePosition: (path: string, value: string, typed: PositionAsk, atOnce: boolean) => void;
  /** Says why a rule's warning at a question is right as it is. */
  explain: (rule: string, path: string, text: string, atOnce: boolean) => void;
  /** Answers a reviewer's words at a question, on what a rule found, or on the whole record. */
  reply: (to: ReplyTo, fixed: boolean, text: string, atOnce: boolean) => void;
  addTo: (path: string) => Promise<boolean>;
  remove: (path: string) => Promise<boolean>;
  undo: () => void;
  /** Goes on to the question after the one that has the focus. */
  goOn: () => void;
  comments: Map<string, CommentView[]>;
  /** What two people answered apart from each other, by question. */
  conflicts: Map<string, ConflictView[]>;
}

export const SheetContext = createContext<Sheet | null>(null);

export function useSheet(): Sheet {
  const sheet = useContext(SheetContext);
  if (!sheet) throw new Error("no SheetContext above");
  return sheet;
}

/** The answer to show: what was typed here last, or what the draft holds. */
export function useAnswer(node: NodeView): string {
  const { pen } = useSheet();
  const { path, value } = node;
  return useSyncExternalStore(pen.hear, () => pen.typed(path) ?? value);
}

/** The reason for a rule's warning, as it was typed here last; undefined when the view is not behind. */
export function useTypedReason(path: string, rule: string | null): string | undefined {
  const { pen } = useSheet();
  return useSyncExternalStore(pen.hear, () => pen.typed(path, rule));
}

/** The answers of several questions, in their order. */
export function useAnswers(nodes: NodeView[]): string[] {
  const { pen } = useSheet();
  const held = useRef<string[]>([]);
  return useSyncExternalStore(pen.hear, () => {
    const now = nodes.map((node) => pen.typed(node.path) ?? node.value);
    const was = held.current;
    if (was.length !== now.length || now.some((one, at) => one !== was[at])) held.current = now;
    return held.current;
  });
}

/** Whether a question was left, so that something may be said about it. */
export function useWasLeft(path: string): boolean {
  const { left } = useSheet();
  return useSyncExternalStore(left.hear, () => left.has(path));
}

/** What stands in the way at a question, to be shown now; null while it is typed. */
export function useProblem(node: NodeView): string | null {
  return useWasLeft(node.path) ? node.problem : null;
}

const NONE: ProblemView[] = [];
const doubts = new WeakMap<ProblemView[], Map<string, ProblemView[]>>();

function doubtsAt(problems: ProblemView[], path: string): ProblemView[] {
  let found = doubts.get(problems);
  if (!found) {
    found = new Map();
    for (const problem of problems) {
      if (problem.severity === "error") continue;
      found.set(problem.path, [...(found.get(problem.path) ?? []), problem]);
    }
    doubts.set(problems, found);
  }
  return found.get(path) ?? NONE;
}

/** Whether finishing waits for it: an error, or a warning without the reason that it asks for. */
export function stops(problem: ProblemView): boolean {
  return problem.severity === "error" || (problem.asks_reason && problem.reason === null);
}

/** What the rules wonder about, once the question is left: it stops nobody, or only until a reason is given. */
export function useWarnings(path: string): ProblemView[] {
  const { pen } = useSheet();
  const found = useSyncExternalStore(pen.hear, () => doubtsAt(pen.view().problems, path));
  return useWasLeft(path) ? found : NONE;
}

/**
 * Text that is typed in one shape and stored in another: while it is typed it stays as typed,
 * once it is left it is shown as it is stored. Undo and redo put the stored shape back at once.
 */
export function useTypedText(stored: string, shape: (value: string) => string) {
  const { pen } = useSheet();
  const epoch = useSyncExternalStore(pen.hear, pen.epoch);
  const [raw, setRaw] = useState<string | null>(null);
  const seen = useRef(epoch);
  useEffect(() => {
    if (seen.current !== epoch) {
      seen.current = epoch;
      setRaw(null);
    }
  }, [epoch]);
  const settle = useCallback(() => setRaw(null), []);
  return { text: raw ?? shape(stored), raw, type: setRaw, settle };
}

/** Ids that tie a control to its label, hint and problem. */
export function questionIds(path: string) {
  const base = `q-${path.replace(/[^\p{L}\p{N}_-]/gu, "_")}`;
  return { input: base, label: `${base}-label`, hint: `${base}-hint`, problem: `${base}-problem` };
}

export function describedBy(node: NodeView, problem: string | null): string | undefined {
  const ids = questionIds(node.path);
  const parts = [node.hint ? ids.hint : "", problem ? ids.problem : ""].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : undefined;
}

export function hasWord(appearance: string, word: string): boolean {
  return appearance.split(/\s+/).includes(word);
}
