import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { languages } from "../locales/languages";
import { textOf } from "../locales/text";
import { asked, find, get, show } from "./show";

test("the language changes in the middle of a draft, and nothing of it is lost", async () => {
  const { host, user } = await show("/draft/draft-1", {});
  const box = await find("q-people/women");
  await user.clear(box);
  await user.type(box, "12");
  for (const { code } of languages) {
    await user.click(get("person-menu"));
    await user.click(await find(`language-${code}`));
    await waitFor(() => expect(document.documentElement.lang).toBe(code));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(get("finish").textContent).toBe(textOf(code).t("finish")));
    expect(get("q-people/women"), code).toHaveProperty("value", "12");
  }
  await waitFor(() =>
    expect(host.drafts.get("draft-1")?.now.answers.get("people/women")).toBe("12"),
  );
  expect(asked(host, "draftNew")).toEqual([]);
});

test("the form's own words follow the language at once", async () => {
  const { host, user } = await show("/draft/draft-1", {});
  await find("form");
  const heading = () => get("form-column").querySelector("[data-section=people] h2")?.textContent;
  const english = heading();
  expect(english).toMatch(/\w/);
  await user.click(get("person-menu"));
  await user.click(await find("language-km"));
  await waitFor(() => expect(heading()).toMatch(/[\u1780-\u17ff]/));
  expect(asked(host, "draftSet")).toEqual([]);
});

test.each(languages.map((one) => one.code))("the first screens speak %s", async (code) => {
  const { t } = textOf(code);
  await show("/", { language: code });
  await find("home");
  expect(document.documentElement.lang).toBe(code);
  expect(get("nav-home").textContent).toBe(t("nav-home"));
  expect(get("nav-settings").textContent).toBe(t("nav-settings"));
});
