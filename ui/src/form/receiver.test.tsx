import { act, fireEvent, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";

const PATH = "where/position";

async function fresh(gps: string) {
  const shown = await show("/new/eore_session", { gps });
  await find("form");
  return shown;
}

test("without a receiver nothing is offered; one that is plugged in later is found", async () => {
  const { host } = await fresh("");
  await waitFor(() => expect(asked(host, "gpsPorts").length).toBe(1));
  expect(gone(`gps-${PATH}`)).toBeNull();
  host.gpsPorts = async () => ["COM3"];
  act(() => void window.dispatchEvent(new Event("focus")));
  expect((await find(`gps-${PATH}`)).textContent).toBe("From the GPS");
});

test("it says what it hears, and the answer is what it measured", async () => {
  const { host, user } = await fresh("COM3");
  (await find(`gps-${PATH}`)).focus();
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(get(`receiver-${PATH}`).textContent).toContain("Within about 8 m so far, 9 satellites"),
  );
  const box = get(`q-${PATH}`) as HTMLInputElement;
  await waitFor(() => expect(box.value).toBe("13.095720, 103.202190"));
  expect(asked(host, "draftSetMeasured")[0]?.slice(1)).toEqual([
    PATH,
    "13.095720 103.202190 23.4 5",
  ]);
  expect(gone(`gps-cancel-${PATH}`)).toBeNull();
  fireEvent.keyDown(window, { key: "z", ctrlKey: true });
  await waitFor(() => expect(box.value).toBe(""));
});

test("several ports are told apart", async () => {
  await fresh("COM3 COM7");
  await waitFor(() =>
    expect(get(`receiver-${PATH}`).textContent).toBe("From the GPS at COM3From the GPS at COM7"),
  );
});

test("waiting can be given up, and nothing is answered", async () => {
  const { host, user } = await fresh("cellar");
  await user.click(await find(`gps-${PATH}`));
  await user.click(await find(`gps-cancel-${PATH}`));
  await find(`gps-${PATH}`);
  expect(asked(host, "draftSetMeasured")).toEqual([]);
  expect(get(`receiver-${PATH}`).textContent).toBe("From the GPS");
});

test("no position is told, and what was typed stays", async () => {
  const { host, user } = await fresh("COM3");
  await user.type(get(`q-${PATH}`), "13.1 103.2");
  host.failNext("gpsMeasure", new HostFault("no_position", "no sky"));
  await user.click(await find(`gps-${PATH}`));
  await waitFor(() =>
    expect(get(`receiver-${PATH}`).textContent).toContain("where the sky is open"),
  );
  expect((get(`q-${PATH}`) as HTMLInputElement).value).toBe("13.100000, 103.200000");
  const found = await axe.run(document, {
    // Nothing is painted here: colours are measured in tokens.test.ts.
    rules: { "color-contrast": { enabled: false } },
  });
  expect(found.violations.flatMap((it) => it.nodes.map((node) => node.html))).toEqual([]);
});
