import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { TextProvider } from "../locales/text";
import { DayInput } from "./day-input";

/** What is heard when this was typed over the 3rd of November and the box was left. */
async function heard(typed: string, always: boolean): Promise<(string | null)[]> {
  const told: (string | null)[] = [];
  const page = render(
    <TextProvider language="en">
      <DayInput
        label="First day"
        iso="2026-11-03"
        always={always}
        onDay={(iso) => void told.push(iso)}
      />
    </TextProvider>,
  );
  const box = screen.getByLabelText("First day");
  await userEvent.clear(box);
  if (typed) await userEvent.type(box, typed);
  await userEvent.tab();
  page.unmount();
  return told;
}

test.each([
  ["17/11/2026", true, ["2026-11-17"]],
  ["១៧/១១/២០២៦", true, ["2026-11-17"]],
  ["17/11/2026{Enter}", true, ["2026-11-17", "2026-11-17"]],
  ["3/11/2026", true, []],
  ["31/11/2026", true, []],
  ["17/11", false, []],
  ["", false, [null]],
  ["", true, []],
])("%s, always a day: %s, tells %j", async (typed, always, told) => {
  expect(await heard(typed, always)).toEqual(told);
});
