import { fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";
import type { Options } from "../testing/standin";

const PATH = "given/sheet";

async function fresh(options: Partial<Options> = {}) {
  const shown = await show("/new/eore_session", options);
  await find("form");
  return shown;
}

const field = () => get(`q-${PATH}`);
const drop = (...files: File[]) => fireEvent.drop(field(), { dataTransfer: { files } });
const photo = (content = "photo", size?: number) => {
  const file = new File([content], "IMG_0001 Sok Sophea.jpg", { type: "image/jpeg" });
  if (size) Object.defineProperty(file, "size", { value: size });
  return file;
};
const violations = async (within: Element | Document = document) => {
  const found = await axe.run(within, {
    // Nothing is painted here: colours are measured in tokens.test.ts.
    rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.flatMap((it) => it.nodes.map((node) => node.html));
};

describe("a file is attached", () => {
  test("by choosing it, with the keyboard alone", async () => {
    const { host, user } = await fresh();
    expect(field().textContent).toContain("Or drop it here");
    get(`choose-${PATH}`).focus();
    await user.keyboard("{Enter}");
    const image = await find(`file-${PATH}-image`);
    expect(image.getAttribute("src")).toMatch(/^data:image\//);
    expect(field().textContent).toContain("2,048 × 1,536");
    expect(asked(host, "draftChooseFile")[0]?.[1]).toBe(PATH);
    expect(get(`choose-${PATH}`).textContent).toBe("Choose another");
  });

  test("by dropping it: its content goes to the host, its name does not", async () => {
    const { host } = await fresh();
    fireEvent.dragOver(field());
    expect(field().dataset.over).toBe("true");
    drop(photo());
    await find(`file-${PATH}-image`);
    expect(field().dataset.over).toBeUndefined();
    const [ask] = asked(host, "draftAttach");
    expect(ask?.slice(1)).toEqual([PATH, btoa("photo")]);
    expect(JSON.stringify(host.calls)).not.toContain("Sophea");
  });

  test("what was typed before it is written first", async () => {
    const { host, user } = await fresh();
    await user.type(get("q-given/remarks"), "rain");
    drop(photo());
    await find(`file-${PATH}-image`);
    const names = host.calls.map(([name]) => name);
    expect(names.indexOf("draftSet")).toBeLessThan(names.indexOf("draftAttach"));
  });

  test("a document is told in words", async () => {
    await fresh();
    drop(new File(["%PDF-1.4"], "scan.pdf"));
    expect((await find(`file-${PATH}`)).textContent).toBe("PDF document, 84 kB");
  });
});

describe("a file that is attached", () => {
  test("is shown large and closed again by keys", async () => {
    const { host, user } = await fresh();
    drop(photo());
    (await find(`file-${PATH}`)).focus();
    await user.keyboard("{Enter}");
    const large = await find("picture-large");
    expect(large.getAttribute("alt")).toBe("Picture: Picture of the sheet");
    expect(asked(host, "draftFile").map((ask) => ask[2])).toEqual([480, 2048]);
    expect(await violations(get("picture"))).toEqual([]);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(gone("picture-large")).toBeNull());
  });

  test("is replaced, taken away, and brought back by undo", async () => {
    const { host, user } = await fresh();
    drop(photo());
    await find(`file-${PATH}-image`);
    drop(photo("photo two"));
    await waitFor(() => expect(asked(host, "draftFile").length).toBe(2));
    await user.click(get(`remove-${PATH}`));
    await waitFor(() => expect(gone(`file-${PATH}`)).toBeNull());
    expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual([PATH, ""]);
    fireEvent.keyDown(window, { key: "z", ctrlKey: true });
    await find(`file-${PATH}-image`);
  });
});

describe("a file that is not taken", () => {
  test("says why, and what was there stays", async () => {
    const { user } = await fresh();
    drop(photo());
    await find(`file-${PATH}-image`);
    drop(new File(["MZ"], "virus.exe"));
    expect((await find(`trouble-${PATH}`)).textContent).toContain("JPEG, PNG, WebP");
    expect(get(`file-${PATH}-image`)).toBeTruthy();
    await user.click(get(`choose-${PATH}`));
    await waitFor(() => expect(gone(`trouble-${PATH}`)).toBeNull());
  });

  test("one too large is not even read; of several none is taken", async () => {
    const { host } = await fresh();
    drop(photo("photo", 40_000_001));
    expect((await find(`trouble-${PATH}`)).textContent).toContain("40 MB");
    drop(photo(), photo());
    expect(get(`trouble-${PATH}`).textContent).toContain("One file at a time");
    expect(asked(host, "draftAttach")).toEqual([]);
  });

  test("choosing nothing changes nothing", async () => {
    const { user } = await fresh({ chosenFile: null });
    await user.click(get(`choose-${PATH}`));
    await waitFor(() => expect(gone(`busy-${PATH}`)).toBeNull());
    expect(gone(`file-${PATH}`)).toBeNull();
    expect(gone(`trouble-${PATH}`)).toBeNull();
  });

  test("a full disk, and a picture that cannot be read again, are told", async () => {
    const { host } = await fresh();
    host.failNext("draftAttach", new HostFault("disk_full", "full"));
    drop(photo());
    expect((await find(`trouble-${PATH}`)).textContent).toContain("disk is full");
    host.failNext("draftFile", new HostFault("file_damaged", "damaged"));
    drop(photo());
    expect((await find(`file-${PATH}-fault`)).textContent).toContain("damaged");
    expect(await violations()).toEqual([]);
  });
});

test("what is dropped beside a question does not open in the window", async () => {
  await fresh();
  const event = new Event("drop", { bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
});

test("in a record, sensitive pictures wait to be asked for", async () => {
  const { host, user } = await show("/record/rec-0");
  await find("file-given/sheet-image");
  expect(gone("file-given/consent")).toBeNull();
  expect(asked(host, "recordFile").map((ask) => ask[1])).toEqual(["given/sheet"]);
  await user.click(get("show-given/consent"));
  await find("file-given/consent-image");
  expect(get("file-given/scan").textContent).toBe("PDF document, 84 kB");
  await user.click(get("save-given/scan"));
  expect(asked(host, "recordFileSave")[0]?.[1]).toBe("given/scan");
  host.failNext("recordFileSave", new HostFault("read_only", "no"));
  await user.click(get("save-given/sheet"));
  expect((await screen.findByRole("alert")).textContent).toContain("cannot be written");
  expect(await violations()).toEqual([]);
});
