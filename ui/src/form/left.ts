/** Which questions were left: what is wrong with a question is shown only then. */
export class Left {
  #paths: Set<string>;
  #all = false;
  #turn = 0;
  #hearers = new Set<() => void>();

  /** Questions that were answered in an earlier sitting were left then. */
  constructor(earlier: string[]) {
    this.#paths = new Set(earlier);
  }

  readonly hear = (hearer: () => void) => {
    this.#hearers.add(hearer);
    return () => void this.#hearers.delete(hearer);
  };

  /** Raised with every change. */
  readonly turn = () => this.#turn;

  has(path: string): boolean {
    return this.#all || this.#paths.has(path);
  }

  leave(path: string): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    this.#tell();
  }

  /** The question is typed in again. Once all were left, none is taken back. */
  enter(path: string): void {
    if (!this.#all && this.#paths.delete(path)) this.#tell();
  }

  /** Finishing was asked for: everything is shown. */
  leaveAll(): void {
    if (this.#all) return;
    this.#all = true;
    this.#tell();
  }

  get all(): boolean {
    return this.#all;
  }

  #tell(): void {
    this.#turn += 1;
    for (const hearer of this.#hearers) hearer();
  }
}
