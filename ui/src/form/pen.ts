import {
  type Code,
  type FormView,
  faultOf,
  type HostCommands,
  type HostFault,
  type PositionAsk,
} from "../host";
import { changed, kept } from "./view-change";
import { nodeAt } from "./walk";

/** What a pen asks of the host. */
export type Paper = Pick<HostCommands, "draftSet" | "draftPosition" | "draftReason" | "draftReply">;

/** Words that wait to be written: an answer, perhaps as it was typed, the reason for a warning, or words to a reviewer. */
interface Line {
  path: string;
  rule: string | null;
  value: string;
  typed: PositionAsk | null;
  /** Of words to a reviewer: whether it is mended, and the rule whose finding they are about. */
  reply: { fixed: boolean; about: string | null } | null;
}

const keyOf = (path: string, rule: string | null) => (rule === null ? path : `${rule} ${path}`);
const REPLY = "reply";

/** The rule of a line of words to a reviewer: those on findings are kept apart. */
const replyRule = (about: string | null) => (about === null ? REPLY : `${REPLY} ${about}`);

/** Whether the question, the warning or the reviewer's words that a line is about are still there. */
function isThere(view: FormView, { path, rule, reply }: Line): boolean {
  if (reply !== null && path === "")
    return view.comments.some((comment) => comment.path === null && comment.rule === reply.about);
  if (reply !== null || rule === null) return nodeAt(view.sections, path) !== undefined;
  return view.problems.some((it) => it.path === path && it.rule === rule && it.asks_reason);
}

/** Where something stands that the host refused. */
export interface Refused {
  path: string;
  /** The rule for whose warning it is the reason. */
  rule: string | null;
}

export interface Written {
  view: FormView;
  /** Typed or chosen, and not yet known to be on the disk. */
  unsaved: boolean;
  fault: HostFault | null;
  /** Raised when answers changed in another way than by typing them here. */
  epoch: number;
}

/** Pause in typing after which what was typed goes to the disk. */
export const PAUSE_MS = 250;
const RETRY_MS = 2000;

/** What the host will not take however often it is sent: a reason of no words, a question that is not there any more. */
const REFUSALS: readonly Code[] = ["bad_input", "not_found", "not_allowed"];

/**
 * Writes a draft: keeps what is typed until the host has answered that it is durable, sends one
 * answer at a time and in order, and never lets an older view paint over newer typing.
 */
export class Pen {
  #now: Written;
  #unsent = new Map<string, Line>();
  /** Refused by the host; it stays in sight until it is written anew, and holds nothing else up. */
  #refused = new Map<string, { line: Line; fault: HostFault }>();
  #inFlight: Line | null = null;
  #chain: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hearers = new Set<() => void>();

  constructor(
    private readonly paper: Paper,
    view: FormView,
  ) {
    this.#now = { view, unsaved: false, fault: null, epoch: 0 };
  }

  readonly hear = (hearer: () => void) => {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  };

  readonly now = () => this.#now;

  /** The draft as the host answered last; unchanged parts of it are the same objects as before. */
  readonly view = () => this.#now.view;

  readonly epoch = () => this.#now.epoch;

  /** The answer, or the reason for a rule's warning, as it was last typed here, when that is ahead of the view. */
  typed(path: string, rule: string | null = null): string | undefined {
    const waiting = this.#unsent.get(keyOf(path, rule));
    if (waiting !== undefined) return waiting.value;
    const sent = this.#inFlight;
    if (sent?.path === path && sent.rule === rule) return sent.value;
    return this.#refused.get(keyOf(path, rule))?.line.value;
  }

  /** Whether something typed waits because it could not be written. */
  waits(): boolean {
    return this.#unsent.size > 0;
  }

  /**
   * The first that the host refused and that is still shown where the draft keeps something older; why is told again, for
   * what was written since took it out of sight.
   */
  tellRefused(): Refused | null {
    const { view } = this.#now;
    const first = [...this.#refused.values()].find(({ line }) => isThere(view, line));
    if (first === undefined) return null;
    this.#show({ fault: first.fault });
    const { path, rule, reply } = first.line;
    return { path, rule: reply === null ? rule : null };
  }

  /** Answers a question, or gives the reason for a rule's warning; at once for a choice, after a pause for typing. */
  write(path: string, value: string, at_once: boolean, rule: string | null = null): void {
    this.#wait({ path, rule, value, typed: null, reply: null }, at_once);
  }

  /** Answers a question for a position with what was understood of what was typed. */
  writePosition(path: string, value: string, typed: PositionAsk, at_once: boolean): void {
    this.#wait({ path, rule: null, value, typed, reply: null }, at_once);
  }

  /** Answers a reviewer's words at a question; an empty path means those on the whole record, or on a rule's finding. */
  writeReply(
    path: string,
    fixed: boolean,
    value: string,
    at_once: boolean,
    about: string | null = null,
  ): void {
    const rule = replyRule(about);
    this.#wait({ path, rule, value, typed: null, reply: { fixed, about } }, at_once);
  }

  #wait(line: Line, at_once: boolean): void {
    const key = keyOf(line.path, line.rule);
    this.#refused.delete(key);
    this.#unsent.set(key, line);
    this.#show({});
    clearTimeout(this.#timer);
    if (at_once) void this.flush();
    else this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Sends what waits; resolves when the host has answered for all of it. */
  flush(): Promise<unknown> {
    clearTimeout(this.#timer);
    this.#chain = this.#chain.then(() => this.#drain());
    return this.#chain;
  }

  /** Changes the draft in another way, after everything typed before it. */
  change(act: () => Promise<FormView>): Promise<boolean> {
    clearTimeout(this.#timer);
    const done = this.#chain.then(async () => {
      await this.#drain();
      if (this.waits()) return false;
      try {
        const view = kept(this.#now.view, await act());
        this.#refused.clear();
        this.#show({ view, fault: null, epoch: this.#now.epoch + 1 });
        return true;
      } catch (cause) {
        this.#show({ fault: faultOf(cause) });
        return false;
      }
    });
    this.#chain = done;
    return done;
  }

  /** Stops the clock; what waits is sent. */
  close(): void {
    void this.flush();
    this.#hearers.clear();
  }

  async #drain(): Promise<void> {
    for (;;) {
      const [next] = this.#unsent;
      if (!next) return;
      const [key, line] = next;
      this.#unsent.delete(key);
      this.#inFlight = line;
      try {
        const view = await this.#send(line);
        this.#inFlight = null;
        this.#show({ view, fault: null });
      } catch (cause) {
        this.#inFlight = null;
        const fault = faultOf(cause);
        const isRefused = REFUSALS.includes(fault.code);
        // Newer typing for the same question stays; otherwise this answer waits again, or is never sent again.
        if (!this.#unsent.has(key)) {
          if (isRefused) this.#refused.set(key, { line, fault });
          else this.#unsent.set(key, line);
        }
        this.#show({ fault });
        if (isRefused) continue;
        clearTimeout(this.#timer);
        if (this.#hearers.size > 0) this.#timer = setTimeout(() => void this.flush(), RETRY_MS);
        return;
      }
    }
  }

  async #send({ path, rule, value, typed, reply }: Line): Promise<FormView> {
    const held = this.#now.view;
    const { draft, step } = held;
    if (reply !== null) {
      const { fixed, about } = reply;
      return kept(held, await this.paper.draftReply(draft, path || null, about, fixed, value));
    }
    if (rule !== null) return kept(held, await this.paper.draftReason(draft, rule, path, value));
    if (typed !== null)
      return changed(held, await this.paper.draftPosition(draft, path, value, typed, step));
    return changed(held, await this.paper.draftSet(draft, path, value, step));
  }

  #show(change: Partial<Written>): void {
    const unsaved = this.#unsent.size > 0 || this.#inFlight !== null;
    const next = { ...this.#now, ...change, unsaved };
    const { view, fault, epoch } = this.#now;
    const same = next.view === view && next.fault === fault && next.epoch === epoch;
    // Typing on changes nothing but the answer: whoever shows the rest need not paint again.
    if (!same || next.unsaved !== this.#now.unsaved) this.#now = next;
    for (const hearer of this.#hearers) hearer();
  }
}
