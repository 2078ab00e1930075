import { waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

const office = { role: "supervisor" } as const;

test("the screen is there for whoever looks after forms, and hidden from everybody else", async () => {
  const shown = await show("/forms", { role: "field" });
  await find("home");
  expect(gone("nav-forms")).toBeNull();
  shown.page.unmount();
  const { user } = await show("/", office);
  await user.click(await find("nav-forms"));
  expect((await find("shelf-eore_session")).textContent).toContain("2026.2");
});

test("a form shows its versions; another is put to use with one key", async () => {
  const { host, user } = await show("/forms", office);
  await user.click(await find("shelf-eore_session"));
  expect((await find("form-version-2026.2")).textContent).toContain("in use");
  await user.click(get("form-use-2026.1"));
  await waitFor(() => expect(get("form-version-2026.1").textContent).toContain("in use"));
  expect(get("form-version-2026.2").textContent).not.toContain("in use");
  expect(asked(host, "formActivate")).toEqual([["eore_session", "2026.1"]]);
  expect(get("notice").textContent).toContain("use version 2026.1 from now on");
});

test("a retired form can be brought back", async () => {
  const { user } = await show("/forms/eore_session", office);
  await user.click(await find("form-retire"));
  await waitFor(() => expect(get("shelf-eore_session").textContent).toContain("not in use"));
  expect(gone("form-retire")).toBeNull();
  await user.click(get("form-retire-undo"));
  await waitFor(() => expect(get("form-version-2026.2").textContent).toContain("in use"));
});

test("a change that fails is told, and the shelf stays as it is", async () => {
  const { host, user } = await show("/forms/eore_session", office);
  await find("form-versions");
  host.failNext("formRetire", new HostFault("disk_full", "no room"));
  await user.click(get("form-retire"));
  expect((await find("fault")).dataset.code).toBe("disk_full");
  expect(get("form-version-2026.2").textContent).toContain("in use");
});

describe("a file that is chosen", () => {
  test("with mistakes shows them by sheet, row and column, and cannot be installed", async () => {
    const { user } = await show("/forms", { ...office, file: "broken" });
    await user.click(await find("form-import"));
    expect((await find("form-verdict")).textContent).toContain("cannot be used yet");
    const [first] = get("form-findings").querySelectorAll("tbody tr");
    const cells = [...(first?.querySelectorAll("td") ?? [])].map((cell) => cell.textContent);
    expect(cells.slice(0, 4)).toEqual(["must be fixed", "survey", "14", "relevant"]);
    expect(get("form-errors").textContent).toBe("2 things to mend");
    expect(get("form-warnings").textContent).toBe("one remark");
    expect(gone("form-take")).toBeNull();
    await user.click(get("form-look-close"));
    expect(gone("form-looked")).toBeNull();
  });

  test("says what it changes before it is installed", async () => {
    const { host, user } = await show("/forms", office);
    await user.click(await find("form-import"));
    expect((await find("form-changes")).textContent).toContain("“Posters given” is new.");
    expect(asked(host, "formTake")).toEqual([]);
    await user.click(get("form-take"));
    expect((await find("form-version-2026.3")).textContent).toContain("in use");
    expect(get("notice").textContent).toContain("version 2026.3, is installed");
    expect(gone("form-looked")).toBeNull();
  });

  test("is put back when the person cancels", async () => {
    const { host, user } = await show("/forms", office);
    await user.click(await find("form-import"));
    await user.click(await find("form-look-close"));
    expect(asked(host, "formTake")).toEqual([]);
    expect(gone("form-looked")).toBeNull();
  });
});

test("a form is read through in each of its languages, and what is not translated is marked", async () => {
  const { host, user } = await show("/forms/eore_session", office);
  await user.click(await find("form-read-2026.2"));
  expect((await find("preview-lines")).textContent).toContain("Venue");
  expect(get("preview-lines").textContent).toContain("and 6 more");
  expect(gone("preview-untranslated")).toBeNull();
  await user.click(get("preview-km"));
  await waitFor(() => expect(get("preview-lines").textContent).toContain("កន្លែងប្រជុំ"));
  expect(get("preview-untranslated").textContent).toContain("One label");
  expect(asked(host, "formPreview").at(-1)).toEqual(["eore_session", "2026.2", "km"]);
  expect(asked(host, "draftNew")).toEqual([]);
});
