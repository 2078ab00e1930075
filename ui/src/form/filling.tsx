import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import {
  type ConflictView,
  type Finished,
  type FormView,
  faultOf,
  type HostFault,
  host,
  type ProblemView,
} from "../host";
import { useText } from "../locales/text";
import { FaultPanel } from "../parts/fault";
import { isTyping, useKeys } from "../parts/use-keys";
import { type Sheet, SheetContext, stops } from "./context";
import { FormBar } from "./form-bar";
import { InTheWay } from "./in-the-way";
import { KeyMap } from "./key-map";
import { SectionNodes } from "./node";
import { Pen } from "./pen";
import { SectionList } from "./section-list";
import { hasAnswer, jumpTo, pathsOf } from "./walk";
import { reasonTestid } from "./warning";

interface Props {
  first: FormView;
  /** Set while a conflict is settled. */
  conflicts?: ConflictView[];
  onFinished: (record: string) => void;
  onDiscarded: (draft: string) => void;
}

function useWhatWasLeft(first: FormView) {
  // Questions answered in an earlier sitting were left then.
  const [left, setLeft] = useState(() => new Set(pathsOf(first.sections, hasAnswer)));
  const [all, setAll] = useState(false);
  const leave = useCallback(
    (path: string) => setLeft((now) => (now.has(path) ? now : new Set(now).add(path))),
    [],
  );
  const enter = useCallback(
    (path: string) =>
      setLeft((now) => {
        if (!now.has(path)) return now;
        const next = new Set(now);
        next.delete(path);
        return next;
      }),
    [],
  );
  return { left, all, leave, enter, leaveAll: useCallback(() => setAll(true), []) };
}

/** What belongs to a question, by the question's path. */
function byPath<T extends { path: string | null }>(all: T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    if (one.path) found.set(one.path, [...(found.get(one.path) ?? []), one]);
  }
  return found;
}

/** Sends what was typed when the window loses the person: hidden, left, closed. */
function useFlushOnLeaving(pen: Pen) {
  useEffect(() => {
    const flush = () => void pen.flush();
    const hidden = () => document.visibilityState === "hidden" && flush();
    window.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("blur", flush);
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", hidden);
      void pen.flush();
    };
  }, [pen]);
}

/** A draft being filled. */
export function Filling({ first, conflicts, onFinished, onDiscarded }: Props) {
  const { t } = useText();
  const [pen] = useState(() => new Pen(host(), first));
  const written = useSyncExternalStore(pen.hear, pen.now);
  const { view, epoch } = written;
  const { left, all, leave, enter, leaveAll } = useWhatWasLeft(first);
  const [keysShown, setKeysShown] = useState(false);
  const [inTheWay, setInTheWay] = useState<Finished | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [finishing, setFinishing] = useState(false);
  const column = useRef<HTMLDivElement>(null);
  useFlushOnLeaving(pen);

  const sheet = useMemo<Sheet>(
    () => ({
      pen,
      view,
      epoch,
      comments: byPath(view.comments),
      conflicts: byPath(conflicts ?? []),
      wasLeft: (path) => all || left.has(path),
      leave: (path) => {
        leave(path);
        void pen.flush();
      },
      write: (path, value, atOnce) => {
        if (!atOnce && !all) enter(path);
        pen.write(path, value, atOnce);
      },
      explain: (rule, path, text, atOnce) => pen.write(path, text, atOnce, rule),
      addTo: (path) => void pen.change(() => host().draftAdd(view.draft, path)),
      remove: (path) => void pen.change(() => host().draftRemove(view.draft, path)),
    }),
    [pen, view, epoch, all, left, leave, enter, conflicts],
  );

  const undo = () => void pen.change(() => host().draftUndo(view.draft));
  const redo = () => void pen.change(() => host().draftRedo(view.draft));
  const finish = async () => {
    if (finishing) return;
    setFinishing(true);
    setFault(null);
    try {
      await pen.flush();
      const answer = await host().draftFinish(view.draft);
      if (answer.record !== null) return onFinished(answer.record);
      leaveAll();
      setInTheWay(answer);
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setFinishing(false);
  };
  const discard = async () => {
    await pen.flush();
    try {
      await host().draftDiscard(view.draft);
      onDiscarded(view.draft);
    } catch (cause) {
      setFault(faultOf(cause));
    }
  };
  useKeys((event) => {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const act = (run: () => void) => {
      event.preventDefault();
      run();
    };
    if (control && key === "z") act(event.shiftKey ? redo : undo);
    else if (control && key === "y") act(redo);
    else if (control && key === "enter") act(() => void finish());
    else if (event.altKey && key === "arrowdown") act(() => stepSection(column.current, 1));
    else if (event.altKey && key === "arrowup") act(() => stepSection(column.current, -1));
    else if (key === "?" && !isTyping(event.target)) act(() => setKeysShown(true));
  });

  // The list keeps naming what was in the way, and what of it still is.
  const named = (p: ProblemView) => `${p.path} ${p.kind} ${p.rule}`;
  const still = new Set(view.problems.filter(stops).map(named));
  const general = view.comments.filter((c) => c.path === null);
  return (
    <SheetContext value={sheet}>
      <div className="form" data-testid="form">
        <aside className="form-side">
          <SectionList
            view={view}
            all={all}
            left={left}
            onJump={(path) => jumpTo(column.current, path)}
          />
          <FormBar.Side
            view={view}
            onRepeatLast={() => void pen.change(() => host().draftRepeatLast(view.draft))}
            onDiscard={() => void discard()}
            onKeys={() => setKeysShown(true)}
          />
        </aside>
        <div className="form-main">
          <FormBar
            written={written}
            onUndo={undo}
            onRedo={redo}
            onFinish={() => void finish()}
            finishing={finishing}
          />
          <div className="form-scroll" ref={column} data-testid="form-column">
            <div className="form-column">
              {written.fault && <FaultPanel fault={written.fault} retry={() => void pen.flush()} />}
              {general.map((comment) => (
                <p className="banner msg" data-tone="warn" key={comment.text}>
                  <span>{t("comment-general", { by: comment.by, text: comment.text })}</span>
                </p>
              ))}
              {view.sections.map((section) => (
                <section
                  key={section.path}
                  className="form-section"
                  data-section={section.path}
                  aria-label={section.label || view.title}
                >
                  {section.label && (
                    <h2 className="form-heading" tabIndex={-1} data-quiet-focus>
                      {section.label}
                    </h2>
                  )}
                  <SectionNodes path={section.path} nodes={section.nodes} />
                </section>
              ))}
              {fault && <FaultPanel fault={fault} />}
              <InTheWay
                asked={inTheWay !== null}
                problems={inTheWay ? view.problems : []}
                solved={
                  inTheWay
                    ? inTheWay.problems.filter((p) => stops(p) && !still.has(named(p))).length
                    : 0
                }
                finishing={finishing}
                onFinish={() => void finish()}
                onJump={(problem) => jumpToProblem(column.current, problem)}
              />
            </div>
          </div>
        </div>
        <KeyMap open={keysShown} onClose={() => setKeysShown(false)} />
      </div>
    </SheetContext>
  );
}

/** Goes to what has to be done about a problem: the box for a warning's reason, else the question. */
function jumpToProblem(column: HTMLElement | null, problem: ProblemView) {
  jumpTo(column, problem.path);
  if (!problem.asks_reason) return;
  const testid = CSS.escape(reasonTestid(problem.rule, problem.path));
  const box = column?.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
  box?.focus({ preventScroll: true });
  box?.scrollIntoView?.({ block: "center" });
}

/** Goes to the heading before or after the one that is at the top now. */
function stepSection(column: HTMLElement | null, step: 1 | -1) {
  if (!column) return;
  const sections = [...column.querySelectorAll<HTMLElement>("[data-section]")];
  const holds = sections.findIndex((s) => s.contains(document.activeElement));
  const at = Math.max(0, holds) + (holds < 0 && step > 0 ? 0 : step);
  const next = sections[Math.min(Math.max(at, 0), sections.length - 1)];
  if (next?.dataset.section) jumpTo(column, next.dataset.section);
}
