import { waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";
import type { Options } from "../../testing/standin";

const rows = () => get("points").querySelectorAll("tbody tr");

async function onMap(options: Partial<Options> = {}) {
  const shown = await show("/records", options);
  await shown.user.click(await find("records-as-map"));
  return shown;
}

test("the records of the list stand on a map and in words beside it", async () => {
  await onMap();
  await find("points");
  expect(gone("records-grid")).toBeNull();
  expect(get("records-as-map").getAttribute("aria-pressed")).toBe("true");
  // This window draws nothing, and says so; the list has every point.
  expect(get("map-none").textContent).toContain("The list has every point.");
  expect(get("records-map-count").textContent).toContain("38 of 42 records");
  expect(rows()).toHaveLength(38);
  expect(rows()[0]?.querySelector("a")?.getAttribute("href")).toBe("#/record/rec-0");
});

test("the same filters and words narrow the map, and stay when the list is shown again", async () => {
  const { host, user } = await onMap();
  await find("points");
  await user.click(get("filter-review"));
  await user.click(await find("filter-review-approved"));
  await waitFor(() =>
    expect(asked(host, "recordPoints").at(-1)?.[0]).toMatchObject({ review: "approved" }),
  );
  await waitFor(() => expect(rows().length).toBeLessThan(38));
  for (const row of rows()) expect(row.textContent).toContain("approved");
  await user.type(get("records-find"), "traeng");
  await waitFor(() =>
    expect(asked(host, "recordPoints").at(-1)?.[0]).toMatchObject({ text: "traeng" }),
  );
  await user.click(get("records-as-list"));
  expect(get("filter-review").textContent).toBe("Review state: approved");
  expect(get("records-find")).toHaveProperty("value", "traeng");
  expect(asked(host, "records").at(-1)?.[0]).toMatchObject({ review: "approved", text: "traeng" });
});

test("the keyboard alone chooses the map and a point on it; one form is chosen above it alone", async () => {
  const { user } = await show("/records");
  (await find("records-as-map")).focus();
  await user.keyboard("{Enter}");
  (await find("find-rec-3")).focus();
  await user.keyboard("{Enter}");
  expect(rows()[0]?.getAttribute("data-testid")).toBe("point-rec-3");
  expect(get("find-rec-3").getAttribute("aria-pressed")).toBe("true");
  expect(gone("records-map-form")).toBeNull();
  get("filter-form").focus();
  await user.keyboard("{Enter}");
  await user.click(await find("filter-form-accident"));
  await waitFor(() => expect(rows().length).toBeLessThan(10));
});

test("the address says that it is a map, so that whoever comes back from a record finds it again", async () => {
  const { user } = await onMap();
  await find("points");
  expect(window.location.hash).toBe("#/records?as=map");
  await user.click(get("records-as-list"));
  await find("records-grid");
  expect(window.location.hash).toBe("#/records");
});

test("where nothing fits, or nothing is here, the same is said as of the list", async () => {
  const { user } = await onMap();
  await find("points");
  await user.type(get("records-find"), "zzz");
  await waitFor(() => expect(get("empty").textContent).toContain("No record fits"));
  expect(gone("points")).toBeNull();
});

test("records without a position that may be seen are counted, not shown", async () => {
  const { host, user } = await show("/records", {}, (made) => {
    const points = made.recordPoints;
    made.recordPoints = async (query) => ({ ...(await points(query)), points: [], in_all: 0 });
  });
  await user.click(await find("records-as-map"));
  const empty = await find("empty");
  expect(empty.textContent).toContain("Nothing to show on a map");
  expect(empty.textContent).toContain("42 records fit. None of them has a position that you may");
  expect(host).toBeTruthy();
});

test("points that cannot be had are told, and no others stand in their place", async () => {
  const { host, user } = await onMap();
  await find("points");
  host.failNext("recordPoints", new HostFault("damaged", "a page cannot be read"));
  await user.click(get("filter-problems"));
  expect((await find("fault")).dataset.code).toBe("damaged");
  expect(gone("points")).toBeNull();
  await user.click(get("fault-retry"));
  await find("points");
});

test.each(["en", "km"])("nothing in it is a barrier, %s", async (language) => {
  const { user } = await onMap({ language, maps: "some" });
  await find("points");
  await user.click(await find("find-rec-0"));
  const found = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((v) => v.id)).toEqual([]);
});
