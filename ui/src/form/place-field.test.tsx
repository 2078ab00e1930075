import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { chooseHost, type FormView, type NodeView } from "../host";
import { TextProvider } from "../locales/text";
import { standIn } from "../testing/standin";
import { type Sheet, SheetContext } from "./context";
import { Left } from "./left";
import { ManyField } from "./many-field";
import { OneField } from "./one-field";
import { PlaceField } from "./place-field";
import { Question } from "./question";

const node = (change: Partial<NodeView>): NodeView => ({
  path: "place/place_pick",
  name: "place_pick",
  kind: "text",
  label: "Find the place",
  hint: "",
  value: "",
  required: false,
  read_only: false,
  appearance: "place",
  choices: [],
  choice_count: 0,
  guidance: "",
  image: "",
  rows: 0,
  range: null,
  problem: null,
  file: null,
  children: [],
  ...change,
});

const NO_PROBLEMS: FormView["problems"] = [];
const ALL_LEFT = new Left([]);
ALL_LEFT.leaveAll();

const host = standIn();
const written = vi.fn();
const placed = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  chooseHost({
    ...host,
    draftPlace: async (...asked) => {
      placed(...asked.slice(1));
      return {} as FormView;
    },
  });
});

/** A question of a draft, beside one that says whether the place is in the list. */
function Shown(props: { first: NodeView; beside?: NodeView[]; language?: string }) {
  const [shown, setShown] = useState(props.first);
  const view = {
    draft: "d1",
    sections: [{ path: "place", label: "", state: "", nodes: [shown, ...(props.beside ?? [])] }],
    problems: NO_PROBLEMS,
  };
  const sheet = {
    pen: {
      hear: () => () => undefined,
      view: () => view,
      epoch: () => 0,
      typed: () => undefined,
      flush: async () => undefined,
      change: async (act: () => Promise<FormView>) => {
        await act();
        const code = (placed.mock.lastCall?.[1] as string | null) ?? "";
        setShown((now) => ({ ...now, value: code }));
        return true;
      },
    },
    view,
    epoch: 0,
    left: ALL_LEFT,
    leave: () => undefined,
    goOn: () => undefined,
    write: (path: string, value: string) => {
      written(path, value);
      setShown((now) => (now.path === path ? { ...now, value } : now));
    },
    comments: new Map(),
    conflicts: new Map(),
  } as unknown as Sheet;
  return (
    <TextProvider language={props.language ?? "en"}>
      <SheetContext.Provider value={sheet}>
        <main>
          <h1>Form</h1>
          <Question node={shown} grouped={shown.kind === "select_multiple"}>
            {shown.kind === "text" && <PlaceField node={shown} />}
            {shown.kind === "select_one" && <OneField node={shown} />}
            {shown.kind === "select_multiple" && <ManyField node={shown} />}
          </Question>
        </main>
      </SheetContext.Provider>
    </TextProvider>
  );
}

const box = () => screen.getByTestId("q-place/place_pick") as HTMLInputElement;
const inside = () => screen.getByTestId("in-place/place_pick").textContent ?? "";
const options = () => screen.queryAllByRole("option").map((option) => option.textContent);
const notListed = node({ path: "place/place_not_listed", name: "place_not_listed" });

test.each([
  ["sung m", "KH02090401", "Sung Muoy (ស៊ុង១)"],
  ["ស៊ុង២", "KH02090402", "Sung Pir (ស៊ុង២)"],
  ["0209", "KH02090401", "Sung Muoy (ស៊ុង១)"],
])("%s is found and chosen with the keyboard alone", async (words, code, name) => {
  const user = userEvent.setup();
  render(<Shown first={node({})} />);
  await user.tab();
  await user.keyboard(words);
  await waitFor(() => expect(options().length).toBeGreaterThan(0));
  await waitFor(() => expect(options()[0]).toContain(name));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(placed).toHaveBeenCalledWith("place/place_pick", code));
  await waitFor(() => expect(box().value).toBe(name));
  expect(inside()).toContain("Samlout (សំឡូត) · Battambang (បាត់ដំបង)");
});

test("a place that was chosen before is shown with what it is in, in the language of the screen", async () => {
  render(<Shown first={node({ value: "KH020904" })} language="km" />);
  await waitFor(() => expect(box().value).toBe("ស៊ុង (Sung)"));
  expect(inside()).toBe("ឃុំ · KH020904 · សំឡូត (Samlout) · បាត់ដំបង (Battambang)");
});

test("what was emptied takes the place away", async () => {
  const user = userEvent.setup();
  render(<Shown first={node({ value: "KH020904" })} />);
  await waitFor(() => expect(box().value).toBe("Sung (ស៊ុង)"));
  await user.clear(box());
  await user.tab();
  await waitFor(() => expect(placed).toHaveBeenCalledWith("place/place_pick", null));
  expect(inside()).toBe("");
});

test("words that were left without a choice change nothing", async () => {
  const user = userEvent.setup();
  render(<Shown first={node({ value: "KH020904" })} />);
  await waitFor(() => expect(box().value).toBe("Sung (ស៊ុង)"));
  await user.clear(box());
  await user.type(box(), "Samlout");
  await user.tab();
  expect(placed).not.toHaveBeenCalled();
  await waitFor(() => expect(box().value).toBe("Sung (ស៊ុង)"));
});

test("what is not in the list is said in the box where the form asks about it", async () => {
  const user = userEvent.setup();
  render(<Shown first={node({})} beside={[notListed]} />);
  await user.click(box());
  await user.keyboard("zzz");
  await waitFor(() => expect(options()).toEqual(["Not in the list: write it below"]));
  await user.keyboard("{Enter}");
  expect(written).toHaveBeenCalledWith("place/place_not_listed", "yes");
  expect(placed).not.toHaveBeenCalled();
});

test("a list of sixty thousand is searched where it is", async () => {
  const user = userEvent.setup();
  const path = "who/person_pick";
  const kind = "select_one";
  render(<Shown first={node({ path, kind, appearance: "", choice_count: 60_000 })} />);
  const people = screen.getByTestId(`q-${path}`) as HTMLInputElement;
  await user.click(people);
  await waitFor(() => expect(options().length).toBe(4));
  expect(screen.getByRole("status").textContent).toContain("4 of 60,000 shown");
  await user.keyboard("pisey");
  await waitFor(() => expect(options()).toEqual(["KH-P-7F3K-3 Keo Pisey"]));
  await user.keyboard("{Enter}");
  expect(written).toHaveBeenCalledWith(path, "person-3");
  expect(people.value).toBe("KH-P-7F3K-3 Keo Pisey");
});

test("Enter before the list has answered takes what the words say, never what stood there before", async () => {
  chooseHost({
    ...host,
    draftChoices: async (...asked) => {
      await new Promise((answer) => setTimeout(answer, 40));
      return host.draftChoices(...asked);
    },
  });
  const user = userEvent.setup();
  const path = "who/person_pick";
  render(
    <Shown first={node({ path, kind: "select_one", appearance: "", choice_count: 60_000 })} />,
  );
  await user.click(screen.getByTestId(`q-${path}`));
  await waitFor(() => expect(options().length).toBe(4));
  await user.keyboard("pisey{Enter}");
  await waitFor(() => expect(written).toHaveBeenCalled());
  expect(written.mock.calls).toEqual([[path, "person-3"]]);
  // Whoever types on after Enter means other words.
  written.mockClear();
  await user.clear(screen.getByTestId(`q-${path}`));
  await user.keyboard("dara{Enter}x");
  await waitFor(() => expect(options()).toEqual([]));
  expect(written).not.toHaveBeenCalled();
});

test("several of a long list are added one after the other", async () => {
  const user = userEvent.setup();
  const path = "who/people";
  const chosen = { value: "person-1", label: "KH-P-7F3K-1 Chan Thy", image: "" };
  const many = { path, kind: "select_multiple", appearance: "", value: "person-1" };
  const first = node({ ...many, choices: [chosen], choice_count: 60_000 });
  const page = render(<Shown first={first} />);
  expect(screen.getByTestId(`q-${path}-person-1`).textContent).toContain("Chan Thy");
  await user.click(screen.getByTestId(`add-${path}`));
  await user.keyboard("dara");
  await waitFor(() => expect(options()).toEqual(["KH-P-7F3K-2 Sok Dara"]));
  await user.keyboard("{Enter}");
  expect(written).toHaveBeenCalledWith(path, "person-1 person-2");
  expect((await axe.run(page.container)).violations).toEqual([]);
});

test("axe finds nothing, open or closed", async () => {
  const user = userEvent.setup();
  const page = render(<Shown first={node({ value: "KH020904" })} beside={[notListed]} />);
  await waitFor(() => expect(inside()).not.toBe(""));
  expect((await axe.run(page.container)).violations).toEqual([]);
  await user.click(box());
  await waitFor(() => expect(options().length).toBeGreaterThan(1));
  expect((await axe.run(page.container)).violations).toEqual([]);
});
