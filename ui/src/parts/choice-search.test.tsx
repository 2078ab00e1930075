import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { TextProvider } from "../locales/text";
import { ChoiceSearch, folded } from "./choice-search";

const choices = [
  { value: "KH02070305", label: "Phlov Meas (ផ្លូវមាស)" },
  { value: "KH02070306", label: "Phlov Meas Leu (ផ្លូវមាសលើ)" },
  { value: "KH02070101", label: "Sdau (ស្តៅ)" },
];

function Box(props: { first?: string; onChange?: (value: string) => void }) {
  const [value, setValue] = useState(props.first ?? "");
  return (
    <TextProvider language="en">
      <ChoiceSearch
        id="box"
        label="Village"
        choices={choices}
        value={value}
        placeholder="Type"
        testid="box"
        onChange={(v) => {
          setValue(v);
          props.onChange?.(v);
        }}
      />
      <button type="button">next</button>
    </TextProvider>
  );
}

const options = () => screen.queryAllByRole("option").map((o) => o.textContent);

test("words are compared without case, invisible marks and digits' script", () => {
  expect(folded("Phlov\u200b MEAS ១២")).toBe("phlov meas 12");
});

test.each([
  ["sd", ["Sdau (ស្តៅ)"]],
  ["ផ្លូវ", ["Phlov Meas (ផ្លូវមាស)", "Phlov Meas Leu (ផ្លូវមាសលើ)"]],
  ["0703 leu", ["Phlov Meas Leu (ផ្លូវមាសលើ)"]],
  ["zzz", []],
])("%s finds by Latin, Khmer or code", async (words, found) => {
  const user = userEvent.setup();
  render(<Box />);
  await user.click(screen.getByTestId("box"));
  await user.keyboard(words);
  expect(options()).toEqual(found);
});

test("the keyboard alone chooses", async () => {
  const user = userEvent.setup();
  render(<Box />);
  await user.tab();
  await user.keyboard("phlov{ArrowDown}{Enter}");
  expect(screen.getByTestId("box")).toHaveProperty("value", "Phlov Meas Leu (ផ្លូវមាសលើ)");
  expect(screen.getByTestId("box").getAttribute("aria-expanded")).toBe("false");
});

test("Escape and half a word leave the answer as it was", async () => {
  const user = userEvent.setup();
  render(<Box first="KH02070101" />);
  await user.click(screen.getByTestId("box"));
  await user.keyboard("phlov{Escape}");
  expect(screen.getByTestId("box")).toHaveProperty("value", "Sdau (ស្តៅ)");
  await user.keyboard("phlov");
  await user.tab();
  expect(screen.getByTestId("box")).toHaveProperty("value", "Sdau (ស្តៅ)");
});

test("a word that fits one choice chooses it; an emptied box takes the answer back", async () => {
  const user = userEvent.setup();
  const chosen: string[] = [];
  render(<Box onChange={(v) => chosen.push(v)} />);
  await user.click(screen.getByTestId("box"));
  await user.keyboard("sdau");
  await user.tab();
  await user.clear(screen.getByTestId("box"));
  await user.tab();
  expect(chosen).toEqual(["KH02070101", ""]);
});
