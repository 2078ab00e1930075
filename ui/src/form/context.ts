import { createContext, useContext, useEffect, useRef, useState } from "react";
import type { CommentView, ConflictView, FormView, NodeView, ProblemView } from "../host";
import type { Pen } from "./pen";

/** What every question of an open form needs. */
export interface Sheet {
  pen: Pen;
  view: FormView;
  epoch: number;
  /** The question was left, so that its problem may be shown. */
  wasLeft: (path: string) => boolean;
  leave: (path: string) => void;
  write: (path: string, value: string, atOnce: boolean) => void;
  /** Says why a rule's warning at a question is right as it is. */
  explain: (rule: string, path: string, text: string, atOnce: boolean) => void;
  addTo: (path: string) => void;
  remove: (path: string) => void;
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
  return pen.typed(node.path) ?? node.value;
}

/** What stands in the way at a question, to be shown now; null while it is typed. */
export function useProblem(node: NodeView): string | null {
  const { wasLeft } = useSheet();
  return wasLeft(node.path) ? node.problem : null;
}

/** Whether finishing waits for it: an error, or a warning without the reason that it asks for. */
export function stops(problem: ProblemView): boolean {
  return problem.severity === "error" || (problem.asks_reason && problem.reason === null);
}

/** What the rules wonder about, once the question is left: it stops nobody, or only until a reason is given. */
export function useWarnings(path: string): ProblemView[] {
  const { view, wasLeft } = useSheet();
  if (!wasLeft(path)) return [];
  return view.problems.filter((p) => p.path === path && p.severity !== "error");
}

/**
 * Text that is typed in one shape and stored in another: while it is typed it stays as typed,
 * once it is left it is shown as it is stored. Undo and redo put the stored shape back at once.
 */
export function useTypedText(stored: string, shape: (value: string) => string) {
  const { epoch } = useSheet();
  const [raw, setRaw] = useState<string | null>(null);
  const seen = useRef(epoch);
  useEffect(() => {
    if (seen.current !== epoch) {
      seen.current = epoch;
      setRaw(null);
    }
  }, [epoch]);
  return { text: raw ?? shape(stored), type: setRaw, settle: () => setRaw(null) };
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
