import { screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";
import type { Options } from "../../testing/standin";

const file = (text: string, name = "table.csv") => new File([text], name, { type: "text/csv" });
const box = (testid: string) => get(testid).querySelector("input[type=file]") as HTMLInputElement;

async function opened(options: Partial<Options> = {}) {
  const shown = await show("/records", options);
  await shown.user.click(await find("import-open"));
  await find("import");
  return shown;
}

test("a table is looked at first and imported only when asked", async () => {
  const { host, user } = await opened();
  expect(get("import-go").hasAttribute("disabled")).toBe(true);
  await user.upload(box("import-table"), file("people\n3\n4\n"));
  await user.selectOptions(get("import-form"), "eore_session");
  const told = await find("import-told");
  expect(told.textContent).toContain("2 records would be made");
  expect(asked(host, "importTable").map(([, dry]) => dry)).toEqual([true]);
  await user.click(get("import-go"));
  await waitFor(() => expect(get("import-told").textContent).toContain("2 records were made"));
  expect(asked(host, "importTable").map(([, dry]) => dry)).toEqual([true, false]);
  expect(get("import-go").hasAttribute("disabled")).toBe(true);
});

test("rows that do not fit are named with their reason, and the list can be saved", async () => {
  const { host, user } = await opened();
  await user.selectOptions(get("import-form"), "eore_session");
  await user.upload(box("import-table"), file("people\n3\n?\n"));
  await screen.findByText("Row 3, people");
  expect(get("import-told").textContent).toContain("One row does not fit");
  await user.click(get("import-save-rejected"));
  await screen.findByText("Saved as rejected.csv");
  expect(asked(host, "saveRejected")).toHaveLength(1);
});

test("a mapping file can say what the columns are", async () => {
  const { host, user } = await opened();
  await user.upload(box("import-table"), file("a,b\n1,2\n"));
  expect(asked(host, "importTable")).toEqual([]);
  await user.upload(box("import-mapping"), file("[[record]]", "map.toml"));
  await find("import-told");
  expect(asked(host, "importTable")[0]?.[0]).toMatchObject({ mapping: "[[record]]", form: null });
});

test("a file that cannot be used says so with its line, and nothing is imported", async () => {
  const { host, user } = await opened();
  host.failNext("importTable", new HostFault("wrong_encoding", "line 2 is in a legacy font"));
  await user.selectOptions(get("import-form"), "eore_session");
  await user.upload(box("import-table"), file("x\ny\n"));
  expect((await find("import-fault")).dataset.code).toBe("wrong_encoding");
  await screen.findByText("line 2 is in a legacy font");
  expect(get("import-go").hasAttribute("disabled")).toBe(true);
});

test("who may not record is not offered it", async () => {
  await show("/records", { role: "supervisor" });
  await find("records-grid");
  expect(gone("import-open")).toBeNull();
});

test.each(["en", "km"])("nothing in it is a barrier, %s", async (language) => {
  const { user } = await opened({ language });
  await user.selectOptions(get("import-form"), "eore_session");
  await user.upload(box("import-table"), file("people\n3\n?\n"));
  await find("import-told");
  const found = await axe.run(get("import"), { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((v) => v.id)).toEqual([]);
});
