import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { asked, find, get, gone, show } from "../../testing/show";

const field = (name: string) => get(`threshold-${name}`) as HTMLInputElement;

test("a coordinator sets figures, sees who did, and takes back to the usual", async () => {
  const { host, user } = await show("/settings", { role: "coordinator" });
  await find("threshold-entry_seconds");
  expect(get("thresholds-save").hasAttribute("disabled")).toBe(true);
  await user.clear(field("entry_seconds"));
  await user.type(field("entry_seconds"), "30");
  await user.type(field("holidays"), "2026-04-14 2026-04-16 Khmer New Year");
  await user.click(get("thresholds-save"));
  await waitFor(() =>
    expect(asked(host, "setThresholds")).toEqual([
      [
        [
          { name: "entry_seconds", text: "30" },
          { name: "holidays", text: "2026-04-14 2026-04-16 Khmer New Year" },
        ],
      ],
    ]),
  );
  expect((await find("thresholds-history")).textContent).toContain("90 → 30");
  expect(get("thresholds-waiting").textContent).toContain("looked through again");
  await user.click(get("threshold-entry_seconds-usual"));
  expect(field("entry_seconds").value).toBe("90");
});

test("a figure that makes no sense is not sent", async () => {
  const { host, user } = await show("/settings", { role: "supervisor" });
  await find("threshold-rounded_percent");
  for (const wrong of ["0", "101", "7.5", "many"]) {
    await user.clear(field("rounded_percent"));
    await user.type(field("rounded_percent"), wrong);
    expect(field("rounded_percent").getAttribute("aria-invalid"), wrong).toBe("true");
    expect(get("thresholds-save").hasAttribute("disabled"), wrong).toBe(true);
  }
  expect(get("settings-thresholds").textContent).toContain("A whole number from 1 to 100.");
  expect(asked(host, "setThresholds")).toEqual([]);
});

test("a line that cannot be read says so, and what was typed stays", async () => {
  const { user } = await show("/settings", { role: "supervisor" });
  await find("threshold-holidays");
  await user.type(field("holidays"), "New Year");
  await user.click(get("thresholds-save"));
  await find("fault");
  expect(field("holidays").value).toBe("New Year");
});

test("who may not set rules reads the figures and changes none", async () => {
  await show("/settings", { role: "field" });
  await find("threshold-entry_seconds");
  expect(field("entry_seconds").readOnly).toBe(true);
  expect(gone("thresholds-save")).toBeNull();
  expect(gone("threshold-entry_seconds-usual")).toBeNull();
});
