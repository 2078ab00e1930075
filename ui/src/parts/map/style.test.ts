import { expect, test } from "vitest";
import { styleOf } from "./style";

const scene = { points: [], declared: null, behind: null, language: "en" };

test.each([
  [true, [0, -36]],
  [false, [0, 0]],
])("names of countries stand clear of a cross in the middle: %s", (aims, moved) => {
  const { layers } = styleOf({ ...scene, aims }, null);
  expect(layers.find(({ id }) => id === "countries")?.paint).toMatchObject({
    "text-translate": moved,
  });
});
