import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { asked, find, get, gone, show } from "../testing/show";
import { PASSPHRASE } from "../testing/standin";

test("the right passphrase opens the program", async () => {
  const { host, user } = await show("/", { stage: "locked" });
  await user.type(await find("unlock-passphrase"), `${PASSPHRASE}{Enter}`);
  await find("home");
  expect(asked(host, "unlock")).toEqual([["p1", PASSPHRASE]]);
});

test("another person is chosen with the keyboard", async () => {
  const { host, user } = await show("/", { stage: "locked" });
  await user.click(await find("person-p2"));
  await user.type(get("unlock-passphrase"), `${PASSPHRASE}{Enter}`);
  await find("home");
  expect(asked(host, "unlock")[0]?.[0]).toBe("p2");
});

test("the arrow keys walk through the people, and the focus stays among them until Tab leads on", async () => {
  const { host, user } = await show("/", { stage: "locked" });
  const inFocus = () =>
    document.activeElement?.closest<HTMLElement>("[data-testid]")?.dataset.testid;
  await waitFor(() => expect(document.activeElement).toBe(get("unlock-passphrase")));
  await user.keyboard("half");
  await user.tab({ shift: true });
  expect(inFocus()).toBe("person-p1");
  await user.keyboard("{ArrowDown}");
  expect(inFocus()).toBe("person-p2");
  await user.keyboard("{ArrowDown}");
  expect(inFocus()).toBe("person-p3");
  await user.tab();
  expect(inFocus()).toBe("unlock-passphrase");
  // What was begun for the one before is not the next one's.
  expect(get("unlock-passphrase")).toHaveProperty("value", "");
  await user.keyboard(`${PASSPHRASE}{Enter}`);
  await find("home");
  expect(asked(host, "unlock")).toEqual([["p3", PASSPHRASE]]);
});

test("a person chosen with the pointer types the passphrase at once", async () => {
  const { user } = await show("/", { stage: "locked" });
  await user.click(await find("person-p2"));
  await waitFor(() => expect(document.activeElement).toBe(get("unlock-passphrase")));
});

test("a wrong one says so, empties the box, and after three tries counts down", async () => {
  const { user } = await show("/", { stage: "locked" });
  const box = await find("unlock-passphrase");
  await user.type(box, "wrong{Enter}");
  await waitFor(() => expect(get("unlock-trouble").textContent).toContain("not the passphrase"));
  expect(get("unlock-passphrase")).toHaveProperty("value", "");
  await user.type(get("unlock-passphrase"), "wrong{Enter}");
  await waitFor(() => expect(get("unlock-passphrase")).toHaveProperty("value", ""));
  await user.type(get("unlock-passphrase"), "wrong{Enter}");
  await waitFor(() => expect(get("unlock-trouble").textContent).toContain("5 seconds"));
  await user.click(get("unlock-passphrase"));
  await user.paste(PASSPHRASE);
  expect(get("unlock").hasAttribute("disabled")).toBe(true);
  await waitFor(() => expect(get("unlock-trouble").textContent).toMatch(/[1-4] second/), {
    timeout: 3000,
  });
});

test("Caps Lock is told while it is on", async () => {
  const { page, user } = await show("/", { stage: "locked" });
  await user.click(await find("unlock-passphrase"));
  await user.keyboard("{CapsLock}a");
  await waitFor(() => expect(page.container.textContent).toContain("Caps Lock is on"));
});

test("the language is changed before anybody signs in", async () => {
  const { user } = await show("/", { stage: "locked" });
  await user.click(await find("language-km"));
  await waitFor(() => expect(document.documentElement.lang).toBe("km"));
  expect(get("unlock").textContent).toContain("បើកសោ");
  expect(gone("fault")).toBeNull();
});

test("a forgotten passphrase is replaced with the recovery sheet", async () => {
  const { host, user } = await show("/", { stage: "locked" });
  await user.click(await find("unlock-forgot"));
  const fresh = "four words of mine";
  await user.type(await find("recover-code"), "short");
  await user.type(get("passphrase-new"), fresh);
  await user.type(get("passphrase-again"), fresh);
  await waitFor(() => expect(get("recover-do").hasAttribute("disabled")).toBe(false));
  await user.click(get("recover-do"));
  await find("fault");
  const code = "7F3K-9QX2-M4TB-0WZE-H8RC-5VNA-J6PD-1GSY-K2XM-Q7TF";
  await user.clear(get("recover-code"));
  await user.type(get("recover-code"), code);
  await user.click(get("recover-do"));
  await find("home");
  expect(asked(host, "recover")[1]).toEqual(["p1", code, fresh]);
});
