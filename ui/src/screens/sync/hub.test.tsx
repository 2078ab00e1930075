import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

test("a coordinator becomes the hub, shows the code, and stops", async () => {
  const { host, user } = await show("/sync", { role: "coordinator" });
  await user.click(await find("hub-start"));
  expect((await find("hub-code")).textContent).toBe("7KQ2-M0XT");
  expect(get("hub-address").textContent).toBe("192.168.1.12:47110");
  expect((await find("hub-picture")).getAttribute("role")).toBe("img");
  expect(get("hub-guests").textContent).toContain("Sok Dara");
  expect(get("hub-holds").textContent).toBe(
    "7 records of others wait here for the centre. They go with the next sync.",
  );
  expect(gone("hub-use")).toBeNull();
  await user.click(get("hub-new-code"));
  await waitFor(() => expect(get("hub-code").textContent).toBe("4B9W-31RE"));
  await user.click(get("hub-stop"));
  await find("hub-start");
  expect(asked(host, "hubStop").length).toBe(1);
});

test("nobody has come yet, and it says what to do", async () => {
  const { user } = await show("/sync", { role: "coordinator", records: 0 });
  await user.click(await find("hub-start"));
  expect((await find("hub-no-guests")).textContent).toContain("Show your colleagues the code");
});

test("field staff use a hub and are no hub; handed over is not called confirmed", async () => {
  const { host, user } = await show("/sync");
  await find("hub-use");
  expect(gone("hub-start")).toBeNull();
  await user.click(get("hub-go-hub-1"));
  const visited = await find("hub-visited");
  expect(visited.textContent).toContain("Chan Sophea took 7 entries");
  expect(visited.textContent).toContain("Handed over is not confirmed");
  expect(asked(host, "hubVisit")).toEqual([["192.168.1.7:47110", ""]]);
});

test("photos that a hub took are told of, and are not called confirmed", async () => {
  const { user } = await show("/sync", { road: "files" });
  await user.click(await find("hub-go-hub-1"));
  expect((await find("hub-visited-files")).textContent).toBe(
    "Photos and scans: 3 handed over, 0 came from it.",
  );
  expect(get("hub-visited").textContent).toContain("Handed over is not confirmed");
});

test("a hub that was found is chosen, and its code typed, with the keyboard alone", async () => {
  const { host, user } = await show("/sync");
  (await find("hub-find")).focus();
  await user.keyboard("{Enter}");
  await find("hub-found");
  expect(get("hub-choose-hub-3").hasAttribute("disabled")).toBe(true);
  get("hub-choose-hub-2").focus();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(get("hub-visit-code"));
  await user.keyboard("4b9w 31re".replace(" ", "-"));
  await user.keyboard("{Enter}");
  await find("hub-visited");
  expect(asked(host, "hubVisit")).toEqual([["192.168.1.9:47110", "4b9w-31re"]]);
});

test("the whole code comes from a picture of the hub's screen", async () => {
  const { host, user } = await show("/sync");
  await user.click(await find("hub-code-picture"));
  await waitFor(() =>
    expect(get("hub-visit-code")).toHaveProperty("value", "sala-invitation:Q29kZQ"),
  );
  host.failNext("readCodeFile", new HostFault("no_code_seen", "no QR code is seen"));
  await user.click(get("hub-code-picture"));
  expect((await find("hub-visit-fault")).dataset.code).toBe("no_code_seen");
});

test("a code that is none is told before anything is asked of a hub", async () => {
  const { user } = await show("/sync");
  await user.type(await find("hub-visit-code"), "nonsense of no kind");
  await user.click(get("hub-visit"));
  expect((await find("hub-visit-fault")).dataset.code).toBe("bad_hub_code");
});

test("a hub that does not answer is told, and everything stays", async () => {
  const { user } = await show("/sync", { road: "offline" });
  await user.click(await find("hub-go-hub-1"));
  const fault = await find("hub-visit-fault");
  expect(fault.dataset.code).toBe("hub_offline");
  expect(get("count-laptop").textContent).toBe("7");
});

test("a hub without room is told from one that does not answer, and everything stays", async () => {
  const { host, user } = await show("/sync");
  host.failNext("hubVisit", new HostFault("hub_full", "the disk is full"));
  await user.click(await find("hub-go-hub-1"));
  const fault = await find("hub-visit-fault");
  expect(fault.dataset.code).toBe("hub_full");
  expect(fault.textContent).toContain("no room left on its disk");
  expect(get("count-laptop").textContent).toBe("7");
});

test.each([
  ["hub_too_large", "Use another network or a stick"],
  ["hub_broken", "The hub has failed"],
] as const)("a hub that answers is told as what it is: %s", async (code, words) => {
  const { host, user } = await show("/sync");
  host.failNext("hubVisit", new HostFault(code, "for support"));
  await user.click(await find("hub-go-hub-1"));
  const fault = await find("hub-visit-fault");
  expect(fault.dataset.code).toBe(code);
  expect(fault.textContent).toContain(words);
  expect(fault.textContent).not.toContain("does not answer");
});

test("without a network there is no hub, and it says so", async () => {
  const { user } = await show("/sync", { road: "offline", role: "coordinator" });
  await user.click(await find("hub-find"));
  expect((await find("hub-none-found")).textContent).toContain("Type the address");
  await user.click(get("hub-start"));
  const fault = await find("hub-fault");
  expect(fault.dataset.code).toBe("hub_offline");
  expect(fault.textContent).toContain("Everything is kept");
});

test("a trial has no hub", async () => {
  await show("/sync", { road: "trial" });
  await find("sync-headline");
  expect(gone("hub-road")).toBeNull();
});

test("a visit can be followed and stopped where it was begun, and is not called a talk with the centre", async () => {
  const { host, user } = await show("/sync", { endless: true });
  await user.click(await find("hub-go-hub-1"));
  const progress = await find("hub-progress");
  await waitFor(() => expect(progress.textContent).toContain("Sending 3 of 7"));
  expect(gone("sync-progress")).toBeNull();
  expect(gone("sync-cancel")).toBeNull();
  expect(get("sync-now").textContent).toBe("Send and fetch now");
  expect((get("sync-now") as HTMLButtonElement).disabled).toBe(true);
  await user.click(get("hub-cancel"));
  expect((await find("hub-stopped")).textContent).toContain("What was done until then stays");
  expect(asked(host, "syncCancel").length).toBe(1);
  expect(gone("hub-progress")).toBeNull();
  expect(gone("hub-visit-fault")).toBeNull();
  expect(gone("hub-visited")).toBeNull();
  expect((get("sync-now") as HTMLButtonElement).disabled).toBe(false);
});
