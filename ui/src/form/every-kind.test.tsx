import { act, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, describe, expect, test } from "vitest";
import { today } from "../locales/dates";
import { asked, find, get, gone, show } from "../testing/show";
import type { StandIn } from "../testing/standin";

let user: Awaited<ReturnType<typeof show>>["user"];
let host: StandIn;

async function begin(options = {}) {
  ({ host, user } = await show("/new/every_kind", options));
  await find("form");
}

const saved = () => waitFor(() => expect(get("saved").dataset.state).toBe("saved"));
const value = (testid: string) => (get(testid) as HTMLInputElement).value;

/** What the draft holds under a path. */
const held = (path: string) => [...host.drafts.values()].at(-1)?.now.answers.get(path) ?? "";

/** The control of a question that Tab stops at. */
function stop(path: string): HTMLElement {
  const place = get(`q-${path}`);
  if (place.matches("input, textarea")) return place;
  const all = [...place.querySelectorAll<HTMLElement>("input, button")];
  const one = all.find((e) => e.tabIndex >= 0);
  if (!one) throw new Error(`nothing to stop at in ${path}`);
  return one;
}

async function typed(path: string, keys: string): Promise<string> {
  act(() => stop(path).focus());
  await user.keyboard(keys);
  await saved();
  return held(path);
}

describe("keys answer", () => {
  beforeEach(() => begin());

  const thisYear = new Date().getFullYear();
  test.each([
    ["text/code", "០១២a", "012a"],
    ["figures/price", "12,500", "12500"],
    ["figures/price", "12,5", "12.5"],
    ["figures/visits", "{ArrowUp}{ArrowUp}{ArrowUp}{ArrowDown}", "2"],
    ["figures/pain", "៧", "7"],
    ["figures/pain", "{ArrowUp}{ArrowUp}", "1"],
    ["figures/stars", "4", "4"],
    ["figures/age", "34{Enter}", "34"],
    ["figures/water", "{ArrowUp}{ArrowUp}{ArrowUp}", "2.5"],
    ["times/date", "t{Tab}", today()],
    ["times/date", "-1{Enter}", today(1)],
    ["times/date", "1/1{Enter}", `${thisYear}-01-01`],
    ["times/date", "១៧/១១/២០២៥{Tab}", "2025-11-17"],
    ["times/month", "11/2025{Tab}", "2025-11-01"],
    ["times/year", "1984{Tab}", "1984-01-01"],
    ["times/time", "810{Tab}", "08:10:00"],
    ["times/time", "8{Tab}", "08:00:00"],
    ["times/moment", "17/11/2025 8.10{Tab}", "2025-11-17T08:10:00.000"],
    ["one/chips", "3", "durian"],
    ["one/chips", "pom", "pomelo"],
    ["one/chips", "p p", "pomelo"],
    ["one/chips", "2{Delete}", ""],
    ["one/listed", "b", "banana"],
    ["one/likert", "{ArrowDown}", "little"],
    ["one/village", "KH4321{Enter}", "KH4321"],
    ["several/fruits", "13", "mango durian"],
    ["several/fruits", "d ", "durian"],
    ["several/fruits", "{ArrowRight}{ArrowRight} ", "durian"],
    ["several/fruits", "22", ""],
    ["several/order", " ", "mango banana durian papaya pomelo"],
    ["several/order", "2", "banana mango durian papaya pomelo"],
    ["table/heard", "4", "full"],
    ["table/heard", "m", "mostly"],
  ])("%s by %s", async (path, keys, answer) => {
    expect(await typed(path, keys.replace("p p", "pp"))).toBe(answer);
  });

  test("pictures of the form stand beside questions and choices; one that is not there is named", async () => {
    const image = (testid: string) => get(testid).querySelector("img");
    await waitFor(() => expect(image("picture-letter.png")?.alt).toBe("Letter"));
    const choice = get("q-one/pictured-mango");
    await waitFor(() => expect(choice.querySelector("img")?.src).toContain("data:image"));
    // The words of the choice say it already.
    expect(choice.querySelector("img")?.alt).toBe("");
    expect(get("q-several/shown-lost").textContent).toContain("lost.png did not come with");
    expect(asked(host, "formPicture")).toContainEqual(["every_kind", "2026.2", "letter.png"]);
    expect(await typed("one/pictured", "m")).toBe("mango");
  });

  test("a text has the lines that the form asks for, and an unanswered range points where it says", () => {
    expect(get("q-text/letter").getAttribute("rows")).toBe("5");
    expect(get("q-text/story").getAttribute("rows")).toBe("3");
    expect(value("q-figures/water-slider")).toBe("1.5");
    expect(get("q-figures/water").getAttribute("placeholder")).toBe("1.5");
    expect(held("figures/water")).toBe("");
  });

  test("a ranking is moved by Shift and arrows, and the move is spoken", async () => {
    act(() => stop("several/order").focus());
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Durian"));
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    await saved();
    expect(held("several/order")).toBe("mango durian banana papaya pomelo");
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Durian"));
    expect(screen.getByText("Durian is now number 2 of 5")).toBeTruthy();
    await user.keyboard("{Shift>}{End}{/Shift}");
    await saved();
    expect(held("several/order")).toBe("mango banana papaya pomelo durian");
  });

  test("a Buddhist year is understood, and the common one is offered", async () => {
    act(() => stop("times/buddhist").focus());
    await user.keyboard("23/11/2569");
    expect((await find("q-times/buddhist-era")).textContent).toContain("23/11/2026");
    expect(held("times/buddhist")).not.toMatch(/^2569-/);
    await user.click(get("q-times/buddhist-common"));
    await saved();
    expect(held("times/buddhist")).toBe("2026-11-23");
    expect(gone("q-times/buddhist-era")).toBeNull();
  });

  test("a covered answer is shown only when asked", async () => {
    expect(await typed("text/secret", "012345678")).toBe("012345678");
    expect(get("q-text/secret").getAttribute("type")).toBe("password");
    await user.click(get("q-text/secret-see"));
    expect(get("q-text/secret").getAttribute("type")).toBe("text");
  });

  test("thousands stand apart once the question is left", async () => {
    expect(await typed("figures/price", "1250000.5{Tab}")).toBe("1250000.5");
    expect(value("q-figures/price")).toBe("1,250,000.5");
    // Whoever goes on typing there means the number that is shown.
    expect(await typed("figures/price", "0{Tab}")).toBe("1250000.50");
  });

  test.each([
    ["{Backspace}", "1250", "1,250"],
    ["0", "125000", "125,000"],
    ["{Home}{Delete}", "2500", "2,500"],
  ])("thousands are not in the way of %s", async (keys, stored, shown) => {
    await typed("figures/price", "12500{Tab}");
    expect(value("q-figures/price")).toBe("12,500");
    expect(await typed("figures/price", keys)).toBe(stored);
    await user.tab();
    expect(value("q-figures/price")).toBe(shown);
  });

  test("a quick question goes on by itself, but not while arrows pass by", async () => {
    act(() => stop("one/quick").focus());
    await user.keyboard("{ArrowDown}");
    expect(get("q-one/quick").contains(document.activeElement)).toBe(true);
    await user.keyboard("3");
    await waitFor(() => expect(get("q-one/columns").contains(document.activeElement)).toBe(true));
    await saved();
    expect(held("one/quick")).toBe("durian");
  });
});

describe("the way through the form", () => {
  beforeEach(() => begin());

  test("work begins in the first question, Enter goes on and Shift+Enter back", async () => {
    expect(document.activeElement).toBe(get("q-text/plain"));
    await user.keyboard("Sung{Enter}");
    expect(document.activeElement).toBe(get("q-text/code"));
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(document.activeElement).toBe(get("q-text/plain"));
    await saved();
    expect(held("text/plain")).toBe("Sung");
  });

  test("a question that was only given the focus is not yet found wanting", async () => {
    await user.tab();
    expect(gone("problem-text/plain")).toBeNull();
    act(() => get("q-text/plain").focus());
    await user.tab();
    expect(await find("problem-text/plain")).toBeTruthy();
  });

  test.each([
    ["{Alt>}n{/Alt}", () => get("q-several/fruits")],
    ["{Alt>}n{/Alt}{Alt>}n{/Alt}", () => get("q-table/safe")],
    ["{Alt>}{Shift>}n{/Shift}{/Alt}", () => get("q-sadd/dis_boys")],
    ["{Alt>}4{/Alt}", () => get("q-one/chips")],
    ["{Alt>}{ArrowDown}{/Alt}", () => get("q-figures/rows")],
  ])("%s leads on", async (keys, place) => {
    await user.keyboard(keys);
    expect(place().contains(document.activeElement)).toBe(true);
  });

  test("F1 shows the keys, also while a text is typed", async () => {
    await user.keyboard("{F1}");
    expect((await find("key-map")).textContent).toContain(
      "Next question that still needs an answer",
    );
  });

  test("a list of choices is one stop of Tab", async () => {
    act(() => stop("several/fruits").focus());
    await user.tab();
    expect(get("q-several/order").contains(document.activeElement)).toBe(true);
  });
});

describe("rows", () => {
  beforeEach(() => begin());

  test("Enter adds one more at the end, Alt+Delete removes one, and it can be had back", async () => {
    act(() => get("add-rows/goods").focus());
    await user.keyboard("{Enter}");
    const what = await screen.findByRole("combobox", { name: "What, number 1" });
    await waitFor(() => expect(document.activeElement).toBe(what));
    await user.keyboard("ban{Enter}36{Enter}");
    const second = await screen.findByRole("combobox", { name: "What, number 2" });
    await waitFor(() => expect(document.activeElement).toBe(second));
    await user.keyboard("man{Enter}");
    expect(document.activeElement).toBe(
      screen.getByRole("textbox", { name: "How many, number 2" }),
    );
    await user.keyboard("{Alt>}{Delete}{/Alt}");
    await waitFor(() =>
      expect(screen.queryByRole("combobox", { name: "What, number 2" })).toBeNull(),
    );
    expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "What, number 1" }));
    await user.click(await find("remove-undo"));
    const back = await screen.findByRole("combobox", { name: "What, number 2" });
    expect((back as HTMLInputElement).value).toBe("Mango");
    // What was answered since is not what the notice is about.
    await user.click(screen.getByRole("button", { name: "Remove number 2" }));
    const offered = await find("remove-undo");
    expect(await typed("figures/age", "34{Tab}")).toBe("34");
    await user.click(offered);
    await screen.findByText(/^Something else was answered since/);
    expect(value("q-figures/age")).toBe("34");
    expect(screen.queryByRole("combobox", { name: "What, number 2" })).toBeNull();
  });

  test("longer questions stand as cards", async () => {
    await user.click(get("add-rows/people"));
    const name = await screen.findByRole("textbox", { name: "Name" });
    await waitFor(() => expect(document.activeElement).toBe(name));
    await user.keyboard("Dara{Alt>}{Delete}{/Alt}");
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Name" })).toBeNull());
  });

  test("a repeat that is counted cannot be added to or cut short", async () => {
    expect(gone("add-rows/fixed")).toBeNull();
    expect(gone("remove-rows/fixed[k1]")).toBeNull();
    act(() => get("q-rows/fixed[k2]/name").focus());
    await user.keyboard("{Alt>}{Delete}{/Alt}{Enter}");
    expect(asked(host, "draftAdd").length + asked(host, "draftRemove").length).toBe(0);
  });
});

describe("people by age group", () => {
  beforeEach(async () => {
    await begin();
    await user.click(get("q-sadd/mode-sadd12"));
    await find("q-sadd/f_b4");
  });

  test("digits and Tab alone fill the grid, and sums stand beside what was counted", async () => {
    act(() => get("q-sadd/women").focus());
    await user.keyboard("16{Tab}11{Tab}3{Tab}2{Tab}1{Tab}");
    await user.keyboard("9{Tab}6{Tab}2{Tab}1{Tab}2{Tab}");
    await user.keyboard("7{Tab}0{Tab}4{Tab}3{Tab}0{Tab}");
    await user.keyboard("7{Tab}0{Tab}5{Tab}2{Tab}0{Tab}39");
    await saved();
    const names = ["f_b4", "f_b5", "f_b6", "dis_women", "men", "m_b6", "girls", "f_b3", "m_b2"];
    expect(names.map((name) => held(`sadd/${name}`)).join(" ")).toBe("11 3 2 1 9 1 7 3 5");
    expect(
      ["sadd-sum", "sadd-sum-women", "sadd-disability-sum"].map((id) => get(id).textContent),
    ).toEqual(["39", "16", "3"]);
    expect(held("sadd/total")).toBe("39");
    expect(gone("sadd-mismatch")).toBeNull();
  });

  test("age groups that do not make their group are marked and told", async () => {
    act(() => get("q-sadd/women").focus());
    await user.keyboard("16{Tab}11{Tab}3{Tab}1");
    expect(get("sadd-sum-women").dataset.off).toBeUndefined();
    await user.keyboard("{Tab}");
    await waitFor(() => expect(get("sadd-sum-women").dataset.off).toBe("true"));
    expect(get("sadd-sum-women").textContent).toBe("15");
    expect(get("sadd-off-women").textContent).toContain("Women: the age groups do not make");
  });
});

test("5,000 choices: only the rows in sight are made", async () => {
  await begin();
  act(() => get("q-one/village").focus());
  await user.keyboard("{ArrowDown}");
  expect(get("q-one/village").getAttribute("aria-expanded")).toBe("true");
  const list = document.getElementById(get("q-one/village").getAttribute("aria-controls") ?? "");
  expect(list?.querySelectorAll("[role=option]").length).toBeLessThan(60);
  await user.keyboard("thmei ៤៩៩");
  const options = [...(list?.querySelectorAll("[role=option]") ?? [])];
  expect(options[0]?.textContent).toBe("Phum Thmei 499");
  expect(options[0]?.getAttribute("aria-setsize")).toBe("15");
});

test("a form that has a newer version says so, and stays with its own", async () => {
  await show("/draft/draft-1", {}, (stand) => {
    const [draft] = stand.drafts.values();
    if (!draft) throw new Error("no draft");
    draft.newer = true;
  });
  expect((await find("newer-version")).textContent).toContain("A newer version");
});

describe.each([
  ["light", "en"],
  ["dark", "km"],
  ["contrast", "en"],
])("every kind of question in the %s theme, in %s", (theme, language) => {
  test("axe finds nothing", async () => {
    await begin({ theme, language });
    await user.click(get("q-sadd/mode-sadd12"));
    await find("q-sadd/f_b4");
    await user.click(get("add-rows/goods"));
    await user.click(get("add-rows/people"));
    await waitFor(() => expect(screen.getAllByTestId(/^remove-rows/).length).toBe(2));
    const result = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
    expect(result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html}`))).toEqual([]);
  });
});
