import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

test("says what is not confirmed before it is sent, and all is confirmed only after", async () => {
  const { host, user } = await show("/sync");
  expect((await find("sync-headline")).textContent).toBe(
    "7 records are not confirmed yet, about 38 KB to send.",
  );
  await user.click(get("sync-now"));
  await waitFor(() =>
    expect(get("sync-headline").textContent).toBe("The centre has confirmed everything."),
  );
  expect(get("count-laptop").textContent).toBe("0");
  expect(asked(host, "syncNow").length).toBe(1);
  expect(get("pill").textContent).toContain("All confirmed");
});

test("can be stopped, and what arrived stays", async () => {
  const { host, user } = await show("/sync", { endless: true });
  await user.click(await find("sync-now"));
  await user.click(await find("sync-cancel"));
  await waitFor(() => expect(gone("sync-progress")).toBeNull());
  expect(asked(host, "syncCancel").length).toBe(1);
  expect(gone("sync-fault")).toBeNull();
  expect(get("count-laptop").textContent).toBe("7");
});

test("sends by itself until somebody turns it off, and says what that means", async () => {
  const { host, user } = await show("/sync");
  const box = (await find("sync-by-itself")) as HTMLInputElement;
  expect(box.checked).toBe(true);
  await user.click(box);
  expect(asked(host, "setSyncsByItself")).toEqual([[false]]);
  await waitFor(() =>
    expect(get("sync").textContent).toContain("Off: records wait on this laptop"),
  );
});

test("photos that are not at the centre are never called confirmed, and colleagues' come when asked for", async () => {
  const { host, user } = await show("/sync", { road: "files" });
  expect((await find("sync-headline")).textContent).toBe(
    "Every record is confirmed. 3 photos and scans (1.2 MB) are still to be sent.",
  );
  expect(get("sync-files-absent").textContent).toBe(
    "12 photos and scans of colleagues are not on this laptop. Fetching takes 3.9 MB.",
  );
  expect(get("batch-batch-3").textContent).toContain("5 photos and scans");
  const box = get("sync-fetches-files") as HTMLInputElement;
  expect(box.checked).toBe(false);
  await user.click(box);
  expect(asked(host, "setFetchesFiles")).toEqual([[true]]);
  await waitFor(() => expect((get("sync-fetches-files") as HTMLInputElement).checked).toBe(true));
});

test("without a connection it says what was kept and what happens next", async () => {
  const { user } = await show("/sync", { road: "offline" });
  await user.click(await find("sync-now"));
  const fault = await find("sync-fault");
  expect(fault.dataset.code).toBe("offline");
  expect(fault.textContent).toContain("Everything is kept on this laptop");
  expect(get("count-laptop").textContent).toBe("7");
});

test("a centre without room is told as such, and nothing is lost", async () => {
  const { host, user } = await show("/sync");
  host.failNext("syncNow", new HostFault("centre_full", "the centre has no room left on its disk"));
  await user.click(await find("sync-now"));
  const fault = await find("sync-fault");
  expect(fault.dataset.code).toBe("centre_full");
  expect(fault.textContent).toContain("no room left on its disk");
  expect(get("count-laptop").textContent).toBe("7");
});

test.each([
  ["too_large_on_the_way", "Use another network or a stick"],
  ["centre_broken", "Tell whoever looks after the centre"],
  ["not_the_centre", "That answer confirms nothing"],
] as const)("%s says what stays here and what to do", async (code, what) => {
  const { host, user } = await show("/sync");
  host.failNext("syncNow", new HostFault(code, "details for support"));
  await user.click(await find("sync-now"));
  const fault = await find("sync-fault");
  expect(fault.dataset.code).toBe(code);
  expect(fault.textContent).toContain(what);
  expect(fault.textContent).toContain("everything is kept on this laptop");
  expect(fault.textContent).not.toContain("Nothing was sent");
  expect(fault.textContent).not.toContain("busy");
});

test("batches show what they were, by what road, and their receipts; a cut one is not called confirmed", async () => {
  const { user } = await show("/sync");
  expect((await find("batch-batch-1")).textContent).toContain("cut, goes on next time");
  const cells = get("batch-batch-2").querySelectorAll("td");
  expect([...cells].slice(1, 6).map((cell) => cell.textContent)).toEqual([
    "Internet",
    "19",
    "26",
    "3",
    "98 KB97 KB up, 900 B down",
  ]);
  await user.click(get("batch-receipt-batch-2"));
  expect((await find("receipt-batch-2")).textContent).toContain("the signature is right");
});

test("what the centre did not take is listed with its reason and a way to mend it", async () => {
  const { user } = await show("/sync");
  const refused = await find("refused-rec-2");
  expect(refused.textContent).toContain("The centre has marked:");
  expect(refused.textContent).toContain("is not in the team on this laptop");
  // The centre's own words are there too, for whoever supports this laptop.
  expect(get("refused-detail-rec-2").textContent).toBe(
    "For support: author, its author is not in this team on this laptop",
  );
  expect((await find("conflict-rec-4")).textContent).toContain("Settle");
  await user.click(get("refused-fix-rec-2"));
  await find("record");
});

test("a mark that needs nothing more is put aside, and the line on top counts what is listed", async () => {
  const { host, user } = await show("/sync");
  expect((await find("pill")).textContent).toContain("2 need you");
  await user.click(await find("refused-seen-rec-2"));
  await waitFor(() => expect(gone("refused-rec-2")).toBeNull());
  expect(asked(host, "refusedSettle")).toEqual([["rec-2", "author"]]);
  await waitFor(() => expect(get("pill").textContent).toContain("1 needs you"));
});

test("conflicts that are not listed are counted too", async () => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  host.syncView = async () => ({ ...view, conflicts: view.conflicts + 4 });
  host.change({ delivery: true });
  expect((await find("needs-you-more")).textContent).toContain("And 4 more conflicts");
});

test("texts go first when somebody says so, and photos when somebody sends them", async () => {
  const { host, user } = await show("/sync", { road: "files" });
  const box = (await find("sync-holds-files")) as HTMLInputElement;
  expect(box.checked).toBe(false);
  expect(gone("sync-files-now")).toBeNull();
  await user.click(box);
  expect(asked(host, "setHoldsFiles")).toEqual([[true]]);
  await user.click(await find("sync-files-now"));
  await waitFor(() =>
    expect(get("sync-headline").textContent).toBe("The centre has confirmed everything."),
  );
  expect(asked(host, "syncFilesNow").length).toBe(1);
  expect(asked(host, "syncNow").length).toBe(0);
});

test("says both sums before anything goes: records, and photos and scans", async () => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  host.syncView = async () => ({ ...view, files_waiting: 3, files_waiting_bytes: 1_240_000 });
  host.change({ delivery: true });
  await waitFor(() =>
    expect(get("sync-headline").textContent).toBe(
      "7 records (about 38 KB) and 3 photos and scans (1.2 MB) are not confirmed yet.",
    ),
  );
});

test("photos alone that a hub took are handed over", async () => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  const [first] = view.batches;
  if (!first) throw new Error("no batch");
  const hub = { ...first, road: "hub", sent: 0, files_sent: 2, state: "done", receipt: null };
  host.syncView = async () => ({ ...view, batches: [hub] });
  host.change({ delivery: true });
  await waitFor(() => expect(get(`batch-${hub.id}`).textContent).toContain("handed over"));
});

test("what came from the centre and cannot be trusted here is told", async () => {
  const { host } = await show("/sync");
  await find("sync-headline");
  expect(gone("sync-set-aside")).toBeNull();
  const view = await host.syncView();
  expect(get("compared").textContent).toContain("both hold the same");
  host.syncView = async () => ({
    ...view,
    set_aside: 2,
    compared_equal: false,
    compared_set_apart: true,
  });
  host.change({ delivery: true });
  expect((await find("sync-set-aside")).textContent).toContain("(2) cannot be read or trusted");
  const compared = get("compared");
  expect(compared.textContent).toContain("but for what this laptop cannot read or trust");
  expect(compared.textContent).not.toContain("Sync again");
  expect(compared.dataset.tone).toBe("warn");
});

test("a trial has no centre and says so", async () => {
  await show("/sync", { road: "trial" });
  expect((await find("sync-headline")).textContent).toContain("only for trying");
  expect(gone("sync-now")).toBeNull();
  expect(gone("compared")).toBeNull();
});

test("a laptop with nothing yet says so", async () => {
  await show("/sync", { records: 0 });
  expect((await find("sync-headline")).textContent).toBe("There is nothing to send yet.");
  expect((await find("empty")).textContent).toContain("No batch yet");
});

test("everybody sees what was captured, handed over, confirmed and approved in a week, and by what day", async () => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  const counts = { laptop: 7, handed: 4, confirmed: 5 };
  const weeks = [{ monday: "2026-11-23", counts, approved: 3 }];
  host.syncView = async () => ({ ...view, weeks });
  host.change({ delivery: true });
  await waitFor(() => expect(get("weeks-captured").textContent).toBe("Captured16"));
  expect(get("weeks-laptop").textContent).toBe("On this laptop7");
  expect(get("weeks-handed").textContent).toBe("Handed over4");
  expect(get("weeks-confirmed").textContent).toBe("Confirmed by the centre5");
  expect(get("weeks-approved").textContent).toBe("Approved3");
  const table = get("weeks");
  expect(table.closest(".only-spoken")).toBeNull();
  expect(table.textContent).toContain("by the day of the activity");
});

test("the data of a batch is told up and down apart, and what it counts", async () => {
  const { host } = await show("/sync");
  await find("batches");
  const view = await host.syncView();
  const [first] = view.batches;
  if (!first) throw new Error("the stand-in has a batch");
  const batch = { ...first, bytes_up: 12_000, bytes_down: 3_000 };
  host.syncView = async () => ({ ...view, batches: [batch] });
  host.change({ delivery: true });
  await waitFor(() =>
    expect(get(`batch-${batch.id}`).textContent).toContain("15 KB12 KB up, 3 KB down"),
  );
  expect(get("batch-data-what").textContent).toContain("without the overhead of the network");
});

test.each([
  [
    12,
    3_900_000,
    0,
    "12 photos and scans of colleagues are not on this laptop. Fetching takes 3.9 MB.",
  ],
  [1, 40_000, 0, "1 photo or scan of colleagues is not on this laptop. Fetching takes 40 KB."],
  [
    9,
    40_000,
    2,
    "9 photos and scans of colleagues are not on this laptop. Fetching takes 40 KB and more: the size of 2 is not known.",
  ],
  [
    3,
    0,
    3,
    "3 photos and scans of colleagues are not on this laptop. How much data fetching takes is not known yet.",
  ],
])("says before fetching what %i photos take", async (count, bytes, unknown, words) => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  expect(gone("sync-files-absent")).toBeNull();
  host.syncView = async () => ({
    ...view,
    files_absent: count,
    files_absent_bytes: bytes,
    files_absent_unknown: unknown,
  });
  host.change({ delivery: true });
  expect((await find("sync-files-absent")).textContent).toBe(words);
});

test("what is too large for the line is named, with the roads that bring it, and cannot be put aside", async () => {
  const { host } = await show("/sync");
  const view = await host.syncView();
  const [first] = view.refused;
  if (!first) throw new Error("the stand-in holds something against a record");
  const large = { ...first, code: "too-large", kept: false, detail: "40210 bytes in one message" };
  host.syncView = async () => ({
    ...view,
    refused: [large],
    compared_equal: false,
    compared_not_taken: true,
  });
  host.change({ delivery: true });
  await waitFor(() =>
    expect(get("refused-rec-2").textContent).toContain(`Too large for the line: ${first.title}`),
  );
  expect(get("refused-rec-2").textContent).toContain("Use another network");
  expect(get("refused-rec-2").textContent).toContain("stick");
  expect(gone("refused-seen-rec-2")).toBeNull();
  expect(gone("refused-fix-rec-2")).toBeNull();
  expect(get("compared").textContent).toContain("but for what the centre has not taken");
});
