import { act, renderHook, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { chooseHost, HostFault, type RecordQuery } from "../../host";
import { asked } from "../../testing/show";
import { standIn } from "../../testing/standin";
import { useRows } from "./rows";

/** A list of so many records, and what the slices were that it asked for: place, after, before. */
async function list(records = 10_000) {
  const host = standIn({ records });
  chooseHost(host);
  const { result } = renderHook(() => useRows(query));
  const sees = async (first: number) => {
    act(() => result.current.want(first, first + 30));
    await waitFor(() => {
      for (const row of [first, first + 30])
        expect(result.current.row(row)?.record).toBe(`rec-${row}`);
    });
  };
  await waitFor(() => expect(result.current.total).toBe(records));
  const slices = () =>
    asked(host, "records").map(([q]) => {
      const { offset, after, before } = q as RecordQuery;
      return [offset, after, before];
    });
  return { host, result, sees, slices };
}

const query: RecordQuery = { sort: "changed" };

test("a page goes on from the one beside it, and a jump goes by its place", async () => {
  const { sees, slices } = await list();
  await sees(60);
  await sees(90);
  await sees(5_450);
  await sees(5_390);
  await sees(5_250);
  expect(slices()).toEqual([
    [0, null, null],
    [100, 0, null],
    [5_400, null, null],
    [5_300, null, 5_400],
    [5_200, null, 5_300],
  ]);
});

test("pages that were only passed are not asked for", async () => {
  const { result, sees, slices } = await list();
  for (let row = 1_000; row < 9_000; row += 200) act(() => result.current.want(row, row + 30));
  await sees(9_010);
  expect(slices()).toEqual([
    [0, null, null],
    [1_000, null, null],
    [9_000, null, null],
  ]);
});

test("pages far from what is in sight are let go, and come back when they are looked at", async () => {
  const { result, sees, slices } = await list();
  for (let page = 0; page < 40; page += 1) await sees(page * 100 + 10);
  expect(result.current.row(0)).toBeUndefined();
  expect(result.current.row(3_900)).toBeDefined();
  await sees(10);
  expect(slices().at(-1)).toEqual([0, null, null]);
});

test("after a change what is in sight is asked for anew, and shown as it was until then", async () => {
  const { host, result, sees, slices } = await list();
  await sees(5_450);
  await sees(5_480);
  act(() => host.change({ records: true }));
  expect(result.current.row(5_480)).toBeDefined();
  await waitFor(() =>
    expect(slices().slice(-2)).toEqual([
      [5_400, null, null],
      [5_500, 5_400, null],
    ]),
  );
});

test("a page that could not be read is told once, and asked for again when somebody says so", async () => {
  const { host, result, slices } = await list();
  host.failNext("records", new HostFault("damaged", "page 7"));
  act(() => result.current.want(500, 530));
  await waitFor(() => expect(result.current.fault?.code).toBe("damaged"));
  act(() => result.current.want(510, 540));
  expect(slices()).toHaveLength(2);
  act(() => result.current.again());
  await waitFor(() => expect(result.current.row(510)?.record).toBe("rec-510"));
  expect(result.current.fault).toBeNull();
});
