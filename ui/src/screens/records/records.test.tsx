import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

const grid = () => find("records-grid");
const rowsShown = () => screen.getAllByRole("row").length - 1;

test("a hundred thousand records are a table of which only what is in sight exists", async () => {
  const { host } = await show("/records", { records: 100_000 });
  const table = await grid();
  expect(table.getAttribute("aria-rowcount")).toBe("100001");
  expect(get("records-total").textContent).toBe("100,000 records");
  expect(rowsShown()).toBeLessThan(60);
  expect(asked(host, "records").every(([q]) => (q as { limit: number }).limit <= 100)).toBe(true);
});

test("what stands beside the list is the row that is marked in it", async () => {
  const { user } = await show("/records");
  await grid();
  const agrees = () =>
    waitFor(() => {
      const marked = document.querySelector(".grid-row[data-active]")?.textContent ?? "no row";
      expect(marked).toContain(get("record-title").textContent ?? "no record");
    });
  await agrees();
  const first = get("record-title").textContent;
  await user.click(get("filter-review"));
  await user.click(await find("filter-review-approved"));
  await waitFor(() => expect(get("record-title").textContent).not.toBe(first));
  await agrees();
  await user.click(get("filters-clear"));
  await waitFor(() => expect(get("record-title").textContent).toBe(first));
  await user.type(get("records-find"), "traeng");
  await waitFor(() => expect(get("record-title").textContent).toContain("Traeng"));
  await agrees();
});

test("the arrow keys walk through all of it, page by page", async () => {
  const { host, user } = await show("/records", { records: 5000 });
  (await grid()).focus();
  await waitFor(() =>
    expect(get("records-grid").getAttribute("aria-activedescendant")).toBe("row-0"),
  );
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect((await grid()).getAttribute("aria-activedescendant")).toBe("row-2");
  await user.keyboard("{End}");
  expect((await grid()).getAttribute("aria-activedescendant")).toBe("row-4999");
  fireEvent.scroll(await grid(), { target: { scrollTop: 4990 * 64 } });
  await waitFor(() =>
    expect(asked(host, "records").some(([q]) => (q as { offset: number }).offset === 4900)).toBe(
      true,
    ),
  );
  await waitFor(() => expect(get("row-rec-4999").getAttribute("aria-rowindex")).toBe("5001"));
});

test("the chosen record stands beside the list, and Enter opens it whole", async () => {
  const { user } = await show("/records");
  (await grid()).focus();
  await waitFor(() =>
    expect(get("records-grid").getAttribute("aria-activedescendant")).toBe("row-0"),
  );
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(get("record-title").textContent).toContain("Samlout"));
  await user.keyboard("{Enter}");
  await find("record");
});

test("filters narrow the list and say what they narrow to", async () => {
  const { host, user } = await show("/records");
  await grid();
  await user.click(get("filter-review"));
  await user.click(await find("filter-review-approved"));
  await waitFor(() => expect(get("filter-review").textContent).toBe("Review state: approved"));
  expect(asked(host, "records").at(-1)?.[0]).toMatchObject({ review: "approved", offset: 0 });
  await user.click(get("filter-problems"));
  await waitFor(() => expect(asked(host, "records").at(-1)?.[0]).toMatchObject({ problems: true }));
  await user.click(get("filters-clear"));
  await waitFor(() => expect(gone("filters-clear")).toBeNull());
  expect(asked(host, "records").at(-1)?.[0]).toMatchObject({ review: null, problems: false });
});

test("words narrow it too; when nothing fits there is a way back", async () => {
  const { user } = await show("/records");
  await grid();
  await user.type(get("records-find"), "zzz");
  const empty = await find("empty");
  expect(empty.textContent).toContain("No record fits");
  await user.click(empty.querySelector("button") as Element);
  await grid();
});

test("a laptop without records says what will be here", async () => {
  await show("/records", { records: 0 });
  expect((await find("empty")).textContent).toContain("No records yet");
});

test("a failure is told above the list and mended by trying again", async () => {
  const { user } = await show("/records", {}, (h) =>
    h.failNext("records", new HostFault("damaged", "page 7")),
  );
  expect((await find("fault")).textContent).toContain("set aside and kept");
  await user.click(get("fault-retry"));
  await grid();
});

test("what changes behind the screen appears without a word", async () => {
  const { host } = await show("/records");
  await waitFor(() => expect(get("record-title").textContent).toContain("Andaeuk"));
  const before = asked(host, "records").length;
  act(() => host.change({ records: true }));
  expect(get("row-rec-0").textContent).toContain("Andaeuk");
  await waitFor(() => expect(asked(host, "records").length).toBeGreaterThan(before));
  expect(gone("loading")).toBeNull();
});
