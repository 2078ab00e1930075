/** Which catalogue key stands for a code that Rust sends. */
import type { StrengthView } from "../host";

const roles: Record<string, string> = {
  field: "role-field",
  va: "role-va",
  coordinator: "role-coordinator",
  supervisor: "role-supervisor",
  admin: "role-admin",
};

export function roleKey(role: string): string {
  return roles[role] ?? "role-other";
}

const moves: Record<string, string> = {
  submit: "move-submit",
  return: "move-return",
  verify: "move-verify",
  approve: "move-approve",
  reject: "move-reject",
  reopen: "move-reopen",
  lock: "move-lock",
  withdraw: "move-withdraw",
  take_back: "move-take-back",
};

export function moveKey(move: string): string {
  return moves[move] ?? "move-other";
}

const done: Record<string, string> = {
  submit: "did-submit",
  return: "did-return",
  verify: "did-verify",
  approve: "did-approve",
  reject: "did-reject",
  reopen: "did-reopen",
  lock: "did-lock",
  withdraw: "did-withdraw",
  take_back: "did-take-back",
  merge_into: "did-merge",
  merge_from: "did-merge",
  distinct: "did-distinct",
  untie: "did-untie",
};

/** What somebody did, as a line of a record's history. */
export function didKey(move: string): string {
  return done[move] ?? "did-other";
}

const refusals: Record<string, string> = {
  own_record: "refusal-own-record",
  role: "refusal-role",
  state: "refusal-state",
  conflict: "refusal-conflict",
  finding: "refusal-finding",
  blind: "refusal-blind",
};

export function refusalKey(code: string): string {
  return refusals[code.replaceAll("-", "_")] ?? "refusal-other";
}

const hints: Record<string, string> = {
  too_short: "strength-longer",
  common: "strength-common",
  repeats: "strength-repeats",
  good: "strength-good",
};

/** What would make a passphrase better, or that it is good enough. */
export function strengthKey(strength: StrengthView | null): string {
  if (strength === null) return "strength-empty";
  const weak = strength.accepted ? "strength-fair" : "strength-weak";
  return strength.score >= 4 ? "strength-strong" : (hints[strength.hint] ?? weak);
}

/** What a record is called: what it is about, or else its form. */
export function titleOf(row: { title: string; form_title: string }): string {
  return row.title || row.form_title;
}

const roads: Record<string, string> = {
  internet: "road-internet",
  hub: "road-hub",
  stick: "road-usb",
};

const held: Record<string, string> = {
  part: "refused-part",
  "too-large": "refused-too-large",
  team: "refused-team",
  seal: "refused-seal",
  twice: "refused-twice",
  author: "refused-author",
  role: "refused-role",
  decision: "refused-decision",
  state: "refused-state",
  "own-record": "refused-own-record",
  blind: "refused-blind",
  comment: "refused-comment",
  reason: "refused-reason",
};

/** What the centre holds against a record, and who mends it; a newer centre may have other codes. */
export function heldKey(code: string): string {
  return held[code] ?? "refused-other";
}

export function roadKey(road: string): string {
  return roads[road] ?? "road-other";
}

const classes: Record<string, string> = {
  P1: "class-p1",
  P2: "class-p2",
  P3: "class-p3",
};

/** How an answer must be handled; null for answers that anybody may see. */
export function classKey(name: string): string | null {
  return classes[name] ?? null;
}

/** What a set of records is called that can be given out, one row each; one of a newer program has its name. */
const rows: Record<string, string> = {
  session: "rows-session",
  media: "rows-media",
  material: "rows-material",
  kap: "rows-kap",
  hazard: "rows-hazard",
  accident: "rows-accident",
  person: "rows-person",
  assessment: "rows-assessment",
  need: "rows-need",
  service: "rows-service",
  referral: "rows-referral",
  follow_up: "rows-follow-up",
  life: "rows-life",
};
export const rowsKey = (table: string) => rows[table] ?? table;
