import { act, render } from "@testing-library/react";
import { expect, test } from "vitest";
import { TextProvider } from "../locales/text";
import { Notices, useTell } from "./notices";

type Tell = ReturnType<typeof useTell>;

/** The notices, and what tells them. */
function told(): { tell: Tell; shown: () => (string | null)[] } {
  let tell: Tell = () => {};
  const Taker = () => {
    tell = useTell();
    return null;
  };
  const { container } = render(
    <TextProvider language="en">
      <Notices>
        <Taker />
      </Notices>
    </TextProvider>,
  );
  const shown = () =>
    [...container.querySelectorAll("[data-testid=notice] > span")].map((one) => one.textContent);
  return { tell: (text, more) => act(() => tell(text, more)), shown };
}

test("news that is told once takes the place of the same words, and of no others", () => {
  const { tell, shown } = told();
  tell("finished", { once: true });
  tell("put aside");
  tell("finished", { once: true });
  expect(shown()).toEqual(["put aside", "finished"]);
});

test("what can be undone stays beside another of its kind, three at most", () => {
  const { tell, shown } = told();
  for (let n = 0; n < 2; n += 1) tell("put aside", { action: { text: "Undo", run: () => {} } });
  expect(shown()).toEqual(["put aside", "put aside"]);
  for (const text of ["one", "two"]) tell(text);
  expect(shown()).toEqual(["put aside", "one", "two"]);
});
