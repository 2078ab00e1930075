import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, show } from "../../testing/show";

/** The record that comes next, and how often it was asked for. */
function next(host: Parameters<typeof asked>[0]) {
  const [, second] = screen.getAllByTestId(/^queue-rec-/);
  const record = second?.dataset.testid?.slice("queue-".length) ?? "";
  const times = (command: string) => asked(host, command).filter(([of]) => of === record).length;
  return { record, times };
}

test("the next record is asked for while this one is read, and stands before it is asked for once more", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  const before = (await find("record-title")).textContent;
  const { record, times } = next(host);
  await waitFor(() => expect(times("recordNeighbours")).toBe(1));
  for (const command of ["record", "findings", "recordNeighbours"]) expect(times(command)).toBe(1);
  host.record = () => new Promise(() => {});
  await user.keyboard("n");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  expect(get(`queue-${record}`).getAttribute("aria-current")).toBe("true");
});

test("the next record stands with the key itself, with its findings and neighbours", async () => {
  const { host } = await show("/review", { role: "supervisor" }, (h) => {
    const { findings, recordNeighbours } = h;
    h.findings = () => findings("rec-2");
    h.recordNeighbours = () => recordNeighbours("rec-0");
  });
  const before = (await find("record-title")).textContent;
  const { record } = next(host);
  const commands = ["record", "findings", "recordNeighbours"];
  const times = () => commands.map((command) => asked(host, command).length);
  await waitFor(() => expect(times()).toEqual([2, 2, 2]));
  await act(async () => {});
  // What an event does by itself: no answer can come while it is handled.
  fireEvent.keyDown(document.body, { key: "n" });
  expect(get("record-title").textContent).not.toBe(before);
  expect(get(`queue-${record}`).getAttribute("aria-current")).toBe("true");
  expect(screen.queryByTestId("loading")).toBeNull();
  for (const part of ["findings", "neighbours-day"]) expect(get(part)).toBeTruthy();
  await act(async () => {});
  expect(times()).toEqual([2, 2, 2]);
});

test("what changed since it was asked for anew", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  const before = (await find("record-title")).textContent;
  const { times } = next(host);
  await waitFor(() => expect(times("recordNeighbours")).toBe(1));
  act(() => host.change({ records: true }));
  await user.keyboard("n");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  for (const command of ["record", "findings", "recordNeighbours"]) expect(times(command)).toBe(2);
});

test("what could not be read ahead is asked for anew, and nobody is told before they go there", async () => {
  let fails = true;
  const { host, user } = await show("/review", { role: "supervisor" }, (h) => {
    const { record } = h;
    h.record = (id) =>
      fails && id !== "rec-0" ? Promise.reject(new HostFault("damaged", "page 7")) : record(id);
  });
  const before = (await find("record-title")).textContent;
  const { times } = next(host);
  await waitFor(() => expect(times("recordNeighbours")).toBe(1));
  expect(get("review-record")).toBeTruthy();
  fails = false;
  await user.keyboard("n");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
});
