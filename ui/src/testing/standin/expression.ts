/**
 * As much of the form language as the built-in forms need to be shown: comparisons, arithmetic and a
 * dozen functions. What it does not know throws, and the stand-in then behaves as if nothing stood there.
 */
export interface Scope {
  /** The answer that a name stands for. */
  read: (name: string) => string;
  /** The answer of the question itself. */
  own: string;
  today: string;
}

type Value = string | number | boolean;

const token =
  /\s*(\$\{[^}]+\}|'[^']*'|"[^"]*"|\d+(?:\.\d+)?|[a-z][a-z-]*[a-z]|!=|<=|>=|[=<>+*(),.-])/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (!match) throw new Error(`not understood: ${text}`);
    found.push(match[1] ?? "");
  }
  return found;
}

const number = (value: Value): number =>
  typeof value === "string" ? (value.trim() === "" ? Number.NaN : Number(value)) : Number(value);
const text = (value: Value): string =>
  typeof value === "number" && Number.isNaN(value) ? "" : String(value);
const yes = (value: Value): boolean =>
  typeof value === "string" ? value !== "" : typeof value === "number" ? Boolean(value) : value;
const words = (value: Value | undefined): string[] =>
  text(value ?? "")
    .split(/\s+/)
    .filter(Boolean);

const functions: Record<string, (args: Value[], scope: Scope) => Value> = {
  selected: ([list, one]) => words(list).includes(text(one ?? "")),
  "selected-at": ([list, at]) => words(list)[Number(at)] ?? "",
  "count-selected": ([list]) => words(list).length,
  coalesce: ([a, b]) => (text(a ?? "") === "" ? (b ?? "") : (a ?? "")),
  today: (_, scope) => scope.today,
  number: ([a]) => number(a ?? ""),
  "string-length": ([a]) => text(a ?? "").length,
  substr: ([a, from, to]) =>
    text(a ?? "").slice(Number(from), to === undefined ? undefined : Number(to)),
  if: ([test, a, b]) => (yes(test ?? "") ? (a ?? "") : (b ?? "")),
  not: ([a]) => !yes(a ?? ""),
  true: () => true,
  false: () => false,
  concat: (args) => args.map(text).join(""),
  regex: ([a, pattern]) => new RegExp(`^(?:${text(pattern ?? "")})$`).test(text(a ?? "")),
};

/** Reads from the left, one rank of operators after the other. */
class Reader {
  #at = 0;
  constructor(
    private readonly list: string[],
    private readonly scope: Scope,
  ) {}

  get done(): boolean {
    return this.#at >= this.list.length;
  }

  any(): Value {
    return this.#several(["or"], () => this.#several(["and"], () => this.#compared()));
  }

  #several(names: string[], next: () => Value): Value {
    let value = next();
    while (names.includes(this.list[this.#at] ?? "")) {
      const name = this.list[this.#at];
      this.#at += 1;
      const other = next();
      value = name === "or" ? yes(value) || yes(other) : yes(value) && yes(other);
    }
    return value;
  }

  #compared(): Value {
    let value = this.#summed();
    while (["=", "!=", "<", ">", "<=", ">="].includes(this.list[this.#at] ?? "")) {
      const sign = this.list[this.#at];
      this.#at += 1;
      const other = this.#summed();
      const plain = typeof value === "string" && typeof other === "string";
      const dates = plain && text(value).includes("-") && text(other).includes("-");
      const [a, b] =
        plain && (sign === "=" || sign === "!=" || dates)
          ? [text(value), text(other)]
          : [number(value), number(other)];
      if (sign === "=") value = a === b;
      else if (sign === "!=") value = a !== b;
      else if (sign === "<") value = a < b;
      else if (sign === ">") value = a > b;
      else value = sign === "<=" ? a <= b : a >= b;
    }
    return value;
  }

  #summed(): Value {
    let value = this.#product();
    while (["+", "-"].includes(this.list[this.#at] ?? "")) {
      const sign = this.list[this.#at] === "+" ? 1 : -1;
      this.#at += 1;
      value = number(value) + sign * number(this.#product());
    }
    return value;
  }

  #product(): Value {
    let value = this.#one();
    while (["*", "div", "mod"].includes(this.list[this.#at] ?? "")) {
      const name = this.list[this.#at];
      this.#at += 1;
      const [a, b] = [number(value), number(this.#one())];
      value = name === "*" ? a * b : name === "div" ? a / b : a % b;
    }
    return value;
  }

  #one(): Value {
    const sign = this.list[this.#at] ?? "";
    this.#at += 1;
    if (sign === "(") {
      const value = this.any();
      this.#at += 1;
      return value;
    }
    if (sign === "-") return -number(this.#one());
    if (sign === ".") return this.scope.own;
    if (sign.startsWith("${")) return this.scope.read(sign.slice(2, -1));
    if (/^['"]/.test(sign)) return sign.slice(1, -1);
    if (/^\d/.test(sign)) return Number(sign);
    const known = functions[sign];
    if (!known || this.list[this.#at] !== "(") throw new Error(`not known here: ${sign}`);
    this.#at += 1;
    const args: Value[] = [];
    while (this.list[this.#at] !== ")") {
      args.push(this.any());
      if (this.list[this.#at] === ",") this.#at += 1;
      else if (this.list[this.#at] !== ")") throw new Error("a bracket is open");
    }
    this.#at += 1;
    return known(args, this.scope);
  }
}

function evaluated(expression: string, scope: Scope): Value {
  const reader = new Reader(tokens(expression), scope);
  const value = reader.any();
  if (!reader.done) throw new Error(`not understood: ${expression}`);
  return value;
}

/** Whether a condition holds; `otherwise` where it is not understood. */
export function holds(expression: string, scope: Scope, otherwise: boolean): boolean {
  try {
    return yes(evaluated(expression, scope));
  } catch {
    return otherwise;
  }
}

/** What an expression gives; empty where it is not understood. */
export function worth(expression: string, scope: Scope): string {
  try {
    return text(evaluated(expression, scope));
  } catch {
    return "";
  }
}
