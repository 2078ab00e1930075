import { waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { HostFault } from "../../host";
import { languages } from "../../locales/languages";
import { asked, find, get, gone, show } from "../../testing/show";

const GOOD = "four words of rice field";

test("each language stands in its own script before anything else", async () => {
  const { user } = await show("/", { stage: "first_run", chosen: false });
  for (const { code, name, choose, awaiting } of languages) {
    const button = await find(`language-${code}`);
    expect(button.textContent).toBe(`${name}${choose}${awaiting ?? ""}`);
    expect(button.querySelector("[lang]")?.getAttribute("lang")).toBe(code);
  }
  expect(gone("way-join")).toBeNull();
  await user.click(get("language-km"));
  expect((await find("way-join")).textContent).toContain("ចូលរួមកម្មវិធី");
  expect(document.documentElement.lang).toBe("km");
});

describe("trying it here", () => {
  test("shows the recovery sheet, and goes on only when it was kept", async () => {
    const { host, user } = await show("/", { stage: "first_run" });
    await user.click(await find("way-try"));
    await user.type(get("your-name"), "Dara");
    expect(get("try-here").hasAttribute("disabled")).toBe(true);
    await user.type(get("passphrase-new"), GOOD);
    await user.type(get("passphrase-again"), GOOD);
    await waitFor(() => expect(get("try-here").hasAttribute("disabled")).toBe(false));
    await user.click(get("try-here"));
    expect((await find("recovery-code")).textContent).toContain("7F3K");
    expect(asked(host, "tryHere")).toEqual([["Dara", GOOD, "en"]]);
    expect(get("recovery-done").hasAttribute("disabled")).toBe(true);
    await user.click(get("recovery-kept"));
    await user.click(get("recovery-done"));
    await find("home");
  });

  test("a weak or mistyped passphrase does not pass", async () => {
    const { user } = await show("/", { stage: "first_run" });
    await user.click(await find("way-try"));
    await user.type(get("your-name"), "Dara");
    await user.type(get("passphrase-new"), "short");
    await waitFor(() => expect(get("passphrase-strength").textContent).toContain("Too short"));
    await user.type(get("passphrase-again"), "short");
    expect(get("try-here").hasAttribute("disabled")).toBe(true);
    await user.clear(get("passphrase-new"));
    await user.type(get("passphrase-new"), GOOD);
    await waitFor(() => expect(get("first-run").textContent).toContain("not the same"));
    expect(get("try-here").hasAttribute("disabled")).toBe(true);
  });
});

test("an invitation comes from a file or is pasted; a bad one is told in plain words", async () => {
  const { host, user } = await show("/", { stage: "first_run" });
  await user.click(await find("way-join"));
  await user.click(get("invitation"));
  await user.paste("rubbish");
  await user.type(get("passphrase-new"), GOOD);
  await user.type(get("passphrase-again"), GOOD);
  await waitFor(() => expect(get("join").hasAttribute("disabled")).toBe(false));
  await user.click(get("join"));
  expect((await find("fault")).dataset.code).toBe("bad_invitation");
  await user.click(get("invitation-file"));
  await waitFor(() => expect(get("invitation")).toHaveProperty("value", "sala-invitation:Q29kZQ"));
  await user.click(get("join"));
  await find("recovery-code");
  expect(asked(host, "join").at(-1)).toEqual(["sala-invitation:Q29kZQ", GOOD]);
});

test("a picture without a code is told beside the box, and what stood there stays", async () => {
  const { host, user } = await show("/", { stage: "first_run" });
  await user.click(await find("way-join"));
  await user.click(get("invitation"));
  await user.paste("sala-invitation:Q29kZQ");
  host.failNext("readCodeFile", new HostFault("no_code_seen", "no QR code is seen"));
  await user.click(get("invitation-file"));
  expect((await find("invitation-fault")).dataset.code).toBe("no_code_seen");
  expect(get("invitation")).toHaveProperty("value", "sala-invitation:Q29kZQ");
  await user.type(get("invitation"), "x");
  expect(gone("invitation-fault")).toBeNull();
});

test("a restore asks for the code, and a cancelled chooser changes nothing", async () => {
  const { host, user } = await show("/", { stage: "first_run" });
  await user.click(await find("way-restore"));
  await user.type(get("restore-secret"), " 7F3K-9QX2 ");
  await user.click(get("restore"));
  await waitFor(() => expect(asked(host, "restoreBackup")).toEqual([["7F3K-9QX2"]]));
  expect(get("restore-secret")).toBeTruthy();
});
