import { waitFor } from "@testing-library/react";
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
  const words = chart.querySelector("[role=img]")?.getAttribute("aria-label");
  expect(words).toContain("3 bars");
  expect(words).toContain("Rotonak Mondol with 754");
  expect(words).toContain("Samlout with 258");
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
