import { waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../../../host";
import { asked, find, get, gone, show } from "../../../testing/show";

async function violations(): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false } };
  const found = await axe.run(get("stick"), { rules });
  return found.violations.map((one) => one.id);
}

test("says what would be handed over, writes it sealed for the centre, and does not call it confirmed", async () => {
  const { host, user } = await show("/sync");
  expect((await find("stick-waiting")).textContent).toContain("7 records");
  await user.click(get("stick-write"));
  await user.click(get("stick-write-go"));
  const told = await find("stick-written");
  expect(told.textContent).toContain("7 records and 3 photos or scans are handed over");
  expect(told.textContent).toContain("when the centre's answer is back");
  expect(asked(host, "stickWrite")).toEqual([
    [{ reader: "centre", passphrase: null, whole: false, files: true, piece_mb: null }],
  ]);
  expect(await violations()).toEqual([]);
});

test("a stick for whoever has a passphrase is written only when the passphrase is good", async () => {
  const { host, user } = await show("/sync");
  await user.click(await find("stick-write"));
  await user.selectOptions(get("stick-for"), "words");
  expect((get("stick-write-go") as HTMLButtonElement).disabled).toBe(true);
  await user.type(get("passphrase-new"), "four dry fish on a roof");
  await user.type(get("passphrase-again"), "four dry fish on a roof");
  await waitFor(() => expect((get("stick-write-go") as HTMLButtonElement).disabled).toBe(false));
  await user.click(get("stick-whole"));
  await user.click(get("stick-files"));
  await user.selectOptions(get("stick-pieces"), "1000");
  await user.click(get("stick-write-go"));
  const told = await find("stick-written");
  expect(within(told).getAllByRole("listitem").length).toBe(2);
  expect(told.textContent).toContain("until the centre confirms them");
  expect(asked(host, "stickWrite")).toEqual([
    [
      {
        reader: "words",
        passphrase: "four dry fish on a roof",
        whole: true,
        files: false,
        piece_mb: 1000,
      },
    ],
  ]);
});

test("a stick that cannot be written says so, and nothing is handed over", async () => {
  const { user } = await show("/sync", {}, (host) =>
    host.failNext("stickWrite", new HostFault("disk_full", "no room")),
  );
  await user.click(await find("stick-write"));
  await user.click(get("stick-write-go"));
  expect((await find("stick-write-fault")).dataset.code).toBe("disk_full");
  expect(gone("stick-written")).toBeNull();
});

test("writing can be stopped, which is no failure", async () => {
  const { host, user } = await show("/sync", { endless: true });
  await user.click(await find("stick-write"));
  await user.click(get("stick-write-go"));
  await user.click(await find("stick-cancel"));
  await waitFor(() => expect(gone("stick-cancel")).toBeNull());
  expect(asked(host, "syncCancel").length).toBe(1);
  expect(get("stick-stopped").textContent).toContain("No file was written");
  expect(gone("stick-written")).toBeNull();
  expect(gone("stick-write-fault")).toBeNull();
});

test("how far the writing is can be seen, and heard of", async () => {
  const { user } = await show("/sync", { endless: true });
  await user.click(await find("stick-write"));
  await user.click(get("stick-write-go"));
  const progress = await find("stick-progress");
  const bar = within(progress).getByRole("progressbar");
  expect(bar.getAttribute("aria-valuenow")).toBe("43");
  expect(progress.textContent).toBe("43 % done");
  expect(await violations()).toEqual([]);
  await user.click(get("stick-cancel"));
  await waitFor(() => expect(gone("stick-progress")).toBeNull());
});

test("looking at a stick can be stopped too, and nothing is shown then", async () => {
  const { user } = await show("/sync", { endless: true });
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  await find("stick-progress");
  await user.click(get("stick-cancel"));
  await waitFor(() => expect(gone("stick-progress")).toBeNull());
  expect(gone("stick-look")).toBeNull();
  expect(gone("stick-read-fault")).toBeNull();
});

test("what lies on a stick is shown before any of it is taken", async () => {
  const { host, user } = await show("/sync");
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  const look = await find("stick-look");
  expect(look.textContent).toContain("From Chan Sophea, written");
  expect(look.textContent).toContain("12 changes are new, 3 are here already.");
  expect(look.textContent).toContain("Battambang 2");
  expect(asked(host, "stickTake")).toEqual([]);
  expect(await violations()).toEqual([]);
  await user.click(get("stick-take"));
  expect((await find("stick-taken")).textContent).toContain("12 changes are new on this laptop.");
  expect(asked(host, "stickTake")).toEqual([[null]]);
});

test("a colleague whose stick was taken is answered in the same place", async () => {
  const { host, user } = await show("/sync");
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  await user.click(await find("stick-take"));
  const answer = await find("stick-answer");
  expect(answer.textContent).toBe("Write an answer for Chan Sophea");
  host.failNext("stickWrite", new HostFault("disk_full", "no room"));
  await user.click(answer);
  expect((await find("stick-answer-fault")).dataset.code).toBe("disk_full");
  expect(await violations()).toEqual([]);
  await user.click(get("stick-answer"));
  expect((await find("stick-written")).textContent).toContain("7 records");
  expect(gone("stick-answer")).toBeNull();
  expect(asked(host, "stickWrite")[1]).toEqual([
    { reader: "0a".repeat(16), passphrase: null, whole: true, files: false, piece_mb: null },
  ]);
  expect(await violations()).toEqual([]);
});

test("receipts that ride back are told of as confirmed", async () => {
  const { user } = await show("/sync", { stick: "centre" });
  expect((await find("stick-waiting")).textContent).toContain("1 stick has no answer");
  await user.click(get("stick-read"));
  await user.click(get("stick-choose"));
  expect((await find("stick-look")).textContent).toContain("From the centre");
  await user.click(get("stick-take"));
  const taken = await find("stick-taken");
  expect(taken.textContent).toContain("The centre has confirmed 15 changes");
  expect(get("stick-compared").textContent).toContain("nothing is missing");
  expect(gone("stick-answer")).toBeNull();
});

test("what the centre turned out to lack is told, and how it is mended", async () => {
  const { user } = await show("/sync", { stick: "lost" });
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  await user.click(await find("stick-take"));
  const told = await find("stick-compared");
  expect(told.textContent).toContain("The centre lacks 2 changes");
  expect(told.textContent).toContain("did not arrive here");
  expect(await violations()).toEqual([]);
});

test("what this laptop set aside is not called the same", async () => {
  const { host, user } = await show("/sync");
  const take = host.stickTake.bind(host);
  host.stickTake = async (words) => ({ ...(await take(words)), compared: true, set_apart: true });
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  await user.click(await find("stick-take"));
  const told = await find("stick-compared");
  expect(told.textContent).toContain("but for what this laptop cannot read or trust");
  expect(told.textContent).not.toContain("nothing is missing");
});

test("what the centre has not taken is not called the same", async () => {
  const { host, user } = await show("/sync");
  const take = host.stickTake.bind(host);
  host.stickTake = async (words) => ({ ...(await take(words)), compared: true, not_taken: true });
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  await user.click(await find("stick-take"));
  const told = await find("stick-compared");
  expect(told.textContent).toContain("but for what the centre has not taken");
  expect(told.textContent).not.toContain("nothing is missing");
});

test("a cut file and missing ones are named, and the rest can be taken", async () => {
  const { user } = await show("/sync", { stick: "cut" });
  await user.click(await find("stick-read"));
  await user.click(get("stick-choose"));
  const look = await find("stick-look");
  expect(look.textContent).toContain("7f3a91bc-3.sala");
  expect(look.textContent).toContain("ends too early");
  expect(get("stick-missing").textContent).toContain("file 2, 4 and any after it");
  expect(look.textContent).toContain("cannot be trusted");
  expect(look.textContent).toContain("1 part of it was written by a newer Sala");
  expect(await violations()).toEqual([]);
  await user.click(get("stick-take"));
  const taken = await find("stick-taken");
  expect(taken.textContent).toContain("1 part of it was written by a newer Sala");
});

test("a sealed stick asks for its passphrase, with the keyboard alone", async () => {
  const { host, user } = await show("/sync", { stick: "sealed" });
  (await find("stick-read")).focus();
  await user.keyboard("{Enter}");
  get("stick-choose").focus();
  await user.keyboard("{Enter}");
  const words = await find("stick-words");
  expect(gone("stick-take")).toBeNull();
  words.focus();
  await user.keyboard("four dry fish on a roof{Enter}");
  (await find("stick-take")).focus();
  await user.keyboard("{Enter}");
  await find("stick-taken");
  expect(asked(host, "stickTake")).toEqual([["four dry fish on a roof"]]);
});

test("an empty stick says so; a cancelled choice says nothing; a failure can be tried again", async () => {
  const empty = await show("/sync", { stick: "empty" });
  await empty.user.click(await find("stick-read"));
  await empty.user.click(get("stick-choose"));
  expect((await find("empty")).textContent).toContain("Nothing is on this stick");
  empty.page.unmount();
  const none = await show("/sync", { stick: "none" });
  await none.user.click(await find("stick-read"));
  await none.user.click(get("stick-choose"));
  await waitFor(() => expect(asked(none.host, "stickLook").length).toBe(1));
  expect(gone("stick-look")).toBeNull();
  none.page.unmount();
  const failed = await show("/sync", {}, (host) =>
    host.failNext("stickChoice", new HostFault("other", "the store cannot be read")),
  );
  await failed.user.click(await find("fault-retry"));
  await find("stick-waiting");
});

test("what is on a stick only is handed over in the pill, and a trial has no stick", async () => {
  const handed = await show("/sync", { road: "handed" });
  await waitFor(() => expect(get("pill").textContent).toContain("handed over, not confirmed yet"));
  handed.page.unmount();
  await show("/sync", { road: "trial" });
  await find("sync-headline");
  expect(gone("stick")).toBeNull();
});

test("a stick that is full tells what was written and what is left, and the next one takes the rest", async () => {
  const { host, user } = await show("/sync", { full: true });
  await user.click(await find("stick-write"));
  await user.selectOptions(get("stick-pieces"), "100");
  await user.click(get("stick-write-go"));
  const left = await find("stick-left");
  expect(left.textContent).toContain("This stick is full");
  expect(left.textContent).toContain("2 records and 3 photos or scans are not written yet");
  expect(left.textContent).not.toContain("Nothing in Sala was changed");
  const told = get("stick-written");
  expect(told.textContent).toContain("5 records and 0 photos or scans are handed over");
  expect(within(told).getAllByRole("listitem").length).toBe(1);
  expect(gone("stick-write-fault")).toBeNull();
  expect(await violations()).toEqual([]);

  // A folder that was not chosen changes nothing; one that cannot be written says so, and it can be tried again.
  host.failNext("stickWriteOn", new HostFault("centre_busy", "a sync runs"));
  await user.click(get("stick-go-on"));
  expect((await find("stick-write-fault")).dataset.code).toBe("centre_busy");
  await user.click(get("stick-go-on"));
  await waitFor(() => expect(gone("stick-left")).toBeNull());
  expect(gone("stick-write-fault")).toBeNull();
  expect(get("stick-written").textContent).toContain("7 records and 3 photos");
  expect(within(get("stick-written")).getAllByRole("listitem").length).toBe(2);
  expect(asked(host, "stickWrite").length).toBe(1);
});

test.each([
  ["cancelled", "Writing was stopped"],
  ["unwritable", "Perhaps it was pulled out"],
  ["other", "before everything was written"],
] as const)("a writing that ends with %s after a file says so", async (code, words) => {
  const { host, user } = await show("/sync", { full: true });
  const write = host.stickWrite;
  host.stickWrite = async (order) => {
    const written = await write(order);
    if (written?.left) written.left.fault.code = code;
    return written;
  };
  await user.click(await find("stick-write"));
  await user.selectOptions(get("stick-pieces"), "100");
  await user.click(get("stick-write-go"));
  expect((await find("stick-left")).textContent).toContain(words);
  expect(get("stick-written").textContent).toContain("5 records");
  expect(get("stick-go-on").textContent).toBe("Continue on another stick");
});

test("one file that does not fit says how several sticks take it", async () => {
  const { host, user } = await show("/sync");
  await user.click(await find("stick-write"));
  host.failNext("stickWrite", new HostFault("disk_full", "no room"));
  await user.click(get("stick-write-go"));
  expect((await find("stick-one-full")).textContent).toContain("Choose several files");
  await user.selectOptions(get("stick-pieces"), "100");
  expect(gone("stick-one-full")).toBeNull();
});
