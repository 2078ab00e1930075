/**
 * The only door to the Rust side. Screens speak to a `Host`; which one answers is decided once,
 * at start: the desktop shell, or the stand-in of the tests.
 */
import {
  type Changed,
  type Code,
  commands,
  events,
  type Fault,
  type GpsHeard,
  type ImportMoved,
  type Pill,
  type StickMoved,
} from "./bindings";

export type * from "./bindings";

type Commands = typeof commands;
type Data<R> = R extends { status: "ok"; data: infer D }
  ? D
  : R extends { status: "error" }
    ? never
    : R;

/** Every command as a promise of its answer; a fault is thrown as a `HostFault`. */
export type HostCommands = {
  [K in keyof Commands]: (
    ...args: Parameters<Commands[K]>
  ) => Promise<Data<Awaited<ReturnType<Commands[K]>>>>;
};

export interface Host extends HostCommands {
  /** Hears of a new state of the delivery pill until the returned function is called. */
  onPill(hear: (pill: Pill) => void): () => void;
  /** Hears of changes behind the screens until the returned function is called. */
  onChanged(hear: (changed: Changed) => void): () => void;
  /** Hears how far a running import is until the returned function is called. */
  onImport(hear: (moved: ImportMoved) => void): () => void;
  /** Hears how far the writing or reading of a stick is until the returned function is called. */
  onStick(hear: (moved: StickMoved) => void): () => void;
  /** Hears what a receiver says while it measures, until the returned function is called. */
  onGps(hear: (heard: GpsHeard) => void): () => void;
}

/** A command that did not do its work; `code` picks the words, `message` goes to support. */
export class HostFault extends Error {
  override name = "HostFault";
  constructor(
    readonly code: Code,
    message: string,
    readonly waitSeconds: number | null = null,
  ) {
    super(message);
  }
}

export function faultOf(cause: unknown): HostFault {
  if (cause instanceof HostFault) return cause;
  return new HostFault("other", cause instanceof Error ? cause.message : String(cause));
}

let current: Host | null = null;

export function chooseHost(host: Host): void {
  current = host;
}

export function host(): Host {
  if (!current) throw new Error("no host has been chosen");
  return current;
}

interface Result {
  status: "ok" | "error";
  data?: unknown;
  error?: Fault;
}

function isResult(answer: unknown): answer is Result {
  if (typeof answer !== "object" || answer === null || !("status" in answer)) return false;
  return answer.status === "ok" ? "data" in answer : "error" in answer;
}

async function unwrap(answer: unknown): Promise<unknown> {
  const result = await answer;
  if (!isResult(result)) return result;
  if (result.status === "ok") return result.data;
  const fault = result.error;
  throw new HostFault(
    fault?.code ?? "other",
    fault?.message ?? "no message",
    fault?.wait_seconds ?? null,
  );
}

/** Stops hearing, also when the subscription is not yet made at that moment. */
function stopper(listening: Promise<() => void>): () => void {
  return () => void listening.then((stop) => stop());
}

export function desktopHost(): Host {
  const answering = Object.fromEntries(
    Object.entries(commands).map(([name, ask]) => [
      name,
      (...args: unknown[]) => unwrap((ask as (...a: unknown[]) => unknown)(...args)),
    ]),
  ) as unknown as HostCommands;
  return {
    ...answering,
    onPill: (hear) => stopper(events.pillMoved.listen((event) => hear(event.payload))),
    onChanged: (hear) => stopper(events.storeChanged.listen((event) => hear(event.payload))),
    onGps: (hear) => stopper(events.gpsMoved.listen((event) => hear(event.payload))),
    onImport: (hear) => stopper(events.importMoved.listen((event) => hear(event.payload))),
    onStick: (hear) => stopper(events.stickMoved.listen((event) => hear(event.payload))),
  };
}
