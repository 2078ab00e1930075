import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

test("what rules on several records found stands beside the record, in words with its figures", async () => {
  const { user } = await show("/review/rec-0", { role: "supervisor" });
  const found = await find("findings");
  expect((await find("finding-rounded")).getAttribute("data-tone")).toBe("warn");
  expect(get("finding-rounded").textContent).toContain("and 16 more");
  expect(get("finding-holiday").getAttribute("data-tone")).toBe("info");
  expect(found.textContent).toContain("Rule R-F2");
  await user.click(get("queue-rec-2"));
  expect((await find("finding-two-places")).textContent).toContain("at once for 30 minutes");
  expect(get("finding-two-places").textContent).toContain("Error");
  expect(get("finding-two-places").getAttribute("data-tone")).toBe("bad");
});

test("the other records are one step away, and what looks like one is compared", async () => {
  const { user } = await show("/review/rec-0", { role: "supervisor" });
  await find("findings");
  const link = (of: string) => get(of).querySelector("a") as HTMLAnchorElement;
  expect(link("finding-rounded").getAttribute("href")).toBe("#/record/rec-2");
  expect(link("finding-twice").getAttribute("href")).toBe("#/review/doubles/rec-0/rec-4");
  await user.click(link("finding-twice"));
  await find("double");
});

test("nothing is said where nothing was found", async () => {
  await show("/review/rec-5", { role: "supervisor" });
  await find("review-record");
  await waitFor(() => expect(gone("findings")).toBeNull());
});

test("a fault is told, and the record is there all the same", async () => {
  const { user } = await show("/review/rec-0", { role: "supervisor" }, (h) => {
    const { findings } = h;
    h.findings = (record) =>
      record === "rec-0" ? findings(record) : Promise.reject(new HostFault("disk_full", "no room"));
  });
  await find("findings");
  await user.keyboard("n");
  await waitFor(() => expect(get("findings").textContent).toContain("disk"));
  expect(get("review-record")).toBeTruthy();
});

test("what stops beside other records is accepted by nobody, and can be returned with words on it", async () => {
  const { host, user } = await show("/review/rec-2", { role: "supervisor" });
  expect((await find("refusal")).textContent).toContain("has to be put right first");
  expect(gone("move-approve")).toBeNull();
  expect(gone("move-verify")).toBeNull();
  await user.keyboard("a");
  await user.click(await find("comment-on-two-places"));
  expect(await find("return-at")).toHaveProperty(
    "value",
    "R-D2: The team was in two places at once for 30 minutes.",
  );
  await user.type(get("return-text"), "Which was at ten?");
  await user.click(get("return-do"));
  await waitFor(() => expect(gone("dialog-return")).toBeNull());
  const words = { path: null, rule: "R-D2", text: "Which was at ten?" };
  expect(asked(host, "review")).toEqual([["rec-2", "return", [words], null]]);
});

test("what warns beside other records is accepted with a reason, and is said where that is asked", async () => {
  const { host, user } = await show("/review/rec-0", { role: "supervisor" });
  await find("record-title");
  await user.keyboard("a");
  expect((await find("open-findings")).textContent).toContain("recorded twice");
  await user.type(get("reason"), "Two groups.{Control>}{Enter}{/Control}");
  await waitFor(() => expect(asked(host, "review")[0]?.[3]).toBe("Two groups."));
});

test("a place that changed is listed with its records, and its correction is a draft", async () => {
  const { user } = await show("/review/moved", { role: "supervisor" });
  expect((await find("finding-renamed")).textContent).toContain("Chamkar Thmei");
  expect(gone("move-rec-3")).toBeNull();
  expect(get("move-rec-2").getAttribute("aria-label")).toContain("Correct the place of");
  get("move-rec-0").focus();
  await user.keyboard("{Enter}");
  await find("form");
});

test("a record that is settled says so, and stays", async () => {
  const { host, user } = await show("/review/moved", { role: "supervisor" });
  host.failNext("recordMove", new HostFault("not_allowed", "reopen it first"));
  await user.click(await find("move-rec-0"));
  await waitFor(() => expect(document.querySelector("[data-testid=notice]")).toBeTruthy());
  expect(get("moved")).toBeTruthy();
});
