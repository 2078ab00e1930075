import { act, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";
import { around, type Kind, step } from "./period";

const lastAsked = (host: Parameters<typeof asked>[0]) => asked(host, "report").at(-1)?.[0];

test("a report stands with its totals, its comparisons and what is not yet approved", async () => {
  await show("/reports", { role: "supervisor" });
  const table = await find("table-SADD");
  const [subtotal] = table.querySelectorAll("tbody tr");
  expect(subtotal?.textContent).toContain("Battambang");
  expect(table.textContent).toContain("Samlout");
  expect(get("report-total").textContent).toContain("1,387");
  expect(get("report-before").textContent).toContain("The time before");
  expect(get("report-year-before").textContent).toContain("A year before");
  expect(get("adjustments").textContent).toContain("Rotonak Mondol");
  expect(get("provisional").textContent).toContain("8 of 50 records (16 %)");
  expect(get("report").textContent).toContain("One month of it is closed.");
});

test("the chart says in words what its bars say", async () => {
  await show("/reports", { role: "supervisor" });
  const chart = await find("chart-SADD");
  const words = chart.querySelector("svg")?.getAttribute("aria-label");
  expect(words).toContain("3 bars");
  expect(words).toContain("Rotonak Mondol with 754");
  expect(words).toContain("Samlout with 258");
});

test("the keyboard goes from bar to bar, and each says its figures", async () => {
  const { user } = await show("/reports", { role: "supervisor" });
  const bars = (await find("chart-SADD")).querySelector("svg");
  act(() => bars?.focus());
  expect((await find("bar-said")).textContent).toContain("Rotonak Mondol");
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(get("bar-said").textContent).toContain("Ek Phnum"));
  expect(get("bar-said").textContent).toContain("Women122");
  await user.keyboard("{ArrowUp}");
  await waitFor(() => expect(get("bar-said").textContent).toContain("Rotonak Mondol"));
});

test("a second chart holds the time against the ones before", async () => {
  await show("/reports", { role: "supervisor" });
  const chart = await find("compare-SADD");
  expect(chart.textContent).toContain("This time1,387");
  expect(chart.textContent).toContain("The time before");
  expect(chart.textContent).toContain("A year before");
});

test("another report, time, level and place are asked for as they are chosen", async () => {
  const { host, user } = await show("/reports", { role: "supervisor" });
  await find("table-SADD");
  await user.selectOptions(get("report-name"), "casualties");
  await user.selectOptions(get("report-by"), "province");
  await user.selectOptions(get("report-period"), "year");
  await user.click(get("report-earlier"));
  const year = new Date().getFullYear() - 1;
  await waitFor(() =>
    expect(lastAsked(host)).toMatchObject({
      name: "casualties",
      by: "province",
      from: `${year}-01-01`,
      to: `${year}-12-31`,
    }),
  );
  await user.type(get("report-project"), "P1{Enter}");
  await waitFor(() => expect(lastAsked(host)).toMatchObject({ project: "P1" }));
});

test("a field officer chooses no report of persons", async () => {
  await show("/reports", { role: "field" });
  const options = [...(await find("report-name")).querySelectorAll("option")];
  expect(options.map((option) => option.value)).toEqual(["sadd", "E1"]);
});

test("a list of persons says who had it made", async () => {
  const { user } = await show("/reports", { role: "supervisor" });
  await find("table-SADD");
  await user.selectOptions(get("report-name"), "caseload");
  expect((await find("watermark")).textContent).toContain("Chan Sophea");
});

test("where nothing was counted, that is said with what to do", async () => {
  await show("/reports", { role: "supervisor", records: 0 });
  expect((await find("empty")).textContent).toContain("Nothing was counted");
  expect(gone("table-SADD")).toBeNull();
});

test("a report that fails is told, and asked for again", async () => {
  const { user } = await show("/reports", { role: "supervisor" }, (host) =>
    host.failNext("report", new HostFault("damaged", "a page cannot be read")),
  );
  expect((await find("fault")).dataset.code).toBe("damaged");
  await user.selectOptions(get("report-by"), "team");
  expect(await find("table-SADD")).toBeTruthy();
});

describe("on a map", () => {
  async function onMap(options: Parameters<typeof show>[1] = {}) {
    const shown = await show("/reports", { role: "supervisor", ...options });
    await shown.user.click(await find("report-view-map"));
    return shown;
  }
  const rows = () => get("points").querySelectorAll("tbody tr");

  test("the points stand in a list too, which is all there is without WebGL 2", async () => {
    await onMap();
    await find("points");
    expect(get("map-none").textContent).toContain("The list has every point.");
    expect(get("report-map-count").textContent).toContain("25 of 28 records");
    expect(rows()).toHaveLength(25);
    const [first] = rows();
    expect(first?.textContent).toContain("28/11/2026 · Risk education session");
    expect(first?.querySelector("a")?.getAttribute("href")).toBe("#/record/rec-0");
  });

  test("what counts is shown, and what waits for approval where somebody asks for it", async () => {
    const { host, user } = await onMap();
    await find("points");
    expect(get("points").textContent).not.toContain("submitted");
    expect(gone("points-legend")).toBeNull();
    const choice = get("report-map-waiting");
    expect(choice.closest("label")?.textContent).toBe("Show what waits for approval too (13)");
    await user.click(choice);
    await waitFor(() => expect(rows()).toHaveLength(38));
    expect(get("report-map-count").textContent).toContain("38 of 42 records");
    expect(get("points").textContent).toContain("submitted");
    expect(get("points-legend").textContent).toBe("Counts in reportsWaits for approval");
    expect(asked(host, "reportPoints").at(-1)?.[0]).toMatchObject({ waiting: true });
  });

  test("where nothing counts yet, what waits is a step away", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    const some = host.reportPoints;
    host.reportPoints = async (ask) => {
      const found = await some(ask);
      return ask.waiting ? found : { ...found, points: [], in_all: 0 };
    };
    await user.click(await find("report-view-map"));
    const empty = await find("empty");
    expect(empty.textContent).toContain("13 records that wait for approval do.");
    await user.click(get("report-map-waiting"));
    await find("points");
  });

  test("the same filters ask for the points", async () => {
    const { host, user } = await onMap();
    await find("points");
    await user.selectOptions(get("report-name"), "casualties");
    await user.type(get("report-project"), "P1{Enter}");
    await waitFor(() =>
      expect(asked(host, "reportPoints").at(-1)?.[0]).toMatchObject({
        name: "casualties",
        project: "P1",
      }),
    );
    await user.selectOptions(await find("report-map-form"), "accident");
    expect(rows()).toHaveLength(12);
    expect(get("points").textContent).not.toContain("Risk education session");
  });

  test("a row is chosen with the keyboard and comes first, until all are shown again", async () => {
    const { user } = await onMap();
    const place = await find("find-rec-3");
    place.focus();
    await user.keyboard("{Enter}");
    expect(rows()[0]?.getAttribute("data-testid")).toBe("point-rec-3");
    expect(get("find-rec-3").getAttribute("aria-pressed")).toBe("true");
    await user.click(get("points-all"));
    expect(rows()[0]?.getAttribute("data-testid")).toBe("point-rec-0");
  });

  test("a long list is shown piece by piece", async () => {
    const { user } = await onMap({ records: 200 });
    await find("points");
    expect(rows()).toHaveLength(50);
    await user.click(get("points-more"));
    expect(rows()).toHaveLength(100);
  });

  test("where no record says where it was, that is said", async () => {
    await onMap({ records: 0 });
    expect((await find("empty")).textContent).toContain("Nothing to show on a map");
  });

  test("points that cannot be had are told", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    host.failNext("reportPoints", new HostFault("damaged", "a page cannot be read"));
    await user.click(await find("report-view-map"));
    expect((await find("fault")).dataset.code).toBe("damaged");
    await user.click(get("fault-retry"));
    await find("points");
  });

  test("a map of the office stands behind them, with whose work it is", async () => {
    const { user } = await onMap({ maps: "some" });
    const choice = await find("map-behind");
    expect([...choice.querySelectorAll("option")].map((one) => one.textContent)).toEqual([
      "Outlines of countries",
      "Battambang 2026",
    ]);
    expect(get("map-by").textContent).toContain("Natural Earth");
    await user.selectOptions(choice, "Battambang 2026");
    await waitFor(() => expect(get("map-by").textContent).toBe("© A survey"));
    await user.selectOptions(choice, "Outlines of countries");
    await waitFor(() => expect(get("map-by").textContent).toContain("Natural Earth"));
  });

  test("a map that cannot be read leaves the outlines, and says so", async () => {
    const { host, user } = await onMap({ maps: "some" });
    const choice = await find("map-behind");
    host.mapBytes = async () => Promise.reject(new HostFault("not_found", "there is no such map"));
    await user.selectOptions(choice, "Battambang 2026");
    if (gone("map-broken") === null) await find("map-by");
    expect(get("points")).toBeTruthy();
  });
});

describe("giving a report out", () => {
  test("a file stays in the team unless somebody is named", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    await user.click(await find("report-give"));
    await user.click(await find("format-csv"));
    await user.click(get("report-save"));
    expect((await find("notice")).textContent).toContain("sadd.csv");
    expect(asked(host, "saveReport").at(-1)?.slice(1)).toEqual(["csv", null]);
  });

  test("a report is set on paper", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    await user.click(await find("report-give"));
    await user.click(await find("format-pdf"));
    await user.click(get("report-save"));
    expect((await find("notice")).textContent).toContain("sadd.pdf");
    expect(asked(host, "saveReport").at(-1)?.slice(1)).toEqual(["pdf", null]);
  });

  test("the records that it counts go out one by one, in words where that is asked", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    await user.click(await find("report-give"));
    await user.click(await find("format-pdf"));
    await user.selectOptions(await find("report-what"), "Accidents");
    expect(gone("format-pdf")).toBeNull();
    expect(get("format-xlsx")).toHaveProperty("checked", true);
    await user.click(get("report-in-words"));
    await user.type(get("report-recipient"), "UNDP");
    await user.click(get("report-save"));
    expect((await find("notice")).textContent).toContain("rows-accident.xlsx");
    const [ask, ...how] = asked(host, "saveReport").at(-1) ?? [];
    expect(ask).toMatchObject({ name: "rows:accident", labels: true, by: "district" });
    expect(how).toEqual(["xlsx", "UNDP"]);
  });

  test("whoever counts no persons is offered none", async () => {
    const { user } = await show("/reports", { role: "field" });
    await user.click(await find("report-give"));
    await waitFor(() => expect(get("report-what").textContent).toContain("Hazard reports"));
    expect(get("report-what").textContent).not.toContain("Persons");
  });

  test("with the keyboard, for a recipient; a fault keeps what was typed", async () => {
    const { host, user } = await show("/reports", { role: "supervisor" });
    (await find("report-give")).focus();
    await user.keyboard("{Enter}");
    await user.type(await find("report-recipient"), "UNDP");
    host.failNext("saveReport", new HostFault("disk_full", "no room"));
    await user.keyboard("{Enter}");
    expect((await find("fault")).dataset.code).toBe("disk_full");
    expect(get("report-recipient")).toHaveProperty("value", "UNDP");
    await user.click(get("report-save"));
    await find("notice");
    expect(asked(host, "saveReport").at(-1)?.slice(1)).toEqual(["xlsx", "UNDP"]);
  });
});

test.each<[Kind, string, number, string, string]>([
  ["month", "2026-11-23", 0, "2026-11-01", "2026-11-30"],
  ["month", "2026-01-31", -1, "2025-12-01", "2025-12-31"],
  ["month", "2024-01-31", 1, "2024-02-01", "2024-02-29"],
  ["quarter", "2026-11-23", 0, "2026-10-01", "2026-12-31"],
  ["quarter", "2026-02-01", -1, "2025-10-01", "2025-12-31"],
  ["year", "2026-11-23", 1, "2027-01-01", "2027-12-31"],
])("a %s around %s, %i further, is from %s to %s", (kind, day, by, from, to) => {
  const period = around(kind, day);
  expect(by === 0 ? period : step(period, by)).toEqual({ kind, from, to });
});
