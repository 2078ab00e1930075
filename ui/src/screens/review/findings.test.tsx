import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { find, get, gone, show } from "../../testing/show";

test("what rules on several records found stands beside the record, in words with its figures", async () => {
  await show("/review/rec-0", { role: "supervisor" });
  const found = await find("findings");
  expect((await find("finding-two-places")).textContent).toContain("at once for 30 minutes");
  expect(get("finding-two-places").textContent).toContain("Error");
  expect(get("finding-two-places").getAttribute("data-tone")).toBe("bad");
  expect(get("finding-rounded").getAttribute("data-tone")).toBe("warn");
  expect(get("finding-rounded").textContent).toContain("and 16 more");
  expect(get("finding-holiday").getAttribute("data-tone")).toBe("info");
  expect(found.textContent).toContain("Rule R-F2");
});

test("the other records are one step away, and what looks like one is compared", async () => {
  const { user } = await show("/review/rec-0", { role: "supervisor" });
  await find("findings");
  const link = (of: string) => get(of).querySelector("a") as HTMLAnchorElement;
  expect(link("finding-two-places").getAttribute("href")).toBe("#/record/rec-1");
  expect(link("finding-twice").getAttribute("href")).toBe("#/review/doubles/rec-0/rec-1");
  await user.click(link("finding-twice"));
  await find("double");
});

test("nothing is said where nothing was found", async () => {
  await show("/review/rec-3", { role: "supervisor" });
  await find("review-record");
  await waitFor(() => expect(gone("findings")).toBeNull());
});

test("a fault is told, and the record is there all the same", async () => {
  const { host, user } = await show("/review/rec-0", { role: "supervisor" });
  await find("findings");
  host.failNext("findings", new HostFault("disk_full", "no room"));
  await user.keyboard("n");
  await waitFor(() => expect(get("findings").textContent).toContain("disk"));
  expect(get("review-record")).toBeTruthy();
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
