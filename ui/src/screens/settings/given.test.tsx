import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { find, get, gone, show } from "../../testing/show";

const violations = async () => {
  const found = await axe.run(get("settings-given"), {
    rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.map((one) => one.id);
};

test.each(["en", "km"])(
  "a supervisor sees what left and who had answers shown, %s",
  async (language) => {
    const { user } = await show("/settings", { role: "supervisor", language });
    const table = await find("given-table");
    const [first] = table.querySelectorAll("tbody tr");
    expect(first?.textContent).toContain("Chan Sophea");
    expect(first?.textContent).toContain("UNDP");
    expect(first?.textContent).toContain("214");
    expect(table.textContent).not.toContain("rows:");
    const seen = await find("given-reveals");
    expect(seen.textContent).toContain("Chan Sophea");
    expect(await violations()).toEqual([]);
    await user.click(get("given-record"));
    expect(window.location.hash).toBe("#/record/rec-8");
  },
);

test("each is called by what it is", async () => {
  await show("/settings", { role: "supervisor" });
  const table = await find("given-table");
  for (const words of [
    "Accidents",
    "Monthly table by sex, age and disability",
    "Table of chosen records",
    "Records of the form person",
  ])
    expect(table.textContent).toContain(words);
});

test("what a file was narrowed to is said in words, in the language of the screen", async () => {
  await show("/settings", { role: "supervisor" });
  const cells = () =>
    [...get("given-table").querySelectorAll("tbody tr")].map((row) => row.children[3]?.textContent);
  await find("given-table");
  expect(cells()).toEqual([
    "01/10/2026 to 31/10/2026, by District, in KH02, records under the names of the programme",
    "01/10/2026 to 31/10/2026, One row for all, project EU-26, with what waits for approval",
    "columns date, what",
    "teams BTB2, PLN1",
  ]);
});

test("in Khmer it has no English", async () => {
  await show("/settings", { role: "supervisor", language: "km" });
  const table = await find("given-table");
  for (const words of [" to ", "by ", "with what", "names", "teams", "columns"])
    expect(table.textContent).not.toContain(words);
});

test("nothing was given out yet", async () => {
  await show("/settings", { role: "supervisor", records: 0 });
  await find("settings-given");
  expect((await find("settings-given")).textContent).toContain("Nothing was given out");
  expect(get("settings-given").textContent).toContain("Nobody had masked answers shown");
  expect(await violations()).toEqual([]);
});

test("what cannot be read says so, and the other list stays", async () => {
  await show("/settings", { role: "supervisor" }, (host) =>
    host.failNext("givenOut", new HostFault("other", "cannot be read")),
  );
  await find("given-reveals");
  expect(get("settings-given").querySelector("[data-testid=fault]")).toBeTruthy();
  expect(await violations()).toEqual([]);
});

test("whoever oversees nobody sees no such list", async () => {
  await show("/settings", { role: "coordinator" });
  await find("settings-thresholds");
  expect(gone("settings-given")).toBeNull();
  expect(gone("settings-to-given")).toBeNull();
});
