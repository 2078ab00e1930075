import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";

async function fresh() {
  const shown = await show("/new/eore_session");
  await find("form");
  return shown;
}

const value = (testid: string) => (get(testid) as HTMLInputElement).value;
const saved = () => waitFor(() => expect(get("saved").dataset.state).toBe("saved"));

describe("autosave", () => {
  test("typing is on the disk soon after a pause, and says so", async () => {
    const { host, user } = await fresh();
    await user.type(get("q-given/remarks"), "rain");
    expect(get("saved").dataset.state).toBe("saving");
    await saved();
    expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual(["given/remarks", "rain"]);
    expect(get("saved").textContent).toMatch(/^Saved on this laptop/);
  });

  test("leaving a question or the window does not wait for the pause", async () => {
    const { host, user } = await fresh();
    await user.type(get("q-given/remarks"), "r");
    act(() => void window.dispatchEvent(new Event("blur")));
    await saved();
    expect(asked(host, "draftSet").length).toBe(1);
  });

  test("a failure keeps the answer on the screen and is told until it is saved", async () => {
    const { host, user } = await fresh();
    host.failNext("draftSet", new HostFault("disk_full", "full"));
    await user.type(get("q-given/remarks"), "rain");
    await user.tab();
    await waitFor(() => expect(get("saved").dataset.state).toBe("failed"));
    expect(value("q-given/remarks")).toBe("rain");
    expect(get("fault").dataset.code).toBe("disk_full");
    await user.click(get("fault-retry"));
    await saved();
    expect(gone("fault")).toBeNull();
  });
});

test("nothing is finished while an answer could not be kept", async () => {
  const { host, user } = await fresh();
  const fails = () => host.failNext("draftSet", new HostFault("disk_full", "full"));
  fails();
  await user.type(get("q-given/remarks"), "rain");
  await user.tab();
  await waitFor(() => expect(get("saved").dataset.state).toBe("failed"));
  fails();
  await user.click(get("finish"));
  await waitFor(() => expect(asked(host, "draftSet").length).toBe(2));
  await waitFor(() => expect(get("finish").hasAttribute("data-disabled")).toBe(false));
  expect(asked(host, "draftFinish")).toEqual([]);
  expect(value("q-given/remarks")).toBe("rain");
  await user.click(get("finish"));
  await find("jump-where/village");
  expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual(["given/remarks", "rain"]);
});

test("another language is shown at once, and what was typed stays", async () => {
  const { host, user } = await fresh();
  await user.type(get("q-given/remarks"), "rain");
  await user.click(get("person-menu"));
  await user.click(await find("language-km"));
  await user.keyboard("{Escape}");
  await screen.findByText("កំណត់សម្គាល់");
  expect(value("q-given/remarks")).toBe("rain");
  expect(asked(host, "draftSet").length).toBe(1);
  await user.type(get("q-given/remarks"), "!");
  await saved();
  expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual(["given/remarks", "rain!"]);
});

describe("problems", () => {
  test("appear once a question is left, never while it is typed", async () => {
    const { user } = await fresh();
    await user.type(get("q-where/date"), "31/11/2026");
    await saved();
    expect(gone("problem-where/date")).toBeNull();
    await user.tab();
    expect((await find("problem-where/date")).textContent).toContain("day/month/year");
    await user.clear(get("q-where/date"));
    await user.type(get("q-where/date"), "3");
    expect(gone("problem-where/date")).toBeNull();
    await user.type(get("q-where/date"), "0/11/2026");
    await user.tab();
    await saved();
    expect(gone("problem-where/date")).toBeNull();
    expect(value("q-where/date")).toBe("30/11/2026");
  });

  test("finishing lists what stands in the way, and each leads to its question", async () => {
    const { user } = await fresh();
    await user.click(get("finish"));
    await find("jump-where/village");
    expect(get("in-the-way").textContent).toContain("questions stand in the way");
    await user.click(get("jump-people/total"));
    expect(document.activeElement).toBe(get("q-people/total"));
    await user.click(get("jump-session/kind"));
    expect(get("q-session/kind").contains(document.activeElement)).toBe(true);
    expect(await find("problem-where/village")).toBeTruthy();
  });

  test("each figure of the grid that is missing says which it is", async () => {
    const { user } = await fresh();
    await user.click(get("finish"));
    const said = (await find("problem-people/women")).textContent ?? "";
    expect(said).toMatch(/^Women.+needed/);
  });

  test("Ctrl+Enter finishes wherever the focus is, on a choice too", async () => {
    const { user } = await fresh();
    await user.click(get("q-session/kind-event"));
    expect(get("q-session/kind").contains(document.activeElement)).toBe(true);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await find("jump-where/village");
  });

  test("what was mended leaves the list", async () => {
    const { user } = await fresh();
    await user.click(get("finish"));
    await find("jump-session/kind");
    await user.click(get("q-session/kind-event"));
    await waitFor(() => expect(gone("jump-session/kind")).toBeNull());
    expect(get("in-the-way").textContent).toContain("1 is done.");
  });
});

describe("people counted", () => {
  test("digits and Tab fill the grid; Khmer digits are digits", async () => {
    const { host, user } = await fresh();
    get("q-people/women").focus();
    await user.keyboard("9{Tab}៨{Tab}15{Tab}14");
    await saved();
    expect(get("sadd-sum").textContent).toBe("46");
    expect(asked(host, "draftSet")).toContainEqual([
      expect.any(String),
      "people/men",
      "8",
      expect.any(Number),
    ]);
    expect(value("q-people/boys")).toBe("14");
  });

  test("a total that differs is told in plain words, once it is left", async () => {
    const { user } = await fresh();
    get("q-people/women").focus();
    await user.keyboard("9{Tab}8{Tab}15{Tab}14{Tab}");
    expect(document.activeElement).toBe(get("q-people/total"));
    await user.keyboard("48");
    expect(gone("sadd-mismatch")).toBeNull();
    await user.keyboard("{Tab}");
    expect((await find("sadd-mismatch")).textContent).toBe(
      "The groups make 46 and you counted 48. Correct one of them.",
    );
    await user.clear(get("q-people/total"));
    await user.type(get("q-people/total"), "46");
    await user.tab();
    await saved();
    expect(gone("sadd-mismatch")).toBeNull();
  });

  test("people whose sex was not recorded belong to the sum", async () => {
    const { user } = await fresh();
    get("q-people/women").focus();
    await user.keyboard("9{Tab}8{Tab}15{Tab}14{Tab}48{Tab}");
    await find("sadd-mismatch");
    await user.type(get("q-people/unspecified_adult"), "2");
    await user.tab();
    await saved();
    expect(get("sadd-sum").textContent).toBe("48");
    expect(gone("sadd-mismatch")).toBeNull();
  });

  test("a doubt is told beside the question and does not stop anybody", async () => {
    const { user } = await fresh();
    await user.type(get("q-people/total"), "4");
    await user.type(get("q-people/first_time"), "4");
    expect(gone("warning-people/first_time")).toBeNull();
    await user.tab();
    expect((await find("warning-people/first_time")).textContent).toContain("for the first time?");
    await user.click(get("finish"));
    const rows = await screen.findAllByTestId(/^jump-/);
    expect(rows.at(-1)?.textContent).toContain("for the first time?");
    expect(get("in-the-way").textContent).not.toContain(`${rows.length} questions stand`);
  });

  test("a question that depends on the figures comes and goes", async () => {
    const { user } = await fresh();
    expect(gone("q-people/dis_method")).toBeNull();
    await user.type(get("q-people/dis_girls"), "1");
    expect(await find("q-people/dis_method")).toBeTruthy();
  });
});

describe("undo", () => {
  test("Ctrl+Z takes the answer back while its box has the focus, Ctrl+Shift+Z makes it again", async () => {
    const { user } = await fresh();
    await user.type(get("q-given/remarks"), "rain");
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(value("q-given/remarks")).toBe(""));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    await waitFor(() => expect(value("q-given/remarks")).toBe("rain"));
  });

  test("a draft put aside comes back", async () => {
    const { host, user } = await fresh();
    await user.click(get("discard"));
    await user.click(await find("discard-undo"));
    await find("form");
    expect(asked(host, "draftRestore").length).toBe(1);
  });
});

describe("every kind of question", () => {
  beforeEach(async () => void (await fresh()));

  test("one of many is typed, in Khmer or by code", async () => {
    const box = get("q-where/village");
    fireEvent.change(box, { target: { value: "0201" } });
    fireEvent.keyDown(box, { key: "Enter" });
    await saved();
    expect(value("q-where/village")).toContain("Andaeuk Haeb");
  });

  test("several are kept in the order of the form", async () => {
    fireEvent.click(get("q-session/messages-scrap").querySelector("input") as Element);
    await saved();
    fireEvent.click(get("q-session/messages-do_not_touch").querySelector("input") as Element);
    await saved();
    const view = screen.getByTestId("q-session/messages");
    expect(view.querySelectorAll("input:checked").length).toBe(2);
  });

  test("a time and a position are stored in their own shape", async () => {
    fireEvent.change(get("q-where/start"), { target: { value: "៨៣០" } });
    fireEvent.blur(get("q-where/start"));
    await saved();
    expect(value("q-where/start")).toBe("08:30");
    fireEvent.change(get("q-where/position"), { target: { value: "13.09572, 103.20219" } });
    fireEvent.blur(get("q-where/position"));
    await waitFor(() => expect(value("q-where/position")).toBe("13.095720, 103.202190"));
  });
});

test("rows of a repeat are added, filled and removed", async () => {
  const { host, user } = await fresh();
  await user.click(get("add-given/materials"));
  const quantity = await waitFor(() => {
    const [box] = screen.getAllByRole("textbox", { name: "Quantity, number 1" });
    if (!box) throw new Error("no row yet");
    return box;
  });
  await user.type(quantity, "36");
  await saved();
  expect(asked(host, "draftSet").at(-1)?.[1]).toMatch(/^given\/materials\[\w+\]\/quantity$/);
  await user.click(screen.getByRole("button", { name: "Remove number 1" }));
  await waitFor(() =>
    expect(screen.queryByRole("textbox", { name: "Quantity, number 1" })).toBeNull(),
  );
});

test("? shows the keys, but not while a text is typed", async () => {
  const { user } = await fresh();
  await user.type(get("q-given/remarks"), "why?");
  expect(gone("key-map")).toBeNull();
  get("keys").focus();
  await user.keyboard("?");
  await find("key-map");
});

test("the last entry fills what seldom changes", async () => {
  const { user } = await fresh();
  await user.click(get("repeat-last"));
  await waitFor(() =>
    expect(get("q-session/kind-school_lesson").hasAttribute("data-selected")).toBe(true),
  );
});

test("a complete draft becomes a record, without a question in between", async () => {
  const { host, user } = await fresh();
  const [draft] = [...host.drafts.values()].slice(-1);
  if (!draft) throw new Error("no draft");
  const answers: [string, string][] = [
    ["where/village", "KH02070305"],
    ["where/date", "2026-11-23"],
    ["where/start", "14:30:00"],
    ["session/kind", "event"],
    ["session/venue", "market"],
    ["session/messages", "report"],
    ["people/women", "1"],
    ["people/men", "1"],
    ["people/girls", "1"],
    ["people/boys", "1"],
    ["people/total", "4"],
    ["given/agreed", "OK"],
  ];
  for (const [path, answer] of answers) draft.now.answers.set(path, answer);
  await user.click(get("finish"));
  await find("home");
  expect((await find("notice")).textContent).toContain(
    "It is on this laptop and waits for the next sync",
  );
  await user.click(get("finished-see"));
  await find("record");
});
