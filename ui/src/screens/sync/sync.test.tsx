import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
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
    "12 photos and scans of colleagues are not on this laptop.",
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

test("batches show their receipts; a cut one is not called confirmed", async () => {
  const { user } = await show("/sync");
  expect((await find("batch-batch-1")).textContent).toContain("cut, goes on next time");
  await user.click(get("batch-receipt-batch-2"));
  expect((await find("receipt-batch-2")).textContent).toContain("the signature is right");
});

test("what the centre did not take is listed with its reason and a way to mend it", async () => {
  const { user } = await show("/sync");
  expect((await find("refused-rec-2")).textContent).toContain("without consent");
  expect((await find("conflict-rec-4")).textContent).toContain("Settle");
  await user.click(get("refused-fix-rec-2"));
  await find("record");
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
