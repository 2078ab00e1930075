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
  await user.type(get("unlock-passphrase"), PASSPHRASE);
  expect(get("unlock").hasAttribute("disabled")).toBe(true);
  await waitFor(() => expect(get("unlock-trouble").textContent).toContain("4 seconds"), {
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
