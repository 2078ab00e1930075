import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fireEvent, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";
import { inside, parts } from "./licences";

const root = join(import.meta.dirname, "../../../..");

test("everything that concerns this laptop stands in one screen, and each matter is a jump away", async () => {
  const { user } = await show("/settings", { role: "supervisor" });
  await find("settings");
  for (const name of [
    "look",
    "people",
    "lock",
    "places",
    "maps",
    "thresholds",
    "pictures",
    "backup",
    "check",
    "about",
  ]) {
    await user.click(get(`settings-to-${name}`));
    expect(get(`settings-${name}`).contains(document.activeElement), name).toBe(true);
  }
});

describe("maps", () => {
  test("the office adds one and removes it again; one that broke is told", async () => {
    const { host, user } = await show("/settings", { role: "supervisor", maps: "some" });
    const list = await find("maps");
    expect(list.textContent).toContain("Pictures, 48.3 MB, levels 0 to 0");
    expect(list.textContent).toContain("can no longer be read");
    await user.click(get("map-remove-old.pmtiles"));
    await user.click(await find("map-remove"));
    await waitFor(() => expect(get("maps").textContent).not.toContain("can no longer"));
    expect(asked(host, "mapRemove")).toEqual([["old.pmtiles"]]);
  });

  test("none is there at first; what is no map is told", async () => {
    const { host, user } = await show("/settings", { role: "supervisor" });
    await find("map-import");
    expect(get("settings-maps").textContent).toContain("No map was added");
    host.failNext("importMap", new HostFault("bad_input", "this map cannot be used"));
    await user.click(get("map-import"));
    expect(within(get("settings-maps")).getByTestId("fault").dataset.code).toBe("bad_input");
    await user.click(get("map-import"));
    expect((await find("maps")).textContent).toContain("Battambang 2026");
  });

  test("a field officer sees them and changes nothing", async () => {
    await show("/settings", { maps: "some" });
    expect((await find("maps")).querySelector("button")).toBeNull();
    expect(gone("map-import")).toBeNull();
  });
});

test("the people of this laptop are shown with role and teams", async () => {
  await show("/settings");
  await find("people-table");
  expect(get("settings-person-p1").textContent).toContain("Sok Dara");
  expect(get("settings-person-p1").textContent).toContain("you");
  expect(get("settings-person-p1").textContent).toContain("Battambang 2");
  expect(get("settings-person-p3").textContent).toContain("has left the programme");
});

test("how long the laptop waits is chosen and kept", async () => {
  const { host, user } = await show("/settings");
  await user.click(await find("lock-after-5"));
  await waitFor(() =>
    expect(asked(host, "setPreferences").at(-1)).toEqual([
      expect.objectContaining({ lock_minutes: 5, language: "en", text_size: 100 }),
    ]),
  );
});

test("a language that awaits a native reader says so, in itself", async () => {
  const { user } = await show("/settings");
  await find("settings");
  expect(gone("language-awaits")).toBeNull();
  await user.click(get("language-lo"));
  await waitFor(() => expect(get("language-awaits").textContent).toMatch(/[\u0e80-\u0eff]/));
});

describe("lists of places", () => {
  test("are told by version, and a new one says what it changed", async () => {
    const { host, user } = await show("/settings", { role: "supervisor" });
    expect((await find("places-lists")).textContent).toContain("16,482");
    await user.click(get("places-import"));
    await waitFor(() =>
      expect(get("notice").textContent).toContain("12 new, 3 changed, 4 no longer"),
    );
    expect(asked(host, "importPlaces")).toHaveLength(1);
    expect(asked(host, "placesLists").length).toBeGreaterThan(1);
  });

  test("can be searched to try them, by name in any script and by code", async () => {
    const { user } = await show("/settings");
    const box = await find("places-try");
    await user.type(box, "samlout");
    expect((await find("place-KH0209")).textContent).toContain("Battambang");
    expect(get("places-found").textContent).toBe("One place is found");
    await user.clear(box);
    await user.type(box, "គាស់");
    expect((await find("place-KH0210")).textContent).toContain("no longer listed");
    await user.clear(box);
    await user.type(box, "zzz");
    await waitFor(() => expect(get("places-found").textContent).toBe("No place is found"));
  });

  test("are imported only by whoever looks after them", async () => {
    await show("/settings");
    await find("places-lists");
    expect(gone("places-import")).toBeNull();
  });

  test("a list that cannot be used is told, and the old one stays", async () => {
    const { host, user } = await show("/settings", { role: "supervisor" });
    await find("places-lists");
    host.failNext("importPlaces", new HostFault("bad_input", "line 3: no code"));
    await user.click(get("places-import"));
    expect((await find("fault")).dataset.code).toBe("bad_input");
    expect(get("places-lists").textContent).toContain("16,482");
  });
});

describe("how large pictures are kept", () => {
  test("is chosen by whoever looks after the laptop, from now on", async () => {
    const { host, user } = await show("/settings", { role: "supervisor" });
    await find("picture-side-2048");
    const chosen = (side: number) =>
      get(`picture-side-${side}`).querySelector("input")?.checked ?? false;
    expect(chosen(2048)).toBe(true);
    await user.click(get("picture-side-1024"));
    await waitFor(() => expect(chosen(1024)).toBe(true));
    expect(asked(host, "setPictureSide")).toEqual([[1024]]);
    // Only what the disk has is shown as chosen.
    host.failNext("setPictureSide", new HostFault("other", "full"));
    await user.click(get("picture-side-4096"));
    await find("fault");
    expect(chosen(1024)).toBe(true);
  });

  test("is told to everybody else", async () => {
    await show("/settings");
    expect((await find("picture-side")).textContent).toContain("at most 2,048 dots");
    expect(gone("picture-side-2048")).toBeNull();
  });
});

test("a backup is written, and a failure is said in the person's words", async () => {
  const { host, user } = await show("/settings");
  await user.click(await find("backup"));
  await waitFor(() => expect(get("notice").textContent).toContain("sala-2026-11-23.backup"));
  host.failNext("backup", new HostFault("disk_full", "no room"));
  await user.click(get("backup"));
  expect((await find("fault")).dataset.code).toBe("disk_full");
});

test("the check's lines are copied for support with version and system, and with nobody's name", async () => {
  const { user } = await show("/settings");
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(await find("doctor"));
  await find("doctor-found");
  await user.click(get("doctor-copy"));
  await waitFor(() => expect(copied).toHaveBeenCalled());
  const text = String(copied.mock.calls[0]?.[0]);
  expect(text).toContain("Sala 0.1.0 on linux x86_64");
  expect(text).toContain("ok: 42 revisions");
  for (const name of ["Dara", "Vanna", "Battambang"]) expect(text).not.toContain(name);
});

test("every part that is in the build is named with the licence that it has", async () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "ui/package.json"), "utf8"));
  const named = new Map(parts);
  for (const name of Object.keys(dependencies)) {
    const home = join(root, "ui/node_modules", name, "package.json");
    // The shell's own page half goes by the name of the shell.
    const listed = named.get(name.replace(/^@(tauri)-apps\/.*$/, "$1"));
    expect(listed, name).toBe(JSON.parse(readFileSync(home, "utf8")).license);
  }
  const rust = readFileSync(join(root, "Cargo.toml"), "utf8");
  for (const [name] of parts.filter(([name]) => !(name in dependencies)))
    expect(rust, name).toMatch(new RegExp(`^${name} = `, "m"));
  expect(inside.length).toBeGreaterThan(0);
  const { user } = await show("/settings");
  await user.click(await find("licences-open"));
  expect(get("licences").textContent).toContain("SQLCipher");
});

describe("a laptop that nobody touches", () => {
  afterEach(() => vi.useRealTimers());

  async function idle(lockMinutes: number) {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const shown = await show("/draft/draft-1", { lockMinutes });
    await find("form");
    return shown;
  }

  test("locks after the chosen time, and the draft is kept", async () => {
    const { host } = await idle(5);
    fireEvent.change(get("q-people/women"), { target: { value: "11" } });
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(asked(host, "lock")).toEqual([]);
    await vi.advanceTimersByTimeAsync(70_000);
    await find("unlock-passphrase");
    expect(asked(host, "lock")).toHaveLength(1);
    expect(host.drafts.get("draft-1")?.now.answers.get("people/women")).toBe("11");
  });

  test("stays open while somebody is there", async () => {
    const { host } = await idle(1);
    for (let half = 0; half < 6; half += 1) {
      await vi.advanceTimersByTimeAsync(30_000);
      fireEvent.pointerMove(get("form"));
    }
    expect(asked(host, "lock")).toEqual([]);
  });

  test("opens locked after a long sleep, whatever is touched first", async () => {
    const { host } = await idle(10);
    vi.setSystemTime(Date.now() + 3_600_000);
    fireEvent.keyDown(get("form"), { key: "a" });
    await find("unlock-passphrase");
    expect(asked(host, "lock")).toHaveLength(1);
  });
});

test("targets of projects are listed, and a table of them is put in place", async () => {
  const { user } = await show("/settings", { role: "supervisor" });
  expect((await find("targets-table")).textContent).toContain("E2 People taught");
  expect(get("targets-table").textContent).toContain("12,000");
  await user.click(get("targets-import"));
  await waitFor(() => expect(document.body.textContent).toContain("2 targets are in place"));
});

test("whoever does not look after the laptop reads targets and sets none", async () => {
  await show("/settings", {});
  await find("targets-table");
  expect(gone("targets-import")).toBeNull();
});
