import { fireEvent, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";
import type { StandIn } from "../testing/standin";

const PATH = "where/position";
let host: StandIn;

beforeEach(async () => {
  ({ host } = await show("/new/eore_session"));
  await find("form");
});

/** Leaves the draft, and opens it again. */
const again = async (draft: unknown) => {
  fireEvent.click(get("nav-home"));
  fireEvent.click(await find(`draft-${draft}`));
  await find("form");
};
const box = () => get(`q-${PATH}`) as HTMLInputElement;
const understood = () => get(`understood-${PATH}`);
const answer = () =>
  asked(host, "draftSet", "draftPosition")
    .filter(([, path]) => path === PATH)
    .at(-1)?.[2];
const type = (text: string) => fireEvent.change(box(), { target: { value: text } });
const says = (words: string) => waitFor(() => expect(understood().textContent).toContain(words));

test("what is typed is understood while it is typed, and stored when the box is left", async () => {
  type("48P 304855 1448889");
  await says("Read as UTM: 48P 304855 1448889");
  expect(understood().textContent).toContain("13.099997, 103.200000, within about 1 m");
  expect(understood().getAttribute("aria-live")).toBe("polite");
  expect(box().value).toBe("48P 304855 1448889");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13.099997 103.200000 0 1"));
  expect(box().value).toBe("13.099997, 103.200000");
});

test("Enter stores it too", async () => {
  type("13.1 103.2");
  await says("Read as decimal degrees");
  fireEvent.keyDown(box(), { key: "Enter" });
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
  expect(box().value).toBe("13.100000, 103.200000");
});

test("leaving at once loses nothing: the answer follows", async () => {
  type("48P 304855 1448889");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13.099997 103.200000 0 1"));
});

test("an old map is a choice, and measures anew what was typed here", async () => {
  type("13.1, 103.2");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
  fireEvent.click(get(`old-${PATH}`));
  await waitFor(() => expect(answer()).toBe("13.101857 103.196367 0 45"));
  await says("Moved from Indian 1960 to WGS 84.");
  fireEvent.click(get(`old-${PATH}`));
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
});

test("what was typed and its grid stand beside it, and are there when the draft is opened again", async () => {
  fireEvent.click(get(`old-${PATH}`));
  type("13.1, 103.2");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13.101857 103.196367 0 45"));
  const input = () => get("q-where/coord_input") as HTMLInputElement;
  await waitFor(() => expect(input().value).toBe("13.1, 103.2"));
  const [draft] = asked(host, "draftPosition")[0] ?? [];
  await again(draft);
  expect(input().value).toBe("13.1, 103.2");
  expect(box().value).toBe("13.101857, 103.196367");
  const old = () => get(`old-${PATH}`) as HTMLInputElement;
  expect(old().checked).toBe(true);
  // It was no old map after all.
  fireEvent.click(old());
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
  // What somebody wrote there themselves moves no position.
  const before = asked(host, "draftPosition", "draftSet").length;
  fireEvent.change(input(), { target: { value: "13.3, 103.3" } });
  fireEvent.blur(input());
  await waitFor(() => expect(asked(host, "draftSet", "draftPosition").length).toBe(before + 1));
  await again(draft);
  fireEvent.click(old());
  await waitFor(() =>
    expect(asked(host, "readPosition").at(-1)).toMatchObject([{ text: "13.3, 103.3" }]),
  );
  expect(answer()).toBe("13.100000 103.200000 0 1");
});

test("several ways are all shown, and none is taken before it is chosen", async () => {
  type("13,06,103,12");
  await says("in 2 ways");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13,06,103,12"));
  expect(get(`way-${PATH}-0`).textContent).toBe(
    "Meant is 13.06° N 103.12° E (13.060000, 103.120000)",
  );
  fireEvent.click(get(`way-${PATH}-1`));
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
  expect(box().value).toBe("13.100000, 103.200000");
});

test("what is odd or not understood is told once the box is left", async () => {
  type("23.1 103.2");
  await says("Read as decimal degrees");
  expect(understood().textContent).not.toContain("outside the country");
  fireEvent.blur(box());
  await says("outside the country");
  type("near the pagoda");
  await waitFor(() => expect(understood().textContent).toBe(""));
  fireEvent.blur(box());
  await says("is not understood here");
  expect(box().value).toBe("near the pagoda");
});

test("figures that are not understood are never kept as if they were a position", async () => {
  type("13 66 103 12");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13, 66, 103, 12"));
});

test("a host that does not answer leaves what was typed", async () => {
  host.failNext("readPosition", new HostFault("other", "gone"));
  type("48P 304855 1448889");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("48P 304855 1448889"));
  expect(box().value).toBe("48P 304855 1448889");
});

test("an empty box is no answer, and says nothing", async () => {
  type("13.1 103.2");
  await says("Read as decimal degrees");
  type("");
  await waitFor(() => expect(answer()).toBe(""));
  expect(understood().textContent).toBe("");
});

test("undo forgets what was understood", async () => {
  type("13.1 103.2");
  fireEvent.blur(box());
  await waitFor(() => expect(answer()).toBe("13.100000 103.200000 0 1"));
  fireEvent.keyDown(window, { key: "z", ctrlKey: true });
  await waitFor(() => expect(understood().textContent).toBe(""));
});

test("axe finds nothing, with one reading, with several, and with something odd", async () => {
  const check = async () => {
    const found = await axe.run(document, {
      // Nothing is painted here: colours are measured in tokens.test.ts.
      rules: { "color-contrast": { enabled: false } },
    });
    expect(found.violations.flatMap((it) => it.nodes.map((node) => node.html))).toEqual([]);
  };
  type("13,06,103,12");
  await says("in 2 ways");
  await check();
  expect(gone(`way-${PATH}-1`)).not.toBeNull();
  type("23.1 103.2");
  fireEvent.blur(box());
  await says("outside the country");
  await check();
});
