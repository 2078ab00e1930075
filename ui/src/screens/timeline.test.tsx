import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";

test("a person's page tells what happened in its order, and what each of it is worth", async () => {
  await show("/about/rec-8");
  const entries = (await screen.findAllByTestId(/^entry-/)).map((e) => e.textContent);
  expect(entries).toHaveLength(6);
  expect(entries[0]).toContain("02/06/2026");
  expect(entries[0]).toContain("Accident");
  expect(entries[4]).toContain("Prosthesis · Battambang rehabilitation centre");
  expect(entries[4]).toContain("1 problem");
  expect(entries[5]).toContain("submitted");
  expect(entries[5]).toContain("on this laptop");
});

test("what a role is not shown is masked there too, and nothing is started", async () => {
  await show("/about/rec-8", { role: "coordinator" });
  const entry = await find("entry-rec-14");
  expect(entry.textContent).toContain("Service");
  expect(entry.textContent).toContain("KH-VA-BTB02-7F3K-004");
  expect(entry.textContent).not.toContain("Prosthesis");
  expect(entry.textContent).not.toContain("23/07/2026");
  expect(entry.textContent).toContain("•••");
  expect(gone("timeline-new")).toBeNull();
});

test("N and a figure start a record for this person", async () => {
  const { host, user } = await show("/about/rec-8", { role: "va" });
  await find("timeline-new");
  await user.keyboard("n");
  await find("timeline-new-consent");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(gone("timeline-new-consent")).toBeNull());
  await user.keyboard("3");
  await waitFor(() => expect(asked(host, "draftNew")).toEqual([["referral", "rec-8"]]));
});

test("the arrow keys walk through the entries, and Enter opens one", async () => {
  const { user } = await show("/about/rec-8");
  const first = (await find("entry-rec-10")).querySelector("a");
  first?.focus();
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(get("entry-rec-11").querySelector("a"));
  await user.keyboard("{Enter}");
  await find("record");
});

test("a record of which nothing is known yet says what to do", async () => {
  await show("/about/rec-1");
  expect((await find("empty")).textContent).toContain("Add a record here");
});

test("a page that is not here says so, and a failure is mended by trying again", async () => {
  const { user } = await show("/about/rec-8", {}, (h) =>
    h.failNext("timeline", new HostFault("damaged", "page 7")),
  );
  await user.click(await find("fault-retry"));
  await find("entry-rec-10");
});

test("it is opened from a record and from the list", async () => {
  const { user } = await show("/record/rec-8");
  await user.click(await find("life-open"));
  await find("timeline");
});
