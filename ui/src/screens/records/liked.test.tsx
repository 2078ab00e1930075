import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

const last = (host: Parameters<typeof asked>[0]) => asked(host, "records").at(-1)?.[0];
const heads = () =>
  [...get("records-grid").querySelectorAll("[role=columnheader]")].map((h) => h.textContent);

test("a heading orders the list, and once more the other way round", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("sort-date"));
  await waitFor(() => expect(last(host)).toMatchObject({ sort: "date", backwards: false }));
  await user.click(await find("sort-date"));
  await waitFor(() => expect(last(host)).toMatchObject({ sort: "date", backwards: true }));
  const head = get("sort-date").closest("[role=columnheader]");
  expect(head?.getAttribute("aria-sort")).toBe("ascending");
});

test("columns are chosen for each form and kept", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("columns"));
  await user.click(await find("column-reference"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(heads()).toContain("Code"));
  expect(asked(host, "keepRecordViews").at(-1)?.[0]).toMatchObject({
    columns: { "": ["date", "what", "reference", "team", "people", "state"] },
  });
  await user.click(get("filter-form"));
  await user.click(await find("filter-form-accident"));
  await waitFor(() => expect(heads()).not.toContain("Code"));
});

test("a list becomes a view with a name, opens first, and goes again", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("filter-mine"));
  await user.click(get("views"));
  await user.click(await find("views-new"));
  await user.type(await find("view-called"), "My own{Enter}");
  await waitFor(() => expect(get("views").textContent).toBe("My own"));
  expect(asked(host, "keepRecordViews").at(-1)?.[0]).toMatchObject({
    views: [{ name: "My own", query: { mine: true }, opens: false }],
  });
  await user.click(get("views"));
  await user.click(await find("views-first"));
  await waitFor(() =>
    expect(asked(host, "keepRecordViews").at(-1)?.[0]).toMatchObject({ views: [{ opens: true }] }),
  );
  await user.click(get("views"));
  await user.click(await find("views-new"));
  await user.type(await find("view-called"), "My own");
  expect((await find("dialog-view")).textContent).toContain("There is a view of this name");
  expect(get("view-keep").hasAttribute("disabled")).toBe(true);
  await user.keyboard("{Escape}");
  await user.click(get("views"));
  await user.click(await find("views-drop"));
  await user.click(await find("view-drop-do"));
  await waitFor(() => expect(get("views").textContent).toBe("Views"));
});

test("the view that opens first does so", async () => {
  const { host } = await show("/records", {}, (h) => {
    void h.keepRecordViews({
      views: [
        {
          name: "Returned",
          query: { review: "returned", sort: "date" },
          columns: ["date", "what"],
          opens: true,
        },
      ],
    });
  });
  await find("records-grid");
  expect(asked(host, "records")[0]?.[0]).toMatchObject({ review: "returned", sort: "date" });
  expect(heads()).toEqual(["Chosen", "Date", "Record"]);
});

test("a list is there even where the views cannot be read", async () => {
  await show("/records", {}, (h) => h.failNext("recordViews", new HostFault("damaged", "page 7")));
  await find("records-grid");
});

test("a place is narrowed to a province and a district of it", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("filter-place"));
  await user.click(await find("place-KH02"));
  await user.click(await find("place-KH0212"));
  await waitFor(() => expect(last(host)).toMatchObject({ adm1: "KH02", adm2: "KH0212" }));
  expect(get("filter-place").textContent).toBe("Place: Samlout");
  await user.click(await find("place-up"));
  await waitFor(() => expect(last(host)).toMatchObject({ adm1: "KH02", adm2: null }));
  await user.click(await find("place-any"));
  await waitFor(() => expect(last(host)).toMatchObject({ adm1: null }));
});

test("the space bar chooses, Shift chooses a run, Escape lets go", async () => {
  const { user } = await show("/records");
  (await find("records-grid")).focus();
  await waitFor(() =>
    expect(get("records-grid").getAttribute("aria-activedescendant")).toBe("row-0"),
  );
  await user.keyboard(" {Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  expect(get("chosen-bar").textContent).toContain("3 records chosen");
  expect(get("row-rec-2").getAttribute("aria-selected")).toBe("true");
  await user.keyboard(" ");
  expect(get("chosen-bar").textContent).toContain("2 records chosen");
  await user.keyboard("{Escape}");
  expect(gone("chosen-bar")).toBeNull();
});

test("chosen records are saved as a table, as the list shows them", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("choose-rec-1"));
  await user.click(get("choose-rec-3"));
  await user.click(get("chosen-save"));
  await waitFor(() => expect(asked(host, "saveList")).toHaveLength(1));
  const [records, columns] = asked(host, "saveList")[0] as [string[], { key: string }[]];
  expect(records).toEqual(["rec-1", "rec-3"]);
  expect(columns.map((c) => c.key)).toEqual(["date", "what", "team", "people", "state"]);
  expect((await find("notice")).textContent).toContain("records.csv");
  await user.click(get("chosen-save-book"));
  await waitFor(() => expect(asked(host, "saveList").at(-1)?.[2]).toBe("xlsx"));
});

test("all records of a list are chosen at once, as it is narrowed", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("choose-rec-1"));
  const all = Number((get("records-total").textContent ?? "").match(/\d+/)?.[0]);
  expect(get("chosen-all").textContent).toContain(`all ${all}`);
  await user.click(get("chosen-all"));
  await waitFor(() => expect(get("chosen-bar").textContent).toContain(`${all} records chosen`));
  expect(gone("chosen-all")).toBeNull();
  await user.click(get("chosen-save"));
  await waitFor(() => expect(asked(host, "saveList")).toHaveLength(1));
  expect(asked(host, "saveList")[0]?.[0]).toHaveLength(all);
  await user.click(get("chosen-clear"));
  expect(gone("chosen-bar")).toBeNull();
});

test("chosen records are saved as paper and as points, and what has no point is told", async () => {
  const { host, user } = await show("/records");
  await user.click(await find("choose-rec-1"));
  await user.click(get("choose-rec-3"));
  for (const [kind, told] of [
    ["pdf", "records.pdf"],
    ["geojson", "1 record has no point in it"],
    ["gpkg", "1 record has no point in it"],
  ] as const) {
    await user.click(get("chosen-save-other"));
    await user.click(await find(`chosen-save-${kind}`));
    await waitFor(() => expect(asked(host, "saveList").at(-1)?.[2]).toBe(kind));
    await waitFor(() => {
      const last = screen.getAllByTestId("notice").at(-1);
      expect(last?.textContent).toContain(`records.${kind}`);
      expect(last?.textContent).toContain(told);
    });
  }
  expect(asked(host, "saveList").at(-1)?.[0]).toEqual(["rec-1", "rec-3"]);
});

test("chosen records are read one after another, by key", async () => {
  const { user } = await show("/records");
  await user.click(await find("choose-rec-1"));
  await user.click(get("choose-rec-3"));
  await user.click(get("chosen-read"));
  expect((await find("run")).textContent).toContain("1 of 2");
  await user.keyboard("n");
  await waitFor(() => expect(get("run").textContent).toContain("2 of 2"));
  expect(window.location.hash).toBe("#/record/rec-3");
  await user.keyboard("np");
  await waitFor(() => expect(window.location.hash).toBe("#/record/rec-1"));
});

test("T goes to the page of the active record", async () => {
  const { user } = await show("/records");
  (await find("records-grid")).focus();
  await waitFor(() =>
    expect(get("records-grid").getAttribute("aria-activedescendant")).toBe("row-0"),
  );
  await user.keyboard("t");
  await find("timeline");
});
