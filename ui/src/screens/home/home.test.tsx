import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

test("field staff see what came back, today with its sums, drafts and what is not confirmed", async () => {
  await show("/");
  const home = await find("home");
  await find("new-eore_session");
  expect(home.textContent).toContain("Good afternoon, Dara");
  expect(home.textContent).toContain("The groups make 36, the total says 38. Which is right?");
  expect(get("today-sums").textContent).toContain("103");
  expect(get("count-laptop").textContent).toBe("7");
  expect(get("count-confirmed").textContent).toBe("35");
  expect(gone("queue-card")).toBeNull();
  expect(gone("nav-review")).toBeNull();
});

test("a supervisor sees the queue with its age and the teams that are late", async () => {
  const { user } = await show("/", { role: "supervisor" });
  expect((await find("queue-card")).textContent).toMatch(
    /\d+ records wait.*oldest has waited for 3 days/,
  );
  expect(screen.getByText("silent for 7 days")).toBeTruthy();
  expect(gone("new-eore_session")).toBeNull();
  await user.click(get("queue-start"));
  await find("review");
});

test("a new session makes one draft and opens it", async () => {
  const { host, user } = await show("/");
  await user.click(await find("new-eore_session"));
  await find("form");
  expect(asked(host, "draftNew")).toEqual([["eore_session", null]]);
});

test("a returned record is opened for correction with the reviewer's words at the question", async () => {
  const { host, user } = await show("/");
  await user.click((await screen.findAllByText("Fix"))[0] as HTMLElement);
  expect((await find("comment-people/total")).textContent).toContain("Which is right?");
  await user.click(get("fixed-people/total"));
  await user.type(get("reply-words-people/total"), "36.");
  await waitFor(() =>
    expect(asked(host, "draftReply").at(-1)?.slice(1)).toEqual(["people/total", null, true, "36."]),
  );
  // What is said of a finding stands above the questions, with the words of the rule and an answer of its own.
  expect(get("said-R-D2").textContent).toContain("in two places at once for 30 minutes");
  expect(get("said-R-D2").textContent).toContain("Which of the two was at ten?");
  await user.click(get("fixed-R-D2"));
  await waitFor(() =>
    expect(asked(host, "draftReply").at(-1)?.slice(1)).toEqual([null, "R-D2", true, ""]),
  );
  expect(asked(host, "recordEdit").length).toBe(1);
});

test("what was put aside is found again on the first screen, long after the notice went", async () => {
  const { host, user } = await show("/new/eore_session");
  await find("form");
  await user.type(get("q-given/remarks"), "rain");
  await user.click(get("discard"));
  await find("home");
  const draft = String(asked(host, "draftDiscard").at(-1)?.[0]);
  expect((await find("aside-open")).textContent).toBe("Put aside: 1");
  expect(gone(`draft-${draft}`)).toBeNull();
  await user.click(get("aside-open"));
  await user.click(get(`aside-${draft}`));
  await find("form");
  expect((get("q-given/remarks") as HTMLInputElement).value).toBe("rain");
});

test("an empty laptop says what will be here", async () => {
  await show("/", { records: 0 });
  expect((await find("empty")).textContent).toContain("Nothing for today yet");
});

describe("when something fails", () => {
  test("it says what was kept and can be tried again", async () => {
    const { host, user } = await show("/", {}, (h) =>
      h.failNext("home", new HostFault("disk_full", "no space left")),
    );
    const fault = await find("fault");
    expect(fault.dataset.code).toBe("disk_full");
    expect(fault.textContent).toContain("What was saved before is safe");
    expect(fault.textContent).not.toContain("no space left");
    await user.click(get("fault-retry"));
    await find("new-eore_session");
    expect(asked(host, "home").length).toBe(2);
  });
});

describe("the pill", () => {
  const pill = {
    waiting: 12,
    files: 0,
    oldest_days: 3,
    done: 4,
    total: 12,
    confirmed_at: null,
    needs_person: 0,
  };

  test.each([
    [{ ...pill, state: "waiting" }, "12 on this laptop, oldest 3 days"],
    [{ ...pill, state: "waiting", oldest_days: 0 }, "12 on this laptop"],
    [{ ...pill, state: "sending" }, "Sending 4 of 12"],
    [{ ...pill, state: "offline" }, "Offline, 12 on this laptop"],
    [{ ...pill, state: "offline", waiting: 0 }, "Offline"],
    [{ ...pill, state: "full" }, "Centre's disk full, 12 on this laptop"],
    [{ ...pill, state: "full", waiting: 0, files: 3 }, "Centre's disk full"],
    [{ ...pill, state: "busy" }, "Centre busy, 12 on this laptop"],
    [{ ...pill, state: "busy", waiting: 0, files: 3 }, "Centre busy"],
    [
      { ...pill, state: "confirmed", confirmed_at: "2020-11-20T14:03:00+07:00" },
      "All confirmed 20/11/2020 14:03",
    ],
    [{ ...pill, state: "files", waiting: 0, files: 3 }, "3 photos and scans to send"],
    [{ ...pill, state: "trial" }, "Trial, only on this laptop"],
    [{ ...pill, state: "empty" }, "No records yet"],
    [{ ...pill, state: "waiting", needs_person: 2 }, "2 need you"],
  ])("%j", async (next, words) => {
    const { host } = await show("/");
    await find("pill");
    act(() => host.movePill(next));
    expect(get("pill").textContent).toContain(words);
  });

  test("never says that something was sent, and leads to Sync", async () => {
    const { user } = await show("/");
    expect((await find("pill")).textContent).not.toMatch(/sent/i);
    await user.click(get("pill"));
    await find("sync");
  });
});

test("Ctrl+K finds records, forms, screens and actions with the keyboard alone", async () => {
  const { user } = await show("/");
  await find("home");
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await find("search"));
  await user.keyboard("traeng");
  await find("hit-rec-2");
  await user.keyboard("{Enter}");
  expect((await find("record-title")).textContent).toContain("Traeng");
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await find("search"));
  await user.keyboard("zzzz");
  await waitFor(() => expect(get("palette").textContent).toContain("Nothing is found"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(gone("palette")).toBeNull());
});

test.each(["field", "supervisor"] as const)(
  "Ctrl+K leads a %s to every screen of the rail",
  async (role) => {
    const { user } = await show("/", { role });
    await find("home");
    const rail = screen.getAllByTestId(/^nav-/).map((link) => link.dataset.testid ?? "");
    expect(rail.length).toBeGreaterThan(4);
    await user.keyboard("{Control>}k{/Control}");
    await user.click(await find("search"));
    for (const name of rail) {
      await user.clear(get("search"));
      await user.keyboard(get(name).querySelector(".rail-word")?.textContent ?? name);
      await find(name.replace("nav-", "hit-"));
    }
  },
);

test("what begins with the words stands before what only holds them", async () => {
  const { user } = await show("/");
  await find("home");
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await find("search"));
  await waitFor(() => expect(get("palette").textContent).toContain("New: Referral"));
  await user.keyboard("re");
  const shown = [...get("palette").querySelectorAll("[role=option]")].map((e) => e.textContent);
  expect(shown[0]).toBe("RecordsScreen");
  expect(shown.some((words) => words?.includes("New: Referral"))).toBe(true);
});

test("language, colours and text size change at once and are kept", async () => {
  const { host, user } = await show("/");
  await user.click(await find("person-menu"));
  await user.click(await find("theme-dark"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  await user.click(get("text-larger"));
  expect(document.documentElement.style.getPropertyValue("--text-size")).toBe("1.15");
  await user.click(get("language-km"));
  await waitFor(() => expect(document.documentElement.lang).toBe("km"));
  expect(asked(host, "setPreferences").at(-1)).toEqual([
    { language: "km", theme: "dark", text_size: 115, chosen: true, lock_minutes: 10 },
  ]);
});

test("locking leads to the people of this laptop", async () => {
  const { user } = await show("/");
  await user.click(await find("person-menu"));
  await user.click(await find("lock"));
  await find("unlock-passphrase");
});
