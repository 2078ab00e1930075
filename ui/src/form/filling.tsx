import {
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import {
  type CommentView,
  type ConflictView,
  type Finished,
  type FormView,
  faultOf,
  type HostFault,
  host,
  type ProblemView,
  type Section,
} from "../host";
import { useText } from "../locales/text";
import { FaultPanel } from "../parts/fault";
import { type Sheet, SheetContext } from "./context";
import { FormBar, FormSide } from "./form-bar";
import { useFormKeys } from "./form-keys";
import { InTheWay } from "./in-the-way";
import { useKeptFocus } from "./kept-focus";
import { KeyMap } from "./key-map";
import { Left } from "./left";
import { leadToNeeded } from "./needed";
import { SectionNodes } from "./node";
import { Pen, type Refused } from "./pen";
import { ReplyBox } from "./reply";
import { SectionList } from "./section-list";
import { firstPlace, goOn, hasAnswer, jumpTo, pathsOf } from "./walk";
import { reasonTestid } from "./warning";

interface Props {
  first: FormView;
  /** Set while a conflict is settled. */
  conflicts?: ConflictView[];
  onFinished: (record: string) => void;
  onDiscarded: (draft: string) => void;
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

/** Asks for the draft anew when the person changes the language; what was typed is written first. */
function useLanguageOf(pen: Pen) {
  const { language } = useText();
  const shown = useRef(language);
  useEffect(() => {
    if (shown.current === language) return;
    shown.current = language;
    void pen.change(() => host().draftOpen(pen.view().draft));
  }, [pen, language]);
}

/** The sheet of a draft, made once: see `Sheet`. */
function useSheetOf(
  first: FormView,
  column: { current: HTMLElement | null },
  conflicts: ConflictView[] | undefined,
) {
  const [pen] = useState(() => new Pen(host(), first));
  const [left] = useState(() => new Left(pathsOf(first.sections, hasAnswer)));
  /** The question that got the focus without the person's doing. */
  const given = useRef<string | null>(null);
  const sheet = useMemo<Sheet>(() => {
    const { draft } = first;
    return {
      pen,
      left,
      get view() {
        return pen.view();
      },
      get epoch() {
        return pen.epoch();
      },
      comments: byPath(first.comments),
      conflicts: byPath(conflicts ?? []),
      leave: (path) => {
        const untouched = given.current === path && pen.typed(path) === undefined;
        given.current = null;
        if (!untouched) left.leave(path);
        void pen.flush();
      },
      write: (path, value, atOnce) => {
        given.current = null;
        if (!atOnce) left.enter(path);
        pen.write(path, value, atOnce);
      },
      writePosition: (path, value, typed, atOnce) => {
        given.current = null;
        if (!atOnce) left.enter(path);
        pen.writePosition(path, value, typed, atOnce);
      },
      explain: (rule, path, text, atOnce) => pen.write(path, text, atOnce, rule),
      reply: ({ path, rule }, fixed, text, atOnce) =>
        pen.writeReply(path ?? "", fixed, text, atOnce, rule),
      addTo: (path) => pen.change(() => host().draftAdd(draft, path)),
      remove: (path) => pen.change(() => host().draftRemove(draft, path)),
      undo: () => void pen.change(() => host().draftUndo(draft)),
      goOn: () => goOn(column.current, 1),
    };
  }, [pen, left, first, conflicts, column]);
  const begin = (view: FormView) => {
    const contested = (conflicts ?? []).map((one) => one.path);
    const place = firstPlace(view, contested);
    if (place === null) return;
    given.current = place;
    jumpTo(column.current, place, true);
  };
  return { sheet, begin };
}

/** The same function for as long as the screen is there, doing what the newest one does. */
function useSteady<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...args: A) => latest.current(...args), []);
}

/** What finishing and putting aside do, and what became of them. */
function useEnding(sheet: Sheet, props: Props, toRefused: (refused: Refused) => void) {
  const { pen, left } = sheet;
  const { draft } = props.first;
  const [inTheWay, setInTheWay] = useState<Finished | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [finishing, setFinishing] = useState(false);
  const finish = useSteady(async () => {
    if (finishing) return;
    setFinishing(true);
    setFault(null);
    try {
      await pen.flush();
      // A record without the words that wait could not be told from a whole one.
      if (pen.waits()) return setFinishing(false);
      // Neither is what is shown there what would be sent.
      const refused = pen.tellRefused();
      if (refused) {
        toRefused(refused);
        return setFinishing(false);
      }
      const answer = await host().draftFinish(draft);
      if (answer.record !== null) return props.onFinished(answer.record);
      left.leaveAll();
      setInTheWay(answer);
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setFinishing(false);
  });
  const discard = useSteady(async () => {
    await pen.flush();
    try {
      await host().draftDiscard(draft);
      props.onDiscarded(draft);
    } catch (cause) {
      setFault(faultOf(cause));
    }
  });
  return { inTheWay, fault, finishing, finish, discard };
}

/** A draft being filled. */
export function Filling(props: Props) {
  const { first, conflicts } = props;
  const { t } = useText();
  const column = useRef<HTMLDivElement>(null);
  const { sheet, begin } = useSheetOf(first, column, conflicts);
  const { pen, left } = sheet;
  const [keysShown, setKeysShown] = useState(false);
  const toRefused = ({ path, rule }: Refused) => jumpToBox(column.current, path, rule);
  const { inTheWay, fault, finishing, finish, discard } = useEnding(sheet, props, toRefused);
  useFlushOnLeaving(pen);
  useLanguageOf(pen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: work begins once, when the form is opened
  useLayoutEffect(() => begin(first), []);

  const undo = useSteady(sheet.undo);
  const redo = useSteady(() => void pen.change(() => host().draftRedo(first.draft)));
  const repeatLast = useSteady(async () => {
    if (!pen.view().can_repeat) return;
    if (await pen.change(() => host().draftRepeatLast(first.draft))) begin(pen.view());
  });
  const showKeys = useSteady(() => setKeysShown(true));
  const jump = useSteady((path: string) => jumpTo(column.current, path));
  const toProblem = useSteady((problem: ProblemView) => jumpToProblem(column.current, problem));
  useFormKeys({
    undo,
    redo,
    finish,
    repeatLast,
    showKeys,
    stepSection: (step) => stepSection(column.current, step),
    toSection: (at) => {
      const section = pen.view().sections[at];
      if (section) jump(section.path);
    },
    toNeeded: (step) => leadToNeeded(pen, step, toProblem),
  });

  return (
    <SheetContext value={sheet}>
      <div className="form" data-testid="form">
        <aside className="form-side">
          <SectionList pen={pen} left={left} onJump={jump} />
          <FormSide pen={pen} onRepeatLast={repeatLast} onDiscard={discard} onKeys={showKeys} />
        </aside>
        <div className="form-main">
          <FormBar pen={pen} onUndo={undo} onRedo={redo} onFinish={finish} finishing={finishing} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in a box is heard here for all boxes */}
          <div
            className="form-scroll"
            ref={column}
            data-testid="form-column"
            onKeyDown={(event) => {
              if (!entersBox(event)) return;
              event.preventDefault();
              goOn(column.current, event.shiftKey ? -1 : 1);
            }}
          >
            <div className="form-column">
              <NotKept pen={pen} />
              <General view={first} />
              <Sections pen={pen} column={column} />
              {fault && <FaultPanel fault={fault} />}
              <InTheWay
                pen={pen}
                found={inTheWay}
                finishing={finishing}
                onFinish={finish}
                onJump={toProblem}
              />
            </div>
          </div>
        </div>
        <KeyMap open={keysShown} onClose={() => setKeysShown(false)} title={t("keys")} />
      </div>
    </SheetContext>
  );
}

/** The sections, each painted again only when something in it changed. */
function Sections({ pen, column }: { pen: Pen; column: RefObject<HTMLElement | null> }) {
  const sections = useSyncExternalStore(pen.hear, () => pen.view().sections);
  useKeptFocus(column, sections);
  const title = useSyncExternalStore(pen.hear, () => pen.view().title);
  return sections.map((section) => (
    <SectionBody key={section.path} section={section} title={title} />
  ));
}

/** Enter in a box of one line, which has no meaning of its own there. */
function entersBox(event: React.KeyboardEvent): boolean {
  const plain = event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!plain || event.defaultPrevented || event.nativeEvent.isComposing) return false;
  return event.target instanceof HTMLInputElement;
}

/** What could not be made durable yet. */
function NotKept({ pen }: { pen: Pen }) {
  const fault = useSyncExternalStore(pen.hear, () => pen.now().fault);
  return fault && <FaultPanel fault={fault} retry={() => void pen.flush()} />;
}

/** What a reviewer said of the whole record, and of what each rule found about it. */
function General({ view }: { view: FormView }) {
  const words = view.comments.filter((comment) => comment.path === null && comment.text !== "");
  const rules = [...new Set(words.map((comment) => comment.rule))];
  return rules.map((rule) => (
    <SaidOf key={rule ?? ""} rule={rule} words={words.filter((it) => it.rule === rule)} />
  ));
}

function SaidOf({ rule, words }: { rule: string | null; words: CommentView[] }) {
  const { t } = useText();
  return (
    <div className="banner" data-tone="warn" data-testid={`said-${rule ?? "record"}`}>
      {rule !== null && <p className="font-semibold">{words[0]?.label}</p>}
      {words.map((comment) => (
        <p className="msg" key={`${comment.at} ${comment.text}`}>
          <span>{t("comment-general", { by: comment.by, text: comment.text })}</span>
        </p>
      ))}
      <ReplyBox path={null} rule={rule} />
    </div>
  );
}

const SectionBody = memo(function SectionBody(props: { section: Section; title: string }) {
  const { section, title } = props;
  return (
    <section
      className="form-section"
      data-section={section.path}
      aria-label={section.label || title}
    >
      {section.label && (
        <h2 className="form-heading" tabIndex={-1} data-quiet-focus>
          {section.label}
        </h2>
      )}
      <SectionNodes path={section.path} nodes={section.nodes} />
    </section>
  );
});

/** Goes to what has to be done about a problem: the box for a warning's reason, else the question. */
function jumpToProblem(column: HTMLElement | null, problem: ProblemView) {
  jumpToBox(column, problem.path, problem.asks_reason ? problem.rule : null);
}

/** Goes to the box for the reason of a rule's warning at a question; without a rule, to the question. */
function jumpToBox(column: HTMLElement | null, path: string, rule: string | null) {
  jumpTo(column, path);
  if (rule === null) return;
  const testid = CSS.escape(reasonTestid(rule, path));
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
