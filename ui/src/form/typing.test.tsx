import { waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { find, get, show } from "../testing/show";
import type { StandIn } from "../testing/standin";

/** Keys that are pressed: a letter, a named key, and each key that is held down with another. */
function strokes(keys: string): number {
  return [...keys.matchAll(/\{\/[^}]+\}|\{[^}]+\}|./gu)].filter(([key]) => !key.startsWith("{/"))
    .length;
}

let host: StandIn;
let count = 0;
let press: (keys: string) => Promise<void>;

const next = "{Alt>}n{/Alt}";
const held = (path: string) => [...host.drafts.values()].at(-1)?.now.answers.get(path) ?? "";

/** The focus is in this question. */
function at(path: string) {
  const place = get(`q-${path}`);
  expect(place.contains(document.activeElement), `the focus is not in ${path}`).toBe(true);
}

beforeEach(async () => {
  const shown = await show("/new/eore_session", { programme: true });
  host = shown.host;
  count = 0;
  press = async (keys) => {
    count += strokes(keys);
    await shown.user.keyboard(keys);
    await waitFor(() => expect(get("saved").dataset.state).toBe("saved"));
  };
  await find("form");
});

/** What differs from one session of a team to the next. */
async function whereAndWhen() {
  at("place/activity_date");
  await press(`17/11${next}`);
  at("place/adm1");
  await press("batt{Enter}{Enter}Traeng{Enter}Sung Muoy");
  await press(next);
  at("place/venue_type");
  await press("pag{Enter}");
}

async function people() {
  at("sadd/women");
  await press("16{Enter}9{Enter}7{Enter}7{Enter}39{Enter}1{Enter}2");
  await press(next);
  at("sadd/dis_method");
  await press("4");
  await press(next);
  at("sadd/first_time");
  await press("21");
}

async function materials() {
  await press("{Alt>}5{/Alt}");
  await press("{Enter}");
  await press("post{Enter}3{Enter}");
  await press("leaf{Enter}30");
}

async function finish() {
  const keys = "{Control>}{Enter}{/Control}";
  count += strokes(keys);
  await userEvent.keyboard(keys);
  await find("home");
}

/** The session of the data dictionary's example, as far as it is typed. */
function isWhole() {
  const answers = Object.fromEntries([...host.drafts.values()].at(-1)?.now.answers ?? []);
  expect(answers).toMatchObject({
    "place/activity_date": expect.stringMatching(/^\d{4}-11-17$/),
    "place/adm1": "02",
    "place/commune_name": "Traeng",
    "place/village_name": "Sung Muoy",
    "place/venue_type": "pagoda",
    "session/technique": "interactive_group demonstration_replicas",
    "session/start_time": "08:10:00",
    "session/end_time": "09:05:00",
    "session/primary_audience": "farmers",
    "sadd/women": "16",
    "sadd/men": "9",
    "sadd/girls": "7",
    "sadd/boys": "7",
    "sadd/total": "39",
    "sadd/dis_women": "1",
    "sadd/dis_men": "2",
    "sadd/first_time": "21",
    "content/hazards_addressed": "ap_mine av_mine cluster",
    "finish/facilitators": "BTB-014",
  });
  const rows = Object.entries(answers).filter(([path]) => path.startsWith("supplies/materials["));
  expect(rows.map(([, answer]) => answer)).toEqual(["poster", "3", "leaflet", "30"]);
}

test("a session after Repeat last entry takes at most 120 key strokes", async () => {
  for (const [path, answer] of [
    ["session/technique", "interactive_group demonstration_replicas"],
    ["session/primary_audience", "farmers"],
    ["content/hazards_addressed", "ap_mine av_mine cluster"],
    ["content/messages", "recognise_eo dont_touch report_mark farming_machinery"],
    ["finish/facilitators", "BTB-014"],
    ["finish/woman_facilitator", "yes"],
  ] as const) {
    host.last.set(path, answer);
  }
  for (const path of ["session/kind", "session/messages"]) host.last.delete(path);
  await press("{Alt>}r{/Alt}");
  const repeating = count;
  await whereAndWhen();
  await press(next);
  at("session/start_time");
  await press("810{Enter}905");
  await press(next);
  await people();
  await materials();
  isWhole();
  await finish();
  expect(count - repeating).toBeLessThanOrEqual(120);
});

test("what was just typed is heard before the next question that is needed", async () => {
  get("q-sadd/dis_women").focus();
  await userEvent.keyboard(`1${next}`);
  await waitFor(() => at("sadd/dis_method"));
});

/** Nothing that is answered is written until it is let go. */
function heldUp(): () => void {
  const write = host.draftSet.bind(host);
  let answer = () => {};
  const slow = new Promise<void>((go) => {
    answer = go;
  });
  host.draftSet = async (...asked) => {
    await slow;
    return write(...asked);
  };
  return answer;
}

test("whoever types on meanwhile stays where they are", async () => {
  const letGo = heldUp();
  get("q-sadd/dis_women").focus();
  await userEvent.keyboard(`1${next}21`);
  letGo();
  await waitFor(() => expect(held("sadd/first_time")).toBe("21"));
  await find("q-sadd/dis_method");
  at("sadd/first_time");
});

test("whoever ticks meanwhile stays where they are", async () => {
  const letGo = heldUp();
  get("q-sadd/first_time").focus();
  await userEvent.keyboard(`6${next}`);
  at("content/hazards_addressed");
  await userEvent.keyboard("1");
  letGo();
  await waitFor(() => expect(held("content/hazards_addressed")).toBe("ap_mine"));
  await waitFor(() => expect(get("saved").dataset.state).toBe("saved"));
  await new Promise((go) => setTimeout(go, 50));
  at("content/hazards_addressed");
});

test("a session from nothing takes far less than 900 key strokes", async () => {
  await whereAndWhen();
  await press(next);
  at("session/technique");
  await press("1");
  await press("s");
  await press(" ");
  await press("{Enter}810{Enter}905");
  await press(next);
  at("session/primary_audience");
  await press("farm{Enter}");
  await press(next);
  await people();
  await press(next);
  at("content/hazards_addressed");
  await press("124");
  await press(next);
  at("content/messages");
  await press("135");
  await materials();
  await press("{Alt>}6{/Alt}BTB-014");
  isWhole();
  expect(held("content/messages")).toBe("recognise_eo dont_touch report_mark");
  await finish();
  expect(count).toBeLessThanOrEqual(200);
});
